"""Money to see to: its sheets by Alt+0 everywhere, and the look for what has run out, every hour."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.services import expiring, money_list
from desktop.services.desk import Desk
from desktop.services.money_list import MoneyToSeeTo
from desktop.services.refunds import RefundStarted
from desktop.services.tenders import ChequeAwaited
from ui import labels_money
from ui.actions import Action, ActionTable
from ui.changes import Changes
from ui.labels import tr
from ui.main_window import MainWindow
from ui.tasks import Tasks
from ui.theme import Theme

SWEEP_MS = 60 * 60 * 1000
"""How often authorizations that have run out are looked for."""


class MoneyKit(QObject):
    """Adds the action to the window, opens the sheets, and sweeps in the background.

    Signals:
        order_wanted(UUID): somebody wants to see this order.
        problem_met(object exc, str where): the world or we broke.
    """

    order_wanted = Signal(object)
    problem_met = Signal(object, str)

    def __init__(
        self,
        *,
        window: MainWindow,
        theme: Theme,
        actions: ActionTable,
        tasks: Tasks,
        changes: Changes,
        desk: Desk,
        parent: QObject,
    ) -> None:
        """Nothing is read before `start`."""
        super().__init__(parent)
        self._window, self._theme, self._actions = window, theme, actions
        self._tasks, self._changes, self._desk = tasks, changes, desk
        self._seen = 0
        self._action = actions.add(
            Action("money", tr("Money to see to"), icon="currency-dollar", keys=("Alt+0",)),
            self.open_sheet,
            host=window,
        )
        self._timer = QTimer(self)
        self._timer.setInterval(SWEEP_MS)
        self._timer.timeout.connect(self.sweep)
        changes.changed.connect(self._on_changes_changed)

    def start(self) -> None:
        """Sweep now, and every hour from now on."""
        self._timer.start()
        self.sweep()

    def stop(self) -> None:
        """Sweep no more."""
        self._timer.stop()

    def sweep(self) -> None:
        """Hold what has run out, then count what there is to see to; off the window's thread."""
        desk = self._desk
        self._tasks.command(
            self,
            lambda session: expiring.sweep(session, desk),
            done=self._on_swept,
            failed=lambda error: self.problem_met.emit(error, "sweep"),
            name="sweep",
        )

    def open_sheet(self) -> None:
        """Alt+0."""
        from ui.dialogs.money_sheet import MoneySheet  # seldom wanted, so not at the start

        sheet = MoneySheet(
            theme=self._theme, tasks=self._tasks, desk=self._desk, actions=self._actions
        )
        sheet.order_wanted.connect(self.order_wanted)
        sheet.cheque_wanted.connect(self._on_sheet_cheque_wanted)
        sheet.refund_started.connect(self._on_sheet_refund_started)
        self._window.open_sheet(sheet)

    def open_refund(self, order_id: uuid.UUID) -> None:
        """The form that gives money of one order back."""
        from ui.dialogs.refund_sheet import RefundSheet

        sheet = RefundSheet(
            theme=self._theme,
            tasks=self._tasks,
            desk=self._desk,
            actions=self._actions,
            order_id=order_id,
        )
        sheet.refund_started.connect(self._on_sheet_refund_started)
        self._window.open_sheet(sheet)

    def _on_sheet_cheque_wanted(self, awaited: ChequeAwaited) -> None:
        from ui.dialogs.cheque_sheet import ChequeSheet

        sheet = ChequeSheet(
            theme=self._theme,
            tasks=self._tasks,
            desk=self._desk,
            actions=self._actions,
            awaited=awaited,
        )
        words = tr("The cheque of order {number} is in the books.")
        sheet.cheque_taken.connect(
            lambda: self._window.announce(words.format(number=awaited.shown_number), "ok")
        )
        self._window.open_sheet(sheet)

    def _on_sheet_refund_started(self, started: RefundStarted) -> None:
        if started.attempts:
            self._window.announce(tr("The refund is on its way."), "ok")
        else:
            self._window.announce(tr("The refund is in the books."), "ok")

    def _on_swept(self, count: int) -> None:
        if count:
            self._changes.broadcast({"orders"}, self)
        self._count()

    def _on_changes_changed(self, what: frozenset[str], by: object) -> None:
        if what & {"orders", "money"} and by is not self:
            self._count()

    def _count(self) -> None:
        desk = self._desk
        self._tasks.query(
            self,
            lambda session: money_list.read(session, desk),
            done=self._on_counted,
            failed=lambda error: self.problem_met.emit(error, "money"),
        )

    def _on_counted(self, found: MoneyToSeeTo) -> None:
        words = tr("Money to see to")
        if found.count:
            words = tr("Money to see to ({count})").format(count=found.count)
        self._action.set_words(words)
        urgent = len(found.expiring) + sum(due.is_overdue for due in found.dues)
        if urgent > self._seen:
            self._window.announce(labels_money.urgent(found.expiring, found.dues), "held")
        self._seen = urgent
