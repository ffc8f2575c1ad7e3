"""A second X client finds both selections empty, whatever is tried in the card window."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from tests.ui.card_entry.desk_driver import DeskDriver, digits
from ui.card_entry.request import CardPageSetup

pytestmark = [pytest.mark.xserver, pytest.mark.timeout(240)]

NUMBER_FIELD = (90, 153)
"""Where the typed number is in the window."""

ATTACKS: dict[str, tuple[str, ...]] = {
    "select all, copy": ("key", "ctrl+a", "ctrl+c"),
    "select all, cut": ("key", "ctrl+a", "ctrl+x"),
    "old copy": ("key", "ctrl+a", "ctrl+Insert"),
    "old cut": ("key", "ctrl+a", "shift+Delete"),
    "shift and arrows": ("key", *["shift+Left"] * 8),
    "shift and Home": ("key", "shift+Home"),
    "by words": ("key", "ctrl+shift+Left", "ctrl+shift+Left"),
    "in and out": ("key", "--delay", "200", "Tab", "shift+Tab"),
    "double click": ("click", "--repeat", "2", "--delay", "60", "1"),
    "triple click": ("click", "--repeat", "3", "--delay", "60", "1"),
    "drag": ("mousedown", "1", "mousemove_relative", "--", "-60", "0", "mouseup", "1"),
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
    for selection in ("clipboard", "primary"):
        # This client reads what somebody owns.
        desk.own_selection(selection, "seen")
    desk.keys("type", "--delay", "10", "".join(digits()))
    for name, keys in ATTACKS.items():
        point_at_number(desk)
        desk.keys(*keys)
        for selection in ("clipboard", "primary"):
            is_empty = desk.selection(selection) in ("", "seen")
            assert is_empty, f"{name}: the {selection} selection holds something"


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


GUARD = """
import sys
from PySide6.QtGui import QClipboard, QGuiApplication
from ui.card_entry.clipboard_guard import ClipboardGuard
application = QGuiApplication([])
guard = ClipboardGuard() if sys.argv[1] == "guarded" else None
clipboard = QGuiApplication.clipboard()
for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
    clipboard.setText("typed", mode)
    print(mode.name, clipboard.text(mode) or "empty")
"""


@pytest.mark.parametrize(("how", "held"), [("guarded", "empty"), ("open", "typed")])
def test_what_the_process_comes_to_own_is_emptied_at_once(
    display: str, how: str, held: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", GUARD, how],
        env={**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        check=True,
        text=True,
        timeout=30,
    )
    assert done.stdout.split() == ["Clipboard", held, "Selection", held]
