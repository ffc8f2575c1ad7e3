"""F9: a blank order form to somebody's fax."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QComboBox, QWidget

from ui.pages.call_desk.card_watch import watch_row
from ui.pages.fax_room.deed_sheet import DeedSheet
from ui.pages.fax_room.kit import BlankForm, FaxRoomKit
from ui.widgets.field_row import FieldRow
from ui.widgets.text_label import TextLabel


class OrderFormSheet(DeedSheet):
    """Number, name, language; what leaves has no place for a card."""

    def __init__(
        self, *, kit: FaxRoomKit, number: str = "", name: str = "", parent: QWidget | None = None
    ) -> None:
        """*number* and *name* are of the fax that is shown."""
        super().__init__(
            self.tr("Fax an order form"),
            kit=kit,
            name="order_form_sheet",
            subtitle=self.tr("They fill it in and fax it back. It has no card box."),
            button=self.tr("Send it"),
            icon="paper-plane-tilt",
            parent=parent,
        )
        theme = kit.theme
        self.number_row = FieldRow(self.tr("Fax number"), theme=theme, name="form_number_edit")
        self.number_row.line_edit.setText(number)
        self.name_row = FieldRow(self.tr("To"), theme=theme, name="form_name_edit")
        self.name_row.line_edit.setText(name)
        watch_row(self.number_row)
        watch_row(self.name_row)
        self.language_combo = QComboBox()
        for code, words in kit.languages:
            self.language_combo.addItem(words, code)
        self.language_row = FieldRow(
            self.tr("Language"), theme=theme, name="form_language_combo",
            editor=self.language_combo,
        )  # fmt: skip
        note = self.tr("It goes into the outbox, with a cover sheet where the shop wants one.")
        self.body.addWidget(self.number_row)
        self.body.addWidget(self.name_row)
        self.body.addWidget(self.language_row)
        self.body.addWidget(TextLabel(note, theme=theme, role="caption", tone="muted", wrap=True))
        self.body.addStretch(1)

    def first_field(self) -> QWidget | None:
        """The number."""
        return self.number_row.line_edit

    def work(self) -> Callable[[Any, uuid.UUID], object]:
        """Make the paper and put it into the outbox."""
        form = BlankForm(
            number=self.number_row.text().strip(),
            to_name=self.name_row.text().strip(),
            language=str(self.language_combo.currentData() or ""),
        )
        return lambda session, command_id: self._kit.send_order_form(session, form, command_id)

    def changes(self) -> set[str]:
        """The outbox."""
        return {"dispatches", "documents"}

    def show_refusal(self, field: str, words: str) -> None:
        """Beside the number, or over the button."""
        if field == "number":
            self.number_row.set_error(words)
            self.number_row.line_edit.setFocus()
        else:
            self.say(words)
