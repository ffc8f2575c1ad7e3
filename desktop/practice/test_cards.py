"""The test cards of practice mode: what each is called, what it does, and the keys that type it.

Every number is one that Stripe publishes for tests (docs.stripe.com/testing, read in 2026-11), so
none can be anybody's. Where Stripe has a number for an outcome, that number has it here too; the
three faults that Stripe has no number for (slow answer, no answer, connection cut) use three of its
plainly approved cards. No whole number stands in this file or in the memory of a program that only
imports it: digits are put together when `keys_for` or `card_with_number` is called.
"""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

EXPIRY_YEARS_AHEAD = 3
"""How far ahead the expiry of a named card lies, in years."""

CheckAnswer = Literal["pass", "fail", "unavailable"]


class Behaviour(enum.Enum):
    """What the processor does with a confirmation of the card."""

    ANSWER = "answer"
    ANSWER_SLOWLY = "answer_slowly"
    NEVER_ANSWER = "never_answer"
    CUT_AFTER_CHARGE = "cut_after_charge"


class RefundEnd(enum.Enum):
    """What becomes of a refund to the card.

    At Stripe the one that fails begins as succeeded, and fails days later. Here it begins as pending,
    so that whoever practises sees it fail.
    """

    AT_ONCE = "at_once"
    LATER = "later"
    FAILS = "fails"


@dataclass(frozen=True, kw_only=True)
class TestCard:
    """A test card without its number.

    Attributes:
        name: As the demo and the training papers call it.
        words: What happens, for a person to read.
        brand: As Stripe spells it.
        last4: The last four digits.
        decline: Stripe's `(code, decline_code)`, or None where the bank approves.
        street, postal_code, code: The bank's answers, where the value was given at all.
        behaviour: How the processor answers.
        many_captures: Whether a part may be captured and the rest stays held.
        refund: How a refund ends that is looked at again.
    """

    __test__ = False

    name: str
    words: str
    brand: str
    last4: str
    decline: tuple[str, str] | None = None
    street: CheckAnswer = "pass"
    postal_code: CheckAnswer = "pass"
    code: CheckAnswer = "pass"
    behaviour: Behaviour = Behaviour.ANSWER
    many_captures: bool = True
    refund: RefundEnd = RefundEnd.AT_ONCE


@dataclass(frozen=True, kw_only=True)
class NamedKeys:
    """The keys that type a named card, one character each: number, expiry as MMYY, code."""

    number: tuple[str, ...] = field(repr=False)
    expiry: tuple[str, ...] = field(repr=False)
    code: tuple[str, ...] = field(repr=False)


_Z = "0000"
_VISA = ("4000", _Z, _Z)


def _declined(code: str, decline_code: str | None = None) -> tuple[str, str]:
    return code, decline_code or code


