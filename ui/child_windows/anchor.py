"""Says where a widget lies on the screen, whenever that changes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtWidgets import QWidget

_MOVED = frozenset(
    {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.WindowStateChange}
)


class AnchorFollower(QObject):
    """Watches a widget and the window it is in.

    Signals:
        rect_changed: the widget's rectangle in logical screen pixels, once for a burst of moves.
    """

    rect_changed = Signal(QRect)

    def __init__(self, *, anchor: QWidget, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._anchor = anchor
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._on_soon_timeout)
        anchor.installEventFilter(self)
        window.installEventFilter(self)

    def rect(self) -> QRect:
        """Where the widget lies now."""
        return QRect(self._anchor.mapToGlobal(QPoint(0, 0)), self._anchor.size())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVED:
            self._soon.start()
        return False

    def _on_soon_timeout(self) -> None:
        self.rect_changed.emit(self.rect())
