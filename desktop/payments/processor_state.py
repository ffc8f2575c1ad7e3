"""Whether a processor answers to our keys, found out by a question that moves nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from desktop.payments.connection import ProcessorConnection
from desktop.payments.gateway import OutcomeUnknown, RequestRefused

_ANSWER_SECONDS = 8.0


@dataclass(frozen=True)
class ProcessorState:
    """What came of it."""

    ok: bool
    words: str


def reach(connection: ProcessorConnection) -> ProcessorState:
    """List what was created in the last minute: needs the secret key, and changes nothing. Blocks.

    Whether the account may take telephone orders (MOTO) is known with the first one only.
    """
    from desktop.payments.stripe_gateway import StripeGateway

    gateway = StripeGateway(connection=connection, answer_seconds=_ANSWER_SECONDS)
    now = datetime.now(UTC)
    try:
        gateway.list_created_between(now - timedelta(minutes=1), now)
    except OutcomeUnknown as error:
        return ProcessorState(False, f"{connection.name} cannot be reached ({error.reason}).")
    except RequestRefused as error:
        return ProcessorState(False, f"{connection.name} refuses our key ({error.processor_code}).")
    finally:
        gateway.close()
    return ProcessorState(
        True,
        f"{connection.name} answers. Whether the account may take telephone orders (MOTO) is known "
        "with the first one only.",
    )
