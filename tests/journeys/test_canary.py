"""A card number is typed in the card window, and searched for everywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.paths import DataFolder
from tests.journeys.hunt import Hunt
from tests.journeys.x_server import private_display

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
    pytest.mark.timeout(300),
]


@pytest.fixture
def display() -> Iterator[str]:
    """A private X server."""
    with private_display("xdotool", "xclip") as name:
        yield name


def see_the_call_through(hunt: Hunt, brand: str, last4: str) -> None:
    """From the token to the end of the program, with a search at every stop."""
    taken = hunt.hear("taken")
    assert (taken["brand"], taken["last4"]) == (brand, last4)
    assert hunt.count_in_desk() == 0
    hunt.ask("tell", line="go on")
    hunt.hear("done")
    assert hunt.count_in_desk() == 0
    found = hunt.count_in_files()  # while the write-ahead log and the log files are there
    assert found["hits"] == 0
    assert found["papers"] == 1
    hunt.ask("tell", line="end")
    hunt.hear("closed")
    assert hunt.ask("end") == 0
    assert hunt.count_in_files()["hits"] == 0


def assert_the_search_finds_files(hunt: Hunt, place: Path) -> None:
    planted = place / "home" / "planted"
    hunt.ask("plant", card=hunt.card, path=str(planted))
    assert hunt.count_in_files()["hits"] == 1
    planted.unlink()
    assert hunt.count_in_files()["hits"] == 0


def test_a_named_card_is_in_the_card_window_and_nowhere_else(
    folder: DataFolder, tmp_path: Path
) -> None:
    hunt = Hunt(place=tmp_path, card="visa_approved")
    try:
        hunt.start(folder, "card", QT_QPA_PLATFORM="offscreen")
        card_window = hunt.hear("focused")["card_window"]
        assert hunt.count_in_desk() == 0
        assert not hunt.is_in(card_window)
        hunt.ask("halt_processor", halted=True)  # the window waits for it with the number in hand
        hunt.ask("tell", line="visa_approved")
        hunt.wait_for_renderer(card_window)
        assert hunt.count_in_desk() == 0
        hunt.ask("halt_processor", halted=False)
        see_the_call_through(hunt, "visa", "4242")
        assert_the_search_finds_files(hunt, tmp_path)
    finally:
        hunt.close()


@pytest.mark.xserver
def test_a_typed_card_is_in_the_card_window_and_nowhere_else(
    folder: DataFolder, tmp_path: Path, display: str
) -> None:
    hunt = Hunt(place=tmp_path, card="mastercard_approved")
    try:
        hunt.start(folder, "card", QT_QPA_PLATFORM="xcb", DISPLAY=display)
        card_window = hunt.hear("focused")["card_window"]
        hunt.ask("tell", line="")
        hunt.ask("type_on", display=display, card=hunt.card, part="number", key="")
        hunt.wait_for_renderer(card_window)
        assert hunt.count_in_desk() == 0
        hunt.ask("type_on", display=display, card=hunt.card, part="", key="Tab")
        hunt.ask("type_on", display=display, card=hunt.card, part="expiry", key="Tab")
        hunt.ask("type_on", display=display, card=hunt.card, part="code", key="Return")
        see_the_call_through(hunt, "mastercard", "4444")
        for name in ("primary", "clipboard"):
            assert hunt.ask("length_of_selection", display=display, name=name) == 0
        assert_the_search_finds_files(hunt, tmp_path)
    finally:
        hunt.close()
