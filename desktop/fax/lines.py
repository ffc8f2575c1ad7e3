"""Words put together into lines by where they stand, from several looks at one page."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.fax.tesseract import Word
from desktop.fax.upright import Rectangle

_SAME_LINE = 0.45
"""Of a line's height: how far a word's middle may be from its line's."""
_TOO_TALL = 3.5
"""Times the usual height: a frame or a blot that was taken for a word."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand beside each other, from left to right."""

    words: tuple[Word, ...]

    @property
    def height(self) -> float:
        """The usual height of its words."""
        return statistics.median(word.height for word in self.words)


def around(words: Iterable[Word]) -> Rectangle:
    """The smallest rectangle around *words*."""
    boxes = [Rectangle(word.left, word.top, word.right, word.bottom) for word in words]
    joined = boxes[0]
    for box in boxes[1:]:
        joined = joined.joined(box)
    return joined


def in_lines(words: Iterable[Word]) -> tuple[Line, ...]:
    """*words* as lines, from the top down."""
    kept = list(words)
    if not kept:
        return ()
    usual = statistics.median(word.height for word in kept)
    kept = [word for word in kept if word.height <= usual * _TOO_TALL]
    tall = [word for word in kept if word.height >= usual * 0.5]
    small = [word for word in kept if word.height < usual * 0.5]
    lines: list[list[Word]] = []
    for word in sorted(tall, key=lambda word: word.middle):
        near = [line for line in lines if _belongs(word, line)]
        if near:
            min(near, key=lambda line: abs(_middle(line) - word.middle)).append(word)
        else:
            lines.append([word])
    for word in small:  # dots and dashes, which belong to the line whose height they are within
        for line in lines:
            if abs(_middle(line) - word.middle) <= _height(line) * 0.6:
                line.append(word)
                break
    ordered = sorted(lines, key=_middle)
    return tuple(Line(tuple(sorted(line, key=lambda word: word.left))) for line in ordered)


def _belongs(word: Word, line: Sequence[Word]) -> bool:
    height = min(word.height, _height(line))
    return abs(_middle(line) - word.middle) <= height * _SAME_LINE


def _middle(line: Sequence[Word]) -> float:
    return statistics.median(word.middle for word in line)


def _height(line: Sequence[Word]) -> float:
    return statistics.median(word.height for word in line)


def best_of(*looks: Iterable[Word]) -> list[Word]:
    """One word for each place, of several looks: the one that was read most surely."""
    kept: list[Word] = []
    everything = sorted((w for look in looks for w in look), key=lambda w: -w.confidence)
    for word in everything:
        if not any(_same_place(word, other) for other in kept):
            kept.append(word)
    return kept


def _same_place(one: Word, other: Word) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    if across <= 0 or down <= 0:
        return False
    smaller = min((one.right - one.left) * one.height, (other.right - other.left) * other.height)
    return across * down > smaller * 0.4
