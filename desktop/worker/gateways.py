"""The worker's way to the processor: live keys from the service manager, or the training room's file."""

from __future__ import annotations

import os
import threading
import uuid
from collections.abc import Callable
from pathlib import Path

from desktop.errors import WorldError
from desktop.payments import secrets
from desktop.payments.connection import ConnectionRefused, ProcessorConnection, live_connection
from desktop.payments.gateway import PaymentGateway
from desktop.practice.launcher import PracticeProcessorFailed, from_file
from desktop.services.processor_settings import processor_row
from models.session import Database

SHARED_PROCESSOR_VARIABLE = "ORDERDESK_PRACTICE_PROCESSOR"
"""Names the file of a practice processor that a training room shares."""


class Gateways:
    """Gives the gateway, and makes another where the connection has become another one.

    Args:
        connect: Finds the connection anew; may raise WorldError.
    """

    def __init__(self, connect: Callable[[], ProcessorConnection]) -> None:
        self._connect = connect
        self._lock = threading.Lock()
        self._gateway: PaymentGateway | None = None

    def provide(self) -> PaymentGateway:
        """The gateway to where the processor is now.

        Raises:
            WorldError: there is none now.
        """
        from desktop.payments.stripe_gateway import StripeGateway  # a slow import

        with self._lock:
            connection = self._connect()
            if self._gateway is None or self._gateway.connection != connection:
                self.close()
                self._gateway = StripeGateway(connection=connection)
            return self._gateway

    def close(self) -> None:
        """Close the connections."""
        gateway, self._gateway = self._gateway, None
        if gateway is not None:
            gateway.close()


def practice_connector() -> Callable[[], ProcessorConnection]:
    """Finds the practice processor that the desks share.

    Raises:
        WorldError: the variable that names its file is not set.
    """
    named = os.environ.get(SHARED_PROCESSOR_VARIABLE)
    if not named:
        raise WorldError(
            f"A worker for the practice shop needs the processor that its desks share: set "
            f"{SHARED_PROCESSOR_VARIABLE} here and at the desks to the file that `orderdesk "
            "practice-processor --connection FILE` writes.",
            can_retry=False,
        )

    def connect() -> ProcessorConnection:
        try:
            return from_file(Path(named))
        except PracticeProcessorFailed as error:
            raise WorldError(str(error)) from None

    return connect


def live_connector(database: Database, store_id: uuid.UUID) -> Callable[[], ProcessorConnection]:
    """Finds Stripe, with this shop's keys; they are read once."""
    known: list[ProcessorConnection] = []

    def connect() -> ProcessorConnection:
        if not known:
            known.append(_find_live(database, store_id))
        return known[0]

    return connect


def _find_live(database: Database, store_id: uuid.UUID) -> ProcessorConnection:
    with database.read() as session:
        row = processor_row(session, store_id)
    found = secrets.read_secret_key(store_id)
    if not row.publishable_key or found is None:
        raise WorldError(
            "The processor's keys are missing: `orderdesk processor set` takes them, or the unit "
            f"file hands over the credential {secrets.CREDENTIAL_NAME}.",
            can_retry=False,
        )
    try:
        return live_connection(publishable_key=row.publishable_key, secret_key=found.value)
    except ConnectionRefused as error:
        raise WorldError(str(error), can_retry=False) from None
