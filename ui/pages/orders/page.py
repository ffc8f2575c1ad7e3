"""The orders page."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services import order_story
from desktop.services.order_filters import OrderFilter, Preset
from desktop.services.order_search import OrderRow
from desktop.services.order_story_shapes import OrderStory
from ui import labels_orders
from ui.actions import Action, DeskAction
from ui.dialogs.one_line_sheet import OneLine, OneLineSheet
from ui.opt_outs.standing_reader import StandingReader
from ui.pages.orders.context import CONTEXT
from ui.pages.orders.filter_flow import FilterFlow
from ui.pages.orders.filter_words import filter_words
from ui.pages.orders.kit import OrdersKit
from ui.pages.orders.list_panel import ListPanel
from ui.pages.orders.order_actions import OrderAction, OrderActions
from ui.pages.orders.order_lister import OrderLister
from ui.pages.orders.own_actions import own_actions
from ui.pages.orders.page_actions import PageActions
from ui.pages.orders.story_panel import StoryPanel
from ui.widgets.key_hints import AreaHints, KeyHint
from ui.widgets.page import Page
from ui.widgets.side_sheet import SideSheet

_LIST_WIDTH, _LIST_WIDTH_LARGE, _LARGE_FROM = 584, 720, 1600
_STORY_WAIT_MS = 70
"""How long another row must stay current before its story is read: one scrolls past many."""
_LIST_CHANGES = frozenset({"orders", "payments", "holds", "shipments"})
_STORY_CHANGES = _LIST_CHANGES | {"documents", "dispatches", "calls", "notes"}


class OrdersPage(Page):
    """List left, the current order's story right; narrow: list, Enter, story, Esc.

    Others add what can be done with an order by ``add_order_action``.

    Signals:
        sheet_wanted(SideSheet): the window opens it.
        problem_met(object exc, str where).
        story_shown(OrderStory): another story, or the same one as it is now, is in view.
    """

    sheet_wanted = Signal(SideSheet)
    problem_met = Signal(object, str)
    story_shown = Signal(object)

    def __init__(self, *, kit: OrdersKit, parent: QWidget | None = None) -> None:
        """Build it; nothing is read before it is shown."""
        super().__init__(theme=kit.theme, page_id=CONTEXT, title="", icon="package", parent=parent)
        self.title = self.tr("Orders")
        self.setAccessibleName(self.title)
        self._kit = kit
        self._column = "list"
        self._is_stale = True
        self._more: list[DeskAction] = []
        self._enter_waits = False
        self.page_actions = PageActions(table=kit.actions, host=self, does=self._does())
        self.order_actions = OrderActions(
            table=kit.actions, host=self, no_story=lambda: self.tr("No order is chosen.")
        )
        self.lister = OrderLister(kit=kit, parent=self)
        self._filters = FilterFlow(kit=kit, wanted=lambda: self.lister.wanted, parent=self)
        self._standing = StandingReader(
            tasks=kit.tasks, changes=kit.changes, desk=kit.desk, parent=self
        )
        self._story_timer = QTimer(self)
        self._story_timer.setSingleShot(True)
        self._story_timer.setInterval(_STORY_WAIT_MS)
        self._build()
        self._connect()
        for action in own_actions(kit=kit, ask=self._ask):
            self.add_order_action(action)
        self.show_filter(OrderFilter(), "")

    # What others use

    @property
    def story(self) -> OrderStory | None:
        """The order that is shown."""
        return self.story_panel.story

    def add_order_action(self, action: OrderAction) -> DeskAction:
        """Add something that can be done with the order that is shown.

        Raises:
            KeyClashError: its id is taken, or its key has another meaning on this page.
        """
        made = self.order_actions.add(action)
        self.story_panel.dock.refresh()
        return made

    def add_page_action(self, action: Action, run: Callable[[], object]) -> DeskAction:
        """Add something that is not about one order; its key stands in the key bar.

        Raises:
            KeyClashError: its id is taken, or its key has another meaning on this page.
        """
        made = self._kit.actions.add(action, run, host=self)
        self._more.append(made)
        return made

    def show_filter(self, wanted: OrderFilter, name: str) -> None:
        """Show the orders of a filter; what stands in the box goes on narrowing it."""
        words = filter_words(wanted, currency=self._kit.desk.currency)
        if not words:
            name = labels_orders.preset(Preset.ALL)
        self._filters.name = name
        self.list_panel.say_filter(name or self.tr("Filtered"), words)
        self.lister.ask(wanted.with_text(self.list_panel.search_box.text().strip()), at_once=True)

    def show_order(self, shown_number: str) -> None:
        """Show one order, by its number; for other pages, which bring this one to the front."""
        self.list_panel.search_box.setText(shown_number)
        self.show_filter(OrderFilter(), "")
        self._enter_waits = True
        self._open_when_settled()

    def read_again(self) -> None:
        """Read list and story again: something about them changed."""
        self.lister.ask_again()
        self._read_story()

    # What the window asks

    def on_shown(self) -> None:
        """Read again what changed meanwhile; the box has the focus."""
        if self._is_stale:
            self._is_stale = False
            self.read_again()
        self._show_column("list")
        self.list_panel.search_box.setFocus()
        self.list_panel.search_box.selectAll()

    def key_hints(self) -> AreaHints:
        """The keys that no button shows."""
        actions = self.page_actions
        shown = (*self._more, *((actions.other,) if not self.narrow else ()))
        return AreaHints("", tuple(KeyHint(a.key_text, a.hint) for a in shown))

    # How it is made

    def _does(self) -> dict[str, Callable[[], object]]:
        """What each of the page's own keys does; they are pressed only when all is built."""
        return {
            "find": lambda: self._go_to_box(),
            "filter": lambda: self._filters.open_filter(),
            "show": lambda: self._filters.open_show(),
            "all": lambda: self._on_all(),
            "next_part": lambda: self.story_panel.view.step(1),
            "part_before": lambda: self.story_panel.view.step(-1),
            "other_side": lambda: self._on_other_side(),
            "back": lambda: self._on_back(),
        }

    def _build(self) -> None:
        actions = self.page_actions
        self.list_panel = ListPanel(
            theme=self.theme,
            desk=self._kit.desk,
            find=actions.find,
            filter_=actions.filter,
            show=actions.show,
        )
        self.story_panel = StoryPanel(
            theme=self.theme, desk=self._kit.desk, actions=self.order_actions
        )
        self._across = QHBoxLayout(self)
        self._across.addWidget(self.list_panel)
        self._across.addWidget(self.story_panel, 1)

    def _connect(self) -> None:
        box, table = self.list_panel.search_box, self.list_panel.table
        box.text_wanted.connect(self._on_box_text_wanted)
        box.list_wanted.connect(self._focus_table)
        box.first_wanted.connect(self._on_box_story_wanted)
        box.text_refused.connect(self.list_panel.say_refused)
        table.current_changed.connect(self._on_table_current_changed)
        table.order_opened.connect(self._focus_story)
        table.top_left.connect(self._go_to_box)
        table.orders.more_wanted.connect(self.lister.more)
        self.lister.rows_read.connect(self._on_lister_rows_read)
        self.lister.counted.connect(self.list_panel.say_count)
        self.lister.failed.connect(lambda error: self.problem_met.emit(error, "order_search"))
        self._filters.sheet_wanted.connect(self.sheet_wanted)
        self._filters.problem_met.connect(self.problem_met)
        self._filters.filter_chosen.connect(self.show_filter)
        self._standing.standing_read.connect(self.story_panel.head.show_standing)
        self._story_timer.timeout.connect(self._read_story)
        self._kit.changes.changed.connect(self._on_changes_changed)
        self.narrow_changed.connect(lambda _narrow: self._show_column(self._column))
        self.theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    # List

    def _on_box_text_wanted(self, text: str) -> None:
        self._enter_waits = False
        self.list_panel.say_refused("")
        self.lister.ask(self.lister.wanted.with_text(text.strip()))

    def _on_box_story_wanted(self) -> None:
        """Enter may be faster than the answer: it is kept until the rows are those of the text."""
        self._enter_waits = True
        self.lister.ask(self.lister.wanted, at_once=True)
        self._open_when_settled()

    def _open_when_settled(self) -> None:
        if self._enter_waits and self.lister.is_settled:
            self._enter_waits = False
            if self.list_panel.table.current_id is not None:
                self._focus_story()

    def _on_lister_rows_read(
        self, rows: tuple[OrderRow, ...], has_more: bool, is_new: bool
    ) -> None:
        table = self.list_panel.table
        if is_new:
            current = table.current_id
            table.orders.show(rows, has_more=has_more)
            table.choose(current)
            self._say_none(bool(rows) or has_more)
        else:
            was_empty = not table.orders.rows
            table.orders.append(rows, has_more=has_more)
            if was_empty:
                table.choose(None)
            self._say_none(bool(table.orders.rows) or has_more)
        self._open_when_settled()

    def _say_none(self, any_left: bool) -> None:
        words = ""
        if not any_left:
            words = self.tr("No order fits.")
            if self.list_panel.search_box.text().strip():
                words += " " + self.tr("Every word must fit: a name, town, ZIP or number.")
        self.list_panel.say_none(words)

    def _on_all(self) -> None:
        self.list_panel.search_box.setText("")
        self.show_filter(OrderFilter(), "")
        self._go_to_box()

    # Story

    def _on_table_current_changed(self, order_id: uuid.UUID | None) -> None:
        if order_id is None:
            self._story_timer.stop()
            self._show_story(None)
        elif order_id != self.story_panel.shown_id:
            self._story_timer.start()

    def _read_story(self) -> None:
        self._story_timer.stop()
        order_id, desk = self.list_panel.table.current_id, self._kit.desk
        if order_id is None:
            return
        self._kit.tasks.query(
            self,
            lambda session: order_story.read(session, desk, order_id),
            done=lambda story: self._on_story_read(order_id, story),
            failed=lambda error: self.problem_met.emit(error, "order_story"),
        )

    def _on_story_read(self, order_id: uuid.UUID, story: OrderStory | None) -> None:
        if order_id == self.list_panel.table.current_id:
            self._show_story(story)

    def _show_story(self, story: OrderStory | None) -> None:
        self.story_panel.show_story(story)
        self._standing.ask(story.customer_id if story is not None else None)
        if story is not None:
            self.story_shown.emit(story)

    def _ask(self, asked: OneLine) -> None:
        sheet = OneLineSheet(kit=self._kit, asked=asked)
        sheet.failed.connect(lambda error: self.problem_met.emit(error, asked.name))
        self.sheet_wanted.emit(sheet)

    def _on_changes_changed(self, what: frozenset[str], _by: object) -> None:
        if not what & _STORY_CHANGES:
            return
        if not self.isVisible():
            self._is_stale = True
            return
        if what & _LIST_CHANGES:
            self.lister.ask_again()
        self._read_story()

    # Where the focus is

    def _go_to_box(self) -> None:
        self._show_column("list")
        self.list_panel.search_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list_panel.search_box.selectAll()

    def _focus_table(self) -> None:
        if self.list_panel.table.orders.rows:
            self.list_panel.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_story(self) -> None:
        if self._story_timer.isActive():
            self._read_story()
        self._show_column("story")
        self.story_panel.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_other_side(self) -> None:
        if self.story_panel.isAncestorOf(self.focusWidget() or self):
            self._on_back()
        else:
            self._focus_story()

    def _on_back(self) -> None:
        """Esc: from the story to the list, from the list to the box."""
        in_list = self.list_panel.table.hasFocus()
        self._show_column("list")
        if in_list or not self.list_panel.table.orders.rows:
            self._go_to_box()
        else:
            self._focus_table()

    def _show_column(self, column: str) -> None:
        """Show what the width allows: in the narrow form either the list or the story."""
        self._column = column
        self.list_panel.setVisible(not self.narrow or column == "list")
        self.story_panel.setVisible(not self.narrow or column == "story")
        self.story_panel.dock.set_compact(self.narrow)
        self._on_theme_changed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list is wider on a large screen."""
        super().resizeEvent(event)
        self._on_theme_changed()

    def _on_theme_changed(self) -> None:
        px = self.theme.px
        self._across.setContentsMargins(px(16), px(12), px(16), px(12))
        self._across.setSpacing(px(16))
        large = self.width() / self.theme.k + _RAIL >= _LARGE_FROM
        width = px(_LIST_WIDTH_LARGE if large else _LIST_WIDTH)
        self.list_panel.setMinimumWidth(0 if self.narrow else width)
        self.list_panel.setMaximumWidth(_ANY_WIDTH if self.narrow else width)


_RAIL = 76
_ANY_WIDTH = 16_777_215
