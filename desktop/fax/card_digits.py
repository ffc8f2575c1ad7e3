"""Typed card numbers among the words of a line.

It leans to propose: a box too many costs a person one key, a number that stays costs the shop. Letters
that readers take digits for count as digits, and a stretch that is grouped as cards are counts even
when its check digit is wrong, for one digit may have been misread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.fax.boxes import BoxReason
from desktop.fax.lines import Line, around
from desktop.fax.tesseract import Word
from desktop.fax.upright import Rectangle
from models.card_guard import looks_like_card

_TAKEN_FOR = str.maketrans(
    {
        "O": "0", "o": "0", "Q": "0", "D": "0", "°": "0", "U": "0",
        "l": "1", "I": "1", "i": "1", "|": "1", "!": "1", "]": "1", "[": "1", "T": "7", "?": "7",
        "Z": "2", "z": "2", "S": "5", "s": "5", "$": "5", "B": "8", "&": "8", "G": "6", "b": "6",
        "g": "9", "q": "9", "A": "4", "h": "4", "e": "0", "a": "0", "J": "3",
    }
)  # fmt: skip
_EDGES = "|!][()*'\"`‘’“”°~^.,:;_-–—=+#<>{}/\\«»"
_BETWEEN = re.compile(r"[-–—.,_:;'’‘~=·•*\"]")
_PRICE = re.compile(r"[$€£]?\d{1,5}[.,]\d{2}$")
_GLUED = re.compile(r"(?<=[A-Za-z#:.])[\dOoIl][\d\-–.OoIlSB]{11,}$")
"""A number behind its label without a space, as in "No:4…"."""
_GAP = 2.6
"""Heights of a letter that may lie between two groups of one number."""
_SHORTEST, _LONGEST = 13, 19

_EXPIRY = re.compile(r"\(?\d{1,2}\s?[/\-.]\s?\d{2,4}\)?[.,;]?$")
_CODE = re.compile(r"\(?\d{3,4}\)?[.,;]?$")
_NEAR = 8.0
"""Heights of a letter within which an expiry date or a code stands behind its number."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place to be blacked out, in the pixels that were looked at.

    Attributes:
        sure: Prefix, length and check digit are those of a card.
    """

    reason: BoxReason
    place: Rectangle
    height: float
    """Of the letters."""
    sure: bool
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class _Group:
    """Digits of one word."""

    digits: str
    word: Word
    place: int
    """Of the word in its line."""
    is_price: bool


def numbers_in(line: Line) -> list[Found]:
    """The card numbers of *line*, none over another, and what belongs to them."""
    found: list[Found] = []
    for run in _runs(line):
        found += _pick(run, line)
    starts = [number.place.left for number in found]
    beside = [part for number in found for part in _beside(number, line, starts)]
    return found + beside


def _runs(line: Line) -> Iterator[list[_Group]]:
    """Groups of digits that stand beside each other."""
    run: list[_Group] = []
    for place, word in enumerate(line.words):
        group = _group(word, place)
        apart = run and word.left - run[-1].word.right > _GAP * max(line.height, word.height)
        if run and (group is None or apart):
            if group is None and not any(c.isalnum() for c in word.text):
                continue  # a dash or a dot between two groups
            yield run
            run = []
        if group is not None:
            run.append(group)
    if run:
        yield run


def _group(word: Word, place: int) -> _Group | None:
    text = word.text.strip(_EDGES)
    if glued := _GLUED.search(word.text):
        share = glued.start() / len(word.text)
        left = word.left + (word.right - word.left) * share - word.height * 0.3
        word = Word(glued[0], word.confidence, left, word.top, word.right, word.bottom)
        text = glued[0].strip(_EDGES)
    price = _PRICE.match(text) is not None
    text = _BETWEEN.sub("", text)
    digits = text.translate(_TAKEN_FOR)
    if not digits.isascii() or not digits.isdigit():
        return None
    true_digits = sum(c.isdigit() for c in text)
    if true_digits * 2 < len(text) and not (len(text) == 4 and word.confidence < 80):
        return None
    return _Group(digits, word, place, price)


def _pick(run: Sequence[_Group], line: Line) -> list[Found]:
    """The likeliest stretches of *run*, the surest first, none over another."""
    candidates: list[tuple[int, int, int]] = []  # (badness, start, end)
    for start in range(len(run)):
        digits = ""
        for end in range(start, len(run)):
            digits += run[end].digits
            if len(digits) > _LONGEST:
                break
            shape = tuple(len(group.digits) for group in run[start : end + 1])
            usual = _is_usual(shape)
            if len(digits) >= _SHORTEST and looks_like_card(digits):
                candidates.append((0 if usual else 1, start, end))
            elif not any(group.is_price for group in run[start : end + 1]):
                if usual and digits[0] in "23456":
                    candidates.append((2, start, end))
                elif _may_be_misread(shape, digits):
                    candidates.append((3, start, end))
    found: list[Found] = []
    taken: set[int] = set()
    for badness, start, end in sorted(candidates):
        places = set(range(start, end + 1))
        if places & taken:
            continue
        taken |= places
        words = tuple(group.word for group in run[start : end + 1])
        found.append(Found(BoxReason.CARD_NUMBER, around(words), line.height, badness < 2, words))
    return found


def _is_usual(shape: tuple[int, ...]) -> bool:
    """Whether a number is grouped as cards are, and of a length that most of them have."""
    return shape in ((4, 4, 4, 4), (4, 6, 5), (16,), (15,), (4, 6, 4), (4, 4, 4, 4, 3))


def _may_be_misread(shape: tuple[int, ...], digits: str) -> bool:
    """Whether it may be a card's number of which a digit was lost, doubled or glued."""
    if digits[0] not in "3456":
        return False
    if len(shape) == 1:
        return 15 <= len(digits) <= 17
    if len(shape) in (2, 3):
        return 15 <= len(digits) <= 17 and min(shape) >= 4
    if len(shape) == 4:
        return 14 <= len(digits) <= 18 and min(shape) >= 3 and max(shape) <= 6
    return False


def _beside(number: Found, line: Line, starts: Sequence[float]) -> Iterator[Found]:
    """An expiry date and a code that stand behind a number with no word to tell what they are."""
    end, seen_code = number.place.right, False
    for word in line.words:
        if word.left < number.place.right:
            continue
        if any(number.place.left < start <= word.left for start in starts):
            return  # the next number
        if word.left - end > _NEAR * line.height or any(c.isalpha() for c in word.text):
            return
        reason = None
        if _EXPIRY.match(word.text):
            reason = BoxReason.EXPIRY
        elif _CODE.match(word.text) and not seen_code:
            reason, seen_code = BoxReason.CODE, True
        if reason is not None:
            yield Found(reason, around((word,)), line.height, False, (word,))
        end = word.right
