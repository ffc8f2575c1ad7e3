"""Which sales tax an order bears. Rates are imported, dated and sourced; none is built in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services.desk import Desk
from desktop.services.shipping import state_of
from models.addresses_rules import PostalAddress
from models.tax import TaxRate

STANDARD = "standard"
EXEMPT = "exempt"
_LONGEST_PREFIX = 10
"""Characters, as the column keeps them."""


@dataclass(frozen=True)
class TaxAnswer:
    """The rates that hold at one address today, in parts per million by tax class."""

    by_class: Mapping[str, int]
    rate_ppm: int
    """The standard rate: what is shown and printed."""
    jurisdiction: str
    source: str
    is_estimate: bool
    taxes_shipping: bool

    def rate_of(self, tax_class: str) -> int:
        """The rate of a class; a class without a rate of its own bears the standard one."""
        if tax_class == EXEMPT:
            return 0
        return self.by_class.get(tax_class, self.rate_ppm)


NO_TAX = TaxAnswer({}, 0, "", "", False, False)


def rates_at(session: Session, desk: Desk, address: PostalAddress | None) -> TaxAnswer:
    """The rates at *address*: the longest ZIP prefix wins, then the latest date that has begun."""
    if address is None or not address.state.strip():
        return NO_TAX
    postal = address.postal_code.strip().upper()[:_LONGEST_PREFIX]
    rows = session.scalars(
        select(TaxRate).where(
            TaxRate.store_id == desk.store_id,
            TaxRate.country == address.country.strip().upper(),
            TaxRate.state == state_of(address),
            # A state may have thousands of ZIPs with a rate: only those that can be meant are read.
            TaxRate.postal_prefix.in_([postal[:length] for length in range(len(postal) + 1)]),
            TaxRate.effective_from <= desk.today(),
        )
    )
    best: dict[str, TaxRate] = {}
    for row in rows:
        known = best.get(row.tax_class)
        if known is None or _rank(row) > _rank(known):
            best[row.tax_class] = row
    standard = best.get(STANDARD)
    if standard is None:
        return NO_TAX
    return TaxAnswer(
        by_class={tax_class: row.rate_ppm for tax_class, row in best.items()},
        rate_ppm=standard.rate_ppm,
        jurisdiction=standard.jurisdiction,
        source=standard.source,
        is_estimate=standard.is_estimate,
        taxes_shipping=standard.taxes_shipping,
    )


def _rank(row: TaxRate) -> tuple[int, str]:
    return len(row.postal_prefix), row.effective_from.isoformat()
