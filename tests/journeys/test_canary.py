"""A card number is typed in the card window, and searched for everywhere else."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.paths import DataFolder
from tests.journeys.patience import until
from tests.journeys.x_server import private_display

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
    pytest.mark.timeout(300),
]


class Hunt:
    """The hunter, and the desk that it started in a world of its own under *place*."""

    def __init__(self, *, place: Path, card: str) -> None:
        self.card = card
        self._place = place
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.hunter"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    def start(self, folder: DataFolder, **environment: str) -> None:
        """Start the desk; everything that it and its children write goes under *place*."""
        for name in ("home", "tmp", "run"):
            (self._place / name).mkdir(mode=0o700)
        own = {
            "HOME": str(self._place / "home"),
            "TMPDIR": str(self._place / "tmp"),
            "XDG_RUNTIME_DIR": str(self._place / "run"),
            "XDG_CONFIG_HOME": str(self._place / "home" / "config"),
            "XDG_DATA_HOME": str(self._place / "home" / "share"),
            "XDG_CACHE_HOME": str(self._place / "home" / "cache"),
        }
        script = [str(folder.root), str(self._place / "out"), "card"]
        argv = [sys.executable, "-m", "tests.journeys.desk_child", *script]
        self.ask("start", argv=argv, environment={**own, **environment})

    def hear(self, event: str) -> dict[str, Any]:
        """What the desk says next, which is *event*."""
        said: dict[str, Any] = self.ask("hear")
        assert said.get("event") == event
        return said

    def ask(self, question: str, **options: Any) -> Any:
        """Ask the hunter; skip the test where this user may not look into processes."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps({"do": question, "with": options}), file=self._process.stdin, flush=True)
        answer = json.loads(self._process.stdout.readline())
        if "unreadable" in answer:
            pytest.skip("this user may not read the memory of its own processes")
        assert "failed" not in answer, f"{question}: {answer.get('failed')}"
        return answer["answer"]

    def count_in_desk(self) -> int:
        """How often the number is in the workspace's memory."""
        return int(self.ask("search_program", card=self.card))

    def wait_for_renderer(self, card_window: int) -> None:
        """Wait until the number is in the card window's renderer: the search finds it there."""
        until(lambda: self.is_in(card_window))

    def is_in(self, card_window: int) -> bool:
        """Whether it is there now."""
        return bool(self.ask("found_in_window", card=self.card, window=card_window))

    def count_in_files(self) -> dict[str, int]:
        """How often it is in what the run wrote, and how much that is."""
        found: dict[str, int] = self.ask("search_files", card=self.card, roots=[str(self._place)])
        return found

    def close(self) -> None:
        """End the hunter."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


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
        hunt.start(folder, QT_QPA_PLATFORM="offscreen")
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
        hunt.start(folder, QT_QPA_PLATFORM="xcb", DISPLAY=display)
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
