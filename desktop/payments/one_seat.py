"""Payments of a desk on its own: the runner lives in the workspace, beside the practice processor."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta
from pathlib import Path

from desktop.clock import Clock
from desktop.errors import WorldError
from desktop.payments.connection import ProcessorConnection
from desktop.payments.gateway import PaymentGateway
from desktop.payments.runner import PaymentRunner
from desktop.practice.launcher import PracticeProcessor, PracticeProcessorFailed, from_file
from models.session import Database

PATIENCE = timedelta(seconds=30)
"""How long an authorization is left to the page that placed the order and shows its answer."""


class PracticePayments:
    """Practice mode: a practice processor of this desk's own, or one that a training room shares.

    Every method blocks and may be called from any thread but the window's.

    Args:
        shared: The file that `orderdesk practice-processor --connection FILE` wrote, or None.
    """

    refusal = ""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        workstation_id: uuid.UUID,
        shared: Path | None = None,
    ) -> None:
        self._shared = shared
        self._processor = PracticeProcessor()
        self._lock = threading.Lock()
        self._known: ProcessorConnection | None = None
        self._gateway: PaymentGateway | None = None
        self._runner = PaymentRunner(
            database=database,
            gateways=self._provide_gateway,
            clock=clock,
            workstation_id=workstation_id,
        )

    def connection(self) -> ProcessorConnection:
        """Where the card window goes; starts the practice processor at the first call.

        A processor of our own that has ended is started anew: another run, which remembers nothing.

        Raises:
            WorldError: it does not start, or the shared one does not answer.
        """
        with self._lock:
            if self._shared is None and not self._processor.is_running:
                self._forget()
            if self._known is None:
                try:
                    self._known = (
                        from_file(self._shared)
                        if self._shared is not None
                        else self._processor.start()
                    )
                except PracticeProcessorFailed as error:
                    raise WorldError(str(error)) from error
            return self._known

    def run_attempt(self, attempt_id: uuid.UUID) -> None:
        """Carry out an attempt; its outcome is in the database."""
        self._runner.run_attempt(attempt_id)

    def run_created(self) -> int:
        """Carry out what waits and was never sent, nothing started for nothing; how many there were."""
        return len(self._runner.run_created(patience=PATIENCE))

    def look_up(self) -> None:
        """Ask what became of every attempt whose outcome is unknown."""
        self._runner.settle_unknown(only_due=False)

    def settle_due(self) -> int:
        """Look up the unknown outcomes whose time has come; how many were looked up."""
        return len(self._runner.settle_unknown(only_due=True))

    def recover(self) -> int:
        """Go on with what an earlier run left open, nothing started for nothing; how many there were."""
        return len(self._runner.recover())

    def close(self) -> None:
        """End the practice processor, if it is this desk's own."""
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        """End what is left of the processor's run. The lock is held."""
        self._processor.stop()
        if self._gateway is not None:
            self._gateway.close()
        self._known = self._gateway = None

    def _provide_gateway(self) -> PaymentGateway:
        from desktop.payments.stripe_gateway import StripeGateway  # a slow import, off the window

        connection = self.connection()
        with self._lock:
            if self._gateway is None:
                self._gateway = StripeGateway(connection=connection)
            return self._gateway


class NoPayments:
    """A live shop until its processor is set up: no card is taken, and it says why."""

    def __init__(self, *, refusal: str) -> None:
        self.refusal = refusal

    def connection(self) -> ProcessorConnection:
        """There is none.

        Raises:
            WorldError: always.
        """
        raise WorldError(self.refusal, can_retry=False)

    def run_attempt(self, _attempt_id: uuid.UUID) -> None:
        """Nothing can have been committed to run."""

    def run_created(self) -> int:
        """Nothing can have been committed to run."""
        return 0

    def look_up(self) -> None:
        """Nothing can be unknown."""

    def settle_due(self) -> int:
        """Nothing can be unknown."""
        return 0

    def recover(self) -> int:
        """Nothing can have been left open."""
        return 0

    def close(self) -> None:
        """Nothing was started."""
