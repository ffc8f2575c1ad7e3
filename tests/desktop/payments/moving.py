"""Captures, voids and refunds asked for straight in a database, and what both books say of them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from desktop.payments.gateway import PaymentGateway
from desktop.services import order_money
from models.hold import HoldKind
from models.order import Order, OrderState, Stamp
from models.payment import (
    AttemptState,
    Payment,
    PaymentAttempt,
    Purpose,
    RefundDue,
)
from models.payment_sums import PaymentSums, sums_of
from models.session import Database
from tests.desktop.payments.placed_orders import PlacedOrder


@dataclass(frozen=True)
class Told:
    """What the book says of one attempt and of its order."""

    state: AttemptState
    states: list[AttemptState]
    code: str
    refund_id: str | None
    next_look_up_at: datetime | None
    order: OrderState
    events: list[str]
    holds: list[tuple[HoldKind, Any]]


def ask_for(
    database: Database,
    placed: PlacedOrder,
    purpose: Purpose,
    amount_minor: int,
    *,
    releases_rest: bool = True,
    reason: str = "",
    at: datetime | None = None,
) -> uuid.UUID:
    """Commit an attempt of *purpose* on the order's payment, as a service does; its id."""
    with database.write() as session:
        payment = session.scalars(select(Payment).where(Payment.order_id == placed.order_id)).one()
        attempt = order_money.new_attempt(
            session,
            payment,
            purpose,
            amount_minor,
            at=at or datetime.now(UTC),
            releases_rest=releases_rest and purpose is Purpose.CAPTURE,
            reason=reason,
        )
        return attempt.id


def told(database: Database, attempt_id: uuid.UUID) -> Told:
    """The attempt and its order as they stand."""
    with database.read() as session:
        attempt = session.get_one(PaymentAttempt, attempt_id)
        order = session.get_one(Order, attempt.payment.order_id)
        return Told(
            state=attempt.state,
            states=[event.to_state for event in attempt.events],
            code=attempt.decline_code,
            refund_id=attempt.refund_id,
            next_look_up_at=attempt.next_look_up_at,
            order=order.state,
            events=[event.kind for event in order.events],
            holds=[(hold.kind, hold.details) for hold in order.open_holds],
        )


def our_sums(database: Database, placed: PlacedOrder, at: datetime | None = None) -> PaymentSums:
    """What our book says of the order's one payment."""
    with database.read() as session:
        payment = session.scalars(select(Payment).where(Payment.order_id == placed.order_id)).one()
        return sums_of(payment, at=at or datetime.now(UTC))


def their_sums(gateway: PaymentGateway, intent_id: str) -> tuple[int, int, int]:
    """What the processor's says of an intent: captured, given back, still held."""
    view = gateway.retrieve(intent_id)
    refunds = gateway.list_refunds(intent_id)
    back = sum(one.amount_minor for one in refunds if one.status == "succeeded")
    return view.amount_received_minor, back, view.amount_capturable_minor


def intent_of(database: Database, placed: PlacedOrder) -> str:
    """The intent under which the order's money is held."""
    with database.read() as session:
        return session.get_one(PaymentAttempt, placed.attempt_id).intent_id or ""


def open_attempts(database: Database) -> list[tuple[Purpose, AttemptState]]:
    """What has no end yet."""
    wanted = (AttemptState.CREATED, AttemptState.SENT, AttemptState.UNKNOWN)
    with database.read() as session:
        rows = session.scalars(select(PaymentAttempt).where(PaymentAttempt.state.in_(wanted)))
        return [(row.purpose, row.state) for row in rows]


def owe(database: Database, placed: PlacedOrder, *amounts: int) -> None:
    """Put refunds that are due on the list, the first one first."""
    with database.write() as session:
        payment = session.scalars(select(Payment).where(Payment.order_id == placed.order_id)).one()
        for day, amount in enumerate(amounts, 1):
            session.add(
                RefundDue(
                    store_id=payment.store_id,
                    order_id=placed.order_id,
                    payment_id=payment.id,
                    amount_minor=amount,
                    currency="USD",
                    reason="returned",
                    due_at=datetime(2031, 1, day, tzinfo=UTC),
                    created_at=datetime.now(UTC),
                )
            )


def owed(database: Database, placed: PlacedOrder) -> list[tuple[int, bool, str]]:
    """The list of refunds that are due: amount, whether it is done, and the reason."""
    query = select(RefundDue).where(RefundDue.order_id == placed.order_id)
    with database.read() as session:
        rows = session.scalars(query.order_by(RefundDue.due_at, RefundDue.id))
        return [(row.amount_minor, row.done_at is not None, row.reason) for row in rows]


def move_order(database: Database, placed: PlacedOrder, *states: OrderState) -> None:
    """Take the order through *states*."""
    with database.write() as session:
        order = session.get_one(Order, placed.order_id)
        stamp = Stamp(at=datetime.now(UTC), actor_id=None, workstation_id=None)
        for state in states:
            order.move_to(state, kind=state.value, stamp=stamp)
