"""A page in its window: built when it is wanted, its count on the rail and its words in the bar."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from ui.widgets.deferred_page import DeferredPage
from ui.widgets.page import Page

if TYPE_CHECKING:
    from desktop.bootstrap.workspace import Workspace

COUNT_EVERY_MS = 60_000
"""Other desks and the worker change records too, and some things come due by the clock."""


class PagePlace(QObject):
    """Makes the page, and keeps the badge and the bar.

    A page that is made here has the signals sheet_wanted, problem_met and bar_changed, and a method
    refresh.

    Args:
        workspace: whose window it stands in.
        page_id, title, icon: as `Page` has them.
        make: builds the page, once.
        count: reads how much waits, for the badge.
        counted: records whose change may change the count.
        meet_problem: what is done with what could not be done: the workspace's own.
        show_bar: puts words into the bar: the workspace's own.
    """

    def __init__(
        self,
        *,
        workspace: Workspace,
        page_id: str,
        title: str,
        icon: str,
        make: Callable[[], Page],
        count: Callable[[Any], int],
        counted: frozenset[str],
        meet_problem: Callable[[object, str], None],
        show_bar: Callable[..., None],
    ) -> None:
        """Nothing is read before ``start``."""
        super().__init__(workspace)
        self._desk_room = workspace
        self._icon, self._make_page, self._read_count, self._counted = icon, make, count, counted
        self._meet_problem = meet_problem
        self._restore_bar = show_bar
        self.page = DeferredPage(
            theme=workspace.theme, page_id=page_id, title=title, icon=icon, make=self._make
        )
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

    def show(self) -> Any:
        """Bring the page to the front; the page itself."""
        self._desk_room.window.show_page(self.page.page_id)
        return self.page.page

    def _make(self) -> Page:
        page: Any = self._make_page()
        page.sheet_wanted.connect(self._desk_room.window.open_sheet)
        page.problem_met.connect(self._meet_problem)
        page.bar_changed.connect(self._on_page_bar_changed)
        return page  # type: ignore[no-any-return]

    def _built(self) -> Any:
        return self.page.page

    def _count(self) -> None:
        room = self._desk_room
        room.tasks.query(
            self,
            self._read_count,
            done=lambda count: room.window.set_badge(self.page.page_id, count),
            # A badge is not worth a message; whatever is really wanted says what is wrong.
            failed=lambda _error: None,
        )

    def _in_front(self) -> bool:
        current = self._desk_room.window.current_page()
        return current is not None and current.page_id == self.page.page_id

    def _show_bar(self) -> None:
        """A call that goes on keeps the bar: whoever talks must not lose it."""
        room = self._desk_room
        if self._in_front() and not room.page.in_call:
            room.window.call_bar.stop_timer()
            title, detail = self._own_bar
            room.window.call_bar.show_state(title, detail, icon=self._icon)

    def _on_timer_timeout(self) -> None:
        self._count()
        if self._in_front() and self.page.page is not None:
            self._built().refresh()

    def _on_records_changed(self, what: frozenset[str], _by: object) -> None:
        if what & self._counted:
            self._count()

    def _on_call_bar_changed(self, *said: Any) -> None:
        self._call_bar = said

    def _on_page_bar_changed(self, title: str, detail: str) -> None:
        self._own_bar = (title, detail)
        self._show_bar()

    def _on_window_page_shown(self, page_id: str) -> None:
        if page_id == self.page.page_id:
            self._show_bar()
        elif self._call_bar is not None:
            self._restore_bar(*self._call_bar)
