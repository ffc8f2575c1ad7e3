"""Blackening for good: new pixels, made of the old ones, in which nothing is left under a box.

The window draws what it shows with the same function that makes what is kept.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

from PIL import Image

from desktop.fax.boxes import Box
from desktop.fax.page_size import PageSize
from ui.redaction.burnt_size import THUMB
from ui.redaction.geometry import upright_dpi
from ui.redaction.request import RedactedPage

_TURN = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
"""Pillow counts against the clock; stored rotations count with it."""


def burnt(image: Image.Image, boxes: Iterable[Box]) -> Image.Image:
    """A new image of the same pixels with every box of *boxes* filled with black.

    It is made of pixels alone: no alpha, no comment and no other chunk of the file comes along.

    Raises:
        ValueError: *image* is neither black and white nor grey.
    """
    if image.mode not in ("1", "L"):
        raise ValueError("a page is black and white or grey")
    fresh = Image.frombytes(image.mode, image.size, image.tobytes())
    for box in boxes:
        right = min(box.x + box.width, image.width)
        bottom = min(box.y + box.height, image.height)
        if box.x < right and box.y < bottom:
            fresh.paste(0, (box.x, box.y, right, bottom))
    return fresh


def turned(image: Image.Image, rotation: int) -> Image.Image:
    """*image* turned clockwise by *rotation* degrees, a multiple of 90."""
    return image.transpose(_TURN[rotation]) if rotation else image


def redacted(
    image: Image.Image, boxes: Iterable[Box], *, number: int, size: PageSize
) -> RedactedPage:
    """Page *number* as it is kept: burnt, upright, with a thumbnail of what is kept.

    Args:
        image: The stored page.
        boxes: Of this page.
        number: Which page, from 1.
        size: The page's size; `rotation` makes it upright.
    """
    kept = turned(burnt(image, boxes), size.rotation)
    dpi_x, dpi_y = upright_dpi(size)
    return RedactedPage(
        number=number,
        width=kept.width,
        height=kept.height,
        dpi_x=dpi_x,
        dpi_y=dpi_y,
        image=_png(kept),
        thumb=_png(thumbnail(kept, dpi_x=dpi_x, dpi_y=dpi_y)),
    )


def thumbnail(kept: Image.Image, *, dpi_x: int, dpi_y: int) -> Image.Image:
    """*kept* made small, in the proportions of the paper."""
    across, down = kept.width / dpi_x, kept.height / dpi_y
    factor = min(THUMB[0] / across, THUMB[1] / down)
    width, height = max(1, round(across * factor)), max(1, round(down * factor))
    return kept.convert("L").resize((width, height), Image.Resampling.BOX)


def _png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
