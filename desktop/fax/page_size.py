"""How large a page is, in the stored image's own pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FAX_DPI = 204
"""Across, of every fax; also what PDF pages are rendered at."""
TURNS = (0, 90, 180, 270)
_LEAST_DPI, _MOST_DPI = 20, 2400
_MOST_SIDE = 1_000_000


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page as it is stored: a standard-resolution fax has about half as many pixels down as across.

    Attributes:
        rotation: Degrees clockwise by which the stored page has to be turned to be read upright; 0
            where nobody has looked. Boxes never follow it: they lie in the stored image.
    """

    width: int
    height: int
    dpi_x: int
    dpi_y: int
    rotation: int = 0

    def to_record(self) -> dict[str, Any]:
        """As JSON: what crosses between processes, and what is stored."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> PageSize:
        """The size in a record.

        Raises:
            ValueError: it is none: a part is missing, is no whole number, or makes no sense.
        """
        parts: list[int] = []
        for name in cls.__slots__:
            part = record.get(name)
            if not isinstance(part, int) or isinstance(part, bool):
                words = "a part of the page's size is no whole number"
                raise ValueError(words)  # noqa: TRY004  (a bad record, whatever is wrong with it)
            parts.append(part)
        size = cls(*parts)
        sides_fit = 1 <= size.width <= _MOST_SIDE and 1 <= size.height <= _MOST_SIDE
        if not sides_fit or size.rotation not in TURNS or min(size.dpi_x, size.dpi_y) < 1:
            raise ValueError("the page's size makes no sense")
        return size


def dpi_or_guess(x: float, y: float, *, width: int, height: int) -> tuple[int, int]:
    """The resolution that a file names, or what a fax of that shape has where it names none."""
    known = all(_LEAST_DPI <= dpi <= _MOST_DPI for dpi in (x, y))
    if known and 0.25 <= x / y <= 4:
        return round(x), round(y)
    # Fax machines have 1728 pixels across; fewer than 1400 lines is A4 in standard resolution.
    is_fax = width in (1728, 2048, 2432)
    return FAX_DPI, (98 if height < 1400 else 196) if is_fax else FAX_DPI
