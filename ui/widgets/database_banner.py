"""The strip under the bar while the database cannot be reached."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from ui.actions import DeskAction
from ui.theme import Theme
from ui.widgets.banner import Banner
from ui.widgets.key_button import KeyButton


class DatabaseBanner(Banner):
    """What happened, since when, what still works, and when the next try is.

    Signals:
        retry_due: the countdown has run out: try now.
    """

    retry_due = Signal()

    def __init__(
        self,
        *,
        theme: Theme,
        try_now: DeskAction | None = None,
        what_to_tell: DeskAction | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make it hidden; the two actions are its buttons (Ctrl+R, Alt+I)."""
        super().__init__(
            theme=theme, name="database_banner", kind="bad", square=True, parent=parent
        )
        self._since = ""
        self._works = ""
        self._left = 0
        for action in (try_now, what_to_tell):
            if action is not None:
                self.add_button(KeyButton(theme=theme, action=action))
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._on_tick_timeout)

    def show_gone(self, *, since: str, still_works: str, retry_seconds: int) -> None:
        """Say that it is gone and count down to the next try.

        Args:
            since: the time of day in words ("10:46").
            still_works: what the agent can go on with, a sentence or two.
            retry_seconds: until ``retry_due``.
        """
        if self.isHidden():
            self._since = since  # a try that failed again does not make it a new outage
        self._works = still_works
        self._left = retry_seconds
        self._say_it()
        self._tick.start()

    def show_back(self) -> None:
        """It is back: hide the strip."""
        self._tick.stop()
        self.show_message(kind="bad")

    def _on_tick_timeout(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._tick.stop()
            self.retry_due.emit()
            return
        self._say_it()

    def _say_it(self) -> None:
        again = self.tr("Next try in {seconds} s.").format(seconds=self._left)
        self.show_message(
            kind="bad",
            icon="database-fill",
            title=self.tr("The database cannot be reached since {time}").format(time=self._since),
            text=self.tr("{works} {again}").format(works=self._works, again=again),
        )
