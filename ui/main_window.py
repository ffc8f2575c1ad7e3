"""The window: the frame round every page."""

from __future__ import annotations

from typing import Final, TypeVar

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from ui.actions import Action, ActionTable, DeskAction
from ui.dialogs.action_palette import ActionPalette
from ui.dialogs.keys_sheet import KeysSheet
from ui.dialogs.problem_sheet import ProblemSheet
from ui.messages import Problem
from ui.theme import Theme
from ui.widgets.call_bar import CallBar
from ui.widgets.focus_ring import FocusRing
from ui.widgets.key_bar import KeyBar
from ui.widgets.key_hints import AreaHints, KeyHint
from ui.widgets.notice_strips import NoticeStrips
from ui.widgets.page import Page
from ui.widgets.page_stack import PageStack
from ui.widgets.practice_banner import PracticeBanner
from ui.widgets.rail import Rail
from ui.widgets.sheet_host import SheetHost
from ui.widgets.side_sheet import SideSheet

#: A page narrower than this at k = 1 shows its narrow form; the rail is 76 wide in the other.
NARROW_BELOW: Final = 1150
_RAIL: Final = 76


_Box = TypeVar("_Box", QHBoxLayout, QVBoxLayout)


class MainWindow(QMainWindow):
    """Practice banner, rail, bar, strips, pages, key bar; sheets and overlays over them.

    It has no menu bar: F10 is ours. Give it pages with ``add_page``, then ``show_page``.

    Signals:
        page_shown(str): another page is in front.
        retry_requested: "Try again" of the database strip, by key, button or countdown.
        tell_it_requested: "What to tell IT" of the database strip.
        window_closed: the person closed the window; work in hand is to be drained.
    """

    page_shown = Signal(str)
    retry_requested = Signal()
    tell_it_requested = Signal()
    window_closed = Signal()

    def __init__(
        self,
        *,
        theme: Theme,
        actions: ActionTable,
        practice: bool,
        title: str = "Order Desk",
        parent: QWidget | None = None,
    ) -> None:
        """Make the frame; ``practice`` puts the banner on it for good."""
        super().__init__(parent)
        self._theme = theme
        self._actions = actions
        self._narrow = False
        self._overlay: QWidget | None = None
        self.setObjectName("main_window")
        self.setWindowTitle(title)
        self._make_actions()
        self._build(practice)
        self._ring = FocusRing(theme=theme, window=self)
        self._ring.setObjectName("focus_ring")
        self._connect()
        self._on_theme_changed()

    # What others use

    def add_page(self, page: Page) -> None:
        """Put a page in the rail and behind its key. Settings stands apart at the bottom."""
        opener = self._actions.add(
            Action(f"page.{page.page_id}", page.title, icon=page.icon),
            lambda: self.show_page(page.page_id),
            host=self,
        )
        self.rail.add_page(page.page_id, opener, at_bottom=page.page_id == "settings")
        self._stack.add_page(page)
        page.call_actions_changed.connect(self._on_page_call_actions_changed)

    def show_page(self, page_id: str) -> None:
        """Bring a page to the front. Raises KeyError if there is no such page."""
        page = self._stack.show_page(page_id)
        self.rail.set_current(page_id)
        self._on_page_call_actions_changed()
        page.on_shown()
        self.refresh_hints()
        self.page_shown.emit(page_id)

    def current_page(self) -> Page | None:
        """The page in front."""
        return self._stack.current_page

    def set_badge(self, page_id: str, count: int) -> None:
        """Say in the rail how much waits on a page."""
        self.rail.set_badge(page_id, count)

    def announce(self, text: str, kind: str = "info") -> None:
        """Say one line in the key bar (info, ok, held; bad stands until dealt with)."""
        self.key_bar.announce(text, kind)

    def open_sheet(self, sheet: SideSheet) -> None:
        """Open a sheet over the work; it closes by itself and gives the focus back."""
        self._sheets.open_sheet(sheet)

    @property
    def open_sheet_now(self) -> SideSheet | None:
        """The sheet that is open, or None."""
        return self._sheets.current

    def show_overlay(self, widget: QWidget) -> None:
        """Lay a widget (the shield) over all below the practice banner, until ``hide_overlay``."""
        self._overlay = widget
        widget.setParent(self._root)
        widget.setGeometry(self._work.geometry())
        widget.show()
        widget.raise_()

    def hide_overlay(self) -> None:
        """Take the overlay away; the widget is its maker's."""
        if self._overlay is not None:
            self._overlay.hide()
            self._overlay = None

    def show_problem(self, problem: Problem) -> None:
        """Show what went wrong: a strip with "Try again", or a sheet with a reference."""
        if problem.reference:
            sheet = ProblemSheet(theme=self._theme, problem=problem, parent=self._root)
            self.open_sheet(sheet)
        else:
            self.notices.show_problem(problem)

    def refresh_hints(self) -> None:
        """Read the key bar's words again."""
        self._show_area_of(QApplication.focusWidget())
        page = self.current_page()
        hints = page.key_hints() if page is not None else AreaHints()
        self.key_bar.show_page(AreaHints(hints.area, hints.hints + self._hints_of_everywhere(page)))

    def _hints_of_everywhere(self, page: Page | None) -> tuple[KeyHint, ...]:
        """Keys that every page has; F7 only where no button of the bar shows it."""
        shown = page.call_actions() if page is not None else []
        opt_out = self._actions.find("opt_out")
        found = [opt_out] if opt_out is not None and opt_out.id not in shown else []
        return tuple(KeyHint(a.key_text, a.text()) for a in (*found, self._keys))

    # How it is made

    def _make_actions(self) -> None:
        add = self._actions.add
        self._keys = add(
            Action("keys", self.tr("All keys"), icon="keyboard"), self._on_keys_asked, host=self
        )
        self._any = add(
            Action("any_action", self.tr("Find any action"), icon="magnifying-glass"),
            self._on_any_action_asked,
            host=self,
        )

    def _build(self, practice: bool) -> None:
        theme = self._theme
        self._root = QWidget()
        whole = _tight(QVBoxLayout(self._root))
        self.practice_banner = PracticeBanner(theme=theme)
        whole.addWidget(self.practice_banner)
        self.practice_banner.setVisible(practice)
        self._work = QWidget()
        whole.addWidget(self._work, 1)
        across = _tight(QHBoxLayout(self._work))
        column = _tight(QVBoxLayout())
        self.call_bar = CallBar(theme=theme)
        self.call_bar.set_any_action(self._any)
        self.notices = NoticeStrips(theme=theme, actions=self._actions, host=self)
        self._stack = PageStack()
        self.key_bar = KeyBar(theme=theme)
        self.rail = Rail(theme=theme)
        column.addWidget(self.call_bar)
        column.addWidget(self.notices)
        column.addWidget(self._stack, 1)
        column.addWidget(self.key_bar)
        across.addWidget(self.rail)
        across.addLayout(column, 1)
        self.setCentralWidget(self._root)
        self._sheets = SheetHost(
            theme=theme, actions=self._actions, root=self._root, below=self.practice_banner
        )

    def _connect(self) -> None:
        self._theme.theme_changed.connect(self._on_theme_changed)
        self.notices.retry_requested.connect(self.retry_requested)
        self.notices.tell_it_requested.connect(self.tell_it_requested)
        self._work.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_application_focus_changed)

    # Slots and Qt's own

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the narrow form, or leave it."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The overlay follows the work's place."""
        moved = event.type() in (QEvent.Type.Resize, QEvent.Type.Move)
        if watched is self._work and moved and self._overlay is not None:
            self._overlay.setGeometry(self._work.geometry())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key of an action that cannot be used now says why."""
        pressed = QKeySequence(event.keyCombination())
        if self._sheets.current is None and not event.isAutoRepeat():
            for action in self._at_hand():
                if action.reason and pressed in action.shortcuts():
                    self.announce(action.reason, "held")
                    return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell of it, and close."""
        self.window_closed.emit()
        event.accept()

    def _on_theme_changed(self) -> None:
        self._fit()

    def _on_application_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now.window() is self:
            self._show_area_of(now)

    def _on_page_call_actions_changed(self) -> None:
        page = self.current_page()
        if page is None:
            return
        found = [self._actions.find(action_id) for action_id in page.call_actions()]
        self.call_bar.set_actions([action for action in found if action is not None])
        self.refresh_hints()

    def _on_keys_asked(self) -> None:
        sheet = KeysSheet(theme=self._theme, actions=self._at_hand(), parent=self._root)
        self.open_sheet(sheet)

    def _on_any_action_asked(self) -> None:
        sheet = ActionPalette(theme=self._theme, actions=self._at_hand(), parent=self._root)
        self.open_sheet(sheet)

    def _at_hand(self) -> list[DeskAction]:
        page = self.current_page()
        return self._actions.at_hand(page.page_id if page is not None else "")

    def _show_area_of(self, widget: QWidget | None) -> None:
        at = widget
        while at is not None and at is not self:
            said = getattr(at, "area_hints", None)
            if callable(said):
                hints = said()
                if isinstance(hints, AreaHints):
                    self.key_bar.show_area(hints)
                    return
            at = at.parentWidget()
        page = self.current_page()
        self.key_bar.show_area(AreaHints(page.title if page is not None else ""))

    def _fit(self) -> None:
        narrow = self.width() / self._theme.k - _RAIL < NARROW_BELOW
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self.rail.set_narrow(narrow)
        self.call_bar.set_narrow(narrow)
        self._stack.set_narrow(narrow)


def _tight(layout: _Box) -> _Box:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout
