"""Sheets of paper and the window envelopes they go into: where the address may stand.

All measures are in points (1/72 inch) from the top left corner of the sheet, y downwards.

The #10 figures. Envelope 9½ × 4⅛ in; window 4½ × 1⅛ in, ⅞ in from the left edge and ½ in from the
bottom edge (the common size and place of American window envelopes). A Letter sheet folded in three
is 8½ × 3⅔ in, so it can slide 1 in sideways and 0.458 in up and down. What shows in *every*
position is x 0.875 to 4.375 in and y 2.50 to 3.167 in: the address stands there. What shows in
*some* position is x 0 to 5.375 in and y 2.042 to 3.625 in: nothing else may stand there.

The DIN figures. DIN 5008 form B puts an address field of 85 × 45 mm at x 20, y 45 mm, its upper
17.7 mm for the sender's line and its lower 27.3 mm for six lines of address. A DL envelope (DIN
680: 220 × 110 mm, window 90 × 45 mm, 20 mm from the left and 15 mm from the bottom) leaves 10 and 5
mm of play around a sheet folded at 105 and 210 mm.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.documents.medium import FAX, PAPER, Medium

INCH = 72.0
MM = 72.0 / 25.4


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle, from its left top to its right bottom corner, in points."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From edge to edge, in points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From edge to edge, in points."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Stationery:
    """One size of paper with the envelope it goes into, or with none where it is faxed.

    Attributes:
        key: Name for settings.
        media: What a printer calls this size.
        window: What shows through the window wherever the sheet has slid to.
        address: Where the lines of the address stand, inside `window`.
        clear: What may show through the window; nothing but the address stands there.
        sender_line: Baseline of the small line with the sender above the address, None for none.
        side: Left edge of the column beside the window (date, order number, barcode).
        body_top: Where the text of the first page begins, under the window.
        folds: Heights at which the sheet is folded.
        envelope: What the envelope is called.
        medium: What the sheet is made for; of one to be faxed the window says nothing.
    """

    key: str
    media: str
    width: float
    height: float
    left: float
    right: float
    bottom: float
    window: Rect
    address: Rect
    clear: Rect
    sender_line: float | None
    side: float
    body_top: float
    folds: tuple[float, float]
    envelope: str
    medium: Medium = PAPER


LETTER = Stationery(
    key="letter-10",
    media="Letter",
    width=8.5 * INCH,
    height=11 * INCH,
    left=1.0 * INCH,
    right=7.5 * INCH,
    bottom=11 * INCH - 46,
    window=Rect(0.875 * INCH, 2.5 * INCH, 4.375 * INCH, (11 / 3 - 0.5) * INCH),
    # an eighth of an inch at the sides (postal rule for windows), a twenty-fifth above and below
    address=Rect(1.0 * INCH, 2.54 * INCH, 4.25 * INCH, (11 / 3 - 0.54) * INCH),
    clear=Rect(0.0, (11 / 3 - 1.625) * INCH, 5.375 * INCH, (4.125 - 0.5) * INCH),
    sender_line=None,
    side=5.5 * INCH,
    body_top=3.72 * INCH,
    folds=(11 / 3 * INCH, 22 / 3 * INCH),
    envelope="#10",
)

DIN_B = Stationery(
    key="a4-din5008b",
    media="A4",
    width=210 * MM,
    height=297 * MM,
    left=25 * MM,
    right=190 * MM,
    bottom=297 * MM - 46,
    window=Rect(20 * MM, 50 * MM, 100 * MM, 90 * MM),
    address=Rect(25 * MM, 62.7 * MM, 98 * MM, 89 * MM),
    clear=Rect(10 * MM, 45 * MM, 110 * MM, 95 * MM),
    sender_line=60.5 * MM,
    side=125 * MM,
    body_top=100 * MM,
    folds=(105 * MM, 210 * MM),
    envelope="DL",
)

LETTER_FAX = replace(
    LETTER,
    key="letter-fax",
    left=0.75 * INCH,
    right=7.75 * INCH,
    bottom=11 * INCH - 58,
    side=4.9 * INCH,
    medium=FAX,
)

A4_FAX = replace(
    DIN_B,
    key="a4-fax",
    left=19 * MM,
    right=191 * MM,
    bottom=297 * MM - 58,
    sender_line=None,
    side=120 * MM,
    medium=FAX,
)

_LETTER_COUNTRIES = frozenset({"US", "CA"})


def stationery_for(country: str, medium: Medium = PAPER) -> Stationery:
    """The paper a shop in *country* (ISO 3166, two letters) has in its printers, or faxes."""
    letter = uses_letter(country)
    if medium is FAX:
        return LETTER_FAX if letter else A4_FAX
    return LETTER if letter else DIN_B


def uses_letter(country: str) -> bool:
    """Whether paper and envelopes in *country* are American ones."""
    return country.upper() in _LETTER_COUNTRIES


def stationery_of_size(width: float, height: float) -> Stationery | None:
    """The paper whose sheet is *width* by *height* points, within half a millimetre."""
    for sheet in (LETTER, DIN_B):
        if abs(sheet.width - width) < MM / 2 and abs(sheet.height - height) < MM / 2:
            return sheet
    return None
