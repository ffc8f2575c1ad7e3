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
            WorldError: the processor cannot be reached.
        """

    def run_attempt(self, attempt_id: uuid.UUID) -> None:
        """Carry out an attempt that placing has committed; its outcome is in the database."""

    def run_created(self) -> int:
        """Carry out every attempt that was committed and never sent; how many there were."""

    def look_up(self) -> None:
        """Ask the processor what became of every attempt whose outcome is unknown."""

    def settle_due(self) -> int:
        """Look up the unknown outcomes whose time has come; how many were looked up."""

    def recover(self) -> int:
        """After a start: go on with every attempt without an end; how many there were."""

    def close(self) -> None:
        """End what was started."""
