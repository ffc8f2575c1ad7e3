"""Keeps the payment runner going in the background, whatever page is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from desktop.payments.desk_payments import DeskPayments
from ui.changes import Changes
from ui.tasks import Tasks

INTERVAL_MS = 20_000
"""How often unknown outcomes are asked after, and what waits is tried again."""
MONEY = frozenset({"orders", "payments"})
"""Records whose change may have left an attempt to carry out."""


class PaymentPump(QObject):
    """Carries out what commands have committed, one round at a time.

    A round follows every change of orders or payments, and the timer. What it did is broadcast, so the
    next round sees what the first one left to do; a round that did nothing tells nobody.

    Args:
        failed: is given what a round could not do, on the GUI thread.
    """

    def __init__(
        self,
        *,
        payments: DeskPayments,
        tasks: Tasks,
        changes: Changes,
        failed: Callable[[BaseException], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._payments = payments
        self._tasks = tasks
        self._changes = changes
        self._failed = failed
        self._is_started = False
        self._is_running = False
        self._again = False
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._on_timeout)
        changes.changed.connect(self._on_changed)

    def start(self) -> None:
        """Go on with what an earlier run left open, and from then on with what comes."""
        self._is_started = True
        self._timer.start()
        self._run(self._payments.recover)

    def stop(self) -> None:
        """Begin no more rounds; one that runs ends."""
        self._is_started = self._again = False
        self._timer.stop()

    @Slot(frozenset, object)
    def _on_changed(self, what: frozenset[str], _by: object) -> None:
        if what & MONEY:
            self._run(self._payments.run_created)

    @Slot()
    def _on_timeout(self) -> None:
        payments = self._payments
        self._run(lambda: payments.settle_due() + payments.run_created())

    def _run(self, work: Callable[[], int]) -> None:
        if not self._is_started:
            return
        if self._is_running:
            self._again = True
            return
        self._is_running = True
        self._tasks.network(self, work, done=self._on_done, failed=self._on_failed)

    def _on_done(self, count: int) -> None:
        self._is_running = False
        if count:
            self._again = False  # the broadcast begins the next round
            self._changes.broadcast({"orders"}, self)
        elif self._again:
            self._again = False
            self._run(self._payments.run_created)

    def _on_failed(self, error: BaseException) -> None:
        self._is_running = self._again = False
        self._failed(error)
