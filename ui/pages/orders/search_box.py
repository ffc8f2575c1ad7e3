"""The box that takes anything by which an order may be known."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.services.order_terms import MOST_TYPED
from models import phone_numbers
from ui.pages.call_desk.card_watch import CardWatch
from ui.theme import Theme
from ui.widgets.key_hints import AreaHints, KeyHint


class SearchBox(QLineEdit):
    """Down goes into the list, Enter opens the story of the first, Esc empties the box.

    Signals:
        text_wanted(str): other orders are wanted.
        list_wanted: Down.
        story_wanted: Enter.
        text_refused(str): it looked like a card number and was wiped; the words say so.
    """

    text_wanted = Signal(str)
    list_wanted = Signal()
    story_wanted = Signal()
    text_refused = Signal(str)

    def __init__(self, *, theme: Theme, country: str, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = theme
        self._country = country
        self.setObjectName("order_search_edit")
        self.setAccessibleName(self.tr("Find an order"))
        self.setPlaceholderText(self.tr("Number, name, town, ZIP, phone, tracking, last four, SKU"))
        self.setMaxLength(MOST_TYPED)
        watch = CardWatch(self, allowed=self._is_number)
        watch.text_edited.connect(self.text_wanted)
        watch.card_refused.connect(self.text_refused)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def area_hints(self) -> AreaHints:
        """The keys while it has the focus."""
        hints = (
            KeyHint("↓", self.tr("list")),
            KeyHint("Enter", self.tr("open")),
            KeyHint("Esc", self.tr("empty")),
        )
        return AreaHints(self.tr("Find"), hints)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down, Enter and Esc leave or empty it; the rest is typing."""
        if event.key() == Qt.Key.Key_Down:
            self.list_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.story_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.setText("")
            self.text_wanted.emit("")
        else:
            super().keyPressEvent(event)

    def _is_number(self, text: str) -> bool:
        return phone_numbers.parse(text, self._country) is not None

    def _on_theme_changed(self) -> None:
        self.setFont(self._theme.font("body"))
        self.setFixedHeight(self._theme.px(30))
