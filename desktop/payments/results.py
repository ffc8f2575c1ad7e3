"""How a request to move money can end. None of these holds card data but brand and last four."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from models.payment import Check, Purpose

_CHECKS = {
    None: Check.NOT_PROVIDED,
    "pass": Check.MATCH,
    "fail": Check.NO_MATCH,
    "unavailable": Check.NOT_CHECKED,
    "unchecked": Check.NOT_CHECKED,
}

RAW_NAMES = {
    "street": "address_line1_check",
    "postal_code": "address_postal_code_check",
    "code": "cvc_check",
}
"""Our name of each check, and Stripe's."""


@dataclass(frozen=True, kw_only=True)
class Checks:
    """The answers of the address and code checks (RULES, Address and code checks).

    `raw` is what the processor said, by its own names. A word that is not known counts as not
    checked, never as a match.
    """

    street: Check
    postal_code: Check
    code: Check
    raw: Mapping[str, str | None] = field(default_factory=dict)

    @classmethod
    def from_raw(cls, raw: Mapping[str, str | None]) -> Checks:
        """Read Stripe's `payment_method_details.card.checks`."""
        told = {ours: raw.get(theirs) for ours, theirs in RAW_NAMES.items()}
        return cls(
            **{ours: _CHECKS.get(word, Check.NOT_CHECKED) for ours, word in told.items()},
            raw={theirs: told[ours] for ours, theirs in RAW_NAMES.items()},
        )


@dataclass(frozen=True, kw_only=True)
class Authorized:
    """The processor holds the money (or, after a capture, has taken it).

    `expires_at` is the last moment of a capture; None where the processor names none.
    `allows_more_captures` says that a part may be captured while the rest stays held.
    """

    intent_id: str
    charge_id: str
    checks: Checks
    network: str
    brand: str
    last4: str
    expires_at: datetime | None
    allows_more_captures: bool = False


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A capture, a void or a refund is done, once. `refund_id` is the processor's, of a refund."""

    purpose: Purpose
    amount_minor: int
    intent_id: str
    refund_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Declined:
    """No money is held. `code` is a key of `desktop.payments.words`."""

    code: str
    intent_id: str = ""
    charge_id: str = ""
    checks: Checks | None = None
    network: str = ""


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """Nobody here knows whether money is held. `reason` is for the log: timeout, cut, busy …"""

    reason: str
    intent_id: str = ""


Result = Authorized | Declined | Unknown
"""How a request to hold money ends."""

Outcome = Result | Moved
"""How an attempt of any purpose ends."""
