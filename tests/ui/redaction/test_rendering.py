"""What goes to the screen is black under every box, in any part and at any zoom."""

from __future__ import annotations

from dataclasses import replace

import numpy
import pytest
from PIL import Image

from desktop.fax.boxes import Box, BoxReason
from desktop.fax.page_size import PageSize
from ui.redaction.geometry import Area, Lens, area_of
from ui.redaction.rendering import blackened, picture

SIZE = PageSize(width=1728, height=1078, dpi_x=204, dpi_y=98)
BOX = Box(page=1, x=400, y=300, width=500, height=40, reason=BoxReason.CARD_NUMBER)


def page() -> Image.Image:
    """Grey everywhere and white exactly under the box: white on the screen is what leaks."""
    image = Image.new("L", (SIZE.width, SIZE.height), 128)
    image.paste(255, (BOX.x, BOX.y, BOX.x + BOX.width, BOX.y + BOX.height))
    return image


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("inch", [33.3, 60.0, 97.7, 310.0])
@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_nothing_under_a_box_reaches_the_screen(rotation: int, inch: float, ratio: float) -> None:
    lens = Lens(replace(SIZE, rotation=rotation), inch)
    around = lens.to_view(area_of(BOX))
    view = Area(around.left - 40.3, around.top - 30.7, around.right + 20, around.bottom + 25)
    made = picture(blackened(page(), [BOX]), lens, view, ratio)
    grey = numpy.frombuffer(made.grey, numpy.uint8).reshape(made.height, made.width)
    assert grey.max() <= 128
    assert grey.min() == 0
    # The same without the box: this would find what leaks.
    bare = picture(blackened(page(), []), lens, view, ratio)
    assert max(bare.grey) == 255


def test_a_part_off_the_page_is_left_out() -> None:
    lens = Lens(SIZE, 60)
    made = picture(blackened(page(), []), lens, Area(-50, -50, 5000, 40), 1.0)
    assert made.area == Area(0, 0, lens.extent[0], 40)
    assert len(made.grey) == made.width * made.height
