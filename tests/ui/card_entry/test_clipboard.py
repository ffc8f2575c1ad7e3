"""A second X client finds both selections empty, whatever is tried in the card window."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.ui.card_entry.desk_driver import DeskDriver, digits
from ui.card_entry.request import CardPageSetup

pytestmark = [pytest.mark.xserver, pytest.mark.timeout(240)]

NUMBER_FIELD = (200, 150)
"""Where the number's field is in the window."""

ATTACKS: dict[str, tuple[str, ...]] = {
    "select all, copy": ("key", "ctrl+a", "ctrl+c"),
    "select all, cut": ("key", "ctrl+a", "ctrl+x"),
    "old copy": ("key", "ctrl+a", "ctrl+Insert"),
    "old cut": ("key", "ctrl+a", "shift+Delete"),
    "shift and arrows": ("key", *["shift+Left"] * 8),
    "shift and Home": ("key", "shift+Home"),
    "by words": ("key", "ctrl+shift+Left", "ctrl+shift+Left"),
    "in and out": ("key", "Tab", "shift+Tab"),
    "double click": ("click", "--repeat", "2", "--delay", "60", "1"),
    "triple click": ("click", "--repeat", "3", "--delay", "60", "1"),
    "drag": ("mousedown", "1", "mousemove_relative", "--", "-150", "0", "mouseup", "1"),
    "shift and click": ("keydown", "shift", "click", "1", "keyup", "shift"),
    "context menu": ("click", "3", "key", "a"),
    "menu key": ("key", "Menu", "Down", "Return"),
}


@pytest.fixture
def desk(display: str, double_setup: Callable[[str], CardPageSetup]) -> Iterator[DeskDriver]:
    processor = double_setup("works").processor
    with DeskDriver(
        display, origin=processor.origins[0], script_url=processor.script_url
    ) as driver:
        driver.keys("key", "F8")
        driver.wait_for("state", "focused")
        yield driver
        driver.keys("key", "Escape")
        driver.wait_for("finished")


def point_at_number(desk: DeskDriver) -> None:
    left, top = desk.look()["corner"]
    desk.keys("mousemove", str(left + NUMBER_FIELD[0]), str(top + NUMBER_FIELD[1]))


def test_nothing_can_be_copied(desk: DeskDriver) -> None:
    desk.own_selection("primary", "seen")
    assert desk.selection("primary") == "seen"  # this client can read what somebody owns
    desk.keys("type", "--delay", "10", "".join(digits()))
    point_at_number(desk)
    for name, keys in ATTACKS.items():
        desk.keys(*keys)
        for selection in ("clipboard", "primary"):
            held = desk.selection(selection)
            assert held in ("", "seen"), f"{name}: the {selection} selection holds something"


def test_nothing_can_be_pasted(desk: DeskDriver) -> None:
    for selection in ("clipboard", "primary"):
        desk.own_selection(selection, "77")
    point_at_number(desk)
    desk.keys("key", "ctrl+v", "shift+Insert", "click", "2")
    desk.keys("type", "--delay", "10", "".join(digits()))
    desk.keys("key", "Return")
    result = desk.wait_for("finished")
    assert result["token"] == f"pm_double{len(digits())}"
    desk.keys("key", "F8")
    desk.wait_for("state", "focused")
