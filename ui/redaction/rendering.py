"""The visible part of a page, made for the screen out of burnt pixels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from desktop.fax.boxes import Box
from ui.redaction.burning import burnt, turned
from ui.redaction.geometry import Area, Lens, to_stored


@dataclass(frozen=True, slots=True)
class Picture:
    """Grey pixels for a part of the view.

    Attributes:
        area: Which part, in logical pixels from the page's top left corner.
        width: In pixels of the screen.
        height: In pixels of the screen.
        grey: A byte for each pixel, row after row.
    """

    area: Area
    width: int
    height: int
    grey: bytes


def blackened(page: Image.Image, boxes: Sequence[Box]) -> Image.Image:
    """The grey page that pictures are made of: what is under *boxes* is not in it."""
    return burnt(page, boxes).convert("L")


def picture(page: Image.Image, lens: Lens, area: Area, ratio: float) -> Picture:
    """*area* of the view, as seen through *lens*.

    Args:
        page: A page that `blackened` made.
        lens: Size, rotation and zoom.
        area: In logical pixels; what lies off the page is left out.
        ratio: Pixels of the screen for a logical one.
    """
    across, down = lens.extent
    area = Area(
        max(0, math.floor(area.left)),
        max(0, math.floor(area.top)),
        min(across, math.ceil(area.right)),
        min(down, math.ceil(area.bottom)),
    )
    width = max(1, round(area.width * ratio))
    height = max(1, round(area.height * ratio))
    part = to_stored(lens.to_upright(area), lens.size)
    part = Area(
        max(0.0, part.left),
        max(0.0, part.top),
        min(float(page.width), part.right),
        min(float(page.height), part.bottom),
    )
    lies = lens.size.rotation in (90, 270)
    small = page.resize(
        (height, width) if lies else (width, height),
        Image.Resampling.BILINEAR,
        box=(part.left, part.top, part.right, part.bottom),
    )
    shown = turned(small, lens.size.rotation)
    return Picture(area=area, width=shown.width, height=shown.height, grey=shown.tobytes())
