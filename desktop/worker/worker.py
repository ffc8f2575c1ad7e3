"""The worker's rounds: what waits is carried out, what is unknown looked up, the books compared."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from desktop.clock import Clock
from desktop.errors import WorldError
from desktop.payments.leases import LEASE_SECONDS, LeaseKeeper, Standing
from desktop.payments.runner import PaymentRunner
from models.session import DatabaseGone

_log = logging.getLogger(__name__)

IDLE_SECONDS = 0.5
"""Between two looks at what waits: a caller is on the telephone meanwhile."""
STANDBY_SECONDS = 5.0
FIRST_BACKOFF_SECONDS = 2.0
LONGEST_BACKOFF_SECONDS = 60.0
"""Between two tries while the database or the processor cannot be reached; it doubles with each."""


@dataclass(frozen=True)
class Chore:
    """Something that is done every so often, and once at the start.

    Attributes:
        takes_long: It is done beside the attempts, which callers wait for; it ends by itself soon
            after the worker has been told to stop.
        lane: Of those that take long, one at a time is done in each lane.
    """

    name: str
    every: timedelta
    work: Callable[[], int]
    takes_long: bool = False
    lane: str = ""


@dataclass(frozen=True)
class RoundReport:
    """What one round did.

    Attributes:
        has_the_work: False where another worker has it; then nothing was done.
        carried_out: Attempts that were carried out or looked up.
        chores: By name, how much each found to do; a chore that failed is not in it.
    """

    has_the_work: bool
    carried_out: int = 0
    chores: dict[str, int] = field(default_factory=dict)


class Worker:
    """Carries out a shop's payments until it is told to stop.

    Args:
        lease: Of the role worker.
        runner: Carries out the attempts.
        chores: What else is done; a failure of one keeps nothing else from being done.
        stop: Set by whoever wants it to end; what is under way is finished first.
        idle_seconds: Between two rounds with nothing to do.
    """

    def __init__(
        self,
        *,
        lease: LeaseKeeper,
        runner: PaymentRunner,
        clock: Clock,
        chores: Sequence[Chore] = (),
        stop: threading.Event,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self._lease = lease
        self._runner = runner
        self._clock = clock
        self._chores = tuple(chores)
        self._stop = stop
        self._idle_seconds = idle_seconds
        self._done_at: dict[str, datetime] = {}
        self._beside: dict[str, threading.Thread] = {}
        self._has_recovered = False
        self._last_said = ""

    def run_once(self, *, waits: bool = True) -> RoundReport:
        """One round; *waits* for what takes long too.

        Raises:
            DatabaseGone, WorldError: the database or the processor is not there.
        """
        if self._lease.hold() is not Standing.OURS:
            self._has_recovered = False
            self._say("another worker has the payments; this one waits")
            return RoundReport(has_the_work=False)
        self._say(f"carrying out the payments, fence {self._lease.fence}")
        with self._kept_alive():
            if self._has_recovered:
                carried_out = self._carry_out()
            else:
                carried_out = len(self._runner.recover())
                self._has_recovered = True
            return RoundReport(
                has_the_work=True, carried_out=carried_out, chores=self._do_chores(waits=waits)
            )

    def run(self) -> None:
        """Rounds until `stop` is set; then the work is let go."""
        backoff = FIRST_BACKOFF_SECONDS
        while not self._stop.is_set():
            try:
                report = self.run_once(waits=False)
            except (DatabaseGone, WorldError) as error:
                self._say(f"waiting: {error}", level=logging.WARNING)
                self._stop.wait(backoff)
                backoff = min(backoff * 2, LONGEST_BACKOFF_SECONDS)
                continue
            backoff = FIRST_BACKOFF_SECONDS
            if not report.has_the_work:
                self._stop.wait(STANDBY_SECONDS)
            elif not report.carried_out:
                self._stop.wait(self._idle_seconds)
        for thread in self._beside.values():
            thread.join()

    def let_go(self) -> None:
        """Let another worker, or the desks, have the payments at once."""
        with contextlib.suppress(DatabaseGone):
            self._lease.give_up()
        _log.info("the worker has let the payments go")

    def _carry_out(self) -> int:
        created = self._runner.run_created()
        if self._stop.is_set():
            return len(created)
        return len(created) + len(self._runner.settle_unknown(only_due=True))

    def _do_chores(self, *, waits: bool) -> dict[str, int]:
        done: dict[str, int] = {}
        for chore in self._chores:
            last, now = self._done_at.get(chore.name), self._clock.now()
            if self._stop.is_set() or (last is not None and now - last < chore.every):
                continue
            if not chore.takes_long or waits:
                self._done_at[chore.name] = now
                self._do(chore, done)
            elif not self._is_taken(chore.lane):
                self._done_at[chore.name] = now
                thread = threading.Thread(
                    target=self._do, args=(chore, {}), name=chore.name, daemon=True
                )
                self._beside[chore.lane] = thread
                thread.start()
        return done

    def _is_taken(self, lane: str) -> bool:
        thread = self._beside.get(lane)
        return thread is not None and thread.is_alive()

    def _do(self, chore: Chore, done: dict[str, int]) -> None:
        """Attempts must not wait for a list that cannot be fetched: what fails is tried again later."""
        try:
            done[chore.name] = chore.work()
        except Exception as error:
            _log.error("chore %s failed", chore.name, exc_info=error)

    @contextlib.contextmanager
    def _kept_alive(self) -> Iterator[None]:
        """Renew the lease beside a round, which may take longer than it is believed."""
        over = threading.Event()

        def renew() -> None:
            while not over.wait(LEASE_SECONDS / 4):
                with contextlib.suppress(DatabaseGone):
                    self._lease.hold()

        thread = threading.Thread(target=renew, name="lease", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _say(self, words: str, *, level: int = logging.INFO) -> None:
        """Log it once, until there is something else to say."""
        if words != self._last_said:
            _log.log(level, "%s", words)
            self._last_said = words
