"""What stands behind a printed label: a box from the label's end to the end of its line.

Where the label is followed by nothing but words that were surely read and hold no digit, or by
nothing at all, there is nothing to hide. A rule to write on, handwriting and digits all count.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy
from numpy.typing import NDArray
from PIL import Image

from desktop.fax.boxes import BoxReason
from desktop.fax.card_digits import Found
from desktop.fax.card_labels import Label, has_digit, is_sure_text
from desktop.fax.lines import around
from desktop.fax.tesseract import Word
from desktop.fax.upright import DARK, Rectangle

_ABOVE, _BELOW = 0.85, 0.6
"""Heights of a letter that handwriting rises above its label, and hangs below."""
_NOT_OURS = 0.28
"""Of the white between two lines: it goes with the upper one, the rest with the lower."""
_TICK_BOX = 9.0
"""Heights of a letter, at most, between two brands with a box to tick."""
_SURE = 60
_LEAST_INK = 0.06
"""Of a letter's square: less unexplained ink is dust."""
_DUST = 3.0
"""Times the dust that lies elsewhere on the page."""
_TILE = 64
_SURELY = 80
_TOO_FEW = 8
"""Digits behind a word "card" in running text: a quantity and a price, and no card's number."""
_UNDER = 2.8
"""Heights of a letter below a label in which its value may stand, where nothing is beside it."""


class Surroundings:
    """The words and the ink of one page, asked about by place."""

    def __init__(self, image: Image.Image, words: Sequence[Word]) -> None:
        self._words = words
        self._rest: NDArray[numpy.bool_] = numpy.asarray(image) < DARK
        for word in words:
            if word.confidence >= _SURE and any(c.isalnum() for c in word.text):
                top, bottom = max(0, int(word.top) - 2), int(word.bottom) + 3
                self._rest[top:bottom, max(0, int(word.left) - 2) : int(word.right) + 3] = False
        self.right, self.bottom = float(image.width), float(image.height)
        self._dust = _dust(self._rest)

    def words_in(self, place: Rectangle) -> list[Word]:
        """Words whose middle lies in *place*, from left to right."""
        inside = [
            word
            for word in self._words
            if place.left <= (word.left + word.right) / 2 < place.right
            and place.top <= word.middle < place.bottom
        ]
        return sorted(inside, key=lambda word: word.left)

    def unexplained(self, place: Rectangle) -> Rectangle | None:
        """The ink in *place* that is no surely read word; None where it is no more than dust."""
        left, top = max(0, int(place.left)), max(0, int(place.top))
        part = self._rest[top : int(place.bottom), left : int(place.right)]
        rows, columns = numpy.nonzero(part)
        if not len(rows):
            return None
        return Rectangle(
            left + float(columns.min()),
            top + float(rows.min()),
            left + float(columns.max()) + 1,
            top + float(rows.max()) + 1,
        )

    def ink(self, place: Rectangle) -> float:
        """How many pixels in *place* are unexplained, beyond what dust there is everywhere."""
        left, top = max(0, int(place.left)), max(0, int(place.top))
        part = self._rest[top : int(place.bottom), left : int(place.right)]
        return float(part.sum()) - _DUST * self._dust * part.size

    def band(self, label: Label, right: float) -> Rectangle:
        """From *label*'s end to *right*, as high as a hand writes, and not into other lines."""
        place, height = label.place, label.height
        above, below = place.top - _ABOVE * height, place.bottom + _BELOW * height
        for word in self._words:
            beside = word.right < place.left or word.left > right
            if word.confidence < _SURE or beside or not any(c.isalnum() for c in word.text):
                continue
            if word.bottom <= place.top + 0.3 * height:
                above = max(above, word.bottom + _NOT_OURS * (place.top - word.bottom))
            elif word.top >= place.bottom - 0.3 * height:
                below = min(below, place.bottom + _NOT_OURS * (word.top - place.bottom))
        return Rectangle(
            place.right + 0.15 * height, min(above, place.top), right, max(below, place.bottom)
        )


