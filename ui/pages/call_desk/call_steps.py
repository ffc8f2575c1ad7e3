"""The call: begun, its caller, parked, resumed, ended."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from desktop.services.callers import NumberFacts
from desktop.services.calling import CallerView, Resumed
from desktop.services.calls import TAKEN_UP, CallView, DaySummary
from desktop.services.customer_search import CustomerMatch
from models import phone_numbers
from models.call import CallOutcome
from models.channels import Channel
from models.order import OrderState
from ui.pages.call_desk.earlier_sheet import EarlierSheet
from ui.pages.call_desk.form_steps import FormSteps
from ui.pages.call_desk.money_steps import MoneySteps
from ui.pages.call_desk.parked_sheet import ParkedSheet
from ui.pages.call_desk.parts import DeskParts
from ui.pages.call_desk.wrap_up_sheet import WrapUpSheet
from ui.widgets.side_sheet import SideSheet


class CallSteps(QObject):
    """What leads from one call to the next.

    Signals:
        sheet_wanted(SideSheet): the window opens it.
        changed: what can be done now may be something else.
        deed_wanted(str action id, UUID): something is to be done with an earlier order.
    """

    sheet_wanted = Signal(SideSheet)
    changed = Signal()
    deed_wanted = Signal(str, object)

    def __init__(
        self, *, parts: DeskParts, forms: FormSteps, money: MoneySteps, parent: QObject
    ) -> None:
        """Listens from now on."""
        super().__init__(parent)
        self._kit = parts.kit
        self._parts = parts
        self._calls = parts.calls
        self._keeper = parts.keeper
        self._view = parts.view
        self._forms = forms
        self._money = money
        self.ringing: str | None = None
        self._pending_text = ""
        self._pending_match: CustomerMatch | None = None
        self._pending_new: str | None = None
        self._connect()

    def ring(self, number: str) -> None:
        """The telephone shows a number, or words where it is withheld; "" where it shows nothing."""
        self.ringing = number.strip()
        self.changed.emit()

    def ring_words(self) -> str:
        """What the telephone shows, as people write it; "" when nothing rings."""
        if self.ringing is None:
            return ""
        number = phone_numbers.parse(self.ringing, self._kit.desk.country)
        if number is None:
            return self.tr("Number withheld")
        return phone_numbers.display(number.e164, self._kit.desk.country)

    def begin(self) -> None:
        """F2: begin a call, with the number that the telephone shows or what was typed."""
        self._pending_text = self._view.waiting_view.caller_edit.text().strip()
        self._begin()

    def resume(self) -> None:
        """Ctrl+F11: take the parked call back, or choose one of several."""
        parked = self._calls.day.parked
        if len(parked) == 1:
            self._calls.resume(parked[0].id)
        elif parked:
            sheet = ParkedSheet(kit=self._kit, parked=parked)
            sheet.call_chosen.connect(self._calls.resume)
            self.sheet_wanted.emit(sheet)

    def wrap_up(self) -> None:
        """F12: ask how the call ended."""
        view = self._keeper.view
        waits = view is not None and view.state is OrderState.DRAFT and bool(view.lines)
        warning = self.tr("The order on the desk was not placed. Ending the call drops it.")
        if view is not None and view.channel is not Channel.PHONE:
            warning = self.tr(
                "The order on the desk was not placed. It came on paper, so it is kept."
            )
        if view is not None and view.change is not None:
            warning = self.tr("The change is not saved. Ending the call drops it; the order stays.")
        sheet = WrapUpSheet(
            kit=self._kit, likely=self._likely_outcome(), warning=warning if waits else ""
        )
        sheet.call_ended.connect(self._calls.end)
        self.sheet_wanted.emit(sheet)

    def show_earlier(self) -> None:
        """Alt+E: the list of earlier orders, in a sheet where the page has no room for it."""
        caller = self._calls.caller
        earlier = self._view.earlier_panel
        if earlier.isVisible():
            earlier.earlier_list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif caller is not None:
            sheet = EarlierSheet(kit=self._kit, orders=caller.orders)
            sheet.order_chosen.connect(earlier.earlier_list.order_chosen)
            sheet.deed_wanted.connect(self.deed_wanted)
            self.sheet_wanted.emit(sheet)

    def find_caller(self) -> None:
        """F3: the box in place of the name."""
        if self._view.order_stage.open_form is not None:
            self._view.order_stage.show_lines()
        self._view.show_order_stage()
        self._view.caller_panel.edit_caller()
        self.changed.emit()

    def _connect(self) -> None:
        calls = self._calls
        calls.call_begun.connect(self._on_calls_call_begun)
        calls.begin_failed.connect(self._on_calls_begin_failed)
        calls.call_resumed.connect(self._on_calls_call_resumed)
        calls.call_left.connect(self._on_calls_call_left)
        calls.caller_known.connect(self._on_calls_caller_known)
        calls.caller_refreshed.connect(self._view.show_caller)
        calls.number_known.connect(self._on_calls_number_known)
        calls.day_changed.connect(self._on_calls_day_changed)
        for box in (self._view.waiting_view.caller_edit, self._view.caller_panel.caller_edit):
            box.customer_found.connect(self._on_box_customer_found)
            box.new_customer_wanted.connect(self._on_box_new_customer_wanted)
            box.text_refused.connect(lambda words: self._kit.announce(words, "bad"))
        self._view.caller_panel.caller_edit.box_left.connect(self._on_box_left)

    def _begin(self) -> None:
        number = self.ringing or ""
        if phone_numbers.parse(number, self._kit.desk.country) is None:
            number = ""
        self._calls.begin(caller_id=number)

    def _on_calls_call_begun(self, call: CallView) -> None:
        self.ringing = None
        self._take_up()
        self._keeper.begin(call_id=call.id)
        box = self._view.caller_panel.caller_edit
        box.setFocus()
        match, self._pending_match = self._pending_match, None
        wanted, self._pending_new = self._pending_new, None
        text, self._pending_text = self._pending_text, ""
        if match is not None:
            self._calls.open_customer(match.id)
        elif wanted is not None:
            self._forms.open_new_customer(wanted)
        elif text or call.number_typed:
            box.look_up(text or call.number_typed)
        self.changed.emit()

    def _on_calls_begin_failed(self) -> None:
        """What was typed stands in the box again, for the next try."""
        waiting = self._pending_text or self._pending_new
        self._pending_match = self._pending_new = None
        self._pending_text = ""
        if waiting:
            self._view.waiting_view.caller_edit.setText(waiting)
        self._view.waiting_view.caller_edit.setFocus()

    def _on_calls_call_resumed(self, resumed: Resumed) -> None:
        self._take_up()
        if resumed.caller is not None:
            self._view.show_caller(resumed.caller)
        elif resumed.call.number_typed:
            self._calls.learn_number(resumed.call.number_typed)
        if resumed.draft is not None and resumed.order is not None:
            self._keeper.take(resumed.draft, resumed.order)
        elif resumed.order is not None:
            self._keeper.refresh(resumed.order)
            self._view.show_payment_stage()
            self._view.payment_stage.payment_panel.setFocus()
            opened = resumed.order.call_id != resumed.call.id
            self._parts.payments.take_up(resumed.order, opened=opened)
        else:
            self._begin_draft(resumed.caller)
        if not self._view.shows_payment:
            if resumed.caller is None:
                self._view.caller_panel.caller_edit.setFocus()
            else:
                self._view.focus_lines()
            typed = dict(resumed.call.form)
            typed.pop(TAKEN_UP, None)
            self._forms.restore(typed)
        self.changed.emit()

    def _take_up(self) -> None:
        """Nothing of the last call is left on the desk."""
        self._money.forget()
        self._keeper.clear()
        self._forms.forget()
        self._parts.payments.begin_call()
        self._view.show_call()

    def _on_calls_call_left(self) -> None:
        self._money.forget()
        self._parts.payments.forget()
        self._keeper.clear()
        self._forms.forget()
        self._view.show_waiting()
        self.changed.emit()

    def _likely_outcome(self) -> CallOutcome:
        view, call = self._keeper.view, self._calls.call
        earlier = call is not None and view is not None and view.call_id != call.id
        if view is not None and (view.change is not None or earlier):
            return CallOutcome.QUESTION
        if view is None or view.state in (OrderState.DRAFT, OrderState.CANCELLED):
            return CallOutcome.NO_ORDER
        return CallOutcome.ORDER_HELD if view.held else CallOutcome.ORDER_PLACED

    def _on_calls_day_changed(self, day: DaySummary) -> None:
        self._view.waiting_view.show_day(day)
        self.changed.emit()

    def _on_box_customer_found(self, match: CustomerMatch) -> None:
        if self._calls.call is None:
            self._pending_match = match
            self._begin()
        else:
            self._calls.open_customer(match.id)

    def _on_box_new_customer_wanted(self, text: str) -> None:
        if self._calls.call is None:
            self._pending_new = text
            self._begin()
        else:
            self._view.caller_panel.leave_box()
            self._forms.open_new_customer(text)

    def _on_box_left(self) -> None:
        self._view.caller_panel.leave_box()
        self._view.focus_lines()

    def _on_calls_caller_known(self, caller: CallerView, before: CallerView | None) -> None:
        self._view.show_caller(caller)
        bill_to = caller.customer.bill_to
        address = bill_to.address if bill_to else None
        draft = self._keeper.draft
        if self._keeper.view is None and (draft is None or draft.bill_to is None):
            self._begin_draft(caller)
        elif before is None:
            kept = draft.bill_to if draft is not None and draft.bill_to is not None else address
            self._keeper.change(customer_id=caller.customer.id, bill_to=kept)
        elif before.customer.id != caller.customer.id:
            self._keeper.change(customer_id=caller.customer.id, bill_to=address, ship_to=None)
            words = self.tr("The order is {name}'s now, with that bill-to. Check ship-to: F6.")
            self._kit.announce(words.format(name=caller.customer.display_name), "held")
        if address is None:
            self._kit.announce(self.tr("No address is on file: F5 adds one."), "info")
        self._view.focus_lines()
        self.changed.emit()

    def _on_calls_number_known(self, facts: NumberFacts) -> None:
        if self._calls.call is not None and self._calls.caller is None:
            self._view.show_number(facts)

    def _begin_draft(self, caller: CallerView | None) -> None:
        call = self._calls.call
        if call is None:
            return
        bill_to = caller.customer.bill_to if caller else None
        self._keeper.begin(
            call_id=call.id,
            customer_id=caller.customer.id if caller else None,
            bill_to=bill_to.address if bill_to else None,
        )
