"""Reads what the records know of whoever the form is about; only the last question counts."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.services.desk import Desk
from desktop.services.opt_out_shapes import OptOutWho
from ui.opt_outs import facts
from ui.opt_outs.facts import WhoFacts
from ui.tasks import Tasks


class WhoReader(QObject):
    """One question about a person at a time, and beside it what is known of values being typed.

    Signals:
        facts_read(WhoFacts): of the person asked for last.
        values_read(Standing): of values that were typed for the same stranger.
        failed(object exc): nothing could be read; the form can be filled in all the same.
    """

    facts_read = Signal(object)
    values_read = Signal(object)
    failed = Signal(object)

    def __init__(self, *, tasks: Tasks, desk: Desk, parent: QObject) -> None:
        """Nothing has been asked."""
        super().__init__(parent)
        self._tasks, self._desk = tasks, desk
        self._asked = 0
        self.is_reading = False

    def forget(self) -> None:
        """No answer is wanted any more."""
        self._asked += 1
        self.is_reading = False

    def read_customer(self, customer_id: uuid.UUID) -> None:
        """Somebody on file."""
        desk = self._desk
        self._read(lambda session: facts.of_customer(session, desk, customer_id))

    def read_stranger(self, who: OptOutWho) -> None:
        """Somebody who is not."""
        desk = self._desk
        self._read(lambda session: facts.of_stranger(session, desk, who))

    def read_values(self, who: OptOutWho) -> None:
        """The same stranger, with what was typed since; a failure is no matter."""
        asked, desk = self._asked, self._desk
        self._tasks.query(
            self, lambda session: facts.of_stranger(session, desk, who),
            done=lambda found: self._on_values_read(asked, found), failed=lambda _error: None,
        )  # fmt: skip

    def _read(self, read: Callable[[Any], WhoFacts]) -> None:
        self._asked += 1
        asked, self.is_reading = self._asked, True
        self._tasks.query(
            self, read, done=lambda found: self._on_read(asked, found),
            failed=lambda error: self._on_failed(asked, error),
        )  # fmt: skip

    def _on_read(self, asked: int, found: WhoFacts) -> None:
        if asked == self._asked:
            self.is_reading = False
            self.facts_read.emit(found)

    def _on_failed(self, asked: int, error: BaseException) -> None:
        if asked == self._asked:
            self.is_reading = False
            self.failed.emit(error)

    def _on_values_read(self, asked: int, found: WhoFacts) -> None:
        if asked == self._asked:
            self.values_read.emit(found.standing)
