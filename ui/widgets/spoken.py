"""What a screen reader is told at once, wherever its user is."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent


def say_aloud(source: QObject, words: str) -> None:
    """Have a screen reader say *words*, which *source* shows."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(source, words))
