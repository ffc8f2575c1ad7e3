"""The call desk: from the first ring to the printed confirmation."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.payments.desk_payments import DeskPayments
from desktop.services.order_views import OrderView
from ui.card_entry.host import CardWindowHost
from ui.order_cancelling import OrderCancelling
from ui.pages.call_desk.bar_words import BarWords, bar_words
from ui.pages.call_desk.call_flow import CallFlow
from ui.pages.call_desk.call_steps import CallSteps
from ui.pages.call_desk.change_steps import ChangeSteps
from ui.pages.call_desk.coupon_steps import CouponSteps
from ui.pages.call_desk.desk_actions import CONTEXT, DeskState, add_actions
from ui.pages.call_desk.desk_view import DeskView
from ui.pages.call_desk.draft_keeper import DraftKeeper
from ui.pages.call_desk.form_steps import FormSteps
from ui.pages.call_desk.kit import DeskKit
from ui.pages.call_desk.money_steps import MoneySteps
from ui.pages.call_desk.order_stage import OrderStage
from ui.pages.call_desk.order_steps import OrderSteps
from ui.pages.call_desk.paper_flow import PaperFlow, PaperKit
from ui.pages.call_desk.parts import DeskParts
from ui.pages.call_desk.payment_flow import PaymentFlow
from ui.pages.call_desk.payment_stage import PaymentStage
from ui.widgets.key_hints import AreaHints, KeyHint
from ui.widgets.page import Page
from ui.widgets.side_sheet import SideSheet


class CallDeskPage(Page):
    """Waits for a call, keys it, takes the card, places it, prints it, ends it.

    It builds the flows (what is asked of records and processor), the view (what is shown), and the
    steps that connect them: the call, its forms, its order, its money.

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
        self._state = DeskState()
        self._has_looked = False
        self._bar: tuple[BarWords, object] | None = None
        add_actions(kit.actions, host=self, state=self._state, does=self._does())
        self.keeper = DraftKeeper(tasks=kit.tasks, desk=kit.desk, parent=self)
        self.calls = CallFlow(kit=kit, parent=self)
        self.desk_view = DeskView(
            kit=kit, keeper=self.keeper, context=CONTEXT, overlay_host=overlay_host
        )
        anchor = self.desk_view.payment_stage.payment_panel.card_anchor
        self.host = make_card_host(anchor)
        self.payments = PaymentFlow(kit=kit, payments=payments, host=self.host, parent=self)
        self.paper = PaperFlow(kit=kit, paper=paper, parent=self)
        parts = DeskParts(
            kit=kit,
            view=self.desk_view,
            calls=self.calls,
            keeper=self.keeper,
            payments=self.payments,
        )
        self._orders = OrderSteps(parts=parts, parent=self)
        self._forms = FormSteps(parts=parts, parent=self)
        self._coupon = CouponSteps(parts=parts, parent=self)
        self._money = MoneySteps(parts=parts, paper=self.paper, parent=self)
        self.cancelling = OrderCancelling(kit=kit, parent=self)
        self.changes = ChangeSteps(
            parts=parts, money=self._money, cancelling=self.cancelling, parent=self
        )
        self._steps = CallSteps(parts=parts, forms=self._forms, money=self._money, parent=self)
        column = QVBoxLayout(self)
        column.addWidget(self.desk_view)
        self._connect()
        self._on_theme_changed()
        self._refresh()

    # What others ask

    @property
    def in_call(self) -> bool:
        """A call is going on."""
        return self.calls.call is not None

    @property
    def kit(self) -> DeskKit:
        """What the page was handed; other pages do with an order what this one does."""
        return self._kit

    @property
    def view(self) -> OrderView | None:
        """The order on the desk."""
        return self.keeper.view

    @property
    def payment_state(self) -> str:
        """As `PaymentFlow.state`."""
        return self.payments.state

    @property
    def card_refusal(self) -> str:
        """Why no card can be taken at this desk, or ""."""
        return self.payments.refusal

    @property
    def order_stage(self) -> OrderStage:
        """The order while it is keyed."""
        return self.desk_view.order_stage

    @property
    def payment_stage(self) -> PaymentStage:
        """The order while it is paid for."""
        return self.desk_view.payment_stage

    def open_order(self, order_id: uuid.UUID) -> None:
        """Have a placed order on the desk, in this call or in a new one to its customer; F8 takes
        another card where one is needed."""
        self.changes.open_order(order_id)

    def open_draft(self, order_id: uuid.UUID) -> None:
        """Go on with an order that was begun without a call, such as one from a fax: in this call, or
        in a new one to its customer."""
        self.changes.open_draft(order_id)

    def change_order(self, order_id: uuid.UUID) -> None:
        """As `open_order`, with a change of it begun."""
        self.changes.change_order(order_id)

    def duplicate_order(self, order_id: uuid.UUID) -> None:
        """A new order like that one."""
        self.changes.duplicate_order(order_id)

    def ring(self, number: str) -> None:
        """The telephone shows a number, or that it is withheld: F2 takes the call with it."""
        self._steps.ring(number)

    # What the window asks

    def on_shown(self) -> None:
        """Go on with what a crash cut off; else be ready for the next call."""
        if not self._has_looked:
            self._has_looked = True
            self.calls.look_for_open_call()
        self.calls.refresh_day()
        if not self.in_call:
            self.desk_view.waiting_view.caller_edit.setFocus()
        elif self.desk_view.shows_payment:
            self.payment_stage.payment_panel.focus_primary()
        self._bar = None
        self._refresh()

    def call_actions(self) -> list[str]:
        """The buttons of the bar."""
        return ["opt_out", "park", "wrap_up"] if self.in_call else []

    def key_hints(self) -> AreaHints:
        """Keys that no button in view shows."""
        if not self.in_call:
            return AreaHints()
        if _is_placed(self.view):
            names = ("change_order", "cancel_order", "duplicate_order")
            return AreaHints("", tuple(self._hint_of(name) for name in names))
        hints = (
            KeyHint("Ctrl+E", self.tr("customer")),
            self._hint_of("coupon"),
            KeyHint("Alt+L", self.tr("lines")),
            KeyHint("Alt+E", self.tr("earlier orders")),
        )
        return AreaHints("", hints[1:] if self.narrow else hints)

    def _hint_of(self, name: str) -> KeyHint:
        action = self._kit.actions.get(name)
        return KeyHint(action.key_text, action.hint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back from the payment to the order, while nothing has been placed; from there it
        leaves a change."""
        if event.key() == Qt.Key.Key_Escape and self._money.may_go_back():
            if not event.isAutoRepeat():
                self._money.go_back()
            return
        if event.key() == Qt.Key.Key_Escape and self._may_leave_change():
            if not event.isAutoRepeat():
                self.changes.leave()
            return
        super().keyPressEvent(event)

    def _may_leave_change(self) -> bool:
        keyed_here = not self.desk_view.shows_payment and self.order_stage.open_form is None
        return self.changes.is_changing and keyed_here

    # How it is made

    def _does(self) -> dict[str, Callable[[], object]]:
        """What each action does; they are asked for by key, so only when all is built."""
        return {
            "begin": lambda: self._steps.begin(),
            "resume": lambda: self._steps.resume(),
            "find_caller": lambda: self._steps.find_caller(),
            "edit_customer": lambda: self._forms.open_customer(),
            "lines": lambda: self._forms.to_lines(),
            "bill_to": lambda: self._forms.open_address(bill=True),
            "ship_to": lambda: self._forms.open_address(bill=False),
            "coupon": lambda: self._coupon.open(),
            "shipping": lambda: self._forms.to_choice("shipping"),
            "promise": lambda: self._forms.to_choice("promise"),
            "backorder": lambda: self._forms.to_choice("backorder"),
            "gift": lambda: self._forms.to_choice("gift"),
            "source": lambda: self._forms.to_choice("source"),
            "earlier": lambda: self._steps.show_earlier(),
            "use_duplicate": lambda: self.order_stage.customer_form.take_duplicate(),
            "say": lambda: self._orders.say_words(),
            "card": lambda: self._money.take_card(),
            "tender": lambda: self._money.open_tender(),
            "card_unpaused": lambda: self._money.take_card(unpaused=True),
            "finish": lambda: self._money.finish(),
            "confirmation": lambda: self._money.open_paper(),
            "park": lambda: self.calls.park(),
            "wrap_up": lambda: self._steps.wrap_up(),
            "change_order": lambda: self.changes.change_order(),
            "cancel_order": lambda: self.changes.cancel_order(),
            "duplicate_order": lambda: self.changes.duplicate_order(),
            "leave_change": lambda: self.changes.leave(),
        }

    def _connect(self) -> None:
        for steps in (
            self._orders, self._forms, self._coupon, self._money, self._steps, self.changes,
        ):  # fmt: skip
            steps.changed.connect(self._refresh)
        for source in (
            self._orders, self._money, self._steps, self.paper, self.changes, self.cancelling,
        ):  # fmt: skip
            source.sheet_wanted.connect(self.sheet_wanted)
        for flow in (self.calls, self.payments, self.paper, self.changes, self.cancelling):
            flow.problem_met.connect(self.problem_met)
        self._steps.deed_wanted.connect(self.changes.do)
        self._orders.order_gone_on.connect(self._on_order_gone_on)
        self.desk_view.earlier_panel.earlier_list.order_chosen.connect(self.paper.open)
        self.narrow_changed.connect(self.desk_view.set_narrow)
        self.theme.theme_changed.connect(self._on_theme_changed)

    def _on_order_gone_on(self, view: OrderView) -> None:
        """Somebody else placed it: what became of its payment is shown."""
        self.desk_view.order_stage.show_lines()
        self.desk_view.show_payment_stage()
        self.payments.take_up(view)

    def _refresh(self) -> None:
        """Say again what can be done, and what the call bar says."""
        state, before = self._state, (self._state.in_call, _is_placed(self._state.view))
        state.in_call = self.in_call
        state.has_caller = self.calls.caller is not None
        state.view = self.keeper.view
        state.payment_state = self.payments.state
        state.card_refusal = self.payments.refusal
        state.is_local = self.keeper.is_local
        state.is_pending = self.order_stage.choices_panel.is_pending
        state.form_is_open = self.in_call and self.order_stage.open_form is not None
        state.parked_count = len(self.calls.day.parked)
        state.has_duplicate = state.form_is_open and self.order_stage.customer_form.has_duplicate
        state.words_to_say = bool(self._orders.words_to_say)
        self._say_resume(state.parked_count)
        self._money.say_actions()
        self._kit.actions.refresh()
        if before != (state.in_call, _is_placed(state.view)):
            self.call_actions_changed.emit()
        self._show_bar()

    def _say_resume(self, parked: int) -> None:
        words = self.tr("Resume parked")
        if parked:
            words = self.tr("Resume parked ({count})").format(count=parked)
        self._kit.actions.get("resume").set_words(words)

    def _show_bar(self) -> None:
        call = self.calls.call
        words = bar_words(call, self._steps.ring_words(), self.calls.day, self._kit.desk)
        shown = (dataclasses.replace(words, seconds=None), call.id if call else None)
        if shown != self._bar:
            self._bar = shown
            self.bar_changed.emit(words.title, words.detail, words.icon, words.tone, words.seconds)

    def _on_theme_changed(self) -> None:
        px, layout = self.theme.px, self.layout()
        if layout is not None:
            layout.setContentsMargins(px(16), px(12), px(16), px(12))


def _is_placed(view: OrderView | None) -> bool:
    return view is not None and view.placed_at is not None
