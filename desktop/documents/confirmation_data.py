"""What an order confirmation says, as plain values: the letter is made from these and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from desktop.documents.records import from_values

_EXPIRY = re.compile(r"\b(?:0?[1-9]|1[0-2])\s*[/-]\s*(?:20)?\d{2}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The shop as it stands at the top of its letters.

    Attributes:
        country: ISO 3166, two letters; decides the paper (Letter, or A4 with DIN 5008 form B).
        phone: The number for callers from the shop's own country.
        phone_abroad: The number for callers from elsewhere, empty for none.
    """

    name: str
    address_lines: tuple[str, ...]
    country: str = "US"
    phone: str = ""
    phone_abroad: str = ""
    fax: str = ""
    email: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationLine:
    """One line of the order. Amounts in minor units of the order's currency.

    Attributes:
        note: Pack or variant: "pack of 6", "green shade".
        discount_minor: Taken off the line, zero or more.
        discount_words: Why, as the caller was told.
        amount_minor: For the whole line, the discount already taken off.
        promise: When it leaves, where not all of the order leaves at once.
    """

    sku: str
    name: str
    quantity: int
    unit_price_minor: int
    amount_minor: int
    note: str = ""
    discount_minor: int = 0
    discount_words: str = ""
    promise: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """Something taken off the whole order: *words* and how much, zero or more."""

    words: str
    minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxLine:
    """A tax: where (*words*, may be empty), its rate as written ("7.75%"), and how much.

    `certificate`: none is charged, by this certificate of the customer.
    """

    minor: int
    words: str = ""
    rate: str = ""
    estimate: bool = False
    certificate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOutWays:
    """The four ways to stop the shop's mailings; an empty one is left out of the letter."""

    phone: str = ""
    phone_abroad: str = ""
    mail_lines: tuple[str, ...] = ()
    fax: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationData:
    """An order as its confirmation says it. Amounts in minor units of `currency`.

    Attributes:
        order_number: As stored, letters and digits only; it goes into the barcode.
        order_number_display: The same in groups, with its check digit, as people read it.
        channel: How the order reached us: phone, fax, mail or email.
        recipient: Name and address as they stand in the envelope's window.
        payment_words: "Visa ending 4242": brand and last four, never the expiry.
        cheque_minor: What is awaited by cheque or money order; 0 where nothing is.
        hold_reasons: Why the order is held, in words; None when it is not held.
        contact_words: What to do if something is wrong; empty for the letter's own words.
        mail_code: Digits of the Intelligent Mail barcode (`models.mail_codes`); empty for none.

    Raises:
        ValueError: the payment's words hold something that looks like a card's expiry (PCI DSS
        3.4.1: last four at
            most, and this shop never prints the expiry), or the order number cannot be a barcode.
    """

    letterhead: Letterhead
    order_number: str
    order_number_display: str
    order_date: date
    channel: str
    recipient: tuple[str, ...]
    bill_to: tuple[str, ...]
    ship_to: tuple[str, ...]
    lines: tuple[ConfirmationLine, ...]
    currency: str
    subtotal_minor: int
    total_minor: int
    shipping_method: str = ""
    shipping_minor: int = 0
    discounts: tuple[Reduction, ...] = ()
    taxes: tuple[TaxLine, ...] = ()
    payment_words: tuple[str, ...] = ()
    cheque_minor: int = 0
    hold_reasons: tuple[str, ...] | None = None
    ship_promise: str = ""
    gift_message: str = ""
    contact_words: str = ""
    opt_out: OptOutWays = field(default_factory=OptOutWays)
    practice: bool = False
    language: str = "en"
    mail_code: str = ""

    def __post_init__(self) -> None:
        if any(_EXPIRY.search(words) for words in self.payment_words):
            raise ValueError("the words of a payment hold what looks like a card's expiry")
        if not (self.order_number.isascii() and self.order_number.isalnum()):
            raise ValueError("an order number is letters and digits only")

    def to_record(self) -> dict[str, Any]:
        """The same as JSON values, for the record of what was said."""
        record = asdict(self)
        record["order_date"] = self.order_date.isoformat()
        return record

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> ConfirmationData:
        """What `to_record` gave, as it was.

        Raises:
            ValueError: it is no record of a confirmation.
        """
        return from_values(cls, record)
