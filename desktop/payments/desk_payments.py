"""What the call desk asks of payments, whoever carries them out."""

from __future__ import annotations

import uuid
from typing import Protocol

from desktop.payments.connection import ProcessorConnection


class DeskPayments(Protocol):
    """Payments as one desk sees them. All of it blocks: call it off the GUI thread."""

    @property
    def refusal(self) -> str:
        """Why no card can be taken at this desk, in words; "" when one can."""

    def connection(self) -> ProcessorConnection:
        """Where the card window goes. Starts the practice processor at the first call.

        Raises:
            WorldError: the processor cannot be reached, or `refusal` says why it may not be.
        """

    def run_attempt(self, attempt_id: uuid.UUID) -> None:
        """Carry out an attempt that placing has committed; its outcome is in the database."""

    def look_up(self) -> None:
        """Ask the processor what became of every attempt whose outcome is unknown."""
