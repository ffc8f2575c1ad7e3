"""Breaking text into lines of a given width; nothing ever reaches past its room."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from desktop.documents.fonts import Face

_PIECES = re.compile(r"[^-/_.,@]*[-/_.,@]+|[^-/_.,@]+")

# Han and kana are written without spaces: a line may end after any of them. Hangul has spaces.
_UNSPACED = "\u2e80-\u2fdf\u3003-\u3007\u3013-\u312f\u31a0-\u9fff\uf900-\ufaff\uff66-\uff9f"
_OPENS = r"(\[{«‘“〈《「『【〒〔〖〘（［｛｢"
_CLOSES = r")\]}!?%:;»’”…、。〉》」』】〕〗〙々〻・ー！％），．：；？］｝｡｣､･ｰ"
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_UNITS = re.compile(f"[{_OPENS}]*(?:[{_UNSPACED}]|[^{_UNSPACED}{_OPENS}{_CLOSES}]+)?[{_CLOSES}]*")


def wrap(text: str, face: Face, size: float, width: float) -> list[str]:
    """*text* as lines that are at most *width* points wide; at least one line.

    Breaks at spaces, and between Han characters and kana so that no closing mark begins a line and
    no opening one ends it; a word wider than the line breaks after a dash, slash, point, comma or
    @, and if even such a piece is too wide, between any two characters.
    """
    if face.width(text, size) <= width:
        return [text]
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        gap = " "
        for unit in _units(word):
            longer = f"{line}{gap}{unit}" if line else unit
            gap = ""
            if face.width(longer, size) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            *full, line = _break_word(unit, face, size, width)
            lines.extend(full)
    lines.append(line)
    return lines


def _units(word: str) -> Sequence[str]:
    """The parts of *word* between which a line may end: itself, unless it holds Han or kana."""
    if word.isascii() or not _HAS_UNSPACED.search(word):
        return (word,)
    return [unit for unit in _UNITS.findall(word) if unit]


def _break_word(word: str, face: Face, size: float, width: float) -> Iterator[str]:
    part = ""
    for piece in _PIECES.findall(word):
        if face.width(part + piece, size) <= width:
            part += piece
            continue
        if part:
            yield part
        part = ""
        for character in piece:
            if part and face.width(part + character, size) > width:
                yield part
                part = ""
            part += character
    yield part
