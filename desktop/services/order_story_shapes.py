"""The frozen values in which the orders page is told the whole story of one order."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from desktop.services.order_snapshots import OrderChange
from models.addresses_rules import PostalAddress
from models.call import CallOutcome
from models.channels import Channel
from models.dispatch import DispatchState, Route
from models.document import DocumentKind
from models.hold import HoldKind, HoldState
from models.order import BackorderChoice, OrderState
from models.payment import AttemptState, Check, Purpose, Tender
from models.payment_sums import PaymentSums

RISK_DAYS = 2
"""A promise with no more days left than these is at risk (shop: as an authorization, 48 hours)."""
OPEN_STATES = (OrderState.PLACED, OrderState.RELEASED, OrderState.PARTLY_SHIPPED)
"""What was promised of these has not been kept yet."""


@dataclass(frozen=True)
class StoryLine:
    """One line, with what became of its pieces. Amounts are minor units, before the order's coupon."""

    id: uuid.UUID
    variant_id: uuid.UUID
    sku: str
    name: str
    caption: str
    ordered: int
    shipped: int
    cancelled: int
    unit_price_minor: int
    discount_minor: int
    amount_minor: int
    price_reason: str
    promise_date: date | None
    promise_words: str

    @property
    def waiting(self) -> int:
        """How many pieces are still to be sent."""
        return max(0, self.ordered - self.shipped - self.cancelled)


@dataclass(frozen=True)
class StoryAttempt:
    """One attempt to move money."""

    id: uuid.UUID
    payment_id: uuid.UUID
    purpose: Purpose
    state: AttemptState
    amount_minor: int
    currency: str
    decline_code: str
    reason: str
    created_at: datetime
    answered_at: datetime | None
    next_look_up_at: datetime | None
    look_ups: int
    street_check: Check | None
    postal_check: Check | None
    code_check: Check | None


@dataclass(frozen=True)
class StoryPayment:
    """One tender of the order, and what its attempts come to."""

    id: uuid.UUID
    tender: Tender
    brand: str
    last4: str
    reference: str
    terms_days: int
    amount_minor: int
    currency: str
    received_at: datetime | None
    created_at: datetime
    replaced: bool
    """A newer card stands in its place."""
    sums: PaymentSums
    attempts: tuple[StoryAttempt, ...]


@dataclass(frozen=True)
class StoryHold:
    """A hold: why, since when, and who ended it with which words."""

    id: uuid.UUID
    kind: HoldKind
    state: HoldState
    details: Mapping[str, object]
    opened_at: datetime
    opened_by: str
    ask_again_at: datetime | None
    ended_at: datetime | None
    ended_by: str
    note: str


@dataclass(frozen=True)
class StoryNote:
    """What somebody noted on the order."""

    id: uuid.UUID
    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class StorySending:
    """One sending of a paper."""

    id: uuid.UUID
    route: Route
    destination: str
    copies: int
    state: DispatchState
    at: datetime
    created_at: datetime
    failure: str
    by: str


@dataclass(frozen=True)
class StoryPaper:
    """A paper about the order, and where it went."""

    id: uuid.UUID
    kind: DocumentKind
    pages: int
    made_at: datetime
    by: str
    sendings: tuple[StorySending, ...]


@dataclass(frozen=True)
class StoryCall:
    """A call with the customer. `is_own`: the one in which the order was begun."""

    id: uuid.UUID
    number: str
    started_at: datetime
    ended_at: datetime | None
    outcome: CallOutcome | None
    by: str
    is_own: bool


@dataclass(frozen=True)
class StoryShipment:
    """A parcel and how many pieces of which lines are in it."""

    id: uuid.UUID
    carrier: str
    tracking_number: str
    shipped_at: datetime | None
    packed_at: datetime
    parcels: int
    pieces: tuple[tuple[str, int], ...]
    """(SKU, pieces)."""


@dataclass(frozen=True)
class StoryVersion:
    """The order as it stood until a change."""

    sequence: int
    replaced_at: datetime
    by: str
    total_minor: int | None
    line_count: int | None
    changes: tuple[OrderChange, ...] = ()
    """What the change made of it."""


