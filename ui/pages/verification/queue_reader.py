"""Reads the queue and one order of it; of several answers only the last asked for counts."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from desktop.services import verification
from desktop.services.verification_shapes import HeldOrder
from models.hold import HoldKind
from ui.pages.verification.kit import VerificationKit


class QueueReader(QObject):
    """All reading of the page.

    Signals:
        queue_read: `rows` is new.
        order_read(Verification): the order asked for last.
        problem_met(object exc, str where).
    """

    queue_read = Signal()
    order_read = Signal(object)
    problem_met = Signal(object, str)

    def __init__(self, *, kit: VerificationKit, parent: QObject) -> None:
        """Nothing has been read."""
        super().__init__(parent)
        self._kit = kit
        self._wanted: uuid.UUID | None = None
        self._asked = 0
        self.rows: tuple[HeldOrder, ...] = ()
        self.kind: HoldKind | None = None

    def shown_rows(self) -> Sequence[HeldOrder]:
        """The rows that the filter lets through."""
        if self.kind is None:
            return self.rows
        return [row for row in self.rows if self.kind in row.reasons]

    def read_queue(self) -> None:
        """Read the whole queue again."""
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: verification.queue(session, desk),
            done=self._on_queue,
            failed=lambda error: self.problem_met.emit(error, "verification_queue"),
        )

    def read_order(self, order_id: uuid.UUID) -> None:
        """Read one order in full."""
        desk = self._kit.desk
        self._wanted = order_id
        self._asked += 1
        asked = self._asked
        self._kit.tasks.query(
            self,
            lambda session: verification.detail(session, desk, order_id),
            done=lambda seen: self.order_read.emit(seen) if asked == self._asked else None,
            failed=lambda error: self.problem_met.emit(error, "verification_detail"),
        )

    def forget_order(self) -> None:
        """No answer is wanted any more."""
        self._asked += 1
        self._wanted = None

    def _on_queue(self, rows: tuple[HeldOrder, ...]) -> None:
        self.rows = rows
        self.queue_read.emit()
