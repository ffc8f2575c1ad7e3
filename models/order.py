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


class BackorderChoice(enum.Enum):
    """Send what is there and the rest later, or everything together."""

    SPLIT = "split"
    HOLD = "hold"


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
        Index("ix_orders_store_id_placed_at", "store_id", "placed_at"),
        Index("ix_orders_changes_order_id", "changes_order_id"),
    )

    number: Mapped[str] = mapped_column(OrderNumberText(20))
    state: Mapped[OrderState] = mapped_column(enum_column(OrderState), default=OrderState.DRAFT)
    channel: Mapped[Channel] = mapped_column(enum_column(Channel))
    workstation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workstations.id"))
    agent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agents.id"))
    customer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("customers.id"))
    call_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("calls.id"), index=True)
    changes_order_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("orders.id"))
    """Of a draft: the placed order whose lines, addresses or shipping it is to replace."""
    source_code: Mapped[Text20] = mapped_column(default="")
    wants_catalog: Mapped[bool] = mapped_column(default=False)

    bill_to: Mapped[JsonValue | None]
    """A postal address as `models.addresses_rules.PostalAddress` gives it, or None yet."""
    ship_to: Mapped[JsonValue | None]
    """None: to the bill-to address."""
    gift_message: Mapped[Text200] = mapped_column(default="")
    coupon_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("coupons.id"), index=True)
    coupon_code: Mapped[Text60] = mapped_column(default="")
    coupon_minor: Mapped[Minor] = mapped_column(default=0)
    """What the coupon takes off the lines; it is part of `discount_minor`."""
    coupon_shipping_minor: Mapped[Minor] = mapped_column(default=0)
    """What it takes off the shipping: `shipping_minor` is what is left of it."""

    currency: Mapped[Currency]
    subtotal_minor: Mapped[Minor] = mapped_column(default=0)
    discount_minor: Mapped[Minor] = mapped_column(default=0)
    shipping_minor: Mapped[Minor] = mapped_column(default=0)
    tax_minor: Mapped[Minor] = mapped_column(default=0)
    total_minor: Mapped[Minor] = mapped_column(default=0)
    shipping_method_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("shipping_methods.id"))
    shipping_name: Mapped[Text60] = mapped_column(default="")
    tax_rate_ppm: Mapped[Minor] = mapped_column(default=0)
    tax_jurisdiction: Mapped[Text60] = mapped_column(default="")
    tax_source: Mapped[Text200] = mapped_column(default="")
    tax_is_estimate: Mapped[bool] = mapped_column(default=False)
    tax_exempt_certificate: Mapped[Text60] = mapped_column(default="")

    promise_date: Mapped[Day | None]
    promise_words: Mapped[Text200] = mapped_column(default="")
    promise_basis: Mapped[Text60] = mapped_column(default="")
    backorder_choice: Mapped[BackorderChoice | None] = mapped_column(enum_column(BackorderChoice))
    """What the caller wants of an order that is not whole in stock; None: nothing was short."""
    placed_at: Mapped[Moment | None]
    completed_order_at: Mapped[Moment | None]
    """The start of the legal clock: payment or authorization and all the information (16 CFR 435)."""
    released_at: Mapped[Moment | None]
    updated_at: Mapped[Moment]
    version: Mapped[Count] = mapped_column(default=1)

    lines: Mapped[list[OrderLine]] = relationship(
        back_populates="order", order_by="OrderLine.position", cascade="all, delete-orphan"
    )
    events: Mapped[list[OrderEvent]] = relationship(order_by="OrderEvent.sequence")
    holds: Mapped[list[Hold]] = relationship(order_by="Hold.opened_at")

    __mapper_args__ = {"version_id_col": version}

    TRANSITIONS = {
        OrderState.DRAFT: {OrderState.PLACED, OrderState.CANCELLED},
        OrderState.PLACED: {OrderState.RELEASED, OrderState.CANCELLED},
        OrderState.RELEASED: {
            OrderState.PLACED,
            OrderState.PARTLY_SHIPPED,
            OrderState.SHIPPED,
            OrderState.CANCELLED,
        },
        OrderState.PARTLY_SHIPPED: {OrderState.SHIPPED, OrderState.CANCELLED},
        OrderState.SHIPPED: {OrderState.CLOSED},
        OrderState.CLOSED: set(),
        OrderState.CANCELLED: set(),
    }

    @property
    def open_holds(self) -> list[Hold]:
        """The holds that still keep this order back."""
        return [hold for hold in self.holds if hold.state is HoldState.OPEN]

    def move_to(self, state: OrderState, *, kind: str, stamp: Stamp, **details: Any) -> OrderEvent:
        """Change the state and append the event *kind* that says so.

        Raises:
            TransitionRefused: the table in the class's docstring does not allow it.
        """
        before = self.state or OrderState.DRAFT
        if state not in self.TRANSITIONS[before]:
            raise TransitionRefused(f"an order cannot go from {before.value} to {state.value}")
        self.state = state
        return self.record(kind, stamp=stamp, before=before, **details)

    def record(
        self, kind: str, *, stamp: Stamp, before: OrderState | None = None, **details: Any
    ) -> OrderEvent:
        """Append an event. *details* refer to rows by id; personal values are never copied in."""
        event = OrderEvent(
            store_id=self.store_id,
            order_id=self.id,
            sequence=len(self.events) + 1,
            kind=kind,
            from_state=before or self.state,
            to_state=self.state,
            at=stamp.at,
            workstation_id=stamp.workstation_id,
            actor_id=stamp.actor_id,
            details=details,
        )
        self.events.append(event)
        return event


