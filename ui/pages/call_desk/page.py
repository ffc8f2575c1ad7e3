"""The call desk: from the first ring to the printed confirmation."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.payments.desk_payments import DeskPayments
from desktop.services import customers
from desktop.services.calling import CallerView, Resumed
from desktop.services.calls import CallView, DaySummary
from desktop.services.customer_search import CustomerMatch
from desktop.services.customers import CustomerView
from desktop.services.desk import Refused
from desktop.services.order_views import LineView, OrderView
from desktop.services.orders import Discount
from desktop.services.promises import PromiseChoice
from models.addresses_rules import PostalAddress
from models.call import CallOutcome
from models.order import OrderState
from ui import labels
from ui.card_entry.host import CardWindowHost
from ui.pages.call_desk.call_flow import CallFlow
from ui.pages.call_desk.caller_panel import CallerPanel
from ui.pages.call_desk.desk_actions import CONTEXT, add_actions
from ui.pages.call_desk.draft_keeper import DraftKeeper
from ui.pages.call_desk.earlier_panel import EarlierPanel
from ui.pages.call_desk.form_panel import FormPanel
from ui.pages.call_desk.kit import DeskKit
from ui.pages.call_desk.note_panel import NotePanel
from ui.pages.call_desk.order_stage import OrderStage
from ui.pages.call_desk.paper_flow import PaperFlow, PaperKit
from ui.pages.call_desk.payment_flow import PaymentFlow
from ui.pages.call_desk.payment_stage import PaymentStage
from ui.pages.call_desk.payment_words import PaymentWords
from ui.pages.call_desk.price_sheet import PriceSheet
from ui.pages.call_desk.waiting_view import WaitingView, first_parked
from ui.pages.call_desk.wrap_up_sheet import WrapUpSheet
from ui.widgets.key_hints import AreaHints, KeyHint
from ui.widgets.page import Page
from ui.widgets.side_sheet import SideSheet


class CallDeskPage(Page):
    """Waits for a call, keys it, takes the card, places it, prints it, ends it.

    Signals:
        sheet_wanted(SideSheet): the window opens it.
        bar_changed(str title, str detail, str icon, str tone, object seconds): what the call bar says;
            seconds is how long the call has lasted, or None while there is none.
        problem_met(object exc, str where): the world or we broke; what was keyed is kept.
    """

    sheet_wanted = Signal(SideSheet)
    bar_changed = Signal(str, str, str, str, object)
    problem_met = Signal(object, str)

    def __init__(
        self,
        *,
        kit: DeskKit,
        payments: DeskPayments,
        paper: PaperKit,
        make_card_host: Callable[[QWidget], CardWindowHost],
        overlay_host: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        """*make_card_host* gets the widget that the card window is laid over; *overlay_host* is what
        the list of customers is laid over (the window)."""
        super().__init__(
            theme=kit.theme, page_id=CONTEXT, title="", icon="phone-call", parent=parent
        )
        self.title = self.tr("Call desk")
        self.setAccessibleName(self.title)
        self._kit = kit
        self._caller_id = ""
        self._looked = False
        self._pending_text = ""
        self._pending_match: CustomerMatch | None = None
        self._pending_new: str | None = None
        self.keeper = DraftKeeper(tasks=kit.tasks, desk=kit.desk, parent=self)
        self.calls = CallFlow(kit=kit, parent=self)
        self._add_actions()
        self.waiting_view = WaitingView(kit=kit, host=overlay_host)
        self.caller_panel = CallerPanel(kit=kit, host=overlay_host)
        self.note_panel = NotePanel(kit=kit)
        self.earlier_panel = EarlierPanel(kit=kit)
        self.order_stage = OrderStage(kit=kit, keeper=self.keeper, context=CONTEXT)
        self.payment_stage = PaymentStage(kit=kit)
        self.host = make_card_host(self.payment_stage.payment_panel.card_anchor)
        self.payments = PaymentFlow(kit=kit, payments=payments, host=self.host, parent=self)
        self.paper = PaperFlow(kit=kit, paper=paper, parent=self)
        self._ready = True
        self._build()
        self._connect()
        kit.actions.refresh()

    # What others ask

    @property
    def in_call(self) -> bool:
        """A call is going on."""
        return self.calls.call is not None

    @property
    def view(self) -> OrderView | None:
        """The order on the desk."""
        return self.keeper.view

    @property
    def payment_state(self) -> str:
        """As `PaymentFlow.state`."""
        return self.payments.state if self._ready else "none"

    @property
    def card_refusal(self) -> str:
        """Why no card can be taken at this desk, or ""."""
        return self.payments.refusal if self._ready else ""

    @property
    def is_saved(self) -> bool:
        """The database says what has been keyed."""
        return self.keeper.is_saved

    @property
    def form_is_open(self) -> bool:
        """A form lies over the lines."""
        return self._ready and self.in_call and self.order_stage.open_form is not None

    @property
    def parked_count(self) -> int:
        """Calls that are parked."""
        return len(self.calls.day.parked)

    @property
    def has_duplicate(self) -> bool:
        """The new-customer form offers somebody who is on file."""
        return self._ready and self.form_is_open and self.order_stage.customer_form.has_duplicate

    def ring(self, number: str) -> None:
        """The telephone shows a number: F2 takes the call with it."""
        self._caller_id = number
        self._show_bar()

    def on_shown(self) -> None:
        """Go on with what a crash cut off; else be ready for the next call."""
        if not self._looked:
            self._looked = True
            self.calls.look_for_open_call()
        self.calls.refresh_day()
        if not self.in_call:
            self.waiting_view.caller_edit.setFocus()
        self._show_bar()

    def call_actions(self) -> list[str]:
        """The buttons of the bar."""
        return ["park", "wrap_up"] if self.in_call else ["resume"]

    def key_hints(self) -> AreaHints:
        """Keys that no button in view shows."""
        if not self.in_call:
            return AreaHints()
        lines = KeyHint("Alt+L", self.tr("lines"))
        return AreaHints("", (lines, KeyHint("Alt+E", self.tr("earlier orders"))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back from the payment to the order, while nothing has been placed."""
        back = self.payment_state in ("card_taken", "card_failed")
        view = self.view
        draft = view is not None and view.state is OrderState.DRAFT
        if event.key() == Qt.Key.Key_Escape and back and draft:
            self._show_stage(self.order_stage)
            self.order_stage.lines_panel.line_grid.focus_entry()
            return
        super().keyPressEvent(event)

    # How it is made

    def _add_actions(self) -> None:
        self._ready = False
        does: dict[str, Callable[[], object]] = {
            "begin": self._on_begin_triggered,
            "resume": self._on_resume_triggered,
            "find_caller": lambda: self.caller_panel.edit_caller(),
            "lines": lambda: self._close_form(),
            "bill_to": lambda: self._open_address(bill=True),
            "ship_to": lambda: self._open_address(bill=False),
            "shipping": lambda: self.order_stage.choices_panel.shipping_combo.setFocus(),
            "promise": lambda: self.order_stage.choices_panel.promise_combo.setFocus(),
            "gift": lambda: self.order_stage.choices_panel.gift_row.line_edit.setFocus(),
            "source": lambda: self.order_stage.choices_panel.source_combo.setFocus(),
            "earlier": lambda: self.earlier_panel.earlier_list.setFocus(),
            "use_duplicate": lambda: self.order_stage.customer_form.take_duplicate(),
            "card": self._on_card_triggered,
            "finish": self._on_finish_triggered,
            "confirmation": self._on_confirmation_triggered,
            "park": self._on_park_triggered,
            "wrap_up": self._on_wrap_up_triggered,
        }
        add_actions(self._kit.actions, host=self, state=self, does=does)

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(self.theme.px(12))
        left.addWidget(self.caller_panel)
        left.addWidget(self.note_panel)
        left.addWidget(self.earlier_panel, 1)
        self._left = QWidget()
        self._left.setLayout(left)
        self._left.setFixedWidth(self.theme.px(276))
        self._stages = QStackedWidget()
        self._stages.addWidget(self.order_stage)
        self._stages.addWidget(self.payment_stage)
        call = QWidget()
        row = QHBoxLayout(call)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.theme.px(12))
        row.addWidget(self._left)
        row.addWidget(self._stages, 1)
        self._call_view = call
        self._views = QStackedWidget()
        self._views.addWidget(self.waiting_view)
        self._views.addWidget(call)
        page = QVBoxLayout(self)
        px = self.theme.px
        page.setContentsMargins(px(16), px(12), px(16), px(12))
        page.addWidget(self._views)

    def _connect(self) -> None:
        flow, keeper, pay = self.calls, self.keeper, self.payments
        flow.call_begun.connect(self._on_call_begun)
        flow.call_resumed.connect(self._on_call_resumed)
        flow.call_left.connect(self._on_call_left)
        flow.caller_known.connect(self._on_caller_known)
        flow.number_known.connect(self._on_number_known)
        flow.day_changed.connect(self._on_day_changed)
        keeper.view_changed.connect(self._on_view_changed)
        keeper.saving_changed.connect(self._on_saving_changed)
        keeper.save_refused.connect(self._on_save_refused)
        keeper.made_stale.connect(self._on_made_stale)
        pay.state_changed.connect(self._on_payment_state_changed)
        pay.order_placed.connect(self._on_order_placed)
        for source in (flow, pay, self.paper):
            source.problem_met.connect(self.problem_met)
        self.paper.sheet_wanted.connect(self.sheet_wanted)
        for box in (self.waiting_view.caller_edit, self.caller_panel.caller_edit):
            box.customer_found.connect(self._on_customer_found)
            box.new_customer_wanted.connect(self._on_new_customer_wanted)
            box.text_refused.connect(lambda words: self._kit.announce(words, "bad"))
        self._connect_stage()
        self.narrow_changed.connect(self._on_narrow_changed)

    def _connect_stage(self) -> None:
        stage, choices = self.order_stage, self.order_stage.choices_panel
        stage.lines_panel.price_wanted.connect(self._on_price_wanted)
        stage.lines_panel.lines_finished.connect(self._on_lines_finished)
        choices.shipping_chosen.connect(lambda m: self.keeper.change(shipping_method_id=m))
        choices.promise_chosen.connect(self._on_promise_chosen)
        choices.gift_edited.connect(lambda text: self.keeper.change(gift_message=text))
        choices.source_chosen.connect(lambda code: self.keeper.change(source_code=code))
        choices.catalog_changed.connect(lambda wants: self.keeper.change(wants_catalog=wants))
        stage.customer_form.customer_made.connect(self._on_customer_made)
        stage.customer_form.duplicate_taken.connect(self._on_customer_made)
        stage.bill_form.address_chosen.connect(lambda a: self._on_address_chosen(a, bill=True))
        stage.ship_form.address_chosen.connect(lambda a: self._on_address_chosen(a, bill=False))
        for form, kind in self._forms():
            form.form_left.connect(self._close_form)
            form.form_edited.connect(lambda f=form, k=kind: self._keep_form(f, k))
        self.earlier_panel.earlier_list.order_chosen.connect(self._on_earlier_order_chosen)

    def _forms(self) -> tuple[tuple[FormPanel, str], ...]:
        stage = self.order_stage
        return (
            (stage.customer_form, "customer"),
            (stage.bill_form, "bill_to"),
            (stage.ship_form, "ship_to"),
        )

    # The call

    def _on_begin_triggered(self) -> None:
        typed = self.waiting_view.caller_edit.text().strip()
        self.waiting_view.caller_edit.reset()
        self._pending_text = typed
        self.calls.begin(caller_id=self._caller_id)

    def _on_call_begun(self, call: CallView) -> None:
        self._caller_id = ""
        self.keeper.begin(call_id=call.id)
        self.payments.begin_call()
        self._show_nobody()
        self._views.setCurrentWidget(self._call_view)
        self._show_stage(self.order_stage)
        self.order_stage.show_lines()
        box = self.caller_panel.caller_edit
        box.setFocus()
        waiting, self._pending_match = self._pending_match, None
        wanted, self._pending_new = self._pending_new, None
        text, self._pending_text = self._pending_text, ""
        if waiting is not None:
            self.calls.open_customer(waiting.id)
        elif wanted is not None:
            self._on_new_customer_wanted(wanted)
        elif text or call.number_typed:
            box.look_up(text or call.number_typed)
        self._call_changed()

    def _on_call_resumed(self, resumed: Resumed) -> None:
        call = resumed.call
        self.payments.begin_call()
        self._show_nobody()
        self._views.setCurrentWidget(self._call_view)
        self.order_stage.show_lines()
        if resumed.caller is not None:
            self._show_caller(resumed.caller)
        elif call.number_typed:
            self.calls.learn_number(call.number_typed)
        if resumed.draft is not None and resumed.order is not None:
            self.keeper.take(resumed.draft, resumed.order)
            self._show_stage(self.order_stage)
            self.order_stage.lines_panel.line_grid.focus_entry()
        elif resumed.order is not None:
            self.keeper.clear()
            self.keeper.refresh(resumed.order)
            self._show_stage(self.payment_stage)
            self.payments.take_up(resumed.order)
        else:
            self._begin_draft(resumed.caller)
            self._show_stage(self.order_stage)
            self.order_stage.lines_panel.line_grid.focus_entry()
        self._restore_form(dict(call.form))
        self._call_changed()

    def _on_call_left(self) -> None:
        self.payments.forget()
        self.keeper.clear()
        self._views.setCurrentWidget(self.waiting_view)
        self.waiting_view.caller_edit.reset()
        self.waiting_view.caller_edit.setFocus()
        self._call_changed()

    def _on_resume_triggered(self) -> None:
        call_id = first_parked(self.calls.day)
        if call_id is not None:
            self.calls.resume(call_id)

    def _on_park_triggered(self) -> None:
        self.calls.park()

    def _on_wrap_up_triggered(self) -> None:
        view = self.view
        waits = view is not None and view.state is OrderState.DRAFT and bool(view.lines)
        sheet = WrapUpSheet(kit=self._kit, likely=self._likely_outcome(), draft_waits=waits)
        sheet.call_ended.connect(self.calls.end)
        self.sheet_wanted.emit(sheet)

    def _likely_outcome(self) -> CallOutcome:
        view = self.view
        if view is None or view.state in (OrderState.DRAFT, OrderState.CANCELLED):
            return CallOutcome.NO_ORDER
        return CallOutcome.ORDER_HELD if view.held else CallOutcome.ORDER_PLACED

    def _on_day_changed(self, day: DaySummary) -> None:
        self.waiting_view.show_day(day)
        self._call_changed()

    # The caller

    def _on_customer_found(self, match: CustomerMatch) -> None:
        if not self.in_call:
            self._pending_match = match
            self.calls.begin(caller_id=self._caller_id)
            return
        self.calls.open_customer(match.id)

    def _on_new_customer_wanted(self, text: str) -> None:
        if not self.in_call:
            self._pending_new = text
            self.calls.begin(caller_id=self._caller_id)
            return
        call = self.calls.call
        number = call.number_typed if call is not None else ""
        self.order_stage.customer_form.start(text, number=number)
        self._show_stage(self.order_stage)
        self.order_stage.show_form(self.order_stage.customer_form)
        self._call_changed()

    def _on_customer_made(self, customer: CustomerView) -> None:
        self.calls.keep_form({})
        self.order_stage.show_lines()
        self.calls.open_customer(customer.id)
        self._call_changed()

    def _on_caller_known(self, caller: CallerView) -> None:
        self._show_caller(caller)
        bill_to = caller.customer.bill_to
        address = bill_to.address if bill_to else None
        if self.keeper.view is None:
            self._begin_draft(caller)
        else:
            self.keeper.change(customer_id=caller.customer.id, bill_to=address)
        self.order_stage.lines_panel.line_grid.focus_entry()
        self._call_changed()

    def _on_number_known(self, facts: object) -> None:
        if self.calls.caller is None:
            self.caller_panel.show_caller(None, facts)  # type: ignore[arg-type]

    def _show_caller(self, caller: CallerView) -> None:
        self.caller_panel.show_caller(caller.customer, caller.facts)
        self.note_panel.show_note(caller.customer.notes)
        self.earlier_panel.show_orders(caller.orders, caller.order_count, caller.first_order_at)

    def _show_nobody(self) -> None:
        self.caller_panel.caller_edit.reset()
        self.caller_panel.show_caller(None, None)
        self.note_panel.show_note("")
        self.earlier_panel.show_orders((), 0, None)

    def _begin_draft(self, caller: CallerView | None) -> None:
        call = self.calls.call
        if call is None:
            return
        bill_to = caller.customer.bill_to if caller else None
        self.keeper.begin(
            call_id=call.id,
            customer_id=caller.customer.id if caller else None,
            bill_to=bill_to.address if bill_to else None,
        )

    # The forms

    def _open_address(self, *, bill: bool) -> None:
        draft = self.keeper.draft
        caller = self.calls.caller
        if draft is None:
            return
        form = self.order_stage.bill_form if bill else self.order_stage.ship_form
        form.start(
            customer=caller.customer if caller else None,
            current=draft.bill_to if bill else draft.ship_to,
            bill_to=draft.bill_to,
        )
        self._show_stage(self.order_stage)
        self.order_stage.show_form(form)
        self._call_changed()

    def _on_address_chosen(self, address: PostalAddress | None, *, bill: bool) -> None:
        self.calls.keep_form({})
        if bill:
            self.keeper.change(bill_to=address)
        else:
            self.keeper.change(ship_to=address)
        self._close_form()
        caller = self.calls.caller
        if address is None or caller is None:
            return
        desk, customer_id = self._kit.desk, caller.customer.id
        self._kit.tasks.command(
            self,
            lambda session: customers.add_address(
                session, desk, customer_id, address, bills_here=bill
            ),
            done=self._on_address_kept,
            changed={"customers"},
            name="add_address",
        )

    def _on_address_kept(self, customer: CustomerView) -> None:
        caller = self.calls.caller
        if caller is not None and caller.customer.id == customer.id:
            self.calls.caller = dataclasses.replace(caller, customer=customer)

    def _close_form(self) -> None:
        self.order_stage.show_lines()
        self._show_stage(self.order_stage)
        self.order_stage.lines_panel.line_grid.focus_entry()
        self._call_changed()

    def _keep_form(self, form: FormPanel, kind: str) -> None:
        self.calls.keep_form({"form": kind, **form.form()})

    def _restore_form(self, typed: dict[str, str]) -> None:
        kind = typed.pop("form", "")
        for form, name in self._forms():
            if name == kind:
                if kind != "customer":
                    self._open_address(bill=kind == "bill_to")
                form.restore(typed)
                self.order_stage.show_form(form)

    # The order

    def _on_view_changed(self, view: OrderView | None) -> None:
        self.order_stage.show_order(view, self.keeper.draft)
        if view is not None:
            self.payment_stage.show_order(view)
        self._kit.actions.refresh()

    def _on_saving_changed(self, state: str) -> None:
        self.order_stage.money_panel.show_saving(state)
        self._kit.actions.refresh()

    def _on_save_refused(self, error: Refused) -> None:
        self._kit.announce(labels.refusal(error), "bad")
        self.order_stage.show_order(self.keeper.view, self.keeper.draft)

    def _on_made_stale(self) -> None:
        self._kit.announce(
            self.tr("This order was changed elsewhere. It is shown as it is now."), "held"
        )

    def _on_price_wanted(self, line: LineView) -> None:
        sheet = PriceSheet(kit=self._kit, line=line)
        sheet.price_given.connect(self._on_price_given)
        self.sheet_wanted.emit(sheet)

    def _on_price_given(
        self, line_id: str, price: int | None, reason: str, discount: Discount | None
    ) -> None:
        draft = self.keeper.draft
        if draft is not None:
            self.keeper.change(
                lines=tuple(
                    dataclasses.replace(
                        line, unit_price_minor=price, price_reason=reason, discount=discount
                    )
                    if str(line.id) == line_id
                    else line
                    for line in draft.lines
                )
            )

    def _on_promise_chosen(self, choice: PromiseChoice, words: str) -> None:
        self.keeper.change(
            promise_date=choice.date,
            promise_words="" if choice.code == "none" else words,
            promise_basis=choice.basis,
        )

    def _on_lines_finished(self) -> None:
        self.order_stage.choices_panel.shipping_combo.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_earlier_order_chosen(self, order_id: uuid.UUID) -> None:
        self.paper.open(order_id)

    # The money

    def _on_card_triggered(self) -> None:
        view = self.view
        if view is not None:
            self.payment_stage.payment_panel.setFocus()
            self._show_stage(self.payment_stage)
            self.payments.take_card(view)

    def _on_finish_triggered(self) -> None:
        form = self.order_stage.open_form
        if self._stages.currentWidget() is self.order_stage and form is not None:
            form.submit()
        else:
            self._show_stage(self.payment_stage)
            self.payments.finish()

    def _on_confirmation_triggered(self) -> None:
        if self.view is not None:
            self.paper.open(self.view.id)

    def _on_payment_state_changed(self, words: PaymentWords) -> None:
        self.payment_stage.show_words(words)
        self._say_finish()
        another = words.state in ("card_taken", "declined", "unknown", "card_failed")
        card_words = self.tr("Use another card") if another else self.tr("Take the card")
        self._kit.actions.get("card").set_words(card_words)
        self.order_stage.pay_panel.show_card(self.payments.card_words)
        self._kit.actions.refresh()
        if words.state != "card_window":
            self.payment_stage.payment_panel.focus_primary()
        self._show_bar()

    def _say_finish(self) -> None:
        """F10 in the words of the moment."""
        finish = self._kit.actions.get("finish")
        form = self.order_stage.open_form if self.form_is_open else None
        placed = self.view is not None and self.view.placed_at is not None
        if form is not None:
            finish.set_words(form.save_words, icon="check")
        elif self.payment_state == "unknown":
            finish.set_words(self.tr("Find out"), icon="magnifying-glass")
        elif self.payment_state == "card_taken" and placed:
            finish.set_words(self.tr("Authorize this card"), icon="check")
        else:
            finish.set_words(self.tr("Place the order"), icon="check")

    def _on_order_placed(self, view: OrderView) -> None:
        self.keeper.refresh(view)
        self.order_stage.money_panel.show_saving("placed")
        self._kit.actions.refresh()

    # What is shown

    def _show_stage(self, stage: QWidget) -> None:
        self._stages.setCurrentWidget(stage)

    def _call_changed(self) -> None:
        self._say_finish()
        self._kit.actions.refresh()
        self.call_actions_changed.emit()
        self._show_bar()

    def _show_bar(self) -> None:
        call = self.calls.call
        if call is None and self._caller_id:
            words = self.tr("{number}: F2 takes the call").format(number=self._caller_id)
            self.bar_changed.emit(self.tr("Ringing"), words, "phone-incoming", "ok_text", None)
            return
        if call is None:
            ended = self.calls.day.calls[0].ended_at if self.calls.day.calls else None
            words = ""
            if ended is not None:
                at = labels.clock_time(ended, self._kit.desk.time_zone)
                words = self.tr("Last call ended {time}").format(time=at)
            self.bar_changed.emit(self.tr("Waiting for a call"), words, "phone", "muted", None)
            return
        shown = self.tr("Caller-ID shown") if call.has_caller_id else self.tr("No caller-ID")
        seconds = int((self._kit.desk.now() - call.started_at).total_seconds())
        self.bar_changed.emit(self.tr("On call"), shown, "phone-call-fill", "ok_text", seconds)

    def _on_narrow_changed(self, narrow: bool) -> None:
        self.earlier_panel.setVisible(not narrow)
        self._left.setFixedWidth(self.theme.px(200 if narrow else 276))
        self.waiting_view.set_narrow(narrow)
