"""The program that reads words: fed and read by pipes, and never waited for without end."""

from __future__ import annotations

import stat
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from desktop.fax import tesseract
from desktop.fax.tesseract import AUTOMATIC, NobodyLooked, read_words, version
from tests.desktop.fax import paper

BLANK = Image.new("L", (60, 40), 255)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of that name that a test writes itself."""
    if sys.platform == "win32":
        pytest.skip("a script is no program there")
    file = tmp_path / "tesseract"
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return file


def _write(file: Path, script: str) -> None:
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


def test_words_and_where_they_stand() -> None:
    sheet = paper.Sheet(paper.SANS, 12)
    sheet.write("Order two mugs")
    words = read_words(sheet.image, way=AUTOMATIC, dpi=204)
    assert [word.text for word in words] == ["Order", "two", "mugs"]
    assert all(word.confidence > 80 for word in words)
    assert words[0].left == pytest.approx(paper.LEFT, abs=6)
    assert words[0].right < words[1].left < words[1].right < words[2].left


def test_bands_tell_each_row_once() -> None:
    for height in (1, 3_660, 3_661, 9_000, 36_000):
        bands = list(tesseract._bands(height))
        assert max(bottom - top for top, bottom, _, _ in bands) <= 3_660
        assert bands[0][2] == 0
        assert bands[-1][3] == height
        assert all(upper[3] == lower[2] for upper, lower in pairwise(bands))
        assert all(top <= first < last <= bottom for top, bottom, first, last in bands)


def test_picture_goes_in_by_a_pipe_and_not_as_a_file(program: Path) -> None:
    _write(program, f'echo "$@" > {program}.said; head -c 13 >> {program}.said; cat > /dev/null')
    assert read_words(BLANK, way=AUTOMATIC, dpi=204) == []
    said = Path(f"{program}.said").read_bytes()
    # A BMP file: the one kind that is read without a temporary file on every system.
    assert said.startswith(b"stdin stdout --psm 3 --dpi 204 tsv\nBM")


@pytest.mark.parametrize("script", ["exit 1", "sleep 60", "kill -9 $$"])
def test_program_that_fails_has_not_looked(
    program: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    monkeypatch.setattr(tesseract, "SECONDS", 0.3)
    _write(program, f"exec {script}" if script.startswith("sleep") else script)
    with pytest.raises(NobodyLooked) as raised:
        read_words(BLANK, way=AUTOMATIC, dpi=204)
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__


def test_program_that_talks_nonsense_has_read_nothing(program: Path) -> None:
    _write(
        program, r"cat > /dev/null; printf '5\t1\n\377\376\n5\ta\tb\tc\td\te\tf\tg\th\ti\tj\tk\n'"
    )
    assert read_words(BLANK, way=AUTOMATIC, dpi=204) == []


def test_version_is_told_where_it_is_there(program: Path) -> None:
    assert version() is not None
    _write(program, "echo 'tesseract v9.8.7-rc1'")
    assert version() == "9.8.7-rc1"
    _write(program, "echo hello")
    assert version() is None


def test_without_it_nobody_has_looked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not tesseract.is_there()
    assert version() is None
    with pytest.raises(NobodyLooked):
        read_words(BLANK, way=AUTOMATIC, dpi=204)
