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
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from desktop.errors import AgentError
from desktop.imports import customers_columns
from desktop.imports.customers_book import CustomerBook
from desktop.imports.customers_known import Seen
from desktop.imports.customers_rows import CustomerRow, RowReader
from desktop.imports.file_run import (
    Telling,
    columns_of,
    few_collections,
    finish,
    preview_of,
    recording_on,
)
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
from desktop.imports.table_file import TableFile, open_table
from desktop.services.desk import Desk
from desktop.services.opt_out_later import extend_to_new_values
from desktop.services.stores import require_supervisor
from models.channels import Channel
from models.customer import Customer
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
_FALLBACK = "en"


def preview(
    database: Database, desk: Desk, path: Path, *, columns: Mapping[int, str] | None = None
) -> FilePreview:
    """Look at the beginning of a file.

    Raises:
        AgentError: it is no table that can be read, why in words.
        WorldError: there is no such file, or it cannot be read.
    """
    table = open_table(path)
    taken = columns_of(database, desk, FileKind.CUSTOMERS, table, columns, customers_columns.guess)
    reader = RowReader(taken, made_by=customers_columns.made_by(table), desk=desk)
    return preview_of(
        table,
        made_by=customers_columns.made_by(table),
        columns=taken,
        kinds=customers_columns.KINDS,
        missing=customers_columns.missing(taken),
        see=lambda cells: _seen(reader.read(0, cells)),
    )


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
        WorldError: the file cannot be read any more, or the report not be written.
        ImportCancelled: *cancelled* said so.
    """
    require_supervisor(desk)
    table = open_table(spec.path)
    columns = columns_of(
        database, desk, FileKind.CUSTOMERS, table, spec.columns, customers_columns.guess
    )
    if customers_columns.missing(columns):
        raise AgentError("No column of this file names anybody.", field="path")
    tell, report = Telling(progress, table.size), RowReport()
    with few_collections(), Spool() as spool, database.connected() as connection:
        staging = Staging(connection, desk.time_zone)
        try:
            reading = _Reading(table, columns, desk, staging)
            reading.go(spool, tell, cancelled)
            with connection.begin():
                looked_to = staging.leave_out_known(desk.store_id, reading.sha256)
            with recording_on(database, connection, report) as session:
                book = CustomerBook(
                    connection, desk, language=_language(session, desk),
                    silent=_silent(session, desk), seen=_seen_before(connection, desk, reading.rows),
                    repeated=reading.repeated,
                )  # fmt: skip
                stopping = staging.lines_left()
                done = 0
                for plain in spool.take():
                    stop_if(cancelled)
                    rows = [CustomerRow.of_plain(said) for said in plain]
                    for row, (outcome, told) in zip(rows, book.write(rows), strict=True):
                        if outcome is Outcome.UNCHANGED and row.line in stopping:
                            outcome = Outcome.UPDATED
                        report.add(row.line, outcome, _told(row, outcome, told))
                    done += len(rows)
                    tell.written(done, reading.rows)
                book.finish()
                append(
                    session, desk, staging, reading.tally, name=spec.path.name,
                    channel=Channel.EMAIL, sha256=reading.sha256, looked_to=looked_to,
                )  # fmt: skip
                _extend(session, desk, book)
                stop_if(cancelled)
                return finish(session, desk, FileKind.CUSTOMERS, table, spec, report)
        finally:
            staging.drop()


class _Reading:
    """Goes through the file once: rows into the spool, what they stop into the staging."""

    def __init__(
        self, table: TableFile, columns: Mapping[int, str], desk: Desk, staging: Staging
    ) -> None:
        self._table, self._desk, self._staging = table, desk, staging
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
        spool.put([row.plain() for row in rows])
        self.rows += len(rows)
        self.repeated |= self._keys.take(row.key for row in rows if row.key and row.names_somebody)
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


def _extend(session: Session, desk: Desk, book: CustomerBook) -> None:
    """Who wanted to hear nothing at all hears nothing at what the file added to them either."""
    for customer_id in sorted(book.grown):
        extend_to_new_values(session, desk, customer_id)


def _seen_before(connection: Connection, desk: Desk, rows: int) -> Seen | None:
    """What the shop has, where a file is so long that not asking for each value is worth it."""
    on_file = connection.scalar(select(func.count()).select_from(Customer)) or 0
    return Seen.of_shop(connection, desk, rows=rows) if rows >= max(_LONG, on_file) else None


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
