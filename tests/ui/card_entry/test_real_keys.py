"""Real keys on a real X server: no digit in the workspace, no action twice, the focus back."""

from __future__ import annotations

import os
import queue
import signal
from collections.abc import Callable, Iterator

import psutil
import pytest

from tests.ui.card_entry.desk_driver import DeskDriver, digits
from ui.card_entry.request import CardPageSetup

pytestmark = [pytest.mark.xserver, pytest.mark.timeout(240)]

ENDS = ("Return", "Escape", "SIGKILL")
ROUNDS = 5
"""Of the three ends each, on two displays: 30 cycles."""


@pytest.fixture
def desk(display: str, double_setup: Callable[[str], CardPageSetup]) -> Iterator[DeskDriver]:
    processor = double_setup("works").processor
    with DeskDriver(
        display, origin=processor.origins[0], script_url=processor.script_url
    ) as driver:
        yield driver


def type_number(desk: DeskDriver, *first: str, delay: int = 30) -> None:
    desk.keys(*first, "type", "--delay", str(delay), "".join(digits()))


def test_thirty_cycles_leave_nothing_behind(desk: DeskDriver) -> None:
    marks = {"name_edit": "", "note_edit": ""}
    for round_number in range(ROUNDS):
        for end in ENDS:
            field = ("name_edit", "note_edit")[round_number % 2]
            desk.focus(field)
            result = run_cycle(desk, end, delay=(8, 30)[round_number % 2])
            # A key that is typed now must land where the focus was: this shows that one could.
            desk.keys("key", "m")
            marks[field] += "m"
            desk.until(lambda field=field: desk.look()[field[:4]] == marks[field])  # type: ignore[misc]
            seen = desk.look()
            leaked = sum(map(str.isdigit, seen["name"] + seen["note"]))
            assert leaked == 0
            assert seen["name"] == marks["name_edit"]
            assert seen["note"] == marks["note_edit"]
            assert seen["actions"] == 0
            assert seen["focus"] == field
            assert not seen["shield"]
            assert seen["title"] == "Mini desk"
            expected = {"Return": "", "Escape": "cancelled", "SIGKILL": "died"}[end]
            assert result["error"] == expected
            assert bool(result["token"]) == (end == "Return")


def run_cycle(desk: DeskDriver, end: str, *, delay: int) -> dict[str, str]:
    """F8 and the number in one stream, then one of the three ends."""
    if end == "SIGKILL":
        typing = desk.start_keys("key", "F8", "type", "--delay", "40", "".join(digits()))
        desk.wait_for("state", "active")
        os.kill(int(desk.look()["child"]), signal.SIGKILL)
        typing.wait()
        return dict(desk.wait_for("finished"))
    type_number(desk, "key", "F8", delay=delay)
    desk.wait_for("state", "focused")
    if end == "Escape":
        desk.keys("key", "Escape")
        return dict(desk.wait_for("finished"))
    if desk.look()["eaten"]:
        # Some digits came before the window was active: it asks for the number again.
        return dict(retype_until_taken(desk))
    desk.keys("key", "Return")
    return dict(desk.wait_for("finished"))


def retype_until_taken(desk: DeskDriver) -> dict[str, str]:
    for _ in range(5):
        type_number(desk, delay=60)
        desk.keys("key", "Return")
        try:
            return dict(desk.wait_for("finished", seconds=2))
        except queue.Empty:
            continue
    raise AssertionError("the number was never taken")


def test_a_held_enter_does_nothing_in_the_workspace(desk: DeskDriver) -> None:
    desk.focus("place_button")
    desk.keys("key", "F8")
    desk.wait_for("state", "focused")
    type_number(desk)
    child = int(desk.look()["child"])
    desk.keys("keydown", "Return")
    try:
        # The window waits for the key, five seconds at most, and then the shield takes over.
        desk.until(lambda: not psutil.pid_exists(child))
        for _ in range(20):
            seen = desk.look()
            assert seen["shield"]
            assert seen["actions"] == 0
    finally:
        desk.keys("keyup", "Return")
    assert desk.wait_for("finished")["error"] == ""
    seen = desk.look()
    assert seen["actions"] == 0
    assert seen["focus"] == "place_button"
    desk.keys("key", "Return")
    desk.until(lambda: desk.look()["actions"] == 1)


def test_the_window_does_not_leave_while_a_key_is_down(desk: DeskDriver) -> None:
    desk.focus("place_button")
    desk.keys("key", "F8")
    desk.wait_for("state", "focused")
    child = int(desk.look()["child"])
    desk.keys("keydown", "Escape")
    try:
        # Long enough for the key to be repeated, which X11 does by a release and a press.
        with pytest.raises(psutil.TimeoutExpired):
            psutil.Process(child).wait(2.5)
        assert desk.look()["shield"]
    finally:
        desk.keys("keyup", "Escape")
    assert desk.wait_for("finished")["error"] == "cancelled"
    assert not psutil.pid_exists(child)
    assert desk.look()["actions"] == 0


def test_keys_for_the_workspace_are_eaten_and_the_window_comes_back(
    desk: DeskDriver, display: str
) -> None:
    desk.keys("key", "F8")
    desk.wait_for("state", "focused")
    desk.keys("search", "--name", "^Mini desk: card window open$", "windowfocus")
    desk.keys("type", "--delay", "5", "12")
    desk.wait_for("state", "active")
    desk.keys("key", "ctrl+s")
    desk.keys("key", "Escape")
    assert desk.wait_for("finished")["error"] == "cancelled"
    seen = desk.look()
    assert (seen["name"], seen["note"], seen["actions"]) == ("", "", 0)


def test_the_window_follows_the_panel(desk: DeskDriver) -> None:
    desk.keys("key", "F8")
    desk.wait_for("state", "focused")
    before = desk.look()["corner"]
    desk.move(120, 90)
    desk.until(lambda: desk.look()["corner"] != before)

    def is_there() -> bool:
        corner = desk.look()["corner"]
        return desk.corner_of("^Card window") == tuple(corner)

    desk.until(is_there)
    desk.keys("key", "Escape")
    desk.wait_for("finished")
