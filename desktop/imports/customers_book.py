"""Rows of a file of customers written to the records: known ones found again, nothing taken away."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, Table, bindparam, delete, update

from desktop.imports.bulk_rows import BulkTable, BulkWriter, even_parts, in_parts
from desktop.imports.customers_fields import PERSON, called, noted, person_completed
from desktop.imports.customers_known import (
    ADDRESSES,
    CONTACTS,
    CUSTOMERS,
    Known,
    Neighbours,
)
from desktop.imports.customers_rows import KEPT, NAMED, NAMED_BY_VALUE, CustomerRow
from desktop.imports.importing import Outcome
from desktop.imports.own_keys import is_own
from desktop.services.desk import Desk
from models import names
from models.customer import CustomerWord
from models.ids import uuid7s

_WORDS = cast("Table", CustomerWord.__table__)
_NO_NAME = "It names nobody who is on file."
_FIRST_COUNTS = "An earlier row of the same number has another name, and counts."
_NOTE_LEFT = "A note was left out: after what is noted already it looks like a card number."
_SEVERAL = "It fits several customers on file; it was put with one of them."
_NEW: Mapping[str, Any] = {
    "given_name": "", "family_name": "", "company_name": "", "romanised_name": "", "source_key": "",
    "notes": "", "tax_exempt_certificate": "", "tax_exempt_until": None, "terms_days": 0,
    "wants_catalog": False,
}  # fmt: skip
_NAMES = (*NAMED, "romanised_name")
_CUSTOMER = ("id", "kind", "display_name", "language", *_NEW)
_CONTACT = (
    "id", "customer_id", "kind", "typed", "normalised", "reversed_value", "extension", "position",
)  # fmt: skip
_PLACE = ("id", "customer_id", *KEPT, "match_key", "bills_here", "position")
_WORD = ("id", "word", "customer_id")
_IDS_AT_ONCE = 2000
_NAMED_AT_ONCE = 20_000
"""Customers whose words wait to be written in their order: so few pages are touched for many."""
_AT_ONCE = 5000
"""Values that one statement takes."""


class Looked(NamedTuple):
    """Whom a row is about, whether it changes them, and what is to be told of that."""

    customer_id: uuid.UUID
    changes: bool
    told: str


class CustomerBook:
    """Writes one file's rows in the transaction of *connection*; `finish` writes the last of it.

    Args:
        language: Of customers whose rows name none.
        silent: Customers of whom it is to be known whether they have grown.
        repeated: Keys that several rows of the file may have: the first of them counts for the names.

    Attributes:
        grown: Of the silent ones those who have something new by which they are reached.
    """

    def __init__(
        self,
        connection: Connection,
        desk: Desk,
        *,
        language: str,
        silent: Set[uuid.UUID],
        repeated: Set[str],
    ) -> None:
        self.repeated, self.spoken_for = repeated, set[str]()
        self.connection, self.desk = connection, desk
        self.language, self.silent = language, silent
        same = {
            "store_id": desk.store_id, "created_at": desk.now(), "merged_into_id": None,
            "erased_at": None, "version": 1, "romanised": None,
        }  # fmt: skip
        tables = (CUSTOMERS, _WORDS, CONTACTS, ADDRESSES)
        self._tables = {table: BulkTable(table, connection.dialect, same) for table in tables}
        self._writer = BulkWriter(connection, tables)
        self._words: dict[uuid.UUID, set[str]] = {}
        self.ids = _ids()
        self.grown: set[uuid.UUID] = set()

    def write(
        self, rows: Sequence[CustomerRow], *, are_new: bool = False
    ) -> list[tuple[Outcome, str]]:
        """What becomes of each row, and what is to be told of it.

        Args:
            are_new: Nobody on file can be meant by any of them.
        """
        batch = _Batch(self, [] if are_new else [row for row in rows if not row.refusal])
        results = [
            (Outcome.REFUSED, row.refusal) if row.refusal else batch.write(row) for row in rows
        ]
        batch.flush()
        return results

    def look(self, rows: Sequence[CustomerRow]) -> list[Looked | None]:
        """Whom on file each row is about, with nothing written; None: nobody, or it is refused."""
        batch = _Batch(self, [row for row in rows if not row.refusal])
        return [None if row.refusal else batch.look(row) for row in rows]

    def finish(self) -> None:
        """Write the words by which the customers are found."""
        words = [(word, named) for named, said in self._words.items() for word in said]
        words.sort()
        self._words = {}
        for part in in_parts(words, _AT_ONCE):
            self.insert(_WORDS, _WORD, [(next(self.ids), *one) for one in part])

    def insert(self, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows, each the values of *columns*."""
        if rows:
            self._writer.write([self._tables[table].new_rows(columns, rows)])

    def name(self, named: Iterable[Known]) -> None:
        """Have these found by the words of their names, soon."""
        for known in named:
            fields = known.fields
            whole = names.whole_name(fields["given_name"], fields["family_name"])
            said = names.search_words(*(fields[name] for name in _NAMES), whole)
            self._words[known.id] = {word[:200] for word in said}
        if len(self._words) >= _NAMED_AT_ONCE:
            self.finish()


