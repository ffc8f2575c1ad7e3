"""The fax room: what came in, the page, and the order that is keyed from it."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.services.received_fax_shapes import FaxDetail
from models.received_fax import FaxState
from ui import labels_fax
from ui.actions import DeskAction
from ui.pages.fax_room.context import CONTEXT
from ui.pages.fax_room.deeds import Deeds
from ui.pages.fax_room.fax_actions import FaxAction, FaxActions
from ui.pages.fax_room.fax_reader import FaxReader
from ui.pages.fax_room.form_keeper import FormKeeper
from ui.pages.fax_room.form_panel import FormPanel
from ui.pages.fax_room.form_steps import FormSteps
from ui.pages.fax_room.kit import FaxRoomKit
from ui.pages.fax_room.list_panel import ListPanel
from ui.pages.fax_room.order_flow import OrderFlow
from ui.pages.fax_room.page_actions import PageActions
from ui.pages.fax_room.page_panel import PagePanel
from ui.pages.fax_room.page_pictures import PagePictures
from ui.pages.fax_room.page_reasons import give_reasons
from ui.pages.fax_room.page_sides import FORM, LIST, PAGE, PageSides
from ui.pages.fax_room.review_flow import ReviewFlow
from ui.pages.fax_room.show_sheet import ShowSheet
from ui.pages.fax_room.word_steps import WordSteps
from ui.widgets.key_hints import AreaHints, KeyHint
from ui.widgets.page import Page
from ui.widgets.side_sheet import SideSheet

_FAX_WAIT_MS = 60
"""How long another row must stay current before its fax is read: one scrolls past many."""


class FaxRoomPage(Page):
    """Up and Down choose a fax, Enter opens it; narrow: list, page and form one at a time.

    Others add what can be done with a fax by ``add_fax_action``.

    Signals:
        sheet_wanted(SideSheet): the window opens it.
        problem_met(object exc, str where).
        bar_changed(str title, str detail): what the bar says of the page.
        fax_shown(FaxDetail): another fax, or the same one as it is now, is in view.
    """

    sheet_wanted = Signal(SideSheet)
    problem_met = Signal(object, str)
    bar_changed = Signal(str, str)
    fax_shown = Signal(object)

    def __init__(self, *, kit: FaxRoomKit, parent: QWidget | None = None) -> None:
        """Build it; nothing is read before it is shown."""
        super().__init__(
            theme=kit.theme, page_id=CONTEXT, title=labels_fax.tr("Fax room"), icon="file-text",
            parent=parent,
        )  # fmt: skip
        self._kit = kit
        self._fax: FaxDetail | None = None
        self._goes_to_form = False
        self._preferred: uuid.UUID | None = None
        self._typed_in: uuid.UUID | None = None
        self.keys = PageActions(table=kit.actions, host=self, does=self._does())
        self.fax_actions = FaxActions(table=kit.actions, host=self)
        self.reader = FaxReader(kit=kit, parent=self)
        self.pictures = PagePictures(tasks=kit.tasks, desk=kit.desk, parent=self)
        self._fax_timer = QTimer(self)
        self._fax_timer.setSingleShot(True)
        self._fax_timer.setInterval(_FAX_WAIT_MS)
        self._build()
        self.review = ReviewFlow(kit=kit, anchor=self.page_panel, parent=self)
        self.deeds = Deeds(kit=kit, typed_name=self._typed_name, parent=self)
        self.words = WordSteps(
            view=self.page_panel.view, form=self.form_panel, announce=kit.announce, parent=self
        )
        self.keeper = FormKeeper(kit=kit, parent=self)
        self.orders = OrderFlow(kit=kit, parent=self)
        self.steps = FormSteps(
            kit=kit, panel=self.form_panel, keeper=self.keeper, orders=self.orders, parent=self
        )
        for action in self.deeds.actions():
            self.fax_actions.add(action)
        self._connect()
        self._show_fax(None)

    # What others use

    @property
    def fax(self) -> FaxDetail | None:
        """The fax that is shown."""
        return self._fax

    def add_fax_action(self, action: FaxAction) -> DeskAction:
        """Add something that can be done with the fax that is shown.

        Raises:
            KeyClashError: its id is taken, or its key has another meaning on this page.
        """
        made = self.fax_actions.add(action)
        self.page_panel.dock.refresh()
        return made

    def show_one(self, fax_id: uuid.UUID) -> None:
        """Show one fax, for other pages, which bring this one to the front."""
        self._preferred = fax_id
        self._typed_in = None
        self.sides.go_to(LIST)
        self.reader.show("all")

    def refresh(self) -> None:
        """Read list and fax again; what is typed stays."""
        self.reader.read_list()
        self._read_fax_again()

    def try_again(self) -> None:
        """The database is back."""
        self.review.try_again()
        self.keeper.save()
        self.refresh()

    def shutdown(self) -> None:
        """The program ends."""
        self.words.picker.stop()
        self.keeper.save()
        self.review.shutdown()

    # What the window asks

    def on_shown(self) -> None:
        """Read again, in the list's own order; the focus is where one typed, else in the list."""
        self.reader.read_sorted()
        self._read_fax_again()
        if self._typed_in is not None and self._typed_in == self.form_panel.fax_id:
            self.sides.go_to(FORM, back=True)
        else:
            self.sides.go_to(LIST)

    def on_hidden(self) -> None:
        """What is keyed is saved; the marks go."""
        is_typing = self.sides.now == FORM and self.form_panel.is_open
        self._typed_in = self.form_panel.fax_id if is_typing else None
        self.words.picker.stop()
        self.keeper.save()

    def key_hints(self) -> AreaHints:
        """The keys that no button shows."""
        return AreaHints("", (KeyHint(self.keys.other.key_text, self.tr("other side")),))

    def call_actions(self) -> list[str]:
        """In the bar: what needs no fax."""
        return [self.keys.send_form.id]

    # How it is made

    def _does(self) -> dict[str, Callable[[], object]]:
        """What each of the page's own keys does; they are pressed only when all is built."""
        return {
            "call_now": lambda: self.steps.call_now(),
            "have_called": lambda: self.steps.have_called(),
            "keep_draft": lambda: self.steps.keep_draft(),
            "open": lambda: self._open(),
            "read_again": lambda: self._with_fax(self.deeds.read_again),
            "show": lambda: self._choose_showing(),
            "send_form": lambda: self.deeds.send_order_form(self._fax),
            "marks": lambda: self.words.show_marks(),
            "use_known": lambda: self.form_panel.use_known(),
            "let_go": lambda: self._with_fax(self.deeds.leave_to_others),
            "reopen": lambda: self._with_fax(self.deeds.reopen),
            "next_page": lambda: self.page_panel.view.turn(1),
            "page_before": lambda: self.page_panel.view.turn(-1),
            "larger": lambda: self.page_panel.view.zoom_by(1),
            "smaller": lambda: self.page_panel.view.zoom_by(-1),
            "fit": lambda: self.page_panel.view.zoom_by(0),
            "turn": lambda: self.page_panel.view.rotate(),
            "other_side": lambda: self.sides.step(1),
            "side_before": lambda: self.sides.step(-1),
            "back": lambda: self._back(),
        }

    def _build(self) -> None:
        theme, desk = self.theme, self._kit.desk
        self.list_panel = ListPanel(theme=theme, desk=desk, show=self.keys.show)
        self.table = self.list_panel.table
        self.page_panel = PagePanel(
            theme=theme, pictures=self.pictures, keys=self.keys, actions=self.fax_actions,
            country=desk.country,
        )  # fmt: skip
        self.form_panel = FormPanel(kit=self._kit, keys=self.keys)
        self.sides = PageSides(
            theme=theme, panels=(self.list_panel, self.page_panel, self.form_panel),
            is_narrow=lambda: self.narrow, parent=self,
        )  # fmt: skip

    def _connect(self) -> None:
        self.table.current_changed.connect(self._on_table_current_changed)
        self.table.fax_opened.connect(self._open)
        self.table.more_wanted.connect(self.reader.more)
        self._fax_timer.timeout.connect(self._read_current)
        self.reader.list_read.connect(self._on_list_read)
        self.reader.fax_read.connect(self._show_fax)
        self.reader.words_read.connect(self.words.show_words)
        self.words.changed.connect(self._refresh)
        self.form_panel.page_turned.connect(self.page_panel.view.turn)
        self.review.changed.connect(self._on_review_changed)
        self.review.reviewed.connect(self._on_reviewed)
        self.review.ended.connect(lambda _fax_id: self.sides.go_to(LIST))
        self.review.problem_said.connect(self.page_panel.say_problem)
        self.deeds.fax_ended.connect(self._on_fax_ended)
        self.deeds.sheet_wanted.connect(self.sheet_wanted)
        self.steps.changed.connect(self._refresh)
        self.steps.fax_ended.connect(self._on_fax_ended)
        for refused in (self.review.refused, self.deeds.refused, self.steps.refused):
            refused.connect(self._on_refused)
        for source in (self.reader, self.review, self.deeds, self.keeper, self.orders):
            source.problem_met.connect(self.problem_met)
        self.pictures.failed.connect(lambda error: self.problem_met.emit(error, "fax_page"))
        self._kit.changes.changed.connect(self._on_changes_changed)
        self.narrow_changed.connect(lambda _narrow: self.sides.fit())
        self.theme.theme_changed.connect(self.sides.fit)
        self.sides.fit()

    # What is shown

    def _on_list_read(self) -> None:
        rows = self.reader.rows
        preferred, self._preferred = self._preferred, None
        self.table.show_rows(rows, prefer=preferred)
        self.list_panel.say_showing(self.reader.showing, any_rows=bool(rows))
        if self.reader.counts is not None:
            self.list_panel.say_counts(self.reader.counts)
        self.list_panel.say_health(self.reader.health.words)
        self._say_bar()
        if not rows and self._fax is None:
            self._refresh()

    def _say_bar(self) -> None:
        counts = self.reader.counts
        if counts is None:
            return
        said = labels_fax.todo(counts.unreviewed, counts.damaged, counts.reviewed)
        parts = (said, self.reader.health.says)
        self.bar_changed.emit(self.title, ", ".join(part for part in parts if part))

    def _on_table_current_changed(self, fax_id: uuid.UUID | None) -> None:
        self.keeper.save()
        self.page_panel.say_problem("")
        if fax_id is None:
            self._fax_timer.stop()
            self.reader.forget_fax()
            self._show_fax(None)
        elif self._fax is None or fax_id != self._fax.row.id:
            self._goes_to_form = False
            self._fax_timer.start()

    def _read_current(self) -> None:
        self._fax_timer.stop()
        if self.table.current_id is not None:
            self.reader.read_fax(self.table.current_id)

    def _read_fax_again(self) -> None:
        if self._fax is not None:
            self.reader.read_fax(self._fax.row.id)

    def _show_fax(self, fax: FaxDetail | None) -> None:
        self._fax = fax
        self.words.show_fax(fax)
        is_open = fax is not None and self.review.fax_id == fax.row.id
        self.page_panel.show_fax(fax, is_open=is_open)
        desk = self._kit.desk
        self.page_panel.say(fax, zone=desk.time_zone, now=desk.now(), is_open=is_open)
        self.steps.show_fax(fax, is_open=is_open)
        if fax is not None:
            if any(page.has_words for page in fax.pages):
                self.reader.read_words(fax.row.id)
            self.fax_shown.emit(fax)
        self._refresh()
        if self._goes_to_form and self.form_panel.is_open:
            self._goes_to_form = False
            self.sides.go_to(FORM)

    def _refresh(self) -> None:
        """Ask every action again."""
        fax, busy = self._fax, ""
        if fax is not None and self.review.fax_id == fax.row.id:
            busy = self.tr("It is in the redaction window.")
        self.fax_actions.show(fax, busy=busy)
        self.page_panel.dock.refresh()
        give_reasons(
            self.keys, fax, busy=busy, has_words=bool(self.page_panel.view.words),
            form_is_open=self.form_panel.is_open,
        )  # fmt: skip
        self.steps.refresh_actions(self.keys)

    # What the keys do

    def _open(self) -> None:
        """Enter: an unreviewed fax goes into the window, a reviewed one into the form."""
        if self._fax_timer.isActive() or self._fax is None:
            self._goes_to_form = True
            self._read_current()
            return
        fax = self._fax
        if fax.row.state is not FaxState.UNREVIEWED:
            self.steps.hold.mark_read(fax)
        if fax.row.state is FaxState.UNREVIEWED:
            if not self.keys.open.reason:
                self.review.open(fax)
            else:
                self._kit.announce(self.keys.open.reason, "held")
        elif self.form_panel.is_open:
            self.steps.hold.take(fax)
            self.sides.go_to(FORM)
        elif fax.pages or self.narrow:
            self.sides.go_to(PAGE)

    def _back(self) -> None:
        """Esc: what is open over the form first, then the list."""
        if not self.form_panel.form_lines.take_escape():
            self.sides.go_to(LIST)

    def _with_fax(self, deed: Callable[[FaxDetail], None]) -> None:
        if self._fax is not None:
            deed(self._fax)

    def _choose_showing(self) -> None:
        sheet = ShowSheet(theme=self.theme, current=self.reader.showing)
        sheet.showing_chosen.connect(self._on_showing_chosen)
        self.sheet_wanted.emit(sheet)

    def _on_showing_chosen(self, showing: str) -> None:
        self.reader.show(showing)  # type: ignore[arg-type]
        self.sides.go_to(LIST)

    def _typed_name(self) -> str:
        return self.form_panel.fields.values()["name"]

    # What came of it

    def _on_review_changed(self) -> None:
        fax = self._fax
        if fax is not None:
            self._show_fax(fax)
            self.reader.read_fax(fax.row.id)

    def _on_reviewed(self, fax: FaxDetail) -> None:
        self._kit.announce(labels_fax.confirmed(fax.row.boxes), "ok")
        self.pictures.forget(fax.row.id)
        if self.table.current_id == fax.row.id:
            self._goes_to_form = True
            self._show_fax(fax)
        else:
            self.steps.hold.leave(fax)

    def _on_fax_ended(self, fax_id: uuid.UUID) -> None:
        """Then the one that waits first is shown."""
        self.table.forget_place()
        self.steps.end(fax_id)
        if self._fax is not None and self._fax.row.id == fax_id:
            self._fax = None
        self.sides.go_to(LIST)
        self.reader.read_sorted()

    def _on_refused(self, words: str) -> None:
        self._kit.announce(words, "held")
        self.refresh()

    def _on_changes_changed(self, what: frozenset[str], by: object) -> None:
        if not self.isVisible():
            return
        if "faxes" in what:
            self.refresh()
        elif "fax_words" in what:
            self._read_fax_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """List and form are wider on a large screen."""
        super().resizeEvent(event)
        self.sides.fit()
