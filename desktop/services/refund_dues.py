"""What has to go back to customers, and by when: one row for each reason, kept by `order_money`.

A row says what was to go back when it was made. How much of it still has to is what the refunds of its
payment have not covered yet, the oldest row first.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services.holds import Standing
from models import limits
from models.business_days import add_business_days
from models.ids import uuid7
from models.order import Order, OrderState, Stamp
from models.order_value import shipped_minor
from models.payment import OPEN_ATTEMPTS, Payment, Purpose, RefundDue, Tender
from models.payment_sums import PaymentSums, is_owed_back
from models.person_task import PersonTask, PersonTaskKind
from models.store import Store

CANCELLED = "cancelled"
OVERPAID = "overpaid"
OWED = (CANCELLED, OVERPAID)
"""Reasons that are not words of a person: money that is not owed any more."""


def note_owed(session: Session, order: Order, standing: Standing, stamp: Stamp) -> None:
    """Have the rows say what is owed back now, no more and no less, and close what has gone back.

    Taken and not owed, it has to be sent within 7 working days (16 CFR 435.1, RULES).
    """
    over = _overpaid(order, standing)
    for payment, sums in reversed(standing):
        rows = still_due(_dues_of(session, payment), sums)
        favours = sum(left for due, left in rows if due.reason not in OWED)
        need = max(0, min(over, sums.captured - sums.refunded - favours))
        over -= need
        have = sum(left for due, left in rows if due.reason in OWED)
        if need > have:
            reason = CANCELLED if order.state is OrderState.CANCELLED else OVERPAID
            add_due(session, order, payment, need - have, reason=reason, stamp=stamp)
        elif need < have:
            _shrink(rows, have - max(need, going_back(payment)))
        for due, left in still_due(_dues_of(session, payment), sums):
            if left == 0 and due.done_at is None:
                _close(session, due, stamp)


def still_due(dues: Iterable[RefundDue], sums: PaymentSums) -> tuple[tuple[RefundDue, int], ...]:
    """Each row of one payment with what of it has not gone back yet, the oldest first."""
    covered = {True: sums.given_back, False: sums.refunded - sums.given_back}
    found = []
    for due in sorted(dues, key=lambda row: (row.created_at, row.id)):
        owed = due.reason in OWED
        part = min(covered[owed], due.amount_minor)
        covered[owed] -= part
        found.append((due, due.amount_minor - part))
    return tuple(found)


def dues_left(session: Session, payment: Payment, sums: PaymentSums) -> tuple[int, int]:
    """What is still to go back of a payment: (not owed any more, promised as a favour)."""
    rows = still_due(_dues_of(session, payment), sums)
    owed = sum(left for due, left in rows if due.reason in OWED)
    return owed, sum(left for _due, left in rows) - owed


def add_due(
    session: Session,
    order: Order,
    payment: Payment,
    amount_minor: int,
    *,
    reason: str,
    stamp: Stamp,
) -> RefundDue:
    """A refund that is due; where no processor can do it, also a task for a person."""
    zone = session.get_one(Store, order.store_id).time_zone
    due = RefundDue(
        id=uuid7(),
        store_id=order.store_id,
        order_id=order.id,
        payment_id=payment.id,
        amount_minor=amount_minor,
        currency=order.currency,
        reason=reason,
        due_at=refund_due_at(stamp.at, zone),
        created_at=stamp.at,
    )
    session.add(due)
    if payment.tender is not Tender.CARD:
        task = PersonTask(
            id=due.id,
            store_id=order.store_id,
            kind=PersonTaskKind.REFUND_DUE,
            customer_id=order.customer_id,
            order_id=order.id,
            words=reason,
            due_at=due.due_at,
            created_at=stamp.at,
        )
        session.add(task)
    order.record("refund_due", stamp=stamp, due=str(due.id))
    session.flush()
    return due


def refund_due_at(at: datetime, zone: str) -> datetime:
    """The end of the working day by which money that is owed back has to be sent (16 CFR 435.1)."""
    local = at.astimezone(ZoneInfo(zone))
    day = add_business_days(local.date(), limits.REFUND_WORKING_DAYS)
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(zone)).astimezone(at.tzinfo)


def _overpaid(order: Order, standing: Standing) -> int:
    """What was taken over what the order, or what was sent of a cancelled one, is worth."""
    cancelled = order.state is OrderState.CANCELLED
    worth = shipped_minor(order) if cancelled else order.total_minor
    return sum(sums.captured - sums.given_back for _payment, sums in standing) - worth


def _dues_of(session: Session, payment: Payment) -> list[RefundDue]:
    return list(session.scalars(select(RefundDue).where(RefundDue.payment_id == payment.id)))


def going_back(payment: Payment) -> int:
    """What is on its way back because it is not owed any more."""
    return sum(
        a.amount_minor
        for a in payment.attempts
        if a.purpose is Purpose.REFUND and a.state in OPEN_ATTEMPTS and is_owed_back(a)
    )


def _shrink(rows: tuple[tuple[RefundDue, int], ...], by: int) -> None:
    """The order is worth more again: less is owed back, the newest row first."""
    for due, left in reversed(rows):
        if due.reason in OWED and by > 0:
            part = min(by, left)
            due.amount_minor -= part
            by -= part


def _close(session: Session, due: RefundDue, stamp: Stamp) -> None:
    due.done_at = stamp.at
    task: PersonTask | None = session.get(PersonTask, _task_id(due))
    if task is not None and task.done_at is None:
        task.done_at, task.done_by_id = stamp.at, stamp.actor_id


def _task_id(due: RefundDue) -> uuid.UUID:
    """The task of a refund that is due has the same id."""
    return due.id
