"""Rows of a file of customers written to the records: known ones found again, nothing taken away."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import (
    Connection,
    String,
    Table,
    bindparam,
    delete,
    insert,
    select,
    type_coerce,
    update,
)

from desktop.imports.bulk_rows import in_parts
from desktop.imports.customers_rows import Contact, CustomerRow, PlaceRow
from desktop.imports.importing import Outcome
from desktop.imports.own_keys import id_of, is_own, own_key
from desktop.services.desk import Desk
from models import names, same_person
from models.customer import Address, ContactPoint, Customer, CustomerKind, CustomerWord
from models.ids import uuid7

_CUSTOMERS = cast("Table", Customer.__table__)
_WORDS = cast("Table", CustomerWord.__table__)
_CONTACTS = cast("Table", ContactPoint.__table__)
_ADDRESSES = cast("Table", Address.__table__)
_NO_NAME = "It names nobody who is on file."
_SEVERAL = "It fits several customers on file; it was put with the first of them."
_NEW: Mapping[str, Any] = {
    "given_name": "", "family_name": "", "company_name": "", "romanised_name": "", "source_key": "",
    "notes": "", "tax_exempt_certificate": "", "tax_exempt_until": None, "terms_days": 0,
    "wants_catalog": False, "merged_into_id": None, "erased_at": None, "version": 1,
}  # fmt: skip
_NAMES = ("given_name", "family_name", "company_name", "romanised_name")
_LOOKED_AT = (
    "id", "display_name", "language", "kind", *_NEW,
)  # fmt: skip
_MOST_MERGES = 8
_AT_ONCE = 5000
"""Values that one statement takes."""


@dataclass(slots=True)
class _Known:
    """A customer on file or of this file."""

    fields: dict[str, Any]
    contacts: set[tuple[Any, str, str]] = field(default_factory=set)
    places: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    @property
    def id(self) -> uuid.UUID:
        return cast("uuid.UUID", self.fields["id"])

    def has(self, place: PlaceRow) -> bool:
        """Whether an address is theirs already."""
        return any(
            (place.key and place.key == key) or place.said == said for key, said in self.places
        )

    def may_be(self, row: CustomerRow) -> bool:
        """Whether the row may be about the same person or company."""
        person = f"{self.fields['given_name']} {self.fields['family_name']}".strip()
        if row.person and person:
            return row.person == person or same_person.is_same(row.person, same_person.key(person))
        company = names.fold(self.fields["company_name"])
        if row.person or person:
            return bool(company) and company == names.fold(row.fields["company_name"])
        return company == names.fold(row.fields["company_name"])


class CustomerBook:
    """Writes one file's rows in the transaction of *connection*.

    Attributes:
        grown: Customers on file who have something new by which they are reached.
    """

    def __init__(self, connection: Connection, desk: Desk, *, language: str) -> None:
        self._connection, self._desk, self._now = connection, desk, desk.now()
        self._language = language
        self.grown: set[uuid.UUID] = set()

    def write(self, rows: Sequence[CustomerRow]) -> list[tuple[Outcome, str]]:
        """What becomes of each row, and what is to be told of it."""
        batch = _Batch(self, [row for row in rows if not row.refusal])
        results = [
            (Outcome.REFUSED, row.refusal) if row.refusal else batch.write(row) for row in rows
        ]
        batch.flush()
        return results


class _Batch:
    """Some rows that are looked up and written together."""

    def __init__(self, book: CustomerBook, rows: Sequence[CustomerRow]) -> None:
        self._book, self._desk, self._connection = book, book._desk, book._connection
        self._new: dict[Table, list[dict[str, Any]]] = {
            table: [] for table in (_CUSTOMERS, _WORDS, _CONTACTS, _ADDRESSES)
        }
        self._changed: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        self._renamed: list[uuid.UUID] = []
        self._by_id: dict[uuid.UUID, _Known] = {}
        self._by_key: dict[str, _Known] = {}
        self._by_value: dict[str, list[_Known]] = {}
        self._by_place: dict[str, list[_Known]] = {}
        self._by_name: dict[tuple[str, ...], list[_Known]] = {}
        self._look_up(rows)

    def write(self, row: CustomerRow) -> tuple[Outcome, str]:
        """Take one row."""
        known, told = self._find(row)
        if known is not None:
            return (Outcome.UPDATED if self._complete(known, row) else Outcome.UNCHANGED), told
        if not any(row.fields[name] for name in ("given_name", "family_name", "company_name")):
            return Outcome.REFUSED, _NO_NAME
        self._add(row)
        return Outcome.CREATED, ""

    def flush(self) -> None:
        """Write what has come together."""
        run = self._connection.execute
        if self._renamed:
            run(delete(_WORDS).where(_WORDS.c.customer_id.in_(self._renamed)))
        for table, rows in self._new.items():
            if rows:
                run(insert(table), rows)
        for changed, rows in self._changed.items():
            values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in changed}
            values["version"] = _CUSTOMERS.c.version + 1
            run(
                update(_CUSTOMERS).where(_CUSTOMERS.c.id == bindparam("row_id")).values(values),
                rows,
            )

    def _find(self, row: CustomerRow) -> tuple[_Known | None, str]:
        """Who the row is about: by the file's own key, else by what reaches them and their name."""
        if row.key:
            by_key = self._by_key.get(row.key)
            if by_key is not None:
                return by_key, ""
        elif not row.is_reached:
            return self._find_by_name(row), ""
        reached = [
            c.normalised for c in sorted(row.contacts, key=lambda c: "@" not in c.normalised)
        ]
        for found in (
            *(self._by_value.get(value, ()) for value in reached),
            *(self._by_place.get(place.key, ()) for place in row.places if place.key),
        ):
            fitting = [
                known
                for known in found
                if known.may_be(row) and not (row.key and known.fields["source_key"])
            ]
            if fitting:
                several = len({known.id for known in fitting}) > 1
                return fitting[0], _SEVERAL if several else ""
        return None, ""

    def _find_by_name(self, row: CustomerRow) -> _Known | None:
        """Who has the very name of a row by which nobody is reached: one who is not reached either.

        A row with nothing but a name says nothing new of anybody who has it.
        """
        same = self._by_name.get(_named(row.fields), [])
        unreached = [known for known in same if not (known.contacts or known.places)]
        if unreached:
            return unreached[0]
        says_more = any(value for name, value in row.fields.items() if name not in _NAMES)
        return same[0] if same and not says_more else None

    def _complete(self, known: _Known, row: CustomerRow) -> bool:
        """Add what is missing; what somebody keyed stays, but for the names of whom the file knows."""
        is_theirs = bool(row.key) and known.fields["source_key"] == row.key
        changes: dict[str, Any] = {}
        for name, value in row.fields.items():
            before = known.fields[name]
            if name == "notes":
                value = _noted(before, value)
            elif before and not (is_theirs and name in _NAMES and self._names_somebody(row)):
                continue
            if value and value != before:
                changes[name] = value
        if is_theirs and self._names_somebody(row):
            changes |= {
                name: row.fields[name]
                for name in ("given_name", "family_name", "company_name")
                if known.fields[name] != row.fields[name]
            }
        if row.key and not known.fields["source_key"] and not is_own(row.key):
            changes["source_key"] = row.key
            self._by_key[row.key] = known
        grown = self._add_values(known, row)
        if grown:
            self._book.grown.add(known.id)
        if changes:
            self._change(known, changes)
        return grown or bool(changes)

    @staticmethod
    def _names_somebody(row: CustomerRow) -> bool:
        return any(row.fields[name] for name in ("given_name", "family_name", "company_name"))

    def _change(self, known: _Known, changes: dict[str, Any]) -> None:
        is_renamed = not changes.keys().isdisjoint(_NAMES)
        known.fields.update(changes)
        if is_renamed:
            changes |= _called(known.fields)
            known.fields.update(changes)
            self._renamed.append(known.id)
            self._add_words(known)
        row = {f"to_{name}": value for name, value in changes.items()} | {"row_id": known.id}
        self._changed.setdefault(tuple(sorted(changes)), []).append(row)

    def _add(self, row: CustomerRow) -> None:
        fields = {
            **_NEW, "language": self._book._language, **row.fields, "id": uuid7(),
            "store_id": self._desk.store_id, "created_at": self._book._now, "source_key": row.key,
        }  # fmt: skip
        fields |= _called(fields)
        self._new[_CUSTOMERS].append(fields)
        known = _Known(fields)
        self._by_id[known.id] = known
        if row.key:
            self._by_key[row.key] = known
        if not (row.key or row.is_reached):
            self._by_name.setdefault(_named(fields), []).append(known)
        self._add_words(known)
        self._add_values(known, row)

    def _add_words(self, known: _Known) -> None:
        if known.id in self._renamed:
            self._new[_WORDS] = [w for w in self._new[_WORDS] if w["customer_id"] != known.id]
        self._new[_WORDS].extend(
            {"id": uuid7(), "store_id": self._desk.store_id, "word": word, "customer_id": known.id}
            for word in _found_by(known.fields)
        )

    def _add_values(self, known: _Known, row: CustomerRow) -> bool:
        """Add the numbers, e-mails and addresses that are not there yet."""
        added = False
        for contact in row.contacts:
            if contact.key not in known.contacts:
                self._add_contact(known, contact)
                added = True
        for place in row.places:
            if not known.has(place):
                self._add_place(known, place)
                added = True
        return added

    def _add_contact(self, known: _Known, contact: Contact) -> None:
        self._new[_CONTACTS].append(
            {
                "id": uuid7(), "store_id": self._desk.store_id, "customer_id": known.id,
                "kind": contact.kind, "typed": contact.typed, "normalised": contact.normalised,
                "reversed_value": contact.normalised[::-1], "extension": contact.extension,
                "position": len(known.contacts), "created_at": self._book._now,
            }
        )  # fmt: skip
        known.contacts.add(contact.key)
        self._by_value.setdefault(contact.normalised, []).append(known)

    def _add_place(self, known: _Known, place: PlaceRow) -> None:
        address = place.address
        self._new[_ADDRESSES].append(
            {
                "id": uuid7(), "store_id": self._desk.store_id, "customer_id": known.id,
                "name": address.name, "company": address.company, "line1": address.line1,
                "line2": address.line2, "city": address.city, "state": address.state,
                "postal_code": address.postal_code, "country": address.country,
                "district": address.district, "sorting_code": address.sorting_code,
                "romanised": None, "match_key": place.key, "bills_here": place.bills_here
                and not known.places, "position": len(known.places),
                "created_at": self._book._now,
            }
        )  # fmt: skip
        known.places.append((place.key, place.said))
        if place.key:
            self._by_place.setdefault(place.key, []).append(known)

    def _look_up(self, rows: Sequence[CustomerRow]) -> None:
        """Find whoever on file may be meant by one of *rows*, with what they have."""
        store, run = self._desk.store_id, self._connection.execute
        keys = {row.key for row in rows if row.key}
        values = {contact.normalised for row in rows for contact in row.contacts}
        places = {place.key for row in rows for place in row.places if place.key}
        ids: set[uuid.UUID] = {own for key in keys if (own := id_of(key)) is not None}
        for column, table, said in (
            (_CUSTOMERS.c.source_key, _CUSTOMERS.c.id, keys),
            (_CONTACTS.c.normalised, _CONTACTS.c.customer_id, values),
            (_ADDRESSES.c.match_key, _ADDRESSES.c.customer_id, places),
        ):
            for part in in_parts(sorted(said), _AT_ONCE):
                condition = type_coerce(column, String).in_(part)
                ids.update(
                    run(select(table).where(column.table.c.store_id == store, condition)).scalars()
                )
        ids |= self._ids_by_name([row for row in rows if not (row.key or row.is_reached)])
        merged = self._load(ids)
        self._load_values()
        for came_from, known in merged.items():
            self._by_key.setdefault(own_key(came_from), known)

    def _ids_by_name(self, rows: Sequence[CustomerRow]) -> set[uuid.UUID]:
        """Customers who have the names of *rows*, found by the longest of the words in them."""
        called = sorted({_called(row.fields)["display_name"] for row in rows})
        words = {max(found, key=len) for row in rows if (found := _found_by(row.fields))}
        ids: set[uuid.UUID] = set()
        for part in in_parts(sorted(words), _AT_ONCE):
            query = (
                select(_CUSTOMERS.c.id)
                .join(_WORDS, _WORDS.c.customer_id == _CUSTOMERS.c.id)
                .where(
                    _WORDS.c.store_id == self._desk.store_id,
                    type_coerce(_WORDS.c.word, String).in_(part),
                    type_coerce(_CUSTOMERS.c.display_name, String).in_(called),
                )
            )
            ids.update(self._connection.execute(query).scalars())
        return ids

    def _load(self, ids: set[uuid.UUID]) -> dict[uuid.UUID, _Known]:
        """Load customers, each as whom they were merged into; erased ones are nobody any more."""
        asked = {each: each for each in ids}
        found: dict[uuid.UUID, _Known] = {}
        for _ in range(_MOST_MERGES):
            if not asked:
                break
            onwards: dict[uuid.UUID, uuid.UUID] = {}
            for fields in self._rows_of(
                _CUSTOMERS, _CUSTOMERS.c.id, set(asked.values()), _LOOKED_AT
            ):
                first = [one for one, now in asked.items() if now == fields["id"]]
                if fields["merged_into_id"] is not None:
                    onwards |= dict.fromkeys(first, fields["merged_into_id"])
                elif fields["erased_at"] is None:
                    known = self._by_id.setdefault(fields["id"], _Known(fields))
                    found |= dict.fromkeys(first, known)
                    self._by_name.setdefault(_named(fields), []).append(known)
                    if fields["source_key"]:
                        self._by_key[fields["source_key"]] = known
            asked = onwards
        return found

    def _load_values(self) -> None:
        ids = set(self._by_id)
        for row in self._rows_of(
            _CONTACTS,
            _CONTACTS.c.customer_id,
            ids,
            ("customer_id", "kind", "normalised", "extension"),
        ):
            known = self._by_id[row["customer_id"]]
            known.contacts.add((row["kind"], row["normalised"], row["extension"]))
            self._by_value.setdefault(row["normalised"], []).append(known)
        said = ("line1", "line2", "city", "state", "postal_code", "country")
        for row in self._rows_of(
            _ADDRESSES, _ADDRESSES.c.customer_id, ids, ("customer_id", "match_key", *said)
        ):
            known = self._by_id[row["customer_id"]]
            known.places.append((row["match_key"], tuple(row[name] for name in said)))
            if row["match_key"]:
                self._by_place.setdefault(row["match_key"], []).append(known)

    def _rows_of(
        self, table: Table, column: Any, ids: set[uuid.UUID], wanted: Iterable[str]
    ) -> Iterator[dict[str, Any]]:
        columns = [table.c[name] for name in wanted]
        for part in in_parts(sorted(ids), _AT_ONCE):
            rows = self._connection.execute(
                select(*columns).where(column.in_(part)).order_by(table.c.id)
            )
            for row in rows:
                yield dict(row._mapping)


def _named(fields: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(fields.get(name) or "" for name in _NAMES)


def _found_by(fields: Mapping[str, Any]) -> set[str]:
    """The words under which the names are found."""
    whole = names.whole_name(fields["given_name"], fields["family_name"])
    said = names.search_words(*_named(fields), whole)
    return {word[:200] for word in said}


def _called(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What follows from the names."""
    given, family = fields["given_name"], fields["family_name"]
    return {
        "kind": CustomerKind.PERSON if given or family else CustomerKind.COMPANY,
        "display_name": names.display_name(given, family, fields["company_name"])[:200],
    }


def _noted(before: str, value: str) -> str:
    """Notes with what a file says added below, once."""
    fresh = [line for line in value.splitlines() if line and line not in before.splitlines()]
    return "\n".join(filter(None, (before, *fresh)))[:2000]
