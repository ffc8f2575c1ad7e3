"""A card number in a field that is not for cards is wiped, and is nowhere afterwards."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.demo.moves import begin_call, known_caller, two_lines, wrap_up
from desktop.paths import DataFolder
from tests.journeys import records
from tests.journeys.half_typed import begin_ship_to
from tests.journeys.sitting import Sitting

NUMBERS = ("4242" * 4, "-".join(("5555", "5555", "5555", "4444")))
WIPED = "That looked like a card number. It was wiped: cards go into F8 only."
ONCE_WIPED_MOST = 3
"""Digits that may still come after the thirteenth, which already makes a card number."""


def hits(folder: DataFolder, number: str) -> int:
    """How often the number, or its first twelve digits, is in a file of the data folder."""
    plain = "".join(c for c in number if c.isdigit())
    texts = {number, plain, plain[:12]}
    needles = [t.encode(code) for t in texts for code in ("ascii", "utf-16-le")]
    files = [path.read_bytes() for path in folder.root.rglob("*") if path.is_file()]
    assert any(files)
    return sum(content.count(needle) for content in files for needle in needles)


def digits_in(text: str) -> int:
    return sum(character.isdigit() for character in text)


@pytest.mark.parametrize("number", NUMBERS, ids=["plain", "grouped"])
def test_in_the_box_for_the_caller(desk: Sitting, folder: DataFolder, number: str) -> None:
    begin_call(desk.player)
    desk.player.type(number)
    assert digits_in(desk.text("caller_edit")) <= ONCE_WIPED_MOST
    assert WIPED in desk.shown_texts()
    desk.player.settle()
    assert hits(folder, number) == 0
    wrap_up(desk.player)
    (call,) = records.calls(folder)
    assert (call.number, call.form, call.customer) == ("", {}, "")
    desk.close()
    assert hits(folder, number) == 0


@pytest.mark.parametrize("number", NUMBERS, ids=["plain", "grouped"])
def test_in_an_address(desk: Sitting, folder: DataFolder, number: str) -> None:
    known_caller(desk.player)
    two_lines(desk.player)
    begin_ship_to(desk, name="Theo Vance", zip5="93401", street="")
    desk.player.type(f"12 Elm {number}")
    assert digits_in(desk.text("ship_to_line1_edit")) <= ONCE_WIPED_MOST
    assert WIPED in desk.shown_texts()
    desk.press(Qt.Key.Key_F11)
    desk.player.wait_for_focus("waiting_caller_edit")
    desk.player.settle()
    (call,) = records.calls(folder)
    assert call.form["form"] == "ship_to"
    assert digits_in(call.form.get("line1", "")) <= ONCE_WIPED_MOST
    assert hits(folder, number) == 0
    desk.close()
    assert hits(folder, number) == 0


def test_in_the_lines(desk: Sitting, folder: DataFolder) -> None:
    known_caller(desk.player)
    desk.player.type(NUMBERS[0])
    desk.press(Qt.Key.Key_Return)
    desk.player.settle()
    assert digits_in(desk.text("entry_edit")) <= ONCE_WIPED_MOST
    assert desk.line_count == 0
    assert hits(folder, NUMBERS[0]) == 0


def test_the_search_would_find_it(folder: DataFolder) -> None:
    (folder.root / "planted").write_text("x" + NUMBERS[0], encoding="utf-16-le")
    assert hits(folder, NUMBERS[0]) == 2
