"""The payment runner: authorizes each attempt exactly once, through crashes and lost answers.

The order is placed and committed before it comes here. Then, each step committed before the next:

    create the intent, unconfirmed      one idempotency key, no money can move
    commit the intent's id              the attempt is sent
    confirm it                          one idempotency key, money may move
    commit the result                   the attempt has succeeded, is declined, or is unknown

Whoever dies in between leaves enough to go on: without an intent's id nothing was ever confirmed, and
with it the processor can be asked. A lost answer is unknown, never declined. A step is repeated only
under its own key and inside the processor's window.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from datetime import timedelta

from desktop.clock import Clock
from desktop.payments import words
from desktop.payments.attempt_book import AttemptBook, AttemptJob
from desktop.payments.gateway import (
    IntentRequest,
    OutcomeUnknown,
    PaymentGateway,
    RequestRefused,
)
from desktop.payments.results import Declined, Result, Unknown
from models import limits
from models.order_numbers import display
from models.payment import AttemptState
from models.session import Database

_log = logging.getLogger(__name__)

POINTS = (
    "placed", "intent_requested", "intent_created", "intent_committed", "confirm_sent",
    "confirm_answered", "result_committed",
)  # fmt: skip
"""What `reached` is told, in this order; `…_requested` and `…_sent` come just before the call."""

WINDOW = timedelta(hours=limits.IDEMPOTENCY_HOURS - 1)
"""How long a request may be repeated: an hour less than the processor remembers its key."""
BUSY = "busy"
BUSY_PAUSE_SECONDS = 0.25
BUSY_TRIES = 40
"""How often another runner's request under the same key is waited for (10 s in all)."""


class PaymentRunner:
    """Carries out authorizations. Every method blocks: call it off the GUI thread, from any other.

    Args:
        database: Where the attempts are.
        gateways: Gives the processor's gateway; what it raises goes to the caller, and the attempt
            stays as it was.
        clock: Tells the time.
        workstation_id: Whose events these are; None for the worker.
        reached: Is told each of `POINTS` as it is passed.
        pause: Waits some seconds.
    """

    def __init__(
        self,
        *,
        database: Database,
        gateways: Callable[[], PaymentGateway],
        clock: Clock,
        workstation_id: uuid.UUID | None = None,
        reached: Callable[[str], None] = lambda _point: None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._book = AttemptBook(database=database, workstation_id=workstation_id)
        self._gateways = gateways
        self._clock = clock
        self._tell = reached
        self._pause = pause

    def run_attempt(self, attempt_id: uuid.UUID) -> Result:
        """Carry an attempt to its end, or as far as the processor lets it be known.

        Of an attempt that has ended, the result in the book; of an unknown one, a look-up at once.

        Raises:
            LookupError: there is no such attempt.
            DatabaseGone: what was reached is in the book, and a later call goes on from there.
        """
        job = self._book.load(attempt_id)
        if job.result is not None:
            return job.result
        gateway = self._gateways()
        if job.state is not AttemptState.CREATED:
            return self._look_up(job, gateway)
        self._reached("placed", job)
        obstacle = self._obstacle(job, gateway)
        if obstacle is not None:
            return obstacle
        return self._create_and_confirm(job, gateway)

    def run_created(self) -> tuple[Result, ...]:
        """Carry out everything that waits and was never sent, the oldest first."""
        return tuple(self.run_attempt(attempt_id) for attempt_id in self._book.created_attempts())

    def settle_unknown(self, *, only_due: bool = True) -> tuple[Result, ...]:
        """Look up the unknown outcomes: those whose time has come, or all of them."""
        found = self._book.unknown_attempts(due_at=self._clock.now() if only_due else None)
        return tuple(self.run_attempt(attempt_id) for attempt_id in found)

    def recover(self) -> tuple[Result, ...]:
        """After a start: go on with everything that an earlier run left open."""
        return tuple(self.run_attempt(attempt_id) for attempt_id in self._book.open_attempts())

    def _obstacle(self, job: AttemptJob, gateway: PaymentGateway) -> Result | None:
        """Why this attempt cannot go to this processor, committed; None when it can."""
        connection = gateway.connection
        if job.processor != connection.processor:
            _log.error("attempt %s belongs to the processor %s", job.attempt_id, job.processor)
            return self._commit(job, Unknown(reason="another processor"))
        if job.processor_run != connection.run_id:
            return self._commit(job, Declined(code=words.PRACTICE_RESTARTED))
        return None

    def _look_up(self, job: AttemptJob, gateway: PaymentGateway) -> Result:
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

    def _create_and_confirm(self, job: AttemptJob, gateway: PaymentGateway) -> Result:
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
        self._reached("intent_requested", job)
        try:
            intent_id = self._patiently(
                lambda: gateway.create_intent(request, key=f"{job.key}:create")
            )
        except OutcomeUnknown as error:
            return self._commit(job, Unknown(reason=error.reason))
        except RequestRefused as error:
            # No intent of this attempt was ever confirmed, or its id would be in the book.
            return self._commit(job, Declined(code=error.code), if_never_sent=True)
        self._reached("intent_created", job)
        job = self._book.commit_intent(job, intent_id, at=self._clock.now())
        self._reached("intent_committed", job)
        if job.result is not None:
            return job.result
        return self._confirm(job, gateway)

    def _may_still_confirm(self, job: AttemptJob) -> bool:
        """Whether the order still wants the money, and the processor still knows our keys."""
        return job.order_awaits_payment and self._clock.now() - job.created_at < WINDOW

    def _confirm(self, job: AttemptJob, gateway: PaymentGateway) -> Result:
        """Confirm, or void where it must not be confirmed any more."""
        if not self._may_still_confirm(job):
            return self._commit(job, self._void(job, gateway, words.NEVER_SENT))
        self._reached("confirm_sent", job)
        result: Result = Unknown(reason=BUSY, intent_id=job.intent_id)
        try:
            for _ in range(BUSY_TRIES):
                result = gateway.confirm(job.intent_id, key=f"{job.key}:confirm")
                if not (isinstance(result, Unknown) and result.reason == BUSY):
                    break
                self._pause(BUSY_PAUSE_SECONDS)
        except RequestRefused as error:
            result = self._void(job, gateway, error.code)
        self._reached("confirm_answered", job)
        return self._commit(job, self._tidied(job, gateway, result))

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

    def _patiently(self, ask: Callable[[], str]) -> str:
        """Ask again while another runner's request under the same key is being carried out."""
        for _ in range(BUSY_TRIES):
            try:
                return ask()
            except OutcomeUnknown as error:
                if error.reason != BUSY:
                    raise
            self._pause(BUSY_PAUSE_SECONDS)
        raise OutcomeUnknown(BUSY)

    def _commit(self, job: AttemptJob, result: Result, *, if_never_sent: bool = False) -> Result:
        written = self._book.commit_result(
            job, result, at=self._clock.now(), if_never_sent=if_never_sent
        )
        self._reached("result_committed", job)
        reason = written.reason if isinstance(written, Unknown) else ""
        _log.info("attempt %s: %s %s", job.attempt_id, type(written).__name__.lower(), reason)
        return written

    def _reached(self, point: str, job: AttemptJob) -> None:
        _log.debug("attempt %s reached %s", job.attempt_id, point)
        self._tell(point)
