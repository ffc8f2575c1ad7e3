"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class FixedClock:
    """Tells the moment it was given, and what was added since."""

    def __init__(self, moment: datetime = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """The moment."""
        return self._moment

    def advance(self, by: timedelta) -> None:
        """Move on by *by*."""
        self._moment += by
