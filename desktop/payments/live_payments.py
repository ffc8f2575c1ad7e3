"""Payments of a desk of a live shop: Stripe, with the keys that this shop and this computer have."""

from __future__ import annotations

import os
import sys
import threading
import uuid
from collections.abc import Callable

from desktop.clock import Clock
from desktop.errors import WorldError
from desktop.payments import secrets
from desktop.payments.connection import ConnectionRefused, ProcessorConnection, live_connection
from desktop.payments.gateway import PaymentGateway
from desktop.payments.runner_doors import RunnerDoors
from desktop.payments.seat_runner import SeatRunner
from desktop.platform.keychain import Secret
from desktop.services.processor_settings import processor_row
from models.session import Database

NOT_SET_UP = "No card can be taken: this shop's processor is not set up yet."
NO_KEY_HERE = (
    "No card can be taken: this desk has no secret key of the processor, and no worker runs."
)
NO_SANDBOX = (
    "No live card can be taken by root: the card window cannot be sealed off. "
    "Start Order Desk as an ordinary user."
)


def runs_as_root() -> bool:
    """Whether the web engine's sandbox is sure not to run here."""
    return sys.platform == "linux" and os.geteuid() == 0


class LivePayments(RunnerDoors):
    """A live shop's processor as one desk sees it; F8 is shut, with the reason, while it lacks a key.

    Every method blocks and may be called from any thread but the window's; `refusal` does not.

    Args:
        read_key: Finds the secret key of a shop.
        connect: Makes the connection of a publishable and a secret key.
        is_unsealed: Whether the card window cannot be sealed off here.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        store_id: uuid.UUID,
        workstation_id: uuid.UUID,
        read_key: Callable[[uuid.UUID], Secret | None] = secrets.read_secret_key,
        connect: Callable[..., ProcessorConnection] = live_connection,
        is_unsealed: Callable[[], bool] = runs_as_root,
    ) -> None:
        self._database = database
        self._store_id = store_id
        self._read_key = read_key
        self._connect = connect
        self._is_unsealed = is_unsealed
        self._lock = threading.Lock()
        self._known: ProcessorConnection | None = None
        self._gateway: PaymentGateway | None = None
        self.refusal = ""
        self._runner = SeatRunner(
            database=database,
            gateways=self._provide_gateway,
            clock=clock,
            workstation_id=workstation_id,
            may_run=self._has_secret_key,
        )

    def connection(self) -> ProcessorConnection:
        """Where the card window goes; why it goes nowhere is in `refusal` afterwards.

        Raises:
            WorldError: no card can be taken now, with the reason.
        """
        try:
            known = self._connection()
        except WorldError as error:
            self.refusal = error.words
            raise
        self.refusal = self._obstacle(known)
        if self.refusal:
            raise WorldError(self.refusal)
        return known

    def forget(self) -> None:
        """Read the keys anew at the next need: they were set, or taken away."""
        with self._lock:
            if self._gateway is not None:
                self._gateway.close()
            self._known = self._gateway = None

    def close(self) -> None:
        """Let another one have the work, and close the connections."""
        self._runner.close()
        self.forget()

    def _obstacle(self, known: ProcessorConnection) -> str:
        if not known.secret_key and not self._runner.a_worker_works():
            self.forget()  # a key may be set meanwhile
            return NO_KEY_HERE
        return NO_SANDBOX if self._is_unsealed() else ""

    def _connection(self) -> ProcessorConnection:
        with self._lock:
            if self._known is None:
                self._known = self._find()
            return self._known

    def _find(self) -> ProcessorConnection:
        with self._database.read() as session:
            row = processor_row(session, self._store_id)
        if not row.publishable_key:
            raise WorldError(NOT_SET_UP)
        try:
            found = self._read_key(self._store_id)
        except WorldError:
            if not self._runner.a_worker_works():
                raise
            found = None
        try:
            return self._connect(
                publishable_key=row.publishable_key, secret_key=found.value if found else ""
            )
        except ConnectionRefused as error:
            raise WorldError(f"No card can be taken. {error}", can_retry=False) from None

    def _has_secret_key(self) -> bool:
        try:
            return bool(self._connection().secret_key)
        except WorldError:
            return False

    def _provide_gateway(self) -> PaymentGateway:
        from desktop.payments.stripe_gateway import StripeGateway  # a slow import, off the window

        connection = self._connection()
        with self._lock:
            if self._gateway is None:
                self._gateway = StripeGateway(connection=connection)
            return self._gateway
