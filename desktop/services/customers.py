"""Customers: found under any spelling, made without leaving the call, never silently doubled."""

from __future__ import annotations

import uuid

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from desktop.services import audit
from desktop.services.commands import once
from desktop.services.customer_views import (
    AddressView,
    ContactInput,
    ContactView,
    CustomerInput,
    CustomerView,
    romanised_record,
    to_postal,
    view,
)
from desktop.services.desk import Desk, Refused, Stale
from desktop.services.opt_out_later import extend_to_new_values
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

__all__ = [
    "AddressView", "ContactInput", "ContactView", "CustomerInput", "CustomerView",
    "add_address", "change", "create", "likely_duplicates", "normalised", "to_postal", "view",
    "words_of",
]  # fmt: skip


def create(
    session: Session, desk: Desk, customer: CustomerInput, *, command_id: uuid.UUID
) -> CustomerView:
    """Make a customer from what was typed.

    Raises:
        Refused: `name_missing`, `phone_unreadable`, `email_unreadable`, each with its field.
    """

    def work() -> dict[str, str]:
        row = _new_customer(desk, customer)
        session.add(row)
        row.contact_points.extend(_new_contacts(desk, customer.contacts).values())
        if customer.address is not None:
            row.addresses.append(_new_address(desk, customer.address, bills_here=True, position=0))
        session.flush()
        _write_words(session, row)
        audit.note(session, desk, "customer_made", subject_kind="customer", subject_id=row.id)
        return {"customer": str(row.id)}

    made = once(session, desk, command_id, "create_customer", work)
    return view(session, desk, uuid.UUID(made["customer"]))


def change(
    session: Session,
    desk: Desk,
    customer_id: uuid.UUID,
    customer: CustomerInput,
    *,
    version: int,
    command_id: uuid.UUID,
) -> CustomerView:
    """Save what was changed about a customer; contact points not named any more are removed.

    Addresses are kept apart: see `add_address`.

    Raises:
        Stale: the customer was saved by someone else since *version*.
        Refused: as `create` does.
    """

    def work() -> dict[str, str]:
        row = session.get_one(Customer, customer_id)
        if row.version != version:
            raise Stale
        fresh = _new_customer(desk, customer)
        for name in (
            "kind", "given_name", "family_name", "company_name", "display_name", "language",
            "notes", "wants_catalog", "tax_exempt_certificate", "tax_exempt_until",
            "romanised_name",
        ):  # fmt: skip
            setattr(row, name, getattr(fresh, name))
        flag_modified(row, "notes")  # another number alone is a new version of the customer too
        _replace_contacts(session, desk, row, customer.contacts)
        session.flush()
        _write_words(session, row)
        extend_to_new_values(session, desk, row.id)
        audit.note(session, desk, "customer_changed", subject_kind="customer", subject_id=row.id)
        return {"customer": str(row.id)}

    once(session, desk, command_id, "change_customer", work)
    return view(session, desk, customer_id)


def add_address(
    session: Session,
    desk: Desk,
    customer_id: uuid.UUID,
    address: PostalAddress,
    *,
    bills_here: bool = False,
) -> CustomerView:
    """Put *address* on file unless it is there already; the same address is kept once.

    Where it was kept without its romanised form, or with another, that is put beside it.
    """
    customer = session.get_one(Customer, customer_id)
    key = standardise(address)
    known = next((row for row in customer.addresses if key and row.match_key == key), None)
    if known is None:
        known = _new_address(desk, address, bills_here=False, position=len(customer.addresses))
        customer.addresses.append(known)
    elif romanised := romanised_record(address):
        known.romanised = romanised
    if bills_here:
        for row in customer.addresses:
            row.bills_here = row is known
    session.flush()
    _write_words(session, customer)
    extend_to_new_values(session, desk, customer_id)
    return view(session, desk, customer_id)


def likely_duplicates(
    session: Session, desk: Desk, customer: CustomerInput
) -> tuple[CustomerView, ...]:
    """Customers who may be the same as the one being typed: the same number, e-mail or address."""
    ids: list[uuid.UUID] = []
    values = [value for c in customer.contacts if (value := _normalise(desk, c)) is not None]
    if values:
        ids += session.scalars(
            select(ContactPoint.customer_id)
            .join(Customer)
            .where(
                ContactPoint.store_id == desk.store_id,
                ContactPoint.normalised.in_([value for value, _extension in values]),
                Customer.merged_into_id.is_(None),
            )
            .limit(5)
        )
    key = standardise(customer.address) if customer.address is not None else ""
    if key:
        ids += session.scalars(
            select(Address.customer_id)
            .join(Customer)
            .where(
                Address.store_id == desk.store_id,
                type_coerce(Address.match_key, String) == key,
                Customer.merged_into_id.is_(None),
            )
            .limit(5)
        )
    return tuple(view(session, desk, one) for one in dict.fromkeys(ids))


