"""What an order costs. Pure sums in minor units of one currency: no float, no database.

Rounding, the same everywhere: to the nearest minor unit, halves away from zero. A percentage is
rounded once for each line; a coupon's is rounded once on all the lines that it takes something off;
tax is rounded once for each rate on all that bears it, as a tax return is. Both are then shared out to
the lines so that they add up exactly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from models.money import MAX_MINOR, half_up

PPM = 1_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line to price.

    Attributes:
        quantity: Pieces, zero or more.
        unit_price_minor: Price of one piece, before discount.
        discount_ppm: Discount in parts per million of the line (100,000 is 10 %), or
        discount_minor: as an amount off the whole line; what exceeds the line is not given.
        tax_rate_ppm: Tax rate of the line's class; zero for a class that bears none.
        takes_coupon: Whether the order's coupon takes something off it.

    Raises:
        ValueError: A negative figure, a percentage over 100, or both kinds of discount.
    """

    quantity: int
    unit_price_minor: int
    discount_ppm: int = 0
    discount_minor: int = 0
    tax_rate_ppm: int = 0
    takes_coupon: bool = False

    def __post_init__(self) -> None:
        figures = (
            self.quantity,
            self.unit_price_minor,
            self.discount_ppm,
            self.discount_minor,
            self.tax_rate_ppm,
        )
        if any(type(figure) is not int for figure in figures):
            raise TypeError("prices are counted in whole units")
        if min(figures) < 0 or self.discount_ppm > PPM:
            raise ValueError("a line has no negative figures and no discount over 100 %")
        if self.discount_ppm and self.discount_minor:
            raise ValueError("a discount is a percentage or an amount, not both")


@dataclass(frozen=True, slots=True)
class CouponTerms:
    """What a coupon takes off: a share of its lines in parts per million, or an amount off all of
    them together, or the whole price of the shipping.

    Raises:
        ValueError: A negative figure, a percentage over 100, or both of them.
    """

    ppm: int = 0
    minor: int = 0
    free_shipping: bool = False

    def __post_init__(self) -> None:
        if min(self.ppm, self.minor) < 0 or self.ppm > PPM:
            raise ValueError("a coupon has no negative figures and takes no more than 100 %")
        if self.ppm and self.minor:
            raise ValueError("a coupon takes a percentage or an amount, not both")


NO_COUPON = CouponTerms()


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """What one line comes to: ``amount_minor`` is ``gross_minor`` less ``discount_minor``.

    ``discount_minor`` is the line's own discount and its share of the coupon, ``coupon_minor``.
    """

    gross_minor: int
    discount_minor: int
    amount_minor: int
    tax_minor: int
    coupon_minor: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """What an order comes to.

    ``total = subtotal - discount + shipping + tax``; ``subtotal_minor`` is before discounts;
    ``tax_minor`` is the lines' tax and ``shipping_tax_minor`` together. ``coupon_minor`` is part of
    ``discount_minor``; ``shipping_minor`` is what ``coupon_shipping_minor`` has left of the price.
    """

    lines: tuple[LineAmounts, ...]
    subtotal_minor: int
    discount_minor: int
    shipping_minor: int
    shipping_tax_minor: int
    tax_minor: int
    total_minor: int
    coupon_minor: int = 0
    coupon_shipping_minor: int = 0


def line_discount(line: Line) -> int:
    """Return the discount of a line: never more than the line itself."""
    gross = line.quantity * line.unit_price_minor
    if line.discount_ppm:
        return half_up(gross * line.discount_ppm, PPM)
    return min(line.discount_minor, gross)


def totals(
    lines: Sequence[Line],
    *,
    coupon: CouponTerms = NO_COUPON,
    shipping_minor: int = 0,
    shipping_tax_rate_ppm: int = 0,
    tax_exempt: bool = False,
) -> Totals:
    """Add up an order.

    Args:
        lines: The order's lines, each with the tax rate of its class.
        coupon: What is taken off the lines that say so, after their own discounts and before tax;
            and off the shipping.
        shipping_minor: What shipping costs, before the coupon and before tax.
        shipping_tax_rate_ppm: The rate where shipping is taxed, else zero.
        tax_exempt: Whether the buyer has a certificate: then no tax at all.

    Raises:
        ValueError: Shipping is negative, or the order does not fit a BIGINT.
    """
    if shipping_minor < 0 or shipping_tax_rate_ppm < 0:
        raise ValueError("shipping and its tax rate are zero or more")
    gross = [line.quantity * line.unit_price_minor for line in lines]
    own = [line_discount(line) for line in lines]
    shares = coupon_shares(lines, coupon)
    discounts = [off + share for off, share in zip(own, shares, strict=True)]
    amounts = [whole - off for whole, off in zip(gross, discounts, strict=True)]
    shipping_off = shipping_minor if coupon.free_shipping else 0
    shipping = shipping_minor - shipping_off
    rates = [0 if tax_exempt else line.tax_rate_ppm for line in lines]
    taxes = _taxes([*amounts, shipping], [*rates, 0 if tax_exempt else shipping_tax_rate_ppm])
    subtotal, discount, tax = sum(gross), sum(discounts), sum(taxes)
    total = subtotal - discount + shipping + tax
    if max(subtotal, total) > MAX_MINOR:
        raise ValueError("the order is too large")
    return Totals(
        lines=tuple(map(LineAmounts, gross, discounts, amounts, taxes, shares)),
        subtotal_minor=subtotal,
        discount_minor=discount,
        shipping_minor=shipping,
        shipping_tax_minor=taxes[-1],
        tax_minor=tax,
        total_minor=total,
        coupon_minor=sum(shares),
        coupon_shipping_minor=shipping_off,
    )


def coupon_base(lines: Sequence[Line]) -> int:
    """Return what the lines that a coupon takes something off come to, after their own discounts."""
    return sum(_net(line) for line in lines if line.takes_coupon)


def coupon_shares(lines: Sequence[Line], coupon: CouponTerms) -> list[int]:
    """Return each line's share of a coupon: never more than the line, and in all what it gives."""
    bases = [_net(line) if line.takes_coupon else 0 for line in lines]
    base = sum(bases)
    off = half_up(base * coupon.ppm, PPM) if coupon.ppm else min(coupon.minor, base)
    return _shared(off, bases)


def _net(line: Line) -> int:
    return line.quantity * line.unit_price_minor - line_discount(line)


def _shared(whole: int, weights: Sequence[int]) -> list[int]:
    """Share *whole* out by *weights*; what is left over goes to the largest remainders, earlier
    lines first."""
    weight = sum(weights)
    if not whole:
        return [0] * len(weights)
    exact = [whole * one for one in weights]
    shares = [one // weight for one in exact]
    left = whole - sum(shares)
    for index in sorted(range(len(exact)), key=lambda i: (-(exact[i] % weight), i))[:left]:
        shares[index] += 1
    return shares


def _taxes(amounts: Sequence[int], rates: Sequence[int]) -> list[int]:
    """Return each amount's share of the tax, rounded once for each rate."""
    by_rate: dict[int, list[int]] = defaultdict(list)
    for index, rate in enumerate(rates):
        by_rate[rate].append(index)
    taxes = [0] * len(amounts)
    for rate, indexes in by_rate.items():
        exact = {index: amounts[index] * rate for index in indexes}
        left = half_up(sum(exact.values()), PPM)
        for index, share in exact.items():
            taxes[index] = share // PPM
            left -= taxes[index]
        # What is left over goes to the largest remainders, earlier lines first.
        for index in sorted(indexes, key=lambda i: (-(exact[i] % PPM), i))[:left]:
            taxes[index] += 1
    return taxes
