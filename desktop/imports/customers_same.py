"""Rows of a file of customers that say nothing new, found before the other desks have to wait.

Of a file that comes in every month most is on file. So each row is compared while the file is read, with
nothing locked; in the one transaction only those are gone through that say something new, and those
whose customer somebody, or another row, has changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from desktop.imports.customers_book import CustomerBook, Looked
from desktop.imports.customers_rows import CustomerRow
from desktop.imports.file_run import was_read
from desktop.imports.importing import FileKind
from desktop.services import audit
from desktop.services.desk import Desk
from models.audit import AuditEntry

_TRIED = 5_000
_LEAST_SHARE = 10
"""When so many rows were compared and not one in so many is on file, the others are not compared."""
_MOST_CHANGED = 100_000
"""Customers of whom it is remembered that a row changes them: ten megabytes."""


class SameRow(NamedTuple):
    """A row that says nothing new.

    Attributes:
        line: Where it begins.
        told: What is to be told of it all the same.
    """

    line: int
    told: tuple[str, ...]


class SameRows:
    """Compares the rows of one file with what *connection* sees, and keeps apart what is the same.

    Args:
        session: Of the same database, before anything is compared.

    Attributes:
        to_do: How many rows are to be gone through, as far as is known.
    """

    def __init__(self, session: Session, connection: Connection, desk: Desk) -> None:
        self._connection, self._desk = connection, desk
        self._book = CustomerBook(
            connection, desk, language="", silent=frozenset(), repeated=frozenset()
        )  # it only looks
        self._before = audit.last(session, desk)
        self._changed: set[str] | None = set()
        self._compared = self._found = self.to_do = 0

    def part(self, rows: Sequence[CustomerRow]) -> list[Any]:
        """Some rows as they wait, as JSON has them: those to go through, and those that are the same."""
        to_do: list[Any] = []
        same: list[Any] = []
        for row, looked in zip(rows, self._looks(rows), strict=True):
            if looked is None:
                to_do.append(row.plain())
                continue
            customer, changes, told = looked
            if not changes:
                said = (*row.told, told) if told else row.told
                same.append([customer.hex, row.line, said, row.plain()])
                continue
            to_do.append(row.plain())
            if self._changed is not None:
                self._changed.add(customer.hex)
        self.to_do += len(to_do)
        self._compared, self._found = self._compared + len(rows), self._found + len(same)
        if self._changed is not None and (
            len(self._changed) > _MOST_CHANGED
            or (self._compared >= _TRIED and self._found * _LEAST_SHARE < self._compared)
        ):
            self._changed = None
        return [to_do, same]

    def meet(self, session: Session) -> None:
        """Learn, in the transaction in which it is written, who was changed since it was compared."""
        if self._changed is None:
            return
        if was_read(session, self._desk, FileKind.CUSTOMERS, after=self._before):
            self._changed = None
            return
        changed = session.scalars(
            select(AuditEntry.subject_id).where(
                AuditEntry.store_id == self._desk.store_id,
                AuditEntry.sequence > self._before,
                AuditEntry.subject_kind == "customer",
                AuditEntry.subject_id.is_not(None),
            )
        )
        self._changed.update(customer.hex for customer in changed if customer is not None)

    def parted(self, part: Sequence[Any]) -> tuple[list[CustomerRow], list[SameRow]]:
        """What `part` gave: rows to go through in the order of the file, and those that are the same."""
        to_do = list(map(CustomerRow.of_plain, part[0]))
        same = []
        for customer, line, told, plain in part[1]:
            if self._changed is None or customer in self._changed:
                to_do.append(CustomerRow.of_plain(plain))
            else:
                same.append(SameRow(line, tuple(told)))
        to_do.sort(key=lambda row: row.line)
        return to_do, same

    def _looks(self, rows: Sequence[CustomerRow]) -> Sequence[Looked | None]:
        if self._changed is None:
            return [None] * len(rows)
        with self._connection.begin():
            return self._book.look(rows)
