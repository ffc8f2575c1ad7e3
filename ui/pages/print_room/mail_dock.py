"""Under the letters that are printed: the day on which they leave, and the button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import labels_print_room
from ui.pages.call_desk.card_watch import watch_row
from ui.pages.orders.day_words import parse_day
from ui.pages.print_room.page_actions import PageActions
from ui.theme import Theme
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton


class MailDock(QWidget):
    """A day that is today's unless another is typed.

    Signals:
        day_changed: another day, or one that cannot be read.
    """

    day_changed = Signal()

    def __init__(
        self,
        *,
        theme: Theme,
        actions: PageActions,
        today: Callable[[], date],
        day_first: bool,
        parent: QWidget | None = None,
    ) -> None:
        """*today* is the shop's; *day_first*: 30/11 is the 30th of November."""
        super().__init__(parent)
        self._theme, self._today, self._day_first = theme, today, day_first
        self.setObjectName("print_room_mail_dock")
        self.setAccessibleName(self.tr("Mailing"))
        self.day_row = FieldRow(
            self.tr("Left the house on"), theme=theme, name="print_room_day_edit",
            action=actions.date, placeholder=self.tr("today"), advance=False,
        )  # fmt: skip
        watch_row(self.day_row).text_edited.connect(lambda _text: self.day_changed.emit())
        self.day_row.field_left.connect(self._on_day_row_field_left)
        self.mail_button = KeyButton(
            theme=theme, action=actions.finish, variant="primary", wide=True
        )
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self.mail_button, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._fields = QHBoxLayout()
        self._fields.addWidget(self.day_row, 1)
        self._fields.addStretch(1)
        for action in (actions.envelopes, actions.labels):
            button = KeyButton(theme=theme, action=action)
            self._fields.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        self._column.addLayout(self._fields)
        self._column.addLayout(self._buttons)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def day(self) -> date | None:
        """The day; None where what was typed is none, or is yet to come."""
        typed = self.day_row.text().strip()
        if not typed:
            return self._today()
        found = parse_day(typed, self._today(), day_first=self._day_first)
        return found if found is not None and found <= self._today() else None

    def forget_day(self) -> None:
        """The next letters leave today again."""
        self.day_row.line_edit.setText("")
        self.day_row.clear_error()
        self.day_changed.emit()

    def show_error(self, words: str) -> None:
        """The day is refused."""
        self.day_row.set_error(words)
        self.day_row.setFocus()

    def _on_day_row_field_left(self) -> None:
        if self.day is None:
            self.day_row.set_error(self.tr("Type a day that has been, such as yesterday or 11/30."))
        elif self.day_row.text().strip():
            self.day_row.line_edit.setText(labels_print_room.day(self.day))

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(8))
        self._buttons.setSpacing(px(8))
        self._fields.setSpacing(px(8))
        self.day_row.setMaximumWidth(px(320))