class Stamp:
    """Who did something, where and when: what every event carries."""

    __slots__ = ("actor_id", "at", "workstation_id")

    def __init__(
        self, *, at: datetime, actor_id: uuid.UUID | None, workstation_id: uuid.UUID | None
    ) -> None:
        self.at = at
        self.actor_id = actor_id
        self.workstation_id = workstation_id


class OrderLine(StoreRow, Base):
    """One line: what was ordered, at what price, why, and what was promised for it."""

    __tablename__ = "order_lines"
    __table_args__ = (
        Index("ix_order_lines_order_id", "order_id"),
        Index("ix_order_lines_variant_id", "variant_id"),
        Index("ix_order_lines_store_id_sku", "store_id", "sku"),
    )

    order_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"))
    position: Mapped[Count]
    variant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("product_variants.id"))
    sku: Mapped[Text60]
    name: Mapped[Text200]
    caption: Mapped[Text60] = mapped_column(default="")
    tax_class: Mapped[Text20]
    weight_grams: Mapped[Count] = mapped_column(default=0)
    ordered: Mapped[Count]
    cancelled: Mapped[Count] = mapped_column(default=0)
    shipped: Mapped[Count] = mapped_column(default=0)
    list_price_minor: Mapped[Minor]
    unit_price_minor: Mapped[Minor]
    price_reason: Mapped[Text60] = mapped_column(default="")
    discount_kind: Mapped[DiscountKind | None] = mapped_column(enum_column(DiscountKind))
    discount_value: Mapped[Minor] = mapped_column(default=0)
    """Parts per million for a percentage, minor units for an amount."""
    discount_reason: Mapped[Text60] = mapped_column(default="")
    discount_minor: Mapped[Minor] = mapped_column(default=0)
    """The line's own discount and its share of the coupon's together."""
    coupon_minor: Mapped[Minor] = mapped_column(default=0)
    """The line's share of what the order's coupon takes off."""
    is_sale_price: Mapped[bool] = mapped_column(default=False)
    """Whether the list price was a sale price when the line was keyed."""
    needs_shipping: Mapped[bool] = mapped_column(default=True)
    amount_minor: Mapped[Minor]
    promise_date: Mapped[Day | None]
    promise_words: Mapped[Text200] = mapped_column(default="")
    promise_basis: Mapped[Text60] = mapped_column(default="")

    order: Mapped[Order] = relationship(back_populates="lines")


class OrderEvent(LedgerRow, Base):
    """Something that happened to an order; appended, never changed."""

    __tablename__ = "order_events"
    __table_args__ = (UniqueConstraint("store_id", "order_id", "sequence"),)

    order_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orders.id"), index=True)
    sequence: Mapped[Count]
    kind: Mapped[Text60]
    from_state: Mapped[OrderState] = mapped_column(enum_column(OrderState))
    to_state: Mapped[OrderState] = mapped_column(enum_column(OrderState))
    details: Mapped[JsonValue]
    chain_hash: Mapped[Sha256 | None]


class DelayNotice(StoreRow, Dated, Base):
    """A delay notice and the buyer's answer to it (16 CFR 435)."""

    __tablename__ = "delay_notices"

    order_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orders.id"), index=True)
    order_line_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("order_lines.id"))
    document_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("documents.id"))
    revised_date: Mapped[Day | None]
    reason: Mapped[Text200] = mapped_column(default="")
    is_renewed: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[Moment | None]
    answered_at: Mapped[Moment | None]
    answer: Mapped[Text20] = mapped_column(default="")
    """agreed, cancelled, or empty while there is none."""
    answer_channel: Mapped[Channel | None] = mapped_column(enum_column(Channel))
