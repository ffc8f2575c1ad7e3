"""What every desk's payments do by their runner, whatever processor stands behind it."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from desktop.payments.reconciliation import Comparison, Progress
from desktop.payments.seat_runner import SeatRunner


class RunnerDoors:
    """The runner's doors; whoever derives from this has a `_runner`. Every method blocks."""

    _runner: SeatRunner

    def run_attempt(self, attempt_id: uuid.UUID) -> None:
        """Carry out an attempt, or wait for the worker to; its outcome is in the database."""
        self._runner.run_attempt(attempt_id)

    def run_created(self) -> int:
        """Carry out what waits and was never sent, nothing started for nothing; how many there were."""
        return self._runner.run_created()

    def look_up(self) -> None:
        """Ask what became of every attempt whose outcome is unknown."""
        self._runner.look_up()

    def settle_due(self) -> int:
        """Look up the unknown outcomes whose time has come; how many were looked up."""
        return self._runner.settle_due()

    def recover(self) -> int:
        """Go on with what an earlier run left open, nothing started for nothing; how many there were."""
        return self._runner.recover()

    def compare(
        self, *, tell: Callable[[Progress], None], is_cancelled: Callable[[], bool]
    ) -> Comparison:
        """Compare our books with the processor's.

        Raises:
            WorldError: it cannot, with the reason.
        """
        return self._runner.compare(tell=tell, is_cancelled=is_cancelled)

    def compare_due(self) -> int:
        """Compare where the work is ours; how many differences wait for a supervisor."""
        return self._runner.compare_due()

    def carry_out_asked(self) -> int:
        """Void and refund what a supervisor has asked for; how many differences that settled."""
        return self._runner.carry_out_asked()
