"""The sample shop's customers, with every way to reach them."""

from __future__ import annotations

import dataclasses
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from desktop.sample_rows import Sample, put
from models import emails, names, phone_numbers
from models.addresses_rules import PostalAddress, standardise
from models.customer import (
    Address,
    ContactKind,
    ContactPoint,
    Customer,
    CustomerKind,
    CustomerWord,
)
from models.ids import uuid7

_DAYS_A_MONTH = 30


@dataclass(frozen=True)
class SampleCustomer:
    """What an earlier order takes from its customer."""

    id: uuid.UUID
    kind: CustomerKind
    addresses: tuple[dict[str, str], ...]
    """Snapshots of the postal addresses; the first is billed to."""
    certificate: str


def put_customers(
    session: Session,
    sample: Sample,
    people: list[dict[str, Any]],
    orders: list[dict[str, Any]],
) -> dict[str, SampleCustomer]:
    """Insert the customers and give back, by their key, what their orders need.

    A customer was made a day before the first order; those without one, in the last year.
    *orders* come oldest first.
    """
    first_order: dict[str, int] = {}
    for order in orders:
        first_order.setdefault(order["customer"], order["days_ago"])
    customers, words, contacts, addresses = [], [], [], []
    known = {}
    for at, person in enumerate(people):
        days = first_order.get(person["key"], 5 + at * 11 % 360)
        since = sample.now - timedelta(days=days + 1)
        row = _customer(sample, person, since)
        customers.append(row)
        words += _words(sample, row)
        contacts += [
            _contact(sample, row["id"], contact, place, since)
            for place, contact in enumerate(person["contacts"])
        ]
        postal = [
            PostalAddress(
                **{k: v for k, v in a.items() if k != "bills_here"}, country=sample.country
            )
            for a in person["addresses"]
        ]
        addresses += [
            _address(sample, row["id"], value, a["bills_here"], place, since)
            for place, (a, value) in enumerate(zip(person["addresses"], postal, strict=True))
        ]
        known[person["key"]] = SampleCustomer(
            id=row["id"],
            kind=row["kind"],
            addresses=tuple(dataclasses.asdict(value) for value in postal),
            certificate=row["tax_exempt_certificate"],
        )
    put(session, Customer, customers)
    put(session, CustomerWord, words)
    put(session, ContactPoint, contacts)
    put(session, Address, addresses)
    return known


def _customer(sample: Sample, person: dict[str, Any], since: datetime) -> dict[str, Any]:
    own_name = " ".join(part for part in (person["given"], person["family"]) if part)
    return sample.row(
        id=uuid7(since),
        kind=CustomerKind(person["kind"]),
        given_name=person["given"],
        family_name=person["family"],
        company_name=person["company"],
        display_name=own_name or person["company"],
        language=person["language"],
        notes=person["notes"],
        tax_exempt_certificate=person["tax_exempt_certificate"],
        tax_exempt_until=_exempt_until(sample, person),
        wants_catalog=person["wants_catalog"],
        version=1,
        created_at=since,
    )


def _exempt_until(sample: Sample, person: dict[str, Any]) -> date | None:
    if not person["tax_exempt_certificate"]:
        return None
    return sample.now.date() + timedelta(days=_DAYS_A_MONTH * person["tax_exempt_months"])


def _words(sample: Sample, row: dict[str, Any]) -> list[dict[str, Any]]:
    found_by = names.search_words(row["given_name"], row["family_name"], row["company_name"])
    return [sample.row(word=word, customer_id=row["id"]) for word in sorted(found_by)]


def _contact(
    sample: Sample, customer_id: uuid.UUID, contact: dict[str, Any], place: int, since: datetime
) -> dict[str, Any]:
    kind = ContactKind(contact["kind"])
    if kind is ContactKind.EMAIL:
        normalised, extension = emails.normalise(contact["typed"]), ""
    else:
        number = phone_numbers.parse(contact["typed"], sample.country)
        if number is None:
            raise ValueError("the sample holds a telephone number that cannot be read")
        normalised, extension = number.e164, number.extension
    return sample.row(
        id=uuid7(since),
        customer_id=customer_id,
        kind=kind,
        typed=contact["typed"],
        normalised=normalised,
        reversed_value=normalised[::-1],
        extension=extension,
        position=place,
        created_at=since,
    )


def _address(
    sample: Sample,
    customer_id: uuid.UUID,
    value: PostalAddress,
    bills_here: bool,
    place: int,
    since: datetime,
) -> dict[str, Any]:
    return sample.row(
        **dataclasses.asdict(value),
        id=uuid7(since),
        customer_id=customer_id,
        match_key=standardise(value),
        bills_here=bills_here,
        position=place,
        created_at=since,
    )
