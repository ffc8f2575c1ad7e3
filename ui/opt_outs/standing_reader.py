"""Reads what one customer hears no more, and again whenever that may be something else."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QObject, Signal

from desktop.services.desk import Desk
from ui.changes import Changes
from ui.opt_outs import facts
from ui.opt_outs.facts import WhoFacts
from ui.tasks import Tasks

_CHANGES = frozenset({"opt_outs", "customers"})


class StandingReader(QObject):
    """One customer at a time; of several answers only the last asked for counts.

    Signals:
        standing_read(Standing): it may have nothing stopped in it; nobody: nothing is.
    """

    standing_read = Signal(object)

    def __init__(self, *, tasks: Tasks, changes: Changes, desk: Desk, parent: QObject) -> None:
        """Ask of nobody yet."""
        super().__init__(parent)
        self._tasks, self._desk = tasks, desk
        self._customer_id: uuid.UUID | None = None
        self._asked = 0
        changes.changed.connect(self._on_changes_changed)

    def ask(self, customer_id: uuid.UUID | None) -> None:
        """Read of somebody else; what was shown of another one goes at once."""
        if customer_id != self._customer_id or customer_id is None:
            self.standing_read.emit(facts.NOTHING)
        self._customer_id = customer_id
        self._read()

    def _read(self) -> None:
        customer_id, desk = self._customer_id, self._desk
        self._asked += 1
        asked = self._asked
        if customer_id is None:
            return
        self._tasks.query(
            self, lambda session: facts.of_customer(session, desk, customer_id),
            done=lambda found: self._on_read(asked, found),
            # Whoever shows the customer or the order has been told already what is wrong.
            failed=lambda _error: None,
        )  # fmt: skip

    def _on_read(self, asked: int, found: WhoFacts) -> None:
        if asked == self._asked:
            self.standing_read.emit(found.standing)

    def _on_changes_changed(self, what: frozenset[str], _by: object) -> None:
        if what & _CHANGES:
            self._read()
