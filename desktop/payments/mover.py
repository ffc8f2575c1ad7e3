"""Captures, voids and refunds, each exactly once, through crashes and lost answers.

Each step is committed before the next:

    commit that it is sent              nothing has moved
    ask the processor                   one idempotency key, money may move
    commit the result                   the attempt has succeeded, is declined, or is unknown

What was sent and has no end is looked up at the processor first. Where that shows that nothing was
done, the same request is repeated under its key while the processor remembers it; after that time the
attempt is over, as never sent, and whatever is still wanted is a new attempt.
"""

from __future__ import annotations

from desktop.payments import words
from desktop.payments.attempt_jobs import AttemptJob
from desktop.payments.errand import WINDOW, Errand
from desktop.payments.gateway import (
    IntentView,
    OutcomeUnknown,
    PaymentGateway,
    RefundRequest,
    RefundView,
    RequestRefused,
)
from desktop.payments.results import Declined, Moved, Outcome, Unknown
from models.payment import Purpose

MOVE_POINTS = (
    "move_created", "move_committed", "move_sent", "move_answered", "result_committed",
)  # fmt: skip
"""What `reached` is told, in this order; `move_sent` comes just before the call."""

EXPIRED = ("automatic", "expired")
"""Stripe's reasons for cancelling an intent by itself."""


class Mover:
    """Carries out captures, voids and refunds for the payment runner."""

    def __init__(self, errand: Errand) -> None:
        self._errand = errand

    def begin(self, job: AttemptJob, gateway: PaymentGateway) -> Outcome:
        """Ask for the first time."""
        self._errand.reached("move_created", job)
        obstacle = self._obstacle(job, gateway)
        if obstacle is not None:
            return self._errand.commit(job, obstacle)
        return self._send(job, gateway)

    def look_up(self, job: AttemptJob, gateway: PaymentGateway) -> Outcome:
        """Find out about one that may have moved money, and go on if it has not."""
        obstacle = self._obstacle(job, gateway)
        if obstacle is not None:
            return self._errand.commit(job, obstacle)
        if job.sent_at is None:
            return self._send(job, gateway)
        may_repeat = self._errand.now() - job.sent_at < WINDOW
        found = self._found(job, gateway, may_repeat=may_repeat)
        if found is not None:
            return self._errand.commit(job, found)
        if not may_repeat:
            never = Declined(code=words.NEVER_SENT, intent_id=job.intent_id)
            return self._errand.commit(job, never)
        return self._send(job, gateway)

    def _obstacle(self, job: AttemptJob, gateway: PaymentGateway) -> Outcome | None:
        """Why it cannot go to this processor; None when it can."""
        if self._errand.is_elsewhere(job, gateway):
            return Unknown(reason="another processor", intent_id=job.intent_id)
        if self._errand.is_forgotten(job, gateway):
            if job.purpose is Purpose.VOID:  # what held the money is gone, and so is the hold
                return _moved(job)
            return Declined(code=words.PRACTICE_RESTARTED, intent_id=job.intent_id)
        if not job.intent_id:
            return Declined(code=words.NO_AUTHORIZATION)
        return None

    def _send(self, job: AttemptJob, gateway: PaymentGateway) -> Outcome:
        job = self._errand.book.commit_sent(job, at=self._errand.now())
        self._errand.reached("move_committed", job)
        if job.result is not None:
            return job.result
        self._errand.reached("move_sent", job)
        result = self._answer(job, gateway)
        self._errand.reached("move_answered", job)
        return self._errand.commit(job, result)

    def _answer(self, job: AttemptJob, gateway: PaymentGateway) -> Outcome:
        try:
            return self._errand.patiently(lambda: self._ask(job, gateway))
        except OutcomeUnknown as error:
            return Unknown(reason=error.reason, intent_id=job.intent_id)
        except RequestRefused as error:
            return self._after_refusal(job, gateway, error)

    def _ask(self, job: AttemptJob, gateway: PaymentGateway) -> Outcome:
        key = f"{job.key}:{job.purpose.value}"
        if job.purpose is Purpose.REFUND:
            request = RefundRequest(
                amount_minor=job.amount_minor, attempt=str(job.attempt_id), reason=job.reason
            )
            return _refunded(job, gateway.refund(job.intent_id, request, key=key))
        if job.purpose is Purpose.CAPTURE:
            gateway.capture(
                job.intent_id,
                amount_minor=job.amount_minor,
                releases_rest=job.releases_rest,
                key=key,
            )
        else:
            gateway.void(job.intent_id, key=key)
        return _moved(job)

    def _after_refusal(
        self, job: AttemptJob, gateway: PaymentGateway, refusal: RequestRefused
    ) -> Outcome:
        """Nothing was done by this request; by an earlier one, or by somebody else, it may have been."""
        try:
            if job.purpose is Purpose.REFUND:
                refund = _refund_of(job, gateway)
                if refund is not None:
                    return _refunded(job, refund)
                return Declined(code=refusal.code, intent_id=job.intent_id)
            view = gateway.retrieve(job.intent_id)
        except (OutcomeUnknown, RequestRefused) as error:
            return Unknown(reason=str(error), intent_id=job.intent_id)
        done = _decided(job, view)
        if done is not None:
            return done
        return Declined(code=_why(job, view, refusal), intent_id=job.intent_id)

    def _found(
        self, job: AttemptJob, gateway: PaymentGateway, *, may_repeat: bool
    ) -> Outcome | None:
        """What look-up proves; None: it was never done, or the answer to the same key will tell."""
        try:
            if job.purpose is Purpose.REFUND:
                refund = _refund_of(job, gateway)
                return _refunded(job, refund) if refund is not None else None
            view = gateway.retrieve(job.intent_id)
        except (OutcomeUnknown, RequestRefused) as error:
            return Unknown(reason=str(error), intent_id=job.intent_id)
        is_ours = job.purpose is Purpose.VOID or _extra(job, view) in (0, job.amount_minor)
        if not is_ours and not may_repeat:
            return Unknown(reason="the captured sums differ", intent_id=job.intent_id)
        return _decided(job, view)


