"""Payments of a desk on its own: the runner lives in the workspace, beside the practice processor."""

from __future__ import annotations

import threading
import uuid
from pathlib import Path

from desktop.clock import Clock
from desktop.errors import WorldError
from desktop.payments.connection import ProcessorConnection
from desktop.payments.gateway import PaymentGateway
from desktop.payments.runner_doors import RunnerDoors
from desktop.payments.seat_runner import SeatRunner
from desktop.practice.launcher import PracticeProcessor, PracticeProcessorFailed, from_file
from models.session import Database


class PracticePayments(RunnerDoors):
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
        self._runner = SeatRunner(
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

    def close(self) -> None:
        """Let another one have the work, and end the practice processor, if it is this desk's own."""
        self._runner.close()
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
