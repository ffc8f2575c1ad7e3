"""An address in the room it has: in an envelope's window, on an envelope, on a label.

As large as the room allows, half-way down, with its Intelligent Mail barcode below it where both fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.documents import fonts
from desktop.documents.flow import Mark, TextMark
from desktop.documents.fonts import ASCENT, DESCENT
from desktop.documents.imb import CLEAR_ABOVE, HEIGHT, WIDTH, imb_marks
from desktop.documents.stationery import Rect
from desktop.documents.typesetter import SetText, Typesetter, from_right, widest

SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
"""Sizes of type that are tried, in points."""
_LEADING = 1.15
_TIGHTEST = 1.0
"""Distance of baselines, in ems at least."""
_OPEN = 1.12
"""The same over a barcode: there machines read the address too."""
_WRAPS_BELOW = 8.0
"""Two lines at 8 points read better than one at 7."""


@dataclass(frozen=True, slots=True)
class AddressBlock:
    """An address as it is put on paper.

    Attributes:
        fits: Whether all of it stands in its room at a readable size.
        has_bars: Whether the barcode is below it.
    """

    marks: tuple[Mark, ...]
    fits: bool
    has_bars: bool = False


@dataclass(frozen=True, slots=True)
class _Fitted:
    """Lines of one size, the distance of their baselines, and whether they fit."""

    lines: tuple[SetText, ...]
    leading: float
    fits: bool

    @property
    def height(self) -> float:
        count = sum(len(line.lines) for line in self.lines)
        return (count - 1) * self.leading + (ASCENT + DESCENT) * self.lines[0].size if count else 0

    def marks(self, x: float, y: float) -> list[Mark]:
        """Under one another, their top at *y*; lines from right to left begin at one right edge."""
        marks: list[Mark] = []
        right = x + widest(self.lines)
        for line, is_right in zip(self.lines, from_right(self.lines), strict=True):
            for text in line.lines:
                base = y + ASCENT * line.size
                if is_right:
                    marks.append(TextMark(right, base, text, line.face, line.size, "right"))
                else:
                    marks.append(TextMark(x, base, text, line.face, line.size))
                y += self.leading
        return marks


def address_block(
    typesetter: Typesetter,
    lines: Sequence[str],
    room: Rect,
    *,
    mail_code: str = "",
    where: str = "recipient",
    sizes: Sequence[float] = SIZES,
) -> AddressBlock:
    """*lines* in *room*, which keeps clear of the edges of window, envelope or label.

    The barcode of *mail_code* is left out where it has no room: an address that can be read matters
    more.
    """
    if mail_code and room.width >= WIDTH:
        bars = HEIGHT + CLEAR_ABOVE
        above = replace(room, bottom=room.bottom - bars)
        found = _fit(typesetter, lines, above, where, sizes, tightest=_OPEN)
        if found.fits and found.lines:
            y = room.top + (room.height - found.height - bars) / 2
            below = y + found.height + CLEAR_ABOVE
            marks = found.marks(room.left, y)
            return AddressBlock(
                (*marks, *imb_marks(mail_code, left=room.left, top=below)), True, has_bars=True
            )
    found = _fit(typesetter, lines, room, where, sizes, tightest=_TIGHTEST)
    y = room.top + (room.height - found.height) / 2
    return AddressBlock(tuple(found.marks(room.left, y)), found.fits)


def _fit(
    typesetter: Typesetter,
    lines: Sequence[str],
    room: Rect,
    where: str,
    sizes: Sequence[float],
    *,
    tightest: float,
) -> _Fitted:
    """The largest of *sizes* at which *lines* fit; they turn condensed and wrap before they get tiny."""
    kept = [(index, line) for index, line in enumerate(lines) if line.strip()]
    found: list[SetText] = []
    leading = sizes[-1]
    for wrapping in (False, True):
        for size in sizes:
            if size < _WRAPS_BELOW and not wrapping:
                break
            for face in (fonts.regular(), fonts.condensed()):
                found = [
                    typesetter.set(line, f"{where}.{index}", width=room.width, face=face, size=size)
                    for index, line in kept
                ]
                count = sum(len(line.lines) for line in found)
                if count > len(kept) and not wrapping:
                    continue
                spare = room.height - (ASCENT + DESCENT) * size
                leading = min(_LEADING * size, spare / max(count - 1, 1))
                if leading >= tightest * size or count <= 1:
                    return _Fitted(tuple(found), leading, True)
    count = sum(len(line.lines) for line in found)
    return _Fitted(tuple(found), max(leading, sizes[-1]), count == 0)
