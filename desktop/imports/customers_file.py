"""The shop's customers, read from a file: a web store's own export, ours, or any list with names.

`preview` looks at a file and changes nothing; `run` takes all of it, or nothing where it raises.

Who is on file is known again by the file's own number, else by what reaches them together with a name
that may be the same. What is missing is added; what somebody keyed at the desk is never overwritten,
but for the names of whom the file knows by its own number. A "no" in a marketing column is a line in
the ledger of opt-outs, which one request of the file's name stands for; a "yes" takes nothing back.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from desktop.errors import AgentError
from desktop.imports import customers_columns
from desktop.imports.bulk_indexes import made_at_the_end, much_at_hand
from desktop.imports.customers_book import CustomerBook
from desktop.imports.customers_known import Seen
from desktop.imports.customers_rows import CustomerRow, RowReader
from desktop.imports.customers_same import SameRows
from desktop.imports.file_run import FileOutline, See, Telling, finish, recording_on
from desktop.imports.importing import (
    Cancelled,
    FileKind,
    FilePreview,
    FileResult,
    FileSpec,
    Outcome,
    Progress,
    RowSeen,
    stop_if,
)
from desktop.imports.opt_out_ledger import Tally, append, ledger_rows
from desktop.imports.opt_out_rows import RowRead
from desktop.imports.opt_out_staging import Staging
from desktop.imports.row_report import RowReport
from desktop.imports.spool import Spool
from desktop.imports.table_file import TableFile
from desktop.services.desk import Desk
from desktop.services.opt_out_later import extend_to_new_values
from models.channels import Channel
from models.customer import Address, ContactPoint, Customer, CustomerWord
from models.opt_out import OptOutRequest
from models.session import Database
from models.store import Store

MOST_STOPS = 500_000
"""Lines for the ledger of one file: they wait in memory until the file is whole."""
_TOGETHER = 1000
_SHORTEST_ROW = 20
"""Bytes, as a rule."""
_LONG = 10_000
"""Rows from which on it is worth while to prepare for them."""
_CACHE = 64_000_000
"""Bytes of the database that are kept at hand: some pages are touched again and again."""
_LOOKED_UP_BY = tuple(
    index
    for record in (Address, ContactPoint, CustomerWord)
    for index in sorted(cast("Table", record.__table__).indexes, key=lambda index: str(index.name))
)
_FALLBACK = "en"
_OUTLINE = FileOutline(
    FileKind.CUSTOMERS,
    kinds=customers_columns.KINDS,
    guess=customers_columns.guess,
    made_by=customers_columns.made_by,
    missing=customers_columns.missing,
    needs="No column of this file names anybody.",
)


def preview(
    database: Database, desk: Desk, path: Path, *, columns: Mapping[int, str] | None = None
) -> FilePreview:
    """Look at the beginning of a file.

    Raises:
        AgentError: it is no table that can be read, why in words.
        WorldError: there is no such file, or it cannot be read.
    """

    def seeing(table: TableFile, taken: Mapping[int, str]) -> See:
        reader = RowReader(taken, made_by=customers_columns.made_by(table), desk=desk)
        return lambda cells: _seen(reader.read(0, cells))

    return _OUTLINE.preview(database, desk, path, columns, seeing)


def run(
    database: Database,
    desk: Desk,
    spec: FileSpec,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> FileResult:
    """Take a file's customers: all of them, or none where this raises anything.

    Raises:
        Refused: `supervisor_needed`.
        AgentError: it is no table that can be read to its end, or no column names anybody.
        WorldError: the file cannot be read any more, the report not be written, or another file is
            being brought in.
        ImportCancelled: *cancelled* said so.
    """
    with (
        _OUTLINE.opened(database, desk, spec) as (table, columns),
        Spool() as spool,
        database.connected() as connection,
    ):
        tell, report = Telling(progress, table.size), RowReport()
        staging = Staging(connection, desk.time_zone)
        try:
            with database.read() as session:
                same = SameRows(session, connection, desk)
            reading = _Reading(table, columns, desk, staging, same)
            reading.go(spool, tell, cancelled)
            with connection.begin():
                looked_to = staging.leave_out_known(desk.store_id, reading.sha256)
            with (
                much_at_hand(connection, _CACHE),
                recording_on(database, connection, report) as session,
            ):
                writing = _Writing(
                    session, desk, same, staging.lines_left(), report, repeated=reading.repeated
                )
                for _ in writing.all(spool):
                    stop_if(cancelled)
                    tell.written(writing.done, reading.rows)
                append(
                    session, desk, staging, reading.tally, name=spec.path.name,
                    channel=Channel.EMAIL, sha256=reading.sha256, looked_to=looked_to,
                )  # fmt: skip
                for customer_id in sorted(writing.book.grown):
                    extend_to_new_values(session, desk, customer_id)
                stop_if(cancelled)
                return finish(session, desk, FileKind.CUSTOMERS, table, spec, report)
        finally:
            staging.drop()


class _Reading:
    """Goes through the file once: rows into the spool, what they stop into the staging."""

    def __init__(
        self,
        table: TableFile,
        columns: Mapping[int, str],
        desk: Desk,
        staging: Staging,
        same: SameRows,
    ) -> None:
        self._table, self._desk, self._staging, self._same = table, desk, staging, same
        self._reader = RowReader(columns, made_by=customers_columns.made_by(table), desk=desk)
        self._hash = hashlib.sha256()
        self._lines = 0
        self._keys = Seen(table.size // _SHORTEST_ROW)
        self.repeated: set[str] = set()
        """Keys that several rows with a name have, and a few others."""
        self.tally = Tally()
        self.rows = 0

    @property
    def sha256(self) -> str:
        """Of the file."""
        return self._hash.hexdigest()

    def go(self, spool: Spool, tell: Telling, cancelled: Cancelled | None) -> None:
        """Read it to its end."""
        kept: list[CustomerRow] = []
        for batch in self._table.batches(self._hash.update):
            stop_if(cancelled)
            for line, cells in zip(batch.lines, batch.rows, strict=True):
                if any(cell.strip() for cell in cells):
                    kept.append(self._reader.read(line, cells))
            if len(kept) >= _TOGETHER:
                self._keep(kept, spool)
                kept = []
            tell.read(batch.read)
        self._keep(kept, spool)
        self._staging.leave_out_repeated()

    def _keep(self, rows: list[CustomerRow], spool: Spool) -> None:
        if not rows:
            return
        spool.put(self._same.part(rows))
        self.rows += len(rows)
        self.repeated.update(
            row.key
            for row in rows
            if row.key and row.names_somebody and self._keys.take((row.key,))
        )
        now = self._desk.now()
        staged = [
            line
            for row in rows
            if row.stops and not row.refusal
            for line in ledger_rows(
                row.line,
                RowRead(stops=row.stops, when=row.since, channel=Channel.EMAIL),
                now,
                self.tally,
            )
        ]
        self._lines += len(staged)
        if self._lines > MOST_STOPS:
            raise AgentError(
                "This file stops more than 500,000 values. Part it, and read each part.",
                field="path",
            )
        if staged:
            self._staging.add(staged)


class _Writing:
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


def _seen(row: CustomerRow) -> RowSeen:
    if row.refusal:
        return RowSeen(Outcome.REFUSED, (row.refusal,))
    return RowSeen(Outcome.CREATED, row.told)
