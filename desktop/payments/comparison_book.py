"""What a comparison with the processor reads and commits: one short session for each."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, selectinload

from desktop.payments.connection import ProcessorConnection
from desktop.payments.differences import Difference, Ours
from desktop.payments.gateway import IntentView
from desktop.services import audit, order_money
from models.ids import uuid7
from models.order import Order, OrderState, Stamp
from models.payment import OPEN_ATTEMPTS, AttemptState, Payment, PaymentAttempt, Purpose
from models.payment_sums import sums_of
from models.reconciliation import Finding, ReconciliationRun
from models.session import Database

PAGE = 200
"""Authorizations of ours that are read at a time."""
ASKED = ("void_asked", "refund_asked")
"""Settlements that wait for the runner."""
_Query = Select[PaymentAttempt, uuid.UUID, OrderState]
_MOVES = (Purpose.CAPTURE, Purpose.VOID, Purpose.REFUND)


class ComparisonBook:
    """Reads and commits for one shop and one processor."""

    def __init__(
        self, *, database: Database, store_id: uuid.UUID, connection: ProcessorConnection
    ) -> None:
        self._database = database
        self._store_id = store_id
        self._processor = connection.processor
        self._run_of_practice = connection.run_id

    def begin(self, since: datetime, until: datetime, *, at: datetime) -> uuid.UUID:
        """A new comparison."""
        run = ReconciliationRun(
            id=uuid7(), store_id=self._store_id, since=since, until=until,
            processor=self._processor, created_at=at,
        )  # fmt: skip
        with self._database.write() as session:
            session.add(run)
        return run.id

    def end(
        self,
        run_id: uuid.UUID,
        *,
        at: datetime,
        intents: int,
        attempts: int,
        settled: int,
        failure: str = "",
    ) -> None:
        """How it ended."""
        with self._database.write() as session:
            run = session.get_one(ReconciliationRun, run_id)
            run.ended_at = at
            run.intents, run.attempts, run.settled = intents, attempts, settled
            run.failure = failure[:200]

    def ours_for(self, page: Sequence[IntentView], *, at: datetime) -> Mapping[str, Ours]:
        """Our authorization of each intent, by the intent's id, or by the attempt that it names."""
        named = {found: view.intent_id for view in page if (found := _attempt_named(view))}
        query = self._authorizations().where(
            or_(
                PaymentAttempt.intent_id.in_([view.intent_id for view in page]),
                and_(PaymentAttempt.id.in_(named), PaymentAttempt.intent_id.is_(None)),
            )
        )
        with self._database.read() as session:
            rows = self._read(session, query, at)
        return {ours.intent_id or named[ours.attempt_id]: ours for ours in rows}

    def one(self, attempt_id: uuid.UUID, *, at: datetime) -> Ours | None:
        """One of our authorizations as it stands now."""
        query = self._authorizations().where(PaymentAttempt.id == attempt_id)
        with self._database.read() as session:
            return next(iter(self._read(session, query, at)), None)

    def ours_between(
        self, since: datetime, until: datetime, *, after: uuid.UUID | None, at: datetime
    ) -> list[Ours]:
        """The next page of our authorizations of a time that were sent, in the order of their ids."""
        query = self._authorizations().where(
            PaymentAttempt.intent_id.is_not(None),
            PaymentAttempt.created_at >= since,
            PaymentAttempt.created_at < until,
        )
        if after is not None:
            query = query.where(PaymentAttempt.id > after)
        with self._database.read() as session:
            return self._read(session, query.order_by(PaymentAttempt.id).limit(PAGE), at)

    def mend(self, order_id: uuid.UUID, *, stamp: Stamp) -> bool:
        """Have the order's money looked after once more; True if that asked for something."""
        with self._database.write() as session:
            order = session.get_one(Order, order_id, with_for_update=True)
            return bool(order_money.settle(session, order, stamp))

    def record(self, difference: Difference, *, stamp: Stamp) -> uuid.UUID | None:
        """Have one open finding of it; None where a person has settled just this before."""
        with self._database.write() as session:
            same = list(
                session.scalars(
                    select(Finding).where(
                        Finding.store_id == self._store_id,
                        Finding.kind == difference.kind,
                        Finding.intent_id == difference.intent_id,
                    )
                )
            )
            standing = next((f for f in same if f.settled_at is None), None)
            if standing is None and any(_was_this(f, difference) for f in same):
                return None
            if standing is None:
                standing = Finding(
                    id=uuid7(), store_id=self._store_id, kind=difference.kind,
                    processor=self._processor, intent_id=difference.intent_id,
                    attempt_id=difference.attempt_id, order_id=difference.order_id,
                    currency=difference.currency, created_at=stamp.at,
                )  # fmt: skip
                session.add(standing)
                audit.append(
                    session, self._store_id, stamp, "difference_found",
                    subject_kind="finding", subject_id=standing.id,
                )  # fmt: skip
            standing.our_minor, standing.their_minor = difference.our_minor, difference.their_minor
            standing.their_state = difference.their_state
            return standing.id

    def open_findings(self, *, but: Collection[uuid.UUID]) -> list[tuple[uuid.UUID, Finding]]:
        """The findings that are open, but for some, detached."""
        query = select(Finding).where(
            Finding.store_id == self._store_id,
            Finding.processor == self._processor,
            Finding.settled_at.is_(None),
        )
        with self._database.read() as session:
            rows = list(session.scalars(query))
            session.expunge_all()
        return [(row.id, row) for row in rows if row.id not in but]

    def asked_findings(self) -> list[tuple[uuid.UUID, Finding]]:
        """The findings that a person wants voided or refunded, oldest first."""
        found = [pair for pair in self.open_findings(but=()) if pair[1].settlement in ASKED]
        return sorted(found, key=lambda pair: pair[1].created_at)

    def settle(self, finding_id: uuid.UUID, settlement: str, *, stamp: Stamp) -> None:
        """Close a finding, unless it is closed already."""
        with self._database.write() as session:
            finding = session.get_one(Finding, finding_id, with_for_update=True)
            if finding.settled_at is None:
                finding.settled_at, finding.settlement = stamp.at, settlement
                audit.append(
                    session, self._store_id, stamp, "difference_settled",
                    subject_kind="finding", subject_id=finding_id, how=settlement,
                )  # fmt: skip

    def refuse(self, finding_id: uuid.UUID, code: str, *, stamp: Stamp) -> None:
        """The processor would not do what was asked: a person has to choose again."""
        with self._database.write() as session:
            finding = session.get_one(Finding, finding_id, with_for_update=True)
            finding.settlement, finding.settled_by_id = f"refused:{code}"[:60], None
            audit.append(
                session, self._store_id, stamp, "difference_refused",
                subject_kind="finding", subject_id=finding_id, code=code[:60],
            )  # fmt: skip

    def _authorizations(self) -> _Query:
        return (
            select(PaymentAttempt, Order.id, Order.state)
            .join(Payment, Payment.id == PaymentAttempt.payment_id)
            .join(Order, Order.id == Payment.order_id)
            .options(selectinload(PaymentAttempt.payment).selectinload(Payment.attempts))
            .where(
                PaymentAttempt.store_id == self._store_id,
                PaymentAttempt.purpose == Purpose.AUTHORIZE,
                Payment.processor == self._processor,
                Payment.processor_run == self._run_of_practice,
            )
        )

    def _read(self, session: Session, query: _Query, at: datetime) -> list[Ours]:
        return [_ours(row[0], row[1], row[2], at=at) for row in session.execute(query)]


