"""Shipping methods and their price rules."""

from __future__ import annotations

import enum
import uuid

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, StoreRow
from models.types import Count, Currency, JsonValue, Minor, Text20, Text60, enum_column


class PriceBasis(enum.Enum):
    """What a price rule looks at."""

    SUBTOTAL = "subtotal"
    WEIGHT = "weight"


class ShippingMethod(StoreRow, Base):
    """A way to send an order, where it reaches, and how many business days it takes."""

    __tablename__ = "shipping_methods"
    __table_args__ = (UniqueConstraint("store_id", "code"),)

    code: Mapped[Text20]
    name: Mapped[Text60]
    carrier: Mapped[Text60]
    reaches_po_boxes: Mapped[bool]
    reaches_military: Mapped[bool]
    countries: Mapped[JsonValue]
    """ISO country codes that the method reaches."""
    states_not_reached: Mapped[JsonValue]
    """State codes of the store's country that it does not reach: `["AK", "HI"]`."""
    least_days: Mapped[Count]
    most_days: Mapped[Count]
    position: Mapped[Count]
    active: Mapped[bool]

    prices: Mapped[list[ShippingPrice]] = relationship(
        order_by="ShippingPrice.from_value", cascade="all, delete-orphan"
    )


class ShippingPrice(StoreRow, Base):
    """From `from_value` (minor units or grams, by the basis) on, the method costs `amount_minor`."""

    __tablename__ = "shipping_prices"
    __table_args__ = (UniqueConstraint("store_id", "method_id", "currency", "basis", "from_value"),)

    method_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("shipping_methods.id", ondelete="CASCADE"), index=True
    )
    currency: Mapped[Currency]
    basis: Mapped[PriceBasis] = mapped_column(enum_column(PriceBasis))
    from_value: Mapped[Minor]
    amount_minor: Mapped[Minor]
