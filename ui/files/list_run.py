"""One going through a list: what a working thread and the window tell each other of it."""

from __future__ import annotations

import threading


class ListRun:
    """Handed to a working thread, looked at by the window every so often. Safe in any thread.

    Attributes:
        done, of: how far it is, in whatever unit the work counts; `of` is 0 while nobody knows,
            and then `done` are rows.
    """

    def __init__(self) -> None:
        """Nothing is done yet."""
        self.done = 0
        self.of = 0
        self._stop = threading.Event()

    def tell(self, done: int, of: int) -> None:
        """The work says how far it is."""
        self.done, self.of = done, of

    def stop(self) -> None:
        """Somebody wants it no more."""
        self._stop.set()

    def is_stopped(self) -> bool:
        """Whether the work is to end."""
        return self._stop.is_set()
