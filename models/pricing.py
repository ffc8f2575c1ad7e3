"""What an order costs. Pure sums in minor units of one currency: no float, no database.

Rounding, the same everywhere: to the nearest minor unit, halves away from zero. A percentage is
rounded once for each line; tax is rounded once for each rate on all that bears it, as a tax return
is, and then shared out to the lines so that they add up to it exactly.
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

    Raises:
        ValueError: A negative figure, a percentage over 100, or both kinds of discount.
    """

    quantity: int
    unit_price_minor: int
    discount_ppm: int = 0
    discount_minor: int = 0
    tax_rate_ppm: int = 0

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
class LineAmounts:
    """What one line comes to: ``amount_minor`` is ``gross_minor`` less ``discount_minor``."""

    gross_minor: int
    discount_minor: int
    amount_minor: int
    tax_minor: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What an order comes to.

    ``total = subtotal - discount + shipping + tax``; ``subtotal_minor`` is before discounts;
    ``tax_minor`` is the lines' tax and ``shipping_tax_minor`` together.
    """

    lines: tuple[LineAmounts, ...]
    subtotal_minor: int
    discount_minor: int
    shipping_minor: int
    shipping_tax_minor: int
    tax_minor: int
    total_minor: int


def line_discount(line: Line) -> int:
    """Return the discount of a line: never more than the line itself."""
    gross = line.quantity * line.unit_price_minor
    if line.discount_ppm:
        return half_up(gross * line.discount_ppm, PPM)
    return min(line.discount_minor, gross)


def totals(
    lines: Sequence[Line],
    *,
    shipping_minor: int = 0,
    shipping_tax_rate_ppm: int = 0,
    tax_exempt: bool = False,
) -> Totals:
    """Add up an order.

    Args:
        lines: The order's lines, each with the tax rate of its class.
        shipping_minor: What shipping costs, before tax.
        shipping_tax_rate_ppm: The rate where shipping is taxed, else zero.
        tax_exempt: Whether the buyer has a certificate: then no tax at all.

    Raises:
        ValueError: Shipping is negative, or the order does not fit a BIGINT.
    """
    if shipping_minor < 0 or shipping_tax_rate_ppm < 0:
        raise ValueError("shipping and its tax rate are zero or more")
    gross = [line.quantity * line.unit_price_minor for line in lines]
    discounts = [line_discount(line) for line in lines]
    amounts = [whole - off for whole, off in zip(gross, discounts, strict=True)]
    rates = [0 if tax_exempt else line.tax_rate_ppm for line in lines]
    taxes = _taxes([*amounts, shipping_minor], [*rates, 0 if tax_exempt else shipping_tax_rate_ppm])
    subtotal, discount, tax = sum(gross), sum(discounts), sum(taxes)
    total = subtotal - discount + shipping_minor + tax
    if max(subtotal, total) > MAX_MINOR:
        raise ValueError("the order is too large")
    return Totals(
        lines=tuple(map(LineAmounts, gross, discounts, amounts, taxes)),
        subtotal_minor=subtotal,
        discount_minor=discount,
        shipping_minor=shipping_minor,
        shipping_tax_minor=taxes[-1],
        tax_minor=tax,
        total_minor=total,
    )


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
