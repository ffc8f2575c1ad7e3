"""Paper to draw fax pages on, which knows the place of every card number that is put on it.

The numbers are put together from an issuer's prefix, chance and a Luhn digit; none is written out.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from PIL import Image, ImageDraw, ImageFont

from desktop.fax.boxes import Box, BoxReason
from desktop.fax.page_size import PageSize
from tests.models import card_like

DPI = 204
WIDTH, HEIGHT = 1728, 2244
LEFT = 130
SANS, SERIF, MONO = "DejaVuSans.ttf", "DejaVuSerif.ttf", "DejaVuSansMono.ttf"
COURIER, HELVETICA, TIMES = (
    "NimbusMonoPS-Regular.otf",
    "NimbusSans-Regular.otf",
    "NimbusRoman-Regular.otf",
)
HANDWRITING = "Z003-MediumItalic.otf"
GROUPINGS = ("4 4 4 4", "solid", "dashes", "4 6 5")
ISSUERS = (("4", 16), ("51", 16), ("55", 16), ("6011", 16), ("2221", 16), ("65", 16))

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def has_font(name: str) -> bool:
    """Whether this machine has it."""
    try:
        ImageFont.truetype(name, 20)
    except OSError:
        return False
    return True


@dataclass(frozen=True)
class Truth:
    """Where something to be blacked out really is.

    Attributes:
        ink: The pixels of it.
        line: The band between the lines above and below, in which its box has to stay.
    """

    reason: BoxReason
    ink: Rectangle
    line: tuple[float, float]
    written: bool = False
    """By hand, as far as a typeface can look so."""


@dataclass(frozen=True)
class FaxPage:
    """A page as it arrives, and what is on it."""

    name: str
    image: Image.Image
    size: PageSize
    truths: tuple[Truth, ...]

    def numbers(self) -> tuple[Truth, ...]:
        """The card numbers."""
        return tuple(t for t in self.truths if t.reason is BoxReason.CARD_NUMBER)


def covers(box: Box, ink: Rectangle) -> bool:
    """Whether *box* leaves nothing of *ink* to be seen."""
    left, top, right, bottom = ink
    return (
        box.x <= left
        and box.y <= top
        and box.x + box.width >= right
        and box.y + box.height >= bottom
    )


def touches(box: Box, ink: Rectangle) -> bool:
    """Whether *box* covers any of *ink*."""
    left, top, right, bottom = ink
    across = min(box.x + box.width, right) - max(box.x, left)
    down = min(box.y + box.height, bottom) - max(box.y, top)
    return across > 0 and down > 0


def within(box: Box, line: tuple[float, float]) -> bool:
    """Whether *box* stays in its line."""
    return box.y >= line[0] and box.y + box.height <= line[1]


def card_number(chance: random.Random, grouping: str) -> str:
    """A made-up number as people write it; "4 6 5" is an American Express number."""
    if grouping == "4 6 5":
        digits = card_like.number(chance, chance.choice(("34", "37")), 15)
        return f"{digits[:4]} {digits[4:10]} {digits[10:]}"
    digits = card_like.number(chance, *chance.choice(ISSUERS))
    if grouping == "solid":
        return digits
    groups = [digits[at : at + 4] for at in range(0, 16, 4)]
    return {"4 4 4 4": " ", "dashes": "-", "wide": "   "}[grouping].join(groups)


def expiry(chance: random.Random) -> str:
    """A made-up expiry date."""
    return f"{chance.randint(1, 12):02d}/{chance.randint(27, 33)}"


@dataclass
class Sheet:
    """A page while it is drawn, in square pixels of 204 to the inch, in grey."""

    typeface: str
    points: float
    spacing: float = 1.5
    """Lines' pitch, in sizes of the type."""
    image: Image.Image = field(init=False)
    y: float = 120
    truths: list[Truth] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.image = Image.new("L", (WIDTH, HEIGHT), 255)
        self._draw = ImageDraw.Draw(self.image)

    @property
    def pitch(self) -> float:
        """Pixels from line to line."""
        return self.points * DPI / 72 * self.spacing

    def feed(self, lines: float = 1) -> None:
        """Go down."""
        self.y += self.pitch * lines

    def put(
        self,
        text: str,
        x: float = LEFT,
        *,
        reason: BoxReason | None = None,
        typeface: str | None = None,
        points: float | None = None,
        raised: float = 0,
    ) -> float:
        """Draw *text* on the current line, and return where it ends."""
        face = typeface or self.typeface
        font = ImageFont.truetype(face, round((points or self.points) * DPI / 72))
        baseline = self.y + self.pitch * 0.7 - raised
        self._draw.text((x, baseline), text, font=font, fill=0, anchor="ls")
        left, top, right, bottom = self._draw.textbbox((x, baseline), text, font=font, anchor="ls")
        if reason is not None:
            line = (self.y - self.pitch * 0.2, self.y + self.pitch * 1.1)
            written = face == HANDWRITING
            self.truths.append(Truth(reason, (left, top, right, bottom), line, written))
        return float(right)

    def write(self, text: str, x: float = LEFT) -> None:
        """One ordinary line."""
        self.put(text, x)
        self.feed()

    def scrawl(
        self, chance: random.Random, x: float, count: int, *, gaps: bool, reason: BoxReason
    ) -> None:
        """Draw *count* signs as a hurried hand does, each of a few crooked strokes."""
        height, left = self.points * DPI / 72 * 0.95, x
        bottom = self.y + self.pitch * 0.75
        points: list[tuple[float, float]] = []
        for place in range(count):
            x += height * 0.5 if gaps and place and place % 4 == 0 else 0
            stroke = [
                (x + chance.random() * height * 0.55, bottom - chance.random() * height)
                for _ in range(chance.randint(4, 6))
            ]
            self._draw.line(stroke, fill=0, width=4, joint="curve")
            points += stroke
            x += height * 0.72
        ys = [y for _, y in points]
        right = max(x for x, _ in points)
        line = (self.y - self.pitch * 0.2, self.y + self.pitch * 1.1)
        ink = (min(left, *(x for x, _ in points)), min(ys) - 2, right + 2, max(ys) + 2)
        self.truths.append(Truth(reason, ink, line, written=True))

    def rule(self, x: float, to: float) -> None:
        """The line of a form on which people write."""
        y = self.y + self.pitch * 0.78
        self._draw.line((x, y, to, y), fill=0, width=2)

    def frame(self, left: float, right: float) -> None:
        """A cell of a table, as high as a line."""
        top = self.y - self.pitch * 0.05
        self._draw.rectangle((left, top, right, top + self.pitch), outline=0, width=2)

    def done(self, name: str) -> FaxPage:
        """The page so far."""
        size = PageSize(width=WIDTH, height=HEIGHT, dpi_x=DPI, dpi_y=DPI)
        return FaxPage(name, self.image, size, tuple(self.truths))
