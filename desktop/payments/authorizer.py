"""Authorizes an attempt exactly once, through crashes and lost answers.

The order is placed and committed before it comes here. Then, each step committed before the next:

    create the intent, unconfirmed      one idempotency key, no money can move
    commit the intent's id              the attempt is sent
    confirm it                          one idempotency key, money may move
    commit the result                   the attempt has succeeded, is declined, or is unknown

Whoever dies in between leaves enough to go on: without an intent's id nothing was ever confirmed, and
with it the processor can be asked.
"""

from __future__ import annotations

import logging

from desktop.payments import words
from desktop.payments.attempt_jobs import AttemptJob
from desktop.payments.errand import WINDOW, Errand
from desktop.payments.gateway import IntentRequest, OutcomeUnknown, PaymentGateway, RequestRefused
from desktop.payments.results import Declined, Outcome, Result, Unknown
from models.order_numbers import display

_log = logging.getLogger(__name__)

POINTS = (
    "placed", "intent_requested", "intent_created", "intent_committed", "confirm_sent",
    "confirm_answered", "result_committed",
)  # fmt: skip
"""What `reached` is told, in this order; `…_requested` and `…_sent` come just before the call."""


class Authorizer:
    """Carries out authorizations for the payment runner."""

    def __init__(self, errand: Errand) -> None:
        self._errand = errand

    def begin(self, job: AttemptJob, gateway: PaymentGateway) -> Outcome:
        """Create the intent and confirm it."""
        self._errand.reached("placed", job)
        obstacle = self._obstacle(job, gateway)
        if obstacle is not None:
            return obstacle
        return self._create_and_confirm(job, gateway)

    def look_up(self, job: AttemptJob, gateway: PaymentGateway) -> Outcome:
        """Find out about an attempt that may have moved money."""
        obstacle = self._obstacle(job, gateway)
        if obstacle is not None:
            return obstacle
        if not job.intent_id:
            return self._create_and_confirm(job, gateway)
        try:
            found = gateway.retrieve(job.intent_id).result
        except (OutcomeUnknown, RequestRefused) as error:
            return self._commit(job, Unknown(reason=str(error), intent_id=job.intent_id))
        if found is not None:
            return self._commit(job, self._tidied(job, gateway, found))
        return self._confirm(job, gateway)

    def _obstacle(self, job: AttemptJob, gateway: PaymentGateway) -> Outcome | None:
        """Why this attempt cannot go to this processor, committed; None when it can."""
        if self._errand.is_elsewhere(job, gateway):
            return self._commit(job, Unknown(reason="another processor"))
        if self._errand.is_forgotten(job, gateway):
            return self._commit(job, Declined(code=words.PRACTICE_RESTARTED))
        return None

    def _create_and_confirm(self, job: AttemptJob, gateway: PaymentGateway) -> Outcome:
        if not self._may_still_confirm(job):
            never = Declined(code=words.NEVER_SENT)
            return self._commit(job, never, if_never_sent=True)
        request = IntentRequest(
            amount_minor=job.amount_minor,
            currency=job.currency,
            payment_method=job.payment_method,
            description=f"Order {display(job.order_number)}",
            metadata={"order": job.order_number, "attempt": str(job.attempt_id)},
        )
        self._errand.reached("intent_requested", job)
        try:
            intent_id = self._errand.patiently(
                lambda: gateway.create_intent(request, key=f"{job.key}:create")
            )
        except OutcomeUnknown as error:
            return self._commit(job, Unknown(reason=error.reason))
        except RequestRefused as error:
            # No intent of this attempt was ever confirmed, or its id would be in the book.
            return self._commit(job, Declined(code=error.code), if_never_sent=True)
        self._errand.reached("intent_created", job)
        job = self._errand.book.commit_intent(job, intent_id, at=self._errand.now())
        self._errand.reached("intent_committed", job)
        if job.result is not None:
            return job.result
        return self._confirm(job, gateway)

    def _may_still_confirm(self, job: AttemptJob) -> bool:
        """Whether the order still wants the money, and the processor still knows our keys."""
        return job.order_awaits_payment and self._errand.now() - job.created_at < WINDOW

    def _confirm(self, job: AttemptJob, gateway: PaymentGateway) -> Outcome:
        """Confirm, or void where it must not be confirmed any more."""
        if not self._may_still_confirm(job):
            return self._commit(job, self._void(job, gateway, words.NEVER_SENT))
        self._errand.reached("confirm_sent", job)
        try:
            result: Result = self._errand.patiently(lambda: self._ask(job, gateway))
        except OutcomeUnknown as error:
            result = Unknown(reason=error.reason, intent_id=job.intent_id)
        except RequestRefused as error:
            result = self._void(job, gateway, error.code)
        self._errand.reached("confirm_answered", job)
        return self._commit(job, self._tidied(job, gateway, result))

    @staticmethod
    def _ask(job: AttemptJob, gateway: PaymentGateway) -> Result:
        result = gateway.confirm(job.intent_id, key=f"{job.key}:confirm")
        if isinstance(result, Unknown):
            raise OutcomeUnknown(result.reason)
        return result

    def _void(self, job: AttemptJob, gateway: PaymentGateway, code: str) -> Result:
        """Make sure that an intent can take no money, and say so with *code*; or what is true."""
        try:
            found = gateway.retrieve(job.intent_id).result
            if found is not None:
                return found
            gateway.void(job.intent_id, key=f"{job.key}:void")
        except (OutcomeUnknown, RequestRefused) as error:
            return Unknown(reason=str(error), intent_id=job.intent_id)
        return Declined(code=code, intent_id=job.intent_id)

    def _tidied(self, job: AttemptJob, gateway: PaymentGateway, result: Result) -> Result:
        """*result*, once an intent that waits for the cardholder's own act is voided.

        A caller cannot confirm in a web page, and what stays open might still be confirmed.
        """
        if isinstance(result, Declined) and result.code == "authentication_required":
            try:
                gateway.void(job.intent_id, key=f"{job.key}:void")
            except OutcomeUnknown as error:
                return Unknown(reason=error.reason, intent_id=job.intent_id)
            except RequestRefused:
                _log.info("intent of attempt %s needed no void", job.attempt_id)
        return result

    def _commit(self, job: AttemptJob, result: Outcome, *, if_never_sent: bool = False) -> Outcome:
        return self._errand.commit(job, result, if_never_sent=if_never_sent)
