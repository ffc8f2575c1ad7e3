"""Whole lists by keys: one to clean, one to bring in; what is in the way, stopped, and on record."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from desktop.errors import WorldError
from desktop.exports import scrubbing
from desktop.services import scrub_records
from models.channels import Medium
from models.opt_out import OptOut, OptOutRequest, Scrub
from tests.ui.pages.opt_outs.rooms import ALT, JANE, Room
from ui.files.list_sheet import ListSheet, Stage
from ui.pages.opt_outs.import_sheet import ImportSheet
from ui.pages.opt_outs.scrub_sheet import ScrubSheet

S = TypeVar("S", bound=ListSheet[Any])


def write(folder: Path, name: str, *rows: str) -> Path:
    path = folder / name
    path.write_text("".join(f"{row}\r\n" for row in rows), "utf-8")
    return path


def mailing(folder: Path) -> Path:
    return write(
        folder, "spring.csv", "No,Name,E-mail,Street,ZIP",
        "1,Jane Roe,jane@example.com,5798 Mill Pkwy Apt 5,91764",
        "2,Ada Stroud,ada@example.com,214 Alder Ct,92373",
        "3,Nobody,,,",
    )  # fmt: skip


def open_scrub(room: Room, path: Path, medium: Medium = Medium.EMAIL) -> ScrubSheet:
    """Alt+S, the medium, the file's name, Enter."""
    room.show()
    room.key(Qt.Key.Key_S, ALT)
    sheet = cast(ScrubSheet, room.sheet)
    sheet.medium_combo.setCurrentIndex(sheet.medium_combo.findData(medium.value))
    room.type(str(path))
    room.key(Qt.Key.Key_Return)
    return sheet


def open_import(room: Room, path: Path) -> ImportSheet:
    room.show()
    room.key(Qt.Key.Key_G, ALT)
    room.type(str(path))
    room.key(Qt.Key.Key_Return)
    return cast(ImportSheet, room.sheet)


def held(column: int, sheet: ListSheet[Any]) -> str:
    """What a column is taken for, in words."""
    combos = sheet.file_columns.findChildren(QComboBox)
    return next(c for c in combos if c.objectName().endswith(f"_{column}_combo")).currentText()


def records(room: Room) -> int:
    return room.shop.count(Scrub)[0]


def test_a_list_is_parted_and_on_record(room: Room) -> None:
    room.record(JANE, media=frozenset({Medium.EMAIL}))
    path = mailing(room.folder)
    sheet = open_scrub(room, path)
    assert sheet.path_row.field.editor.accessibleDescription() == "1 KB, UTF-8, 5 columns"
    assert [held(at, sheet) for at in (1, 2, 3, 4, 5)] == [
        "Not used", "Not used", "E-mail address", "Not used", "Not used",
    ]  # fmt: skip
    sheet.purpose_row.line_edit.setText("Spring catalog")
    room.key(Qt.Key.Key_F10)
    assert sheet.outcome_banner.title() == "1 row may be used, 2 may not."
    facts = dict(sheet.result_facts.shown())
    assert facts["In the list"] == "3 rows"
    assert facts["Stopped"] == "1 row"
    assert facts["Cannot be read"] == "1 row"
    allowed = path.with_name("spring-allowed.csv")
    assert facts["Use this file"] == str(allowed)
    assert allowed.read_bytes() == (
        b"No,Name,E-mail,Street,ZIP\r\n2,Ada Stroud,ada@example.com,214 Alder Ct,92373\r\n"
    )
    assert b"OPT-1" in path.with_name("spring-rejected.csv").read_bytes()
    with room.shop.database.read() as session:
        (view,) = scrub_records.scrubs(session, room.desk)
    assert (view.purpose, view.rows, view.allowed, view.who) == ("Spring catalog", 3, 1, "Dana")
    room.key(Qt.Key.Key_Escape)
    room.key(Qt.Key.Key_S, ALT)
    again = cast(ScrubSheet, room.sheet)
    assert [row.cells[1:] for row in again.record_table.rows] == [
        ("E-mail", "Spring catalog", "3", "1", "Dana")
    ]


def test_another_medium_looks_at_other_columns(room: Room) -> None:
    sheet = open_scrub(room, mailing(room.folder))
    sheet.medium_combo.setFocus()
    sheet.medium_combo.setCurrentIndex(sheet.medium_combo.findData(Medium.POST.value))
    room.settle()
    assert [held(at, sheet) for at in (2, 3, 4, 5)] == [
        "Whole name", "Not used", "Street or PO box", "ZIP code",
    ]  # fmt: skip