@dataclass(frozen=True)
class StoryDisclosure:
    """What was told to whom outside: names of fields, never values."""

    recipient: str
    purpose: str
    fields: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class StoryRefundDue:
    """Money that has to go back, and by when."""

    amount_minor: int
    currency: str
    reason: str
    due_at: datetime
    done_at: datetime | None


@dataclass(frozen=True)
class StoryFax:
    """A received fax that became the order, or belongs to it; its pages are asked for apart."""

    id: uuid.UUID
    received_at: datetime
    pages: int
    boxes: int
    sender: str
    """As people write the number, or what the other machine said of itself; "" where it said nothing."""
    became_order: bool
    """The order was keyed from it."""


Subject = (
    StoryAttempt | StoryHold | StoryNote | StorySending | StoryPaper | StoryCall | StoryShipment
    | StoryVersion | StoryDisclosure | StoryFax | None
)  # fmt: skip


@dataclass(frozen=True)
class StoryMoment:
    """One line of the timeline.

    Attributes:
        kind: An order event's kind as stored, or `note`, `paper_made`, `sending`, `call`, `told`,
            `fax_received`.
        at: When.
        by: Whose doing it was, "" where the program did it by itself.
        desk: At which desk, "" where at none.
        subject: What it is about, so that the words can say more.
        details: The event's own details.
        order_state: What the order was after it; None for what is no event of the order.
    """

    kind: str
    at: datetime
    by: str = ""
    desk: str = ""
    subject: Subject = None
    details: Mapping[str, object] | None = None
    order_state: OrderState | None = None


@dataclass(frozen=True)
class OrderStory:
    """One order with everything that is known of it, as of `read_at`."""

    id: uuid.UUID
    version: int
    number: str
    shown_number: str
    state: OrderState
    channel: Channel
    currency: str
    customer_id: uuid.UUID | None
    customer_name: str
    call_id: uuid.UUID | None
    changes_order_id: uuid.UUID | None
    changed_by_order_id: uuid.UUID | None
    """The draft that is to replace this order's lines, addresses or shipping, while there is one."""
    agent_id: uuid.UUID
    taken_by: str
    source_code: str
    wants_catalog: bool
    bill_to: PostalAddress | None
    ship_to: PostalAddress | None
    differing: tuple[str, ...]
    gift_message: str
    shipping_name: str
    coupon_code: str
    subtotal_minor: int
    discount_minor: int
    coupon_minor: int
    """What the coupon takes off the lines; it is part of `discount_minor`."""
    shipping_minor: int
    coupon_shipping_minor: int
    """What it has taken off the shipping already."""
    tax_minor: int
    total_minor: int
    tax_rate_ppm: int
    tax_is_estimate: bool
    tax_exempt_certificate: str
    promise_date: date | None
    promise_words: str
    days_left: int | None
    """Of the promise, 0 today and negative once it is broken; None where nothing waits for it."""
    backorder_choice: BackorderChoice | None
    begun_at: datetime
    placed_at: datetime | None
    released_at: datetime | None
    read_at: datetime
    lines: tuple[StoryLine, ...]
    payments: tuple[StoryPayment, ...]
    holds: tuple[StoryHold, ...]
    notes: tuple[StoryNote, ...]
    papers: tuple[StoryPaper, ...]
    calls: tuple[StoryCall, ...]
    shipments: tuple[StoryShipment, ...]
    versions: tuple[StoryVersion, ...]
    disclosures: tuple[StoryDisclosure, ...]
    refunds_due: tuple[StoryRefundDue, ...]
    faxes: tuple[StoryFax, ...]
    timeline: tuple[StoryMoment, ...]
    """Newest first."""

    @property
    def open_holds(self) -> tuple[StoryHold, ...]:
        """What still keeps it back."""
        return tuple(hold for hold in self.holds if hold.state is HoldState.OPEN)

    @property
    def held(self) -> bool:
        """At least one hold is open."""
        return bool(self.open_holds)

    @property
    def unknown(self) -> bool:
        """The outcome of an attempt to move its money is not known."""
        return any(
            attempt.state is AttemptState.UNKNOWN
            for payment in self.payments
            for attempt in payment.attempts
        )

    @property
    def promise_at_risk(self) -> bool:
        """Few days are left of the promise, or none."""
        return self.days_left is not None and self.days_left <= RISK_DAYS
