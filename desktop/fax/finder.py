"""Where a received page may hold a card number: boxes to propose. A person decides.

Two finders look: one for typed numbers, one for printed labels behind which a number is written. What
neither finds is not thereby safe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy
from PIL import Image, ImageFilter

from desktop.fax.boxes import Box, BoxReason
from desktop.fax.card_digits import Found, broken_numbers, numbers_in
from desktop.fax.card_labels import has_digit, labels_in
from desktop.fax.card_words import Surroundings, behind
from desktop.fax.lines import around, best_of, in_lines
from desktop.fax.tesseract import AUTOMATIC, SPARSE, NobodyLooked, Word, read_words
from desktop.fax.upright import DARK, Preparation, Rectangle, Upright
from models.card_guard import looks_like_card

_SURE = 70
_READABLE = 0.5
"""Of the letters: a page read the wrong way round has fewer that were read surely."""
_LEAST_LETTERS = 25
_EASY, _LARGER = 0.82, 1.4
"""Of the letters: a page of which fewer were read surely is looked at once more, larger."""
_PAD_ACROSS, _PAD_DOWN = 0.3, 0.16
"""Heights of a letter that a box is larger than what was read, for what the reader cut off."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen on a page.

    Attributes:
        rotation: Degrees clockwise by which the stored page has to be turned to be upright.
        looked: False where nobody could look, so that no box means nothing.
    """

    boxes: tuple[Box, ...]
    rotation: int
    looked: bool


@dataclass(frozen=True)
class Reading:
    """The words of a page that was turned upright."""

    page: Upright
    looks: tuple[tuple[Word, ...], ...]

    def numbers(self) -> list[Found]:
        """The typed card numbers and what belongs to them, none twice."""
        found: list[Found] = []
        for words in (*self.looks, best_of(*self.looks)):
            lines = in_lines(words)
            found += [number for line in lines for number in numbers_in(line)]
            for upper, lower in pairwise(lines):
                found += broken_numbers(upper, lower)
        return [_trimmed(number, self.page.image) for number in _merged(found)]


def look_at(image: Image.Image, page_number: int, *, dpi_x: int, dpi_y: int) -> Look:
    """Look at a page as it is stored, whichever way up it is."""
    prepared = Preparation(image, dpi_x, dpi_y)
    if prepared.is_blank:
        return Look((), 0, True)
    try:
        reading = read_page(prepared)
    except NobodyLooked:
        return Look((), 0, False)
    boxes = [_boxed(found, reading.page, image.size, page_number) for found in proposals(reading)]
    ordered = sorted(boxes, key=lambda box: (box.y, box.x))
    return Look(tuple(ordered), reading.page.rotation, True)


def words_on(image: Image.Image, *, dpi_x: int, dpi_y: int) -> Iterator[tuple[Box, str] | None]:
    """The words of a reviewed page and their places, line by line; None for each that is left out.

    Whatever looks like a card's number is, in case that the review has overlooked one.

    Raises:
        NobodyLooked: there is nobody who could.
    """
    prepared = Preparation(image, dpi_x, dpi_y)
    if prepared.is_blank:
        return
    reading = read_page(prepared)
    numbers = [found.place for found in reading.numbers()]
    for line in in_lines(best_of(*reading.looks)):
        suspect = looks_like_card(" ".join(word.text for word in line.words))
        for word in line.words:
            place = around((word,))
            hidden = any(_overlap(number, place) for number in numbers)
            if hidden or looks_like_card(word.text) or (suspect and has_digit(word)):
                yield None
                continue
            found = Found(BoxReason.DRAWN, place, word.height, sure=False)
            yield _boxed(found, reading.page, image.size, 1), word.text


def read_page(prepared: Preparation) -> Reading:
    """Read a page the right way up.

    Raises:
        NobodyLooked: there is nobody who could.
    """
    best: tuple[float, Upright, list[Word]] | None = None
    order = (90, 270, 0, 180) if prepared.lies_on_its_side else (0, 180, 90, 270)
    for rotation in order:
        page = prepared.upright(rotation)
        words = read_words(page.image, way=AUTOMATIC, dpi=page.dpi)
        letters = sum(len(w.text) for w in words)
        sure = sum(len(w.text) for w in words if w.confidence >= _SURE and len(w.text) > 2)
        if best is None or sure > best[0]:
            best = (sure, page, words)
        if sure >= max(_LEAST_LETTERS, _READABLE * letters):
            break
    if best is None:
        raise NobodyLooked
    _, page, words = best
    looks = [words, read_words(page.image, way=SPARSE, dpi=page.dpi)]
    if _share_sure(words) < _EASY:
        larger = [round(side * _LARGER) for side in page.image.size]
        # Softened, so that strokes with gaps in them are whole again.
        soft = page.image.filter(ImageFilter.GaussianBlur(1.1)).resize((larger[0], larger[1]))
        looks.append(
            [_shrunk(word) for word in read_words(soft, way=SPARSE, dpi=round(page.dpi * _LARGER))]
        )
    return Reading(page, tuple(tuple(look) for look in looks))


def _share_sure(words: Sequence[Word]) -> float:
    """Of the letters, how many stand in words that were read surely."""
    letters = sum(len(word.text) for word in words)
    sure = sum(len(word.text) for word in words if word.confidence >= _SURE and len(word.text) > 2)
    return sure / letters if letters else 0.0


def _shrunk(word: Word) -> Word:
    return Word(
        word.text,
        word.confidence,
        word.left / _LARGER,
        word.top / _LARGER,
        word.right / _LARGER,
        word.bottom / _LARGER,
    )


def proposals(reading: Reading) -> list[Found]:
    """What to black out, in the upright page's pixels: one place for each whole number."""
    numbers = reading.numbers()
    words = best_of(*reading.looks)
    lines = in_lines(words)
    labels = [label for line in lines for label in labels_in(line)]
    surroundings = Surroundings(reading.page.image, words)
    behind_labels = [found for label in labels if (found := behind(label, labels, surroundings))]
    places = _joined(numbers, behind_labels)
    return [_padded(found, words) for found in places]


