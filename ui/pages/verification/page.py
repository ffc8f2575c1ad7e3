"""The verification page: the queue, one order in full, and the decision about it."""

from __future__ import annotations

import uuid
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.services.verification_shapes import Released, Verification
from models.hold import HoldKind
from models.order import OrderState
from ui import labels_verification
from ui.order_cancelling import OrderCancelling
from ui.pages.verification.actions import VerificationActions
from ui.pages.verification.decisions import Decisions
from ui.pages.verification.detail_view import DetailView
from ui.pages.verification.filter_sheet import FilterSheet
from ui.pages.verification.kit import VerificationKit
from ui.pages.verification.queue_panel import QueuePanel
from ui.pages.verification.queue_reader import QueueReader
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_hints import AreaHints
from ui.widgets.page import Page
from ui.widgets.side_sheet import SideSheet

QUEUE_WIDTH = 540
WIDE_QUEUE_WIDTH = 720
WIDE_FROM = 1600 - 76
"""The page's width at k = 1 from which the lines are shown too."""


class VerificationPage(Page):
    """Up and Down choose an order; everything about it stands beside, the decision under it.

    A note that is typed stays with its order, whatever is shown meanwhile, until it is kept. An order
    that somebody else lets go stays in view until another one is chosen.

    Signals:
        call_wanted(UUID): the customer of an order is to be called back.
        sheet_wanted(SideSheet): the window opens it.
        problem_met(object exc, str where).
        bar_changed(str title, str detail): what the bar says of the page.
    """

    call_wanted = Signal(object)
    sheet_wanted = Signal(SideSheet)
    problem_met = Signal(object, str)
    bar_changed = Signal(str, str)

    def __init__(self, *, kit: VerificationKit, parent: QWidget | None = None) -> None:
        """Make the page; nothing is read before it is shown."""
        super().__init__(
            theme=kit.theme, page_id="verification", title=labels_verification.tr("Verify"),
            icon="shield-check", parent=parent,
        )  # fmt: skip
        self._kit = kit
        self._seen: Verification | None = None
        self._notes: dict[uuid.UUID, str] = {}
        self._letter_of: uuid.UUID | None = None
        self._next_row: int | None = None
        self._in_detail = False
        self.keys = VerificationActions(table=kit.actions, context=self.page_id, host=self)
        self.reader = QueueReader(kit=kit, parent=self)
        self.decisions = Decisions(kit=kit, parent=self)
        self.cancelling = OrderCancelling(kit=kit, parent=self)
        self._build()
        self._connect()
        self._refresh()

    # What others use

    @property
    def seen(self) -> Verification | None:
        """The order that is shown."""
        return self._seen

    def refresh(self) -> None:
        """Read the queue again; what is typed stays."""
        self.reader.read_queue()

    def on_shown(self) -> None:
        """Read again, and go to the queue."""
        self.refresh()
        self._go_to_queue()

    def key_hints(self) -> AreaHints:
        """Every key of the page is shown by a button or the focused area."""
        return AreaHints()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the lines too where there is room."""
        super().resizeEvent(event)
        self._fit()

    # How it is made

    def _build(self) -> None:
        theme = self.theme
        self.queue_panel = QueuePanel(theme=theme, filter_action=self.keys.filter)
        self.table = self.queue_panel.table
        self.detail = DetailView(theme=theme, keys=self.keys)
        self.note_edit = self.detail.dock.note_edit
        self._work = QWidget()
        self._across = QHBoxLayout(self._work)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.addWidget(self.queue_panel)
        self._across.addWidget(self.detail, 1)
        self.empty_state = EmptyState(
            theme=theme, name="verification_empty", icon="shield-check",
            head=self.tr("Nothing is held"),
            text=self.tr("Orders that the shop's rules or the bank's answers hold come here."),
        )  # fmt: skip
        self.empty_state.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._whole = QVBoxLayout(self)
        self._stack = QStackedWidget()
        self._whole.addWidget(self._stack)
        self._stack.addWidget(self._work)
        self._stack.addWidget(self.empty_state)

    def _connect(self) -> None:
        self.keys.connect_slots(
            release=self._release,
            call_back=self._call_back,
            again=lambda: self._decide(self.decisions.ask_again),
            letter=self._show_letter,
            cancel=self._ask_to_cancel,
            filter=self._choose_reason,
            note=self._go_to_note,
            back=self._go_to_queue,
            **{f"reason_{n + 1}": lambda n=n: self._release_one(n) for n in range(8)},
        )
        self.table.current_changed.connect(self._on_table_current_changed)
        self.table.row_opened.connect(self._go_to_note)
        self.note_edit.textChanged.connect(self._on_note_text_changed)
        self.note_edit.stepped.connect(self.table.step)
        self.note_edit.note_entered.connect(lambda: self._decide(self.decisions.keep_note))
        self.reader.queue_read.connect(self._on_queue_read)
        self.reader.order_read.connect(self._on_order_read)
        for source in (self.reader, self.decisions, self.cancelling):
            source.problem_met.connect(self.problem_met)
        self.decisions.busy_changed.connect(self._refresh)
        self.decisions.released.connect(self._on_released)
        self.decisions.asked_again.connect(self._on_asked_again)
        self.decisions.noted.connect(self._on_noted)
        self.cancelling.sheet_wanted.connect(self.sheet_wanted)
        self.cancelling.order_cancelled.connect(self._on_cancelled)
        self.cancelling.order_refused.connect(lambda _order_id: self.refresh())
        self.decisions.refused.connect(self._on_refused)
        self.decisions.overtaken.connect(self._on_overtaken)
        self._kit.changes.changed.connect(self._on_records_changed)
        self.narrow_changed.connect(lambda _narrow: self._fit())
        self.theme.theme_changed.connect(self._fit)
        self._fit()

    # What is shown

    def _on_queue_read(self) -> None:
        rows, now = self.reader.shown_rows(), self._kit.desk.now()
        if not rows and self.reader.kind is not None:
            self.reader.kind = None
            rows = self.reader.shown_rows()
        self.queue_panel.show_queue(
            rows, now=now, currency=self._kit.desk.currency, kind=self.reader.kind
        )
        self._stack.setCurrentIndex(0 if rows or self._seen is not None else 1)
        row, self._next_row = self._next_row, None
        if row is not None or self._seen is None:
            self.table.choose_row(row or 0)
        if self._seen is not None:
            self.reader.read_order(self._seen.order_id)
        elif not rows and self.isVisible():
            self.empty_state.setFocus()
        self._say_bar(now)
        self._refresh()

    def _on_table_current_changed(self, order_id: str) -> None:
        if order_id and (self._seen is None or str(self._seen.order_id) != order_id):
            self.detail.strip.show_message(kind="held")
            self.reader.read_order(uuid.UUID(order_id))

    def _on_order_read(self, seen: Verification) -> None:
        other = self._seen is None or self._seen.order_id != seen.order_id
        self._seen = seen
        zone = self._kit.desk.time_zone
        self.detail.show_order(seen, zone=zone, now=self._kit.desk.now())
        if other:
            self.detail.dock.show_note(self._notes.get(seen.order_id, ""))
            self.detail.scroll_area.verticalScrollBar().setValue(0)
        self._say_strip(seen)
        self._refresh()

    def _say_strip(self, seen: Verification) -> None:
        strip, zone = self.detail.strip, self._kit.desk.time_zone
        if not seen.holds and seen.order_id != self._letter_of:
            strip.show_message(
                kind="info",
                title=self.tr("Somebody let this order go meanwhile"),
                text=self.tr("What you typed is still here: Enter keeps it with the order."),
            )
        elif seen.order_id == self._letter_of:
            strip.show_message(kind="info", title=self.tr("Cancelled. F9 shows the letter"))
        elif seen.refusal == "own_order":
            strip.show_message(kind="held", text=labels_verification.why_not("own_order"))
        elif seen.ask_again_at is not None:
            when = labels_verification.moment(seen.ask_again_at, zone, self._kit.desk.now())
            words = self.tr("Nobody could be reached: it stands back until {when}.")
            strip.show_message(kind="held", icon="clock", text=words.format(when=when))
        else:
            strip.show_message(kind="held")

    def _say_bar(self, now: datetime) -> None:
        rows = self.reader.rows
        detail = self.tr("Nothing is held")
        if rows:
            oldest = labels_verification.waiting(now - min(row.held_since for row in rows))
            detail = self.tr("{n} held, oldest {waiting}").format(n=len(rows), waiting=oldest)
        self.bar_changed.emit(self.tr("Verification"), detail)

    def _refresh(self) -> None:
        busy = self.tr("This is being kept.") if self.decisions.is_busy else ""
        offered = self._letter_of is not None
        self.keys.refresh(self._seen, busy=busy, letter=offered, rows=len(self.reader.rows))
        shown = self._seen is not None and self._seen.order_id == self._letter_of
        self.detail.dock.show_letter(shown)

    def _fit(self) -> None:
        px, wide = self.theme.px, self.width() >= self.theme.px(WIDE_FROM)
        self._whole.setContentsMargins(px(16), px(12), px(16), px(12))
        self._across.setSpacing(px(16))
        self.queue_panel.setVisible(not self.narrow or not self._in_detail)
        self.detail.setVisible(not self.narrow or self._in_detail)
        width = px(WIDE_QUEUE_WIDTH if wide else QUEUE_WIDTH)
        self.queue_panel.setMinimumWidth(0 if self.narrow else min(width, self.width() * 42 // 100))
        self.queue_panel.setMaximumWidth(16_777_215 if self.narrow else width)
        self.detail.set_form(lines=wide, narrow=self.narrow)

    # What the keys do

    def _go_to_queue(self) -> None:
        self._in_detail = False
        self._fit()
        empty = self._stack.currentIndex() == 1
        (self.empty_state if empty else self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to_note(self) -> None:
        self._in_detail = True
        self._fit()
        self.note_edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _release(self) -> None:
        self._decide(self.decisions.release)

    def _release_one(self, at: int) -> None:
        if self._seen is not None and at < len(self._seen.holds):
            hold_id = self._seen.holds[at].id
            self._decide(lambda seen, note: self.decisions.release_one(seen, hold_id, note))

    def _decide(self, decide: object) -> None:
        if self._seen is not None and callable(decide):
            decide(self._seen, self.detail.dock.note())

    def _call_back(self) -> None:
        seen = self._seen
        if seen is not None:
            words = self.tr("Call {number}: the billing phone of {customer}")
            said = words.format(number=seen.call_back, customer=seen.customer)
            self._kit.announce(said, "info")
            self.call_wanted.emit(seen.order_id)

    def _ask_to_cancel(self) -> None:
        if self._seen is not None:
            self.cancelling.ask(self._seen.order_id, note=self.detail.dock.note())

    def _show_letter(self) -> None:
        if self._letter_of is not None:
            self._kit.show_letter(self._letter_of)

    def _choose_reason(self) -> None:
        sheet = FilterSheet(theme=self.theme, rows=self.reader.rows, current=self.reader.kind)
        sheet.kind_chosen.connect(self._on_kind_chosen)
        self.sheet_wanted.emit(sheet)

    # What came of it

    def _on_kind_chosen(self, kind: HoldKind | None) -> None:
        self.reader.kind = kind
        self._seen = None
        self._on_queue_read()
        self._go_to_queue()

    def _on_released(self, done: Released) -> None:
        number = self._seen.shown_number if self._seen is not None else ""
        self._forget_note(done.order_id)
        if done.left:
            words = self.tr("Order {number} is still held: {reasons}").format(
                number=number, reasons=labels_verification.reason_words(done.left)
            )
            self._kit.announce(words, "held")
            self.refresh()
        elif done.state is OrderState.PLACED:
            words = self.tr("Order {number} goes on by itself once the bank has answered")
            self._kit.announce(words.format(number=number), "info")
            self._go_on()
        else:
            words = self.tr("Order {number} is released to fulfilment")
            self._kit.announce(words.format(number=number), "ok")
            self._go_on()

    def _on_asked_again(self, order_id: uuid.UUID, until: datetime) -> None:
        zone, now = self._kit.desk.time_zone, self._kit.desk.now()
        when = labels_verification.moment(until, zone, now)
        self._forget_note(order_id)
        self._kit.announce(self.tr("It comes back {when}").format(when=when), "info")
        self._go_on()

    def _on_noted(self, order_id: uuid.UUID) -> None:
        self._forget_note(order_id)
        self._kit.announce(self.tr("The note is kept with the order"), "ok")
        self.refresh()

    def _on_cancelled(self, order_id: uuid.UUID) -> None:
        self._forget_note(order_id)
        self._letter_of = order_id
        number = self._seen.shown_number if self._seen is not None else ""
        words = self.tr("Order {number} is cancelled. F9 shows the letter").format(number=number)
        self._kit.announce(words, "ok")
        self.refresh()

    def _on_refused(self, order_id: uuid.UUID, words: str) -> None:
        if self._seen is not None and self._seen.order_id == order_id:
            self.detail.dock.note_row.set_error(words)
            self._go_to_note()

    def _on_overtaken(self, _order_id: uuid.UUID, words: str) -> None:
        self._kit.announce(words, "held")
        self.refresh()

    def _on_note_text_changed(self, text: str) -> None:
        if self._seen is not None:
            self._notes[self._seen.order_id] = text

    def _forget_note(self, order_id: uuid.UUID) -> None:
        self._notes.pop(order_id, None)
        if self._seen is not None and self._seen.order_id == order_id:
            self.detail.dock.show_note("")

    def _go_on(self) -> None:
        """The next order takes the place of the one that was decided."""
        self._next_row = self.table.currentIndex().row()
        self._seen = None
        self.reader.forget_order()
        self.refresh()

    def _on_records_changed(self, what: frozenset[str], by: object) -> None:
        if (
            by not in (self.decisions, self.cancelling)
            and what & {"orders", "holds"}
            and self.isVisible()
        ):
            self.refresh()
