"""A line one pixel thick."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget


class Hairline(QWidget):
    """Parts what is above from what is below (or left from right). Decoration only."""

    def __init__(
        self,
        orientation: Qt.Orientation = Qt.Orientation.Horizontal,
        parent: QWidget | None = None,
    ) -> None:
        """Lie or stand."""
        super().__init__(parent)
        long, short = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        if orientation == Qt.Orientation.Horizontal:
            self.setSizePolicy(long, short)
        else:
            self.setSizePolicy(short, long)

    def sizeHint(self) -> QSize:
        """One pixel, whatever k is."""
        return QSize(1, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill it with the palette's Midlight."""
        QPainter(self).fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Midlight))
