"""The report: spans, figures, bars and what they say in words, and the file."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest
from PySide6.QtCore import Qt

from desktop.services.opt_out_shapes import OptOutWho
from models.channels import Channel, Medium
from models.opt_out import OptOutKind
from tests.ui.pages.opt_outs.rooms import ALT, JANE, Room
from ui.pages.opt_outs import report_words
from ui.pages.opt_outs.report_sheet import ReportSheet
from ui.theme import SchemeChoice


def open_report(room: Room) -> ReportSheet:
    room.show()
    room.key(Qt.Key.Key_R, ALT)
    sheet = cast(ReportSheet, room.sheet)
    room.settle()
    return sheet


def figures(sheet: ReportSheet) -> dict[str, tuple[str, ...]]:
    return {row.cells[0]: row.cells[1:] for row in sheet.figure_table.rows}


def fill(room: Room) -> None:
    room.record(JANE)
    room.record(JANE, channel=Channel.FAX, media=frozenset({Medium.EMAIL}), days_ago=1)
    room.record(JANE, kind=OptOutKind.WITHDRAWAL, media=frozenset({Medium.EMAIL}))
    room.put_aside("Whose?", OptOutWho(phones=("9095550101",)), days_ago=40)


def test_bars_and_table_and_words_say_the_same(room: Room) -> None:
    fill(room)
    sheet = open_report(room)
    assert sheet.late_banner.title() == "None was late."
    assert figures(sheet)["In all"] == ("2", "2", "0", "0", "0", "0", "0", "1")
    assert figures(sheet)["Reached us by fax"][:2] == ("1", "1")
    assert figures(sheet)["About e-mail"] == ("1", "1", "0", "0", "0", "0", "0", "1")
    said = (
        "Opt-outs taken from 1 Mar 2026 to 2 Mar 2026: 2. By phone 1, by fax 1. "
        "Most on 1 Mar 2026: 1."
    )
    assert (sheet.plot.accessibleName(), sheet.plot.plot.accessibleName()) == (said, said)


def test_the_last_12_months_show_what_is_late(room: Room) -> None:
    fill(room)
    sheet = open_report(room)
    room.key(Qt.Key.Key_Down)
    assert figures(sheet)["In all"][0] == "0"
    assert sheet.late_banner.text() == "None came into force in these days."
    room.key(Qt.Key.Key_Down)
    assert sheet.late_banner.title() == "1 was late: OPT-4."
    assert figures(sheet)["In all"] == ("3", "2", "1", "0", "1", "0", "0", "1")


def test_other_days_are_typed_and_must_be_in_their_order(room: Room) -> None:
    fill(room)
    sheet = open_report(room)
    for _ in range(3):
        room.key(Qt.Key.Key_Down)
    assert sheet.last_row.isVisible()
    room.key(Qt.Key.Key_Tab)
    room.type("3/2/2026")
    room.key(Qt.Key.Key_Tab)
    assert figures(sheet)["In all"][0] == "1"
    room.type("2/1/2026")
    room.key(Qt.Key.Key_Return)
    assert sheet.last_row.error == "This is before the first day."
    assert figures(sheet)["In all"][0] == "1"


def test_f10_saves_the_table_and_replaces_it_only_by_a_second(room: Room) -> None:
    fill(room)
    sheet = open_report(room)
    room.key(Qt.Key.Key_F10)
    file = room.folder / "opt-outs-2026-03-01-2026-03-02.csv"
    assert (
        file.read_text("utf-8-sig").splitlines()[1].startswith('"all","2026-03-01 to 2026-03-02"')
    )
    file.write_text("mine")
    room.key(Qt.Key.Key_F10)
    assert sheet.path_row.error == "There is a file of that name. F10 again replaces it."
    assert file.read_text() == "mine"
    room.key(Qt.Key.Key_F10)
    assert (sheet.path_row.error, file.read_text() != "mine") == ("", True)


def test_bars_follow_the_theme(room: Room) -> None:
    fill(room)
    sheet = open_report(room)
    schemes: tuple[SchemeChoice, ...] = ("dark", "light")
    for scheme in schemes:
        room.look(scheme=scheme)
        drawn = sheet.plot.plot.grab().toImage()
        assert drawn.pixelColor(2, 2) == room.theme.color("base")
        for token, rect in sheet.plot.plot.bar_rects():
            corner = drawn.pixelColor(round(rect.left()), round(rect.bottom()) - 3)
            assert corner == room.theme.color(token)
    before = sheet.plot.plot.height()
    room.look(scale=2.0)
    assert sheet.plot.plot.height() == 2 * before


@pytest.mark.parametrize(
    ("name", "today", "first", "last"),
    [
        ("month", date(2026, 3, 2), date(2026, 3, 1), date(2026, 3, 2)),
        ("month_before", date(2026, 3, 31), date(2026, 2, 1), date(2026, 2, 28)),
        ("month_before", date(2026, 1, 1), date(2025, 12, 1), date(2025, 12, 31)),
        ("year", date(2026, 3, 2), date(2025, 4, 1), date(2026, 3, 2)),
        ("year", date(2026, 12, 31), date(2026, 1, 1), date(2026, 12, 31)),
        ("own", date(2026, 3, 2), date(2026, 3, 1), date(2026, 3, 2)),
    ],
)
def test_spans(name: str, today: date, first: date, last: date) -> None:
    assert report_words.days_of(name, today) == (first, last)
