"""What a coupon takes off an order: shared out to the lines so that they add up."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.money import half_up
from models.pricing import (
    PPM,
    CouponTerms,
    Line,
    LineAmounts,
    coupon_base,
    coupon_shares,
    line_discount,
    totals,
)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    percent = draw(st.booleans())
    return Line(
        quantity=draw(st.integers(0, 20)),
        unit_price_minor=draw(st.integers(0, 10_000)),
        discount_ppm=draw(st.integers(0, PPM)) if percent else 0,
        discount_minor=0 if percent else draw(st.integers(0, 50_000)),
        tax_rate_ppm=draw(st.sampled_from([0, 77_500, 100_000])),
        takes_coupon=draw(st.booleans()),
    )


COUPONS = st.one_of(
    st.builds(CouponTerms, ppm=st.integers(0, PPM)),
    st.builds(CouponTerms, minor=st.integers(0, 1_000_000)),
    st.just(CouponTerms(free_shipping=True)),
)


def test_an_amount_is_shared_by_what_the_lines_come_to_before_tax() -> None:
    order = totals(
        [
            Line(quantity=2, unit_price_minor=1000, tax_rate_ppm=100_000, takes_coupon=True),
            Line(quantity=1, unit_price_minor=1000, discount_ppm=500_000, takes_coupon=True),
            Line(quantity=1, unit_price_minor=9000),
        ],
        coupon=CouponTerms(minor=500),
        shipping_minor=790,
    )
    # 20.00 and 5.00 take the 5.00 four to one; the third line is excluded; 10 % on 16.00
    assert order.lines == (
        LineAmounts(2000, 400, 1600, 160, coupon_minor=400),
        LineAmounts(1000, 600, 400, 0, coupon_minor=100),
        LineAmounts(9000, 0, 9000, 0),
    )
    assert (order.subtotal_minor, order.discount_minor, order.coupon_minor) == (12_000, 1_000, 500)
    assert (order.shipping_minor, order.tax_minor, order.total_minor) == (790, 160, 11_950)


def test_a_percentage_is_rounded_once_on_all_lines_and_its_cents_go_to_the_largest_remainders() -> (
    None
):
    line = Line(quantity=1, unit_price_minor=333, takes_coupon=True)
    # 10 % of 9.99 is 1.00, of each line 0.333: the cent left over goes to the first
    assert coupon_shares([line] * 3, CouponTerms(ppm=100_000)) == [34, 33, 33]
    large = dataclasses.replace(line, unit_price_minor=334)
    assert coupon_shares([line, line, large], CouponTerms(ppm=100_000)) == [33, 33, 34]


def test_no_more_than_the_lines_come_to_is_given() -> None:
    order = totals(
        [Line(quantity=1, unit_price_minor=300, tax_rate_ppm=100_000, takes_coupon=True)],
        coupon=CouponTerms(minor=500),
        shipping_minor=790,
    )
    assert (order.coupon_minor, order.tax_minor, order.total_minor) == (300, 0, 790)


def test_free_shipping_takes_its_price_and_its_tax() -> None:
    line = Line(quantity=1, unit_price_minor=1000, tax_rate_ppm=50_000)
    order = totals(
        [line],
        coupon=CouponTerms(free_shipping=True),
        shipping_minor=790,
        shipping_tax_rate_ppm=50_000,
    )
    assert (order.shipping_minor, order.coupon_shipping_minor) == (0, 790)
    assert (order.shipping_tax_minor, order.tax_minor, order.total_minor) == (0, 50, 1050)
    assert (order.coupon_minor, order.discount_minor) == (0, 0)


@settings(max_examples=120)
@given(st.lists(lines(), max_size=8), COUPONS, st.integers(0, 5_000), st.booleans())
def test_it_adds_up_and_nothing_is_below_zero(
    keyed: list[Line], coupon: CouponTerms, shipping: int, exempt: bool
) -> None:
    order = totals(
        keyed,
        coupon=coupon,
        shipping_minor=shipping,
        shipping_tax_rate_ppm=100_000,
        tax_exempt=exempt,
    )
    base = coupon_base(keyed)
    wanted = half_up(base * coupon.ppm, PPM) if coupon.ppm else min(coupon.minor, base)
    assert order.coupon_minor == wanted == sum(one.coupon_minor for one in order.lines)
    assert order.discount_minor == sum(one.discount_minor for one in order.lines)
    for line, one in zip(keyed, order.lines, strict=True):
        assert one.discount_minor == line_discount(line) + one.coupon_minor
        assert one.gross_minor - one.discount_minor == one.amount_minor >= 0
        assert one.coupon_minor >= 0
        assert line.takes_coupon or one.coupon_minor == 0
    assert order.shipping_minor + order.coupon_shipping_minor == shipping
    assert order.total_minor == (
        order.subtotal_minor - order.discount_minor + order.shipping_minor + order.tax_minor
    )
    assert min(order.total_minor, order.tax_minor, order.shipping_minor) >= 0


@settings(max_examples=80)
@given(st.lists(lines(), max_size=8), COUPONS, st.randoms(use_true_random=False))
def test_the_order_of_lines_moves_no_more_than_a_cent(
    keyed: list[Line], coupon: CouponTerms, chance: object
) -> None:
    places = list(range(len(keyed)))
    chance.shuffle(places)  # type: ignore[attr-defined]
    first = coupon_shares(keyed, coupon)
    mixed = coupon_shares([keyed[place] for place in places], coupon)
    assert sum(first) == sum(mixed)
    for at, place in enumerate(places):
        assert abs(mixed[at] - first[place]) <= 1


@pytest.mark.parametrize("figures", [{"ppm": -1}, {"ppm": PPM + 1}, {"minor": -1}])
def test_a_coupon_that_makes_no_sense(figures: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="coupon"):
        CouponTerms(ppm=figures.get("ppm", 0), minor=figures.get("minor", 0))
    with pytest.raises(ValueError, match="percentage or an amount"):
        CouponTerms(ppm=1, minor=1)
