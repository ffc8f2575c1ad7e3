"""Types a published test card in the practice window, so that a demo need not hold its number."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.practice.test_cards import keys_for

_TAB = "\t"
_ENTER = "\r"


class Typist(QObject):
    """Posts key events to the view's focus proxy, field by field.

    Tab is followed by the next field's keys once that field has told its focus: keys that follow
    at once can still be routed to the frame that had it. For practice only; the caller sees to it.

    Args:
        proxy: The view's focus proxy.
    """

    def __init__(self, *, proxy: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._proxy = proxy
        self._steps: deque[tuple[str, tuple[str, ...]]] = deque()

    def begin(self, name: str, *, with_code: bool) -> None:
        """Take the keys of the test card *name*; nothing is typed before `on_field_focused`.

        Raises:
            KeyError: there is no test card of that name.
        """
        keys = keys_for(name)
        self._steps.append(("number", tuple(keys.number)))
        self._steps.append(("expiry", tuple(keys.expiry)))
        if with_code:
            self._steps.append(("code", tuple(keys.code)))

    def on_field_focused(self, field: str) -> None:
        """Type what belongs into *field*, and the key that leads on."""
        if not self._steps or self._steps[0][0] != field:
            return
        _, keys = self._steps.popleft()
        for key in keys:
            self._post(Qt.Key(ord(key.upper())), key)
        if self._steps:
            self._post(Qt.Key.Key_Tab, _TAB)
        else:
            self._post(Qt.Key.Key_Return, _ENTER)

    def _post(self, key: Qt.Key, text: str) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            QCoreApplication.postEvent(self._proxy, event)
