"""Sales tax rates: imported, dated and sourced. None is built in (RULES, numbers and addresses)."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Dated, StoreRow
from models.types import Count, Country, Day, Minor, SearchKeyText, Text20, Text60, Text200


class TaxRate(StoreRow, Dated, Base):
    """A rate in parts per million for a state, or for the ZIPs that begin with `postal_prefix`.

    The longest matching prefix wins, then the latest `effective_from` that has begun.
    """

    __tablename__ = "tax_rates"
    __table_args__ = (
        # With the prefix: a state may have a rate for each of some thousand ZIPs.
        Index(
            "ix_tax_rates_store_id_country_state_postal_prefix",
            "store_id", "country", "state", "postal_prefix",
        ),
    )  # fmt: skip

    country: Mapped[Country]
    state: Mapped[Text20]
    postal_prefix: Mapped[str] = mapped_column(SearchKeyText(10), default="")
    tax_class: Mapped[Text20]
    jurisdiction: Mapped[Text60]
    rate_ppm: Mapped[Minor]
    """Parts per million: 87500 is 8.75 %."""
    taxes_shipping: Mapped[bool]
    is_estimate: Mapped[bool]
    """True where the state has local taxes that a ZIP alone cannot tell."""
    effective_from: Mapped[Day]
    source: Mapped[Text200]
    version: Mapped[Count] = mapped_column(default=1)
