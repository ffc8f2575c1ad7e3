"""How long something has taken, a sleeping computer's sleep included."""

from __future__ import annotations

import time


class Stopwatch:
    """Runs from its making.

    The steady clock stands still while some systems sleep, and the time of day may be set back: what
    is said is the longer of the two.
    """

    def __init__(self) -> None:
        self._steady, self._of_day = time.monotonic(), time.time()

    @property
    def seconds(self) -> float:
        """So far."""
        return max(time.monotonic() - self._steady, time.time() - self._of_day)
