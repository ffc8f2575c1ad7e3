"""The shop's customers, read from a file: a web store's own export, ours, or any list with names.

`preview` looks at a file and changes nothing; `run` takes all of it, or nothing where it raises.

Who is on file is known again by the file's own number, else by what reaches them together with a name
that may be the same. What is missing is added; what somebody keyed at the desk is never overwritten,
but for the names of whom the file knows by its own number. A "no" in a marketing column is a line in
the ledger of opt-outs, which one request of the file's name stands for; a "yes" takes nothing back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from desktop.errors import AgentError
from desktop.imports import customers_columns
from desktop.imports.bulk_indexes import much_at_hand
from desktop.imports.customers_known import Seen
from desktop.imports.customers_reader import RowReader
from desktop.imports.customers_rows import CustomerRow
from desktop.imports.customers_same import SameRows
from desktop.imports.customers_writing import Writing
from desktop.imports.file_run import FileOutline, See, Telling, finish, left_out, recording_on
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
from models.session import Database

MOST_STOPS = 500_000
"""Lines for the ledger of one file: they wait in memory until the file is whole."""
_TOGETHER = 1000
_SHORTEST_ROW = 20
"""Bytes, as a rule."""
_CACHE = 40_000_000
"""Bytes of the database that are kept at hand: some pages are touched again and again."""
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
                writing = Writing(
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
                report.note(left_out(table, columns))
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


def _seen(row: CustomerRow) -> RowSeen:
    if row.refusal:
        return RowSeen(Outcome.REFUSED, (row.refusal,))
    return RowSeen(Outcome.CREATED, row.told)
