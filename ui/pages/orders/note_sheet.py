"""A note on the order."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services import order_notes
from desktop.services.desk import Refused
from desktop.services.order_story_shapes import OrderStory
from models.card_guard import CardNumberRefused
from models.ids import uuid7
from ui import labels
from ui.actions import Action
from ui.pages.call_desk.card_watch import watch_row
from ui.pages.orders.kit import OrdersKit
from ui.shortcuts import KEYS
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet
from ui.widgets.text_label import TextLabel


class NoteSheet(SideSheet):
    """One field; Enter keeps what was typed with the order.

    Signals:
        failed(object exc).
    """

    failed = Signal(object)

    def __init__(self, *, kit: OrdersKit, story: OrderStory, parent: QWidget | None = None) -> None:
        """A note on the order of *story*."""
        super().__init__(
            labels.tr("Note"),
            theme=kit.theme,
            name="order_note_sheet",
            subtitle=labels.tr("Order {number}").format(number=story.shown_number),
            parent=parent,
        )
        self._kit = kit
        self._order_id: uuid.UUID = story.id
        self._command_id = uuid7()
        self._is_saving = False
        self.note_row = FieldRow(
            self.tr("What everybody who opens this order is to know"),
            theme=kit.theme,
            name="order_note_edit",
            advance=False,
        )
        self.note_row.line_edit.setMaxLength(order_notes.LONGEST_NOTE)
        self.note_row.line_edit.returnPressed.connect(self._on_keep)
        watch_row(self.note_row)
        self.body.addWidget(self.note_row)
        kept = self.tr("It stays with the order, with your name and the time.")
        self.body.addWidget(
            TextLabel(kept, theme=kit.theme, role="caption", tone="muted", wrap=True)
        )
        self.body.addStretch(1)
        kit.actions.remove_context(self.sheet_id)
        keep = kit.actions.add(
            Action(
                "keep_order_note",
                self.tr("Keep the note"),
                icon="note",
                context=self.sheet_id,
                keys=KEYS["finish"],
            ),
            self._on_keep,
            host=self,
        )
        button = KeyButton(
            theme=kit.theme, action=keep, variant="primary", wide=True, key_text="Enter"
        )
        self.foot.addWidget(button)
        self.sheet_closed.connect(self.deleteLater)

    def first_field(self) -> QWidget | None:
        """The note."""
        return self.note_row.line_edit

    def _on_keep(self) -> None:
        if self._is_saving:
            return
        self._is_saving = True
        desk, order_id, command_id = self._kit.desk, self._order_id, self._command_id
        words = self.note_row.text()
        self._kit.tasks.command(
            self,
            lambda session: order_notes.add_note(
                session, desk, order_id, words, command_id=command_id
            ),
            done=self._on_kept,
            failed=self._on_failed,
            changed={"orders", "notes"},
            name="add_note",
        )

    def _on_kept(self, _note_id: uuid.UUID) -> None:
        self._kit.announce(self.tr("The note stands with the order."), "ok")
        self.close_sheet()

    def _on_failed(self, error: BaseException) -> None:
        self._is_saving = False
        if isinstance(error, Refused):
            words = {
                "note_empty": self.tr("There is nothing to keep yet: type the note."),
                "note_long": self.tr("A note has {most} letters at most.").format(
                    most=order_notes.LONGEST_NOTE
                ),
            }.get(error.code, labels.refusal(error))
            self.note_row.set_error(words)
        elif isinstance(error, CardNumberRefused):
            self.note_row.set_error(labels.card_refused())
        else:
            self.note_row.set_error(self.tr("It could not be kept. What you typed is still here."))
            self.failed.emit(error)
