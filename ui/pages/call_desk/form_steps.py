"""The forms over the lines: opened, kept while they are half typed, saved, and put away."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QObject, Signal

from desktop.services import customers
from desktop.services.customers import CustomerView
from models.addresses_rules import PostalAddress
from models.card_guard import CardNumberRefused
from ui import labels
from ui.pages.call_desk.address_form import AddressForm
from ui.pages.call_desk.form_panel import FormPanel
from ui.pages.call_desk.parts import DeskParts


class FormSteps(QObject):
    """The customer's form, bill-to and ship-to.

    Signals:
        changed: what can be done now may be something else.
    """

    changed = Signal()

    def __init__(self, *, parts: DeskParts, parent: QObject) -> None:
        """Listens from now on."""
        super().__init__(parent)
        self._kit = parts.kit
        self._parts = parts
        self._calls = parts.calls
        self._keeper = parts.keeper
        self._stage = parts.view.order_stage
        self._came_from_payment = False
        self._connect()

    def open_new_customer(self, text: str) -> None:
        """The form of a new customer, with what the finder had."""
        call = self._calls.call
        number = call.number_typed if call is not None and call.has_caller_id else ""
        self._stage.customer_form.start(text, number=number)
        self._open(self._stage.customer_form)

    def open_customer(self) -> None:
        """The form of the customer of this call (Ctrl+E)."""
        caller = self._calls.caller
        if caller is not None:
            self._stage.customer_form.start_change(caller.customer)
            self._open(self._stage.customer_form)

    def open_address(self, *, bill: bool) -> None:
        """Bill-to (F5) or ship-to (F6)."""
        if self._start_address(bill=bill):
            self._open(self._stage.bill_form if bill else self._stage.ship_form)

    def to_lines(self) -> None:
        """Put any form away and go to the lines (Alt+L), from wherever the agent is."""
        open_form = self._stage.open_form
        if open_form is not None:
            open_form.leave()
        self._came_from_payment = False
        self.close()

    def to_choice(self, name: str) -> None:
        """Go to shipping, promise, gift message, source or what is short."""
        self._parts.view.show_order_stage()
        self._stage.choices_panel.take_focus(name)
        self.changed.emit()

    def close(self) -> None:
        """Put the form away and go back to where it was opened from."""
        back, self._came_from_payment = self._came_from_payment, False
        self._stage.show_lines()
        if back:
            self._parts.view.show_payment_stage()
            self._parts.view.payment_stage.payment_panel.focus_primary()
        else:
            self._parts.view.show_order_stage()
            self._parts.view.focus_lines()
        self.changed.emit()

    def forget(self) -> None:
        """Another call: nothing that was typed in the last one is shown."""
        self._came_from_payment = False
        for form in self._stage.forms:
            form.forget()
        self._stage.customer_form.start("")

    def restore(self, typed: dict[str, str]) -> None:
        """Show again what was half typed when the call was parked or the program died."""
        kind, is_open = typed.pop("form", ""), typed.pop("open", "")
        form = self._by_kind().get(kind)
        if form is None:
            return
        if isinstance(form, AddressForm):
            self._start_address(bill=kind == "bill_to")
        form.restore(typed)
        if is_open:
            self._open(form)

    def _connect(self) -> None:
        form = self._stage.customer_form
        form.customer_made.connect(self._on_customer_made)
        form.customer_changed.connect(self._on_customer_changed)
        form.duplicate_taken.connect(self._on_customer_made)
        form.duplicate_offer.offer_changed.connect(self.changed)
        self._stage.bill_form.address_chosen.connect(
            lambda address: self._on_address_chosen(address, bill=True)
        )
        self._stage.ship_form.address_chosen.connect(
            lambda address: self._on_address_chosen(address, bill=False)
        )
        for kind, one in self._by_kind().items():
            one.form_left.connect(lambda k=kind, f=one: self._on_form_left(k, f))
            one.form_edited.connect(lambda k=kind, f=one: self._keep(k, f, is_open=True))

    def _by_kind(self) -> dict[str, FormPanel]:
        stage = self._stage
        return {
            "customer": stage.customer_form,
            "bill_to": stage.bill_form,
            "ship_to": stage.ship_form,
        }

    def _open(self, form: FormPanel) -> None:
        if self._stage.open_form is None:
            self._came_from_payment = self._parts.view.shows_payment
        self._parts.view.show_order_stage()
        self._stage.show_form(form)
        self.changed.emit()

    def _start_address(self, *, bill: bool) -> bool:
        draft, caller = self._keeper.draft, self._calls.caller
        if draft is None:
            return False
        form = self._stage.bill_form if bill else self._stage.ship_form
        form.start(
            customer=caller.customer if caller else None,
            current=draft.bill_to if bill else draft.ship_to,
            bill_to=draft.bill_to,
        )
        return True

    def _keep(self, kind: str, form: FormPanel, *, is_open: bool) -> None:
        typed = form.form()
        if typed:
            opened = {"open": "yes"} if is_open else {}
            self._calls.form_saver.keep({"form": kind, **opened, **typed})

    def _on_form_left(self, kind: str, form: FormPanel) -> None:
        if form.has_typed:
            self._keep(kind, form, is_open=False)
        self.close()

    def _on_customer_made(self, customer: CustomerView) -> None:
        self._calls.form_saver.keep({})
        self.close()
        self._calls.open_customer(customer.id)

    def _on_customer_changed(self, customer: CustomerView) -> None:
        self._calls.refresh_caller()
        if self._keeper.view is not None:
            self._keeper.save_again()  # a tax exemption that came or went is in the total at once
        self._kit.announce(
            self.tr("{name} is saved. The order keeps its own addresses.").format(
                name=customer.display_name
            ),
            "ok",
        )
        self.close()

    def _on_address_chosen(self, address: PostalAddress | None, *, bill: bool) -> None:
        self._calls.form_saver.keep({})
        if bill:
            self._keeper.change(bill_to=address)
        else:
            self._keeper.change(ship_to=address)
        self.close()
        caller = self._calls.caller
        if address is None or caller is None:
            return
        desk, customer_id = self._kit.desk, caller.customer.id
        self._kit.tasks.command(
            self,
            lambda session: customers.add_address(
                session, desk, customer_id, address, bills_here=bill
            ),
            done=self._on_address_kept,
            failed=self._on_address_not_kept,
            changed={"customers"},
            name="add_address",
        )

    def _on_address_kept(self, customer: CustomerView) -> None:
        caller = self._calls.caller
        if caller is not None and caller.customer.id == customer.id:
            self._calls.caller = dataclasses.replace(caller, customer=customer)

    def _on_address_not_kept(self, error: BaseException) -> None:
        """The order has its own copy of the address; only the customer's file lacks it."""
        if isinstance(error, CardNumberRefused):
            self._kit.announce(labels.card_refused(), "bad")
        else:
            self._kit.tasks.unhandled.emit(error, "add_address")
