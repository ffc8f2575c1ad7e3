"""The frozen values in which pages are told of an order."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from desktop.services.coupon_shapes import CouponView
from desktop.services.order_snapshots import OrderChange
from desktop.services.promises import PromiseChoice
from desktop.services.shipping import ShippingChoice
from models.addresses_rules import PostalAddress
from models.channels import Channel
from models.hold import HoldKind, HoldState
from models.order import BackorderChoice, DiscountKind, OrderState


@dataclass(frozen=True)
class LineView:
    """One line as shown. Amounts are minor units; `available` None: stock is not counted.

    What the order's coupon takes off is told with the order: `discount_minor` and `amount_minor` are
    the line's own.

    `available` is what the lines above it, and other orders, have left.
    """

    id: uuid.UUID
    variant_id: uuid.UUID
    sku: str
    name: str
    caption: str
    quantity: int
    available: int | None
    low: bool
    list_price_minor: int
    unit_price_minor: int
    price_reason: str
    discount_kind: DiscountKind | None
    discount_value: int
    discount_reason: str
    discount_minor: int
    amount_minor: int
    restock_on: date | None = None
    """When more of it comes, where the shop knows."""
    later_by: date | None = None
    """By when the pieces leave that are not here; None where all of it is here."""
    is_sale_price: bool = False
    """The list price is a sale price."""
    needs_shipping: bool = True

    @property
    def short(self) -> bool:
        """More was asked for than there is to ship."""
        if self.available is None or not self.needs_shipping:
            return False
        return self.available < self.quantity


@dataclass(frozen=True)
class HoldView:
    """A hold, or at a draft the hold that placing would open."""

    kind: HoldKind
    state: HoldState
    details: Mapping[str, object]


@dataclass(frozen=True)
class OrderBrief:
    """One row of a list of orders."""

    id: uuid.UUID
    number: str
    shown_number: str
    state: OrderState
    held: bool
    at: datetime
    total_minor: int
    currency: str


@dataclass(frozen=True)
class ChangeView:
    """Of a draft that changes a placed order: which, and what the change comes to.

    Attributes:
        order_id: The placed order.
        original_version: How often it had been changed when this change began.
        changes: What would be another than it is.
        total_before_minor: Its total as it stands.
        secured_minor: What is held, taken or owed on terms for it.
        needs_card: The new total is over that, so a new card entry comes first.
        unclear: An authorization has no known end, and the new total rests on it.
    """

    order_id: uuid.UUID
    original_version: int
    changes: tuple[OrderChange, ...]
    total_before_minor: int
    secured_minor: int
    needs_card: bool
    unclear: bool


@dataclass(frozen=True)
class OrderView:
    """An order as the call desk shows it."""

    id: uuid.UUID
    version: int
    number: str
    shown_number: str
    spoken_number: str
    state: OrderState
    channel: Channel
    currency: str
    customer_id: uuid.UUID | None
    call_id: uuid.UUID | None
    lines: tuple[LineView, ...]
    piece_count: int
    subtotal_minor: int
    discount_minor: int
    shipping_minor: int
    tax_minor: int
    total_minor: int
    tax_rate_ppm: int
    tax_jurisdiction: str
    tax_is_estimate: bool
    tax_exempt_certificate: str
    bill_to: PostalAddress | None
    ship_to: PostalAddress | None
    differing: tuple[str, ...]
    """Parts in which ship-to and bill-to differ; empty when the order goes to the bill-to."""
    gift_message: str
    shipping_method_id: uuid.UUID | None
    shipping_name: str
    shipping_choices: tuple[ShippingChoice, ...]
    promise_date: date | None
    promise_words: str
    promise_basis: str
    promise_choices: tuple[PromiseChoice, ...]
    backorder_choice: BackorderChoice | None
    source_code: str
    wants_catalog: bool
    coupon: CouponView | None
    holds: tuple[HoldView, ...]
    missing: tuple[str, ...]
    """Codes of what still keeps the order from being placed, the card apart."""
    similar: tuple[OrderBrief, ...]
    placed_at: datetime | None
    updated_at: datetime
    change: ChangeView | None = None

    @property
    def is_sent(self) -> bool:
        """Whether there is something to ship; an order without lines is still to get some."""
        return not self.lines or any(line.needs_shipping for line in self.lines)

    @property
    def line_discounts_minor(self) -> int:
        """What is taken off line by line, without the coupon."""
        return self.discount_minor - (self.coupon.minor if self.coupon else 0)

    @property
    def full_shipping_minor(self) -> int:
        """What the shipping costs before the coupon."""
        return self.shipping_minor + (self.coupon.shipping_minor if self.coupon else 0)

    @property
    def held(self) -> bool:
        """At least one hold is open (or would be)."""
        return any(hold.state is HoldState.OPEN for hold in self.holds)
