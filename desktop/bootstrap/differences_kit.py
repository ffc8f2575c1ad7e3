"""Comparing with the processor from the workspace: the sheet, and every hour by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from desktop.errors import WorldError
from desktop.services.desk import Desk
from ui import labels_findings
from ui.actions import Action, ActionTable
from ui.dialogs.differences_sheet import Comparing, DifferencesKit, DifferencesSheet
from ui.main_window import MainWindow
from ui.tasks import Tasks
from ui.theme import Theme

KEY = "Ctrl+Alt+D"
FIRST_MS = 60_000
EVERY_MS = 3_600_000


class ComparingByItself(Comparing, Protocol):
    """Also compares where this desk has the work."""

    def compare_due(self) -> int:
        """How many differences wait for a supervisor."""


class DifferencesDesk(QObject):
    """Adds the action that opens the sheet; a live desk that has the work compares every hour.

    Practice compares when it is asked to: its processor is not started for nothing.
    """

    def __init__(
        self,
        *,
        theme: Theme,
        actions: ActionTable,
        tasks: Tasks,
        desk: Desk,
        payments: ComparingByItself,
        window: MainWindow,
        failed: Callable[[BaseException], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._desk = desk
        self._payments = payments
        self._window = window
        self._failed = failed
        self._kit = DifferencesKit(
            theme=theme, actions=actions, tasks=tasks, desk=desk, payments=payments
        )
        actions.add(
            Action("differences", labels_findings.tr("Differences with the processor"),
                   icon="equals-bold", keys=(KEY,)),
            self.open_sheet,
            host=window,
            blocked=self._why_not,
        )  # fmt: skip
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._compare)

    def start(self) -> None:
        """Begin to compare by itself."""
        if not self._desk.practice:
            self._timer.start()
            QTimer.singleShot(FIRST_MS, self, self._compare)

    def stop(self) -> None:
        """Begin no more comparisons."""
        self._timer.stop()

    def open_sheet(self) -> None:
        """Show what differs."""
        sheet = DifferencesSheet(kit=self._kit)
        sheet.told.connect(self._window.announce)
        self._window.open_sheet(sheet)

    def _why_not(self) -> str:
        if self._desk.may_supervise:
            return ""
        return labels_findings.tr("Only a supervisor sees the differences.")

    def _compare(self) -> None:
        self._tasks.network(
            self, self._payments.compare_due, done=self._on_compared, failed=self._on_failed
        )

    def _on_compared(self, found: int) -> None:
        if found and self._desk.may_supervise:
            self._window.announce(labels_findings.count(found), "held")

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, WorldError):  # the next hour tries again
            self._failed(error)
