"""Where a stored page, its boxes and the screen meet. No pixels and no widgets.

Three spaces: *stored* pixels, in which boxes are kept; *upright* pixels, the stored page turned so that
it can be read; and the *view*, in logical pixels of the screen, whose proportions are those of the paper
because a standard-resolution fax has half as many pixels down as across.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from desktop.fax.boxes import Box, BoxReason
from desktop.fax.page_size import PageSize


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle by its edges: left and top inside, right and bottom just outside."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """The point in its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x < self.right and self.top <= y < self.bottom

    def meets(self, other: Area) -> bool:
        """Whether the two share a point."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def moved(self, x: float, y: float) -> Area:
        """The same elsewhere."""
        return Area(self.left + x, self.top + y, self.right + x, self.bottom + y)

    def scaled(self, x: float, y: float) -> Area:
        """With every edge multiplied."""
        return Area(self.left * x, self.top * y, self.right * x, self.bottom * y)


def area_of(box: Box) -> Area:
    """The stored pixels of *box*."""
    return Area(box.x, box.y, box.x + box.width, box.y + box.height)


def box_of(area: Area, *, page: int, size: PageSize, reason: BoxReason) -> Box:
    """The box over all stored pixels that *area* touches, kept on the page; one pixel at least."""
    left = min(max(0, math.floor(area.left)), size.width - 1)
    top = min(max(0, math.floor(area.top)), size.height - 1)
    right = max(left + 1, min(size.width, math.ceil(area.right)))
    bottom = max(top + 1, min(size.height, math.ceil(area.bottom)))
    return Box(page=page, x=left, y=top, width=right - left, height=bottom - top, reason=reason)


def upright_size(size: PageSize) -> tuple[int, int]:
    """Width and height once the page is turned."""
    lies = size.rotation in (90, 270)
    return (size.height, size.width) if lies else (size.width, size.height)


def upright_dpi(size: PageSize) -> tuple[int, int]:
    """Pixels an inch across and down once the page is turned."""
    lies = size.rotation in (90, 270)
    return (size.dpi_y, size.dpi_x) if lies else (size.dpi_x, size.dpi_y)


def to_upright(area: Area, size: PageSize) -> Area:
    """A stored area on the turned page."""
    width, height = size.width, size.height
    if size.rotation == 90:
        return Area(height - area.bottom, area.left, height - area.top, area.right)
    if size.rotation == 180:
        return Area(width - area.right, height - area.bottom, width - area.left, height - area.top)
    if size.rotation == 270:
        return Area(area.top, width - area.right, area.bottom, width - area.left)
    return area


def to_stored(area: Area, size: PageSize) -> Area:
    """An area of the turned page on the stored one."""
    width, height = size.width, size.height
    if size.rotation == 90:
        return Area(area.top, height - area.right, area.bottom, height - area.left)
    if size.rotation == 180:
        return Area(width - area.right, height - area.bottom, width - area.left, height - area.top)
    if size.rotation == 270:
        return Area(width - area.bottom, area.left, width - area.top, area.right)
    return area


def kept_on_page(area: Area, size: PageSize) -> Area:
    """*area*, in upright pixels, pushed back where it hangs over the page's edge."""
    width, height = upright_size(size)
    x = max(0.0, -area.left) or min(0.0, width - area.right)
    y = max(0.0, -area.top) or min(0.0, height - area.bottom)
    pushed = area.moved(x, y)
    return Area(
        max(0.0, pushed.left),
        max(0.0, pushed.top),
        min(width, pushed.right),
        min(height, pushed.bottom),
    )


@dataclass(frozen=True, slots=True)
class Lens:
    """How one page is seen: the page as it is turned, and logical screen pixels for an inch."""

    size: PageSize
    pixels_per_inch: float

    @property
    def scale(self) -> tuple[float, float]:
        """Logical screen pixels for an upright pixel, across and down."""
        dpi_x, dpi_y = upright_dpi(self.size)
        return self.pixels_per_inch / dpi_x, self.pixels_per_inch / dpi_y

    @property
    def extent(self) -> tuple[float, float]:
        """Width and height of the page on the screen."""
        width, height = upright_size(self.size)
        x, y = self.scale
        return width * x, height * y

    def to_view(self, area: Area) -> Area:
        """A stored area on the screen, from the page's top left corner."""
        return to_upright(area, self.size).scaled(*self.scale)

    def to_upright(self, area: Area) -> Area:
        """An area of the screen in upright pixels."""
        x, y = self.scale
        return area.scaled(1 / x, 1 / y)

    def to_stored(self, area: Area) -> Area:
        """An area of the screen in stored pixels."""
        return to_stored(self.to_upright(area), self.size)


def inches_across(size: PageSize) -> float:
    """How wide the turned page is on paper."""
    return upright_size(size)[0] / upright_dpi(size)[0]