class _Batch:
    """Some rows that are written together."""

    def __init__(self, book: CustomerBook, rows: Sequence[CustomerRow]) -> None:
        """Whoever on file may be meant by *rows* is looked up."""
        self._book = book
        self._around = Neighbours(book.connection, book.desk, rows)
        self._new: list[Known] = []
        self._renamed: dict[uuid.UUID, Known] = {}
        self._contacts: list[tuple[Any, ...]] = []
        self._places: list[tuple[Any, ...]] = []
        self._changed: dict[uuid.UUID, dict[str, Any]] = {}

    def write(self, row: CustomerRow) -> tuple[Outcome, str]:
        """Take one row."""
        looked = self.look(row)
        if looked is not None:
            return (Outcome.UPDATED if looked.changes else Outcome.UNCHANGED), looked.told
        told = "" if row.names_somebody else NAMED_BY_VALUE
        if told:
            row.fields["family_name"] = row.value_for_name
        if not row.names_somebody:
            return Outcome.REFUSED, _NO_NAME
        self._add(row)
        return Outcome.CREATED, told

    def look(self, row: CustomerRow) -> Looked | None:
        """Whom the row is about, completed by it; None: nobody yet."""
        known, is_one_of_several = self._around.find(row)
        if known is None:
            return None
        is_changed, told = self._complete(known, row)
        return Looked(known.id, is_changed, told or (_SEVERAL if is_one_of_several else ""))

    def flush(self) -> None:
        """Write what has come together."""
        book, run = self._book, self._book.connection.execute
        rows = [tuple(map(known.fields.__getitem__, _CUSTOMER)) for known in self._new]
        book.insert(CUSTOMERS, _CUSTOMER, rows)
        for part in even_parts(list(self._renamed)):
            run(delete(_WORDS).where(_WORDS.c.customer_id.in_(part)))
        book.name((*self._new, *self._renamed.values()))
        self._contacts.sort(key=_normalised)
        book.insert(CONTACTS, _CONTACT, self._contacts)
        book.insert(ADDRESSES, _PLACE, self._places)
        alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for row_id, changes in self._changed.items():
            row = {f"to_{name}": value for name, value in changes.items()} | {"row_id": row_id}
            alike.setdefault(tuple(sorted(changes)), []).append(row)
        for changed, rows_changed in alike.items():
            values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in changed}
            values["version"] = CUSTOMERS.c.version + 1
            run(
                update(CUSTOMERS).where(CUSTOMERS.c.id == bindparam("row_id")).values(values),
                rows_changed,
            )

    def _complete(self, known: Known, row: CustomerRow) -> tuple[bool, str]:
        """Add what is missing; what somebody keyed stays, but for the names of whom the file knows.

        Returns:
            Whether it changes anything, and what is not as the row says it.
        """
        # Who has no key yet is known by this one from now on: the names are the file's at once, and
        # not only when it is read again.
        is_theirs = row.has_own_key and known.fields["source_key"] in ("", row.key)
        told = ""
        if is_theirs and self._is_spoken_for(row):
            if any(known.fields[name] != row.fields[name] for name in NAMED):
                told = _FIRST_COUNTS
            is_theirs = False
        changes = person_completed(known.fields, row.fields)
        for name, value in row.fields.items():
            before = known.fields[name]
            if name in PERSON:
                continue
            if name == "notes":
                value, is_whole = noted(before, value)
                told = told if is_whole else _NOTE_LEFT
            elif before and not (is_theirs and name in _NAMES and row.names_somebody):
                continue
            if value and value != before:
                changes[name] = value
        if is_theirs and row.names_somebody:
            changes |= {
                name: row.fields[name] for name in NAMED if known.fields[name] != row.fields[name]
            }
        if row.key and not known.fields["source_key"] and not is_own(row.key):
            changes["source_key"] = row.key
            self._around.by_key[row.key] = known
        grown = self._add_values(known, row)
        if grown and known.id in self._book.silent:
            self._book.grown.add(known.id)
        if changes:
            self._change(known, changes)
        return grown or bool(changes), told

    def _is_spoken_for(self, row: CustomerRow) -> bool:
        """Whether a row of the same key has named them before; now this one has."""
        if row.key not in self._book.repeated or not row.names_somebody:
            return False
        is_before = row.key in self._book.spoken_for
        self._book.spoken_for.add(row.key)
        return is_before

    def _change(self, known: Known, changes: dict[str, Any]) -> None:
        is_renamed = not changes.keys().isdisjoint(_NAMES)
        known.fields.update(changes)
        if is_renamed:
            changes |= called(known.fields)
            known.fields.update(changes)
            self._renamed[known.id] = known
        self._changed.setdefault(known.id, {}).update(changes)

    def _add(self, row: CustomerRow) -> None:
        fields = {
            **_NEW, "language": self._book.language, **row.fields, "id": next(self._book.ids),
            "source_key": row.key,
        }  # fmt: skip
        fields |= called(fields)
        known = Known(fields)
        self._new.append(known)
        if row.key:
            self._around.by_key[row.key] = known
            self._is_spoken_for(row)
        self._add_values(known, row)

    def _add_values(self, known: Known, row: CustomerRow) -> bool:
        """Add the numbers, e-mails and addresses that are not there yet."""
        contacts = [one for one in row.contacts if one.key not in known.contacts]
        for contact in contacts:
            self._contacts.append((
                next(self._book.ids), known.id, contact.kind, contact.typed, contact.normalised,
                contact.normalised[::-1], contact.extension, len(known.contacts),
            ))  # fmt: skip
            known.contacts.add(contact.key)
            self._around.reach(known, contact.normalised)
        places = [place for place in row.places if not known.has(place)]
        for place in places:
            bills_here = place.bills_here and not known.places
            self._places.append((
                next(self._book.ids), known.id, *place.kept, place.key, bills_here,
                len(known.places),
            ))  # fmt: skip
            known.places.append((place.key, place.said))
            self._around.reach(known, place.key)
        return bool(contacts or places)


def _ids() -> Iterator[uuid.UUID]:
    """New ids without end, made some thousand at a time."""
    while True:
        yield from uuid7s(_IDS_AT_ONCE)


def _normalised(contact: tuple[Any, ...]) -> str:
    return cast("str", contact[_CONTACT.index("normalised")])
