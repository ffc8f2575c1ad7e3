"""What the end of a capture, a void or a refund means for its order (DESIGN §4)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop.payments import words
from desktop.services import order_money
from desktop.services.holds import end_hold, open_hold
from desktop.services.refund_dues import add_due, dues_left
from models.hold import HoldKind
from models.order import Order, Stamp
from models.payment import AttemptState, PaymentAttempt, Purpose
from models.payment_sums import sums_of

UNPAID = ("shipped_unpaid", "capture_unknown", "capture_declined")
"""Reasons of a payment hold that a capture ends. If the money still lacks, `settle` opens it anew."""
REFUND_FAILED = "refund_failed"
"""Reason of a refund that is due because the processor could not send it."""


class MoveEffects:
    """Applies to one order, in the caller's transaction, what became of one capture, void or refund.

    The attempt's own columns are written before.
    """

    def __init__(
        self, *, session: Session, order: Order, attempt: PaymentAttempt, stamp: Stamp
    ) -> None:
        self._session = session
        self._order = order
        self._attempt = attempt
        self._stamp = stamp

    def apply(self) -> None:
        """Do what the attempt's purpose and state ask for."""
        purpose, state = self._attempt.purpose, self._attempt.state
        if state is AttemptState.SUCCEEDED:
            {
                Purpose.CAPTURE: self.captured,
                Purpose.VOID: self.voided,
                Purpose.REFUND: self.refunded,
            }[purpose]()
        elif state is AttemptState.DECLINED:
            self._declined(purpose)
        else:
            self._unknown(purpose)

    def captured(self) -> None:
        """The money is ours: nothing waits for it any more."""
        self._record("payment_captured")
        self._end_unpaid_hold()
        self._settle()

    def voided(self) -> None:
        """Nothing is held any more."""
        self._record("payment_voided")
        self._settle()

    def refunded(self) -> None:
        """The money went back: `settle` closes the refunds that were due."""
        self._record("payment_refunded")
        self._settle()

    def _declined(self, purpose: Purpose) -> None:
        """Say so; a request that never arrived is made anew, one that was refused is for a person."""
        self._record(f"{purpose.value}_declined")
        code = self._attempt.decline_code
        if purpose is Purpose.CAPTURE:
            self._capture_declined(code)
        elif purpose is Purpose.REFUND:
            self._refund_declined()
        elif code == words.NEVER_SENT:
            self._settle()

    def _capture_declined(self, code: str) -> None:
        if code == words.NEVER_SENT:
            self._settle()
        elif code in words.AUTHORIZATION_GONE:
            self._forget_authorization()
            self._hold(HoldKind.AUTHORIZATION_EXPIRED, code)
            self._settle()
        else:
            self._hold(HoldKind.PAYMENT, "capture_declined")

    def _refund_declined(self) -> None:
        """What is owed stays on the list of refunds that are due."""
        payment, stamp = self._attempt.payment, self._stamp
        known = sum(dues_left(self._session, payment, sums_of(payment, at=stamp.at)))
        lacking = self._attempt.amount_minor - known
        if lacking > 0:
            add_due(self._session, self._order, payment, lacking, reason=REFUND_FAILED, stamp=stamp)
        self._settle()

    def _unknown(self, purpose: Purpose) -> None:
        self._record(f"{purpose.value}_unknown")
        if purpose is Purpose.CAPTURE:
            self._hold(HoldKind.PAYMENT, "capture_unknown")

    def _hold(self, kind: HoldKind, reason: str) -> None:
        details = {"reason": reason, "attempt": str(self._attempt.id)}
        if self._attempt.decline_code:
            details["code"] = self._attempt.decline_code
        if kind is not HoldKind.PAYMENT:
            self._end_unpaid_hold()
        open_hold(self._order, kind, self._stamp, details=details)

    def _end_unpaid_hold(self) -> None:
        for hold in self._order.open_holds:
            if hold.kind is HoldKind.PAYMENT and (hold.details or {}).get("reason") in UNPAID:
                end_hold(self._order, hold, self._stamp)

    def _forget_authorization(self) -> None:
        """The processor holds nothing any more, whatever date it once gave."""
        for other in self._attempt.payment.attempts:
            if other.purpose is Purpose.AUTHORIZE and other.state is AttemptState.SUCCEEDED:
                known = other.expires_at
                other.expires_at = min(known, self._stamp.at) if known else self._stamp.at

    def _settle(self) -> None:
        order_money.settle(self._session, self._order, self._stamp)

    def _record(self, kind: str) -> None:
        self._order.updated_at = self._stamp.at
        self._order.record(kind, stamp=self._stamp, attempt=str(self._attempt.id))
