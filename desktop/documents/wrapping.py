"""Breaking text into lines of a given width; nothing ever reaches past its room."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.documents.fonts import Face

_PIECES = re.compile(r"[^-/_.,@]*[-/_.,@]+|[^-/_.,@]+")


def wrap(text: str, face: Face, size: float, width: float) -> list[str]:
    """*text* as lines that are at most *width* points wide; at least one line.

    Breaks at spaces; a word wider than the line breaks after a dash, slash, point, comma or @, and
    if even such a piece is too wide, between any two characters.
    """
    if face.width(text, size) <= width:
        return [text]
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if face.width(longer, size) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _break_word(word, face, size, width)
        lines.extend(full)
    lines.append(line)
    return lines


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
