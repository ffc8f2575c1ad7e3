from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.pricing import PPM, Line, LineAmounts, line_discount, totals

RATES = st.sampled_from([0, 40_000, 77_500, 87_500, 95_000, PPM])


@st.composite
def lines(draw: st.DrawFn) -> Line:
    percent = draw(st.booleans())
    return Line(
        quantity=draw(st.integers(0, 500)),
        unit_price_minor=draw(st.integers(0, 1_000_000)),
        discount_ppm=draw(st.integers(0, PPM)) if percent else 0,
        discount_minor=0 if percent else draw(st.integers(0, 10_000_000)),
        tax_rate_ppm=draw(RATES),
    )


def test_an_order_by_hand() -> None:
    order = totals(
        [
            Line(quantity=2, unit_price_minor=1999, discount_ppm=100_000, tax_rate_ppm=77_500),
            Line(quantity=1, unit_price_minor=500),
        ],
        shipping_minor=895,
        shipping_tax_rate_ppm=77_500,
    )
    # 39.98 less 10 % (4.00) is 35.98; 7.75 % on 35.98 and 8.95 is 3.482…
    assert order.lines == (LineAmounts(3998, 400, 3598, 279), LineAmounts(500, 0, 500, 0))
    assert (order.subtotal_minor, order.discount_minor, order.shipping_minor) == (4498, 400, 895)
    assert (order.tax_minor, order.shipping_tax_minor, order.total_minor) == (348, 69, 5341)


def test_tax_is_rounded_once_for_each_rate_and_not_line_by_line() -> None:
    line = Line(quantity=1, unit_price_minor=10, tax_rate_ppm=50_000)  # half a cent each
    order = totals([line] * 4)
    assert order.tax_minor == 2
    assert [part.tax_minor for part in order.lines] == [1, 1, 0, 0]


def test_halves_are_rounded_up() -> None:
    assert totals([Line(quantity=1, unit_price_minor=10, tax_rate_ppm=50_000)]).tax_minor == 1
    assert line_discount(Line(quantity=1, unit_price_minor=5, discount_ppm=100_000)) == 1


def test_nothing_ordered_costs_the_shipping() -> None:
    assert totals([]).total_minor == 0
    assert totals([], shipping_minor=895).total_minor == 895


def test_a_certificate_takes_all_tax_away() -> None:
    order = totals(
        [Line(quantity=1, unit_price_minor=1000, tax_rate_ppm=77_500)],
        shipping_minor=500,
        shipping_tax_rate_ppm=77_500,
        tax_exempt=True,
    )
    assert (order.tax_minor, order.shipping_tax_minor, order.total_minor) == (0, 0, 1500)


def test_a_discount_is_never_more_than_its_line() -> None:
    order = totals([Line(quantity=1, unit_price_minor=300, discount_minor=1000)])
    assert order.lines == (LineAmounts(300, 300, 0, 0),)
    assert order.total_minor == 0


@given(st.lists(lines(), max_size=8), st.integers(0, 100_000), RATES, st.booleans())
def test_parts_add_up_and_nothing_is_negative(
    order_lines: list[Line], shipping: int, shipping_rate: int, exempt: bool
) -> None:
    order = totals(
        order_lines,
        shipping_minor=shipping,
        shipping_tax_rate_ppm=shipping_rate,
        tax_exempt=exempt,
    )
    parts = order.lines
    assert order.total_minor == (
        order.subtotal_minor - order.discount_minor + order.shipping_minor + order.tax_minor
    )
    assert order.subtotal_minor == sum(part.gross_minor for part in parts)
    assert order.discount_minor == sum(part.discount_minor for part in parts)
    assert order.tax_minor == sum(part.tax_minor for part in parts) + order.shipping_tax_minor
    assert order.shipping_minor == shipping
    for part, line in zip(parts, order_lines, strict=True):
        assert 0 <= part.discount_minor <= part.gross_minor
        assert part.amount_minor == part.gross_minor - part.discount_minor
        exact = Fraction(0 if exempt else part.amount_minor * line.tax_rate_ppm, PPM)
        assert abs(part.tax_minor - exact) < 1
        assert part.tax_minor >= 0
    assert order.shipping_tax_minor >= 0


@given(st.lists(lines(), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_no_total(order_lines: list[Line], chance: Any) -> None:
    mixed = list(order_lines)
    chance.shuffle(mixed)
    assert totals(mixed).total_minor == totals(order_lines).total_minor


@pytest.mark.parametrize(
    "figures",
    [
        {"quantity": -1},
        {"unit_price_minor": -1},
        {"discount_ppm": -1},
        {"discount_ppm": PPM + 1},
        {"discount_minor": -1},
        {"tax_rate_ppm": -1},
        {"discount_ppm": 1, "discount_minor": 1},
    ],
)
def test_lines_that_make_no_sense(figures: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"line|discount"):
        Line(**{"quantity": 1, "unit_price_minor": 100, **figures})


def test_figures_are_whole() -> None:
    wrong: Any = 1.5
    with pytest.raises(TypeError):
        Line(quantity=1, unit_price_minor=wrong)


def test_orders_that_cannot_be() -> None:
    with pytest.raises(ValueError, match="zero or more"):
        totals([], shipping_minor=-1)
    with pytest.raises(ValueError, match="too large"):
        totals([Line(quantity=2**31, unit_price_minor=2**40)])
