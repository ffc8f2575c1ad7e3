"""A file comes in by keys: what it is, what its columns hold, what becomes of its rows, and stopped."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.errors import WorldError
from desktop.imports.importing import FileKind
from models.session import DatabaseBusy, DatabaseGone
from tests.ui.accessibility import walk
from tests.ui.files.fake_files import FakeFiles
from tests.ui.files.room import ALT, FilesRoom, held
from ui.files import telling
from ui.theme import Theme
from ui.widgets.file_columns import MOST_COLUMNS, FileColumn, FileColumns


def products(room: FilesRoom) -> Path:
    return room.write(
        "goods.csv", "SKU,Name,Cost,Price", 'A1,Kettle,3.00,"12,50"', "A2,Pan,4.00,8.00",
        ",Lid,1.00,2.00",
    )  # fmt: skip


def test_a_file_is_looked_at_brought_in_and_every_row_accounted_for(room: FilesRoom) -> None:
    path = products(room)
    sheet = room.open_bring_in(path)
    assert walk(sheet) == []
    assert sheet.path_row.field.editor.accessibleDescription() == "1 KB, UTF-8, 4 columns"
    assert [held(at, sheet) for at in (1, 2, 3, 4)] == [
        "SKU", "Name, as said to the caller", "Not used", "Price",
    ]  # fmt: skip
    assert sheet.preview_facts.shown() == [
        ("Row 3", "There is no SKU."), ("Row 1", "The price has a decimal comma."),
    ]  # fmt: skip
    assert sheet.seen_label.text() == "Of the first 3 rows 1 would be refused."
    assert (room.files.ran, room.heard) == ([], [])
    room.key(Qt.Key.Key_F10)
    assert room.files.ran == [(FileKind.CATALOGUE, None)]
    assert sheet.outcome_banner.title() == (
        "Products: 2 created, 0 updated, 0 unchanged, 1 refused."
    )
    report = path.with_suffix(".report.csv")
    assert sheet.result_facts.shown() == [
        ("In the file", "3 rows"), ("Created", "2 rows"), ("Updated", "0 rows"),
        ("Unchanged", "0 rows"), ("Refused", "1 row"),
        ("1 row", "The price has a decimal comma."), ("1 row", "There is no SKU."),
        ("Report", str(report)),
    ]  # fmt: skip
    assert room.heard == [frozenset({"products", "files"})]
    assert walk(sheet) == []
    room.key(Qt.Key.Key_O, ALT)
    assert room.files.opened == [report]
    assert room.told == [
        ("This computer has no program that opens it. Its path is copied.", "held")
    ]
    QGuiApplication.clipboard().clear()
    room.key(Qt.Key.Key_C, ALT)
    assert QGuiApplication.clipboard().text() == str(report)


def test_the_first_rows_follow_what_is_said_of_the_columns(room: FilesRoom) -> None:
    sheet = room.open_bring_in(products(room))
    room.key(Qt.Key.Key_Up)  # the SKU's column is not used
    assert sheet.run_action.reason == "Say which column holds the SKU or the barcode."
    assert sheet.seen_label.text() == "Of the first 3 rows 3 would be refused."
    room.key(Qt.Key.Key_F10)
    assert room.files.ran == []
    room.key(Qt.Key.Key_Return)
    room.key(Qt.Key.Key_Up)  # the name is the SKU
    assert sheet.run_action.reason == ""
    assert sheet.seen_label.text() == "All of the first 3 rows would come in."
    room.key(Qt.Key.Key_F10)
    assert room.files.ran == [(FileKind.CATALOGUE, {1: "sku", 3: "price"})]


def test_what_the_file_seems_to_hold_is_taken_unless_somebody_said_it(room: FilesRoom) -> None:
    path = room.write("inventory.csv", "SKU,Stock,On hand", "A1,4,4")
    sheet = room.open_bring_in(path)
    assert (sheet.kind, sheet.better_banner.text()) == (FileKind.STOCK, "")
    room.key(Qt.Key.Key_Escape)
    room.kind = FileKind.CATALOGUE
    sheet = room.open_bring_in(path)
    assert sheet.kind is FileKind.CATALOGUE
    assert sheet.better_banner.text() == "This looks like stock, made by Shopify."
    room.key(Qt.Key.Key_K, ALT)
    assert (sheet.kind, sheet.better_banner.text()) == (FileKind.STOCK, "")
    assert held(2, sheet) == "Stock"
    room.key(Qt.Key.Key_F10)
    assert room.files.ran == [(FileKind.STOCK, None)]


def test_of_a_long_file_it_is_said_what_it_does_to_others(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("SKU,Name\nA1,Kettle\n", "utf-8")
    seen = FakeFiles().preview(FileKind.CATALOGUE, path, None)
    assert telling.summary(seen) == "Its one row would come in."
    assert telling.summary(dataclasses.replace(seen, size=telling.LONG)) == (
        "Its one row would come in. It is long: while it comes in, no desk can save anything. "
        "Choose a quiet hour."
    )


def test_esc_stops_it_and_a_second_one_closes(room: FilesRoom) -> None:
    room.files.hold = True
    sheet = room.open_bring_in(products(room))
    room.press(Qt.Key.Key_F10)
    room.qtbot.waitUntil(lambda: sheet.progress.progress_bar.value() == 250)
    assert not sheet.kind_combo.isEnabled()
    room.press(Qt.Key.Key_Escape)
    assert room.window.open_sheet_now is sheet
    room.files.go_on.set()
    room.settle()
    assert sheet.outcome_banner.text() == "Stopped. Nothing of the file is on record."
    assert (room.heard, sheet.run_action.reason) == ([], "")
    room.key(Qt.Key.Key_Escape)
    assert room.window.open_sheet_now is None


def test_what_runs_ends_with_the_window(room: FilesRoom) -> None:
    room.files.hold = True
    sheet = room.open_bring_in(products(room))
    room.press(Qt.Key.Key_F10)
    room.qtbot.waitUntil(room.files.begun.is_set)
    room.desk_of_files.stop()
    sheet.close_sheet()
    room.files.go_on.set()
    room.settle()
    assert (room.heard, room.told, room.unhandled) == ([], [], [])


def test_what_went_wrong_is_said_with_the_way_on(room: FilesRoom) -> None:
    path = products(room)
    sheet = room.open_bring_in(path)
    room.files.fails = WorldError("The disk is full.")
    room.key(Qt.Key.Key_F10)
    assert (sheet.outcome_banner.text(), sheet.run_action.reason) == ("The disk is full.", "")
    room.files.fails = DatabaseGone("gone")
    room.key(Qt.Key.Key_F10)
    assert sheet.outcome_banner.text() == (
        "The database cannot be reached, and nothing is on record. Try again later."
    )
    assert room.unhandled == ["bring_in: DatabaseGone"]  # the window says it to every page
    room.files.fails = DatabaseBusy("locked", by_file=False)
    room.key(Qt.Key.Key_F10)
    assert sheet.outcome_banner.text() == (
        "Another program keeps the database busy. "
        "This could not be saved yet. It stays as you typed it: try again in a while."
    )
    assert room.unhandled == ["bring_in: DatabaseGone"]
    room.files.fails = None
    path.write_text("Name,SKU\r\nKettle,A1\r\n", "utf-8")
    room.key(Qt.Key.Key_F10)
    assert sheet.path_row.field.error == "Somebody has changed the file. Enter looks at it again."
    assert len(room.files.ran) == 3
    path.unlink()
    room.key(Qt.Key.Key_Return)
    assert sheet.path_row.field.error == "There is no file goods.csv."
    assert sheet.run_action.reason == "Name the file first, then Enter."


def test_an_agent_brings_in_stock_and_sees_whose_the_rest_is(agents_room: FilesRoom) -> None:
    room = agents_room
    sheet = room.open_bring_in()
    assert (sheet.kind, sheet.run_action.reason) == (
        FileKind.STOCK, "Name the file first, then Enter.",
    )  # fmt: skip
    room.kind = FileKind.CATALOGUE
    room.key(Qt.Key.Key_Escape)
    sheet = room.open_bring_in(products(room))
    assert sheet.run_action.reason == "A supervisor does this."
    room.key(Qt.Key.Key_F10)
    assert room.files.ran == []


def test_columns_that_are_not_shown_are_taken_as_they_are_guessed(
    qtbot: QtBot, theme: Theme
) -> None:
    columns = FileColumns(theme=theme, name="wide")
    qtbot.addWidget(columns)
    many = [FileColumn(f"c{at}", ()) for at in range(MOST_COLUMNS + 5)]
    guessed = {0: "sku", MOST_COLUMNS + 1: "name"}
    columns.show_file(many, (("sku", "SKU"), ("name", "Name")), guessed)
    assert columns.value() == guessed
    columns.clear()
    assert columns.value() == {}
