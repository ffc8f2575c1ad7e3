"""What stands on the shop's order form before the customer writes on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.documents.confirmation_data import Letterhead
from desktop.documents.records import from_values, to_values


@dataclass(frozen=True, slots=True, kw_only=True)
class FormAddress:
    """A bill-to or ship-to as the form has it, each part a ruled line; an empty one is left blank.

    Attributes:
        street_more: Unit, flat, floor.
        region: What follows the city: "CA 92373-4410".
    """

    name: str = ""
    company: str = ""
    street: str = ""
    street_more: str = ""
    city: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFormData:
    """An order form, blank or begun for a customer.

    There is no place for a payment card on it, and none may be added: what is written on paper
    cannot be protected, so a person telephones for the payment.

    Attributes:
        customer_number: What the shop knows the customer by; empty leaves it out of the form.
    """

    letterhead: Letterhead
    customer_number: str = ""
    bill_to: FormAddress = field(default_factory=FormAddress)
    ship_to: FormAddress = field(default_factory=FormAddress)
    telephone: str = ""
    best_time: str = ""
    email: str = ""
    fax: str = ""
    practice: bool = False
    language: str = "en"

    def to_record(self) -> dict[str, Any]:
        """The same as JSON values, for the record of what was said."""
        return dict(to_values(self))

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> OrderFormData:
        """What `to_record` gave, as it was.

        Raises:
            ValueError: it is no record of an order form.
        """
        return from_values(cls, record)
