"""Neither selection ever holds what was typed in the card window."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QClipboard, QGuiApplication


class ClipboardGuard(QObject):
    """Empties the clipboard, or the primary selection, in the call in which this process owns it.

    The second of two layers: the input filter refuses the keys and buttons that copy, but a field
    that is entered backwards selects its text by itself, and X11 offers that to every program.
    """

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._clipboard.changed.connect(self._on_clipboard_changed)

    def _on_clipboard_changed(self, mode: QClipboard.Mode) -> None:
        owns = {
            QClipboard.Mode.Clipboard: self._clipboard.ownsClipboard,
            QClipboard.Mode.Selection: self._clipboard.ownsSelection,
            QClipboard.Mode.FindBuffer: self._clipboard.ownsFindBuffer,
        }
        if owns[mode]():
            self._clipboard.clear(mode)
