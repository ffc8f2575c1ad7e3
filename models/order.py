"""Orders, their lines, their events and their shipments."""

from __future__ import annotations

import enum
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Dated, LedgerRow, StoreRow
from models.channels import Channel
from models.hold import Hold, HoldState
from models.types import (
    Count,
    Currency,
    Day,
    JsonValue,
    Minor,
    Moment,
    OrderNumberText,
    Sha256,
    Text20,
    Text60,
    Text200,
    TrackingText,
    enum_column,
)


class OrderState(enum.Enum):
    """See `Order` for the transitions. *Held* is placed with at least one open hold."""

    DRAFT = "draft"
    PLACED = "placed"
    RELEASED = "released"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class DiscountKind(enum.Enum):
    """How a line's discount was given."""

    PERCENT = "percent"
    AMOUNT = "amount"


class TransitionRefused(Exception):
    """The state does not allow what was asked for."""


class Order(StoreRow, Dated, Base):
    """One order, from the first line keyed to its end.

        draft           placed, cancelled
        placed          released, cancelled
        released        placed (a hold was opened), partly_shipped, shipped, cancelled
        partly_shipped  shipped, cancelled (the unshipped part)
        shipped         closed
        closed, cancelled   (ends)

    Names, addresses, prices and rates are snapshots: what was said on the telephone stays what it was.
    """

    __tablename__ = "orders"
    __table_args__ = (
        UniqueConstraint("store_id", "number"),
        Index("ix_orders_store_id_customer_id_placed_at", "store_id", "customer_id", "placed_at"),
        Index("ix_orders_store_id_state_created_at", "store_id", "state", "created_at"),
    )

    number: Mapped[str] = mapped_column(OrderNumberText(20))
    state: Mapped[OrderState] = mapped_column(enum_column(OrderState), default=OrderState.DRAFT)
    channel: Mapped[Channel] = mapped_column(enum_column(Channel))
    workstation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workstations.id"))
    agent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agents.id"))
    customer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("customers.id"))
    call_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("calls.id"), index=True)
    source_code: Mapped[Text20] = mapped_column(default="")
    wants_catalog: Mapped[bool] = mapped_column(default=False)

    bill_to: Mapped[JsonValue | None]
    """A postal address as `models.addresses_rules.PostalAddress` gives it, or None yet."""
    ship_to: Mapped[JsonValue | None]
    """None: to the bill-to address."""
    gift_message: Mapped[Text200] = mapped_column(default="")
    answer_channel: Mapped[Channel | None] = mapped_column(enum_column(Channel))
