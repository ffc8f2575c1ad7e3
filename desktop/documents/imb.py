"""The Intelligent Mail barcode of the United States Postal Service, as marks on a page.

65 bars of four kinds: tracker, ascender, descender, full (USPS-B-3200). reportlab turns the digits
into the kinds of bars but refuses no illegal id, so they are checked here first. Sizes lie inside
what the specification allows, on the small side, so that three lines of an address fit the window
of a #10 envelope beside them.
"""

from __future__ import annotations

from reportlab.graphics.barcode.usps4s import USPS_4State

from desktop.documents.flow import BarsMark
from models.mail_codes import is_mail_code

INCH = 72.0
BARS = 65
PITCH = INCH / 22
"""From bar to bar: 20 to 24 bars to the inch."""
BAR = 0.020 * INCH
"""Width of a bar: 0.015 to 0.025 in."""
HEIGHT = 0.130 * INCH
"""Of a full bar: 0.125 to 0.165 in."""
_TRACKER = 0.044 * INCH
"""Height of a tracker: 0.039 to 0.057 in; the other bars begin or end where it does."""
WIDTH = (BARS - 1) * PITCH + BAR
CLEAR_BESIDE = 0.125 * INCH
"""Left free at both sides of the bars."""
CLEAR_ABOVE = 0.028 * INCH
"""Left free above and below them; 0.04 in to the edge of a window (DMM 202.5)."""


def bars_of(digits: str) -> str:
    """The kinds of the bars, from left to right: 65 of the letters T, A, D and F.

    Raises:
        ValueError: the post office allows no such code.
    """
    if not is_mail_code(digits):
        raise ValueError("no such mail code is allowed")
    kinds: str = USPS_4State(digits).barcodes
    return kinds


def imb_marks(digits: str, *, left: float, top: float) -> tuple[BarsMark, ...]:
    """The bars of *digits*, `WIDTH` by `HEIGHT` points, their left top corner at *left* and *top*.

    Raises:
        ValueError: as `bars_of`.
    """
    shoulder = (HEIGHT - _TRACKER) / 2
    kinds = bars_of(digits)
    spans = {
        "F": (0.0, HEIGHT),
        "A": (0.0, shoulder + _TRACKER),
        "D": (shoulder, shoulder + _TRACKER),
        "T": (shoulder, _TRACKER),
    }
    marks = []
    for kind, (start, height) in spans.items():
        bars = tuple((left + n * PITCH, BAR) for n, one in enumerate(kinds) if one == kind)
        if bars:
            marks.append(BarsMark(top + start, height, bars))
    return tuple(marks)
