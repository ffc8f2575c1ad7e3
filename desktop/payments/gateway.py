"""What a payment processor does for us, whoever it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from desktop.payments.connection import ProcessorConnection
from desktop.payments.results import Result


class OutcomeUnknown(Exception):
    """The request may or may not have been carried out: time-out, lost connection, 5xx, 409, 429."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the outcome at the processor is unknown ({reason})")
        self.reason = reason


class RequestRefused(Exception):
    """The processor refused what we asked for; our fault or the account's, and nothing was done.

    `code` is a key of `desktop.payments.words`; `processor_code` is what the processor called it.
    """

    def __init__(self, code: str, processor_code: str) -> None:
        super().__init__(f"the processor refused the request ({processor_code})")
        self.code = code
        self.processor_code = processor_code


@dataclass(frozen=True, kw_only=True)
class IntentRequest:
    """What an intent is created with. The amount is in minor units of the ISO currency.

    Billing details went to the processor with the card; nothing else of the customer goes.
    """

    amount_minor: int
    currency: str
    payment_method: str
    description: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class IntentView:
    """An intent as the processor shows it.

    Attributes:
        status: Stripe's word: requires_confirmation, processing, requires_capture, succeeded …
        result: What it means for the authorization; None while it has not been confirmed.
        amount_received_minor: What was captured of it in all.
        amount_capturable_minor: What can still be captured.
        cancelled_because: Stripe's word; `automatic` where the authorization ran out.
        holds_money: Whether money is held or taken.
    """

    intent_id: str
    status: str
    result: Result | None
    amount_minor: int
    amount_received_minor: int
    currency: str
    created_at: datetime
    metadata: Mapping[str, str]
    amount_capturable_minor: int = 0
    cancelled_because: str = ""

    @property
    def holds_money(self) -> bool:
        """Whether money is held (an uncaptured authorization counts) or was taken."""
        return self.status in ("requires_capture", "succeeded") or self.amount_received_minor > 0


@dataclass(frozen=True, kw_only=True)
class RefundRequest:
    """What is given back of an intent: an amount, the attempt that asks for it, and why.

    `reason` is ours, in words, and stays here; the processor hears the nearest of its own.
    """

    amount_minor: int
    attempt: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class RefundView:
    """A refund as the processor shows it.

    Attributes:
        status: Stripe's word: succeeded, pending, requires_action, failed, canceled.
        failure: Stripe's word for why it failed; empty otherwise.
    """

    refund_id: str
    intent_id: str
    status: str
    amount_minor: int
    currency: str
    created_at: datetime
    metadata: Mapping[str, str]
    failure: str = ""


class PaymentGateway(Protocol):
    """A processor. Every method blocks: call it off the GUI thread, from any other.

    Raises, everywhere: `OutcomeUnknown`, `RequestRefused`. *key* is an idempotency key: the same key
    with the same arguments is carried out once, within the processor's window (24 h at Stripe).
    """

    @property
    def connection(self) -> ProcessorConnection:
        """Which processor, and for practice which run of it."""

    def create_intent(self, request: IntentRequest, *, key: str) -> str:
        """Create an intent with its payment method, unconfirmed, for manual capture; its id."""

    def confirm(self, intent_id: str, *, key: str) -> Result:
        """Confirm it as a telephone order (MOTO). A lost answer is `Unknown`, not an exception."""

    def retrieve(self, intent_id: str) -> IntentView:
        """Look it up."""

    def capture(
        self, intent_id: str, *, amount_minor: int, releases_rest: bool, key: str
    ) -> IntentView:
        """Take the money, or a part of it; the rest is released, or stays held for later captures."""

    def void(self, intent_id: str, *, key: str) -> IntentView:
        """Release what is held."""

    def refund(self, intent_id: str, request: RefundRequest, *, key: str) -> RefundView:
        """Give captured money back, or a part of it."""

    def list_refunds(self, intent_id: str) -> tuple[RefundView, ...]:
        """Every refund of an intent, newest first."""

    def list_created_between(self, since: datetime, until: datetime) -> tuple[IntentView, ...]:
        """Every intent that was created from *since* to *until*, both included, newest first."""

    def close(self) -> None:
        """Close the connections that are kept open, when no request runs any more."""


def charges_at_processor(gateway: PaymentGateway, *, since: datetime, until: datetime) -> int:
    """How many intents of that time hold or took money. An uncaptured one counts one."""
    return sum(view.holds_money for view in gateway.list_created_between(since, until))
