"""A thin line that grows."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme


class ProgressLine(QWidget):
    """How far a piece of work is. The words beside it say the same."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._done, self._whole = 0, 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_progress(self, done: int, whole: int) -> None:
        """So many of so many."""
        self._done, self._whole = done, max(1, whole)
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a thick line."""
        return QSize(1, self._theme.px(4))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        painter.fillRect(rect, self._theme.color("line"))
        rect.setWidth(rect.width() * self._done / self._whole)
        painter.fillRect(rect, self._theme.color("accent"))
