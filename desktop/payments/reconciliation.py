"""Comparing our books with the processor's, both ways, with memory for one day at a time.

Unknown outcomes first. Then, day by day, every intent that the processor lists against our
authorizations, and every authorization of ours that was not among them against the processor. Nothing
is written down that does not still differ at a second look: both sides move meanwhile. What has an
end there and none here is only looked up, and what is left is shown to a supervisor.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from desktop.clock import Clock
from desktop.errors import WorldError
from desktop.payments.comparison_book import ASKED, ComparisonBook
from desktop.payments.differences import Difference, Ours, is_decided, judge
from desktop.payments.gateway import (
    IntentView,
    OutcomeUnknown,
    PaymentGateway,
    RefundRequest,
    RequestRefused,
)
from desktop.payments.leases import LeaseKeeper, Role, Standing
from desktop.payments.results import Unknown
from desktop.payments.runner import PaymentRunner
from desktop.services.processor_settings import processor_row
from models.order import Stamp
from models.reconciliation import Finding, FindingKind
from models.session import Database

_log = logging.getLogger(__name__)

DAYS = 7
"""How far back, by itself: as long as an authorization holds (RULES, Authorizations)."""
WORK = "reconciliation"
STILL_MOVING = timedelta(minutes=2)
"""The youngest payments are left to the next comparison."""
PAGE = 100
NO_SUCH_INTENT = "resource_missing"


@dataclass(frozen=True)
class Progress:
    """How far a comparison has come."""

    day: int
    days: int
    intents: int


@dataclass(frozen=True)
class Comparison:
    """What a comparison came to.

    Attributes:
        intents: The processor's that were looked at.
        attempts: Ours that were looked at.
        settled: Differences that it put right itself.
        open: Findings that wait for a supervisor now.
        was_cancelled: It was stopped before its end.
    """

    intents: int
    attempts: int
    settled: int
    open: int
    ended_at: datetime
    was_cancelled: bool


class Reconciler:
    """Compares one shop's payments. Blocks; one comparison runs at a time.

    Args:
        role: Who asks; as for the lease of the payments.
    """

    def __init__(
        self,
        *,
        database: Database,
        gateways: Callable[[], PaymentGateway],
        runner: PaymentRunner,
        clock: Clock,
        store_id: uuid.UUID,
        role: Role = "worker",
    ) -> None:
        self._database = database
        self._gateways = gateways
        self._runner = runner
        self._clock = clock
        self._store_id = store_id
        self._role: Role = role

    def compare(
        self,
        *,
        days: int = DAYS,
        tell: Callable[[Progress], None] = lambda _progress: None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> Comparison:
        """Compare the last *days*.

        Raises:
            WorldError: the processor cannot be reached, or a comparison is under way already.
        """
        lease = LeaseKeeper(
            database=self._database, clock=self._clock, role=self._role, work=WORK, seconds=300
        )
        if lease.hold() is not Standing.OURS:
            raise WorldError("A comparison with the processor is under way already.")
        try:
            gateway = self._gateways()
            with self._database.read() as session:
                is_shared = processor_row(session, self._store_id).shared_account
            book = ComparisonBook(
                database=self._database, store_id=self._store_id, connection=gateway.connection
            )
            work = _Comparing(gateway, book, self._runner, self._clock, is_shared=is_shared)
            return work.run(days, tell, is_cancelled)
        finally:
            lease.give_up()

    def carry_out_asked(self) -> int:
        """Void and refund what a supervisor has asked for; how many findings that settled."""
        gateway = self._gateways()
        book = ComparisonBook(
            database=self._database, store_id=self._store_id, connection=gateway.connection
        )
        return sum(self._carry_out(gateway, book, *pair) for pair in book.asked_findings())

    def _carry_out(
        self, gateway: PaymentGateway, book: ComparisonBook, finding_id: uuid.UUID, row: Finding
    ) -> bool:
        """Under a key that is the finding's own: asked for twice, done once."""
        if row.intent_id is None or row.kind is FindingKind.HELD_FOR_NOTHING:
            return False  # our own payment: an attempt of ours lets it go
        stamp = Stamp(at=self._clock.now(), actor_id=row.settled_by_id, workstation_id=None)
        key = f"finding_{finding_id.hex}"
        try:
            if row.settlement == "void_asked":
                gateway.void(row.intent_id, key=f"{key}:void")
                settlement = "voided"
            else:
                request = RefundRequest(amount_minor=row.their_minor, attempt=key)
                gateway.refund(row.intent_id, request, key=f"{key}:refund")
                settlement = "refunded"
        except OutcomeUnknown as error:
            _log.info("finding %s: %s", finding_id, error.reason)
            return False
        except RequestRefused as error:
            book.refuse(finding_id, error.processor_code, stamp=stamp)
            return False
        book.settle(finding_id, settlement, stamp=stamp)
        return True