def _merged(found: Iterable[Found]) -> list[Found]:
    """Of proposals for the same digits the surest, around all of those that are as sure."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (not f.sure, -len(f.words))):
        for at, other in enumerate(kept):
            if _overlap(one.place, other.place):
                if one.sure == other.sure and one.reason is other.reason:
                    kept[at] = replace(other, place=_around_both(other.place, one.place))
                break
        else:
            kept.append(one)
    return kept


def _around_both(one: Rectangle, other: Rectangle) -> Rectangle:
    """Around both, but as high as the lower one where the other has taken dust for a letter."""
    joined = one.joined(other)
    low = min(one, other, key=lambda place: place.height)
    if joined.height <= 1.3 * low.height:
        return joined
    return Rectangle(joined.left, low.top, joined.right, low.bottom)


def _trimmed(found: Found, image: Image.Image) -> Found:
    """Without the rows above and below its digits that were taken in for a speck of dust."""
    place = found.place
    if place.height <= 1.3 * found.height:
        return found
    box = (int(place.left), int(place.top), int(place.right) + 1, int(place.bottom) + 1)
    rows = (numpy.asarray(image.crop(box)) < DARK).sum(axis=1)
    full = numpy.nonzero(rows >= 0.2 * numpy.percentile(rows, 90))[0]
    if len(full) < 0.6 * found.height:
        return found
    top, bottom = place.top + float(full[0]), place.top + float(full[-1]) + 1
    return replace(found, place=Rectangle(place.left, top, place.right, bottom))


def _joined(numbers: Sequence[Found], others: Sequence[Found]) -> list[Found]:
    """One proposal for each place of a line; where a number is surely known, it says how far."""
    places = list(numbers)
    for other in others:
        inside = [at for at, place in enumerate(places) if _overlap(place.place, other.place)]
        if not inside:
            places.append(other)
            continue
        if len(inside) > 1 or places[inside[0]].sure:
            continue
        one = places[inside[0]]
        reason = one.reason if one.reason is BoxReason.CARD_NUMBER else other.reason
        joined = one.place.joined(other.place)
        places[inside[0]] = replace(one, reason=reason, place=joined)
    return places


def _overlap(one: Rectangle, other: Rectangle) -> bool:
    """Whether both are about the same stretch of the same line."""
    across, down = one.overlap(other)
    return across > 0 and down > 0.35 * min(one.height, other.height)


def _padded(found: Found, words: Sequence[Word]) -> Found:
    """A little larger, and still out of the lines above and below."""
    place, height = found.place, found.height
    # What is between two lines of print has its height from them already.
    down = _PAD_DOWN * height if found.words else 0.0
    above, below = place.top - down, place.bottom + down
    for word in words:
        if word.confidence < _SURE or word.right < place.left or word.left > place.right:
            continue
        if word.bottom <= place.top + 1:
            above = max(above, min(place.top, word.bottom + 1))
        elif word.top >= place.bottom - 1:
            below = min(below, max(place.bottom, word.top - 1))
    left, right = place.left - _PAD_ACROSS * height, place.right + _PAD_ACROSS * height
    wider = Rectangle(left, above, right, below)
    return replace(found, place=wider)


def _boxed(found: Found, page: Upright, stored: tuple[int, int], number: int) -> Box:
    place = page.to_stored(found.place)
    wide, high = stored
    left, top = max(0, min(wide - 1, int(place.left))), max(0, min(high - 1, int(place.top)))
    right, bottom = min(wide, -int(-place.right // 1)), min(high, -int(-place.bottom // 1))
    return Box(
        page=number,
        x=left,
        y=top,
        width=max(1, right - left),
        height=max(1, bottom - top),
        reason=found.reason,
    )
