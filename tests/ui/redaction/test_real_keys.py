"""Real keys on a real X server: they reach the window and nothing else, and the focus comes back."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.desktop.fax import pages
from tests.journeys.x_server import private_display
from tests.ui.redaction.desk_driver import DeskDriver
from tests.ui.redaction.faxes import boxes_over, form, order, sealed_request

pytestmark = [pytest.mark.xserver, pytest.mark.timeout(240)]


@pytest.fixture(scope="module", params=["no window manager", "openbox"])
def display(request: pytest.FixtureRequest) -> Iterator[str]:
    """A private X server, without and with a window manager."""
    with private_display("xdotool") as name:
        if request.param == "no window manager":
            yield name
            return
        if shutil.which(request.param) is None:
            pytest.skip(f"not installed: {request.param}")
        manager = subprocess.Popen(
            [request.param],
            env={**os.environ, "DISPLAY": name},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        yield name
        manager.terminate()
        manager.wait(10)


@pytest.fixture
def desk(display: str, tmp_path: Path) -> Iterator[DeskDriver]:
    faxes = [form(), order()]
    request = sealed_request(
        pages.as_tiff(faxes),
        tmp_path,
        boxes=boxes_over(faxes),
        page_count=2,
        looked=False,
        practice=False,
    )
    with DeskDriver(request, tmp_path, display=display) as driver:
        yield driver


def open_window(desk: DeskDriver, *keys: str) -> int:
    desk.keys("key", "F9", *keys)
    desk.wait_for("state", "shown")
    desk.until(lambda: not desk.look()["active"])
    return int(desk.look()["child"])


def test_f4_del_and_f10_reach_the_window_and_the_focus_comes_back(desk: DeskDriver) -> None:
    desk.ask("focus note_edit")
    child = open_window(desk)
    desk.keys("key", "--delay", "120", "F4", "Delete", "F10")
    desk.wait_for("state", "shown")  # the second page, which nobody had seen
    assert desk.press_until("F10", "finished") == {
        "error": "", "confirmed": True, "pages": 2, "boxes": 2,
    }  # fmt: skip
    assert not psutil.pid_exists(child)
    # A key that is typed now must land where the focus was: this shows that one could.
    desk.keys("key", "m")
    desk.until(lambda: desk.look()["note"] == "m")
    seen = desk.look()
    assert (seen["actions"], seen["name"], seen["focus"]) == ([], "", "note_edit")
    assert seen["title"] == "Mini desk"


def test_escape_closes_without_confirming_and_never_reaches_the_desk(desk: DeskDriver) -> None:
    for _ in range(3):
        open_window(desk)
        desk.keys("key", "Escape")
        told = desk.wait_for("finished")
        assert told == {"error": "", "confirmed": False, "pages": 0, "boxes": 3}
        desk.until(lambda: bool(desk.look()["active"]))
    seen = desk.look()
    assert (seen["actions"], seen["focus"]) == ([], "name_edit")


def test_keys_that_come_before_the_window_do_nothing_in_the_desk(desk: DeskDriver) -> None:
    open_window(desk, "F10", "Delete", "F4", "Insert")
    assert desk.look()["actions"] == []
    desk.keys("key", "Escape")
    if desk.look()["child"]:
        desk.keys("key", "Escape")  # the first one dropped a box that Ins had begun
    assert desk.wait_for("finished")["confirmed"] is False
    assert desk.look()["actions"] == []


def test_a_held_escape_does_not_reach_the_desk(desk: DeskDriver) -> None:
    child = open_window(desk)
    desk.keys("keydown", "Escape")
    try:
        with pytest.raises(psutil.TimeoutExpired):
            psutil.Process(child).wait(1.5)
    finally:
        desk.keys("keyup", "Escape")
    assert desk.wait_for("finished")["error"] == ""
    assert desk.look()["actions"] == []


def test_the_window_follows_the_page_s_place(desk: DeskDriver) -> None:
    open_window(desk)

    def lies_over_the_panel() -> bool:
        here, there = desk.corner_of("Fax from"), desk.look()["corner"]
        return bool(max(abs(here[0] - there[0]), abs(here[1] - there[1])) <= 2)

    desk.until(lies_over_the_panel)
    desk.ask("move 200 20")
    desk.until(lies_over_the_panel)
    desk.keys("key", "Escape")
    desk.wait_for("finished")
