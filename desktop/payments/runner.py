"""The payment runner: carries out every attempt exactly once, through crashes and lost answers.

What an attempt asks for is committed before it comes here, and every step towards it before the next
(see `authorizer` and `mover`). A lost answer is unknown, never declined. A step is repeated only under
its own key and inside the processor's window.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from desktop.clock import Clock
from desktop.payments.attempt_book import AttemptBook
from desktop.payments.authorizer import POINTS, Authorizer
from desktop.payments.errand import Errand
from desktop.payments.gateway import PaymentGateway
from desktop.payments.mover import MOVE_POINTS, Mover
from desktop.payments.results import Outcome, Unknown
from models.payment import AttemptState, Purpose
from models.session import Database

__all__ = ["MOVE_POINTS", "POINTS", "PaymentRunner"]


class PaymentRunner:
    """Carries out attempts. Every method blocks: call it off the GUI thread, from any other.

    Args:
        database: Where the attempts are.
        gateways: Gives the processor's gateway; what it raises goes to the caller, and the attempt
            stays as it was.
        clock: Tells the time.
        workstation_id: Whose events these are; None for the worker.
        reached: Is told each of `POINTS` or `MOVE_POINTS` as it is passed.
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
        errand = Errand(
            book=self._book, clock=clock, tell=lambda point: self._tell(point), pause=pause
        )
        self._authorizer = Authorizer(errand)
        self._mover = Mover(errand)
        self._turns = _Turns()

    def run_attempt(self, attempt_id: uuid.UUID) -> Outcome:
        """Carry an attempt to its end, or as far as the processor lets it be known.

        Of an attempt that has ended, the result in the book; of an unknown one, a look-up at once.
        Where another thread of this runner works on it, its end is waited for.

        Raises:
            LookupError: there is no such attempt.
            DatabaseGone: what was reached is in the book, and a later call goes on from there.
        """
        with self._turns.of(attempt_id) as has_waited:
            return self._run(attempt_id, may_look_up=not has_waited)

    def run_created(self, *, patience: timedelta = timedelta(0)) -> tuple[Outcome, ...]:
        """Carry out everything that waits and was never sent, the oldest first.

        Authorizations younger than *patience* are left to the desk that is about to run them itself.
        """
        until = self._clock.now() - patience
        return self._run_free(self._book.created_attempts(authorizations_until=until))

    def settle_unknown(self, *, only_due: bool = True) -> tuple[Outcome, ...]:
        """Look up the unknown outcomes: those whose time has come, or all of them."""
        now = self._clock.now()
        return self._run_free(
            self._book.unknown_attempts(now=now, due_at=now if only_due else None)
        )

    def recover(self) -> tuple[Outcome, ...]:
        """After a start: go on with everything that an earlier run left open."""
        return self._run_free(self._book.open_attempts())

    def _run_free(self, attempt_ids: Iterable[uuid.UUID]) -> tuple[Outcome, ...]:
        """Run them one after the other, but for those that another thread works on already."""
        return tuple(
            self.run_attempt(attempt_id)
            for attempt_id in attempt_ids
            if not self._turns.is_taken(attempt_id)
        )

    def _run(self, attempt_id: uuid.UUID, *, may_look_up: bool) -> Outcome:
        job = self._book.load(attempt_id)
        if job.result is not None:
            return job.result
        if job.state is AttemptState.UNKNOWN and not may_look_up:
            return Unknown(reason="asked just now", intent_id=job.intent_id)
        gateway = self._gateways()
        part = self._authorizer if job.purpose is Purpose.AUTHORIZE else self._mover
        if job.state is AttemptState.CREATED:
            return part.begin(job, gateway)
        return part.look_up(job, gateway)


class _Turns:
    """One thread at a time for each attempt; between programs, the idempotency keys do this."""

    def __init__(self) -> None:
        self._taken: set[uuid.UUID] = set()
        self._changed = threading.Condition()

    def is_taken(self, attempt_id: uuid.UUID) -> bool:
        with self._changed:
            return attempt_id in self._taken

    @contextmanager
    def of(self, attempt_id: uuid.UUID) -> Iterator[bool]:
        """Take the turn and give it back; yields whether it had to be waited for."""
        with self._changed:
            has_waited = attempt_id in self._taken
            self._changed.wait_for(lambda: attempt_id not in self._taken)
            self._taken.add(attempt_id)
        try:
            yield has_waited
        finally:
            with self._changed:
                self._taken.discard(attempt_id)
                self._changed.notify_all()
