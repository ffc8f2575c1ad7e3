"""A line edit inside a grid, which asks the grid about each key first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class GridEdit(QLineEdit):
    """A field that is part of a table.

    Signals:
        focus_taken, focus_left: the focus came, or went elsewhere in the program.
    """

    focus_taken = Signal()
    focus_left = Signal()

    def __init__(self, *, take_key: Callable[[QKeyEvent], bool], parent: QWidget) -> None:
        """``take_key`` returns True for a key that it has dealt with."""
        super().__init__(parent)
        self._take_key = take_key

    def event(self, event: QEvent) -> bool:
        """Tab is a key like another here."""
        pressed = event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and self._take_key(event):
            event.accept()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell of it."""
        super().focusInEvent(event)
        self.focus_taken.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell of it."""
        super().focusOutEvent(event)
        self.focus_left.emit()
