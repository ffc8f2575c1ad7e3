"""Refunds: money that goes back, whole or in part, with a reason, and by when.

Card money goes back by attempts that the payment runner carries out; what came by cheque or on terms
is sent back by a person, who says so here.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services import audit, order_money
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused
from desktop.services.holds import payments_of
from desktop.services.refund_dues import OWED, add_due, dues_left, still_due
from desktop.services.refund_views import (
    NEEDS_SUPERVISOR,
    Refundable,
    RefundDueView,
    available,
    due,
    needs_supervisor,
    refundable,
)
from desktop.services.stores import require_supervisor
from models.order import Order, OrderState
from models.payment import AttemptState, Payment, PaymentAttempt, Purpose, RefundDue, Tender
from models.payment_sums import PaymentSums

__all__ = [
    "NEEDS_SUPERVISOR", "REASON_LENGTH", "RefundDueView", "RefundStarted", "Refundable", "due",
    "needs_supervisor", "refund", "refund_due_now", "refundable",
]  # fmt: skip

REASON_LENGTH = 200


@dataclass(frozen=True)
class RefundStarted:
    """A refund of an order, and the attempts that the payment runner has to carry out.

    No attempts: a person has to send the money, and the list of refunds due says so.
    """

    order_id: uuid.UUID
    attempts: tuple[uuid.UUID, ...]


def refund(
    session: Session,
    desk: Desk,
    order_id: uuid.UUID,
    *,
    amount_minor: int,
    reason: str,
    command_id: uuid.UUID,
) -> RefundStarted:
    """Give back *amount_minor* of what was captured, from the newest payment on.

    Raises:
        Refused: `supervisor_needed`, `not_placed`, `reason_missing`, `refund_amount`,
            `refund_too_much` (with `most`), `refund_under_way`, each with its field.
    """

    def work() -> dict[str, object]:
        words = _may_refund(session, desk, reason)
        words = words.capitalize() if words in OWED else words  # the codes are no person's words
        order = session.get_one(Order, order_id, with_for_update=True)
        if order.state is OrderState.DRAFT:
            raise Refused("not_placed")
        if amount_minor <= 0:
            raise Refused("refund_amount", field="amount")
        standing = payments_of(session, order, at=desk.now())
        most = sum(available(session, payment, sums) for payment, sums in standing)
        if amount_minor > most:
            raise Refused("refund_too_much", field="amount", most=most)
        stamp, left, attempts = desk.stamp(), amount_minor, list[str]()
        order.updated_at = stamp.at
        for payment, sums in reversed(standing):
            part = 0 if sums.refunding else min(left, available(session, payment, sums))
            if part <= 0:
                continue
            owed_back = part <= dues_left(session, payment, sums)[0]
            if not owed_back:
                add_due(session, order, payment, part, reason=words, stamp=stamp)
            if payment.tender is Tender.CARD:
                attempt = _ask(session, desk, order, payment, part, words, owed_back=owed_back)
                attempts.append(str(attempt.id))
            left -= part
        if left > 0:
            raise Refused("refund_under_way")
        order_money.settle(session, order, stamp)
        audit.note(session, desk, "refund_asked", subject_kind="order", subject_id=order_id)
        return {"order": str(order_id), "attempts": attempts}

    return _started(once(session, desk, command_id, "refund", work))


def refund_due_now(
    session: Session, desk: Desk, due_id: uuid.UUID, *, command_id: uuid.UUID, reference: str = ""
) -> RefundStarted:
    """Send what is due: the processor is asked, or a person says that the cheque has been sent.

    *reference* is the number of the cheque that was sent.

    Raises:
        Refused: `supervisor_needed`, `refund_done`, `refund_under_way`.
    """

    def work() -> dict[str, object]:
        row = session.get_one(RefundDue, due_id)
        _may_refund(session, desk, row.reason)
        order = session.get_one(Order, row.order_id, with_for_update=True)
        payment, sums, amount = _still_to_send(session, desk, order, row)
        if sums.refunding:
            raise Refused("refund_under_way")
        owed_back = row.reason in OWED
        attempt = _ask(session, desk, order, payment, amount, row.reason, owed_back=owed_back)
        attempts = [str(attempt.id)]
        if payment.tender is not Tender.CARD:
            _sent_by_hand(desk, attempt, reference)
            order.record("refund_sent", stamp=desk.stamp(), attempt=str(attempt.id))
            attempts = []
        order.updated_at = desk.now()
        order_money.settle(session, order, desk.stamp())
        audit.note(session, desk, "refund_asked", subject_kind="order", subject_id=order.id)
        return {"order": str(order.id), "attempts": attempts}

    return _started(once(session, desk, command_id, "refund_due_now", work))


def _may_refund(session: Session, desk: Desk, reason: str) -> str:
    """The reason as it is kept.

    Raises:
        Refused: `supervisor_needed`, or `reason_missing`.
    """
    if needs_supervisor(session, desk):
        require_supervisor(desk)
    words = " ".join(reason.split())[:REASON_LENGTH]
    if not words:
        raise Refused("reason_missing", field="reason")
    return words


def _ask(
    session: Session,
    desk: Desk,
    order: Order,
    payment: Payment,
    amount_minor: int,
    reason: str,
    *,
    owed_back: bool,
) -> PaymentAttempt:
    attempt = order_money.new_attempt(
        session, payment, Purpose.REFUND, amount_minor, at=desk.now(), reason=reason,
        owed_back=owed_back,
    )  # fmt: skip
    order.record("refund_asked", stamp=desk.stamp(), attempt=str(attempt.id))
    return attempt


def _still_to_send(
    session: Session, desk: Desk, order: Order, wanted: RefundDue
) -> tuple[Payment, PaymentSums, int]:
    for payment, sums in payments_of(session, order, at=desk.now()):
        if payment.id == wanted.payment_id:
            rows = session.scalars(select(RefundDue).where(RefundDue.payment_id == payment.id))
            left = {row.id: amount for row, amount in still_due(rows, sums)}[wanted.id]
            if left <= 0 or wanted.done_at is not None:
                raise Refused("refund_done")
            return payment, sums, left
    raise Refused("refund_done")


def _sent_by_hand(desk: Desk, attempt: PaymentAttempt, reference: str) -> None:
    """No processor is asked: a person has sent it, which is all there is to know."""
    now, where = desk.now(), desk.workstation_id
    attempt.sent_at = attempt.answered_at = now
    for state in (AttemptState.SENT, AttemptState.SUCCEEDED):
        attempt.move_to(state, at=now, actor_id=desk.agent_id, workstation_id=where)
    if reference.strip():
        attempt.body = {**attempt.body, "cheque": reference.strip()[:60]}


def _started(result: dict[str, Any]) -> RefundStarted:
    attempts = tuple(uuid.UUID(one) for one in result["attempts"])
    return RefundStarted(uuid.UUID(result["order"]), attempts)
