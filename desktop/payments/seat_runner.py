"""The payment runner of a desk: it works where no worker does, and waits for the worker otherwise."""

from __future__ import annotations

import contextlib
import threading
import time
import uuid
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from desktop.clock import Clock
from desktop.errors import WorldError
from desktop.payments.gateway import PaymentGateway
from desktop.payments.leases import LeaseKeeper, Standing
from desktop.payments.reconciliation import Comparison, Progress, Reconciler
from desktop.payments.runner import PaymentRunner
from models.payment import AttemptState, PaymentAttempt
from models.session import Database, DatabaseGone
from models.store import Store

ANSWER_POLL_SECONDS = 0.2
ANSWER_WITHIN_SECONDS = 30.0
"""How often, and how long, a desk looks for what the worker made of an attempt."""
PATIENCE = timedelta(seconds=30)
"""How long an authorization is left to the page that placed the order and shows its answer."""
NO_KEY_TO_COMPARE = (
    "This desk has no secret key of the processor. The worker compares by itself, every hour."
)
_NOT_YET = (AttemptState.CREATED, AttemptState.SENT)


class SeatRunner:
    """Carries out attempts on this desk unless a worker has the work.

    A desk that has the work goes on with what anybody left open; one that has not carries out the
    attempts of its own orders only, which is safe beside any other runner.

    Every method blocks and may be called from any thread but the window's.

    Args:
        may_run: Whether this desk could: it has the processor's secret key.
    """

    def __init__(
        self,
        *,
        database: Database,
        gateways: Callable[[], PaymentGateway],
        clock: Clock,
        workstation_id: uuid.UUID,
        may_run: Callable[[], bool] = lambda: True,
    ) -> None:
        self._database = database
        self._gateways = gateways
        self._clock = clock
        self._may_run = may_run
        self._closing = threading.Event()
        self._lease = LeaseKeeper(
            database=database, clock=clock, role="desk", holder_id=workstation_id
        )
        self.runner = PaymentRunner(
            database=database, gateways=gateways, clock=clock, workstation_id=workstation_id
        )

    def a_worker_works(self) -> bool:
        """Whether a worker has the work now."""
        return self._lease.look() is Standing.A_WORKER

    def run_attempt(self, attempt_id: uuid.UUID) -> None:
        """Carry out an attempt, or wait until the worker has; its outcome is in the database."""
        until = time.monotonic() + ANSWER_WITHIN_SECONDS
        while True:
            if self._may_run() and self._lease.hold() is not Standing.A_WORKER:
                self.runner.run_attempt(attempt_id)
                return
            if self._has_an_answer(attempt_id) or time.monotonic() > until:
                return
            if self._closing.wait(ANSWER_POLL_SECONDS):
                return

    def run_created(self) -> int:
        """Carry out what waits and was never sent, where the work is ours; how many there were."""
        if not self._has_the_work():
            return 0
        return len(self.runner.run_created(patience=PATIENCE))

    def look_up(self) -> None:
        """Ask what became of every attempt whose outcome is unknown, or have the worker ask at once."""
        if self._may_run() and self._lease.hold() is not Standing.A_WORKER:
            self.runner.settle_unknown(only_due=False)
            return
        with self._database.write() as session:
            unknown = PaymentAttempt.state == AttemptState.UNKNOWN
            for attempt in session.scalars(select(PaymentAttempt).where(unknown)):
                attempt.next_look_up_at = self._clock.now()

    def settle_due(self) -> int:
        """Look up the unknown outcomes that are due, where the work is ours; how many there were."""
        if not self._has_the_work():
            return 0
        return len(self.runner.settle_unknown(only_due=True))

    def recover(self) -> int:
        """Go on with what an earlier run left open, where the work is ours; how many there were."""
        return len(self.runner.recover()) if self._has_the_work() else 0

    def compare(
        self,
        *,
        tell: Callable[[Progress], None] = lambda _progress: None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> Comparison:
        """Compare our books with the processor's.

        Raises:
            WorldError: this desk has no key, the processor is not there, or it is under way.
        """
        if not self._may_run():
            raise WorldError(NO_KEY_TO_COMPARE, can_retry=False)
        return self._reconciler().compare(tell=tell, is_cancelled=is_cancelled)

    def compare_due(self) -> int:
        """Compare where the work is ours; how many differences wait for a supervisor."""
        return self._reconciler().compare().open if self._has_the_work() else 0

    def carry_out_asked(self) -> int:
        """Void and refund what a supervisor has asked for, unless a worker does; how many."""
        if not self._may_run() or self._lease.hold() is Standing.A_WORKER:
            return 0
        return self._reconciler().carry_out_asked()

    def _reconciler(self) -> Reconciler:
        with self._database.read() as session:
            store_id = session.scalars(select(Store.id).limit(1)).one()
        return Reconciler(
            database=self._database,
            gateways=self._gateways,
            runner=self.runner,
            clock=self._clock,
            store_id=store_id,
            role="desk",
        )

    def close(self) -> None:
        """Wait for nobody any more, and let another one have the work."""
        self._closing.set()
        with contextlib.suppress(DatabaseGone):
            self._lease.give_up()

    def _has_the_work(self) -> bool:
        return self._may_run() and self._lease.hold() is Standing.OURS

    def _has_an_answer(self, attempt_id: uuid.UUID) -> bool:
        with self._database.read() as session:
            return session.get_one(PaymentAttempt, attempt_id).state not in _NOT_YET
