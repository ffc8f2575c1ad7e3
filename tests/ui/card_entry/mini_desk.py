"""A small workspace in a process of its own, driven by a third one with real keys.

Two line edits, a button that Enter presses, an action on Ctrl+S, and F8. It says what happens as
JSON lines, and answers `look` on its input with what its fields hold. It holds no card number.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from PySide6.QtCore import QSocketNotifier, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.card_entry.host import CardWindowHost
from ui.card_entry.request import (
    BillingDetails,
    CardEntryRequest,
    CardEntryResult,
    CardPageSetup,
    CardProcessor,
)
from ui.card_entry.shield import Shield


class MiniDesk(QWidget):
    """The window."""

    def __init__(self, *, origin: str, script_url: str) -> None:
        super().__init__()
        self.setWindowTitle("Mini desk")
        self.setGeometry(40, 40, 900, 600)
        self.name_edit = QLineEdit(self)
        self.note_edit = QLineEdit(self)
        self.place_button = QPushButton("Place", self)
        self.panel = QWidget(self)
        for name in ("name_edit", "note_edit", "place_button", "panel"):
            getattr(self, name).setObjectName(name)
        self.panel.setFixedSize(468, 380)
        layout = QVBoxLayout(self)
        for widget in (self.name_edit, self.note_edit, self.place_button, self.panel):
            layout.addWidget(widget)
        self.actions_done = 0
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, "Ctrl+S"):
            action = QAction(self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(self._on_action_triggered)
            self.addAction(action)
        self.place_button.clicked.connect(self._on_action_triggered)
        card = QAction(self)
        card.setShortcut(QKeySequence(Qt.Key.Key_F8))
        card.triggered.connect(self._on_card_action_triggered)
        self.addAction(card)
        self.shield = Shield(window=self, parent=self)
        self.host = CardWindowHost(window=self, anchor=self.panel, shield=self.shield, parent=self)
        self.host.state_changed.connect(lambda state: say("state", state))
        self.host.finished.connect(self._on_host_finished)
        self._setup = CardPageSetup(
            processor=CardProcessor(
                kind="practice",
                name="Practice processor",
                publishable_key="pk_test_mini",
                script_url=script_url,
                origins=(origin,),
            )
        )
        self.host.prepare(self._setup)

    def look(self) -> dict[str, Any]:
        """What the window holds."""
        focus = QApplication.focusWidget()
        return {
            "name": self.name_edit.text(),
            "note": self.note_edit.text(),
            "actions": self.actions_done,
            "focus": "" if focus is None else focus.objectName(),
            "active": self.isActiveWindow(),
            "shield": self.shield.is_up,
            "eaten": self.shield.eaten,
            "title": self.windowTitle(),
            "child": self.host.process_id,
            "corner": self.panel.mapToGlobal(self.panel.rect().topLeft()).toTuple(),
        }

    def _on_action_triggered(self) -> None:
        self.actions_done += 1

    def _on_card_action_triggered(self) -> None:
        self.host.open(
            CardEntryRequest(
                setup=self._setup,
                amount_text="$202.98",
                reference="4718 2063-5",
                billing=BillingDetails(name="Marguerite Holloway", postal_code="92373"),
            )
        )

    def _on_host_finished(self, result: CardEntryResult) -> None:
        say(
            "finished",
            {"error": result.error, "last4": result.last4, "token": result.payment_method},
        )


def say(event: str, value: Any) -> None:
    """One JSON line."""
    sys.stdout.write(json.dumps({"event": event, "value": value}) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Run until the input ends. Arguments: the processor's origin and its script."""
    application = QApplication(sys.argv[:1])
    desk = MiniDesk(origin=sys.argv[1], script_url=sys.argv[2])
    desk.show()
    desk.activateWindow()
    desk.name_edit.setFocus()

    def on_input() -> None:
        line = sys.stdin.readline().strip()
        if line == "look":
            say("look", desk.look())
        elif line.startswith("focus "):
            getattr(desk, line.split()[1]).setFocus()
            say("look", desk.look())
        elif line.startswith("move "):
            desk.move(*map(int, line.split()[1:]))
            say("look", desk.look())
        elif not line:
            desk.host.shutdown()
            application.quit()

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(on_input)
    say("up", int(desk.winId()))
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
