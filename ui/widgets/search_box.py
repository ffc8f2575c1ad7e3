"""The box over a list that takes anything by which one of its rows may be known."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.services.order_terms import MOST_TYPED
from models import phone_numbers
from ui.pages.call_desk.card_watch import CardWatch
from ui.theme import Theme
from ui.widgets.key_hints import AreaHints, KeyHint


class SearchBox(QLineEdit):
    """Down goes into the list, Enter opens the first of it, Esc empties the box.

    Signals:
        text_wanted(str): other rows are wanted.
        list_wanted: Down.
        first_wanted: Enter.
        text_refused(str): it looked like a card number and was wiped; the words say so.
    """

    text_wanted = Signal(str)
    list_wanted = Signal()
    first_wanted = Signal()
    text_refused = Signal(str)

    def __init__(
        self,
        *,
        theme: Theme,
        country: str,
        name: str,
        title: str,
        placeholder: str,
        parent: QWidget | None = None,
    ) -> None:
        """Start empty; *title* is its accessible name, *placeholder* says what it takes."""
        super().__init__(parent)
        self._theme = theme
        self._country = country
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setPlaceholderText(placeholder)
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

    def event(self, event: QEvent) -> bool:
        """Esc is the box's own while there is something to empty, the page's otherwise."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.text()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down, Enter and Esc leave or empty it; the rest is typing."""
        if event.key() == Qt.Key.Key_Down:
            self.list_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.first_wanted.emit()
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
