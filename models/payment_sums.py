"""What the attempts of a payment come to: authorized, captured, given back, still held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from models.payment import OPEN_ATTEMPTS, AttemptState, Payment, PaymentAttempt, Purpose, Tender

OWED_BACK = "owed_back"
"""In the body of a refund: it gives back what is not owed any more, not a favour on what is."""


NEVER_SENT = "never_sent"
"""The decline code of a request that the processor never carried out, and never will."""


@dataclass(frozen=True)
class PaymentSums:
    """One payment's money, all in minor units of its currency.

    Attributes:
        authorized: What the processor agreed to; 0 for a cheque and for terms.
        captured: What was taken, or what arrived.
        refunded: What went back of it.
        held: What may still be captured: authorized, neither taken nor let go, not run out, and no
            capture of it refused.
        expires_at: Until when `held` may be captured.
        capturing, refunding: What is under way, its outcome not known yet.
        voiding: Letting go of the rest is under way.
        given_back: Of `refunded`, what was not owed any more; the rest of it was a favour, and no
            reason to ask for money again.
        on_terms: What a company owes on terms and has not paid yet.
        rest: Authorized, neither taken nor let go, whether or not it can still be captured.
        ran_out: The authorization has run out.
    """

    authorized: int
    captured: int
    refunded: int
    held: int
    expires_at: datetime | None
    capturing: int
    refunding: int
    voiding: bool
    given_back: int = 0
    on_terms: int = 0
    rest: int = 0
    ran_out: bool = False

    @property
    def capturable(self) -> int:
        """What may be captured now, with nothing under way that takes it."""
        return 0 if self.voiding else max(0, self.held - self.capturing)

    @property
    def refundable(self) -> int:
        """What may still go back: never more than was captured."""
        return self.captured - self.refunded - self.refunding

    @property
    def taken(self) -> int:
        """What was captured or is being captured, less what was given back as not owed."""
        return self.captured + self.capturing - self.given_back

    @property
    def secured(self) -> int:
        """What the shop can count on: held, taken, or owed on terms."""
        coming = max(0 if self.voiding else self.held, self.capturing)
        return self.on_terms + self.captured - self.given_back + coming


def sums_of(payment: Payment, *, at: datetime) -> PaymentSums:
    """Add the attempts of *payment* up, as they stand *at* a moment."""
    done = [a for a in payment.attempts if a.state is AttemptState.SUCCEEDED]
    under_way = [a for a in payment.attempts if a.state in OPEN_ATTEMPTS]
    authorized = _total(done, Purpose.AUTHORIZE)
    captured = _total(done, Purpose.CAPTURE)
    has_arrived = payment.tender is not Tender.CARD and payment.received_at is not None
    if has_arrived:
        captured = payment.amount_minor
    expires_at = max(
        (a.expires_at for a in done if a.purpose is Purpose.AUTHORIZE and a.expires_at),
        default=None,
    )
    let_go = any(a.purpose is Purpose.VOID or a.releases_rest for a in done)
    ran_out = expires_at is not None and expires_at <= at
    rest = 0 if let_go else max(0, authorized - captured)
    owed = payment.tender is Tender.TERMS and not has_arrived
    return PaymentSums(
        authorized=authorized,
        captured=captured,
        refunded=_total(done, Purpose.REFUND),
        held=0 if ran_out or was_refused(payment, Purpose.CAPTURE) else rest,
        expires_at=expires_at,
        capturing=_total(under_way, Purpose.CAPTURE),
        refunding=_total(under_way, Purpose.REFUND),
        voiding=any(a.purpose is Purpose.VOID for a in under_way),
        given_back=_total((a for a in done if is_owed_back(a)), Purpose.REFUND),
        on_terms=payment.amount_minor if owed else 0,
        rest=rest,
        ran_out=ran_out,
    )


def was_refused(payment: Payment, purpose: Purpose) -> bool:
    """Whether the last attempt of *purpose* ended with a no: to ask again would get another one.

    One that never reached the processor was not refused.
    """
    asked = [a for a in payment.attempts if a.purpose is purpose]
    if not asked:
        return False
    last = max(asked, key=lambda a: a.sequence)
    return last.state is AttemptState.DECLINED and last.decline_code != NEVER_SENT


def is_owed_back(attempt: PaymentAttempt) -> bool:
    """Whether a refund gives back what is not owed any more."""
    return bool(attempt.body.get(OWED_BACK))


def _total(attempts: Iterable[PaymentAttempt], purpose: Purpose) -> int:
    return sum(a.amount_minor for a in attempts if a.purpose is purpose)
