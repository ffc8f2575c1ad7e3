"""A parcel as a carrier is told of it: plain values, and the names under which columns ask for them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_UP, Decimal

from models.addresses_rules import PostalAddress

_GRAMS_PER_POUND = Decimal("453.59237")


@dataclass(frozen=True, slots=True, kw_only=True)
class Consignment:
    """One parcel and where it goes.

    Attributes:
        number: The order's, as stored.
        parcel: Which of the order's parcels, from 1.
        telephone: Digits as dialled in the carrier's country; empty for none.
    """

    shipment_id: uuid.UUID
    order_id: uuid.UUID
    number: str
    shown_number: str
    parcel: int
    address: PostalAddress
    address_lines: tuple[str, ...]
    telephone: str
    service: str
    boxes: int
    weight_grams: int
    ship_date: date


def _pounds(parcel: Consignment) -> str:
    """Up to the next tenth: a carrier charges what a parcel weighs, never less."""
    pounds = Decimal(parcel.weight_grams) / _GRAMS_PER_POUND
    return str(pounds.quantize(Decimal("0.1"), ROUND_UP)) if parcel.weight_grams else ""


def _kilograms(parcel: Consignment) -> str:
    kilograms = Decimal(parcel.weight_grams) / 1000
    return str(kilograms.quantize(Decimal("0.01"), ROUND_UP)) if parcel.weight_grams else ""


def _line(number: int) -> Callable[[Consignment], str]:
    def line(parcel: Consignment) -> str:
        lines = parcel.address_lines
        return lines[number] if number < len(lines) else ""

    return line


FIELDS: Mapping[str, Callable[[Consignment], str]] = {
    "reference": lambda parcel: parcel.number,
    "parcel": lambda parcel: str(parcel.parcel),
    "name": lambda parcel: parcel.address.name,
    "company": lambda parcel: parcel.address.company,
    "company_or_name": lambda parcel: parcel.address.company or parcel.address.name,
    "attention": lambda parcel: parcel.address.name if parcel.address.company else "",
    "address1": _line(0),
    "address2": _line(1),
    "address3": _line(2),
    "city": lambda parcel: parcel.address.city,
    "state": lambda parcel: parcel.address.state,
    "postal_code": lambda parcel: parcel.address.postal_code,
    "country": lambda parcel: parcel.address.country,
    "telephone": lambda parcel: parcel.telephone,
    "service": lambda parcel: parcel.service,
    "boxes": lambda parcel: str(parcel.boxes),
    "weight_pounds": _pounds,
    "weight_kilograms": _kilograms,
    "ship_date": lambda parcel: parcel.ship_date.isoformat(),
}
"""By name, how a value is had from a parcel. There is no price, no e-mail address and no payment."""
