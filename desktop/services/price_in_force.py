"""What a piece costs today: its sale price while there is a sale, else its list price.

Both days of a sale belong to it, on the shop's calendar. What was said of a line stays said: the price
in force when it was keyed is the line's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True)
class PriceToday:
    """The price in force, in minor units.

    Attributes:
        usual_minor: What it costs otherwise; the same where there is no sale.
        sale_until: The last day of the sale; None where it has none, or there is no sale.
    """

    minor: int
    usual_minor: int
    sale_until: date | None = None

    @property
    def is_on_sale(self) -> bool:
        """Whether it costs less than it does otherwise."""
        return self.minor < self.usual_minor


class Priced(Protocol):
    """What of a `models.product.Price` the price in force rests on."""

    @property
    def amount_minor(self) -> int: ...

    @property
    def sale_minor(self) -> int | None: ...

    @property
    def sale_from(self) -> date | None: ...

    @property
    def sale_until(self) -> date | None: ...


def price_on(price: Priced, today: date) -> PriceToday:
    """The price of a row on the day *today* of the shop's calendar."""
    usual, sale = price.amount_minor, price.sale_minor
    has_begun = price.sale_from is None or price.sale_from <= today
    is_over = price.sale_until is not None and price.sale_until < today
    if sale is None or sale >= usual or not has_begun or is_over:
        return PriceToday(usual, usual)
    return PriceToday(sale, usual, price.sale_until)
