"""A field for a day as people type one: 11/24, 24 nov, yesterday, -2."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.services.desk import Desk
from ui import labels_opt_outs
from ui.actions import DeskAction
from ui.pages.call_desk.card_watch import watch_row
from ui.pages.orders.day_words import parse_day
from ui.theme import Theme
from ui.widgets.field_row import FieldRow

_LENGTH = 30


class DayRow(FieldRow):
    """What was typed is said again as a day when the field is left."""

    def __init__(
        self,
        label: str,
        *,
        theme: Theme,
        name: str,
        desk: Desk,
        action: DeskAction | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Start empty."""
        super().__init__(
            label, theme=theme, name=name, action=action, placeholder=self._example(),
            advance=False, parent=parent,
        )  # fmt: skip
        self._desk = desk
        self.line_edit.setMaxLength(_LENGTH)
        watch_row(self)
        self.field_left.connect(self._on_field_left)

    def show_day(self, day: date | None) -> None:
        """Show a day, or nothing."""
        self.line_edit.setText("" if day is None else labels_opt_outs.day(day))
        self.clear_error()

    def day(self) -> date | None:
        """The day that stands here; None where there is none, with the error said beside it."""
        typed = self.text().strip()
        if not typed:
            return None
        found = parse_day(typed, self._desk.today(), day_first=self._desk.country != "US")
        if found is None:
            self.set_error(self.tr("This is no day. Type one such as 11/24, 24 Nov or yesterday."))
        return found

    def _on_field_left(self) -> None:
        found = self.day()
        if found is not None:
            self.show_day(found)

    @staticmethod
    def _example() -> str:
        return labels_opt_outs.tr("11/24")
