"""The strips under the bar: the database is gone, something waits, something did not work."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import labels_files
from ui.actions import Action, ActionTable
from ui.messages import Problem
from ui.theme import Theme
from ui.widgets.banner import Banner
from ui.widgets.database_banner import DatabaseBanner
from ui.widgets.key_button import KeyButton


class NoticeStrips(QWidget):
    """Three strips and their actions, which are listed only while they can do something.

    Signals:
        retry_requested: try the database now, by key, button or countdown.
        tell_it_requested: show what to tell IT.
    """

    retry_requested = Signal()
    tell_it_requested = Signal()

    def __init__(
        self, *, theme: Theme, actions: ActionTable, host: QWidget, parent: QWidget | None = None
    ) -> None:
        """Add its actions to the table, hosted by the window ``host``."""
        super().__init__(parent)
        self._problem: Problem | None = None
        self.setObjectName("notice_strips")
        self._try_again = actions.add(
            Action("try_again", self.tr("Try again"), icon="arrows-clockwise"),
            self._on_try_again_asked,
            host=host,
        )
        self._tell_it = actions.add(
            Action("tell_it", self.tr("What to tell IT"), icon="info"),
            self.tell_it_requested.emit,
            host=host,
        )
        self._dismiss = actions.add(
            Action("dismiss", self.tr("Close the notice"), icon="x"), self.clear_problem, host=host
        )
        self.database_banner = DatabaseBanner(
            theme=theme, try_now=self._try_again, what_to_tell=self._tell_it
        )
        self.database_banner.retry_due.connect(self.retry_requested)
        self.waiting_banner = Banner(theme=theme, name="waiting_banner", kind="info", square=True)
        self.problem_banner = Banner(theme=theme, name="problem_banner", kind="bad", square=True)
        retry_button = KeyButton(theme=theme, action=self._try_again)
        retry_button.setObjectName("problem_try_again_button")
        self._retry_button = retry_button
        self.problem_banner.add_button(retry_button)
        self.problem_banner.add_button(KeyButton(theme=theme, action=self._dismiss))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.database_banner)
        column.addWidget(self.waiting_banner)
        column.addWidget(self.problem_banner)
        self._show_actions()

    def show_problem(self, problem: Problem) -> None:
        """Say what did not work, with "Try again" if there is a way."""
        self._problem = problem
        self.problem_banner.show_message(
            kind="bad", icon="warning-fill", title=problem.title, text=problem.text
        )
        self._show_actions()

    def clear_problem(self) -> None:
        """Take that strip away."""
        self._problem = None
        self.problem_banner.show_message(kind="bad")
        self._show_actions()

    def show_database_gone(self, *, since: str, still_works: str, retry_seconds: int) -> None:
        """Say that the database cannot be reached; counts down to a retry."""
        self.database_banner.show_gone(
            since=since, still_works=still_works, retry_seconds=retry_seconds
        )
        self._show_actions()

    def show_database_back(self) -> None:
        """Take that strip away."""
        self.database_banner.show_back()
        self._show_actions()

    @Slot(bool)
    def show_waits_for_file(self, waits: bool) -> None:
        """Say that something waits to be saved while a file is brought in, or that nothing does."""
        title, text = labels_files.waits_for_file() if waits else ("", "")
        self.waiting_banner.show_message(
            kind="info", icon="hourglass-medium", title=title, text=text
        )

    def _show_actions(self) -> None:
        gone = not self.database_banner.isHidden()
        can_retry = self._problem is not None and self._problem.retry is not None
        self._try_again.setVisible(gone or can_retry)
        self._tell_it.setVisible(gone)
        self._dismiss.setVisible(self._problem is not None)
        self._retry_button.setVisible(can_retry)

    def _on_try_again_asked(self) -> None:
        problem = self._problem
        if problem is not None and problem.retry is not None:
            self.clear_problem()
            problem.retry()
        else:
            self.retry_requested.emit()
