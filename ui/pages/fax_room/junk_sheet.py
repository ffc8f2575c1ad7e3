"""Putting a fax aside as junk, after a second look at what that means."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.services import fax_drafts, received_faxes
from desktop.services.received_fax_shapes import FaxDetail
from models.received_fax import FaxOutcome
from ui import labels_fax
from ui.pages.fax_room.deed_sheet import DeedSheet
from ui.pages.fax_room.kit import FaxRoomKit
from ui.widgets.banner import Banner


class JunkSheet(DeedSheet):
    """What nobody has looked at is destroyed unseen; the sender's next ones can be put aside."""

    def __init__(self, *, kit: FaxRoomKit, fax: FaxDetail, parent: QWidget | None = None) -> None:
        """Ask about *fax*."""
        unseen = fax.reviewed_at is None
        super().__init__(
            self.tr("Put aside as junk"),
            kit=kit,
            name="junk_sheet",
            subtitle=labels_fax.title(fax.row, kit.desk.country),
            button=self.tr("Destroy it unseen") if unseen else self.tr("Put aside as junk"),
            icon="trash",
            is_danger=unseen,
            parent=parent,
        )
        self._fax = fax
        self.unseen_banner = Banner(theme=kit.theme, name="unseen_banner", kind="held")
        self.remember_check = QCheckBox(self.tr("Put aside what this number sends from now on"))
        self.remember_check.setObjectName("remember_junk_check")
        self.remember_check.setAccessibleName(self.remember_check.text())
        self.remember_check.setFont(kit.theme.font("body"))
        self.body.addWidget(self.unseen_banner)
        self.body.addWidget(self.remember_check)
        self.body.addStretch(1)
        self.remember_check.setVisible(fax.row.sender is not None)
        if unseen:
            self.unseen_banner.show_message(
                kind="held",
                title=self.tr("Nobody has looked at it"),
                text=self.tr("Its key is destroyed now, so that nobody ever can: F10 does it."),
            )

    def work(self) -> Callable[[Any, uuid.UUID], object]:
        """End it as junk; its key goes after the commit."""
        desk, kit, fax_id = self._kit.desk, self._kit, self._fax.row.id
        remember = self.remember_check.isVisibleTo(self) and self.remember_check.isChecked()

        def end(session: Any, command_id: uuid.UUID) -> FaxDetail:
            file = kit.key_file(session)
            fax_drafts.drop(session, desk, fax_id)
            return received_faxes.finish(
                session, desk, fax_id, FaxOutcome.JUNK, remember_junk=remember,
                destroy_key=lambda slot, fax: kit.destroy_key(file, slot, fax),
                command_id=command_id,
            )  # fmt: skip

        return end
