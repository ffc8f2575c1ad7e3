"""The rows of a file of customers, written in the one transaction: of a long file who is new first."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Any

from sqlalchemy import func, select
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
_LOOKED_UP_BY = [record.__tablename__ for record in (Address, ContactPoint, CustomerWord)]
"""Tables that have indexes to look somebody up."""
_FALLBACK = "en"


class Writing:
    """Writes the rows in the one transaction: who is new first, where there are very many.

    Args:
        stopping: The lines of rows with something new for the ledger of opt-outs.

    Attributes:
        done: How many of the file's rows are done.
    """

    def __init__(
        self,
        session: Session,
        desk: Desk,
        same: SameRows,
        stopping: Set[int],
        report: RowReport,
        *,
        repeated: Set[str],
    ) -> None:
        self._connection, self._desk = session.connection(), desk
        self._same, self._stopping, self._report = same, stopping, report
        self.book = CustomerBook(
            self._connection, desk, language=_language(session, desk),
            silent=_silent(session, desk), repeated=repeated,
        )  # fmt: skip
        self.done = 0
        same.meet(session)

    def all(self, spool: Spool) -> Iterator[None]:
        """Write what waits in *spool*; something is done each time."""
        on_file = self._connection.scalar(select(func.count()).select_from(Customer)) or 0
        waiting: Iterable[list[CustomerRow]] = map(self._to_do, spool.take())
        with Spool() as later:
            if self._same.to_do >= max(_LONG, on_file):
                yield from self._new_ones(waiting, later)
                waiting = ([CustomerRow.of_plain(said) for said in part] for part in later.take())
            for rows in waiting:
                self._write(rows, are_new=False)
                yield
        self.book.finish()

    def _to_do(self, part: Sequence[Any]) -> list[CustomerRow]:
        """The rows to go through; of the others there is nothing to write."""
        rows, known = self._same.parted(part)
        for row in known:
            self._take(row.line, Outcome.UNCHANGED, row.told)
        return rows

    def _new_ones(self, waiting: Iterable[list[CustomerRow]], later: Spool) -> Iterator[None]:
        """Write the rows of whom nobody on file, nor of a row before, can be meant.

        Nothing is looked up for these, so that the indexes for it can be made when they are there. The
        others come into *later*, in their order.
        """
        seen = Seen.of_shop(self._connection, self._desk, rows=self._same.to_do)
        with made_at_the_end(self._connection, _LOOKED_UP_BY):
            for rows in waiting:
                pairs = [(row, seen.has_met(row)) for row in rows]
                self._write([row for row, is_met in pairs if not is_met], are_new=True)
                later.put([row.plain() for row, is_met in pairs if is_met])
                yield
            self.book.finish()

    def _write(self, rows: Sequence[CustomerRow], *, are_new: bool) -> None:
        results = self.book.write(rows, are_new=are_new)
        for row, (outcome, told) in zip(rows, results, strict=True):
            self._take(row.line, outcome, _told(row, outcome, told))

    def _take(self, line: int, outcome: Outcome, told: Sequence[str]) -> None:
        if outcome is Outcome.UNCHANGED and line in self._stopping:
            outcome = Outcome.UPDATED
        self._report.add(line, outcome, told)
        self.done += 1


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
