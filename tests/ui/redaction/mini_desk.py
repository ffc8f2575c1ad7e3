"""A small workspace in a process of its own, driven by a third one. It never sees a page.

It says what happens as JSON lines, and answers `look` on its input with what its fields hold.
"""

from __future__ import annotations

import json
import sys
import uuid
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSocketNotifier
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from desktop.fax.boxes import Box
from ui.redaction.host import RedactionHost
from ui.redaction.look import RedactionLook
from ui.redaction.request import RedactionRequest, RedactionResult


class MiniDesk(QWidget):
    """The window: two fields, a place for the page, and actions that must not be reached."""

    def __init__(self, request: RedactionRequest) -> None:
        super().__init__()
        self._request = request
        self.setWindowTitle("Mini desk")
        self.setGeometry(40, 40, 900, 680)
        self.name_edit = QLineEdit(self)
        self.note_edit = QLineEdit(self)
        self.panel = QWidget(self)
        for name in ("name_edit", "note_edit", "panel"):
            getattr(self, name).setObjectName(name)
        self.panel.setFixedSize(542, 560)
        layout = QVBoxLayout(self)
        for widget in (self.name_edit, self.note_edit, self.panel):
            layout.addWidget(widget)
        self.actions_done: list[str] = []
        for key in ("F4", "F10", "Del", "Esc", "Ins"):
            self._add_action(key)
        review = QAction(self)
        review.setShortcut(QKeySequence("F9"))
        review.triggered.connect(self.open_fax)
        self.addAction(review)
        self.host = RedactionHost(window=self, anchor=self.panel, parent=self)
        self.host.state_changed.connect(lambda state: say("state", state))
        self.host.finished.connect(self._on_host_finished)
        self.kept: list[RedactionResult] = []

    def open_fax(self) -> None:
        """Review the fax."""
        self.host.open(self._request)

    def look(self) -> dict[str, Any]:
        """What the window holds."""
        focus = QApplication.focusWidget()
        return {
            "name": self.name_edit.text(),
            "note": self.note_edit.text(),
            "actions": self.actions_done,
            "focus": "" if focus is None else focus.objectName(),
            "active": self.isActiveWindow(),
            "title": self.windowTitle(),
            "child": self.host.process_id,
            "corner": self.panel.mapToGlobal(self.panel.rect().topLeft()).toTuple(),
        }

    def _add_action(self, key: str) -> None:
        action = QAction(self)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _checked=False: self.actions_done.append(key))
        self.addAction(action)

    def _on_host_finished(self, result: RedactionResult) -> None:
        self.kept.append(result)
        say(
            "finished",
            {
                "error": result.error,
                "confirmed": result.was_confirmed,
                "pages": len(result.pages),
                "boxes": len(result.boxes),
            },
        )


def request_from(file: Path) -> RedactionRequest:
    """The request that a test wrote."""
    plain = json.loads(file.read_text())
    return RedactionRequest(
        document_id=uuid.UUID(plain["document_id"]),
        sealed=Path(plain["sealed"]).read_bytes(),
        key_file=Path(plain["key_file"]),
        slot=plain["slot"],
        boxes=tuple(Box.from_record(record) for record in plain["boxes"]),
        looked=plain["looked"],
        page_count=plain["page_count"],
        title="Fax from (805) 555-0163",
        practice=plain["practice"],
        look=RedactionLook(font="inter"),
    )


def say(event: str, value: Any) -> None:
    """One JSON line."""
    sys.stdout.write(json.dumps({"event": event, "value": value}) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Run until the input ends. Argument: the file of the request."""
    application = QApplication(sys.argv[:1])
    desk = MiniDesk(request_from(Path(sys.argv[1])))
    desk.show()
    desk.activateWindow()
    desk.name_edit.setFocus()

    def on_input() -> None:
        verb, _, rest = sys.stdin.readline().strip().partition(" ")
        if not verb:
            desk.host.shutdown()
            application.quit()
            return
        if verb == "focus":
            getattr(desk, rest).setFocus()
        elif verb == "open":
            desk.open_fax()
        elif verb == "key":
            desk.host.send_key(rest)
        elif verb == "move":
            desk.move(*map(int, rest.split()))
        say("look", desk.look())

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(on_input)
    say("up", int(desk.winId()))
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
