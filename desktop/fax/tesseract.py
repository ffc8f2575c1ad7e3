"""Words and their places in a picture, by the program tesseract, which is fed and read by pipes.

Nothing touches the disk. Where the program is not installed nobody has looked, which is not the same
as having found nothing.
"""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from desktop.children import child_environment

PROGRAM = "tesseract"
SECONDS = 40.0
"""For one look at one page; it takes half a second, and ten on a page that is all noise."""
BAND = 3400
"""Rows that are handed over at once: tesseract takes no picture of more than 32,767."""
_OVERLAP = 260
"""Rows that two bands share, more than any line is high."""
_MOST_WORDS = 20_000
_COLUMNS = 12
_WORD_LEVEL = "5"

AUTOMATIC, SPARSE = 3, 11
"""Its ways of looking: a page with its layout; as much text as can be found in no order."""


class NobodyLooked(Exception):
    """Tesseract is not there, did not end in time, or failed."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was read, in the pixels of the picture that was looked at."""

    text: str
    confidence: float
    """0 to 100, as the program thinks of it."""
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """Of its box: from the top of its tallest letter to the bottom of its deepest."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half way down."""
        return (self.top + self.bottom) / 2


def is_there() -> bool:
    """Whether this computer has it."""
    return shutil.which(PROGRAM) is not None


def version() -> str | None:
    """What it calls itself, such as "5.3.0"; None where it is not there or does not answer."""
    path = shutil.which(PROGRAM)
    if path is None:
        return None
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        told = subprocess.run(
            [path, "--version"],
            capture_output=True,
            timeout=10,
            check=False,
            env=child_environment(),
        )
        found = re.search(rb"tesseract v?([0-9][0-9A-Za-z.\-]*)", told.stdout + told.stderr)
        return found[1].decode() if found else None
    return None


def read_words(image: Image.Image, *, way: int, dpi: int) -> list[Word]:
    """The words of a grey picture that is upright, in no order.

    Raises:
        NobodyLooked: there is nobody who could.
    """
    found: list[Word] = []
    for top, bottom, first, last in _bands(image.height):
        band = (
            image
            if (top, bottom) == (0, image.height)
            else image.crop((0, top, image.width, bottom))
        )
        for word in _read(band, way=way, dpi=dpi):
            moved = Word(
                word.text, word.confidence, word.left, word.top + top, word.right, word.bottom + top
            )
            if first <= moved.middle < last:
                found.append(moved)
    return found[:_MOST_WORDS]


def _bands(height: int) -> Iterator[tuple[int, int, float, float]]:
    """Top and bottom of each band, and the rows of which it is the one to tell."""
    if height <= BAND + _OVERLAP:
        yield 0, height, 0, height
        return
    top = 0
    while top < height:
        bottom = min(height, top + BAND)
        first = top + _OVERLAP / 2 if top else 0
        last = bottom - _OVERLAP / 2 if bottom < height else height
        yield top, bottom, first, last
        if bottom == height:
            return
        top = bottom - _OVERLAP


def _read(image: Image.Image, *, way: int, dpi: int) -> Iterator[Word]:
    path = shutil.which(PROGRAM)
    if path is None:
        raise NobodyLooked
    # Of all kinds this one is read from memory on every system: elsewhere than on Linux others go
    # through a temporary file.
    picture = io.BytesIO()
    image.save(picture, "BMP")
    command = [path, "stdin", "stdout", "--psm", str(way), "--dpi", str(dpi), "tsv"]
    try:
        told = subprocess.run(
            command,
            input=picture.getbuffer(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=True,
            # One thread is the fastest with pages of this size, and leaves the other cores alone.
            env=child_environment({"OMP_THREAD_LIMIT": "1"}),
        )
    except (OSError, subprocess.SubprocessError):
        # Without the cause, which would carry what was read so far.
        raise NobodyLooked from None
    return _words(told.stdout.decode(errors="replace"))


def _words(table: str) -> Iterator[Word]:
    for line in table.splitlines():
        cells = line.split("\t")
        if len(cells) != _COLUMNS or cells[0] != _WORD_LEVEL or not cells[11].strip():
            continue
        try:
            left, top, width, height = (int(cell) for cell in cells[6:10])
            confidence = float(cells[10])
        except ValueError:
            continue
        text = cells[11].strip()
        yield Word(text, confidence, left, top, left + width, top + height)
