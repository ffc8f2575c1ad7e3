"""Counts the keys that reach the window, as the person at the desk would press them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QWindow


class KeyCounter(QObject):
    """An event filter of the application. Modifiers alone do not count; Ctrl+K is one."""

    def __init__(self, parent: QObject) -> None:
        """Install it on the application by the caller."""
        super().__init__(parent)
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count a key once, where it enters: at the window, before any shortcut takes it."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(watched, QWindow)
            and isinstance(event, QKeyEvent)
            and not event.isAutoRepeat()
        ):
            self.count += 1
        return False
