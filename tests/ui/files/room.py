"""A window with nothing in it but the two actions of files, and hands on its keyboard."""

from __future__ import annotations

import dataclasses
from contextlib import nullcontext
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from desktop.imports.importing import FileKind
from desktop.services.desk import Desk
from tests.ui.files.fake_files import FakeFiles
from ui.actions import ActionTable
from ui.changes import Changes
from ui.files.bring_in_sheet import BringInSheet
from ui.files.files_desk import FilesDesk
from ui.files.kit import FilesKit
from ui.files.write_out_sheet import WriteOutSheet
from ui.main_window import MainWindow
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.page import Page

NO_MODIFIER = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


class FilesRoom:
    """Call ``close`` at the end. *kind* is what the page in front is about, if anything."""

    def __init__(
        self, qtbot: QtBot, desk: Desk, folder: Path, theme: Theme, *, supervisor: bool = True
    ) -> None:
        self.qtbot, self.folder, self.theme = qtbot, folder, theme
        self.desk = dataclasses.replace(desk, may_supervise=supervisor)
        self.files = FakeFiles()
        self.kind: FileKind | None = None
        self.changes, self.actions = Changes(), ActionTable()
        self.heard: list[frozenset[str]] = []
        self.changes.changed.connect(lambda what, _by: self.heard.append(what))
        self.tasks = Tasks(session_scope=nullcontext, changes=self.changes)
        self.unhandled: list[str] = []
        self.tasks.unhandled.connect(
            lambda error, name: self.unhandled.append(f"{name}: {type(error).__name__}")
        )
        self.told: list[tuple[str, str]] = []
        with theme.building():
            self.window = MainWindow(theme=theme, actions=self.actions, practice=False)
            self.window.add_page(
                Page(theme=theme, page_id="settings", title="Settings", icon="gear-six")
            )
            self.desk_of_files = FilesDesk(
                actions=self.actions, make_kit=self._kit, kind=lambda: self.kind,
                host=self.window, parent=self.window,
            )  # fmt: skip
        self.desk_of_files.sheet_wanted.connect(self.window.open_sheet)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.window.show_page("settings")

    def _kit(self) -> FilesKit:
        return FilesKit(
            theme=self.theme, actions=self.actions, tasks=self.tasks, changes=self.changes,
            desk=self.desk, announce=lambda text, kind: self.told.append((text, kind)),
            folder=self.folder, preview=self.files.preview, run=self.files.run,
            write=self.files.write, open_path=self.files.open_path,
        )  # fmt: skip

    def close(self) -> None:
        """Let the work end."""
        self.files.go_on.set()
        assert self.tasks.drain(10_000)

    def write(self, name: str, *rows: str) -> Path:
        """A file in the person's folder."""
        path = self.folder / name
        path.write_text("".join(f"{row}\r\n" for row in rows), "utf-8")
        return path

    def open_bring_in(self, path: Path | None = None) -> BringInSheet:
        """Ctrl+I, the file's name, Enter."""
        self.key(Qt.Key.Key_I, CONTROL)
        sheet = self.window.open_sheet_now
        assert isinstance(sheet, BringInSheet)
        if path is not None:
            self.type(str(path))
            self.key(Qt.Key.Key_Return)
        return sheet

    def open_write_out(self) -> WriteOutSheet:
        """Ctrl+O."""
        self.key(Qt.Key.Key_O, CONTROL)
        sheet = self.window.open_sheet_now
        assert isinstance(sheet, WriteOutSheet)
        return sheet

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """Press a key as the window system sends it, and wait for nothing."""
        QTest.keyClick(self.window.windowHandle(), key, modifier)
        QApplication.processEvents()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """Press a key, and wait for what it starts."""
        self.press(key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        for character in text:
            QTest.keyClick(self.window.windowHandle(), character)  # type: ignore[call-overload]

    def settle(self) -> None:
        """Wait until nothing is asked, read or about to be looked at."""
        self.qtbot.waitUntil(self._is_quiet)

    def _is_quiet(self) -> bool:
        sheet = self.window.open_sheet_now
        waits = isinstance(sheet, BringInSheet) and sheet.is_following
        return self.tasks.pending == 0 and not waits


def held(column: int, sheet: BringInSheet) -> str:
    """What a column is taken for, in words."""
    combo = sheet.findChild(QComboBox, f"bring_in_column_{column}_combo")
    assert combo is not None
    return combo.currentText()
