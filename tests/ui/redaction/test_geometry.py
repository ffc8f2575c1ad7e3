"""Stored pixels, upright pixels and the screen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.fax.boxes import Box, BoxReason
from desktop.fax.page_size import PageSize
from ui.redaction.geometry import (
    Area,
    Lens,
    area_of,
    box_of,
    inches_across,
    kept_on_page,
    to_stored,
    to_upright,
    upright_dpi,
    upright_size,
)

STANDARD = PageSize(width=1728, height=1078, dpi_x=204, dpi_y=98)
TURNS = (0, 90, 180, 270)


@pytest.mark.parametrize(
    ("rotation", "expected"),
    [
        (0, Area(100, 20, 300, 50)),
        (90, Area(1028, 100, 1058, 300)),
        (180, Area(1428, 1028, 1628, 1058)),
        (270, Area(20, 1428, 50, 1628)),
    ],
)
def test_a_box_follows_the_page_that_is_turned(rotation: int, expected: Area) -> None:
    size = replace(STANDARD, rotation=rotation)
    assert to_upright(Area(100, 20, 300, 50), size) == expected


@given(
    rotation=st.sampled_from(TURNS),
    x=st.integers(0, 1600),
    y=st.integers(0, 1000),
    width=st.integers(1, 100),
    height=st.integers(1, 70),
)
def test_there_and_back_is_the_same_box(
    rotation: int, x: int, y: int, width: int, height: int
) -> None:
    size = replace(STANDARD, rotation=rotation)
    box = Box(page=2, x=x, y=y, width=width, height=height, reason=BoxReason.CODE)
    upright = to_upright(area_of(box), size)
    wide, high = upright_size(size)
    assert 0 <= upright.left < upright.right <= wide
    assert 0 <= upright.top < upright.bottom <= high
    back = box_of(to_stored(upright, size), page=2, size=size, reason=BoxReason.CODE)
    assert back == box


def test_a_box_covers_every_pixel_that_it_touches_and_stays_on_the_page() -> None:
    def box(*edges: float) -> tuple[int, int, int, int]:
        made = box_of(Area(*edges), page=1, size=STANDARD, reason=BoxReason.DRAWN)
        return made.x, made.y, made.width, made.height

    assert box(10.2, 20.9, 30.1, 40.0) == (10, 20, 21, 20)
    assert box(-50, -50, 10, 10) == (0, 0, 10, 10)
    assert box(1700, 1070, 1900, 1200) == (1700, 1070, 28, 8)
    assert box(5000, 5000, 5001, 5001) == (1727, 1077, 1, 1)


def test_a_standard_fax_has_the_proportions_of_its_paper() -> None:
    lens = Lens(STANDARD, pixels_per_inch=100)
    across, down = lens.extent
    assert across == pytest.approx(1728 / 204 * 100)
    assert down == pytest.approx(1078 / 98 * 100)
    assert inches_across(STANDARD) == pytest.approx(8.47, abs=0.01)
    lying = replace(STANDARD, rotation=90)
    assert upright_dpi(lying) == (98, 204)
    assert Lens(lying, 100).extent == pytest.approx((down, across))


@pytest.mark.parametrize("rotation", TURNS)
def test_a_point_of_the_screen_is_found_again(rotation: int) -> None:
    lens = Lens(replace(STANDARD, rotation=rotation), pixels_per_inch=61.7)
    area = Area(100, 200, 400, 300)
    back = lens.to_stored(lens.to_view(area))
    assert (back.left, back.top) == pytest.approx((100, 200))
    assert (back.right, back.bottom) == pytest.approx((400, 300))


def test_what_hangs_over_the_edge_is_pushed_back() -> None:
    assert kept_on_page(Area(-20, 10, 80, 60), STANDARD) == Area(0, 10, 100, 60)
    assert kept_on_page(Area(1700, 1060, 1760, 1090), STANDARD) == Area(1668, 1048, 1728, 1078)
    whole = kept_on_page(Area(-10, -10, 2000, 2000), STANDARD)
    assert whole == Area(0, 0, 1728, 1078)