_SPECS: tuple[tuple[tuple[str, ...], TestCard], ...] = (
    (
        ("4242",) * 4,
        TestCard(name="visa_approved", words="Visa, approved", brand="visa", last4="4242"),
    ),
    (
        ("5555", "5555", "5555", "4444"),
        TestCard(
            name="mastercard_approved",
            words="Mastercard, approved; one capture only, the rest is let go",
            brand="mastercard",
            last4="4444",
            many_captures=False,
        ),
    ),
    (
        ("3782", "822463", "10005"),
        TestCard(
            name="amex_approved", words="American Express, approved", brand="amex", last4="0005"
        ),
    ),
    (
        ("6011", "1111", "1111", "1117"),
        TestCard(
            name="discover_approved", words="Discover, approved", brand="discover", last4="1117"
        ),
    ),
    (
        (*_VISA, "0002"),
        TestCard(
            name="generic_decline",
            words="Declined, no reason given",
            brand="visa",
            last4="0002",
            decline=_declined("card_declined", "generic_decline"),
        ),
    ),
    (
        (*_VISA, "9995"),
        TestCard(
            name="insufficient_funds",
            words="Declined, not enough funds",
            brand="visa",
            last4="9995",
            decline=_declined("card_declined", "insufficient_funds"),
        ),
    ),
    (
        (*_VISA, "9987"),
        TestCard(
            name="lost_card",
            words="Declined, reported lost",
            brand="visa",
            last4="9987",
            decline=_declined("card_declined", "lost_card"),
        ),
    ),
    (
        (*_VISA, "9979"),
        TestCard(
            name="stolen_card",
            words="Declined, reported stolen",
            brand="visa",
            last4="9979",
            decline=_declined("card_declined", "stolen_card"),
        ),
    ),
    (
        (*_VISA, "0069"),
        TestCard(
            name="expired_card",
            words="Declined, expired",
            brand="visa",
            last4="0069",
            decline=_declined("expired_card"),
        ),
    ),
    (
        (*_VISA, "0127"),
        TestCard(
            name="incorrect_cvc",
            words="Declined, wrong security code",
            brand="visa",
            last4="0127",
            decline=_declined("incorrect_cvc"),
            code="fail",
        ),
    ),
    (
        (*_VISA, "0119"),
        TestCard(
            name="processing_error",
            words="Declined, the bank could not process it",
            brand="visa",
            last4="0119",
            decline=_declined("processing_error"),
        ),
    ),
    (
        (*_VISA, "0028"),
        TestCard(
            name="street_mismatch",
            words="Approved, the street does not match",
            brand="visa",
            last4="0028",
            street="fail",
        ),
    ),
    (
        (*_VISA, "0036"),
        TestCard(
            name="zip_mismatch",
            words="Approved, the ZIP code does not match",
            brand="visa",
            last4="0036",
            postal_code="fail",
        ),
    ),
    (
        (*_VISA, "0101"),
        TestCard(
            name="code_mismatch",
            words="Approved, the security code does not match",
            brand="visa",
            last4="0101",
            code="fail",
        ),
    ),
    (
        (*_VISA, "0044"),
        TestCard(
            name="check_unavailable",
            words="Approved, the bank does not check addresses",
            brand="visa",
            last4="0044",
            street="unavailable",
            postal_code="unavailable",
        ),
    ),
    (
        (*_VISA, "7726"),
        TestCard(
            name="refund_later",
            words="Approved; a refund is under way for a while",
            brand="visa",
            last4="7726",
            refund=RefundEnd.LATER,
        ),
    ),
    (
        (*_VISA, "5126"),
        TestCard(
            name="refund_fails",
            words="Approved; the bank does not take a refund",
            brand="visa",
            last4="5126",
            refund=RefundEnd.FAILS,
        ),
    ),
    (
        ("4000", "0566", "5566", "5556"),
        TestCard(
            name="slow_answer",
            words="Approved after some seconds",
            brand="visa",
            last4="5556",
            behaviour=Behaviour.ANSWER_SLOWLY,
        ),
    ),
    (
        ("2223", "0031", "2200", "3222"),
        TestCard(
            name="no_answer",
            words="No answer; the look-up finds that nothing was authorized",
            brand="mastercard",
            last4="3222",
            behaviour=Behaviour.NEVER_ANSWER,
        ),
    ),
    (
        ("5200", "8282", "8282", "8210"),
        TestCard(
            name="cut_after_charge",
            words="Approved, but the connection breaks before the answer",
            brand="mastercard",
            last4="8210",
            behaviour=Behaviour.CUT_AFTER_CHARGE,
        ),
    ),
)

_BY_NAME: Mapping[str, tuple[tuple[str, ...], TestCard]] = {
    card.name: (pieces, card) for pieces, card in _SPECS
}

NAMES: tuple[str, ...] = tuple(_BY_NAME)
"""Every name, in the order in which people should read them."""


def card_named(name: str) -> TestCard:
    """The test card called *name*, without its number.

    Raises:
        KeyError: there is none.
    """
    return _BY_NAME[name][1]


def keys_for(name: str) -> NamedKeys:
    """The keys that type the card called *name*. For the card window's own process only.

    Raises:
        KeyError: there is none of that name.
    """
    pieces, card = _BY_NAME[name]
    year = (datetime.now(UTC).year + EXPIRY_YEARS_AHEAD) % 100
    return NamedKeys(
        number=tuple(character for piece in pieces for character in piece),
        expiry=tuple(f"12{year:02}"),
        code=tuple("1234" if card.brand == "amex" else "123"),
    )


def card_with_number(digits: str) -> TestCard | None:
    """The test card whose number *digits* is, or None. For the practice processor only."""
    for pieces, card in _SPECS:
        if digits == "".join(pieces):
            return card
    return None


def number_hashes(salt: str) -> list[str]:
    """SHA-256 of *salt* and each number, in hexadecimal.

    The hosted fields know the published numbers by these alone, so that a memory search of the card
    window finds a number only where one was typed.
    """
    return [
        hashlib.sha256((salt + "".join(pieces)).encode()).hexdigest() for pieces, _card in _SPECS
    ]
