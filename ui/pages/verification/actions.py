"""What can be done on the verification page, its keys, and why it cannot be done now."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.services.verification_shapes import Verification
from ui import labels_verification
from ui.actions import Action, ActionTable, DeskAction
from ui.shortcuts import KEYS

MOST_REASONS = 8
"""Reasons that have a key of their own; an order has never more kinds that a person releases."""


class VerificationActions(QObject):
    """The page's lines of the action table."""

    def __init__(self, *, table: ActionTable, context: str, host: QWidget) -> None:
        """Add them; ``connect_slots`` says what they do."""
        super().__init__(host)
        self._table, self._context, self._host = table, context, host
        self._slots: Mapping[str, Callable[[], object]] = {}
        add = self._add
        self.release = add("release", self.tr("Release"), "check", KEYS["finish"][0])
        self.call_back = add("call_back", self.tr("Call back"), "phone-outgoing", KEYS["begin"][0])
        self.again = add("again", self.tr("Ask tomorrow"), "clock", "Alt+T")
        self.letter = add("letter", self.tr("Letter"), "envelope-simple", KEYS["confirmation"][0])
        self.cancel = add("cancel", self.tr("Cancel order"), "x", "Ctrl+Del")
        self.filter = add("filter", self.tr("All reasons"), "funnel", "F4")
        self.note = add("note", self.tr("What you checked"), "note", "Alt+N")
        self.back = add("back", self.tr("To the queue"), "", "Esc")
        self.reasons = [self._add_reason(number) for number in range(1, MOST_REASONS + 1)]

    def connect_slots(self, **slots: Callable[[], object]) -> None:
        """Say what each does, by its name here; ``reason_1`` and so on release one alone."""
        self._slots = slots

    def refresh(self, seen: Verification | None, *, busy: str, letter: bool, rows: int) -> None:
        """Enable what can be done with the order that is shown; *busy* is why nothing can."""
        nothing = "" if seen is not None else self.tr("No order is held.")
        over = nothing or (self._over(seen) if seen is not None else "")
        person = labels_verification.why_not(seen.refusal) if seen is not None else ""
        self.release.set_reason(busy or over or person or self._why_not_release(seen))
        self.call_back.set_reason(nothing or self._why_not_call(seen))
        later = self.tr("It stands back already.")
        waits = later if seen is not None and seen.ask_again_at is not None else ""
        supervisor = person if seen is not None and seen.refusal == "supervisor_needed" else ""
        self.again.set_reason(busy or over or supervisor or waits)
        self.cancel.set_reason(busy or nothing or supervisor or self._why_not_cancel(seen))
        self.letter.set_reason("" if letter else self.tr("No order was cancelled here just now."))
        self.note.set_reason(nothing)
        self.filter.set_reason("" if rows else self.tr("No order is held."))
        self._refresh_reasons(seen, busy or over or person)

    def _refresh_reasons(self, seen: Verification | None, reason: str) -> None:
        holds = seen.holds if seen is not None and len(seen.holds) > 1 else ()
        for at, action in enumerate(self.reasons):
            action.setVisible(at < len(holds))
            if at >= len(holds):
                action.set_reason(self.tr("No such reason holds it."))
                continue
            word = labels_verification.reason_word(holds[at].kind)[0]
            action.set_words(self.tr("{reason} alone").format(reason=word))
            action.set_reason(reason or labels_verification.why_not(holds[at].refusal))

    def _over(self, seen: Verification) -> str:
        return "" if seen.holds else self.tr("Nothing holds this order any more.")

    def _why_not_release(self, seen: Verification | None) -> str:
        refusals = [hold.refusal for hold in seen.holds] if seen is not None else []
        if refusals and all(refusals):
            return labels_verification.why_not(refusals[0])
        return ""

    def _why_not_call(self, seen: Verification | None) -> str:
        return "" if seen is not None and seen.call_back else self.tr("No number is on file.")

    def _why_not_cancel(self, seen: Verification | None) -> str:
        over = seen is not None and seen.state.value in ("cancelled", "shipped", "closed")
        return self.tr("This order is over.") if over else ""

    def _add_reason(self, number: int) -> DeskAction:
        made = self._add(f"reason_{number}", self.tr("Release alone"), "", f"Ctrl+{number}")
        made.setVisible(False)
        return made

    def _add(self, name: str, text: str, icon: str, key: str) -> DeskAction:
        action = Action(f"verification.{name}", text, icon, self._context, keys=(key,))
        return self._table.add(action, lambda: self._slots[name](), host=self._host)
