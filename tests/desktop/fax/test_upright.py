"""A page made ready to be read, and the way back to its own pixels."""

from __future__ import annotations

import random

import pytest
from PIL import Image

from desktop.fax.upright import DARK, Preparation, Rectangle
from tests.desktop.fax import pages, paper


def _with_mark(size: tuple[int, int], mark: tuple[int, int, int, int]) -> Image.Image:
    image = Image.new("L", size, 255)
    image.paste(0, mark)
    return image


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("dpi", [(204, 98), (204, 196), (300, 300)])
def test_what_is_found_is_told_in_the_stored_pixels(rotation: int, dpi: tuple[int, int]) -> None:
    mark = (100, 40, 160, 70)
    prepared = Preparation(_with_mark((800, 500), mark), *dpi)
    upright = prepared.upright(rotation)
    dark = upright.image.point(lambda level: 255 if level < DARK else 0).getbbox()
    assert dark is not None
    back = upright.to_stored(Rectangle(*dark))
    for edge, true in zip((back.left, back.top, back.right, back.bottom), mark, strict=True):
        assert edge == pytest.approx(true, abs=1.6)
    across, down = upright.image.size
    if rotation in (90, 270):
        across, down = down, across
    assert (across, down) == (round(800 * 204 / dpi[0]), round(500 * 204 / dpi[1]))


@pytest.mark.parametrize("degrees", [-2.0, 1.0, 3.0])
def test_skew_is_seen_and_taken_back(degrees: float) -> None:
    page = pages.skewed(pages.typed_form(random.Random(1), paper.SANS, 11, "solid"), degrees)
    upright = Preparation(page.image, 204, 204).upright(0)
    assert upright._skew == pytest.approx(degrees, abs=0.26)
    middle = Rectangle(864, 1122, 864, 1122)
    assert upright.to_stored(middle) == middle


def test_straight_page_is_let_be() -> None:
    page = pages.typed_form(random.Random(1), paper.SANS, 11, "solid")
    assert Preparation(page.image, 204, 204).upright(0)._skew == 0


@pytest.mark.parametrize(("degrees", "on_its_side"), [(90, True), (180, False), (270, True)])
def test_page_on_its_side_is_seen(degrees: int, on_its_side: bool) -> None:
    page = pages.turned(pages.typed_form(random.Random(1), paper.SANS, 11, "solid"), degrees)
    assert Preparation(page.image, 204, 204).lies_on_its_side is on_its_side


def test_specks_and_pinholes_are_taken_out_and_letters_stay() -> None:
    image = _with_mark((200, 200), (50, 50, 120, 60))
    image.putpixel((20, 20), 0)
    image.paste(0, (150, 150, 152, 152))
    image.putpixel((80, 55), 255)
    clean = Preparation(image, 204, 204).upright(0).image
    expected = _with_mark((200, 200), (50, 50, 120, 60))
    assert clean.tobytes() == expected.tobytes()


def test_pale_scan_gets_its_contrast() -> None:
    image = Image.new("L", (200, 200), 205)
    image.paste(120, (50, 50, 120, 60))
    clean = Preparation(image, 204, 204).upright(0).image
    assert clean.getextrema() == (0, 255)
    flat = Image.new("L", (200, 200), 205)
    assert Preparation(flat, 204, 204).is_blank


def test_resolution_of_a_huge_page_is_lowered() -> None:
    prepared = Preparation(Image.new("1", (4000, 4000), 1), 50, 50)
    across, down = prepared.upright(0).image.size
    assert across * down <= 50_000_000
    assert prepared.is_blank
