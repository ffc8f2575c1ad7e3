"""What the end of an authorization means for its order: holds, events, release (DESIGN §4)."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from desktop.services import order_money
from desktop.services.holds import end_holds_of, open_hold
from desktop.services.verification_rules import rules_of
from models.hold import HoldKind
from models.order import Order, OrderState, Stamp
from models.payment import AttemptState, Check, PaymentAttempt

_GOING_ON = (OrderState.PLACED, OrderState.PARTLY_SHIPPED)
"""States of an order of which something is still to be sent."""


class OrderEffects:
    """Applies to one order, in the caller's transaction, what became of one authorization.

    The attempt's own columns are written before any of these is called.
    """

    def __init__(
        self, *, session: Session, order: Order, attempt: PaymentAttempt, stamp: Stamp
    ) -> None:
        self._session = session
        self._order = order
        self._attempt = attempt
        self._stamp = stamp

    def apply(self) -> None:
        """Do what the attempt's state asks for."""
        match self._attempt.state:
            case AttemptState.SUCCEEDED:
                self.authorized()
            case AttemptState.DECLINED:
                self.declined()
            case _:
                self.unknown()

    def authorized(self) -> None:
        """Money is held: end the payment hold, open what the bank's answers ask for, or release.

        An order that was cancelled meanwhile is not brought back: what is held for it is let go.
        """
        order = self._order
        self._record("payment_authorized")
        if order.completed_order_at is None:
            order.completed_order_at = self._stamp.at
        for kind in (HoldKind.PAYMENT, HoldKind.AUTHORIZATION_EXPIRED):
            end_holds_of(order, kind, self._stamp)
        if order.state in _GOING_ON:
            for kind, answer in self._answers():
                if answer is Check.MATCH:
                    end_holds_of(order, kind, self._stamp)
                else:
                    open_hold(order, kind, self._stamp, details={"answer": answer.value})
        order_money.settle(self._session, order, self._stamp)

    def declined(self) -> None:
        """No money: the order waits for another card."""
        self._record("payment_declined")
        self._wait("declined")

    def unknown(self) -> None:
        """Nobody knows: the order waits for a look-up."""
        self._record("payment_unknown")
        self._wait("unknown")

    def _answers(self) -> list[tuple[HoldKind, Check]]:
        """The bank's answers that matter. A code that is never asked for on this channel (fax, mail:
        RULES, Card data) has no answer to wait for; one that the shop's rules pass over holds nothing.
        """
        attempt = self._attempt
        rules = rules_of(self._session, self._order.store_id)
        answers = [
            (HoldKind.STREET_CHECK, attempt.street_check or Check.NOT_CHECKED),
            (HoldKind.POSTAL_CHECK, attempt.postal_check or Check.NOT_CHECKED),
        ]
        code = attempt.code_check or Check.NOT_CHECKED
        if attempt.payment.code_asked or code is not Check.NOT_PROVIDED:
            answers.append((HoldKind.CODE_CHECK, code))
        return [(k, a) for k, a in answers if a is Check.MATCH or rules.asks_for(k)]

    def _wait(self, reason: str) -> None:
        """Have one open payment hold that says why."""
        if self._order.state in (*_GOING_ON, OrderState.SHIPPED):
            details = {"reason": reason, "attempt": str(self._attempt.id)}
            open_hold(self._order, HoldKind.PAYMENT, self._stamp, details=details)

    def _record(self, kind: str, **details: Any) -> None:
        self._order.updated_at = self._stamp.at
        self._order.record(kind, stamp=self._stamp, attempt=str(self._attempt.id), **details)
