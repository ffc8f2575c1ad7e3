"""The lines that the workspace and the card window exchange, checked on both sides.

To the card window: `prepare`, `open`, `move`, `lost`, `raise`, `cancel`, `type_named_card`.
From it: `started`, `opening`, `active`, `ready`, `focused`, `inactive`, and at the end `closed` with a
token, brand and last four, or with an error code. Nothing else crosses (DESIGN §1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from ui.card_entry.request import (
    ERRORS,
    BillingDetails,
    CardEntryRequest,
    CardEntryResult,
    CardPageSetup,
    CardProcessor,
)
from ui.child_windows.protocol import ProtocolError

STATES = frozenset({"started", "opening", "active", "ready", "focused", "inactive"})
"""What a card window reports while it lives."""

BRANDS = frozenset(
    {
        "amex", "cartes_bancaires", "diners", "discover", "eftpos_au", "interac", "jcb", "link",
        "mastercard", "unionpay", "unknown", "visa",
    }
)  # fmt: skip
"""The brands that the processor's documentation lists; any other becomes `unknown`."""

_TOKEN = re.compile(r"pm_[A-Za-z0-9_]{6,120}")
_LAST4 = re.compile(r"[0-9]{4}")
_LONG_DIGITS = re.compile(r"[0-9]{11,}")
_MAX_KEYSTROKES = 10_000


def token_result(
    payment_method: object, brand: object, last4: object, keystrokes: object
) -> CardEntryResult:
    """A successful result of checked parts.

    A token with eleven digits in a row could smuggle a number and is refused; the processor's
    tokens are random letters and digits.

    Raises:
        ProtocolError: a part is not what it should be.
    """
    if not isinstance(payment_method, str) or not _TOKEN.fullmatch(payment_method):
        raise ProtocolError("the token has the wrong form")
    if _LONG_DIGITS.search(payment_method):
        raise ProtocolError("the token holds a long run of digits")
    if not isinstance(last4, str) or not _LAST4.fullmatch(last4):
        raise ProtocolError("the last four are not four digits")
    if not isinstance(brand, str):
        raise ProtocolError("the brand is not a word")
    return CardEntryResult(
        payment_method=payment_method,
        brand=brand if brand in BRANDS else "unknown",
        last4=last4,
        keystrokes=_keystrokes(keystrokes),
    )


def closed_message(result: CardEntryResult) -> dict[str, Any]:
    """The last line of a card window."""
    if result.error:
        return {"type": "closed", "error": result.error, "keystrokes": result.keystrokes}
    return {
        "type": "closed",
        "payment_method": result.payment_method,
        "brand": result.brand,
        "last4": result.last4,
        "keystrokes": result.keystrokes,
    }


def result_from(message: Mapping[str, Any]) -> CardEntryResult:
    """The result that a `closed` line tells.

    Raises:
        ProtocolError: it holds anything but what DESIGN §1 allows.
    """
    names = set(message) - {"type"}
    if names == {"error", "keystrokes"}:
        if message["error"] not in ERRORS:
            raise ProtocolError("unknown error code")
        return CardEntryResult(
            error=message["error"], keystrokes=_keystrokes(message["keystrokes"])
        )
    if names == {"payment_method", "brand", "last4", "keystrokes"}:
        return token_result(
            message["payment_method"], message["brand"], message["last4"], message["keystrokes"]
        )
    raise ProtocolError("the closing line holds other things")


def setup_message(setup: CardPageSetup) -> dict[str, Any]:
    """*setup* as JSON values."""
    plain = asdict(replace(setup, tokens={}, words={}))
    plain["tokens"] = dict(setup.tokens)
    plain["words"] = dict(setup.words)
    return plain


def setup_from(plain: Mapping[str, Any]) -> CardPageSetup:
    """The setup that `setup_message` wrote.

    Raises:
        ProtocolError: a part is missing or unknown.
    """
    try:
        processor = dict(plain["processor"])
        processor["origins"] = tuple(processor["origins"])
        rest = {name: value for name, value in plain.items() if name != "processor"}
        return CardPageSetup(processor=CardProcessor(**processor), **rest)
    except (KeyError, TypeError, ValueError) as error:
        raise ProtocolError("the page's setup has the wrong parts") from error


def request_message(request: CardEntryRequest) -> dict[str, Any]:
    """*request* as JSON values."""
    return {
        "setup": setup_message(request.setup),
        "amount_text": request.amount_text,
        "reference": request.reference,
        "billing": asdict(request.billing),
    }


def request_from(plain: Mapping[str, Any]) -> CardEntryRequest:
    """The request that `request_message` wrote.

    Raises:
        ProtocolError: a part is missing or unknown.
    """
    try:
        return CardEntryRequest(
            setup=setup_from(plain["setup"]),
            amount_text=str(plain["amount_text"]),
            reference=str(plain["reference"]),
            billing=BillingDetails(**plain["billing"]),
        )
    except (KeyError, TypeError) as error:
        raise ProtocolError("the request has the wrong parts") from error


def _keystrokes(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MAX_KEYSTROKES:
        raise ProtocolError("the count of keys is not a count")
    return value
