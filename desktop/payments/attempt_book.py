"""What the payment runner reads and commits: one short session for each, frozen values out.

Every commit looks at the row again first, so that two runners of one attempt write its end once.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, text, true
from sqlalchemy.orm import Session

from desktop.payments.attempt_jobs import AttemptJob, ended, job_of
from desktop.payments.move_effects import MoveEffects
from desktop.payments.order_effects import OrderEffects
from desktop.payments.results import Authorized, Checks, Declined, Moved, Outcome, Unknown
from models import all_records as _all_records  # noqa: F401  (foreign keys need every table)
from models import limits
from models.order import Order, Stamp
from models.payment import (
    OPEN_ATTEMPTS,
    AttemptState,
    Payment,
    PaymentAttempt,
    Purpose,
    Tender,
)
from models.session import Database

FIRST_LOOK_UP_SECONDS = 8
"""Until the first look-up of an unknown outcome (LOOKS §4.2); it doubles with each."""
LONGEST_LOOK_UP_SECONDS = 15 * 60
_IS_OPEN = text("payment_attempts.state IN ('created', 'sent', 'unknown')")
"""As the partial index on open attempts has it: SQLite takes that index for no other words."""
STUCK_SECONDS = 120
"""A request that was sent this long ago and has no end was left by a runner that is gone."""


class AttemptBook:
    """Reads and commits for attempts on cards; a cheque's are a person's to carry out."""

    def __init__(self, *, database: Database, workstation_id: uuid.UUID | None) -> None:
        self._database = database
        self._workstation_id = workstation_id

    def load(self, attempt_id: uuid.UUID) -> AttemptJob:
        """The attempt, its payment and its order.

        Raises:
            LookupError: there is no such attempt on a card.
        """
        with self._database.read() as session:
            attempt = session.get(PaymentAttempt, attempt_id)
            if attempt is None or attempt.payment.tender is not Tender.CARD:
                raise LookupError(f"no attempt {attempt_id} on a card")
            payment = attempt.payment
            return job_of(attempt, payment, session.get_one(Order, payment.order_id))

    def created_attempts(self, *, authorizations_until: datetime) -> tuple[uuid.UUID, ...]:
        """What was never sent, oldest first; of the authorizations those that are older than that."""
        return self._found(
            and_(
                PaymentAttempt.state == AttemptState.CREATED,
                or_(
                    PaymentAttempt.purpose != Purpose.AUTHORIZE,
                    PaymentAttempt.created_at <= authorizations_until,
                ),
            )
        )

    def open_attempts(self) -> tuple[uuid.UUID, ...]:
        """Attempts without an end, oldest first."""
        return self._found(true())

    def unknown_attempts(
        self, *, now: datetime, due_at: datetime | None = None
    ) -> tuple[uuid.UUID, ...]:
        """Unknown outcomes, oldest first; with *due_at*, those whose look-up is due then.

        What was sent long *now* ago and never ended is among them: its runner is gone.
        """
        unknown = PaymentAttempt.state == AttemptState.UNKNOWN
        if due_at is not None:
            unknown = and_(unknown, PaymentAttempt.next_look_up_at <= due_at)
        stuck = and_(
            PaymentAttempt.state == AttemptState.SENT,
            PaymentAttempt.sent_at <= now - timedelta(seconds=STUCK_SECONDS),
        )
        return self._found(or_(unknown, stuck))

    def _found(self, wanted: ColumnElement[bool]) -> tuple[uuid.UUID, ...]:
        query = (
            select(PaymentAttempt.id)
            .join(Payment)
            .where(_IS_OPEN, Payment.tender == Tender.CARD, wanted)
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
            self._sent(attempt, at)
        return self.load(job.attempt_id)

    def commit_sent(self, job: AttemptJob, *, at: datetime) -> AttemptJob:
        """Commit that a capture, void or refund is sent, before it is. Returns it as it stands then."""
        with self._database.write() as session:
            _order, attempt = self._locked(session, job)
            self._sent(attempt, at)
        return self.load(job.attempt_id)

    def commit_result(
        self, job: AttemptJob, result: Outcome, *, at: datetime, if_never_sent: bool = False
    ) -> Outcome:
        """Commit how the attempt ended, or that nobody knows yet, and what follows for the order.

        With *if_never_sent*, nothing is written when an intent has been committed meanwhile.
        Returns what is in the book afterwards, which another runner may have written first.
        """
        with self._database.write() as session:
            order, attempt = self._locked(session, job)
            known = ended(attempt, attempt.payment)
            if known is not None:
                return known
            if if_never_sent and attempt.intent_id is not None:
                return Unknown(reason="sent meanwhile", intent_id=attempt.intent_id)
            stamp = Stamp(at=at, actor_id=None, workstation_id=self._workstation_id)
            is_new_doubt = isinstance(result, Unknown) and self._doubt(attempt, at)
            match result:
                case Authorized():
                    self._authorize(attempt, result, at)
                case Moved():
                    self._move(attempt, result, at)
                case Declined():
                    self._decline(attempt, result, at)
            if not isinstance(result, Unknown) or is_new_doubt:
                effects = OrderEffects if attempt.purpose is Purpose.AUTHORIZE else MoveEffects
                effects(session=session, order=order, attempt=attempt, stamp=stamp).apply()
        return result

    def _locked(self, session: Session, job: AttemptJob) -> tuple[Order, PaymentAttempt]:
        """Order, then attempt, for writing, always in this order so that nobody waits in a ring."""
        order_id = session.scalar(
            select(Payment.order_id).join(PaymentAttempt).where(PaymentAttempt.id == job.attempt_id)
        )
        order = session.get_one(Order, order_id, with_for_update=True)
        attempt = session.get_one(PaymentAttempt, job.attempt_id, with_for_update=True)
        return order, attempt

    def _sent(self, attempt: PaymentAttempt, at: datetime) -> None:
        if attempt.state in OPEN_ATTEMPTS and attempt.sent_at is None:
            attempt.sent_at = at
        if attempt.state is AttemptState.CREATED:
            attempt.move_to(AttemptState.SENT, at=at, workstation_id=self._workstation_id)

    def _authorize(self, attempt: PaymentAttempt, result: Authorized, at: datetime) -> None:
        attempt.intent_id = result.intent_id
        attempt.charge_id = result.charge_id or None
        attempt.network = result.network
        _keep_checks(attempt, result.checks)
        attempt.expires_at = result.expires_at or at + timedelta(days=limits.AUTHORIZATION_DAYS)
        attempt.allows_more_captures = result.allows_more_captures
        self._end(attempt, AttemptState.SUCCEEDED, at)

    def _move(self, attempt: PaymentAttempt, result: Moved, at: datetime) -> None:
        attempt.refund_id = result.refund_id or None
        if attempt.state is AttemptState.CREATED:  # found done before it was asked
            attempt.move_to(AttemptState.SENT, at=at, workstation_id=self._workstation_id)
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
