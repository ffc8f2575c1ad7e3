"""The call itself: begun, who it is about, parked, resumed, ended, found again after a crash."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.services import callers, calling, calls, checkout_reports
from desktop.services.calling import CallerView, Resumed
from desktop.services.calls import CallView, DaySummary
from desktop.services.desk import Refused
from desktop.services.taking_up import TakenUp
from models.call import CallOutcome
from models.checkout_report import CheckoutFailure, CheckoutPlace
from models.ids import uuid7
from ui import labels_change
from ui.pages.call_desk.form_saver import FormSaver
from ui.pages.call_desk.kit import DeskKit


class CallFlow(QObject):
    """One call at a time at this desk.

    Signals:
        call_begun(CallView); call_resumed(Resumed); call_left: parked or ended.
        order_brought(TakenUp): an order was taken up; `call_resumed` has shown it.
        begin_failed: no call could be begun; what was to be done in it is still to do.
        caller_known(CallerView, object before): a customer is open; *before* is the CallerView that
            was, or None.
        caller_refreshed(CallerView): the same customer, with what was changed.
        number_known(NumberFacts): a number is.
        day_changed(DaySummary): today's and parked calls.
        problem_met(object exc, str where).
    """

    call_begun = Signal(object)
    call_resumed = Signal(object)
    order_brought = Signal(object)
    call_left = Signal()
    begin_failed = Signal()
    caller_known = Signal(object, object)
    caller_refreshed = Signal(object)
    number_known = Signal(object)
    day_changed = Signal(object)
    problem_met = Signal(object, str)

    def __init__(self, *, kit: DeskKit, parent: QObject) -> None:
        """Start between calls."""
        super().__init__(parent)
        self._kit = kit
        self.call: CallView | None = None
        self.caller: CallerView | None = None
        self.day = DaySummary((), (), 0, 0, 0)
        self.form_saver = FormSaver(kit=kit, parent=self)
        self._busy = False
        self._wanted: uuid.UUID | None = None

    def look_for_open_call(self) -> None:
        """Go on with the call that a crash cut off at this desk."""
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: calling.open_call(session, desk),
            done=self._on_open_call_read,
            failed=lambda error: self.problem_met.emit(error, "open_call"),
        )

    def refresh_day(self) -> None:
        """Read today's calls again."""
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: calls.today(session, desk),
            done=self._on_day_read,
            failed=lambda error: self.problem_met.emit(error, "today"),
        )

    def begin(self, *, caller_id: str = "") -> None:
        """Begin a call (F2)."""
        if self.call is not None or self._busy:
            return
        self._busy = True
        desk, command_id = self._kit.desk, uuid7()
        self._kit.tasks.command(
            self,
            lambda session: calls.begin(session, desk, command_id=command_id, caller_id=caller_id),
            done=self._on_begun,
            failed=self._on_begin_failed,
            changed={"calls"},
            name="begin_call",
        )
        if caller_id:
            self.learn_number(caller_id)

    def learn_number(self, typed: str) -> None:
        """Find out where a number is and what time it is there."""
        desk = self._kit.desk
        self._kit.tasks.network(
            self,
            lambda: callers.number_facts(typed, desk.country, practice=desk.practice),
            done=lambda facts: self.number_known.emit(facts) if facts is not None else None,
        )

    def open_customer(self, customer_id: uuid.UUID) -> None:
        """Make a customer the one whom this call is about."""
        self._wanted = customer_id
        self._read_caller(customer_id, lambda caller: self._on_caller_read(customer_id, caller))

    def refresh_caller(self) -> None:
        """Read the customer of this call again."""
        if self.caller is not None:
            self._read_caller(self.caller.customer.id, self._on_caller_read_again)

    def park(self) -> None:
        """Put the call aside (F11)."""
        call = self.call
        if call is None or self._busy:
            return
        self.form_saver.save_now()
        self._busy = True
        desk, command_id = self._kit.desk, uuid7()
        self._kit.tasks.command(
            self,
            lambda session: calls.park(session, desk, call.id, command_id=command_id),
            done=lambda _view: self._on_left(self.tr("Call parked. Ctrl+F11 takes it back.")),
            failed=lambda error: self._on_failed(error, "park"),
            changed={"calls"},
            name="park_call",
        )

    def resume(self, call_id: uuid.UUID) -> None:
        """Take a parked call back."""
        if self.call is not None or self._busy:
            return
        self._busy = True
        desk, command_id = self._kit.desk, uuid7()

        def work(session: Any) -> Resumed:
            calls.resume(session, desk, call_id, command_id=command_id)
            return calling.resumed(session, desk, call_id)

        self._kit.tasks.command(
            self,
            work,
            done=self._on_resumed,
            failed=lambda error: self._on_failed(error, "resume"),
            changed={"calls"},
            name="resume_call",
        )

    def bring(self, verb: Callable[..., TakenUp], order_id: uuid.UUID) -> None:
        """Take an order up (`taking_up.open_order` and its like): in this call, or in a new one."""
        if self._busy:
            return
        self.form_saver.save_now()
        self._busy = True
        desk, command_id = self._kit.desk, uuid7()
        call_id = self.call.id if self.call is not None else None
        self._kit.tasks.command(
            self,
            lambda session: verb(session, desk, order_id, call_id=call_id, command_id=command_id),
            done=self._on_brought,
            failed=lambda error: self._on_failed(error, "take_up"),
            changed={"calls", "orders"},
            name="take_up",
        )

    def show_again(self, resumed: Resumed) -> None:
        """The same call, with what is on the desk now."""
        if self.call is not None and self.call.id == resumed.call.id:
            self._on_resumed(resumed)

    def end(
        self, outcome: CallOutcome, failure: CheckoutFailure | None, place: CheckoutPlace
    ) -> None:
        """End the call. What failed at the web checkout is stored apart, with no path to it."""
        call = self.call
        if call is None or self._busy:
            return
        self._busy = True
        self.form_saver.stop()
        desk, command_id = self._kit.desk, uuid7()
        self._kit.tasks.command(
            self,
            lambda session: calls.end(
                session, desk, call.id, outcome=outcome, command_id=command_id
            ),
            done=lambda _view: self._on_ended(failure, place),
            failed=lambda error: self._on_failed(error, "end_call"),
            changed={"calls"},
            name="end_call",
        )

    def _read_caller(self, customer_id: uuid.UUID, done: Callable[[CallerView], None]) -> None:
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: calling.caller(session, desk, customer_id),
            done=done,
            failed=lambda error: self.problem_met.emit(error, "open_customer"),
        )

    def _on_open_call_read(self, found: Resumed | None) -> None:
        if found is not None and self.call is None and not self._busy:
            self._on_resumed(found)

    def _on_begun(self, call: CallView) -> None:
        self._busy = False
        self.call, self.caller, self._wanted = call, None, None
        self.form_saver.begin(call.id, customer_id=None, form={})
        self.call_begun.emit(call)

    def _on_begin_failed(self, error: BaseException) -> None:
        self._on_failed(error, "begin_call")
        self.begin_failed.emit()

    def _on_resumed(self, resumed: Resumed) -> None:
        self._busy = False
        self.call, self.caller = resumed.call, resumed.caller
        customer_id = resumed.caller.customer.id if resumed.caller else None
        self._wanted = customer_id
        self.form_saver.begin(
            resumed.call.id, customer_id=customer_id, form=dict(resumed.call.form)
        )
        self.call_resumed.emit(resumed)

    def _on_brought(self, taken: TakenUp) -> None:
        self._on_resumed(taken.resumed)
        self.order_brought.emit(taken)

    def _on_ended(self, failure: CheckoutFailure | None, place: CheckoutPlace) -> None:
        if failure is not None:
            desk = self._kit.desk
            self._kit.tasks.command(
                self,
                lambda session: checkout_reports.record(
                    session, store_id=desk.store_id, now=desk.now(), failure=failure, place=place
                ),
                done=None,
                name="record_checkout",
            )
        self._on_left(self.tr("Call ended."))

    def _on_left(self, words: str) -> None:
        self._busy = False
        self.call = self.caller = self._wanted = None
        self.form_saver.stop()
        self.call_left.emit()
        self._kit.announce(words, "info")
        self.refresh_day()

    def _on_caller_read(self, asked: uuid.UUID, caller: CallerView) -> None:
        if self.call is None or asked != self._wanted:
            return  # a newer question has overtaken it, or the call is over
        before, self.caller = self.caller, caller
        self.form_saver.set_customer(caller.customer.id)
        self.caller_known.emit(caller, before)

    def _on_caller_read_again(self, caller: CallerView) -> None:
        if self.caller is not None and self.caller.customer.id == caller.customer.id:
            self.caller = caller
            self.caller_refreshed.emit(caller)

    def _on_day_read(self, day: DaySummary) -> None:
        self.day = day
        self.day_changed.emit(day)

    def _on_failed(self, error: BaseException, where: str) -> None:
        self._busy = False
        if isinstance(error, Refused):
            self._kit.announce(labels_change.refusal(error), "bad")
            self.refresh_day()
        else:
            self.problem_met.emit(error, where)
