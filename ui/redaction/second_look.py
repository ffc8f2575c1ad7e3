"""The machine's second look: at what is about to be kept, after it was burnt."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from desktop.fax.boxes import Box, BoxReason
from desktop.fax.page_size import PageSize
from desktop.fax.reading import Damage, read_file
from ui.redaction.geometry import area_of, box_of, to_stored, upright_dpi

_SECONDS_A_PAGE = 60.0


@dataclass(frozen=True, slots=True)
class Sight:
    """What the machine saw on one burnt page.

    Attributes:
        boxes: Card numbers that still stand there, in the stored page's pixels.
        looked: False where it could not look.
    """

    boxes: tuple[Box, ...]
    looked: bool


Look = Callable[[Image.Image, int, PageSize, Callable[[], bool]], Sight]
"""`look_again`, or what a test has in its place."""


def look_again(
    kept: Image.Image, number: int, size: PageSize, is_cancelled: Callable[[], bool]
) -> Sight:
    """Have the page reader look at one page that is about to be kept.

    A proposal that rests on a printed word is not repeated: the word itself stays readable on the
    page, and would be found for ever.

    Args:
        kept: The burnt page, upright.
        number: Which page it is.
        size: Of the stored page, with its rotation.
        is_cancelled: Asked now and then; True ends it early.
    """
    reading = read_file(_file_of(kept, size), is_cancelled=is_cancelled, seconds=_SECONDS_A_PAGE)
    if isinstance(reading, Damage):
        return Sight(boxes=(), looked=False)
    found = [box for box in reading.boxes if box.reason is BoxReason.CARD_NUMBER]
    return Sight(boxes=tuple(_stored(box, number, size) for box in found), looked=reading.looked)


def _stored(box: Box, number: int, size: PageSize) -> Box:
    return box_of(to_stored(area_of(box), size), page=number, size=size, reason=box.reason)


def _file_of(kept: Image.Image, size: PageSize) -> bytes:
    file = io.BytesIO()
    packing = "group4" if kept.mode == "1" else "tiff_lzw"
    kept.save(file, "TIFF", compression=packing, dpi=upright_dpi(size))
    return file.getvalue()
