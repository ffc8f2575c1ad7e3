"""Holds and the release: an order waits while a reason is open, and goes on by itself after the last."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.hold import Hold, HoldKind, HoldState
from models.ids import uuid7
from models.order import Order, OrderState, Stamp
from models.payment import Payment, Tender
from models.payment_sums import PaymentSums, sums_of


def open_hold(
    order: Order, kind: HoldKind, stamp: Stamp, *, details: Mapping[str, Any] | None = None
) -> Hold:
    """Have one open hold of *kind*; a released order goes back to placed.

    A hold of this kind that is open already stands, with the new *details*.
    """
    standing = next((hold for hold in order.open_holds if hold.kind is kind), None)
    if standing is not None:
        standing.details = dict(details or {})
        return standing
    hold = Hold(
        id=uuid7(),
        store_id=order.store_id,
        order_id=order.id,
        kind=kind,
        state=HoldState.OPEN,
        details=dict(details or {}),
        opened_at=stamp.at,
        opened_by_id=stamp.actor_id,
    )
    order.holds.append(hold)
    if order.state is OrderState.RELEASED:
        order.released_at = None
        order.move_to(OrderState.PLACED, kind="taken_back", stamp=stamp, hold=str(hold.id))
    order.record("hold_opened", stamp=stamp, hold=str(hold.id))
    return hold


def end_hold(
    order: Order,
    hold: Hold,
    stamp: Stamp,
    *,
    state: HoldState = HoldState.RELEASED,
    note: str = "",
) -> None:
    """Release one hold, or end it with its order. The note stays with the hold, which can be erased."""
    hold.end(state, at=stamp.at, by=stamp.actor_id, note=note)
    kind = "hold_released" if state is HoldState.RELEASED else "hold_ended"
    order.record(kind, stamp=stamp, hold=str(hold.id))


def end_holds_of(order: Order, kind: HoldKind, stamp: Stamp) -> None:
    """Release the open holds of one kind: what they waited for has come."""
    for hold in order.open_holds:
        if hold.kind is kind:
            end_hold(order, hold, stamp)


def release_if_ready(session: Session, order: Order, stamp: Stamp) -> bool:
    """Release a placed order with no open hold and its money secured; True if that was done."""
    if order.state is not OrderState.PLACED or order.open_holds:
        return False
    if not is_secured(session, order, at=stamp.at):
        return False
    order.released_at = stamp.at
    order.move_to(OrderState.RELEASED, kind="released", stamp=stamp)
    return True


def is_secured(session: Session, order: Order, *, at: datetime) -> bool:
    """Whether the order's total is held, taken, or owed on terms."""
    return secured_minor(session, order, at=at) >= order.total_minor


def secured_minor(session: Session, order: Order, *, at: datetime) -> int:
    """How much of the order is held, taken, or owed on terms."""
    return sum(secured_by(*one) for one in payments_of(session, order, at=at))


def secured_by(payment: Payment, sums: PaymentSums) -> int:
    """What one payment secures of its order."""
    if payment.tender is Tender.TERMS:
        return payment.amount_minor
    held = 0 if sums.voiding else sums.held
    return held + sums.captured - given_back(payment, sums)


def given_back(payment: Payment, sums: PaymentSums) -> int:
    """What went back and has to come again before the order is paid.

    A cheque that was sent back pays for nothing. A card is captured for what has left the house, and
    what is refunded of that is not asked for a second time.
    """
    return sums.refunded if payment.tender is Tender.CHEQUE else 0


def payments_of(
    session: Session, order: Order, *, at: datetime
) -> tuple[tuple[Payment, PaymentSums], ...]:
    """The order's payments, oldest first, each with what its attempts come to."""
    rows = session.scalars(
        select(Payment)
        .where(Payment.order_id == order.id)
        .options(selectinload(Payment.attempts))
        .order_by(Payment.created_at, Payment.id)
    )
    return tuple((payment, sums_of(payment, at=at)) for payment in rows)
