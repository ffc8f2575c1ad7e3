"""A file goes out by keys: its name is proposed, nothing is replaced, and it can be stopped."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.errors import WorldError
from desktop.imports.importing import FileKind
from tests.ui.accessibility import walk
from tests.ui.files.room import ALT, FilesRoom


def test_a_file_is_written_and_never_replaced(room: FilesRoom) -> None:
    sheet = room.open_write_out()
    assert walk(sheet) == []
    path = room.folder / "catalogue-2026-11-30.csv"
    assert sheet.path_row.path == path
    room.key(Qt.Key.Key_F10)
    assert (sheet.outcome_banner.title(), sheet.outcome_banner.text()) == (
        "Written: 1 row.", str(path),
    )  # fmt: skip
    written = path.read_text()
    room.key(Qt.Key.Key_O, ALT)
    assert (room.files.opened, room.told) == ([room.folder], [])
    room.key(Qt.Key.Key_F10)
    assert sheet.path_row.field.error == "There is a file of that name. Choose another name."
    assert (path.read_text(), sheet.outcome_banner.title()) == (written, "")


def test_the_name_follows_what_is_written_until_it_is_typed(room: FilesRoom) -> None:
    room.kind = FileKind.CUSTOMERS
    sheet = room.open_write_out()
    assert sheet.path_row.path.name == "customers-2026-11-30.csv"
    room.key(Qt.Key.Key_Down)
    assert sheet.path_row.path.name == "tax-rates-2026-11-30.csv"
    room.key(Qt.Key.Key_Tab)
    room.type(str(room.folder / "mine.csv"))
    sheet.kind_combo.setCurrentIndex(0)
    assert sheet.path_row.path.name == "mine.csv"
    room.key(Qt.Key.Key_Return)
    assert (room.folder / "mine.csv").is_file()


def test_esc_stops_it_and_what_went_wrong_is_said(room: FilesRoom) -> None:
    room.files.hold = True
    sheet = room.open_write_out()
    room.press(Qt.Key.Key_F10)
    room.qtbot.waitUntil(room.files.begun.is_set)
    words = "The file is being written. Esc stops it. 1,200 rows"
    room.qtbot.waitUntil(lambda: sheet.progress.progress_label.text() == words)
    assert sheet.run_action.reason == "It is going on. Esc stops it."
    room.press(Qt.Key.Key_Escape)
    room.files.go_on.set()
    room.settle()
    assert sheet.outcome_banner.text() == "Stopped. No file is there."
    assert list(room.folder.iterdir()) == []
    room.files.fails = WorldError("The disk is full.")
    room.key(Qt.Key.Key_F10)
    assert (sheet.outcome_banner.text(), sheet.run_action.reason) == ("The disk is full.", "")


def test_an_agent_writes_out_stock_alone(agents_room: FilesRoom) -> None:
    room = agents_room
    sheet = room.open_write_out()
    assert (sheet.kind, sheet.run_action.reason) == (FileKind.STOCK, "")
    room.key(Qt.Key.Key_Up)
    assert sheet.run_action.reason == "A supervisor does this."
    room.key(Qt.Key.Key_F10)
    assert list(room.folder.iterdir()) == []