def test_a_missing_column_is_named_and_can_be_said_by_hand(room: Room) -> None:
    path = write(room.folder, "odd.csv", "A,B", "x,ada at example", "y,jane@example.com")
    sheet = open_scrub(room, path)
    assert sheet.run_action.reason == "Say which column holds the e-mail address."
    room.key(Qt.Key.Key_F10)
    assert records(room) == 0
    room.key(Qt.Key.Key_Return)
    room.key(Qt.Key.Key_Down)
    assert sheet.run_action.reason == ""
    room.key(Qt.Key.Key_F10)
    assert sheet.outcome_banner.title() == "1 row may be used, 1 may not."


def test_files_are_replaced_only_by_a_second_f10(room: Room) -> None:
    path = mailing(room.folder)
    there = write(room.folder, "spring-rejected.csv", "mine")
    sheet = open_scrub(room, path)
    room.key(Qt.Key.Key_F10)
    assert sheet.rejected_row.error == "There is a file of that name. F10 again replaces it."
    assert (there.read_text(), records(room)) == ("mine\n", 0)
    room.key(Qt.Key.Key_F10)
    assert (sheet.rejected_row.error, records(room)) == ("", 1)
    assert there.read_text() != "mine\n"


def test_the_list_itself_is_never_replaced(room: Room) -> None:
    path = mailing(room.folder)
    before = path.read_bytes()
    sheet = open_scrub(room, path)
    sheet.out_row.line_edit.setText(str(path))
    room.key(Qt.Key.Key_F10)
    room.key(Qt.Key.Key_F10)
    assert sheet.out_row.error == "Each list needs a file of its own. Choose another name."
    assert (path.read_bytes(), records(room)) == (before, 0)


def test_what_is_no_list_is_said_at_the_file(room: Room) -> None:
    (room.folder / "empty.csv").write_bytes(b"")
    sheet = open_scrub(room, room.folder / "empty.csv")
    assert sheet.path_row.field.error == "There is nothing in this file."
    sheet.path_row.field.line_edit.selectAll()
    room.type("nowhere.csv")
    assert sheet.path_row.field.error == ""
    room.key(Qt.Key.Key_Return)
    assert sheet.path_row.field.error == "There is no file nowhere.csv."
    assert sheet.run_action.reason == "Name the file first, then Enter."


def test_a_purpose_that_may_be_a_card_number_is_wiped(room: Room) -> None:
    sheet = open_scrub(room, mailing(room.folder))
    sheet.purpose_row.editor.setFocus()
    room.type("42" * 8)
    assert sheet.purpose_row.text() == ""
    assert sheet.purpose_row.error != ""


