"""Which keys are down, by their native scan codes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent

_UP_AFTER = 60
"""Milliseconds after a release in which the same key must not be pressed to count as up."""


class HeldKeys(QObject):
    """Follows presses and releases as the window's handle gets them.

    `isAutoRepeat` is not enough: X11 repeats a held key as a release and a press at once, and the
    first pair after a change of focus is not marked. So a release counts only when no press follows.

    Signals:
        all_released: the last key that was down is up.
    """

    all_released = Signal()

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._down: set[int] = set()
        self._lifted: set[int] = set()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_UP_AFTER)
        self._settle.timeout.connect(self._on_settle_timeout)

    @property
    def any_down(self) -> bool:
        """Whether a key is held."""
        return bool(self._down)

    def forget(self) -> None:
        """Take every key for released: the window lost the keyboard and hears of no release."""
        self._down.clear()
        self._lifted.clear()

    def take(self, event: QKeyEvent) -> bool:
        """Note *event*; True when it is the first press of a key that was not down."""
        code = event.nativeScanCode()
        if event.type() == QEvent.Type.KeyPress:
            fresh = code not in self._down and not event.isAutoRepeat()
            self._down.add(code)
            self._lifted.discard(code)
            return fresh
        if event.type() == QEvent.Type.KeyRelease and code in self._down:
            self._lifted.add(code)
            self._settle.start()
        return False

    def _on_settle_timeout(self) -> None:
        self._down -= self._lifted
        self._lifted.clear()
        if not self._down:
            self.all_released.emit()
