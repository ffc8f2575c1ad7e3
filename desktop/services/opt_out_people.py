"""Whom an opt-out is about: kept as JSON values, and gathered from a customer's card."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services.customer_views import to_postal
from desktop.services.desk import Desk
from desktop.services.opt_out_shapes import OptOutWho
from models import names, phone_numbers
from models.addresses_rules import PostalAddress
from models.customer import Address, ContactKind, Customer
from models.suppression_keys import is_same_person, person_key


def to_record(who: OptOutWho) -> dict[str, Any]:
    """*who* as JSON values, the customer apart."""
    return {
        "name": who.name.strip(),
        "company": who.company.strip(),
        "phones": [text.strip() for text in who.phones if text.strip()],
        "faxes": [text.strip() for text in who.faxes if text.strip()],
        "emails": [text.strip() for text in who.emails if text.strip()],
        "address": None if who.address is None else asdict(who.address),
    }


def from_record(record: Mapping[str, Any], customer_id: uuid.UUID | None) -> OptOutWho:
    """What `to_record` gave."""
    place = record.get("address")
    return OptOutWho(
        customer_id=customer_id,
        name=record.get("name", ""),
        company=record.get("company", ""),
        phones=tuple(record.get("phones", ())),
        faxes=tuple(record.get("faxes", ())),
        emails=tuple(record.get("emails", ())),
        address=PostalAddress(**place) if place else None,
    )


def who_of(session: Session, desk: Desk, customer_id: uuid.UUID) -> OptOutWho:
    """A customer as the form begins with it: every number and e-mail, and the address of the bills.

    Where no bills go anywhere it is the first address that is theirs: a present went to another's.
    """
    customer = session.get_one(Customer, customer_id)
    while customer.merged_into_id is not None:
        customer = session.get_one(Customer, customer.merged_into_id)
    points = customer.contact_points
    voice = (ContactKind.PHONE, ContactKind.MOBILE)
    name = names.person_name(customer.given_name, customer.family_name)
    billing = next((row for row in customer.addresses if row.bills_here), None)
    place = billing or next((row for row in customer.addresses if _is_of(row, name)), None)

    def shown(*kinds: ContactKind) -> tuple[str, ...]:
        numbers = (point.normalised for point in points if point.kind in kinds)
        said = (phone_numbers.display(number, desk.country) for number in numbers)
        return tuple(dict.fromkeys(said))

    return OptOutWho(
        customer_id=customer.id,
        name=name,
        company=customer.company_name,
        phones=shown(*voice),
        faxes=shown(ContactKind.FAX),
        emails=tuple(p.normalised for p in points if p.kind is ContactKind.EMAIL),
        address=to_postal(place) if place is not None else None,
    )


def _is_of(row: Address, name: str) -> bool:
    """Whether mail to an address of the card reaches the customer of that name."""
    return bool(row.company) or not name or is_same_person(row.name, person_key(name))


def places_of(session: Session, customer_id: uuid.UUID) -> tuple[PostalAddress, ...]:
    """Every address of a customer."""
    rows = session.scalars(
        select(Address).where(Address.customer_id == customer_id).order_by(Address.position)
    )
    return tuple(to_postal(row) for row in rows)
