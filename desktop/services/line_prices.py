"""An order's line as the sums of `models.pricing` want it."""

from __future__ import annotations

from models import pricing
from models.order import DiscountKind, OrderLine


def priced_line(
    line: OrderLine, *, tax_rate_ppm: int = 0, takes_coupon: bool = False
) -> pricing.Line:
    """Return *line* with its quantity, price and own discount."""
    kind, value = line.discount_kind, line.discount_value
    return pricing.Line(
        quantity=line.ordered,
        unit_price_minor=line.unit_price_minor,
        discount_ppm=value if kind is DiscountKind.PERCENT else 0,
        discount_minor=value if kind is DiscountKind.AMOUNT else 0,
        tax_rate_ppm=tax_rate_ppm,
        takes_coupon=takes_coupon,
    )
