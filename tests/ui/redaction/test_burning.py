"""What is kept has nothing under its boxes, and nothing beside its pixels."""

from __future__ import annotations

import io
import random
from dataclasses import replace

import numpy
import pytest
from PIL import Image, PngImagePlugin

from desktop.fax.boxes import Box, BoxReason
from tests.desktop.fax import pages, paper
from ui.redaction.burning import burnt, redacted, thumbnail, turned
from ui.redaction.geometry import area_of, to_upright
from ui.redaction.png_check import plain_size


def fax(*, standard: bool = False) -> paper.FaxPage:
    form = pages.typed_form(random.Random(7), paper.SANS, 11, "4 4 4 4")
    return pages.standard(form) if standard else pages.fine(form)


def box_over(page: paper.FaxPage) -> Box:
    left, top, right, bottom = (round(edge) for edge in page.numbers()[0].ink)
    return Box(
        page=1,
        x=left - 4,
        y=top - 3,
        width=right - left + 8,
        height=bottom - top + 6,
        reason=BoxReason.CARD_NUMBER,
    )


def opened(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    image.load()
    return image


@pytest.mark.parametrize("mode", ["1", "L"])
def test_every_pixel_under_a_box_is_black_and_every_other_as_it_was(mode: str) -> None:
    page = fax()
    image, box = page.image.convert(mode), box_over(page)
    was = numpy.array(image.convert("L"))
    under = numpy.zeros(was.shape, dtype=bool)
    under[box.y : box.y + box.height, box.x : box.x + box.width] = True
    assert len(numpy.unique(was[under])) > 1  # something stands there
    now = numpy.array(burnt(image, [box]).convert("L"))
    assert (now[under] == 0).all()
    assert (now[~under] == was[~under]).all()
    assert (numpy.array(image.convert("L")) == was).all()


def test_a_box_that_hangs_over_the_edge_is_burnt_as_far_as_the_page_goes() -> None:
    image = Image.new("1", (40, 30), 1)
    box = Box(page=1, x=30, y=20, width=100, height=100, reason=BoxReason.DRAWN)
    now = numpy.array(burnt(image, [box]))
    assert not now[20:, 30:].any()
    assert now[:20].all()
    assert now[:, :30].all()
    beyond = Box(page=1, x=300, y=20, width=100, height=100, reason=BoxReason.DRAWN)
    assert numpy.array(burnt(image, [beyond])).all()


def test_a_page_of_any_other_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="black and white or grey"):
        burnt(Image.new("RGBA", (4, 4)), [])


@pytest.mark.parametrize(("mode", "depth"), [("1", 1), ("L", 8)])
def test_what_is_kept_holds_pixels_and_nothing_else(mode: str, depth: int) -> None:
    page = fax()
    source = page.image.convert(mode)
    source.info["dpi"] = (204, 196)
    source.info["comment"] = b"whatever"
    source.getexif()[270] = "a description"
    kept = redacted(source, [box_over(page)], number=3, size=page.size)
    assert plain_size(kept.image) == (kept.width, kept.height) == source.size
    assert (kept.number, kept.dpi_x, kept.dpi_y) == (3, 204, 196)
    image = opened(kept.image)
    assert (image.mode, image.info) == (mode, {})
    assert kept.image[24] == depth
    assert len(image.getexif()) == 0


def test_the_check_finds_what_does_not_belong_there() -> None:
    image, file = Image.new("L", (4, 4)), io.BytesIO()
    notes = PngImagePlugin.PngInfo()
    notes.add_text("note", "words")
    image.save(file, "PNG", pnginfo=notes)
    with pytest.raises(ValueError, match="other things"):
        plain_size(file.getvalue())
    for mode in ("RGB", "LA", "P", "RGBA"):
        file = io.BytesIO()
        Image.new(mode, (4, 4)).save(file, "PNG")
        with pytest.raises(ValueError, match=r"not grey|other things"):
            plain_size(file.getvalue())
    file = io.BytesIO()
    image.save(file, "PNG")
    for wrong in (file.getvalue() + b"tail", file.getvalue()[:-9], b"GIF89a", b""):
        with pytest.raises(ValueError):
            plain_size(wrong)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("standard", [False, True])
def test_the_kept_page_is_upright_and_so_is_its_box(rotation: int, standard: bool) -> None:
    page = fax(standard=standard)
    box = box_over(page)
    size = replace(page.size, rotation=rotation)
    kept = redacted(page.image, [box], number=1, size=size)
    pixels = numpy.array(opened(kept.image).convert("L"))
    area = to_upright(area_of(box), size)
    part = pixels[round(area.top) : round(area.bottom), round(area.left) : round(area.right)]
    assert part.size == box.width * box.height
    assert (part == 0).all()
    back = turned(opened(kept.image), (360 - rotation) % 360)
    assert list(back.tobytes()) == list(burnt(page.image, [box]).tobytes())
    if rotation in (90, 270):
        assert (kept.dpi_x, kept.dpi_y) == (page.size.dpi_y, page.size.dpi_x)


def test_the_thumbnail_is_made_of_what_is_kept() -> None:
    page = fax(standard=True)
    white = Image.new("1", page.image.size, 1)
    whole = Box(page=1, x=0, y=0, width=white.width, height=white.height, reason=BoxReason.DRAWN)
    kept = redacted(page.image, [whole], number=1, size=page.size)
    thumb = opened(kept.thumb)
    assert thumb.mode == "L"
    assert thumb.getextrema() == (0, 0)
    # The paper's proportions, not the pixels': a standard fax has half as many down.
    assert thumb.size == (160, 208)
    assert thumbnail(Image.new("1", (300, 300), 1), dpi_x=100, dpi_y=100).size == (160, 160)
