"""The call itself: begun, who it is about, parked, resumed, ended, found again after a crash."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.services import callers, calling, calls, checkout_reports
from desktop.services.calling import CallerView, Resumed
from desktop.services.calls import CallView, DaySummary
from desktop.services.desk import Refused
from models import card_guard, phone_numbers
from models.call import CallOutcome
from models.checkout_report import CheckoutFailure, CheckoutPlace
from models.ids import uuid7
from ui import labels
from ui.pages.call_desk.kit import DeskKit

FORM_PAUSE_MS = 250
"""How long after the last key half-typed text is saved."""
_PHONE_FIELDS = frozenset({"phone"})


class CallFlow(QObject):
    """One call at a time at this desk.

    Signals:
        call_begun(CallView); call_resumed(Resumed); call_left: parked or ended.
        caller_known(CallerView): a customer is open. number_known(NumberFacts): a number is.
        day_changed(DaySummary): today's and parked calls.
        problem_met(object exc, str where).
    """

    call_begun = Signal(object)
    call_resumed = Signal(object)
    call_left = Signal()
    caller_known = Signal(object)
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
        self._form: dict[str, str] = {}
        self._busy = False
        self._form_timer = QTimer(self)
        self._form_timer.setSingleShot(True)
        self._form_timer.setInterval(FORM_PAUSE_MS)
        self._form_timer.timeout.connect(self._save_form)

    def look_for_open_call(self) -> None:
        """Go on with the call that a crash cut off at this desk."""
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: calling.open_call(session, desk),
            done=lambda found: self._on_resumed(found) if found is not None else None,
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
            failed=lambda error: self._on_failed(error, "begin_call"),
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
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: calling.caller(session, desk, customer_id),
            done=self._on_caller_read,
            failed=lambda error: self.problem_met.emit(error, "open_customer"),
        )

    def keep_form(self, form: Mapping[str, str]) -> None:
        """Keep what is half typed, a moment after the last key; {} when there is nothing."""
        self._form = {name: text for name, text in form.items() if self._may_keep(name, text)}
        if self.call is not None:
            self._form_timer.start()

    def park(self) -> None:
        """Put the call aside (F11)."""
        call = self.call
        if call is None or self._busy:
            return
        self._save_form()
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

    def end(
        self, outcome: CallOutcome, failure: CheckoutFailure | None, place: CheckoutPlace
    ) -> None:
        """End the call. What failed at the web checkout is stored apart, with no path to it."""
        call = self.call
        if call is None or self._busy:
            return
        self._busy = True
        self._form_timer.stop()
        desk, command_id = self._kit.desk, uuid7()
        if failure is not None:
            self._kit.tasks.command(
                self,
                lambda session: checkout_reports.record(
                    session, store_id=desk.store_id, now=desk.now(), failure=failure, place=place
                ),
                done=None,
                name="record_checkout",
            )
        self._kit.tasks.command(
            self,
            lambda session: calls.end(
                session, desk, call.id, outcome=outcome, command_id=command_id
            ),
            done=lambda _view: self._on_left(self.tr("Call ended.")),
            failed=lambda error: self._on_failed(error, "end_call"),
            changed={"calls"},
            name="end_call",
        )

    def _may_keep(self, name: str, text: str) -> bool:
        """Whether half-typed text may be stored: never what could be most of a card number."""
        if not text or not card_guard.digits_withheld(text):
            return bool(text)
        if name in _PHONE_FIELDS:
            return phone_numbers.parse(text, self._kit.desk.country) is not None
        return False

    def _save_form(self) -> None:
        self._form_timer.stop()
        call = self.call
        if call is None:
            return
        form = dict(self._form)
        customer_id = self.caller.customer.id if self.caller else None
        self._kit.tasks.command(
            self,
            lambda session: calls.save_form(session, call.id, customer_id=customer_id, form=form),
            done=None,
            name="save_form",
        )

    def _on_begun(self, call: CallView) -> None:
        self._busy = False
        self.call, self.caller, self._form = call, None, {}
        self.call_begun.emit(call)

    def _on_resumed(self, resumed: Resumed) -> None:
        self._busy = False
        self.call, self.caller = resumed.call, resumed.caller
        self._form = dict(resumed.call.form)
        self.call_resumed.emit(resumed)

    def _on_left(self, words: str) -> None:
        self._busy = False
        self.call = self.caller = None
        self._form = {}
        self.call_left.emit()
        self._kit.announce(words, "info")
        self.refresh_day()

    def _on_caller_read(self, caller: CallerView) -> None:
        self.caller = caller
        self._save_form()
        self.caller_known.emit(caller)

    def _on_day_read(self, day: DaySummary) -> None:
        self.day = day
        self.day_changed.emit(day)

    def _on_failed(self, error: BaseException, where: str) -> None:
        self._busy = False
        if isinstance(error, Refused):
            self._kit.announce(labels.refusal(error), "bad")
            self.refresh_day()
        else:
            self.problem_met.emit(error, where)