class _Slow:
    """A gate in front of the gate: the list is under way until it is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        self._real = getattr(module, name)
        monkeypatch.setattr(module, name, self._wait)

    def _wait(self, *args: Any, **kwargs: Any) -> Any:
        kwargs["progress"](1, 4)
        self.begun.set()
        assert self.go_on.wait(10)
        return self._real(*args, **kwargs)


def begin(room: Room, slow: _Slow) -> None:
    """F10; it does not end by itself."""
    from PySide6.QtTest import QTest

    QTest.keyClick(room.window.windowHandle(), Qt.Key.Key_F10)
    room.qtbot.waitUntil(slow.begun.is_set)


def test_esc_stops_the_list_and_a_second_one_closes(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtTest import QTest

    slow = _Slow(monkeypatch, scrubbing, "scrub")
    sheet = open_scrub(room, mailing(room.folder))
    begin(room, slow)
    room.qtbot.waitUntil(lambda: sheet.progress.progress_bar.value() == 250)
    assert sheet.progress.progress_label.text() == "Going through the file. Esc stops it. 25 %"
    assert sheet.run_action.reason == "It is going on. Esc stops it."
    assert sheet.path_row.field.line_edit.isReadOnly()
    QTest.keyClick(room.window.windowHandle(), Qt.Key.Key_Escape)
    assert room.sheet is sheet
    slow.go_on.set()
    room.settle()
    assert sheet.outcome_banner.text() == "Stopped. Nothing was written, and nothing is on record."
    assert sorted(p.name for p in room.folder.glob("*.csv")) == ["spring.csv"]
    assert (records(room), sheet.progress.progress_bar.isVisible()) == (0, False)
    room.key(Qt.Key.Key_Escape)
    assert room.window.open_sheet_now is None


def test_a_closed_sheet_and_a_closed_window_stop_what_runs(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = _Slow(monkeypatch, scrubbing, "scrub")
    sheet = open_scrub(room, mailing(room.folder))
    begin(room, slow)
    room.page.lists.stop()
    sheet.close_sheet()
    slow.go_on.set()
    room.settle()
    assert (records(room), room.told) == (0, [])


def test_requests_that_outrun_the_list_are_said_and_nothing_is_written(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise WorldError("Requests kept coming that this list did not honour yet.")

    monkeypatch.setattr(scrubbing, "scrub", refuse)
    sheet = open_scrub(room, mailing(room.folder))
    room.key(Qt.Key.Key_F10)
    assert sheet.outcome_banner.text() == "Requests kept coming that this list did not honour yet."
    assert sheet.run_action.reason == ""


def test_the_file_can_be_chosen(room: Room) -> None:
    path = mailing(room.folder)
    room.show()
    room.key(Qt.Key.Key_S, ALT)
    sheet = cast(ScrubSheet, room.sheet)
    room.key(Qt.Key.Key_F, ALT)
    dialog = sheet.path_row.dialog
    assert dialog is not None
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    room.settle()
    assert sheet.path_row.path == path
    assert sheet.file_columns.isVisible()


def old_list(folder: Path) -> Path:
    return write(
        folder, "old.csv", "Value,Medium,Date", "(909) 555-0142,call,2025-11-03",
        "jane@example.com,email,2025-11-04", "nothing at all,,",
    )  # fmt: skip


def test_a_list_of_opt_outs_is_recorded_and_every_row_accounted_for(room: Room) -> None:
    heard: list[frozenset[str]] = []
    room.changes.changed.connect(lambda what, _by: heard.append(what))
    sheet = open_import(room, old_list(room.folder))
    assert [held(at, sheet) for at in (1, 2, 3)] == [
        "What is to stop", "What to stop it on", "Day it is dated",
    ]  # fmt: skip
    assert "Of the first 3 rows 1 cannot be recorded." in (
        sheet.path_row.field.editor.accessibleDescription()
    )
    assert room.shop.count(OptOut, OptOutRequest) == (0, 0)
    room.key(Qt.Key.Key_F10)
    assert sheet.outcome_banner.title() == "2 rows in force, under OPT-1."
    facts = dict(sheet.result_facts.shown())
    assert (facts["In the list"], facts["New"], facts["Known already"], facts["Refused"]) == (
        "3 rows", "2 rows", "0 rows", "1 row",
    )  # fmt: skip
    assert Path(facts["Look at"]).is_file()
    assert room.shop.count(OptOut, OptOutRequest) == (2, 1)
    assert heard == [frozenset({"opt_outs", "customers"})]


def test_the_same_list_again_changes_nothing(room: Room) -> None:
    path = old_list(room.folder)
    open_import(room, path)
    room.key(Qt.Key.Key_F10)
    room.key(Qt.Key.Key_Escape)
    sheet = open_import(room, path)
    room.key(Qt.Key.Key_F10)
    assert sheet.outcome_banner.title() == "Nothing of it was new."
    assert room.shop.count(OptOut) == (2,)


def test_an_agent_is_told_that_lists_are_a_supervisors(agents_room: Room) -> None:
    room = agents_room
    room.show()
    for key in (Qt.Key.Key_S, Qt.Key.Key_G, Qt.Key.Key_P):
        room.key(key, ALT)
        assert room.window.open_sheet_now is None
    for name in ("scrub", "import", "partners"):
        assert room.actions.get(f"opt_outs.{name}").reason == "A supervisor does this."
    assert room.actions.get("opt_outs.report").reason == ""


def test_stages_are_shown_one_at_a_time(room: Room) -> None:
    room.show()
    room.key(Qt.Key.Key_S, ALT)
    sheet = cast(ScrubSheet, room.sheet)
    for stage in Stage:
        sheet.show_stage(stage)
        shown = (sheet.file_columns.isVisible(), sheet.result_facts.isVisible())
        assert shown == (stage in (Stage.LOOKED, Stage.RUNNING), stage is Stage.DONE)
