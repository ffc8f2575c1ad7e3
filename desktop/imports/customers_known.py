"""Who of a file of customers is on file already: by the file's own key, or by a value and a name."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import Connection, String, Table, func, select, type_coerce

from desktop.imports.bulk_rows import even_parts
from desktop.imports.customers_rows import CustomerRow, PlaceRow
from desktop.imports.own_keys import id_of, is_own, own_key
from desktop.services.desk import Desk
from models import names, same_person
from models.customer import Address, ContactPoint, Customer
from models.types import as_stored

CUSTOMERS = cast("Table", Customer.__table__)
CONTACTS = cast("Table", ContactPoint.__table__)
ADDRESSES = cast("Table", Address.__table__)
_LOOKED_AT = (
    "id", "kind", "given_name", "family_name", "company_name", "romanised_name", "display_name",
    "language", "source_key", "notes", "tax_exempt_certificate", "tax_exempt_until", "terms_days",
    "wants_catalog", "merged_into_id", "erased_at",
)  # fmt: skip
_FOUND_BY = (
    (CUSTOMERS.c.source_key, CUSTOMERS.c.id),
    (CONTACTS.c.normalised, CONTACTS.c.customer_id),
    (ADDRESSES.c.match_key, ADDRESSES.c.customer_id),
)
_MOST_MERGES = 8
_AT_ONCE = 5000
"""Values that one statement takes."""
_VALUES = 5
"""Of a row, at most as a rule: its key, three numbers and e-mail addresses, a place."""


@dataclass(slots=True)
class Known:
    """A customer on file or of this file."""

    fields: dict[str, Any]
    contacts: set[tuple[str, str, str]] = field(default_factory=set)
    places: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    @property
    def id(self) -> uuid.UUID:
        return cast("uuid.UUID", self.fields["id"])

    def has(self, place: PlaceRow) -> bool:
        """Whether an address is theirs already."""
        return any(
            (place.key and place.key == key) or place.said == said for key, said in self.places
        )

    @property
    def person(self) -> str:
        """The name of the person; "" where there is only a company."""
        return f"{self.fields['given_name']} {self.fields['family_name']}".strip()

    def may_be(self, row: CustomerRow) -> bool:
        """Whether the row may be about the same person or company."""
        person = self.person
        if row.person and person:
            return row.person == person or same_person.is_same(row.person, same_person.key(person))
        company = names.fold(self.fields["company_name"])
        if row.person or person:
            return bool(company) and company == names.fold(row.fields["company_name"])
        return company == names.fold(row.fields["company_name"])


class Seen:
    """Remembers of millions of values that they came by, in a few bytes each.

    Of one in fifty it thinks so wrongly, and never that one did not which did: a Bloom filter.
    """

    def __init__(self, most: int) -> None:
        """*most* values will come by."""
        self._bits = bytearray(1 << max(10, most.bit_length()))
        self._mask = len(self._bits) * 8 - 1

    @classmethod
    def of_shop(cls, connection: Connection, desk: Desk, *, rows: int) -> Seen:
        """With the values of all customers on file, for a file of so many rows."""
        on_file = connection.scalar(select(func.count()).select_from(CONTACTS)) or 0
        seen = cls(_VALUES * rows + 2 * on_file)
        for column, _customer in _FOUND_BY:
            text = type_coerce(column, String)
            query = select(text).where(column.table.c.store_id == desk.store_id, text != "")
            found = connection.scalars(query, execution_options={"yield_per": _AT_ONCE})
            for part in found.partitions():
                seen.take(part)
        return seen

    def take(self, values: Iterable[str]) -> bool:
        """Whether one of *values* came by before; now all of them did."""
        bits, mask = self._bits, self._mask
        is_one = False
        for value in values:
            mark = hash(value)
            one, two = mark & mask, (mark >> 31) & mask
            first, second = 1 << (one & 7), 1 << (two & 7)
            one, two = one >> 3, two >> 3
            if bits[one] & first and bits[two] & second:
                is_one = True
            else:
                bits[one] |= first
                bits[two] |= second
        return is_one

    def has_met(self, row: CustomerRow) -> bool:
        """Whether *row* may be about somebody who came by before; now they did."""
        values = {contact.normalised for contact in row.contacts}
        values.update(place.key for place in row.places if place.key)
        if row.key:
            values.add(row.key)
        return self.take(values) or is_own(row.key)


class Neighbours:
    """Whoever on file, or in the same rows, may be meant by some rows of a file."""

    def __init__(self, connection: Connection, desk: Desk, rows: Sequence[CustomerRow]) -> None:
        self._connection, self._store_id = connection, desk.store_id
        self._by_id: dict[uuid.UUID, Known] = {}
        self.by_key: dict[str, Known] = {}
        self._by_value: dict[str, list[Known]] = {}
        self._look_up(rows)

    def find(self, row: CustomerRow) -> tuple[Known | None, bool]:
        """Whom the row is about, and whether it may be about others too.

        Found by the file's own key, else by what reaches them and their name.
        """
        if row.key:
            by_key = self.by_key.get(row.key)
            if by_key is not None:
                return by_key, False
        there = self._by_value
        reached = [c.normalised for c in row.contacts if c.normalised in there]
        reached.sort(key=lambda value: "@" not in value)
        for value in (*reached, *(place.key for place in row.places if place.key in there)):
            fitting = [
                known
                for known in there[value]
                if known.may_be(row) and not (row.key and known.fields["source_key"])
            ]
            if fitting:
                # Who is called exactly so before who only may be, in the order of the records.
                first = next((known for known in fitting if known.person == row.person), fitting[0])
                return first, any(known is not first for known in fitting)
        return None, False

    def reach(self, known: Known, value: str) -> None:
        """*known* is reached by this number, e-mail address or key of a place; "" is none."""
        if value:
            self._by_value.setdefault(value, []).append(known)

    def _look_up(self, rows: Sequence[CustomerRow]) -> None:
        """Find whoever on file may be meant by one of *rows*, with what they have."""
        run = self._connection.execute
        keys = {row.key for row in rows if row.key}
        values = {contact.normalised for row in rows for contact in row.contacts}
        places = {place.key for row in rows for place in row.places if place.key}
        ids = {own for key in keys if (own := id_of(key)) is not None}
        for (column, customer), said in zip(_FOUND_BY, (keys, values, places), strict=True):
            for part in even_parts(sorted(said)):
                # With a column that is in no index: SQLite would go through all of the shop's else,
                # in the index that has the others.
                query = select(customer, as_stored(column.table.c.created_at)).where(
                    column.table.c.store_id == self._store_id,
                    type_coerce(column, String).in_(part),
                )
                ids.update(run(query).scalars())
        self._load(ids)
        if self._by_id:
            self._load_values()

    def _load(self, ids: set[uuid.UUID]) -> None:
        """Load customers, each as whom they were merged into; erased ones are nobody any more."""
        asked = {each: [own_key(each)] for each in ids}
        for _ in range(_MOST_MERGES):
            onwards: dict[uuid.UUID, list[str]] = {}
            for fields in self._rows_of(CUSTOMERS, CUSTOMERS.c.id, asked, _LOOKED_AT):
                called, key = asked[fields["id"]], fields["source_key"]
                if fields["merged_into_id"] is not None:
                    onwards.setdefault(fields["merged_into_id"], []).extend((*called, key))
                elif fields["erased_at"] is None:
                    known = self._by_id.setdefault(fields["id"], Known(fields))
                    for each in called:
                        self.by_key.setdefault(each, known)
                    self.by_key[key] = known
            if not onwards:
                break
            asked = onwards

    def _load_values(self) -> None:
        wanted = ("customer_id", "kind", "normalised", "extension")
        for row in self._rows_of(CONTACTS, CONTACTS.c.customer_id, self._by_id, wanted):
            known = self._by_id[row["customer_id"]]
            known.contacts.add((row["kind"].value, row["normalised"], row["extension"]))
            self.reach(known, row["normalised"])
        said = ("line1", "line2", "city", "state", "postal_code", "country")
        for row in self._rows_of(
            ADDRESSES, ADDRESSES.c.customer_id, self._by_id, ("customer_id", "match_key", *said)
        ):
            known = self._by_id[row["customer_id"]]
            known.places.append((row["match_key"], tuple(row[name] for name in said)))
            self.reach(known, row["match_key"])
        for several in self._by_value.values():
            if len(several) > 1:
                several.sort(key=lambda known: known.id)

    def _rows_of(
        self, table: Table, column: Any, ids: Iterable[uuid.UUID], wanted: Sequence[str]
    ) -> Iterator[dict[str, Any]]:
        columns = [table.c[name] for name in wanted]
        for part in even_parts(sorted(ids)):
            query = select(*columns).where(column.in_(part)).order_by(table.c.id)
            for row in self._connection.execute(query):
                yield dict(zip(wanted, row, strict=True))
