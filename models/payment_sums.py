"""What the attempts of a payment come to: authorized, captured, given back, still held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from models.payment import OPEN_ATTEMPTS, AttemptState, Payment, PaymentAttempt, Purpose, Tender


@dataclass(frozen=True)
class PaymentSums:
    """One payment's money, all in minor units of its currency.

    Attributes:
        authorized: What the processor agreed to; 0 for a cheque and for terms.
        captured: What was taken, or what arrived.
        refunded: What went back of it.
        held: What may still be captured: authorized, neither taken nor let go, and not run out.
        expires_at: Until when `held` may be captured.
        capturing, refunding: What is under way, its outcome not known yet.
        voiding: Letting go of the rest is under way.
    """

    authorized: int
    captured: int
    refunded: int
    held: int
    expires_at: datetime | None
    capturing: int
    refunding: int
    voiding: bool

    @property
    def capturable(self) -> int:
        """What may be captured now, with nothing under way that takes it."""
        return 0 if self.voiding else max(0, self.held - self.capturing)

    @property
    def refundable(self) -> int:
        """What may still go back: never more than was captured."""
        return self.captured - self.refunded - self.refunding


def sums_of(payment: Payment, *, at: datetime) -> PaymentSums:
    """Add the attempts of *payment* up, as they stand *at* a moment."""
    done = [a for a in payment.attempts if a.state is AttemptState.SUCCEEDED]
    under_way = [a for a in payment.attempts if a.state in OPEN_ATTEMPTS]
    authorized = _total(done, Purpose.AUTHORIZE)
    captured = _total(done, Purpose.CAPTURE)
    if payment.tender is not Tender.CARD and payment.received_at is not None:
        captured = payment.amount_minor
    expires_at = max(
        (a.expires_at for a in done if a.purpose is Purpose.AUTHORIZE and a.expires_at),
        default=None,
    )
    let_go = any(a.purpose is Purpose.VOID or a.releases_rest for a in done)
    ran_out = expires_at is not None and expires_at <= at
    return PaymentSums(
        authorized=authorized,
        captured=captured,
        refunded=_total(done, Purpose.REFUND),
        held=0 if let_go or ran_out else max(0, authorized - captured),
        expires_at=expires_at,
        capturing=_total(under_way, Purpose.CAPTURE),
        refunding=_total(under_way, Purpose.REFUND),
        voiding=any(a.purpose is Purpose.VOID for a in under_way),
    )


def _total(attempts: Iterable[PaymentAttempt], purpose: Purpose) -> int:
    return sum(a.amount_minor for a in attempts if a.purpose is purpose)
