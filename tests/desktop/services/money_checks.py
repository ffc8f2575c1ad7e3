"""What has to be true of an order's books whatever happened."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services.refund_dues import still_due
from models.order import Order, OrderState
from models.payment import OPEN_ATTEMPTS, AttemptState, Payment, Purpose, RefundDue
from models.payment_sums import sums_of


def check_chains(order: Order) -> None:
    before = OrderState.DRAFT
    for number, event in enumerate(order.events, start=1):
        assert (event.sequence, event.from_state) == (number, before)
        before = event.to_state
    assert before is order.state


def check_open(payment: Payment) -> None:
    for purpose in Purpose:
        live = [a for a in payment.attempts if a.purpose is purpose and a.state in OPEN_ATTEMPTS]
        assert len(live) <= 1
    for attempt in payment.attempts:
        state = AttemptState.CREATED
        for number, event in enumerate(attempt.events, start=1):
            assert (event.sequence, event.from_state) == (number, state)
            state = event.to_state
        assert state is attempt.state


def check_dues(session: Session, payment: Payment) -> None:
    sums = sums_of(payment, at=payment.created_at)
    rows = list(session.scalars(select(RefundDue).where(RefundDue.payment_id == payment.id)))
    left = [(due, amount) for due, amount in still_due(rows, sums) if amount]
    assert sum(amount for _due, amount in left) <= sums.captured - sums.refunded
    assert all(due.done_at is None for due, _amount in left)
