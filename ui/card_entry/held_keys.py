"""Which keys are down, by their native scan codes."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent


class HeldKeys:
    """Follows presses and releases as the window's handle gets them.

    `isAutoRepeat` is not enough: the first repeat after a change of focus is not marked.
    """

    def __init__(self) -> None:
        self._down: set[int] = set()

    def __bool__(self) -> bool:
        return bool(self._down)

    def take(self, event: QKeyEvent) -> bool:
        """Note *event*; True when it is the first press of a key that was not down."""
        code = event.nativeScanCode()
        if event.type() == QEvent.Type.KeyPress:
            fresh = code not in self._down and not event.isAutoRepeat()
            self._down.add(code)
            return fresh
        if event.type() == QEvent.Type.KeyRelease and not event.isAutoRepeat():
            self._down.discard(code)
        return False