def _dust(rest: NDArray[numpy.bool_]) -> float:
    """The share of dark pixels in a middling patch of the page."""
    high, wide = (side // _TILE * _TILE for side in rest.shape)
    if not high or not wide:
        return 0.0
    tiles = rest[:high, :wide].reshape(high // _TILE, _TILE, wide // _TILE, _TILE)
    return float(numpy.median(tiles.mean(axis=(1, 3))))


def behind(label: Label, others: Sequence[Label], around_it: Surroundings) -> Found | None:
    """What is to be blacked out behind *label*; None where there is nothing to hide."""
    following = _next_label(label, others)
    right = around_it.right
    if following is not None:
        right = following.place.left - 0.3 * following.height
    band = around_it.band(label, right)
    words = around_it.words_in(band)
    if _is_tick_box(label, following, right, words):
        return None
    ink = _unexplained(band, label, around_it)
    if ink is not None:
        end = max([ink.right, *(word.right for word in words)])
        end = min(right, end + 0.4 * label.height)
        place = Rectangle(band.left, band.top, end, band.bottom)
        for word in words:
            if word.confidence >= _SURE and has_digit(word):
                place = place.joined(around((word,)))
        return Found(label.reason, place, label.height, False)
    if not words:
        return _under(label, right, around_it)
    if all(is_sure_text(word) for word in words) or _is_running_text(label, words):
        return None
    value = around(_value(label, words))
    place = Rectangle(band.left, value.top, value.right, value.bottom)
    return Found(label.reason, place, label.height, False, tuple(words))


def _is_running_text(label: Label, words: Sequence[Word]) -> bool:
    """Whether "card" stands among words that were surely read and hold too few digits for one."""
    if not label.is_bare or label.reason is not BoxReason.CARD_WORD:
        return False
    digits = sum(c.isdigit() for word in words for c in word.text)
    return digits <= _TOO_FEW and all(word.confidence >= _SURELY for word in words)


def _unexplained(place: Rectangle, label: Label, around_it: Surroundings) -> Rectangle | None:
    if around_it.ink(place) < _LEAST_INK * label.height * label.height:
        return None
    return around_it.unexplained(place)


def _value(label: Label, words: Sequence[Word]) -> Sequence[Word]:
    """The words that are the label's; an expiry date and a code end at the first wide gap."""
    if label.reason is BoxReason.CARD_WORD:
        return words
    for place in range(1, len(words)):
        gap = words[place].left - words[place - 1].right
        if gap > 1.2 * label.height and any(has_digit(word) for word in words[:place]):
            return words[:place]
    return words


def _next_label(label: Label, others: Sequence[Label]) -> Label | None:
    """The next one of its line."""
    middle = (label.place.top + label.place.bottom) / 2
    following = [
        other
        for other in others
        if other.place.left >= label.place.right - 1
        and other.place.top <= middle <= other.place.bottom
    ]
    return min(following, key=lambda other: other.place.left, default=None)


def _is_tick_box(
    label: Label, following: Label | None, right: float, words: Sequence[Word]
) -> bool:
    """Whether *label* and *following* are brands, with nothing but a box to tick between them."""
    if following is None or {label.reason, following.reason} != {BoxReason.CARD_WORD}:
        return False
    is_short = right - label.place.right < _TICK_BOX * label.height
    return is_short and not any(has_digit(word) for word in words)


def _under(label: Label, right: float, around_it: Surroundings) -> Found | None:
    """What stands below a label that has nothing beside it, as in a form of captions and fields."""
    height = label.height
    place = Rectangle(
        max(0, label.place.left - height),
        label.place.bottom + 0.15 * height,
        right,
        min(around_it.bottom, label.place.bottom + _UNDER * height),
    )
    words = around_it.words_in(place)
    if any(is_sure_text(word) and len(word.text) > 2 for word in words):
        return None
    ink = _unexplained(place, label, around_it)
    digits = [word for word in words if has_digit(word)]
    if ink is None and not digits:
        return None
    found = around(digits) if digits else ink
    if found is None or found.right - found.left < 1.2 * height:
        return None
    if ink is not None:
        found = found.joined(ink)
    # A hand writes larger than the caption is printed.
    return Found(label.reason, found, max(height, found.height), False, tuple(words))
