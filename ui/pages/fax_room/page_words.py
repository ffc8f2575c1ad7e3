"""Words that were read on a reviewed page: which one was meant, what belongs to it, short marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.services.received_fax_shapes import WordLike
from models import card_guard

MARK_LETTERS: Final = "fjdkslaghrueiwoqptyvnbmcxz"
"""The letters of marks, the easiest to reach first."""
_GAP: Final = 1.5
"""Words of one run lie no further apart than so many heights of them: a column of a table does."""
_OVERLAP: Final = 0.5
_WITHHELD_DIGITS: Final = 13
"""The fewest digits of a card number (ISO/IEC 7812): a row of so many is none of our fields."""


@dataclass(frozen=True)
class PageWord:
    """One word, in the pixels of its page from the top left corner."""

    x: int
    y: int
    width: int
    height: int
    text: str


def in_reading_order(read: Iterable[WordLike]) -> tuple[PageWord, ...]:
    """The words of one page, from top to bottom, left to right."""
    words = [
        PageWord(word.x, word.y, word.width, word.height, word.text)
        for word in read
        if word.text.strip()
    ]
    lines: list[list[PageWord]] = []
    for word in sorted(words, key=lambda one: one.y + one.height / 2):
        if lines and _same_line(lines[-1][-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return tuple(word for line in lines for word in sorted(line, key=lambda one: one.x))


def run_from(words: Sequence[PageWord], at: int) -> tuple[PageWord, ...]:
    """The word *at* and what follows on its line, up to the next wide gap."""
    run = [words[at]]
    for word in words[at + 1 :]:
        last = run[-1]
        gap = word.x - (last.x + last.width)
        near = gap <= _GAP * max(last.height, word.height)
        if not _same_line(last, word) or word.x < last.x or not near:
            break
        run.append(word)
    return tuple(run)


def text_of(run: Sequence[PageWord]) -> str:
    """The words of a run, as they are put into a field."""
    return " ".join(word.text.strip() for word in run)


def may_be_dropped(text: str) -> bool:
    """Whether a text may be put into a field: nothing that could be a card number ever is."""
    digits = sum(letter.isdecimal() for letter in text)
    return digits < _WITHHELD_DIGITS and not card_guard.looks_like_card(text)


def marks_for(count: int) -> tuple[str, ...]:
    """So many marks, none the beginning of another; of one letter while they are enough.

    More than all pairs of letters are not made: what lies beyond has none.
    """
    if count <= len(MARK_LETTERS):
        return tuple(MARK_LETTERS[:count])
    pairs = (one + two for one in MARK_LETTERS for two in MARK_LETTERS)
    return tuple(pair for pair, _at in zip(pairs, range(count), strict=False))


def _same_line(one: PageWord, two: PageWord) -> bool:
    top, bottom = max(one.y, two.y), min(one.y + one.height, two.y + two.height)
    return bottom - top >= _OVERLAP * min(one.height, two.height)
