"""What the practice processor remembers, in memory, until its run ends."""

from __future__ import annotations

import asyncio
import secrets
import string
from dataclasses import dataclass, field
from typing import Any

from desktop.practice.test_cards import TestCard

_LETTERS = string.ascii_letters
ID_LENGTH = 24


def new_id(prefix: str) -> str:
    """A new id such as `pi_…`. Letters only, so that none can be taken for a card number."""
    return f"{prefix}_" + "".join(secrets.choice(_LETTERS) for _ in range(ID_LENGTH))


@dataclass(kw_only=True)
class PaymentMethod:
    """One card entry: which test card it was and what was given with it; never the number."""

    id: str
    card: TestCard
    created: int
    street_given: bool
    postal_code_given: bool
    code_given: bool
    is_used: bool = False

    @property
    def checks(self) -> dict[str, str | None]:
        """The bank's answers; None stands for a value that was not given."""
        return {
            "address_line1_check": self.card.street if self.street_given else None,
            "address_postal_code_check": self.card.postal_code if self.postal_code_given else None,
            "cvc_check": self.card.code if self.code_given else None,
        }


@dataclass(kw_only=True)
class Charge:
    """What a confirmation made: an authorization, or the record of a decline. Minor units."""

    id: str
    amount: int
    created: int
    capture_before: int
    method: PaymentMethod
    is_paid: bool
    amount_captured: int = 0
    amount_refunded: int = 0
    is_captured: bool = False
    allows_more: bool = False
    """Whether a part may be captured and the rest stays held."""
    is_reversed: bool = False


@dataclass(kw_only=True)
class Intent:
    """A payment intent.

    requires_payment_method  requires_confirmation, canceled
    requires_confirmation    processing, requires_capture, requires_payment_method, canceled
    processing               requires_capture, requires_payment_method
    requires_capture         requires_capture (a part was captured), succeeded, canceled
    """

    id: str
    amount: int
    currency: str
    created: int
    method: PaymentMethod | None
    status: str
    metadata: dict[str, str]
    description: str | None
    shipping: dict[str, Any] | None
    charge: Charge | None = None
    last_error: dict[str, Any] | None = None
    amount_received: int = 0
    canceled_at: int | None = None
    cancellation_reason: str | None = None
    decided: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when an unanswered confirmation has been decided by a look-up."""

    @property
    def amount_capturable(self) -> int:
        """What can still be captured."""
        return self.amount - self.amount_received if self.status == "requires_capture" else 0


@dataclass(kw_only=True)
class Refund:
    """Money that went back."""

    id: str
    amount: int
    created: int
    intent: Intent
    reason: str | None
    metadata: dict[str, str]
    status: str = "succeeded"
    failure: str | None = None
