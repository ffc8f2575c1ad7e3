"""What an order's money has to do next: one idempotent look after everything that changes either.

Nothing here talks to a processor. It creates attempts, and the payment runner carries them out.
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.services.holds import (
    given_back,
    open_hold,
    payments_of,
    release_if_ready,
    secured_by,
)
from models import limits
from models.business_days import add_business_days
from models.hold import HoldKind
from models.ids import uuid7
from models.order import Order, OrderState, Stamp
from models.order_value import shipped_minor
from models.payment import (
    OPEN_ATTEMPTS,
    AttemptState,
    Payment,
    PaymentAttempt,
    Purpose,
    RefundDue,
    Tender,
)
from models.payment_sums import PaymentSums
from models.types import canonical_json

_NO_MONEY = (HoldKind.PAYMENT, HoldKind.AUTHORIZATION_EXPIRED)
_OVER = (OrderState.CANCELLED, OrderState.SHIPPED, OrderState.CLOSED)


def settle(session: Session, order: Order, stamp: Stamp) -> tuple[uuid.UUID, ...]:
    """Create every attempt that the order's state asks for, and release it if it is ready.

    What has shipped is captured; what is held for nothing any more is voided; what was captured and
    is not owed gets its refund date. Call it after every change of the order or of an attempt; doing
    it twice does nothing the second time.

    Returns:
        The attempts that were created and wait for the runner.
    """
    session.flush()
    created = [*_capture(session, order, stamp), *_void(session, order, stamp)]
    _note_lacking(session, order, stamp)
    _note_refund_due(session, order, stamp)
    release_if_ready(session, order, stamp)
    session.flush()
    return tuple(attempt.id for attempt in created)


def new_attempt(
    session: Session,
    payment: Payment,
    purpose: Purpose,
    amount_minor: int,
    *,
    at: datetime,
    releases_rest: bool = False,
    shipment_id: uuid.UUID | None = None,
    reason: str = "",
) -> PaymentAttempt:
    """An attempt under an idempotency key of its own, not yet sent."""
    attempt_id = uuid7()
    body = {
        "order": str(payment.order_id),
        "payment": str(payment.id),
        "amount": amount_minor,
        "currency": payment.currency,
        "purpose": purpose.value,
    }
    last = session.scalar(
        select(func.max(PaymentAttempt.sequence)).where(PaymentAttempt.payment_id == payment.id)
    )
    attempt = PaymentAttempt(
        id=attempt_id,
        store_id=payment.store_id,
        sequence=(last or 0) + 1,
        purpose=purpose,
        state=AttemptState.CREATED,
        amount_minor=amount_minor,
        currency=payment.currency,
        idempotency_key=f"od_{attempt_id.hex}",
        body=body,
        body_hash=hashlib.sha256(canonical_json(body).encode()).hexdigest(),
        intent_id=_intent_of(payment),
        releases_rest=releases_rest,
        shipment_id=shipment_id,
        reason=reason,
        created_at=at,
    )
    payment.attempts.append(attempt)
    session.add(payment)
    session.flush()
    return attempt


def needs_card(session: Session, order: Order, *, at: datetime) -> bool:
    """Whether a new card entry is wanted: less is secured than the order needs, nothing is unclear.

    An attempt whose outcome is unknown may still turn out to hold the money: then no new one.
    """
    if order.state in (OrderState.DRAFT, *_OVER):
        return False
    standing = payments_of(session, order, at=at)
    if any(is_open(payment, Purpose.AUTHORIZE) for payment, _sums in standing):
        return False
    return lacking_minor(order, standing) > 0


def lacking_minor(order: Order, standing: tuple[tuple[Payment, PaymentSums], ...]) -> int:
    """How much of the order's total is neither held, nor taken, nor owed on terms."""
    return max(0, order.total_minor - sum(secured_by(*one) for one in standing))


def wanted_minor(order: Order, standing: tuple[tuple[Payment, PaymentSums], ...]) -> int:
    """What a new card has to hold: the total, less what was taken already or is owed on terms.

    What another card holds does not count: it is let go once the new one is authorized.
    """
    settled = sum(
        payment.amount_minor
        if payment.tender is Tender.TERMS
        else sums.captured + sums.capturing - given_back(payment, sums)
        for payment, sums in standing
    )
    return max(0, order.total_minor - settled)


def is_open(payment: Payment, purpose: Purpose) -> bool:
    """Whether an attempt of this purpose has no end yet."""
    return any(a.purpose is purpose and a.state in OPEN_ATTEMPTS for a in payment.attempts)


