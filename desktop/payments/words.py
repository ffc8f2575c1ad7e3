"""What the agent reads and what the agent says, by decline code.

The bank's reason is for the agent alone: a caller hears that the bank did not approve, and asks the
bank (LOOKS §4.2). Codes are Stripe's (docs.stripe.com/declines/codes) and a few of our own.
"""

from __future__ import annotations

from collections.abc import Mapping

NOT_APPROVED = (
    "Your bank did not approve this card. Would you like to use another one? You were not charged."
)
TRY_AGAIN = (
    "The payment did not go through just now, and you were not charged. "
    "May I take the card once more?"
)
READ_AGAIN = "Something in the card's details did not fit. May I take them once more?"
EXPIRED = "This card has expired. Would you like to use another one? You were not charged."
NOT_POSSIBLE = (
    "I cannot take this card here. Would you like to use another one? You were not charged."
)
OUR_FAULT = (
    "The payment could not be made on our side, and you were not charged. "
    "I have your order; we will call you back about the payment."
)
CARD_AGAIN = (
    "The bank held the money for your order for a limited time, and that time is over. "
    "May I take the card once more?"
)
NOTHING_TO_DO = "I see that this payment has been settled already. I will have it checked."
REFUND_LATER = "Your refund has not gone through yet. We will see to it and let you know."

UNKNOWN_AGENT = "the processor did not answer"
UNKNOWN_CALLER = (
    "One moment, I am checking that the payment went through. Please do not give the card again."
)

PRACTICE_RESTARTED = "practice_restarted"
NEVER_SENT = "never_sent"
REQUEST_REFUSED = "request_refused"
MOTO_NOT_ENABLED = "moto_not_enabled"
INTENT_CANCELLED = "intent_cancelled"
AUTHORIZATION_EXPIRED = "authorization_expired"
ALREADY_CAPTURED = "already_captured"
ALREADY_REFUNDED = "already_refunded"
DISPUTED = "disputed"
NO_BALANCE = "no_balance"
NO_AUTHORIZATION = "no_authorization"
REFUND_FAILED = "refund_failed"

AUTHORIZATION_GONE = frozenset(
    {AUTHORIZATION_EXPIRED, INTENT_CANCELLED, PRACTICE_RESTARTED, NO_AUTHORIZATION}
)
"""Refusals of a capture after which nothing is held on that card any more."""

DECLINE_WORDS: Mapping[str, tuple[str, str]] = {
    "generic_decline": ("the bank gives no reason", NOT_APPROVED),
    "card_declined": ("the bank gives no reason", NOT_APPROVED),
    "do_not_honor": ("the bank gives no reason", NOT_APPROVED),
    "call_issuer": ("the bank wants the cardholder to call", NOT_APPROVED),
    "insufficient_funds": ("not enough funds", NOT_APPROVED),
    "withdrawal_count_limit_exceeded": ("over the card's limit", NOT_APPROVED),
    "card_velocity_exceeded": ("over the card's limit", NOT_APPROVED),
    "lost_card": ("reported lost", NOT_APPROVED),
    "stolen_card": ("reported stolen", NOT_APPROVED),
    "pickup_card": ("reported lost or stolen", NOT_APPROVED),
    "restricted_card": ("reported lost or stolen", NOT_APPROVED),
    "fraudulent": ("suspected fraud", NOT_APPROVED),
    "merchant_blacklist": ("blocked by our own settings", NOT_APPROVED),
    "expired_card": ("the card has expired", EXPIRED),
    "invalid_expiry_month": ("the expiry month is wrong", READ_AGAIN),
    "invalid_expiry_year": ("the expiry year is wrong", READ_AGAIN),
    "incorrect_number": ("the number is wrong", READ_AGAIN),
    "invalid_number": ("the number is wrong", READ_AGAIN),
    "incorrect_cvc": ("the security code is wrong", READ_AGAIN),
    "invalid_cvc": ("the security code is wrong", READ_AGAIN),
    "incorrect_zip": ("the ZIP code is wrong", READ_AGAIN),
    "incorrect_address": ("the billing address is wrong", READ_AGAIN),
    "card_not_supported": ("the card does not allow this kind of purchase", NOT_POSSIBLE),
    "currency_not_supported": ("the card does not allow this currency", NOT_POSSIBLE),
    "transaction_not_allowed": ("the card does not allow this kind of purchase", NOT_POSSIBLE),
    "authentication_required": (
        "the bank wants the cardholder to confirm it, which a telephone order cannot",
        NOT_POSSIBLE,
    ),
    "processing_error": ("the bank could not process it", TRY_AGAIN),
    "issuer_not_available": ("the bank cannot be reached", TRY_AGAIN),
    "reenter_transaction": ("the bank could not process it", TRY_AGAIN),
    "try_again_later": ("the bank could not process it", TRY_AGAIN),
    "duplicate_transaction": ("the same amount was just charged to this card", NOT_APPROVED),
    PRACTICE_RESTARTED: (
        "the practice processor was started again and forgot this card; nothing was charged",
        TRY_AGAIN,
    ),
    NEVER_SENT: ("the request never reached the processor; nothing was charged", TRY_AGAIN),
    REQUEST_REFUSED: ("the processor refused our request; nothing was charged", OUR_FAULT),
    MOTO_NOT_ENABLED: (
        "the processor has not enabled telephone orders (MOTO) for this account; nothing was "
        "charged",
        OUR_FAULT,
    ),
    INTENT_CANCELLED: ("the authorization was cancelled at the processor", TRY_AGAIN),
    AUTHORIZATION_EXPIRED: (
        "the authorization ran out before the money was taken; nothing more is held",
        CARD_AGAIN,
    ),
    NO_AUTHORIZATION: ("nothing is held on this card", CARD_AGAIN),
    ALREADY_CAPTURED: ("the money was taken already; it can only be refunded", NOTHING_TO_DO),
    ALREADY_REFUNDED: ("all of it was given back already", NOTHING_TO_DO),
    DISPUTED: (
        "the cardholder disputes the charge with the bank, which decides about the money",
        NOTHING_TO_DO,
    ),
    NO_BALANCE: ("the shop's balance at the processor does not cover the refund", REFUND_LATER),
    REFUND_FAILED: ("the bank did not take the refund; send the money another way", REFUND_LATER),
}
"""By code: what the agent reads as the bank's reason, and what the agent says to the caller."""


def words_for(code: str) -> tuple[str, str]:
    """The words of *code*: for the agent, and for the caller. An unknown code gives no reason."""
    return DECLINE_WORDS.get(code, DECLINE_WORDS["generic_decline"])
