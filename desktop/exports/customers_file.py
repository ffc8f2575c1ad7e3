"""The shop's customers as a file, in the form that the same program reads: nothing is another then.

A customer has as many rows as numbers of one kind, or addresses: the first row names them, the others
are known by the key in front. What is stopped stands in the suppression lists, not here.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.exports.table_writing import Cancelled, Progress, write_table
from desktop.exports.words import yes_or_no
from desktop.imports.customers_book import OWN_KEY
from desktop.imports.customers_columns import OWN_HEADINGS
from desktop.services import audit
from desktop.services.desk import Desk
from desktop.services.stores import require_supervisor
from models.customer import Address, ContactKind, ContactPoint, Customer
from models.session import Database

_TOGETHER = 500
_KINDS = {
    ContactKind.PHONE: "phone", ContactKind.MOBILE: "mobile", ContactKind.FAX: "fax",
    ContactKind.EMAIL: "email",
}  # fmt: skip
_PLACE = {
    "ship_name": "name", "ship_company": "company", "ship_address1": "line1",
    "ship_address2": "line2", "ship_district": "district", "ship_city": "city",
    "ship_state": "state", "ship_zip": "postal_code", "ship_country": "country",
    "sorting_code": "sorting_code",
}  # fmt: skip


def write(
    database: Database,
    desk: Desk,
    path: Path,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Write every customer to the new file *path*, and return how many rows; the audit notes it.

    Raises:
        Refused: `supervisor_needed`.
        AgentError: there is such a file already.
        WorldError: it cannot be written.
        WritingCancelled: *cancelled* said so; no file is left.
    """
    require_supervisor(desk)
    with database.read() as session:
        count = write_table(
            path, tuple(OWN_HEADINGS), _rows(session, desk), progress=progress, cancelled=cancelled
        )
    with database.write() as session:
        audit.note(session, desk, "customers_written_out", subject_kind="file", rows=count)
    return count


def _rows(session: Session, desk: Desk) -> Iterator[list[str]]:
    after: uuid.UUID | None = None
    while True:
        query = select(Customer).where(
            Customer.store_id == desk.store_id,
            Customer.merged_into_id.is_(None),
            Customer.erased_at.is_(None),
        )
        if after is not None:
            query = query.where(Customer.id > after)
        people = session.scalars(query.order_by(Customer.id).limit(_TOGETHER)).all()
        if not people:
            return
        after = people[-1].id
        yield from _page(session, people)
        session.expunge_all()


def _page(session: Session, people: Sequence[Customer]) -> Iterator[list[str]]:
    ids = [person.id for person in people]
    contacts: dict[uuid.UUID, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for point in session.scalars(
        select(ContactPoint)
        .where(ContactPoint.customer_id.in_(ids))
        .order_by(ContactPoint.position, ContactPoint.id)
    ):
        contacts[point.customer_id][_KINDS[point.kind]].append(_said(point))
    places: dict[uuid.UUID, list[Address]] = defaultdict(list)
    for place in session.scalars(
        select(Address).where(Address.customer_id.in_(ids)).order_by(Address.position, Address.id)
    ):
        places[place.customer_id].append(place)
    for person in people:
        yield from _of_one(person, contacts[person.id], places[person.id])


def _of_one(
    person: Customer, contacts: dict[str, list[str]], places: Sequence[Address]
) -> Iterator[list[str]]:
    said: dict[str, str] = {
        "first_name": person.given_name,
        "last_name": person.family_name,
        "company": person.company_name,
        "romanised_name": person.romanised_name,
        "language": person.language,
        "note": person.notes,
        "wants_catalog": yes_or_no(person.wants_catalog),
        "tax_exempt_certificate": person.tax_exempt_certificate,
        "tax_exempt_until": str(person.tax_exempt_until or ""),
        "terms_days": str(person.terms_days or ""),
    }
    values = [contacts.get(kind, []) for kind in _KINDS.values()]
    rows = max(1, len(places), *map(len, values))
    for at in range(rows):
        place = places[at] if at < len(places) else None
        for kind, there in zip(_KINDS.values(), values, strict=True):
            said[kind] = there[at] if at < len(there) else ""
        said |= {kind: getattr(place, name) if place else "" for kind, name in _PLACE.items()}
        said["bills_here"] = yes_or_no(place.bills_here) if place else ""
        said["source_key"] = person.source_key or f"{OWN_KEY}{person.id}"
        yield [said.get(kind, "") for kind in OWN_HEADINGS.values()]
        said = {}


def _said(point: ContactPoint) -> str:
    """The number in the form that can be read anywhere, with its extension."""
    return f"{point.normalised} x{point.extension}" if point.extension else point.normalised
