"""What a paper is made for: a printer and an envelope, or a fax machine.

A fax machine sends black and white only, 204 by 196 or 98 dots to the inch, and prints its own line
over the top edge. So a faxed paper has no grey and no tint, no line that could fall between two
rows of dots, nothing small, and half an inch free at every edge.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Medium:
    """Sizes of type, what ink can do, and where the frame of a page stands. Measures in points.

    Attributes:
        body: Size of running text.
        small: Size of labels, and of what stands in the head and the foot.
        least: Nothing is set smaller, however little room there is.
        greys: It shows greys and tints; else all ink is black.
        hairline: No rule is thinner.
        folded: It goes into an envelope with a window, which decides where the address stands.
        band_top: Top of the band over practice pages.
        band_inset: From each side edge to that band.
        head_top: Top of the letterhead.
        later_top: Where the text of later pages begins.
        foot: From the bottom edge up to the baseline of the foot.
    """

    body: float
    small: float
    least: float
    greys: bool
    hairline: float
    folded: bool
    band_top: float
    band_inset: float
    head_top: float
    later_top: float
    foot: float


PAPER = Medium(
    body=9.0,
    small=8.0,
    least=5.0,
    greys=True,
    hairline=0.0,
    folded=True,
    band_top=20.0,
    band_inset=26.0,  # office printers leave up to 6 mm of each edge blank
    head_top=58.0,
    later_top=92.0,
    foot=33.0,
)

FAX = Medium(
    body=10.0,
    small=9.0,
    least=9.0,
    greys=False,
    hairline=0.75,  # two rows of dots at 196 to the inch, so one is left at 98
    folded=False,
    band_top=38.0,
    band_inset=40.0,
    head_top=74.0,
    later_top=104.0,
    foot=42.0,
)
