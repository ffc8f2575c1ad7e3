"""What the sheets of the fax room have in common: one deed, done once, refused beside its field."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services.desk import Refused
from models.card_guard import CardNumberRefused
from models.ids import uuid7
from ui import labels, labels_fax
from ui.actions import Action
from ui.pages.fax_room.kit import FaxRoomKit
from ui.shortcuts import KEYS
from ui.widgets.key_button import KeyButton
from ui.widgets.reason_label import ReasonLabel
from ui.widgets.side_sheet import SideSheet
from ui.widgets.text_label import TextLabel


class DeedSheet(SideSheet):
    """F10 does it; repeating it does it once. What is wrong is said, and what was typed stays.

    Signals:
        done(object result): it is done, and the sheet closes.
        failed(object exc): the world is at fault, not what was typed.
    """

    done = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        title: str,
        *,
        kit: FaxRoomKit,
        name: str,
        subtitle: str,
        button: str,
        icon: str,
        is_danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """*button* and *icon* are of the deed."""
        super().__init__(title, theme=kit.theme, name=name, subtitle=subtitle, parent=parent)
        self._kit = kit
        self._command_id = uuid7()
        self._is_busy = False
        self._problem = TextLabel(theme=kit.theme, role="caption", tone="bad", wrap=True)
        self._problem.setObjectName(f"{name}_problem_label")
        kit.actions.remove_context(self.sheet_id)
        line = Action(f"do_{name}", button, icon=icon, context=self.sheet_id, keys=KEYS["finish"])
        self.deed = kit.actions.add(line, self._start, host=self)
        self.foot.addWidget(self._problem)
        self.foot.addWidget(ReasonLabel(theme=kit.theme, action=self.deed))
        self._button = KeyButton(
            theme=kit.theme, action=self.deed, wide=True, height=40,
            variant="danger" if is_danger else "primary",
        )  # fmt: skip
        self.foot.addWidget(self._button)
        self._problem.hide()
        self.sheet_closed.connect(self.deleteLater)

    # What a sheet says of its own

    def work(self) -> Callable[[Any, uuid.UUID], object] | None:
        """What is to be done in a session, or None: something is missing, and it has been said."""
        return None

    def changes(self) -> Collection[str]:
        """What it changes, for those who show it."""
        return {"faxes"}

    def show_refusal(self, field: str, words: str) -> None:
        """Say beside a field what is wrong; without such a field, over the button."""
        del field
        self.say(words)

    # What they share

    def say(self, words: str) -> None:
        """One sentence over the button; "" for nothing."""
        self._problem.setText(words)
        self._problem.setVisible(bool(words))

    def _stops(self) -> list[QWidget]:
        """The button is made before the fields and stands behind them."""
        found = super()._stops()
        if self._button in found:
            found.remove(self._button)
            found.insert(len(found) - (self.close_button in found), self._button)
        return found

    def _start(self) -> None:
        if self._is_busy:
            return
        self.say("")
        work = self.work()
        if work is None:
            return
        self._is_busy = True
        command_id = self._command_id
        self._kit.tasks.command(
            self,
            lambda session: work(session, command_id),
            done=self._on_done,
            failed=self._on_failed,
            changed=self.changes(),
            name=self.objectName(),
        )

    def _on_done(self, result: object) -> None:
        self.close_sheet()
        self.done.emit(result)

    def _on_failed(self, error: BaseException) -> None:
        self._is_busy = False
        if isinstance(error, Refused):
            # Nothing was done: what is mended is another deed.
            self._command_id = uuid7()
            self.show_refusal(error.field, labels_fax.refusal(error))
        elif isinstance(error, CardNumberRefused):
            self._command_id = uuid7()
            self.say(labels.card_refused())
        else:
            self.say(self.tr("It could not be done. What you typed is still here: try again."))
            self.failed.emit(error)
