"""What orders are found by, and the filters that people keep."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models import names
from models.base import Base, Dated, StoreRow
from models.types import Count, JsonValue, Key200, Text60


class OrderKey(StoreRow, Base):
    """One folded word by which a placed order is found: a name, a company, a town, a ZIP.

    Kept by the orders' services together with what it is made from. Numbers with columns of their own
    (order, telephone, tracking, last four, cheque or purchase order) are looked up there.
    """

    __tablename__ = "order_keys"
    __table_args__ = (
        UniqueConstraint("store_id", "word", "order_id"),
        Index("ix_order_keys_order_id", "order_id"),
    )

    word: Mapped[Key200]
    order_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"))


LONGEST_WORD = 60
_FOUND_BY = (
    "name", "company", "city", "postal_code", "roman_name", "roman_company", "roman_city",
)  # fmt: skip


def order_words(*addresses: Mapping[str, str] | None) -> frozenset[str]:
    """The words by which an order to and for *addresses* (its snapshots) is found."""
    parts = [address.get(part, "") for address in addresses if address for part in _FOUND_BY]
    return frozenset(word[:LONGEST_WORD] for word in names.search_words(*parts))


class SavedFilter(StoreRow, Dated, Base):
    """A filter of the orders page that somebody gave a name."""

    __tablename__ = "saved_filters"
    __table_args__ = (UniqueConstraint("store_id", "agent_id", "name"),)

    agent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agents.id"))
    name: Mapped[Text60]
    terms: Mapped[JsonValue]
    position: Mapped[Count] = mapped_column(default=0)
