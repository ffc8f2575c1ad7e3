"""One line that is kept with an order: a note, or why it is held."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services.desk import Refused
from desktop.services.order_notes import LONGEST_NOTE
from models.card_guard import CardNumberRefused
from models.ids import uuid7
from ui import labels
from ui.actions import Action
from ui.page_kit import PageKit
from ui.pages.call_desk.card_watch import watch_row
from ui.shortcuts import KEYS
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet
from ui.widgets.text_label import TextLabel


@dataclass(frozen=True, kw_only=True)
class OneLine:
    """What is asked for, and what is done with it.

    Attributes:
        name: of the command; the sheet is ``<name>_sheet``, the field ``<name>_edit``.
        after: what becomes of the words, under the field.
        keep: does it, in the background: (session, words, command_id).
        changed: what it changes, for those who show it.
        said: once it is done.
        refusal: why it was not done, in words; "" for what is said everywhere in the same words.
    """

    name: str
    title: str
    subtitle: str
    label: str
    after: str
    button: str
    icon: str
    keep: Callable[[Any, str, uuid.UUID], object]
    changed: frozenset[str]
    said: str
    refusal: Callable[[Refused], str]


class OneLineSheet(SideSheet):
    """One field; Enter keeps what was typed with the order.

    Signals:
        kept: it is done, and the sheet has closed.
        failed(object exc).
    """

    kept = Signal()
    failed = Signal(object)

    def __init__(self, *, kit: PageKit, asked: OneLine, parent: QWidget | None = None) -> None:
        """Ask for the line; repeating it does it once."""
        super().__init__(
            asked.title,
            theme=kit.theme,
            name=f"{asked.name}_sheet",
            subtitle=asked.subtitle,
            parent=parent,
        )
        self._kit, self._asked = kit, asked
        self._command_id = uuid7()
        self._is_saving = False
        self.row = FieldRow(
            asked.label, theme=kit.theme, name=f"{asked.name}_edit", advance=False
        )  # fmt: skip
        self.row.line_edit.setMaxLength(LONGEST_NOTE)
        self.row.line_edit.returnPressed.connect(self._on_keep)
        watch_row(self.row)
        self.body.addWidget(self.row)
        self.body.addWidget(
            TextLabel(asked.after, theme=kit.theme, role="caption", tone="muted", wrap=True)
        )
        self.body.addStretch(1)
        kit.actions.remove_context(self.sheet_id)
        keep = kit.actions.add(
            Action(f"keep_{asked.name}", asked.button, icon=asked.icon, context=self.sheet_id,
                   keys=KEYS["finish"]),
            self._on_keep,
            host=self,
        )  # fmt: skip
        self.foot.addWidget(
            KeyButton(theme=kit.theme, action=keep, variant="primary", wide=True, key_text="Enter")
        )
        self.sheet_closed.connect(self.deleteLater)

    def first_field(self) -> QWidget | None:
        """The line."""
        return self.row.line_edit

    def _on_keep(self) -> None:
        if self._is_saving:
            return
        self._is_saving = True
        words, keep, command_id = self.row.text(), self._asked.keep, self._command_id
        self._kit.tasks.command(
            self,
            lambda session: keep(session, words, command_id),
            done=lambda _kept: self._on_kept(),
            failed=self._on_failed,
            changed=set(self._asked.changed),
            name=self._asked.name,
        )

    def _on_kept(self) -> None:
        self._kit.announce(self._asked.said, "ok")
        self.close_sheet()
        self.kept.emit()

    def _on_failed(self, error: BaseException) -> None:
        self._is_saving = False
        if isinstance(error, Refused):
            self.row.set_error(self._asked.refusal(error) or labels.refusal(error))
        elif isinstance(error, CardNumberRefused):
            self.row.set_error(labels.card_refused())
        else:
            self.row.set_error(self.tr("It could not be kept. What you typed is still here."))
            self.failed.emit(error)
