"""A sheet of paper on its way through a fax machine: printed, written on by hand, sent."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFont

DPI = 204
WIDTH, HEIGHT = 1728, 2244
"""Square pixels of a letter-size page, a fax's width across."""
LEFT, RIGHT = 130, WIDTH - 130
FINE, STANDARD = 196, 98
"""Lines to the inch of the two resolutions that fax machines have."""


@cache
def _typeface(file: str) -> bytes:
    return (files("resources") / "fonts" / "dejavu" / file).read_bytes()


@cache
def font(points: float, *, bold: bool = False, narrow: bool = False) -> ImageFont.FreeTypeFont:
    """DejaVu, the typeface that comes with the program."""
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    name = "DejaVuSansCondensed.ttf" if narrow else name
    return ImageFont.truetype(io.BytesIO(_typeface(name)), round(points * DPI / 72))


class Sheet:
    """Draws from top to bottom; `y` is the baseline of what comes next.

    Args:
        seed: Decides how a hand trembles; the same seed writes the same.
    """

    def __init__(self, seed: int) -> None:
        self.image = Image.new("L", (WIDTH, HEIGHT), 255)
        self.y = 230
        self._draw = ImageDraw.Draw(self.image)
        self._chance = random.Random(seed)  # noqa: S311  it draws letters

    def feed(self, points: float = 18) -> None:
        """Go down."""
        self.y += round(points * DPI / 72)

    def print_(self, text: str, x: int = LEFT, *, points: float = 11, bold: bool = False) -> int:
        """Print *text*, and return where it ends."""
        face = font(points, bold=bold)
        self._draw.text((x, self.y), text, font=face, fill=0, anchor="ls")
        return x + round(face.getlength(text))

    def line(self, text: str, *, points: float = 11, bold: bool = False) -> None:
        """One printed line."""
        self.print_(text, points=points, bold=bold)
        self.feed(points * 1.55)

    def rule(self, x: int = LEFT, to: int = RIGHT, *, weight: int = 2) -> None:
        """A line to write on, just under the baseline."""
        self._draw.line((x, self.y + 9, to, self.y + 9), fill=0, width=weight)

    def block(self, height: int) -> None:
        """A black beam across the page."""
        self._draw.rectangle((LEFT, self.y, RIGHT, self.y + height), fill=0)

    def write(self, letters: Sequence[str], x: int, *, points: float = 16) -> int:
        """Write as a hand does, letter by letter, and return where it ends."""
        at = float(x)
        for letter in letters:
            face = font(points * self._chance.uniform(0.94, 1.05), narrow=True)
            width = face.getlength(letter)
            if letter.strip():
                self._set_letter(letter, at, face)
            at += width * self._chance.uniform(0.9, 1.02)
        return round(at)

    def _set_letter(self, letter: str, x: float, face: ImageFont.FreeTypeFont) -> None:
        """One letter, leaning and a little off the line, in the stroke of a pen."""
        side = round(face.size * 2)
        mark = Image.new("L", (side, side), 0)
        base = (side * 0.25, side * 0.7)
        ImageDraw.Draw(mark).text(base, letter, font=face, fill=255, anchor="ls", stroke_width=1)
        lean = self._chance.uniform(0.16, 0.26)
        mark = mark.transform(
            mark.size, Image.Transform.AFFINE, (1, lean, -lean * base[1], 0, 1, 0),
            Image.Resampling.BILINEAR,
        )  # fmt: skip
        mark = mark.rotate(self._chance.uniform(-4, 4), Image.Resampling.BILINEAR, center=base)
        drop = self._chance.uniform(-3, 3)
        place = (round(x - base[0]), round(self.y - base[1] + drop))
        self.image.paste(0, place, mark)

    def header(self, sent: str, number: int, pages: int) -> None:
        """The line that the sending machine writes across the top."""
        face = font(7.5)
        self._draw.text((LEFT, 60), sent, font=face, fill=0, anchor="ls")
        self._draw.text((RIGHT, 60), f"P. {number}/{pages}", font=face, fill=0, anchor="rs")


def as_fax(sheets: Sequence[Image.Image], *, lines: int = FINE, upside_down: bool = False) -> bytes:
    """The pages as a fax server stores them: a TIFF in Group 4, in black and white."""
    pages = []
    for sheet in sheets:
        high = round(sheet.height * lines / DPI)
        page = sheet.resize((sheet.width, high), Image.Resampling.BOX)
        if upside_down:
            page = page.transpose(Image.Transpose.ROTATE_180)
        pages.append(page.point(lambda level: 255 if level > 140 else 0).convert("1"))
    written = io.BytesIO()
    pages[0].save(
        written, "TIFF", compression="group4", dpi=(DPI, lines), save_all=True,
        append_images=pages[1:],
    )  # fmt: skip
    return written.getvalue()
