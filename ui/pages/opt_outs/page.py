"""The opt-outs page: what waits, what is to be confirmed, and every request there is."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services import opt_out_views
from desktop.services.opt_out_shapes import OptOutView, RequestShowing
from models.opt_out import RequestState
from ui import labels_opt_out_lists, labels_opt_outs
from ui.actions import Action, DeskAction
from ui.labels_opt_out_lists import tr
from ui.pages.list_page import ListPage
from ui.pages.list_page_shapes import MOST_ROWS, ListPageLook, RowWays
from ui.pages.opt_outs import telling
from ui.pages.opt_outs.kit import OptOutsKit
from ui.pages.opt_outs.list_flow import ListFlow
from ui.pages.opt_outs.request_deeds import RequestDeeds
from ui.pages.opt_outs.telling import Around
from ui.shortcuts import KEYS
from ui.tables.list_table import ListColumn, ListRow
from ui.widgets.facts import Facts
from ui.widgets.key_chip import KeyChip
from ui.widgets.key_hints import AreaHints, KeyHint
from ui.widgets.search_box import SearchBox
from ui.widgets.text_label import TextLabel

PAGE = "opt_outs"
_CLOCK_MS = 60_000
"""What becomes late says so without being asked."""
_TYPING_MS = 150
"""How long the box must rest before its text is looked for."""


class OptOutsPage(ListPage[OptOutView]):
    """Most urgent first; Enter completes what waits. F2 takes the morning's post one by one."""

    def __init__(self, *, kit: OptOutsKit, parent: QWidget | None = None) -> None:
        """Make the page; nothing is read before it is shown."""
        columns = (
            ListColumn(tr("Request"), tone="muted"),
            ListColumn(tr("Who"), strong=True, stretch=True),
            ListColumn(tr("What")),
            ListColumn(tr("Reached us"), spare=True),
            ListColumn(tr("In force")),
            ListColumn(tr("Confirmation")),
        )
        look = ListPageLook(
            page_id=PAGE, title=tr("Opt-outs"), icon="prohibit", columns=columns,
            list_name=tr("Requests"), nothing_chosen=tr("No request is chosen."),
            showings=("pending", "to_confirm", "recent", "late"),
            showing_title=tr("Show opt-outs"), changes=frozenset({"opt_outs", "dispatches"}),
            detail_width=440,
        )  # fmt: skip
        ways = RowWays(
            key=lambda view: str(view.id), line=self._line_of, chosen=self._tell_of,
            read=self._read, showing_words=labels_opt_out_lists.showing, none_of=self._none_of,
        )  # fmt: skip
        self._text = ""
        super().__init__(
            theme=kit.theme, actions=kit.actions, tasks=kit.tasks, changes=kit.changes, look=look,
            ways=ways, again_ms=_CLOCK_MS, parent=parent,
        )  # fmt: skip
        self._kit = kit
        self._find = self._add("find", tr("Find a request"), "magnifying-glass", "Ctrl+F",
                               self._go_to_box)  # fmt: skip
        self._build_box()
        self._build_stopped()
        self.requests = RequestDeeds(kit=kit, parent=self)
        for deed in self.requests.all():
            self.deeds.add(deed)
        self.lists = ListFlow(kit=kit, host=self, parent=self)
        self._page_actions = (*self._own_actions(), *self.lists.actions())
        self._connect()
        self.tell(None, None)
        self._on_own_theme_changed()

    def show_one(self, row_id: str) -> None:
        """Make one request current, among all that there are."""
        self._showing, self._wanted = "recent", row_id
        self.search_box.setText("")
        self._text = ""
        self.refresh()

    def key_hints(self) -> AreaHints:
        """The keys that no button shows."""
        hints = super().key_hints()
        more = tuple(KeyHint(action.key_text, action.hint) for action in self._page_actions)
        return AreaHints(hints.area, (*hints.hints, *more))

    def call_actions(self) -> list[str]:
        """What stands in the bar: the morning's post, and one more request."""
        return [f"{PAGE}.batch", "opt_out"]

    # How it is made

    def _own_actions(self) -> tuple[DeskAction, ...]:
        batch = Action(
            f"{PAGE}.batch", tr("Begin the batch"), "file-text", PAGE, keys=KEYS["begin"]
        )
        self._kit.actions.add(batch, self._kit.begin_batch, host=self)
        make_all = self._add(
            "confirm_all", tr("Make all confirmations"), "checks", "Alt+M",
            self.requests.confirm_all,
        )  # fmt: skip
        return (make_all,)

    def _build_box(self) -> None:
        self.search_box = SearchBox(
            theme=self.theme,
            country=self._kit.desk.country,
            name="opt_out_search_edit",
            title=tr("Find a request"),
            placeholder=tr("OPT number, name, telephone or fax number, e-mail"),
        )
        self.note_label = TextLabel(theme=self.theme, role="caption", tone="bad", wrap=True)
        self.note_label.setObjectName("opt_out_search_note_label")
        self._box_row = QHBoxLayout()
        self._box_row.addWidget(self.search_box, 1)
        self._box_row.addWidget(KeyChip(self._find, theme=self.theme))
        self.list_panel.body.insertLayout(0, self._box_row)
        self.list_panel.body.insertWidget(1, self.note_label)
        self.note_label.hide()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)

    def _build_stopped(self) -> None:
        """What the request stopped stands between what is known of it and what has happened."""
        self.stopped_label = TextLabel(theme=self.theme, role="caption", tone="muted")
        self.stopped = Facts(theme=self.theme, name="opt_outs_stopped")
        column = self.scroll_column.column
        at = column.indexOf(self.history_label)
        column.insertWidget(at, self.stopped_label)
        column.insertWidget(at + 1, self.stopped)

    def _connect(self) -> None:
        box = self.search_box
        box.text_wanted.connect(self._on_box_text_wanted)
        box.text_refused.connect(self._say_refused)
        box.list_wanted.connect(self._go_to_list)
        box.first_wanted.connect(self._on_box_first_wanted)
        self._typing.timeout.connect(self._look_for_text)
        self.lists.sheet_wanted.connect(self.sheet_wanted)
        self.requests.sheet_wanted.connect(self.sheet_wanted)
        self.requests.problem_met.connect(self.problem_met)
        self.requests.refused.connect(self.refresh)
        self.theme.theme_changed.connect(self._on_own_theme_changed)

    # Reading

    def _read(self, session: Any, showing: str) -> tuple[tuple[OptOutView, ...], str]:
        desk = self._kit.desk
        rows = opt_out_views.requests(
            session, desk, cast(RequestShowing, showing), text=self._text, most=MOST_ROWS
        )
        return rows, labels_opt_out_lists.counts(opt_out_views.counts(session, desk))

    def _none_of(self, showing: str) -> tuple[str, str]:
        return (
            labels_opt_out_lists.none_found()
            if self._text
            else labels_opt_out_lists.none_of(showing)
        )

    def _line_of(self, view: OptOutView) -> ListRow:
        """Number, who, what, how and when, in force, confirmed."""
        reached, icon = labels_opt_out_lists.reached(view, self._kit.desk.today())
        due = labels_opt_outs.due(view)
        confirmed = labels_opt_out_lists.confirmation(view)
        return ListRow(
            str(view.id),
            (
                view.reference,
                labels_opt_out_lists.who(view, self._kit.desk.country),
                labels_opt_out_lists.asked(view),
                reached,
                due[0][:1].upper() + due[0][1:],
                confirmed[0],
            ),
            ((3, icon, "text"), (4, *due[1:]), (5, *confirmed[1:])),
        )

    # One of them

    def _tell_of(self, view: OptOutView | None) -> None:
        """Tell at once what the list knows; the rest comes after it."""
        if view is None:
            self.tell(None, None)
            return
        self._show(Around(view, None, ()))
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: telling.read_around(session, desk, view),
            done=self._on_around_read,
            failed=lambda error: self.problem_met.emit(error, PAGE),
        )

    def _on_around_read(self, around: Around) -> None:
        current = self.current
        if current is not None and current.id == around.view.id:
            self._show(around)

    def _show(self, around: Around) -> None:
        self.tell(around.view, telling.told(around, self._kit.desk))
        stopped = telling.stopped_facts(around.view)
        self.stopped_label.setText(labels_opt_out_lists.stopped_head(around.view))
        self.stopped_label.setVisible(bool(stopped))
        self.stopped.show_facts(stopped)
        self.stopped.setVisible(bool(stopped))

    def _on_table_row_opened(self, row_id: str) -> None:
        """Enter goes on with what waits; narrow, the details come first."""
        view = self.current
        waits = view is not None and view.state is RequestState.PENDING
        super()._on_table_row_opened(row_id)
        if view is not None and waits and not self.narrow:
            self._kit.complete(view)

    # The box

    def _go_to_box(self) -> None:
        self._go_to_list()
        self.search_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_box.selectAll()

    def _on_box_text_wanted(self, _text: str) -> None:
        self._say_refused("")
        self._typing.start()

    def _on_box_first_wanted(self) -> None:
        self._look_for_text()
        self._go_to_list()

    def _look_for_text(self) -> None:
        self._typing.stop()
        text = self.search_box.text().strip()
        if text != self._text:
            # Whoever looks for one looks among all of them.
            self._text = text
            self._showing = "recent" if text else self._look.showings[0]
            self.refresh()

    def _say_refused(self, words: str) -> None:
        self.note_label.setText(words)
        self.note_label.setVisible(bool(words))

    def _on_own_theme_changed(self) -> None:
        px = self.theme.px
        self._box_row.setContentsMargins(px(16), px(2), px(16), px(6))
        self._box_row.setSpacing(px(8))
        self.note_label.setContentsMargins(px(16), 0, px(16), px(4))
