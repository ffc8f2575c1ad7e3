"""An attempt as the payment runner works on it: a frozen copy of what is in the book."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from desktop.payments.results import Authorized, Checks, Declined, Moved
from models.order import Order, OrderState
from models.payment import AttemptState, Check, Payment, PaymentAttempt, Purpose

AWAITS_PAYMENT = (OrderState.PLACED, OrderState.PARTLY_SHIPPED, OrderState.SHIPPED)
"""States in which a new card may still be authorized: nothing was called off, and money lacks."""

Ended = Authorized | Moved | Declined


@dataclass(frozen=True, kw_only=True)
class AttemptJob:
    """An attempt of any purpose.

    Attributes:
        captured_minor: What other attempts of the same payment captured: a capture is done when the
            processor has received this and our amount.
        sent_at: When it was first sent; None: the processor has never heard of it.
        result: How it ended, when it has.
    """

    attempt_id: uuid.UUID
    purpose: Purpose
    state: AttemptState
    amount_minor: int
    currency: str
    key: str
    intent_id: str
    created_at: datetime
    sent_at: datetime | None
    payment_method: str
    processor: str
    processor_run: str
    order_number: str
    order_awaits_payment: bool
    captured_minor: int
    releases_rest: bool
    reason: str
    result: Ended | None


def job_of(attempt: PaymentAttempt, payment: Payment, order: Order) -> AttemptJob:
    """Copy what is in the book."""
    return AttemptJob(
        attempt_id=attempt.id,
        purpose=attempt.purpose,
        state=attempt.state,
        amount_minor=attempt.amount_minor,
        currency=attempt.currency,
        key=attempt.idempotency_key,
        intent_id=attempt.intent_id or "",
        created_at=attempt.created_at,
        sent_at=attempt.sent_at,
        payment_method=payment.payment_method or "",
        processor=payment.processor,
        processor_run=payment.processor_run,
        order_number=order.number,
        order_awaits_payment=order.state in AWAITS_PAYMENT,
        captured_minor=sum(
            other.amount_minor
            for other in payment.attempts
            if other.purpose is Purpose.CAPTURE
            and other.state is AttemptState.SUCCEEDED
            and other.id != attempt.id
        ),
        releases_rest=attempt.releases_rest,
        reason=attempt.reason,
        result=ended(attempt, payment),
    )


def ended(attempt: PaymentAttempt, payment: Payment) -> Ended | None:
    """The result that is in the book, or None while the attempt is open."""
    if attempt.state is AttemptState.SUCCEEDED:
        if attempt.purpose is Purpose.AUTHORIZE:
            return _authorized(attempt, payment)
        return Moved(
            purpose=attempt.purpose,
            amount_minor=attempt.amount_minor,
            intent_id=attempt.intent_id or "",
            refund_id=attempt.refund_id or "",
        )
    if attempt.state is AttemptState.DECLINED:
        return Declined(
            code=attempt.decline_code,
            intent_id=attempt.intent_id or "",
            charge_id=attempt.charge_id or "",
            checks=_checks(attempt) if attempt.raw_checks is not None else None,
        )
    return None


def _authorized(attempt: PaymentAttempt, payment: Payment) -> Authorized:
    return Authorized(
        intent_id=attempt.intent_id or "",
        charge_id=attempt.charge_id or "",
        checks=_checks(attempt),
        network=attempt.network,
        brand=payment.brand,
        last4=payment.last4 or "",
        expires_at=attempt.expires_at,
        allows_more_captures=attempt.allows_more_captures,
    )


def _checks(attempt: PaymentAttempt) -> Checks:
    return Checks(
        street=attempt.street_check or Check.NOT_CHECKED,
        postal_code=attempt.postal_check or Check.NOT_CHECKED,
        code=attempt.code_check or Check.NOT_CHECKED,
        raw=attempt.raw_checks or {},
    )
