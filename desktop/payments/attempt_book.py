"""What the payment runner reads and commits: one short session for each, frozen values out.

Every commit looks at the row again first, so that two runners of one attempt write its end once.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from desktop.payments.order_effects import OrderEffects
from desktop.payments.results import Authorized, Checks, Declined, Result, Unknown
from models import all_records as _all_records  # noqa: F401  (foreign keys need every table)
from models import limits
from models.order import Order, OrderState, Stamp
from models.payment import OPEN_ATTEMPTS, AttemptState, Check, Payment, PaymentAttempt, Purpose
from models.session import Database

FIRST_LOOK_UP_SECONDS = 8
"""Until the first look-up of an unknown outcome (LOOKS §4.2); it doubles with each."""
LONGEST_LOOK_UP_SECONDS = 15 * 60


@dataclass(frozen=True, kw_only=True)
class AttemptJob:
    """An attempt as the runner works on it. `result` is set when it has ended."""

    attempt_id: uuid.UUID
    state: AttemptState
    amount_minor: int
    currency: str
    key: str
    intent_id: str
    created_at: datetime
    payment_method: str
    processor: str
    processor_run: str
    order_number: str
    order_awaits_payment: bool
    result: Authorized | Declined | None


class AttemptBook:
    """Reads and commits for authorizations."""

    def __init__(self, *, database: Database, workstation_id: uuid.UUID | None) -> None:
        self._database = database
        self._workstation_id = workstation_id

    def load(self, attempt_id: uuid.UUID) -> AttemptJob:
        """The attempt, its payment and its order.

        Raises:
            LookupError: there is no such attempt to authorize.
        """
        with self._database.read() as session:
            attempt = session.get(PaymentAttempt, attempt_id)
            if attempt is None or attempt.purpose is not Purpose.AUTHORIZE:
                raise LookupError(f"no attempt {attempt_id} to authorize")
            payment = attempt.payment
            order = session.get_one(Order, payment.order_id)
            return AttemptJob(
                attempt_id=attempt.id,
                state=attempt.state,
                amount_minor=attempt.amount_minor,
                currency=attempt.currency,
                key=attempt.idempotency_key,
                intent_id=attempt.intent_id or "",
                created_at=attempt.created_at,
                payment_method=payment.payment_method or "",
                processor=payment.processor,
                processor_run=payment.processor_run,
                order_number=order.number,
                order_awaits_payment=order.state is OrderState.PLACED,
                result=_ended(attempt, payment),
            )

    def open_attempts(self) -> tuple[uuid.UUID, ...]:
        """Authorizations without an end, oldest first."""
        return self._found(PaymentAttempt.state.in_(OPEN_ATTEMPTS))

    def created_attempts(self) -> tuple[uuid.UUID, ...]:
        """Authorizations that were never sent, oldest first."""
        return self._found(PaymentAttempt.state == AttemptState.CREATED)

    def unknown_attempts(self, *, due_at: datetime | None) -> tuple[uuid.UUID, ...]:
        """Unknown authorizations, oldest first; with *due_at*, those whose look-up is due then."""
        is_unknown = PaymentAttempt.state == AttemptState.UNKNOWN
        if due_at is None:
            return self._found(is_unknown)
        return self._found(is_unknown, PaymentAttempt.next_look_up_at <= due_at)

    def _found(self, *wanted: ColumnElement[bool]) -> tuple[uuid.UUID, ...]:
        query = (
            select(PaymentAttempt.id)
            .where(PaymentAttempt.purpose == Purpose.AUTHORIZE, *wanted)
            .order_by(PaymentAttempt.created_at, PaymentAttempt.id)
        )
        with self._database.read() as session:
            return tuple(session.scalars(query))

    def commit_intent(self, job: AttemptJob, intent_id: str, *, at: datetime) -> AttemptJob:
        """Commit the intent's id before it is confirmed; created becomes sent.

        Returns the attempt as it stands then: another runner may have been first, or ended it.
        """
        with self._database.write() as session:
            _order, attempt = self._locked(session, job)
            if attempt.state in OPEN_ATTEMPTS and attempt.intent_id is None:
                attempt.intent_id = intent_id
                attempt.sent_at = at
            if attempt.state is AttemptState.CREATED:
                attempt.move_to(AttemptState.SENT, at=at, workstation_id=self._workstation_id)
        return self.load(job.attempt_id)

    def commit_result(
        self, job: AttemptJob, result: Result, *, at: datetime, if_never_sent: bool = False
    ) -> Result:
        """Commit how the attempt ended, or that nobody knows yet, and what follows for the order.

        With *if_never_sent*, nothing is written when an intent has been committed meanwhile.
        Returns what is in the book afterwards, which another runner may have written first.
        """
        with self._database.write() as session:
            order, attempt = self._locked(session, job)
            ended = _ended(attempt, attempt.payment)
            if ended is not None:
                return ended
            if if_never_sent and attempt.intent_id is not None:
                return Unknown(reason="sent meanwhile", intent_id=attempt.intent_id)
            effects = OrderEffects(
                session=session,
                order=order,
                attempt=attempt,
                stamp=Stamp(at=at, actor_id=None, workstation_id=self._workstation_id),
            )
            match result:
                case Authorized():
                    self._authorize(attempt, result, at)
                    effects.authorized()
                case Declined():
                    self._decline(attempt, result, at)
                    effects.declined()
                case Unknown():
                    if self._doubt(attempt, at):
                        effects.unknown()
        return result

    def _locked(self, session: Session, job: AttemptJob) -> tuple[Order, PaymentAttempt]:
        """Order, then attempt, for writing, always in this order so that nobody waits in a ring."""
        order_id = session.scalar(
            select(Payment.order_id).join(PaymentAttempt).where(PaymentAttempt.id == job.attempt_id)
        )
        order = session.get_one(Order, order_id, with_for_update=True)
        attempt = session.get_one(PaymentAttempt, job.attempt_id, with_for_update=True)
        return order, attempt

    def _authorize(self, attempt: PaymentAttempt, result: Authorized, at: datetime) -> None:
        attempt.intent_id = result.intent_id
        attempt.charge_id = result.charge_id or None
        attempt.network = result.network
        _keep_checks(attempt, result.checks)
        attempt.expires_at = result.expires_at or at + timedelta(days=limits.AUTHORIZATION_DAYS)
        self._end(attempt, AttemptState.SUCCEEDED, at)

    def _decline(self, attempt: PaymentAttempt, result: Declined, at: datetime) -> None:
        attempt.intent_id = attempt.intent_id or result.intent_id or None
        attempt.charge_id = result.charge_id or None
        attempt.decline_code = result.code
        if result.checks is not None:
            _keep_checks(attempt, result.checks)
        self._end(attempt, AttemptState.DECLINED, at)

    def _end(self, attempt: PaymentAttempt, state: AttemptState, at: datetime) -> None:
        attempt.answered_at = at
        attempt.next_look_up_at = None
        attempt.move_to(state, at=at, workstation_id=self._workstation_id)

    def _doubt(self, attempt: PaymentAttempt, at: datetime) -> bool:
        """Set the next look-up; True when the outcome was not unknown before."""
        is_new = attempt.state is not AttemptState.UNKNOWN
        if is_new:
            attempt.move_to(AttemptState.UNKNOWN, at=at, workstation_id=self._workstation_id)
        else:
            attempt.look_ups += 1
        doubled = FIRST_LOOK_UP_SECONDS * 2 ** min(attempt.look_ups or 0, 10)
        seconds = min(doubled, LONGEST_LOOK_UP_SECONDS)
        attempt.next_look_up_at = at + timedelta(seconds=seconds)
        return is_new


def _keep_checks(attempt: PaymentAttempt, checks: Checks) -> None:
    attempt.raw_checks = dict(checks.raw)
    attempt.street_check = checks.street
    attempt.postal_check = checks.postal_code
    attempt.code_check = checks.code


def _ended(attempt: PaymentAttempt, payment: Payment) -> Authorized | Declined | None:
    """The result that is in the book, or None while the attempt is open."""
    checks = Checks(
        street=attempt.street_check or Check.NOT_CHECKED,
        postal_code=attempt.postal_check or Check.NOT_CHECKED,
        code=attempt.code_check or Check.NOT_CHECKED,
        raw=attempt.raw_checks or {},
    )
    if attempt.state is AttemptState.SUCCEEDED:
        return Authorized(
            intent_id=attempt.intent_id or "",
            charge_id=attempt.charge_id or "",
            checks=checks,
            network=attempt.network,
            brand=payment.brand,
            last4=payment.last4 or "",
            expires_at=attempt.expires_at,
        )
    if attempt.state is AttemptState.DECLINED:
        return Declined(
            code=attempt.decline_code,
            intent_id=attempt.intent_id or "",
            charge_id=attempt.charge_id or "",
            checks=checks if attempt.raw_checks is not None else None,
        )
    return None
