"""`orderdesk fax check`: what it prints, and that it keeps nothing."""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop import cli
from desktop.cli import fax_commands
from desktop.fax.boxes import BoxReason
from desktop.fax.damage import DamageReason
from desktop.paths import find_data_folder
from tests.desktop.fax import hostile, pages, paper

FORM = pages.fine(pages.typed_form(random.Random(12), paper.SANS, 11, "4 4 4 4"))


@pytest.fixture(autouse=True)
def _log_level_kept() -> Iterator[None]:
    level = logging.getLogger().level
    yield
    logging.getLogger().setLevel(level)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A fax whose name says nothing of what it is."""
    file = tmp_path / "received.bin"
    file.write_bytes(pages.as_tiff([FORM]))
    return file


def _json(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = cli.run([*arguments, "--json"])
    out, err = capsys.readouterr()
    assert err == ""
    answer = json.loads(out)
    assert isinstance(answer, dict)
    return code, answer


def test_boxes_in_the_images_own_pixels(capsys: pytest.CaptureFixture[str], form: Path) -> None:
    code, answer = _json(capsys, "fax", "check", str(form))
    assert (code, answer["ok"], answer["looked"]) == (0, True, True)
    assert answer["pages"] == [
        {"width": 1728, "height": 2156, "dpi_x": 204, "dpi_y": 196, "rotation": 0}
    ]
    assert [set(box) for box in answer["boxes"]] == [
        {"page", "x", "y", "width", "height", "why"}
    ] * 3
    whys = {box["why"]: box for box in answer["boxes"]}
    assert set(whys) == {"card_number", "expiry", "code"}
    for truth in FORM.truths:
        box = whys[truth.reason.value]
        left, top, right, bottom = truth.ink
        assert box["x"] <= left
        assert box["y"] <= top
        assert box["x"] + box["width"] >= right
        assert box["y"] + box["height"] >= bottom


def test_words_for_people(capsys: pytest.CaptureFixture[str], form: Path) -> None:
    assert cli.run(["fax", "check", str(form)]) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert err == ""
    assert lines[0] == "3 boxes on 1 page"
    assert [line.split(": ")[2] for line in lines[1:]] == [
        "a card number", "an expiry date", "a security code",
    ]  # fmt: skip


def test_nothing_of_it_is_kept_and_no_shop_is_made(
    capsys: pytest.CaptureFixture[str], form: Path
) -> None:
    before = form.read_bytes()
    _json(capsys, "fax", "check", str(form))
    folder = find_data_folder()
    kept = [path for path in folder.root.rglob("*") if path.is_file()]
    assert kept == [folder.logs / "orderdesk.log"]
    assert kept[0].read_bytes() == b""
    assert form.read_bytes() == before
    assert list(form.parent.iterdir()) == [form]


def test_nothing_found_is_no_promise(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "blank.pdf"
    file.write_bytes(hostile.pdf([(612, 792), (612, 792)]))
    assert cli.run(["fax", "check", str(file)]) == 0
    assert capsys.readouterr().out == "0 boxes on 2 pages\nNothing found by the machine: look.\n"


def test_damaged_file_is_a_failure_in_words(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "fax.tif"
    file.write_bytes(b"")
    code, answer = _json(capsys, "fax", "check", str(file))
    assert code == 1
    assert answer == {
        "ok": False,
        "error": {
            "kind": "damaged",
            "words": "This file cannot be opened. It is empty.",
            "reason": "empty",
        },
    }
    file.write_bytes(pages.as_tiff([FORM])[:-40])
    assert cli.run(["fax", "check", str(file)]) == 1
    out, err = capsys.readouterr()
    assert (out, err) == ("", "This file cannot be opened. Its end is missing.\n")


def test_file_that_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, answer = _json(capsys, "fax", "check", str(tmp_path / "none.tif"))
    assert code == 1
    assert answer["error"]["kind"] == "world"
    assert answer["error"]["words"] == "The file cannot be read: No such file or directory."


def test_without_tesseract_it_says_that_nobody_looked(
    capsys: pytest.CaptureFixture[str], form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(form.parent))
    code, answer = _json(capsys, "fax", "check", str(form))
    assert (code, answer["ok"], answer["looked"], answer["boxes"]) == (1, False, False, [])
    assert cli.run(["fax", "check", str(form)]) == 1
    assert "tesseract is missing" in capsys.readouterr().out


def test_check_is_what_fax_can_do(capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = _json(capsys, "fax")
    assert (code, answer["error"]["kind"]) == (2, "command_line")
    code, answer = _json(capsys, "help", "fax")
    assert code == 0
    assert "check" in answer["help"]


def test_every_reason_has_its_words() -> None:
    assert set(fax_commands._DAMAGE) == {reason.value for reason in DamageReason}
    assert set(fax_commands._REASONS) | {"drawn"} == {reason.value for reason in BoxReason}
