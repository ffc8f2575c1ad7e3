"""Attempts that a command has created, carried out off the window's thread."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from ui.changes import Changes
from ui.tasks import Tasks


class AttemptRuns(QObject):
    """Runs attempts one after the other and tells every page when each has ended.

    Where a worker carries attempts out, or the processor cannot be reached, they stay in the records
    and are gone on with by themselves.

    Signals:
        problem_met(object exc, str where): an attempt could not be carried out now.
    """

    problem_met = Signal(object, str)

    def __init__(
        self,
        *,
        tasks: Tasks,
        changes: Changes,
        run_attempt: Callable[[uuid.UUID], None],
        parent: QObject | None = None,
    ) -> None:
        """*run_attempt* blocks until an attempt has an answer."""
        super().__init__(parent)
        self._tasks = tasks
        self._changes = changes
        self._run_attempt = run_attempt

    def run(self, attempts: Iterable[uuid.UUID]) -> None:
        """Carry them out."""
        for attempt_id in attempts:
            self._run_one(attempt_id)

    def _run_one(self, attempt_id: uuid.UUID) -> None:
        self._tasks.network(
            self,
            lambda: self._run_attempt(attempt_id),
            done=lambda _none: self._changes.broadcast({"orders"}, self),
            failed=lambda error: self.problem_met.emit(error, "run_attempt"),
        )