def normalised(desk: Desk, contact: ContactInput) -> str:
    """A number or e-mail in the form under which it is kept; "" where it cannot be read."""
    value = _normalise(desk, contact)
    return "" if value is None else value[0]


def words_of(customer: Customer) -> set[str]:
    """The folded words under which a customer is found."""
    given, family = customer.given_name, customer.family_name
    found = names.search_words(
        given, family, customer.company_name, customer.romanised_name or "",
        names.whole_name(given, family),
        *(str((row.romanised or {}).get("name", "")) for row in customer.addresses),
    )  # fmt: skip
    return {word[:200] for word in found}


def _new_customer(desk: Desk, customer: CustomerInput) -> Customer:
    given, family = names.tidy(customer.given_name), names.tidy(customer.family_name)
    company = names.tidy(customer.company_name)
    if not given and not family and not company:
        raise Refused("name_missing", field="family_name")
    return Customer(
        store_id=desk.store_id,
        kind=CustomerKind.PERSON if given or family else CustomerKind.COMPANY,
        given_name=given,
        family_name=family,
        company_name=company,
        display_name=names.display_name(given, family, company),
        language=customer.language or "en",
        notes=customer.notes.strip(),
        wants_catalog=customer.wants_catalog,
        tax_exempt_certificate=customer.tax_exempt_certificate.strip(),
        tax_exempt_until=customer.tax_exempt_until,
        romanised_name=names.tidy(customer.romanised_name),
        created_at=desk.now(),
    )


def _normalise(desk: Desk, contact: ContactInput) -> tuple[str, str] | None:
    """The normalised value and the extension, or None when it cannot be read."""
    if contact.kind is ContactKind.EMAIL:
        return None if emails.problem(contact.typed) else (emails.normalise(contact.typed), "")
    number = phone_numbers.parse(contact.typed, desk.country)
    return None if number is None else (number.e164, number.extension)


_ContactKey = tuple[ContactKind, str, str]


def _new_contacts(
    desk: Desk, contacts: tuple[ContactInput, ...]
) -> dict[_ContactKey, ContactPoint]:
    """The contact points as typed; the same number said twice is kept once, as said first."""
    found: dict[_ContactKey, ContactPoint] = {}
    for position, contact in enumerate(contacts):
        point = _new_contact(desk, contact, position)
        found.setdefault((point.kind, point.normalised, point.extension), point)
    return found


def _new_contact(desk: Desk, contact: ContactInput, position: int) -> ContactPoint:
    value = _normalise(desk, contact)
    if value is None:
        is_email = contact.kind is ContactKind.EMAIL
        code = "email_unreadable" if is_email else "phone_unreadable"
        raise Refused(code, field=contact.kind.value)
    normalised, extension = value
    return ContactPoint(
        store_id=desk.store_id,
        kind=contact.kind,
        typed=contact.typed.strip(),
        normalised=normalised,
        reversed_value=normalised[::-1],
        extension=extension,
        position=position,
        created_at=desk.now(),
    )


def _new_address(desk: Desk, address: PostalAddress, *, bills_here: bool, position: int) -> Address:
    return Address(
        store_id=desk.store_id,
        name=address.name,
        company=address.company,
        line1=address.line1,
        line2=address.line2,
        city=address.city,
        state=address.state,
        postal_code=address.postal_code,
        country=address.country,
        district=address.district,
        sorting_code=address.sorting_code,
        romanised=romanised_record(address),
        match_key=standardise(address),
        bills_here=bills_here,
        position=position,
        created_at=desk.now(),
    )


def _replace_contacts(
    session: Session, desk: Desk, row: Customer, contacts: tuple[ContactInput, ...]
) -> None:
    wanted = _new_contacts(desk, contacts)
    for point in list(row.contact_points):
        kept = wanted.pop((point.kind, point.normalised, point.extension), None)
        if kept is None:
            row.contact_points.remove(point)
        else:
            point.typed, point.position = kept.typed, kept.position
    session.flush()
    row.contact_points.extend(wanted.values())
    row.contact_points.sort(key=lambda point: point.position)


def _write_words(session: Session, row: Customer) -> None:
    standing = {
        word.word: word
        for word in session.scalars(select(CustomerWord).where(CustomerWord.customer_id == row.id))
    }
    wanted = words_of(row)
    for text, word in standing.items():
        if text not in wanted:
            session.delete(word)
    session.add_all(
        CustomerWord(store_id=row.store_id, word=text, customer_id=row.id)
        for text in sorted(wanted - standing.keys())
    )
    session.flush()
