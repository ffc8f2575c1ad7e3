"""The verification page in its window: built when it is wanted, its count on the rail at all times."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from desktop.services import verification_queue
from ui import labels_verification
from ui.widgets.deferred_page import DeferredPage
from ui.widgets.page import Page

if TYPE_CHECKING:
    from desktop.bootstrap.workspace import Workspace

PAGE = "verification"
COUNT_EVERY_MS = 60_000
"""Other desks hold and release orders too, and some come back at their hour."""
_COUNTED = frozenset({"orders", "holds"})


class VerificationPlace(QObject):
    """Makes the page, and keeps the badge and the bar."""

    def __init__(
        self,
        *,
        workspace: Workspace,
        meet_problem: Callable[[object, str], None],
        show_bar: Callable[..., None],
    ) -> None:
        """Nothing is read before ``start``; the functions are the workspace's own."""
        super().__init__(workspace)
        self._desk_room = workspace
        self._meet_problem = meet_problem
        self._restore_bar = show_bar
        self.page = DeferredPage(
            theme=workspace.theme, page_id=PAGE, title=labels_verification.tr("Verify"),
            icon="shield-check", make=self._make,
        )  # fmt: skip
        self._call_bar: tuple[Any, ...] | None = None
        self._own_bar = ("", "")
        self._timer = QTimer(self)
        self._timer.setInterval(COUNT_EVERY_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        workspace.changes.changed.connect(self._on_records_changed)
        workspace.page.bar_changed.connect(self._on_call_bar_changed)
        workspace.window.page_shown.connect(self._on_window_page_shown)

    def start(self) -> None:
        """Count for the first time, and from now on."""
        # Only now, so that it comes after the workspace's own.
        self._desk_room.page.bar_changed.connect(lambda *_said: self._show_bar())
        self._timer.start()
        self._count()

    def close(self) -> None:
        """Ask nothing more."""
        self._timer.stop()

    def refresh(self) -> None:
        """The database is back: read again."""
        self._count()
        if self.page.page is not None:
            self._built().refresh()

    def _make(self) -> Page:
        from ui.pages.verification.kit import VerificationKit
        from ui.pages.verification.page import VerificationPage

        room = self._desk_room
        page = VerificationPage(
            kit=VerificationKit(
                theme=room.theme, actions=room.actions, tasks=room.tasks, changes=room.changes,
                desk=room.desk, announce=room.window.announce,
                show_letter=room.page.paper.open_cancellation,
            )
        )  # fmt: skip
        page.sheet_wanted.connect(room.window.open_sheet)
        page.problem_met.connect(self._meet_problem)
        page.bar_changed.connect(self._on_page_bar_changed)
        page.call_wanted.connect(self._on_page_call_wanted)
        return page

    def _built(self) -> Any:
        return self.page.page

    def _count(self) -> None:
        room = self._desk_room
        room.tasks.query(
            self,
            lambda session: verification_queue.count(session, room.desk),
            done=lambda count: room.window.set_badge(PAGE, count),
            # A badge is not worth a message; whatever is really wanted says what is wrong.
            failed=lambda _error: None,
        )

    def _in_front(self) -> bool:
        current = self._desk_room.window.current_page()
        return current is not None and current.page_id == PAGE

    def _show_bar(self) -> None:
        """A call that goes on keeps the bar: whoever talks must not lose it."""
        room = self._desk_room
        if self._in_front() and not room.page.in_call:
            room.window.call_bar.stop_timer()
            title, detail = self._own_bar
            room.window.call_bar.show_state(title, detail, icon="shield-check")

    def _on_timer_timeout(self) -> None:
        self._count()
        if self._in_front() and self.page.page is not None:
            self._built().refresh()

    def _on_records_changed(self, what: frozenset[str], _by: object) -> None:
        if what & _COUNTED:
            self._count()

    def _on_call_bar_changed(self, *said: Any) -> None:
        self._call_bar = said

    def _on_page_bar_changed(self, title: str, detail: str) -> None:
        self._own_bar = (title, detail)
        self._show_bar()

    def _on_window_page_shown(self, page_id: str) -> None:
        if page_id == PAGE:
            self._show_bar()
        elif self._call_bar is not None:
            self._restore_bar(*self._call_bar)

    def _on_page_call_wanted(self, order_id: uuid.UUID) -> None:
        """Take the order to the call desk, where a call can begin with it."""
        self._desk_room.window.show_page(self._desk_room.page.page_id)
        self._desk_room.page.open_order(order_id)
