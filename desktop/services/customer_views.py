"""What is keyed and what is shown of a customer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from desktop.services.desk import Desk
from models import phone_numbers
from models.addresses_rules import ROMAN_FIELDS, PostalAddress
from models.customer import Address, ContactKind, ContactPoint, Customer, CustomerKind


@dataclass(frozen=True)
class ContactInput:
    """A number or e-mail as it was typed."""

    kind: ContactKind
    typed: str


@dataclass(frozen=True)
class CustomerInput:
    """What the new-customer form says. No e-mail is ever required; a name or a company is."""

    given_name: str = ""
    family_name: str = ""
    company_name: str = ""
    contacts: tuple[ContactInput, ...] = ()
    address: PostalAddress | None = None
    language: str = ""
    notes: str = ""
    wants_catalog: bool = False
    tax_exempt_certificate: str = ""
    tax_exempt_until: date | None = None
    romanised_name: str = ""


@dataclass(frozen=True)
class ContactView:
    """A contact point as shown."""

    id: uuid.UUID
    kind: ContactKind
    typed: str
    normalised: str
    extension: str
    shown: str


@dataclass(frozen=True)
class AddressView:
    """One of a customer's addresses."""

    id: uuid.UUID
    address: PostalAddress
    bills_here: bool


@dataclass(frozen=True)
class CustomerView:
    """Everything the caller panel shows of a customer, orders apart."""

    id: uuid.UUID
    version: int
    kind: CustomerKind
    given_name: str
    family_name: str
    company_name: str
    display_name: str
    language: str
    notes: str
    wants_catalog: bool
    tax_exempt_certificate: str
    tax_exempt_until: date | None
    contacts: tuple[ContactView, ...]
    addresses: tuple[AddressView, ...]
    since: datetime
    romanised_name: str = ""

    @property
    def phone(self) -> ContactView | None:
        """The first number that a person answers."""
        voice = (ContactKind.PHONE, ContactKind.MOBILE)
        return next((c for c in self.contacts if c.kind in voice), None)

    @property
    def email(self) -> ContactView | None:
        """The first e-mail, if there is one."""
        return next((c for c in self.contacts if c.kind is ContactKind.EMAIL), None)

    @property
    def bill_to(self) -> AddressView | None:
        """The address that bills go to: the one marked so, else the first."""
        marked = (a for a in self.addresses if a.bills_here)
        return next(marked, self.addresses[0] if self.addresses else None)


def view(session: Session, desk: Desk, customer_id: uuid.UUID) -> CustomerView:
    """The customer, or what the customer was merged into."""
    customer = session.get_one(Customer, customer_id)
    while customer.merged_into_id is not None:
        customer = session.get_one(Customer, customer.merged_into_id)
    return CustomerView(
        id=customer.id,
        version=customer.version,
        kind=customer.kind,
        given_name=customer.given_name,
        family_name=customer.family_name,
        company_name=customer.company_name,
        display_name=customer.display_name,
        language=customer.language,
        notes=customer.notes,
        wants_catalog=customer.wants_catalog,
        tax_exempt_certificate=customer.tax_exempt_certificate,
        tax_exempt_until=customer.tax_exempt_until,
        contacts=tuple(_contact(point, desk.country) for point in customer.contact_points),
        addresses=tuple(
            AddressView(id=row.id, address=to_postal(row), bills_here=row.bills_here)
            for row in customer.addresses
        ),
        since=customer.created_at,
        romanised_name=customer.romanised_name,
    )


def to_postal(row: Address) -> PostalAddress:
    """The address row as a value."""
    return PostalAddress(
        name=row.name,
        company=row.company,
        line1=row.line1,
        line2=row.line2,
        city=row.city,
        state=row.state,
        postal_code=row.postal_code,
        country=row.country,
        district=row.district,
        sorting_code=row.sorting_code,
        **{f"roman_{name}": text for name, text in _romanised(row).items()},
    )


def romanised_record(address: PostalAddress) -> dict[str, str] | None:
    """The romanised form of *address* as an address row keeps it; None where there is none."""
    kept = {name: getattr(address, f"roman_{name}").strip() for name in ROMAN_FIELDS}
    return {name: text for name, text in kept.items() if text} or None


def _romanised(row: Address) -> dict[str, str]:
    kept = row.romanised or {}
    return {name: str(kept[name]) for name in ROMAN_FIELDS if kept.get(name)}


def _contact(point: ContactPoint, country: str) -> ContactView:
    shown = point.normalised
    if point.kind is not ContactKind.EMAIL:
        shown = phone_numbers.display(point.normalised, country)
        if point.extension:
            shown = f"{shown} x{point.extension}"
    return ContactView(
        id=point.id,
        kind=point.kind,
        typed=point.typed,
        normalised=point.normalised,
        extension=point.extension,
        shown=shown,
    )
