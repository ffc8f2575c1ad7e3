"""A window of its own process: opens, takes one key, says when, and closes.

`python -m tests.benchmarks.first_key desk FOLDER` opens the desk as the command does, on the practice
shop in FOLDER; `bare` opens one line edit, which is the least that a program of this kind can do.

The desk loads all that needs no Qt before Qt, so it is loaded here in that order too.
"""

from __future__ import annotations

import json
import sys
import time

if __name__ == "__main__" and sys.argv[1] == "desk":
    from desktop import pace

    pace.hurry()
    import desktop.__main__
    import desktop.bootstrap  # noqa: F401

# isort: split
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

_KEY = "5"
_LOOK_MS = 2


class FirstKey(QObject):
    """Types a key as soon as a shown line edit has the focus, and closes the windows after it."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start()

    def _on_timer_timeout(self) -> None:
        edit = self._application.focusWidget()
        if not isinstance(edit, QLineEdit) or not edit.window().isActiveWindow():
            return
        self._timer.stop()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = QKeyEvent(kind, Qt.Key.Key_5, Qt.KeyboardModifier.NoModifier, _KEY)
            self._application.sendEvent(edit, key)
        if edit.text() != _KEY:
            raise AssertionError("the key did not arrive")
        # One clock for all processes of this machine.
        facts = {"at": time.monotonic(), "on_cpu": time.process_time()}
        sys.stdout.write(json.dumps(facts) + "\n")
        sys.stdout.flush()
        self._application.closeAllWindows()


def main() -> int:
    """Open what the first argument names."""
    application = QApplication(["orderdesk"])
    FirstKey(application)
    if sys.argv[1] == "bare":
        edit = QLineEdit()
        edit.show()
        return application.exec()
    from desktop.__main__ import main as open_desk

    sys.argv = ["orderdesk", "--practice", "--data-dir", sys.argv[2]]
    return open_desk()


if __name__ == "__main__":
    sys.exit(main())
