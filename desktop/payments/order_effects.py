"""What the end of an authorization means for its order: holds, events, release (DESIGN §4)."""

from __future__ import annotations

from typing import Any

from models.hold import Hold, HoldKind, HoldState
from models.ids import uuid7
from models.order import Order, OrderState, Stamp
from models.payment import Check, PaymentAttempt


class OrderEffects:
    """Applies to one order, in the caller's transaction, what became of one attempt.

    The attempt's own columns are written before any of these is called.
    """

    def __init__(self, *, order: Order, attempt: PaymentAttempt, stamp: Stamp) -> None:
        self._order = order
        self._attempt = attempt
        self._stamp = stamp

    def authorized(self) -> None:
        """Money is held: end the payment hold, open what the bank's answers ask for, or release.

        An order that was cancelled meanwhile is not brought back; its event says that money is held.
        """
        order = self._order
        self._record("payment_authorized")
        if order.completed_order_at is None:
            order.completed_order_at = self._stamp.at
        self._end_payment_holds()
        if order.state is not OrderState.PLACED:
            return
        for kind, answer in self._wanting():
            self._open(kind, {"answer": answer.value})
        if not order.open_holds:
            order.released_at = self._stamp.at
            order.move_to(OrderState.RELEASED, kind="released", stamp=self._stamp)

    def declined(self) -> None:
        """No money: the order waits for another card."""
        self._record("payment_declined")
        self._wait("declined")

    def unknown(self) -> None:
        """Nobody knows: the order waits for a look-up."""
        self._record("payment_unknown")
        self._wait("unknown")

    def _wanting(self) -> list[tuple[HoldKind, Check]]:
        """Checks whose answer is anything but a match. A code that is never asked for on this
        channel (fax, mail: RULES, Card data) has no answer to wait for.
        """
        attempt = self._attempt
        answers = [
            (HoldKind.STREET_CHECK, attempt.street_check or Check.NOT_CHECKED),
            (HoldKind.POSTAL_CHECK, attempt.postal_check or Check.NOT_CHECKED),
        ]
        code = attempt.code_check or Check.NOT_CHECKED
        if attempt.payment.code_asked or code is not Check.NOT_PROVIDED:
            answers.append((HoldKind.CODE_CHECK, code))
        return [(kind, answer) for kind, answer in answers if answer is not Check.MATCH]

    def _wait(self, reason: str) -> None:
        """Have one open payment hold that says why."""
        if self._order.state is not OrderState.PLACED:
            return
        details = {"reason": reason, "attempt": str(self._attempt.id)}
        for hold in self._order.open_holds:
            if hold.kind is HoldKind.PAYMENT:
                hold.details = details
                return
        self._open(HoldKind.PAYMENT, details)

    def _open(self, kind: HoldKind, details: dict[str, Any]) -> None:
        if any(hold.kind is kind for hold in self._order.open_holds):
            return
        hold = Hold(
            id=uuid7(),
            store_id=self._order.store_id,
            order_id=self._order.id,
            kind=kind,
            state=HoldState.OPEN,
            details=details,
            opened_at=self._stamp.at,
        )
        self._order.holds.append(hold)
        self._record("hold_opened", hold=str(hold.id))

    def _end_payment_holds(self) -> None:
        for hold in self._order.open_holds:
            if hold.kind is HoldKind.PAYMENT:
                hold.end(HoldState.RELEASED, at=self._stamp.at, by=None)
                self._record("hold_released", hold=str(hold.id))

    def _record(self, kind: str, **details: Any) -> None:
        self._order.updated_at = self._stamp.at
        self._order.record(kind, stamp=self._stamp, attempt=str(self._attempt.id), **details)
