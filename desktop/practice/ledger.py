"""The practice processor's book: payment methods, intents, charges and refunds of one run.

Nothing here waits or speaks HTTP. Times are Unix seconds, amounts minor units.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop.practice.errors import ApiError, no_such
from desktop.practice.records import Charge, Intent, PaymentMethod, Refund, new_id
from desktop.practice.shapes import payment_intent, payment_method
from desktop.practice.test_cards import RefundEnd, TestCard

CAPTURE_SECONDS = 7 * 24 * 60 * 60
"""How long an authorization holds (RULES, Authorizations)."""

DECLINE_MESSAGES = {
    "card_declined": "Your card was declined.",
    "insufficient_funds": "Your card has insufficient funds.",
    "expired_card": "Your card has expired.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "processing_error": "An error occurred while processing your card. Try again in a little bit.",
}
"""Stripe's sentences, by decline code or else by code."""


class Ledger:
    """Every record of one run, and what may be done with each."""

    def __init__(self, *, now: Callable[[], int]) -> None:
        self._now = now
        self._methods: dict[str, PaymentMethod] = {}
        self._intents: dict[str, Intent] = {}
        self._refunds: dict[str, Refund] = {}

    def add_method(
        self, card: TestCard, *, street_given: bool, postal_code_given: bool, code_given: bool
    ) -> PaymentMethod:
        """Remember one card entry."""
        method = PaymentMethod(
            id=new_id("pm"),
            card=card,
            created=self._now(),
            street_given=street_given,
            postal_code_given=postal_code_given,
            code_given=code_given,
        )
        self._methods[method.id] = method
        return method

    def unused_method(self, identifier: str) -> PaymentMethod:
        """The payment method *identifier*.

        Raises:
            ApiError: there is none, or it has served: one card entry serves once.
        """
        method = self._methods.get(identifier)
        if method is None:
            raise no_such("PaymentMethod", identifier, "payment_method")
        if method.is_used:
            raise ApiError(
                400,
                "This PaymentMethod was previously used without being attached to a Customer or "
                "was detached from a Customer, and may not be used again.",
                code="payment_method_unexpected_state",
                param="payment_method",
            )
        return method

    def add_intent(
        self,
        *,
        amount: int,
        currency: str,
        method: PaymentMethod | None,
        metadata: dict[str, str],
        description: str | None,
        shipping: dict[str, Any] | None,
    ) -> Intent:
        """Open an intent, unconfirmed."""
        intent = Intent(
            id=new_id("pi"),
            amount=amount,
            currency=currency,
            created=self._now(),
            method=method,
            status="requires_confirmation" if method else "requires_payment_method",
            metadata=metadata,
            description=description,
            shipping=shipping,
        )
        self._intents[intent.id] = intent
        return intent

    def intent(self, identifier: str) -> Intent:
        """The intent *identifier*.

        Raises:
            ApiError: there is none.
        """
        if identifier not in self._intents:
            raise no_such("payment_intent", identifier, "intent")
        return self._intents[identifier]

    def seen(self, intent: Intent) -> Intent:
        """An intent that somebody looks at: an authorization that has run out is let go first."""
        if self._ran_out(intent):
            if intent.amount_received:
                intent.status = "succeeded"
            else:
                self._let_go(intent, "automatic")
        return intent

    def intents(self) -> list[Intent]:
        """Every intent, newest first."""
        return [self.seen(intent) for intent in reversed(self._intents.values())]

    def refunds(self, intent_id: str | None) -> list[Refund]:
        """Every refund, or every refund of one intent, newest first.

        One that was under way has ended when it is looked at.
        """
        found = [
            refund
            for refund in reversed(self._refunds.values())
            if intent_id is None or refund.intent.id == intent_id
        ]
        for refund in found:
            if refund.status == "pending":
                self._end_refund(refund)
        return found

    @staticmethod
    def _end_refund(refund: Refund) -> None:
        charge = refund.intent.charge
        if charge is not None and charge.method.card.refund is RefundEnd.FAILS:
            refund.status, refund.failure = "failed", "lost_or_stolen_card"
            charge.amount_refunded -= refund.amount
        else:
            refund.status = "succeeded"

    def begin_confirm(self, intent: Intent) -> PaymentMethod:
        """Take the intent's payment method for a confirmation; it serves no other time.

        Raises:
            ApiError: the intent is not waiting for one.
        """
        if intent.status != "requires_confirmation" or intent.method is None:
            raise self._unexpected(intent, "confirm")
        method = self.unused_method(intent.method.id)
        method.is_used = True
        intent.status = "processing"
        return method

    def finish_confirm(
        self, intent: Intent, method: PaymentMethod, *, many_captures: bool = False
    ) -> None:
        """Decide a confirmation as the card says.

        Raises:
            ApiError: the card is declined.
        """
        charge = self._charge(intent, method, is_paid=method.card.decline is None)
        if method.card.decline is None:
            charge.allows_more = many_captures and method.card.many_captures
            intent.charge = charge
            intent.status = "requires_capture"
            return
        raise self._decline(intent, charge, *method.card.decline)

    def decline_unanswered(self, intent: Intent) -> ApiError:
        """Decide a confirmation that was never answered: nothing was authorized."""
        assert intent.method is not None  # noqa: S101  (begin_confirm took it)
        charge = self._charge(intent, intent.method, is_paid=False)
        return self._decline(intent, charge, "processing_error", "processing_error")

    def _charge(self, intent: Intent, method: PaymentMethod, *, is_paid: bool) -> Charge:
        now = self._now()
        return Charge(
            id=new_id("ch"),
            amount=intent.amount,
            created=now,
            capture_before=now + CAPTURE_SECONDS,
            method=method,
            is_paid=is_paid,
        )

    def _decline(self, intent: Intent, charge: Charge, code: str, decline_code: str) -> ApiError:
        message = DECLINE_MESSAGES.get(decline_code) or DECLINE_MESSAGES[code]
        intent.charge = charge
        intent.status = "requires_payment_method"
        intent.method = None
        intent.last_error = {
            "type": "card_error",
            "code": code,
            "decline_code": decline_code,
            "message": message,
            "charge": charge.id,
            "payment_method": payment_method(charge.method),
        }
        return ApiError(
            402,
            message,
            kind="card_error",
            code=code,
            decline_code=decline_code,
            charge=charge.id,
            payment_intent=payment_intent(intent),
            was_executed=True,
        )

    def capture(self, intent: Intent, amount: int | None, *, is_final: bool = True) -> None:
        """Take the money, or a part; the rest is released, or stays held if this is not the last.

        Raises:
            ApiError: nothing is authorized, too much is asked, one capture only is allowed, or the
                authorization has run out.
        """
        charge = intent.charge
        if intent.status != "requires_capture" or charge is None:
            raise self._unexpected(intent, "capture")
        capturable = intent.amount_capturable
        wanted = capturable if amount is None else amount
        if not 1 <= wanted <= capturable:
            raise ApiError(
                400,
                "The amount to capture must be at least 1 and not greater than the amount that "
                "can be captured.",
                code="amount_too_large" if wanted > capturable else "parameter_invalid_integer",
                param="amount_to_capture",
            )
        if not is_final and not charge.allows_more:
            raise ApiError(
                400,
                "Multiple captures are not available for this PaymentIntent.",
                param="final_capture",
            )
        if self._ran_out(intent):
            self.seen(intent)
            raise ApiError(
                400,
                "This charge has expired and can no longer be captured.",
                code="charge_expired_for_capture",
                was_executed=True,
            )
        charge.amount_captured += wanted
        charge.is_captured = True
        intent.amount_received += wanted
        if is_final or intent.amount_received == intent.amount:
            intent.status = "succeeded"

    def _ran_out(self, intent: Intent) -> bool:
        return (
            intent.status == "requires_capture"
            and intent.charge is not None
            and self._now() >= intent.charge.capture_before
        )

    def cancel(self, intent: Intent, reason: str | None) -> None:
        """Void the intent, or let go of what was not captured of it.

        Raises:
            ApiError: its money is taken, or it is being decided, or it is cancelled.
        """
        self.seen(intent)
        if intent.status in ("succeeded", "canceled", "processing"):
            raise self._unexpected(intent, "cancel")
        if intent.amount_received:
            intent.status = "succeeded"
        else:
            self._let_go(intent, reason)

    def _let_go(self, intent: Intent, reason: str | None) -> None:
        if intent.charge is not None and intent.charge.is_paid:
            intent.charge.is_reversed = True
            intent.charge.amount_refunded = intent.charge.amount
        intent.status = "canceled"
        intent.canceled_at = self._now()
        intent.cancellation_reason = reason

    def refund(
        self, intent: Intent, amount: int | None, *, reason: str | None, metadata: dict[str, str]
    ) -> Refund:
        """Give money back, never more than was captured.

        Raises:
            ApiError: nothing was captured, or less than *amount* is left.
        """
        charge = intent.charge
        if not intent.amount_received or charge is None:
            raise self._unexpected(intent, "refund")
        left = charge.amount_captured - charge.amount_refunded
        if left == 0:
            raise ApiError(
                400,
                f"Charge {charge.id} has already been refunded.",
                code="charge_already_refunded",
                was_executed=True,
            )
        wanted = left if amount is None else amount
        if not 1 <= wanted <= left:
            raise ApiError(
                400,
                f"Refund amount is greater than unrefunded amount on charge ({left}).",
                code="amount_too_large" if wanted > left else "parameter_invalid_integer",
                param="amount",
            )
        charge.amount_refunded += wanted
        ends = charge.method.card.refund
        refund = Refund(
            id=new_id("re"),
            amount=wanted,
            created=self._now(),
            intent=intent,
            reason=reason,
            metadata=metadata,
            status="succeeded" if ends is RefundEnd.AT_ONCE else "pending",
        )
        self._refunds[refund.id] = refund
        return refund

    def _unexpected(self, intent: Intent, verb: str) -> ApiError:
        return ApiError(
            400,
            f"You cannot {verb} this PaymentIntent because it has a status of {intent.status}.",
            code="payment_intent_unexpected_state",
            payment_intent=payment_intent(intent),
            was_executed=True,
        )
