"""The typefaces that letters are set in: measured here, embedded as subsets by reportlab.

DejaVu Sans, because it may be bundled and covers Latin, Greek, Cyrillic, Arabic, Hebrew, Armenian
and Georgian. It is read once per process. Chinese, Japanese, Korean and the scripts of India are
not in it: such characters are reported, never silently printed as boxes.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

ASCENT = 0.76
"""Height above the baseline, in ems, that no capital or accent-free letter passes."""

DESCENT = 0.24
"""Depth below the baseline, in ems."""

_registering = threading.Lock()


class Face:
    """One cut of the typeface.

    Attributes:
        name: Under which reportlab knows it.
    """

    def __init__(self, *, name: str, font: TTFont) -> None:
        self.name = name
        self._widths: Mapping[int, float] = font.face.charWidths
        self._glyphs: Mapping[int, int] = font.face.charToGlyph
        self._default: float = font.face.defaultWidth

    def has(self, character: str) -> bool:
        """Whether the cut has a glyph for *character*."""
        return ord(character) in self._glyphs

    def width(self, text: str, size: float) -> float:
        """How wide *text* is at *size* points."""
        widths, default = self._widths, self._default
        return sum([widths.get(ord(c), default) for c in text]) * size * 0.001


@cache
def _face(file: str, name: str) -> Face:
    with _registering, as_file(files("resources") / "fonts" / "dejavu" / file) as path:
        # shapable: off, so that the same bytes come out whether or not a shaping library is installed
        font = TTFont(name, str(path), shapable=False)
        pdfmetrics.registerFont(font)
        return Face(name=name, font=font)


def regular() -> Face:
    """The cut for running text."""
    return _face("DejaVuSans.ttf", "DejaVuSans")


def bold() -> Face:
    """The cut for headings, totals and names."""
    return _face("DejaVuSans-Bold.ttf", "DejaVuSans-Bold")


def condensed() -> Face:
    """The cut for what would not fit its room otherwise."""
    return _face("DejaVuSansCondensed.ttf", "DejaVuSansCondensed")