def _extra(job: AttemptJob, view: IntentView) -> int:
    """What the processor has received beyond what the ended captures of this payment took.

    One capture of a payment is open at a time, so this is ours once it is done. Any other sum is
    somebody else's doing.
    """
    return view.amount_received_minor - job.captured_minor


def _decided(job: AttemptJob, view: IntentView) -> Moved | None:
    """Whether an intent shows that our capture or void was done; None: not as far as it shows."""
    if job.purpose is Purpose.CAPTURE:
        return _moved(job) if _extra(job, view) == job.amount_minor else None
    if view.status == "succeeded":
        nothing_held = view.amount_capturable_minor == 0 and _extra(job, view) <= 0
        return _moved(job) if nothing_held else None
    return _moved(job) if view.status == "canceled" else None


def _why(job: AttemptJob, view: IntentView, refusal: RequestRefused) -> str:
    """Our word for a refusal, better than the processor's where the intent shows more."""
    if view.status == "canceled":
        expired = view.cancelled_because in EXPIRED
        return words.AUTHORIZATION_EXPIRED if expired else words.INTENT_CANCELLED
    if view.status == "succeeded" and _extra(job, view) != 0:
        return words.ALREADY_CAPTURED
    if view.status == "succeeded" and job.purpose is Purpose.CAPTURE:
        return words.AUTHORIZATION_EXPIRED  # what was not taken in time has been let go
    return refusal.code


def _refund_of(job: AttemptJob, gateway: PaymentGateway) -> RefundView | None:
    """The refund that carries the attempt's id."""
    for refund in gateway.list_refunds(job.intent_id):
        if refund.metadata.get("attempt") == str(job.attempt_id):
            return refund
    return None


def _refunded(job: AttemptJob, refund: RefundView) -> Outcome:
    """What a refund's state means. One that the processor has not sent yet is not known to arrive."""
    match refund.status:
        case "succeeded":
            return _moved(job, refund_id=refund.refund_id)
        case "failed" | "canceled":
            return Declined(code=words.REFUND_FAILED, intent_id=job.intent_id)
        case _:
            return Unknown(reason=refund.status, intent_id=job.intent_id)


def _moved(job: AttemptJob, *, refund_id: str = "") -> Moved:
    return Moved(
        purpose=job.purpose,
        amount_minor=job.amount_minor,
        intent_id=job.intent_id,
        refund_id=refund_id,
    )
