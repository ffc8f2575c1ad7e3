"""The typefaces that letters are set in: measured here, embedded as subsets by reportlab.

DejaVu Sans, because it may be bundled and covers Latin, Greek, Cyrillic, Arabic, Hebrew, Armenian
and Georgian. Han characters, kana and Hangul are not in it: they come from Droid Sans Fallback, of
which there is one cut, so that they stand in bold or condensed lines as they stand in regular ones.
Each file is read once per process, the large one when the first such character is set. The scripts
of India and others that need shaping are in neither: such characters are reported, never silently
printed as boxes.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import as_file, files

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

ASCENT = 0.76
"""Height above the baseline, in ems, that no capital or accent-free letter passes."""

DESCENT = 0.24
"""Depth below the baseline, in ems."""

_registering = threading.Lock()

# Han and its radicals, kana, bopomofo, Hangul syllables and letters, their punctuation and signs,
# full-width and half-width forms. Conjoining jamo are not among them: Hangul is set by syllable.
_EAST_ASIAN = re.compile(
    "[\u2e80-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]+"
)


class Face:
    """One cut of the typeface, with the East Asian characters that stand in for what it lacks.

    Attributes:
        name: Under which reportlab knows the cut.
    """

    def __init__(self, *, name: str, font: TTFont) -> None:
        self.name = name
        self._widths: Mapping[int, float] = font.face.charWidths
        self._glyphs: Mapping[int, int] = font.face.charToGlyph
        self._default: float = font.face.defaultWidth

    def has(self, character: str) -> bool:
        """Whether there is a glyph for *character*."""
        if ord(character) in self._glyphs:
            return True
        return bool(_EAST_ASIAN.match(character)) and ord(character) in _east_asian()._glyphs

    def width(self, text: str, size: float) -> float:
        """How wide *text* is at *size* points."""
        if text.isascii() or not _EAST_ASIAN.search(text):
            return self._own_width(text, size)
        cuts = {self.name: self, _east_asian().name: _east_asian()}
        return sum(cuts[name]._own_width(piece, size) for name, piece in self.runs(text))

    def runs(self, text: str) -> Sequence[tuple[str, str]]:
        """*text* in pieces of one font: the font's name under which reportlab knows it, the piece."""
        if text.isascii() or not _EAST_ASIAN.search(text):
            return ((self.name, text),)
        return tuple(self._split(text))

    def _split(self, text: str) -> Iterator[tuple[str, str]]:
        done = 0
        for found in _EAST_ASIAN.finditer(text):
            if done < found.start():
                yield self.name, text[done : found.start()]
            yield _east_asian().name, found[0]
            done = found.end()
        if done < len(text):
            yield self.name, text[done:]

    def _own_width(self, text: str, size: float) -> float:
        widths, default = self._widths, self._default
        return sum([widths.get(ord(c), default) for c in text]) * size * 0.001


@cache
def _face(file: str, name: str) -> Face:
    with _registering, as_file(files("resources") / "fonts" / file) as path:
        # shapable: off, so that the same bytes come out whether or not a shaping library is installed
        font = TTFont(name, str(path), shapable=False)
        pdfmetrics.registerFont(font)
        return Face(name=name, font=font)


def regular() -> Face:
    """The cut for running text."""
    return _face("dejavu/DejaVuSans.ttf", "DejaVuSans")


def bold() -> Face:
    """The cut for headings, totals and names."""
    return _face("dejavu/DejaVuSans-Bold.ttf", "DejaVuSans-Bold")


def condensed() -> Face:
    """The cut for what would not fit its room otherwise."""
    return _face("dejavu/DejaVuSansCondensed.ttf", "DejaVuSansCondensed")


def _east_asian() -> Face:
    """The cut that Han, kana and Hangul come from."""
    return _face("droid/DroidSansFallback.ttf", "DroidSansFallback")
