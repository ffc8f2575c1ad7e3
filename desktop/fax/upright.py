"""A page made ready to be read: clean, in square pixels, upright and straight; and the way back.

Everything that is found is found in these pixels, and told in the stored image's own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray
from PIL import Image

from desktop.fax.page_size import FAX_DPI

Pixels = NDArray[numpy.uint8]

DARK = 128
_MOST_PIXELS = 50_000_000
_SKEWS = numpy.arange(-4.0, 4.01, 0.25)
"""Degrees that a page is tried at. Feeders draw in askew by one or two."""
_LEAST_SKEW = 0.3
"""Less moves no line into its neighbour."""
_SKEW_DPI = 80
_SPECK = 4
"""Dark pixels in a square of five by five that are no part of a letter."""

_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
"""Degrees clockwise, as Pillow says them (it turns the other way)."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """From left to right and top to bottom, in some picture's pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """Down."""
        return self.bottom - self.top

    def joined(self, other: Rectangle) -> Rectangle:
        """The smallest one around both."""
        return Rectangle(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def overlap(self, other: Rectangle) -> tuple[float, float]:
        """How much they share across and down; negative where they are apart."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across, down


@dataclass(frozen=True)
class Upright:
    """A page turned by `rotation` degrees clockwise and straightened.

    Attributes:
        image: Grey, square pixels of `dpi` to the inch.
    """

    image: Image.Image
    dpi: int
    rotation: int
    _skew: float
    _stored: tuple[int, int]
    _scaled: tuple[int, int]

    def to_stored(self, found: Rectangle) -> Rectangle:
        """Where *found* lies in the stored image; the smallest upright rectangle around it."""
        corners = [
            self._point(x, y) for x in (found.left, found.right) for y in (found.top, found.bottom)
        ]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return Rectangle(min(xs), min(ys), max(xs), max(ys))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        wide, high = self.image.size
        angle = math.radians(self._skew)
        dx, dy = x - wide / 2, y - high / 2
        x = math.cos(angle) * dx - math.sin(angle) * dy + wide / 2
        y = math.sin(angle) * dx + math.cos(angle) * dy + high / 2
        scaled_wide, scaled_high = self._scaled
        if self.rotation == 90:
            x, y = y, scaled_high - x
        elif self.rotation == 180:
            x, y = scaled_wide - x, scaled_high - y
        elif self.rotation == 270:
            x, y = scaled_wide - y, x
        return x * self._stored[0] / scaled_wide, y * self._stored[1] / scaled_high


class Preparation:
    """One stored page, cleaned and scaled once, and then turned as often as is asked for."""

    def __init__(self, image: Image.Image, dpi_x: int, dpi_y: int) -> None:
        self._stored = image.size
        clean = _without_specks(image.convert("L"))
        self.dpi = FAX_DPI
        wide, high = self._scaled_sides(dpi_x, dpi_y)
        if wide * high > _MOST_PIXELS:
            self.dpi = max(1, int(self.dpi * math.sqrt(_MOST_PIXELS / (wide * high))))
            wide, high = self._scaled_sides(dpi_x, dpi_y)
        self._scaled = clean
        if (wide, high) != clean.size:
            self._scaled = clean.resize((wide, high), Image.Resampling.BICUBIC, reducing_gap=2.0)
        dark = self._scaled.reduce(max(1, round(self.dpi / _SKEW_DPI)))
        rows, columns = numpy.nonzero(numpy.asarray(dark) < DARK + 60)
        self.is_blank = bool(len(rows) < 20)
        across, self._skew_across = _straightest(columns, rows)
        down, self._skew_down = _straightest(rows, columns)
        self.lies_on_its_side = bool(down > across * 1.15)

    def _scaled_sides(self, dpi_x: int, dpi_y: int) -> tuple[int, int]:
        wide, high = self._stored
        return max(1, round(wide * self.dpi / dpi_x)), max(1, round(high * self.dpi / dpi_y))

    def upright(self, rotation: int) -> Upright:
        """The page turned by *rotation* degrees clockwise, and straightened."""
        image = self._scaled.transpose(_TURNS[rotation]) if rotation else self._scaled
        skew = -self._skew_down if rotation in (90, 270) else self._skew_across
        if abs(skew) < _LEAST_SKEW:
            skew = 0.0
        else:
            image = image.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255)
        return Upright(
            image=image,
            dpi=self.dpi,
            rotation=rotation,
            _skew=skew,
            _stored=self._stored,
            _scaled=self._scaled.size,
        )


def _straightest(along: NDArray[numpy.intp], across: NDArray[numpy.intp]) -> tuple[float, float]:
    """How sharply dark pixels fall into lines, and at which angle they do so most.

    Degrees; positive where lines go down to the right.
    """
    if not len(along):
        return 0.0, 0.0
    best, angle = -1.0, 0.0
    for degrees in sorted(_SKEWS, key=abs):
        moved = across - along * math.tan(math.radians(degrees))
        counts = numpy.bincount((moved - moved.min()).astype(numpy.intp)).astype(numpy.float64)
        sharpness = float(numpy.square(numpy.diff(counts)).sum()) / len(along)
        if sharpness > best * 1.02:
            best, angle = sharpness, float(degrees)
    return best, angle


def _without_specks(image: Image.Image) -> Image.Image:
    """Take out dark dots on white and white dots in dark that are too small for any letter."""
    pixels = numpy.asarray(image)
    if min(pixels.shape) < 8:
        return image
    dark = pixels < DARK
    around = _sums_of_five(dark)
    specks = dark & (around <= _SPECK)
    holes = ~dark & (around >= 25 - 2)
    if not specks.any() and not holes.any():
        return image
    cleaned = pixels.copy()
    cleaned[specks] = 255
    cleaned[holes] = 0
    return Image.fromarray(cleaned)


def _sums_of_five(dark: NDArray[numpy.bool_]) -> NDArray[numpy.uint8]:
    """For each pixel, how many in the square of five by five around it are dark."""
    high, wide = dark.shape
    padded = numpy.zeros((high + 4, wide + 4), dtype=numpy.uint8)
    padded[2:-2, 2:-2] = dark
    rows = padded[:high] + padded[1 : high + 1]
    for shift in range(2, 5):
        rows += padded[shift : high + shift]
    sums: Pixels = rows[:, :wide] + rows[:, 1 : wide + 1]
    for shift in range(2, 5):
        sums += rows[:, shift : wide + shift]
    return sums
