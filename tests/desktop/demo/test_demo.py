"""`orderdesk demo` as somebody starts it: what it leaves, and that it says no when it must."""

from __future__ import annotations

import json
import os
import re
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdf
import pytest

from desktop.cli.parser import SCENARIOS
from models.order_numbers import display
from tests.journeys.x_server import private_display

ROOT = Path(__file__).parents[3]
SUMMARY = [
    "order_number", "state", "holds", "total_minor", "currency", "payment_state", "last4",
    "keystrokes", "charges_at_processor", "steps",
]  # fmt: skip
"""The keys of summary.json, in their order."""
ENDS: dict[str, dict[str, Any]] = {
    "new-caller": {
        "state": "placed", "holds": ["ship_to_differs"], "total_minor": 12_546, "last4": "4242",
        "payment_state": "authorized", "charges_at_processor": 1,
    },
    "returning-caller": {
        "state": "released", "holds": [], "total_minor": 12_468, "last4": "4242",
        "payment_state": "authorized", "charges_at_processor": 1,
    },
    "declined-card": {
        "state": "placed", "holds": ["payment"], "total_minor": 12_468, "last4": "0002",
        "payment_state": "declined", "charges_at_processor": 0,
    },
    "unknown-outcome": {
        "state": "placed", "holds": ["payment"], "total_minor": 12_468, "last4": "8210",
        "payment_state": "unknown", "charges_at_processor": 1,
    },
}  # fmt: skip
MOST_KEYS = {"new-caller": 160, "returning-caller": 60, "declined-card": 60, "unknown-outcome": 60}


def demo(out: Path, *options: str, **environment: str) -> tuple[int, dict[str, Any]]:
    """Run the command; its exit code and the one object on its output."""
    command = [sys.executable, "-m", "desktop", "--json", "demo", "--out", str(out), *options]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=150,
    )
    assert done.stdout.count("\n") == 1
    told = json.loads(done.stdout)
    assert told["ok"] is (done.returncode == 0)
    return done.returncode, told


def size_of(picture: Path) -> tuple[int, int]:
    """Width and height from the head of a PNG file."""
    head = picture.read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", head[16:24])
    return int(width), int(height)


def test_every_scenario_is_examined() -> None:
    assert tuple(ENDS) == SCENARIOS


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_played_call_leaves_all_it_should(tmp_path: Path, scenario: str) -> None:
    out = tmp_path / "new" / "folder"
    code, told = demo(out, "--scenario", scenario)
    assert code == 0, told
    text = (out / "summary.json").read_text(encoding="utf-8")
    summary = json.loads(text)
    assert list(summary) == SUMMARY
    assert told == {"ok": True, **summary, "out": str(out)}
    assert {name: summary[name] for name in ENDS[scenario]} == ENDS[scenario]
    assert summary["currency"] == "USD"
    assert re.fullmatch(r"P\d{9}", summary["order_number"])
    assert summary["keystrokes"] <= MOST_KEYS[scenario]
    assert_steps(summary["steps"], summary["keystrokes"])
    assert_pictures(out, [step["name"] for step in summary["steps"]])
    assert_paper(out, summary["order_number"], scenario)
    left = {path.name for path in out.iterdir() if path.suffix != ".png"}
    assert left == {"summary.json", "confirmation.pdf", "data", ".orderdesk-demo"}
    assert (out / "data" / "practice" / "orderdesk.sqlite").is_file()
    assert any((out / "data" / "logs").iterdir())


@pytest.mark.xserver
def test_a_call_is_played_on_a_screen_as_well(tmp_path: Path) -> None:
    with private_display() as name:
        code, told = demo(
            tmp_path / "out", "--scenario", "new-caller", QT_QPA_PLATFORM="xcb", DISPLAY=name
        )
    assert code == 0, told
    assert {fact: told[fact] for fact in ENDS["new-caller"]} == ENDS["new-caller"]


def assert_steps(steps: list[dict[str, Any]], keystrokes: int) -> None:
    assert len(steps) > 5
    for step in steps:
        assert list(step) == ["name", "seconds", "keystrokes"]
        assert step["seconds"] >= 0
    assert sum(step["keystrokes"] for step in steps) == keystrokes
    (card,) = [step for step in steps if step["name"] == "card taken"]
    assert card["keystrokes"] == 26


def assert_pictures(out: Path, steps: list[str]) -> None:
    pictures = sorted(out.glob("*.png"))
    assert [int(path.name[:2]) for path in pictures] == list(range(1, len(pictures) + 1))
    names = [path.stem[3:] for path in pictures]
    assert [name.lower().replace(" ", "-") for name in steps] == [
        name for name in names if name != "shield-up"
    ]
    assert names.count("shield-up") == 1
    assert {size_of(path) for path in pictures} == {(1366, 768)}


def assert_paper(out: Path, number: str, scenario: str) -> None:
    words = "".join(page.extract_text() for page in pypdf.PdfReader(out / "confirmation.pdf").pages)
    assert display(number) in words
    assert "PRACTICE" in words
    named = ENDS[scenario]["payment_state"] != "declined"  # a card that pays for nothing is not
    assert (ENDS[scenario]["last4"] in words) is named


def test_a_second_demo_takes_the_place_of_the_first(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / ".orderdesk-demo").touch()
    (out / "data").mkdir()
    (out / "data" / "old").touch()
    (out / "07-old.png").touch()
    code, told = demo(out, "--scenario", "returning-caller")
    assert code == 0, told
    assert not (out / "data" / "old").exists()
    assert not (out / "07-old.png").exists()


@pytest.mark.parametrize("names", [["notes.txt"], ["data/mine.txt"], [".orderdesk-demo", "a.png"]])
def test_files_of_others_are_left_alone(tmp_path: Path, names: list[str]) -> None:
    out = tmp_path / "out"
    for name in names:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text("mine")
    code, told = demo(out)
    assert (code, told["error"]["kind"], told["error"]["field"]) == (1, "agent", "out")
    assert told["error"]["words"] == "That folder holds other files. Name a new one."
    left = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert left == set(names)


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    code, told = demo(tmp_path / "file" / "out")
    assert (code, told["error"]["kind"]) == (1, "world")
    assert told["error"]["words"].startswith("The pictures cannot be put into ")
    code, told = demo(tmp_path / "file")
    assert (code, told["error"]["kind"]) == (1, "world")
    assert (tmp_path / "file").read_text() == "mine"


def test_an_unknown_scenario_is_not_a_command(tmp_path: Path) -> None:
    code, told = demo(tmp_path / "out", "--scenario", "flood")
    assert (code, told["error"]["kind"]) == (2, "command_line")
    assert not (tmp_path / "out").exists()
