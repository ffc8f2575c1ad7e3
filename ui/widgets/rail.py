"""The rail at the left: the pages there are, and what waits on each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.actions import DeskAction
from ui.theme import Theme
from ui.widgets.rail_button import RailButton


class Rail(QWidget):
    """A column of RailButtons; the settings stand apart at the bottom. Pages not built are absent."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        """Start without pages."""
        super().__init__(parent)
        self._theme = theme
        self._buttons: dict[str, RailButton] = {}
        self._narrow = False
        self.setObjectName("rail")
        self.setAccessibleName(self.tr("Pages"))
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._tops = 0
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def add_page(self, page_id: str, action: DeskAction, *, at_bottom: bool = False) -> RailButton:
        """Add the button of a page; ``action`` opens it."""
        button = RailButton(theme=self._theme, action=action)
        button.set_narrow(self._narrow)
        self._buttons[page_id] = button
        if at_bottom:
            self._column.addWidget(button)
        else:
            self._column.insertWidget(self._tops, button)
            self._tops += 1
        return button

    def set_current(self, page_id: str) -> None:
        """Mark the page that is shown."""
        for name, button in self._buttons.items():
            button.setChecked(name == page_id)

    def set_badge(self, page_id: str, count: int) -> None:
        """Show how much waits on a page; a page that does not exist is passed over."""
        if page_id in self._buttons:
            self._buttons[page_id].set_badge(count)

    def set_narrow(self, narrow: bool) -> None:
        """Icons and keys only."""
        self._narrow = narrow
        for button in self._buttons.values():
            button.set_narrow(narrow)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The dark ground."""
        QPainter(self).fillRect(self.rect(), self._theme.color("rail"))

    def _on_theme_changed(self) -> None:
        self._column.setContentsMargins(0, self._theme.px(6), 0, self._theme.px(6))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.update()
