"""The card window's process: `desktop --child card-window`."""

from __future__ import annotations

import os

from desktop.children import harden_this_process
from ui.card_entry.sandbox import sandbox_can_run
from ui.card_entry.switches import READABLE_VARIABLE, SANDBOX_VARIABLE

_FLAGS = (
    # Else the engine drops keys that come before a frame's first paint, which a loaded machine delays.
    "--allow-pre-commit-input",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-gpu",
    "--disable-sync",
    # Else the page stays silent for a screen reader that asks while the engine is starting.
    "--force-renderer-accessibility",
    "--no-first-run",
    "--no-pings",
)


def main() -> int:
    """Run one card entry. Returns only where the engine must not start: it is refused."""
    harden_this_process()
    can_run = sandbox_can_run()
    optional = os.environ.pop(SANDBOX_VARIABLE, "") == "optional"
    readable = os.environ.pop(READABLE_VARIABLE, "") == "1"
    set_engine_environment(sandboxed=can_run or not optional, readable=readable)
    # The environment must be right before the web engine is loaded.
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    from ui.child_windows.wire import Wire

    wire = Wire()
    if not can_run and not optional:
        wire.write({"type": "closed", "error": "sandbox_refused", "keystrokes": 0})
        return 0
    from ui.card_entry.session import CardSession

    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DisableShaderDiskCache)
    application = QApplication(["card-window"])
    application.setApplicationName("orderdesk-card-window")
    application.setQuitOnLastWindowClosed(False)
    session = CardSession(wire=wire, sandboxed=can_run, parent=application)
    session.begin()
    return application.exec()


def set_engine_environment(*, sandboxed: bool, readable: bool) -> None:
    """Drop every inherited web engine switch and set our own.

    Args:
        sandboxed: False switches Chromium's sandbox off, for practice where it cannot run.
        readable: True leaves the processor's frame readable by assistive technology.
    """
    for name in [name for name in os.environ if name.upper().startswith("QTWEBENGINE_")]:
        del os.environ[name]
    flags = _FLAGS if readable else (*_FLAGS, "--site-per-process")
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = " ".join(flags)
    os.environ["QT_IM_MODULE"] = "none"
    if not sandboxed:
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
