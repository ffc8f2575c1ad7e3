"""How the payment of an order stands, for the page that shows it."""

from __future__ import annotations

import enum
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.payment import AttemptState, Check, Payment, PaymentAttempt, Purpose


class PaymentStanding(enum.Enum):
    """The state of the latest card entry of an order."""

    SENDING = "sending"
    AUTHORIZED = "authorized"
    DECLINED = "declined"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class PaymentView:
    """The latest authorization of an order. `amount_minor` is what was asked for."""

    payment_id: uuid.UUID
    attempt_id: uuid.UUID
    standing: PaymentStanding
    brand: str
    last4: str
    amount_minor: int
    currency: str
    street: Check | None
    postal_code: Check | None
    code: Check | None
    decline_code: str
    sent_at: datetime | None
    answered_at: datetime | None
    next_look_up_at: datetime | None


_STANDING = {
    AttemptState.CREATED: PaymentStanding.SENDING,
    AttemptState.SENT: PaymentStanding.SENDING,
    AttemptState.UNKNOWN: PaymentStanding.UNKNOWN,
    AttemptState.DECLINED: PaymentStanding.DECLINED,
    AttemptState.SUCCEEDED: PaymentStanding.AUTHORIZED,
}


def latest(session: Session, order_id: uuid.UUID) -> PaymentView | None:
    """The latest authorization attempt of the order, or None where no card was taken yet."""
    row = session.execute(
        select(PaymentAttempt, Payment)
        .join(Payment)
        .where(Payment.order_id == order_id, PaymentAttempt.purpose == Purpose.AUTHORIZE)
        .order_by(PaymentAttempt.created_at.desc(), PaymentAttempt.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    attempt, payment = row
    return PaymentView(
        payment_id=payment.id,
        attempt_id=attempt.id,
        standing=_STANDING[attempt.state],
        brand=payment.brand,
        last4=payment.last4 or "",
        amount_minor=attempt.amount_minor,
        currency=attempt.currency,
        street=attempt.street_check,
        postal_code=attempt.postal_check,
        code=attempt.code_check,
        decline_code=attempt.decline_code,
        sent_at=attempt.sent_at,
        answered_at=attempt.answered_at,
        next_look_up_at=attempt.next_look_up_at,
    )


def authorized_minor(attempts: Iterable[PaymentAttempt]) -> int:
    """What a payment's attempts have authorized and not yet let go, in minor units."""
    done = [a for a in attempts if a.state is AttemptState.SUCCEEDED]
    given = sum(a.amount_minor for a in done if a.purpose is Purpose.AUTHORIZE)
    let_go = sum(a.amount_minor for a in done if a.purpose is Purpose.VOID)
    return given - let_go
