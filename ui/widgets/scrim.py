"""The veil over the work while a sheet is open."""

from __future__ import annotations

from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Theme


class Scrim(QWidget):
    """Darkens what is under it and keeps the mouse from it."""

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        """Lie over ``parent``; the sheet sets its geometry."""
        super().__init__(parent)
        self._theme = theme
        theme.theme_changed.connect(self.update)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill it."""
        QPainter(self).fillRect(self.rect(), self._theme.color("scrim"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the sheet does nothing: what was typed in it would be lost."""
        event.accept()
