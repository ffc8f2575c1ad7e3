"""The redaction window's process: `desktop --child redaction-window`."""

from __future__ import annotations

import os

from desktop.children import harden_this_process


def main() -> int:
    """Run one review. Nothing that it is given is written to a disk."""
    harden_this_process()
    os.environ["QT_IM_MODULE"] = "none"
    from PySide6.QtWidgets import QApplication

    from ui.child_windows.wire import Wire
    from ui.redaction.session import RedactionSession

    wire = Wire()
    application = QApplication(["redaction-window"])
    application.setApplicationName("orderdesk-redaction-window")
    application.setQuitOnLastWindowClosed(False)
    session = RedactionSession(application=application, wire=wire, parent=application)
    session.begin()
    return application.exec()
