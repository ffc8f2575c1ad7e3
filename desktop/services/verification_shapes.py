"""The frozen values in which the verification page is told of held orders."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from desktop.services.payments import PaymentView
from models.addresses_rules import PostalAddress
from models.channels import Channel
from models.hold import HoldKind
from models.order import OrderState


@dataclass(frozen=True)
class HeldOrder:
    """One row of the queue.

    Attributes:
        reasons: the kinds of its open holds, the one opened first in front.
        held_since: when the first of them was opened.
        promise_date: by when it was promised, or by when the rule wants it sent.
        days_left: until then, on the shop's calendar; negative when it has passed.
        at_risk: the promise is due by the next business day.
        ask_again_at: it stands back until then: nobody could be reached.
    """

    order_id: uuid.UUID
    number: str
    shown_number: str
    customer: str
    total_minor: int
    currency: str
    reasons: tuple[HoldKind, ...]
    held_since: datetime
    promise_date: date
    days_left: int
    at_risk: bool
    ask_again_at: datetime | None


@dataclass(frozen=True)
class HoldRow:
    """One open hold. `refusal` is the code of why a person cannot release it, or ""."""

    id: uuid.UUID
    kind: HoldKind
    details: Mapping[str, object]
    opened_at: datetime
    refusal: str
    watch_reasons: tuple[str, ...]


@dataclass(frozen=True)
class AddressPart:
    """One part of the two addresses; `same` also where only the writing differs."""

    name: str
    bill_to: str
    ship_to: str
    same: bool


@dataclass(frozen=True)
class CustomerHistory:
    """What the books say of the customer, this order apart.

    Attributes:
        orders: how many were placed before.
        since: when the first was.
        cancelled, refunded: of these.
        known_since: since when the customer is on file.
        called_from: the number that rang, in the form that is read; "" where none is known.
        called_from_known: it is one of the customer's own.
    """

    orders: int
    since: datetime | None
    cancelled: int
    refunded: int
    known_since: datetime | None
    called_from: str
    called_from_known: bool


@dataclass(frozen=True)
class NoteView:
    """What somebody noted on the order."""

    at: datetime
    agent: str
    words: str


@dataclass(frozen=True)
class LineBrief:
    """One line of the order."""

    name: str
    quantity: int
    amount_minor: int


@dataclass(frozen=True)
class Verification:
    """Everything that is shown of one held order.

    Attributes:
        differing: how many of `parts` differ.
        authorization_ends_at: until when what is held may be taken.
        authorization_days: until then, whole days; negative when it has run out.
        sent_before: how often, and when last, something of this customer's went there.
        others_today: numbers of other orders to this address today.
        call_back: the billing phone, in the form that is read; "" where none is on file.
        refusal: why nobody here may release it (`own_order`, `supervisor_needed`), or "".
    """

    order_id: uuid.UUID
    version: int
    number: str
    shown_number: str
    state: OrderState
    channel: Channel
    agent: str
    placed_at: datetime
    total_minor: int
    currency: str
    holds: tuple[HoldRow, ...]
    bill_to: PostalAddress
    ship_to: PostalAddress
    parts: tuple[AddressPart, ...]
    differing: int
    payment: PaymentView | None
    authorization_ends_at: datetime | None
    authorization_days: int | None
    customer: str
    history: CustomerHistory
    sent_before: tuple[int, datetime | None]
    others_today: tuple[str, ...]
    notes: tuple[NoteView, ...]
    lines: tuple[LineBrief, ...]
    gift_message: str
    promise_date: date
    promise_words: str
    promised: bool
    days_left: int
    at_risk: bool
    call_back: str
    ask_again_at: datetime | None
    refusal: str


@dataclass(frozen=True)
class Released:
    """What a release came to.

    Attributes:
        released: the kinds that were released now.
        left: the kinds that still hold the order.
        attempts: created for the payment runner.
    """

    order_id: uuid.UUID
    state: OrderState
    released: tuple[HoldKind, ...]
    left: tuple[HoldKind, ...]
    attempts: tuple[uuid.UUID, ...]
