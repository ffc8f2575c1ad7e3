"""The card window's process as a live one, where the web engine's sandbox cannot run: tests only.

`python -m tests.ui.card_entry.live_child`. It differs from the real child in two things: it says that it
is sandboxed, and it types a published test card when it is told to, which a live window never does.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from ui.card_entry.child import set_engine_environment


def main() -> int:
    """Run one card entry."""
    set_engine_environment(sandboxed=False, readable=False)
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    from ui.card_entry.session import CardSession
    from ui.card_entry.typist import Typist
    from ui.child_windows.wire import Wire

    class LiveSession(CardSession):
        def _type_named_card(self, message: Mapping[str, Any]) -> None:
            assert self._window is not None
            assert self._window.focus_proxy is not None
            self._typist = Typist(proxy=self._window.focus_proxy, parent=self)
            self._typist.begin(str(message["name"]), with_code=True)
            self._typist.on_field_focused("number")

    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    application = QApplication(["card-window"])
    application.setQuitOnLastWindowClosed(False)
    session = LiveSession(wire=Wire(), sandboxed=True, parent=application)
    session.begin()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
