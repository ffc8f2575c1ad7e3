"""The letters, what can be said of all of them, and under them what is done with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop.services.print_room_shapes import PrintShowing
from ui.labels_print_room import tr
from ui.pages.call_desk.card_watch import CardWatch, watch_row
from ui.pages.print_room.exact_banner import ExactBanner
from ui.pages.print_room.letters import columns
from ui.pages.print_room.mail_dock import MailDock
from ui.pages.print_room.page_actions import PageActions
from ui.pages.print_room.ready_dock import ReadyDock
from ui.tables.list_table import ListRow, ListTable
from ui.theme import Theme
from ui.widgets.empty_state import EmptyState
from ui.widgets.field_row import FieldRow
from ui.widgets.hairline import Hairline
from ui.widgets.key_button import KeyButton
from ui.widgets.key_hints import AreaHints, KeyHint
from ui.widgets.panel import Panel
from ui.widgets.text_label import TextLabel

_PLACE = 2
_NEEDS_PLACE = 640


class LetterTable(ListTable):
    """The list, which says its keys."""

    def __init__(self, *, theme: Theme) -> None:
        """Make it without rows."""
        super().__init__(
            theme=theme, name="print_room_table", title=tr("Letters"), columns=columns()
        )
        self.hints = AreaHints()

    def sizeHint(self) -> QSize:
        """No higher than it must be: it takes what the page has left, and scrolls."""
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The name is worth more than the place, where there is no room for both."""
        self.setColumnHidden(_PLACE, self.viewport().width() < self._theme.px(_NEEDS_PLACE))
        super().resizeEvent(event)

    def area_hints(self) -> AreaHints:
        """What the keys do while it has the focus."""
        return self.hints


class ListPanel(Panel):
    """Title, how many, the list or why there is none, then the dock of what is shown."""

    def __init__(
        self,
        *,
        theme: Theme,
        today: Callable[[], date],
        day_first: bool,
        parent: QWidget | None = None,
    ) -> None:
        """``add_docks`` finishes it, when the actions are there."""
        super().__init__(" ", theme=theme, name="print_room_list_panel", flush=True, parent=parent)
        self._today, self._day_first = today, day_first
        self.count_label = TextLabel(theme=theme, role="caption", tone="muted")
        self.count_label.setObjectName("print_room_count_label")
        self.table = LetterTable(theme=theme)
        self.empty_state = EmptyState(
            theme=theme, name="print_room_empty", icon="printer", head="", text=""
        )
        self.empty_state.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def add_docks(self, actions: PageActions) -> None:
        """Lay it out, with the keys of what can be done."""
        theme = self._theme
        self.add_trailing(self.count_label)
        self.show_button = KeyButton(theme=theme, action=actions.show, variant="quiet")
        self.step_button = KeyButton(theme=theme, action=actions.next_step, variant="quiet")
        self.add_trailing(self.show_button)
        self.add_trailing(self.step_button)
        self.find_row = FieldRow(
            tr("Name or order number"), theme=theme, name="print_room_find_edit",
            action=actions.find, advance=False,
        )  # fmt: skip
        self.find_watch: CardWatch = watch_row(self.find_row)
        self.trouble_banner = ExactBanner(theme=theme, name="print_room_trouble_banner", kind="bad")
        self.progress_banner = ExactBanner(theme=theme, name="print_room_progress_banner")
        self.cancel_button = KeyButton(theme=theme, action=actions.back)
        self.progress_banner.add_button(self.cancel_button)
        self.progress_bar = QProgressBar()
        self.progress_bar.setObjectName("print_room_progress_bar")
        self.progress_bar.setAccessibleName(tr("Letters put together"))
        self.progress_bar.setTextVisible(False)
        self.ready_dock = ReadyDock(theme=theme, actions=actions)
        self.mail_dock = MailDock(
            theme=theme, actions=actions, today=self._today, day_first=self._day_first
        )
        self._foot = QVBoxLayout()
        self._hairline = Hairline(Qt.Orientation.Horizontal)
        self._foot.addWidget(self._hairline)
        for part in (
            self.trouble_banner, self.progress_banner, self.progress_bar, self.ready_dock,
            self.mail_dock,
        ):  # fmt: skip
            self._foot.addWidget(part)
        self._top = QVBoxLayout()
        self._top.addWidget(self.find_row)
        self.body.addLayout(self._top)
        # Not a stack of both: it would keep the room that the larger of them needs.
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.empty_state, 1)
        self.empty_state.hide()
        self.body.addLayout(self._foot)
        self.show_progress("")
        theme.theme_changed.connect(self._on_list_theme_changed)
        self._on_list_theme_changed()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return self.empty_state.isVisibleTo(self)

    def show_dock(self, showing: PrintShowing) -> None:
        """What is done with letters of that kind."""
        self.ready_dock.setVisible(showing == "ready")
        self.mail_dock.setVisible(showing == "to_mail")
        self._hairline.setVisible(showing in ("ready", "to_mail"))
        self.find_row.setVisible(showing in ("mailed", "returned"))

    def show_rows(self, rows: Sequence[ListRow], *, none: tuple[str, str]) -> None:
        """List them; *none* says why there are none."""
        # Of the window, not of the program: what is read while another is in front counts too.
        had_focus = self.window().focusWidget() in (self.table, self.empty_state)
        before = self.is_empty
        self.empty_state.show_words(*none)
        self.table.setVisible(bool(rows))
        self.empty_state.setVisible(not rows)
        self.table.set_rows(rows)
        if had_focus and before != self.is_empty:
            self.focus_list()

    def turn(self, by: int) -> None:
        """Make another row current, so many further down."""
        at = self.table.currentIndex().row() + by
        if 0 <= at < len(self.table.rows):
            self.table.set_current(self.table.rows[at].id)

    def focus_list(self) -> None:
        """Begin where work begins."""
        target = self.empty_state if self.is_empty else self.table
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_keys(self, hints: tuple[KeyHint, ...]) -> bool:
        """Say what the keys do in the list; whether that is something else than before."""
        before, self.table.hints = self.table.hints, AreaHints(tr("Letters"), hints)
        return self.table.hints != before

    def show_progress(
        self, words: str, *, done: int = 0, of: int = 0, cancels: bool = False
    ) -> None:
        """Something is under way; "" for nothing. *of* 0: nobody knows how long it takes."""
        self.progress_banner.show_message(kind="info", icon="hourglass-medium-fill", text=words)
        self.cancel_button.setVisible(cancels)
        self.progress_bar.setVisible(bool(words))
        self.progress_bar.setRange(0, of)
        self.progress_bar.setValue(done)

    def show_trouble(self, title: str, text: str = "") -> None:
        """What did not work and the way on; "" takes the strip away."""
        self.trouble_banner.show_message(kind="bad", icon="warning-fill", title=title, text=text)

    def set_compact(self, compact: bool) -> None:
        """Drop the icons (narrow form)."""
        for button in (self.show_button, self.step_button, self.ready_dock.save_button):
            button.set_compact(compact)

    def _on_list_theme_changed(self) -> None:
        px = self._theme.px
        self._top.setContentsMargins(px(16), 0, px(16), 0)
        self._foot.setContentsMargins(px(16), 0, px(16), px(8))
        self._foot.setSpacing(px(8))
        self.progress_bar.setFixedHeight(px(6))
