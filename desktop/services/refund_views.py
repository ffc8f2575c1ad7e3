"""What can go back of an order, and what has to by when: for the form and the list of refunds."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services.desk import Desk
from desktop.services.holds import payments_of
from desktop.services.order_parties import customer_names
from desktop.services.refund_dues import dues_left, going_back, still_due
from models import order_numbers
from models.order import Order
from models.payment import Payment, RefundDue, Tender
from models.payment_sums import PaymentSums, sums_of
from models.store import Store

_Record = TypeVar("_Record", Order, Payment)

NEEDS_SUPERVISOR = "refund_needs_supervisor"
"""The shop's setting: whether only a supervisor refunds. Yes, unless it says otherwise."""


@dataclass(frozen=True, kw_only=True)
class RefundDueView:
    """Money that has to go back.

    Attributes:
        amount_minor: What of it has not gone back yet.
        reason: A person's words, or `cancelled` or `overpaid`.
        is_overdue: The day by which it had to be sent is over.
        is_under_way: The processor has been asked, its answer is not known yet.
        brand, last4: The card it goes to; empty for a cheque and for terms.
    """

    id: uuid.UUID
    order_id: uuid.UUID
    shown_number: str
    customer_name: str
    tender: Tender
    brand: str
    last4: str
    amount_minor: int
    currency: str
    reason: str
    due_at: datetime
    due_on: date
    is_overdue: bool
    is_under_way: bool


@dataclass(frozen=True, kw_only=True)
class Refundable:
    """What a refund of an order can be: `most_minor`, and why it may be no more.

    Attributes:
        due_minor: What is due to go back already, and not counted in `most_minor` again unless it is
            owed without anybody's word.
        by_hand: Some of it did not come by card, so a person has to send it.
    """

    order_id: uuid.UUID
    shown_number: str
    customer_name: str
    currency: str
    captured_minor: int
    refunded_minor: int
    due_minor: int
    most_minor: int
    by_hand: bool
    needs_supervisor: bool


def refundable(session: Session, desk: Desk, order_id: uuid.UUID) -> Refundable:
    """What may be given back of an order, for the form that asks."""
    order = session.get_one(Order, order_id)
    standing = payments_of(session, order, at=desk.now())
    left = [dues_left(session, payment, sums) for payment, sums in standing]
    return Refundable(
        order_id=order.id,
        shown_number=order_numbers.display(order.number),
        customer_name=customer_names(session, [order])[order.id],
        currency=order.currency,
        captured_minor=sum(sums.captured for _payment, sums in standing),
        refunded_minor=sum(sums.refunded for _payment, sums in standing),
        due_minor=sum(owed + promised for owed, promised in left),
        most_minor=sum(available(session, payment, sums) for payment, sums in standing),
        by_hand=any(
            payment.tender is not Tender.CARD and sums.captured > sums.refunded
            for payment, sums in standing
        ),
        needs_supervisor=needs_supervisor(session, desk),
    )


def due(session: Session, desk: Desk) -> tuple[RefundDueView, ...]:
    """Every refund that is due, the most urgent first."""
    rows = session.scalars(
        select(RefundDue)
        .where(RefundDue.store_id == desk.store_id, RefundDue.done_at.is_(None))
        .order_by(RefundDue.due_at, RefundDue.id)
    ).all()
    orders = _by_id(session, Order, [row.order_id for row in rows])
    payments = _by_id(session, Payment, [row.payment_id for row in rows if row.payment_id])
    names = customer_names(session, list(orders.values()))
    found = []
    for row in rows:
        payment = payments.get(row.payment_id) if row.payment_id else None
        if payment is not None:
            view = _view(session, desk, row, payment, orders[row.order_id], names[row.order_id])
            found.append(view)
    return tuple(view for view in found if view.amount_minor > 0)


def needs_supervisor(session: Session, desk: Desk) -> bool:
    """Whether only a supervisor refunds in this shop."""
    settings = session.get_one(Store, desk.store_id).settings or {}
    return bool(settings.get(NEEDS_SUPERVISOR, True))


def available(session: Session, payment: Payment, sums: PaymentSums) -> int:
    """What may still be promised back of a payment: captured, not gone back, not promised."""
    _owed, promised = dues_left(session, payment, sums)
    return max(0, sums.captured - sums.refunded - promised - going_back(payment))


def _view(
    session: Session, desk: Desk, due: RefundDue, payment: Payment, order: Order, name: str
) -> RefundDueView:
    sums = sums_of(payment, at=desk.now())
    rows = session.scalars(select(RefundDue).where(RefundDue.payment_id == payment.id))
    left = {row.id: amount for row, amount in still_due(rows, sums)}[due.id]
    return RefundDueView(
        id=due.id,
        order_id=order.id,
        shown_number=order_numbers.display(order.number),
        customer_name=name,
        tender=payment.tender,
        brand=payment.brand,
        last4=payment.last4 or "",
        amount_minor=left,
        currency=due.currency,
        reason=due.reason,
        due_at=due.due_at,
        due_on=due.due_at.astimezone(ZoneInfo(desk.time_zone)).date(),
        is_overdue=due.due_at < desk.now(),
        is_under_way=sums.refunding > 0,
    )


def _by_id(
    session: Session, kind: type[_Record], ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, _Record]:
    if not ids:
        return {}
    return {row.id: row for row in session.scalars(select(kind).where(kind.id.in_(set(ids))))}