class _Comparing:
    """One comparison under way."""

    def __init__(
        self,
        gateway: PaymentGateway,
        book: ComparisonBook,
        runner: PaymentRunner,
        clock: Clock,
        *,
        is_shared: bool,
    ) -> None:
        self._gateway = gateway
        self._book = book
        self._runner = runner
        self._clock = clock
        self._is_shared = is_shared
        self._intents = self._attempts = self._settled = 0
        self._open: set[uuid.UUID] = set()

    def run(
        self, days: int, tell: Callable[[Progress], None], is_cancelled: Callable[[], bool]
    ) -> Comparison:
        until = (self._clock.now() - STILL_MOVING).replace(microsecond=0)
        since = until - timedelta(days=days)
        run_id = self._book.begin(since, until, at=self._clock.now())
        failure, stopped = "", False
        try:
            found = self._runner.settle_unknown(only_due=False)
            self._settled += sum(not isinstance(outcome, Unknown) for outcome in found)
            for day in range(days):
                tell(Progress(day, days, self._intents))
                begin = since + timedelta(days=day)
                if not self._day(begin, begin + timedelta(days=1), is_cancelled):
                    stopped = True
                    break
            else:
                self._look_again()
        except (OutcomeUnknown, RequestRefused) as error:
            failure = str(error)
            raise WorldError(f"The comparison stopped: {error}.") from error
        finally:
            self._end(run_id, failure or ("cancelled" if stopped else ""))
        return Comparison(
            intents=self._intents,
            attempts=self._attempts,
            settled=self._settled,
            open=len(self._open),
            ended_at=self._clock.now(),
            was_cancelled=stopped,
        )

    def _end(self, run_id: uuid.UUID, failure: str) -> None:
        self._book.end(
            run_id,
            at=self._clock.now(),
            intents=self._intents,
            attempts=self._attempts,
            settled=self._settled,
            failure=failure,
        )

    def _day(self, since: datetime, until: datetime, is_cancelled: Callable[[], bool]) -> bool:
        """Both ways over one day; False where it was cancelled. Ids of one day are remembered."""
        seen: set[str] = set()
        last = until - timedelta(seconds=1)  # their list has whole seconds, and both ends in it
        for page in _pages(self._gateway.iterate_created(since, last)):
            if is_cancelled():
                return False
            self._intents += len(page)
            ours = self._book.ours_for(page, at=self._clock.now())
            for view in page:
                seen.add(view.intent_id)
                self._look(view, ours.get(view.intent_id))
        after: uuid.UUID | None = None
        while rows := self._book.ours_between(since, until, after=after, at=self._clock.now()):
            if is_cancelled():
                return False
            self._attempts += len(rows)
            for row in rows:
                if row.intent_id not in seen:
                    self._look(self._retrieve(row.intent_id), row)
            after = rows[-1].attempt_id
        return True

    def _look(self, view: IntentView | None, ours: Ours | None) -> None:
        if view is not None and ours is not None and is_decided(view, ours):
            self._runner.run_attempt(ours.attempt_id)
            self._settled += 1
            return
        if view is not None and ours is None and self._is_shared and "attempt" not in view.metadata:
            return
        difference = judge(view, ours)
        if difference is not None and self._still(difference):
            self._take(difference)

    def _still(self, found: Difference) -> bool:
        """Whether it differs at a second look too."""
        return self._difference_now(found.intent_id, found.attempt_id) == found

    def _difference_now(self, intent_id: str, attempt_id: uuid.UUID | None) -> Difference | None:
        view = self._retrieve(intent_id)
        now = self._clock.now()
        if attempt_id is not None:
            ours = self._book.one(attempt_id, at=now)
        else:
            ours = self._book.ours_for([view], at=now).get(intent_id) if view else None
        return judge(view, ours)

    def _take(self, difference: Difference) -> None:
        stamp = Stamp(at=self._clock.now(), actor_id=None, workstation_id=None)
        is_let_go = difference.kind is FindingKind.HELD_FOR_NOTHING and difference.order_id
        if is_let_go and self._book.mend(is_let_go, stamp=stamp):
            self._settled += 1
            return
        finding_id = self._book.record(difference, stamp=stamp)
        if finding_id is not None:
            self._open.add(finding_id)

    def _look_again(self) -> None:
        """Findings of earlier comparisons that this one did not meet: settled if they are gone."""
        stamp = Stamp(at=self._clock.now(), actor_id=None, workstation_id=None)
        for finding_id, row in self._book.open_findings(but=self._open):
            if row.intent_id and self._difference_now(row.intent_id, row.attempt_id) is None:
                was_asked = row.settlement == ASKED[0]
                self._book.settle(finding_id, "voided" if was_asked else "by_itself", stamp=stamp)
                self._settled += 1
            else:
                self._open.add(finding_id)

    def _retrieve(self, intent_id: str) -> IntentView | None:
        try:
            return self._gateway.retrieve(intent_id)
        except RequestRefused as error:
            if error.processor_code != NO_SUCH_INTENT:
                raise
            return None


def _pages(views: Iterable[IntentView]) -> Iterator[list[IntentView]]:
    rest = iter(views)
    while page := list(islice(rest, PAGE)):
        yield page