def _capture(session: Session, order: Order, stamp: Stamp) -> list[PaymentAttempt]:
    """Capture what has shipped and is not captured yet, on the cards that were entered for it."""
    standing = payments_of(session, order, at=stamp.at)
    if any(payment.tender is Tender.TERMS for payment, _sums in standing):
        return []
    taken = sum(sums.captured + sums.capturing for _payment, sums in standing)
    due = shipped_minor(order) - taken
    created = []
    for payment, sums in standing:
        if due <= 0:
            break
        if payment.tender is not Tender.CARD or sums.capturable <= 0 or sums.capturing:
            continue
        amount = min(due, sums.capturable)
        last = order.state in _OVER or not _allows_more(payment)
        attempt = new_attempt(
            session, payment, Purpose.CAPTURE, amount, at=stamp.at, releases_rest=last
        )
        order.record("capture_asked", stamp=stamp, attempt=str(attempt.id))
        created.append(attempt)
        due -= amount
    if due > 0 and not created and not any(sums.capturing for _payment, sums in standing):
        _say_unpaid(order, stamp)
    return created


def _say_unpaid(order: Order, stamp: Stamp) -> None:
    """Have an order that left unpaid say so, unless one of its holds says why already."""
    if not any(hold.kind in _NO_MONEY for hold in order.open_holds):
        open_hold(order, HoldKind.PAYMENT, stamp, details={"reason": "shipped_unpaid"})


def _void(session: Session, order: Order, stamp: Stamp) -> list[PaymentAttempt]:
    """Let go of what is held for nothing: of an order that is over, and what a newer card replaced."""
    standing = payments_of(session, order, at=stamp.at)
    replaced = {p.replaces_id for p, sums in standing if p.replaces_id and sums.held > 0}
    still_due = shipped_minor(order) > sum(sums.captured for _payment, sums in standing)
    created = []
    for payment, sums in standing:
        if sums.held <= 0 or sums.voiding or sums.capturing:
            continue
        if payment.id in replaced or (order.state in _OVER and not still_due):
            attempt = new_attempt(session, payment, Purpose.VOID, sums.held, at=stamp.at)
            order.record("void_asked", stamp=stamp, attempt=str(attempt.id))
            created.append(attempt)
    return created


def _note_lacking(session: Session, order: Order, stamp: Stamp) -> None:
    """Have an order whose money is not secured say so, unless one of its holds does already.

    After a split shipment too, where the processor allows one capture only and let the rest go.
    """
    if order.state not in (OrderState.PLACED, OrderState.PARTLY_SHIPPED):
        return
    if any(hold.kind in _NO_MONEY for hold in order.open_holds):
        return
    if needs_card(session, order, at=stamp.at):
        open_hold(order, HoldKind.PAYMENT, stamp, details={"reason": "card_needed"})


def _note_refund_due(session: Session, order: Order, stamp: Stamp) -> None:
    """Captured and not owed: it has to go back within 7 working days (16 CFR 435.1, RULES)."""
    if order.state is not OrderState.CANCELLED:
        return
    standing = payments_of(session, order, at=stamp.at)
    for payment, sums in standing:
        owed = sums.captured - sums.refunded - sums.refunding
        others = sum(s.captured - s.refunded for p, s in standing if p is not payment)
        too_much = min(owed, max(0, owed + others - shipped_minor(order)))
        known = session.scalar(
            select(func.coalesce(func.sum(RefundDue.amount_minor), 0)).where(
                RefundDue.payment_id == payment.id, RefundDue.done_at.is_(None)
            )
        )
        if too_much > (known or 0):
            session.add(
                RefundDue(
                    store_id=order.store_id,
                    order_id=order.id,
                    payment_id=payment.id,
                    amount_minor=too_much - (known or 0),
                    currency=order.currency,
                    reason="cancelled",
                    due_at=refund_due_at(stamp.at),
                    created_at=stamp.at,
                )
            )
            session.flush()


def refund_due_at(at: datetime) -> datetime:
    """By when money that is owed back has to be sent: working days as the holiday table has them."""
    day = add_business_days(at.date(), limits.REFUND_WORKING_DAYS)
    return at.replace(year=day.year, month=day.month, day=day.day)


def _allows_more(payment: Payment) -> bool:
    return any(
        a.allows_more_captures
        for a in payment.attempts
        if a.purpose is Purpose.AUTHORIZE and a.state is AttemptState.SUCCEEDED
    )


def _intent_of(payment: Payment) -> str | None:
    """The intent that the payment's money is held under."""
    return next(
        (a.intent_id for a in payment.attempts if a.purpose is Purpose.AUTHORIZE and a.intent_id),
        None,
    )
