"""The dispatch runner: carries out what stands in the outbox, one copy for each try.

That a try begins is committed, under a tag of its own, before the server is spoken to. After a crash
the server is asked for the tag: it is there, and the try goes on; it is not, and the row waits again
as if nothing had happened. So nothing is sent twice and nothing is lost, wherever the power goes.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial

from desktop.clock import Clock
from desktop.dispatch.book import DispatchBook
from desktop.dispatch.outgoing import (
    DispatchRoute,
    Failed,
    Looked,
    NotSetUp,
    OutgoingJob,
    Taken,
)
from desktop.dispatch.retry_rules import INTERRUPTED
from desktop.errors import WorldError, report_fault
from desktop.fax.server import JobState
from desktop.payments.leases import LEASE_SECONDS, LeaseKeeper, Standing
from desktop.services.outbox_health import Trouble
from models.dispatch import DispatchState, Route
from models.session import Database, DatabaseGone

_log = logging.getLogger(__name__)

WORK = "dispatch"
"""The name of the lease: one process at a time carries out a shop's outbox."""
DOUBT_SECONDS = LEASE_SECONDS * 1.5
"""How long a try of another process, or one whose call was cut, may still be on its way."""
_MARK_LETTERS = 12


class DispatchRunner:
    """Carries out the outbox of a live shop. Blocks: call it off the GUI thread, from any other.

    Args:
        database: Where the dispatches are.
        store_id: Whose.
        clock: Tells the time.
        routes: By what things leave; a route that is not here is left alone.
        lease: On `WORK`; a round does nothing where another process has it.
        is_cancelled: Asked between two dispatches.
    """

    def __init__(
        self,
        *,
        database: Database,
        store_id: uuid.UUID,
        clock: Clock,
        routes: Mapping[Route, DispatchRoute],
        lease: LeaseKeeper,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        self._clock = clock
        self._routes = dict(routes)
        self._lease = lease
        self._is_cancelled = is_cancelled
        self._mark = lease.name.rpartition(":")[2][:_MARK_LETTERS]
        self._book = DispatchBook(
            database=database, store_id=store_id, clock=clock, mark=self._mark
        )
        self._one_at_a_time = threading.Lock()
        self._began: set[uuid.UUID] = set()
        """What this run of the program has begun: all else of our mark is an earlier run's."""
        self._unswept = set(self._routes)
        """Routes whose server may still keep tries that are over on record."""

    def run_due(self) -> int:
        """One round: what was left open is settled, what is under way looked after, what is due sent.

        Returns:
            How much changed; 0 where there was nothing to do or another process has the work.

        Raises:
            PracticeSendsNothing: the shop is a practice shop.
            DatabaseGone: what was reached is in the rows, and the next round goes on from there.
        """
        with self._one_at_a_time:
            self._book.require_live()
            if not self._has_the_work():
                return 0
            with self._kept_alive():
                return sum(self._round(name, route) for name, route in self._routes.items())

    def let_go(self) -> None:
        """Let another process have the work at once."""
        with contextlib.suppress(DatabaseGone):
            self._lease.give_up()

    def _round(self, name: Route, route: DispatchRoute) -> int:
        """One round of one route; it ends where its server does not answer."""
        changed = 0
        trouble: Trouble | None = None
        try:
            for step in self._steps(name, route):
                if self._is_cancelled() or not self._has_the_work():
                    break
                changed += self._guarded(step)
        except NotSetUp:
            trouble = "unset" if self._book.due(name) else None
        except WorldError as error:
            trouble = "gone" if error.can_retry else "refused"
            _log.warning("route %s waits: %s", name.value, error.words)
        finally:
            route.rest()
        return changed + self._book.note_health(name, trouble)

    def _guarded(self, step: Callable[[], bool]) -> bool:
        """One dispatch that we cannot work with keeps no other one back."""
        try:
            return step()
        except (WorldError, DatabaseGone):
            raise
        except Exception as error:
            report_fault(error, log=_log)
            return False

    def _steps(self, name: Route, route: DispatchRoute) -> Iterator[Callable[[], bool]]:
        """What there is to do, each found when its turn comes."""
        route.check()
        if name in self._unswept:
            for dispatch_id in self._book.to_forget(name):
                yield partial(self._forget, route, dispatch_id)
            self._unswept.discard(name)
        for dispatch_id in self._book.in_state(name, DispatchState.SENDING):
            yield partial(self._settle, route, dispatch_id)
        if route.follows:
            for dispatch_id in self._book.in_state(name, DispatchState.SENT):
                yield partial(self._follow, route, dispatch_id)
        for dispatch_id in self._book.due(name):
            yield partial(self._send, route, dispatch_id)

    def _send(self, route: DispatchRoute, dispatch_id: uuid.UUID) -> bool:
        """Begin a try and hand it over."""
        job = self._book.begin(dispatch_id)
        if job is None:
            return False
        self._began.add(dispatch_id)
        answer = route.hand_over(job)
        if isinstance(answer, Taken):
            self._keep_taken(route, job, answer.job_id)
        else:
            self._fail(route, job, answer)
        return True

    def _settle(self, route: DispatchRoute, dispatch_id: uuid.UUID) -> bool:
        """A try whose end is not on record: the program, or the line to the server, was cut."""
        job, dispatch = self._book.load(dispatch_id)
        if dispatch.state is not DispatchState.SENDING:
            return False
        looked = route.look(job)
        if looked is not None and (route.follows or looked.state is not JobState.FAILED):
            self._keep_taken(route, job, looked.job_id)
            self._follow(route, dispatch_id)
            return True
        knows = looked is None and not route.follows  # it was there when the call was cut
        if not knows and self._may_be_on_its_way(job, since=dispatch.state_at):
            return False
        if looked is None:
            self._book.never_arrived(job)
        else:
            self._fail(route, job, _failed(looked))
        return True

    def _may_be_on_its_way(self, job: OutgoingJob, *, since: datetime) -> bool:
        """Whether another process, or a call of ours that was cut, may still bring it to the server."""
        of_an_earlier_run = self._is_ours(job) and job.dispatch_id not in self._began
        age = self._clock.now() - since
        return not of_an_earlier_run and age < timedelta(seconds=DOUBT_SECONDS)

    def _is_ours(self, job: OutgoingJob) -> bool:
        return job.tag.startswith(f"{self._mark}-")

    def _follow(self, route: DispatchRoute, dispatch_id: uuid.UUID) -> bool:
        """Ask what became of what the server took; of a route that is not told, nothing is asked."""
        if not route.follows:
            return True
        job, dispatch = self._book.load(dispatch_id)
        if dispatch.state is not DispatchState.SENT:
            return False
        if dispatch.stop_asked_at is not None:
            route.stop(job)
        looked = route.look(job)
        if looked is None:
            # Nobody can say whether it arrived, so no machine sends it again.
            said = "The server no longer knows the job."
            gone = Failed(INTERRUPTED, said, may_retry=False)
            return self._fail(route, job, gone, pages_sent=dispatch.pages_sent)
        if looked.state is JobState.DONE:
            ended = self._book.delivered(job, looked)
            self._forget(route, dispatch_id)
            return ended
        if looked.state is JobState.FAILED:
            return self._fail(route, job, _failed(looked), pages_sent=looked.pages_sent)
        return self._book.progress(job, looked)

    def _keep_taken(self, route: DispatchRoute, job: OutgoingJob, job_id: str) -> None:
        """Record it; where another process has begun another try since, take this one back."""
        if not self._book.taken(job, job_id):
            route.stop(job)

    def _fail(
        self, route: DispatchRoute, job: OutgoingJob, failed: Failed, *, pages_sent: int = 0
    ) -> bool:
        ended = self._book.failed(job, failed, most=route.tries, pages_sent=pages_sent)
        self._forget(route, job.dispatch_id)
        return ended

    def _forget(self, route: DispatchRoute, dispatch_id: uuid.UUID) -> bool:
        """The end is on record; what the server keeps of it is deleted there."""
        job, dispatch = self._book.load(dispatch_id)
        if not dispatch.tag:
            return False
        try:
            route.forget(job)
        except WorldError:
            self._unswept.add(job.route)
            raise
        self._book.forgotten(job)
        return False

    def _has_the_work(self) -> bool:
        return self._lease.hold() is Standing.OURS

    @contextlib.contextmanager
    def _kept_alive(self) -> Iterator[None]:
        """Renew the lease beside a round: one call to a server may take long."""
        over = threading.Event()

        def renew() -> None:
            while not over.wait(LEASE_SECONDS / 4):
                with contextlib.suppress(DatabaseGone):
                    self._lease.hold()

        thread = threading.Thread(target=renew, name="dispatch-lease", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def _failed(looked: Looked) -> Failed:
    return Failed(looked.reason, looked.said, looked.may_retry)
