"""The finders on generated pages. The whole table of rates is `make bench`."""

from __future__ import annotations

import random
from itertools import product

import numpy
import pytest
from PIL import Image

from desktop.fax.boxes import BoxReason
from desktop.fax.finder import Look, look_at
from tests.desktop.fax import odd_pages, pages, paper
from tests.desktop.fax.hit_rates import Rates
from tests.desktop.fax.paper import FaxPage, Truth

FACES = (paper.SANS, paper.SERIF, paper.MONO)
needs_handwriting = pytest.mark.skipif(
    not paper.has_font(paper.HANDWRITING), reason="no typeface here looks like a hand's"
)


def _look(page: FaxPage) -> Look:
    return look_at(page.image, 1, dpi_x=page.size.dpi_x, dpi_y=page.size.dpi_y)


def _all_found(page: FaxPage, *, false: int = 0) -> Look:
    """Every truth of *page* is covered, by one box of the right reason that stays in its line."""
    look = _look(page)
    rates = Rates()
    rates.add(page, look.boxes)
    assert rates.misses == []
    assert rates.by_one == rates.in_line == rates.numbers
    assert rates.others_whole == rates.others
    assert rates.false == false
    return look


@pytest.mark.parametrize(
    ("face", "points", "grouping"),
    [
        (face, points, grouping)
        for at, (face, points, grouping) in enumerate(product(FACES, (10, 12, 14), paper.GROUPINGS))
        if at % 4 == at // 4 % 4  # each face, size and grouping, not each with each
    ],
)
def test_typed_number_on_a_clean_fine_page_is_found_whole_by_one_box_in_its_line(
    face: str, points: float, grouping: str
) -> None:
    chance = random.Random(f"{face} {points} {grouping}")
    page = pages.fine(pages.typed_letter(chance, face, points, grouping))
    look = _all_found(page)
    assert [box.reason for box in look.boxes] == [BoxReason.CARD_NUMBER]
    assert look.rotation == 0


def test_numbers_dates_and_codes_of_one_line_have_a_box_each() -> None:
    page = pages.standard(pages.one_line_form(random.Random(2), paper.SANS, 10, "dashes"))
    look = _all_found(page)
    for truth in page.truths:
        (box,) = [box for box in look.boxes if paper.covers(box, truth.ink)]
        assert box.reason is truth.reason
    assert len(look.boxes) == 6


@needs_handwriting
@pytest.mark.parametrize("grouping", ["4 4 4 4", "4 6 5"])
def test_handwriting_behind_a_printed_label_is_covered(grouping: str) -> None:
    page = pages.written_form(random.Random(4), paper.SERIF, 11, grouping)
    _all_found(pages.fine(page))


def test_scrawl_that_nobody_can_read_is_covered_behind_its_label() -> None:
    page = odd_pages.scrawled(random.Random(3), paper.SANS, 11, "4 4 4 4")
    look = _all_found(pages.fine(page))
    assert {box.reason for box in look.boxes} == {
        BoxReason.CARD_WORD, BoxReason.EXPIRY, BoxReason.CODE,
    }  # fmt: skip


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_page_that_lies_on_its_side_or_its_head_has_its_boxes_where_its_pixels_are(
    degrees: int,
) -> None:
    page = pages.typed_form(random.Random(degrees), paper.SANS, 11, "4 4 4 4")
    look = _all_found(pages.turned(pages.fine(page), degrees))
    assert look.rotation == (360 - degrees) % 360


@pytest.mark.parametrize("degrees", [-2, 1.5])
def test_page_that_was_drawn_in_askew(degrees: float) -> None:
    page = pages.typed_form(random.Random(6), paper.SERIF, 11, "4 4 4 4")
    _all_found(pages.fine(pages.skewed(page, degrees)))


def test_noisy_page_in_standard_resolution() -> None:
    chance = random.Random(7)
    page = pages.standard(pages.typed_form(chance, paper.SANS, 12, "4 4 4 4"))
    _all_found(pages.noisy(page, chance))


def test_page_longer_than_the_reader_takes_at_once() -> None:
    """A metre of paper, with a number near its beginning and one where two looks meet."""
    form = pages.fine(pages.typed_form(random.Random(8), paper.SANS, 11, "4 4 4 4"))
    part = form.image.crop((0, 0, paper.WIDTH, 800)).convert("L")
    image = Image.new("L", (paper.WIDTH, 8_000), 255)
    truths: list[Truth] = []
    for top in (0, 2_750):
        image.paste(part, (0, top))
        for truth in form.truths:
            left, above, right, below = truth.ink
            line = (truth.line[0] + top, truth.line[1] + top)
            truths.append(Truth(truth.reason, (left, above + top, right, below + top), line))
    _all_found(FaxPage("long", image, form.size, tuple(truths)))


def test_cards_among_the_goods_are_no_cards() -> None:
    page = pages.fine(pages.without_card(random.Random(9), paper.SANS, 11))
    boxes = _look(page).boxes
    assert [box.reason for box in boxes] in ([], [BoxReason.CARD_WORD])


def test_blank_page_is_looked_at_and_empty() -> None:
    assert _look(paper.Sheet(paper.SANS, 11).done("blank")) == Look((), 0, looked=True)
    tiny = Image.new("1", (3, 2), 1)
    assert look_at(tiny, 1, dpi_x=204, dpi_y=98).boxes == ()


def test_page_of_nothing_but_noise_ends() -> None:
    dice = numpy.random.default_rng(1)
    image = Image.fromarray(dice.integers(0, 2, (300, 300), dtype=numpy.uint8) * numpy.uint8(255))
    look = look_at(image, 7, dpi_x=204, dpi_y=196)
    assert look.looked
    assert {box.page for box in look.boxes} <= {7}


def test_boxes_name_their_page() -> None:
    page = pages.fine(pages.typed_letter(random.Random(3), paper.SANS, 12, "solid"))
    (box,) = look_at(page.image, 5, dpi_x=204, dpi_y=196).boxes
    assert box.page == 5
