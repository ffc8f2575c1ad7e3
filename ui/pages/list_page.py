"""A page of rows: the list left, what is chosen of it right, what can be done with it under that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.actions import Action, ActionTable, DeskAction
from ui.changes import Changes
from ui.dialogs.choice_sheet import ChoiceSheet
from ui.pages.list_page_shapes import MOST_ROWS, ListPageLook, RowWays, Told
from ui.tables.list_table import ListTable
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.action_dock import ActionDock
from ui.widgets.banner import Banner
from ui.widgets.deeds import Deeds
from ui.widgets.empty_state import EmptyState
from ui.widgets.facts import Facts
from ui.widgets.key_button import KeyButton
from ui.widgets.key_hints import AreaHints, KeyHint
from ui.widgets.page import Page
from ui.widgets.panel import Panel
from ui.widgets.pill import Pill
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.side_sheet import SideSheet
from ui.widgets.text_label import TextLabel

T = TypeVar("T")

_ANY_WIDTH = 16_777_215
_DETAIL_WIDTH_LARGE, _LARGE_FROM = 640, 1600 - 76


class ListPage(Page, Generic[T]):
    """Up and Down choose, Enter goes to the details, Esc back; F4 shows others. Narrow: one at a time.

    It reads again when it comes to the front, every so often while it is there, and after a change of
    its records. Whoever derives from it says how rows are read, and tells of one by ``tell``.

    Signals:
        sheet_wanted(SideSheet): the window opens it.
        problem_met(object exc, str where).
        bar_changed(str title, str detail): what the bar says of the page.
    """

    sheet_wanted = Signal(SideSheet)
    problem_met = Signal(object, str)
    bar_changed = Signal(str, str)

    def __init__(
        self,
        *,
        theme: Theme,
        actions: ActionTable,
        tasks: Tasks,
        changes: Changes,
        look: ListPageLook,
        ways: RowWays[T],
        again_ms: int,
        parent: QWidget | None = None,
    ) -> None:
        """Make it; nothing is read. *again_ms*: how often it is looked while it is in front."""
        super().__init__(
            theme=theme, page_id=look.page_id, title=look.title, icon=look.icon, parent=parent
        )
        self._actions, self._tasks, self._look, self._ways = actions, tasks, look, ways
        self._showing = look.showings[0]
        self._wanted = ""
        self._asked = 0
        self._in_detail = False
        self._rows: dict[str, T] = {}
        self.deeds: Deeds[T] = Deeds(
            table=actions, host=self, context=look.page_id, nothing=lambda: look.nothing_chosen
        )
        self.show_action = self._add("show", self.tr("Show"), "funnel", "F4", self._choose_showing)
        self._back = self._add("back", self.tr("Back to the list"), "", "Esc", self._go_to_list)
        self._build()
        self.table.current_changed.connect(self._on_table_current_changed)
        self.table.row_opened.connect(self._on_table_row_opened)
        self._timer = QTimer(self)
        self._timer.setInterval(again_ms)
        self._timer.timeout.connect(self.look_again)
        changes.changed.connect(self._on_records_changed)
        self.narrow_changed.connect(lambda _narrow: self._fit())
        theme.theme_changed.connect(self._fit)
        self._fit()

    # For whoever derives from it

    @property
    def current(self) -> T | None:
        """The row that is current."""
        return self._rows.get(self.table.current_id)

    def refresh(self) -> None:
        """Read again; what is current stays so. Only the last answer counts."""
        showing, read = self._showing, self._ways.read
        self._asked += 1
        asked = self._asked
        self._tasks.query(
            self,
            lambda session: read(session, showing),
            done=lambda found: self._on_rows_read(asked, *found),
            failed=lambda error: self.problem_met.emit(error, self.page_id),
        )

    def look_again(self) -> None:
        """What the clock does while the page is in front."""
        self.refresh()

    def show_one(self, row_id: str) -> None:
        """Make one row current, whichever are shown; for other pages."""
        self._showing, self._wanted = self._look.showings[0], row_id
        self.refresh()

    def tell(self, row: T | None, told: Told | None) -> None:
        """Show what there is to say of the current row."""
        self.deeds.show(row)
        self.dock.refresh()
        self.detail.setVisible(told is not None and (not self.narrow or self._in_detail))
        if told is None:
            return
        self.head_label.setText(told.head)
        self.pill.show_state(told.state, kind=told.kind, icon=told.icon)
        self.strip.show_message(kind=told.strip_kind, title=told.strip_title, text=told.strip_text)
        self.facts.show_facts(list(told.facts))
        self.history_label.setVisible(bool(told.history))
        self.history.show_facts(list(told.history))
        self.detail.setAccessibleDescription(f"{told.head}, {told.state}")

    # What the window asks

    def on_shown(self) -> None:
        """The list has the focus; read again, and go on looking."""
        self._go_to_list()
        self.refresh()
        self._timer.start()

    def on_hidden(self) -> None:
        """Look no more."""
        self._timer.stop()

    def key_hints(self) -> AreaHints:
        """The keys that no button shows."""
        if self.narrow and self._in_detail:
            return AreaHints("", (KeyHint(self._back.key_text, self.tr("list")),))
        return AreaHints()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The details are wider on a large screen."""
        super().resizeEvent(event)
        self._fit()

    # How it is made

    def _add(
        self, name: str, text: str, icon: str, key: str, run: Callable[[], object]
    ) -> DeskAction:
        page_id = self._look.page_id
        action = Action(f"{page_id}.{name}", text, icon=icon, context=page_id, keys=(key,))
        return self._actions.add(action, run, host=self)

    def _build(self) -> None:
        theme, look = self.theme, self._look
        self.list_panel = Panel("", theme=theme, name=f"{look.page_id}_list_panel", flush=True)
        self.count_label = TextLabel(theme=theme, role="caption", tone="muted")
        self.count_label.setObjectName(f"{look.page_id}_count_label")
        self.show_button = KeyButton(theme=theme, action=self.show_action, variant="quiet")
        self.list_panel.add_trailing(self.count_label)
        self.list_panel.add_trailing(self.show_button)
        self.table = ListTable(
            theme=theme, name=f"{look.page_id}_table", title=look.list_name, columns=look.columns
        )
        self.empty_state = EmptyState(
            theme=theme, name=f"{look.page_id}_empty", icon=look.icon, head="", text=""
        )
        self.empty_state.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty_state)
        self.list_panel.body.addWidget(self._stack, 1)
        self._build_detail()
        self._across = QHBoxLayout(self)
        self._across.addWidget(self.list_panel, 1)
        self._across.addWidget(self.detail)

    def _build_detail(self) -> None:
        theme, look = self.theme, self._look
        self.detail = QWidget()
        self.detail.setObjectName(f"{look.page_id}_detail")
        self.detail.setAccessibleName(self.tr("Details"))
        paper = Panel("", theme=theme, name=f"{look.page_id}_detail_panel")
        self.head_label = TextLabel(theme=theme, role="head", wrap=True)
        self.head_label.setObjectName(f"{look.page_id}_head_label")
        self.pill = Pill(theme=theme)
        self.pill.setObjectName(f"{look.page_id}_pill")
        self.strip = Banner(theme=theme, name=f"{look.page_id}_banner")
        self.facts = Facts(theme=theme, name=f"{look.page_id}_facts")
        self.history_label = TextLabel(
            self.tr("What happened"), theme=theme, role="caption", tone="muted"
        )
        self.history = Facts(theme=theme, name=f"{look.page_id}_history")
        self.scroll_column = ScrollColumn(name=f"{look.page_id}_scroll")
        column = self.scroll_column.column
        top = QHBoxLayout()
        top.addWidget(self.head_label, 1)
        top.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        for part in (self.strip, self.facts, self.history_label, self.history):
            column.addWidget(part)
        column.addStretch(1)
        paper.body.addWidget(self.scroll_column, 1)
        self.dock = ActionDock(theme=theme, actions=self.deeds)
        self._detail_column = QVBoxLayout(self.detail)
        self._detail_column.setContentsMargins(0, 0, 0, 0)
        self._detail_column.addWidget(paper, 1)
        self._detail_column.addWidget(self.dock)

    # Slots

    def _on_rows_read(self, asked: int, rows: tuple[T, ...], words: str) -> None:
        if asked != self._asked:
            return
        self._show_rows(rows)
        if self._wanted:
            self.table.set_current(self._wanted)
            self._wanted = ""
        self.bar_changed.emit(self._look.title, words)

    def _show_rows(self, rows: tuple[T, ...]) -> None:
        """The current row stays current if it is still there."""
        before = self.table.current_id
        self._rows = {self._ways.key(row): row for row in rows}
        self.list_panel.set_title(self._ways.showing_words(self._showing))
        self.list_panel.setAccessibleName(self._look.list_name)
        many = len(rows) >= MOST_ROWS
        count = self.tr("the newest {n}") if many else "{n}"
        self.count_label.setText(count.format(n=len(rows)))
        self.empty_state.show_words(*self._ways.none_of(self._showing))
        was_empty, empty = self._stack.currentIndex() == 1, not rows
        had_focus, in_list = self._has_focus(), self.table.hasFocus() or self.empty_state.hasFocus()
        self._stack.setCurrentIndex(1 if empty else 0)
        self.table.set_rows([self._ways.line(row) for row in rows])
        if in_list and was_empty != empty:
            self._go_to_list()
        if empty:
            self._in_detail = False
            self._fit()
        if self.table.current_id == before or empty:
            self._ways.chosen(self.current)
        # What had the focus may be gone: a button of a row that is shown no more.
        if had_focus and not self._has_focus():
            self._go_to_list()

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _choose_showing(self) -> None:
        """F4: ask which rows are wanted."""
        showings = self._look.showings
        sheet = ChoiceSheet(
            self._look.showing_title,
            theme=self.theme,
            name=f"{self.page_id}_showing",
            words=[self._ways.showing_words(value) for value in showings],
            current=showings.index(self._showing),
        )
        sheet.chosen.connect(self._on_showing_chosen)
        self.sheet_wanted.emit(sheet)

    def _on_showing_chosen(self, row: int) -> None:
        self._showing = self._look.showings[row]
        self.refresh()

    def _on_records_changed(self, what: frozenset[str], _by: object) -> None:
        if what & self._look.changes and self.isVisible():
            self.refresh()

    def _on_table_current_changed(self, _row_id: str) -> None:
        self._ways.chosen(self.current)

    def _on_table_row_opened(self, _row_id: str) -> None:
        if self.narrow:
            self._in_detail = True
            self._fit()
        buttons = [b for b in self.dock.findChildren(KeyButton) if b.isVisible() and b.isEnabled()]
        if buttons:
            buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to_list(self) -> None:
        self._in_detail = False
        self._fit()
        target = self.empty_state if self._stack.currentIndex() == 1 else self.table
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        px, narrow = self.theme.px, self.narrow
        self._across.setContentsMargins(px(16), px(12), px(16), px(12))
        self._across.setSpacing(px(12))
        self._detail_column.setSpacing(px(12))
        self.scroll_column.column.setSpacing(px(12))
        some = self.current is not None
        self.list_panel.setVisible(not narrow or not self._in_detail)
        self.detail.setVisible(some and (not narrow or self._in_detail))
        large = self.width() >= px(_LARGE_FROM)
        width = px(_DETAIL_WIDTH_LARGE if large else self._look.detail_width)
        width = min(width, self.width() * 44 // 100)
        self.detail.setMinimumWidth(0 if narrow else width)
        self.detail.setMaximumWidth(_ANY_WIDTH if narrow else width)
        self.dock.set_compact(narrow)
