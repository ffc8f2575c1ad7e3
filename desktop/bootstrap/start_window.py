"""Says in a window of its own why the desk could not open."""

from __future__ import annotations

import os
import sys

from PySide6.QtWidgets import QApplication

from desktop.cli.commands import has_display
from ui.start_problem import StartProblem

_NO_SCREEN = frozenset({"offscreen", "minimal", "vnc"})


def say(words: str) -> None:
    """Show *words* until the window is closed; nothing where there is no screen."""
    if os.environ.get("QT_QPA_PLATFORM") in _NO_SCREEN or not has_display():
        return
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if isinstance(app, QApplication):
        problem = StartProblem(words=words)
        problem.show()
        problem.activateWindow()
        app.exec()
