"""What an authorization and a movement of money have in common on the way to the processor."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from desktop.clock import Clock
from desktop.payments.attempt_book import AttemptBook
from desktop.payments.attempt_jobs import AttemptJob
from desktop.payments.gateway import OutcomeUnknown, PaymentGateway
from desktop.payments.results import Outcome, Unknown
from models import limits

_log = logging.getLogger(__name__)

WINDOW = timedelta(hours=limits.IDEMPOTENCY_HOURS - 1)
"""How long a request may be repeated: an hour less than the processor remembers its key."""
BUSY = "busy"
BUSY_PAUSE_SECONDS = 0.25
BUSY_TRIES = 40
"""How often another runner's request under the same key is waited for (10 s in all)."""

T = TypeVar("T")


@dataclass(frozen=True)
class Errand:
    """The book, the clock, and whoever is told of the points that are passed.

    Attributes:
        tell: Is told each point as it is passed.
        pause: Waits some seconds.
    """

    book: AttemptBook
    clock: Clock
    tell: Callable[[str], None] = lambda _point: None
    pause: Callable[[float], None] = time.sleep

    def now(self) -> datetime:
        """The present moment."""
        return self.clock.now()

    def is_elsewhere(self, job: AttemptJob, gateway: PaymentGateway) -> bool:
        """Whether the attempt belongs to another processor than this one."""
        if job.processor == gateway.connection.processor:
            return False
        _log.error("attempt %s belongs to the processor %s", job.attempt_id, job.processor)
        return True

    def is_forgotten(self, job: AttemptJob, gateway: PaymentGateway) -> bool:
        """Whether the practice processor's run that knew the card is over."""
        return job.processor_run != gateway.connection.run_id

    def patiently(self, ask: Callable[[], T]) -> T:
        """Ask again while another runner's request under the same key is being carried out.

        Raises:
            OutcomeUnknown: it is still busy, or nobody knows for another reason.
        """
        for _ in range(BUSY_TRIES):
            try:
                return ask()
            except OutcomeUnknown as error:
                if error.reason != BUSY:
                    raise
            self.pause(BUSY_PAUSE_SECONDS)
        raise OutcomeUnknown(BUSY)

    def commit(self, job: AttemptJob, result: Outcome, *, if_never_sent: bool = False) -> Outcome:
        """Commit how it ended; what is in the book afterwards."""
        written = self.book.commit_result(job, result, at=self.now(), if_never_sent=if_never_sent)
        self.reached("result_committed", job)
        reason = written.reason if isinstance(written, Unknown) else ""
        _log.info("attempt %s: %s %s", job.attempt_id, type(written).__name__.lower(), reason)
        return written

    def reached(self, point: str, job: AttemptJob) -> None:
        """Tell of a point."""
        _log.debug("attempt %s reached %s", job.attempt_id, point)
        self.tell(point)
