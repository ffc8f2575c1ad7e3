"""What tests of pages need: a database with people in it, workers, a window, and keys."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.desktop.settings_shop import SettingsShop
from ui.actions import ActionTable
from ui.changes import Changes
from ui.tasks import Tasks

NO_MODIFIER = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class DeskRoom:
    """A shop, its workers, and hands on the keyboard. Call ``close`` at the end."""

    def __init__(self, qtbot: QtBot, folder: Path, *, practice: bool = False) -> None:
        self.qtbot = qtbot
        self.shop = SettingsShop(folder, practice=practice)
        self.actions = ActionTable()
        self.changes = Changes()
        self.changed: list[frozenset[str]] = []
        self.changes.changed.connect(lambda what, _by: self.changed.append(what))
        self.unhandled: list[tuple[str, str]] = []
        self.tasks = Tasks(
            session_scope=self.shop.database.write,
            read_scope=self.shop.database.read,
            changes=self.changes,
        )
        self.tasks.unhandled.connect(
            lambda error, name: self.unhandled.append((type(error).__name__, name))
        )

    def close(self) -> None:
        """Let the work end; nothing may have failed that nobody took."""
        assert self.tasks.drain(10_000)
        self.shop.database.close()
        assert self.unhandled == []

    def settle(self) -> None:
        """Wait until every job has called back."""
        self.qtbot.waitUntil(lambda: self.tasks.pending == 0)

    def focused(self) -> QWidget:
        """What has the focus."""
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the focus"
        return widget

    def key(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER, *, times: int = 1
    ) -> None:
        """Press a key in what has the focus, and wait for what it starts."""
        for _ in range(times):
            QTest.keyClick(self.focused(), key, modifier)
            QApplication.processEvents()
            self.settle()

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        QTest.keyClicks(self.focused(), text)
        QApplication.processEvents()

    def retype(self, text: str) -> None:
        """Put other text in place of what stands in the field."""
        QTest.keyClick(self.focused(), Qt.Key.Key_A, CONTROL)
        QTest.keyClick(self.focused(), Qt.Key.Key_Delete)
        self.type(text)

    def tab_to(self, name: str) -> QLineEdit | QWidget:
        """Press Tab until the widget of a name has the focus."""
        for _ in range(80):
            if self.focused().objectName() == name:
                return self.focused()
            QTest.keyClick(self.focused(), Qt.Key.Key_Tab)
            QApplication.processEvents()
        raise AssertionError(f"Tab does not reach {name}")
