"""The rows of a file of customers, written in the one transaction: of a long file who is new first."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence, Set
from typing import cast

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from desktop.imports.bulk_indexes import made_at_the_end
from desktop.imports.customers_book import CustomerBook
from desktop.imports.customers_known import Seen
from desktop.imports.customers_rows import CustomerRow
from desktop.imports.customers_same import SameRows
from desktop.imports.importing import Outcome
from desktop.imports.row_report import RowReport
from desktop.imports.spool import Spool
from desktop.services.desk import Desk
from models.customer import Address, ContactPoint, Customer, CustomerWord
from models.opt_out import OptOutRequest
from models.store import Store

_LONG = 10_000
"""Rows from which on it is worth while to prepare for them."""
_LOOKED_UP_BY = tuple(
    index
    for record in (Address, ContactPoint, CustomerWord)
    for index in sorted(cast("Table", record.__table__).indexes, key=lambda index: str(index.name))
)
_FALLBACK = "en"


class Writing:
    """Writes the rows in the one transaction: who is new first, where the file is a long one."""

    def __init__(
        self,
        session: Session,
        desk: Desk,
        stopping: Set[int],
        same: SameRows,
        report: RowReport,
        *,
        repeated: Set[str],
    ) -> None:
        """Begin.

        Args:
            stopping: The lines of rows with something new for the ledger of opt-outs.
            repeated: See `CustomerBook`.
        """
        self._connection, self._desk = session.connection(), desk
        self._stopping, self._same, self._report = stopping, same, report
        self.book = CustomerBook(
            self._connection, desk, language=_language(session, desk),
            silent=_silent(session, desk), repeated=repeated,
        )  # fmt: skip
        self._done = 0

    def all(self, spool: Spool, rows: int) -> Iterator[int]:
        """Write what waits in *spool*, which is so many *rows*; how many are done, now and then."""
        on_file = self._connection.scalar(select(func.count()).select_from(Customer)) or 0
        if rows - self._same.found >= max(_LONG, on_file):
            yield from self._new_ones_first(spool, rows)
        else:
            for some in self._parts(spool):
                self._write(some)
                yield self._done
        self.book.finish()

    def _new_ones_first(self, spool: Spool, rows: int) -> Iterator[int]:
        """Write first the rows of whom nobody on file, nor of a row before, can be meant.

        Nothing is looked up for these, so that the indexes for it can be made when they are there. The
        others wait, in their order.
        """
        seen = Seen.of_shop(self._connection, self._desk, rows=rows)
        with Spool() as later:
            with made_at_the_end(self._connection, _LOOKED_UP_BY):
                for some in self._parts(spool):
                    met = [seen.has_met(row) for row in some]
                    pairs = list(zip(some, met, strict=True))
                    self._write([row for row, is_met in pairs if not is_met], are_new=True)
                    later.put([row.plain() for row, is_met in pairs if is_met])
                    yield self._done
                self.book.finish()
            for plain in later.take():
                self._write(list(map(CustomerRow.of_plain, plain)))
                yield self._done

    def _parts(self, spool: Spool) -> Iterator[Sequence[CustomerRow]]:
        """The rows to go through; those that are the same are told of."""
        for part in spool.take():
            rows, same = self._same.parted(part)
            for one in same:
                self._tell(one.line, Outcome.UNCHANGED, one.told)
            yield rows

    def _write(self, rows: Sequence[CustomerRow], *, are_new: bool = False) -> None:
        results = self.book.write(rows, are_new=are_new)
        for row, (outcome, told) in zip(rows, results, strict=True):
            self._tell(row.line, outcome, _told(row, outcome, told))

    def _tell(self, line: int, outcome: Outcome, told: Sequence[str]) -> None:
        if outcome is Outcome.UNCHANGED and line in self._stopping:
            outcome = Outcome.UPDATED
        self._report.add(line, outcome, told)
        self._done += 1


def _silent(session: Session, desk: Desk) -> set[uuid.UUID]:
    """Who wanted to hear nothing at all."""
    found = session.scalars(
        select(OptOutRequest.customer_id).where(
            OptOutRequest.store_id == desk.store_id,
            OptOutRequest.everything,
            OptOutRequest.customer_id.is_not(None),
        )
    )
    return {customer_id for customer_id in found if customer_id is not None}


def _language(session: Session, desk: Desk) -> str:
    store = session.get_one(Store, desk.store_id)
    return store.languages[0] if store.languages else _FALLBACK


def _told(row: CustomerRow, outcome: Outcome, told: str) -> tuple[str, ...]:
    said = (told,) if told else ()
    return said if outcome is Outcome.REFUSED else (*row.told, *said)