def _ours(
    attempt: PaymentAttempt, order_id: uuid.UUID, order_state: OrderState, *, at: datetime
) -> Ours:
    sums = sums_of(attempt.payment, at=at)
    others: Iterable[PaymentAttempt] = [a for a in attempt.payment.attempts if a.purpose in _MOVES]
    return Ours(
        attempt_id=attempt.id,
        order_id=order_id,
        order_state=order_state,
        intent_id=attempt.intent_id or "",
        state=attempt.state,
        amount_minor=attempt.amount_minor,
        currency=attempt.currency,
        captured=sums.captured,
        held=sums.held,
        is_moving=any(a.state in OPEN_ATTEMPTS for a in others),
        was_let_go=any(
            a.state is AttemptState.SUCCEEDED and (a.purpose is Purpose.VOID or a.releases_rest)
            for a in others
        ),
    )


def _attempt_named(view: IntentView) -> uuid.UUID | None:
    try:
        return uuid.UUID(view.metadata.get("attempt", ""))
    except ValueError:
        return None


def _was_this(finding: Finding, difference: Difference) -> bool:
    return finding.settlement != "by_itself" and (
        finding.our_minor,
        finding.their_minor,
        finding.their_state,
    ) == (difference.our_minor, difference.their_minor, difference.their_state)
