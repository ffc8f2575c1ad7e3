"""Placing an order: the number, the order and the attempt to authorize, in one commit.

The money moves afterwards, in the payment runner (DESIGN §4, Money exactly once).
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from desktop.services import card_amounts, order_views
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused, Stale
from desktop.services.reservations import reserve
from models.hold import Hold, HoldKind, HoldState
from models.ids import uuid7
from models.order import Order, OrderState
from models.payment import (
    OPEN_ATTEMPTS,
    AttemptState,
    Payment,
    PaymentAttempt,
    Purpose,
    Tender,
)
from models.types import canonical_json


@dataclass(frozen=True)
class CardEntry:
    """What came back from the card window: a token, and what may be shown of the card."""

    payment_method: str
    brand: str
    last4: str
    code_asked: bool
    processor: str
    processor_run: str


@dataclass(frozen=True)
class Placed:
    """An order that was placed, and the attempt that the payment runner has to carry out."""

    order_id: uuid.UUID
    attempt_id: uuid.UUID


def place(
    session: Session,
    desk: Desk,
    order_id: uuid.UUID,
    card: CardEntry,
    *,
    version: int,
    command_id: uuid.UUID,
) -> Placed:
    """Place the draft: open its holds and create the attempt that authorizes its total.

    Raises:
        Stale: the draft was saved by someone else since *version*.
        Refused: `not_a_draft`, `missing` (with the codes), `card_amount` (with the reason), or
            `card_used` (a token serves once).
    """

    def work() -> dict[str, str]:
        order = session.get_one(Order, order_id, options=(selectinload(Order.lines),))
        if order.state is not OrderState.DRAFT:
            raise Refused("not_a_draft")
        if order.version != version:
            raise Stale
        missing, holds = order_views.lacking(session, desk, order)
        if missing:
            raise Refused("missing", codes=missing)
        stamp = desk.stamp()
        order.placed_at = order.updated_at = stamp.at
        reserve(session, order, at=stamp.at)  # a draft that lay for long has given it back
        order.move_to(OrderState.PLACED, kind="placed", stamp=stamp)
        for hold in holds:
            open_hold(order, hold.kind, desk, **hold.details)
        attempt = _authorization(session, desk, order, card)
        return {"order": str(order_id), "attempt": str(attempt.id)}

    with session.no_autoflush:  # nothing that is looked up here depends on what is written here
        return _placed(once(session, desk, command_id, "place", work))


def take_another_card(
    session: Session, desk: Desk, order_id: uuid.UUID, card: CardEntry, *, command_id: uuid.UUID
) -> Placed:
    """Create an attempt on a new card for a placed order whose card was declined.

    Raises:
        Refused: `not_placed`; `outcome_unknown` while an attempt may still have moved money;
            `already_authorized`; `card_amount`; `card_used`.
    """

    def work() -> dict[str, str]:
        order = session.get_one(Order, order_id)
        if order.state is not OrderState.PLACED:
            raise Refused("not_placed")
        states = set(
            session.scalars(
                select(PaymentAttempt.state)
                .join(Payment)
                .where(Payment.order_id == order_id, PaymentAttempt.purpose == Purpose.AUTHORIZE)
            )
        )
        if states & set(OPEN_ATTEMPTS):
            raise Refused("outcome_unknown")
        if AttemptState.SUCCEEDED in states:
            raise Refused("already_authorized")
        order.updated_at = desk.now()
        order.record("another_card", stamp=desk.stamp())
        attempt = _authorization(session, desk, order, card)
        return {"order": str(order_id), "attempt": str(attempt.id)}

    return _placed(once(session, desk, command_id, "take_another_card", work))


def open_hold(order: Order, kind: HoldKind, desk: Desk, **details: object) -> None:
    """Open a hold of *kind* on the order and say so in its events."""
    stamp = desk.stamp()
    hold = Hold(
        id=uuid7(),
        store_id=order.store_id,
        order_id=order.id,
        kind=kind,
        state=HoldState.OPEN,
        details=details,
        opened_at=stamp.at,
        opened_by_id=stamp.actor_id,
    )
    order.holds.append(hold)
    order.record("hold_opened", stamp=stamp, hold=str(hold.id))


def _authorization(session: Session, desk: Desk, order: Order, card: CardEntry) -> PaymentAttempt:
    refusal = card_amounts.refusal(order.total_minor)
    if refusal:
        raise Refused("card_amount", reason=refusal, currency=order.currency)
    used = session.scalar(
        select(Payment.id).where(
            Payment.store_id == desk.store_id, Payment.payment_method == card.payment_method
        )
    )
    if used is not None:
        raise Refused("card_used")
    now = desk.now()
    payment = Payment(
        id=uuid7(),
        store_id=desk.store_id,
        order_id=order.id,
        tender=Tender.CARD,
        amount_minor=order.total_minor,
        currency=order.currency,
        processor=card.processor,
        processor_run=card.processor_run,
        payment_method=card.payment_method,
        brand=card.brand,
        last4=card.last4,
        code_asked=card.code_asked,
        created_at=now,
    )
    body = {
        "order": str(order.id),
        "payment": str(payment.id),
        "amount": order.total_minor,
        "currency": order.currency,
        "purpose": Purpose.AUTHORIZE.value,
    }
    attempt_id = uuid7()
    attempt = PaymentAttempt(
        id=attempt_id,
        store_id=desk.store_id,
        sequence=1,
        purpose=Purpose.AUTHORIZE,
        state=AttemptState.CREATED,
        amount_minor=order.total_minor,
        currency=order.currency,
        idempotency_key=f"od_{attempt_id.hex}",
        body=body,
        body_hash=hashlib.sha256(canonical_json(body).encode()).hexdigest(),
        created_at=now,
    )
    payment.attempts.append(attempt)
    session.add(payment)
    session.flush()
    return attempt


def _placed(result: dict[str, str]) -> Placed:
    return Placed(uuid.UUID(result["order"]), uuid.UUID(result["attempt"]))
