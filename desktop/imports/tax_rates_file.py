"""The shop's sales tax rates, read from a file: public tables by state or ZIP, a web store's, ours.

`preview` looks at a file and changes nothing; `run` takes all of it, or nothing where it raises. A rate
on file of another day stays: orders are looked up by theirs. Of what only a ZIP tells a rate is an
estimate, unless the file says otherwise (RULES, numbers and addresses).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from desktop.errors import AgentError
from desktop.imports import tax_rates_columns
from desktop.imports.file_run import FileOutline, See, Telling, finish, recording
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
from desktop.imports.row_report import RowReport
from desktop.imports.spool import Spool
from desktop.imports.table_file import TableFile
from desktop.imports.tax_rates_book import Lowest, RateBook
from desktop.imports.tax_rates_rows import RateRow, RateUnit, RowReader
from desktop.services.desk import Desk
from models.session import Database

MOST_ROWS = 500_000
"""Of one file: which of several rates for a ZIP is the lowest is kept in memory."""
_TOGETHER = 5000
"""Rows that are looked up and written at once: each time the whole of their states is gone through."""
_OUTLINE = FileOutline(
    FileKind.TAX_RATES,
    kinds=tax_rates_columns.KINDS,
    guess=tax_rates_columns.guess,
    made_by=tax_rates_columns.made_by,
    missing=tax_rates_columns.missing,
    needs="The file needs a column of states or ZIPs, and one of rates.",
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
        reader, unit = RowReader(table, taken, desk), RateUnit(table, taken)
        for cells in table.sample:
            unit.see(reader.read(0, cells))

        def see(cells: Sequence[str]) -> RowSeen:
            row = reader.read(0, cells)
            unit.apply(row)
            if row.refusal:
                return RowSeen(Outcome.REFUSED, (row.refusal,))
            return RowSeen(Outcome.CREATED, (*row.told, *unit.notes, *reader.notes))

        return see

    return _OUTLINE.preview(database, desk, path, columns, seeing)


def run(
    database: Database,
    desk: Desk,
    spec: FileSpec,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> FileResult:
    """Take a file's rates: all of them, or none where this raises anything.

    Raises:
        Refused: `supervisor_needed`.
        AgentError: it is no table that can be read to its end, or it names no rates or no places.
        WorldError: the file cannot be read any more, the report not be written, or another file is
            being brought in.
        ImportCancelled: *cancelled* said so.
    """
    with _OUTLINE.opened(database, desk, spec) as (table, columns), Spool() as spool:
        tell, report = Telling(progress, table.size), RowReport()
        reader, unit = RowReader(table, columns, desk), RateUnit(table, columns)
        count = 0
        for rows, read in _batches(table, reader):
            stop_if(cancelled)
            for row in rows:
                unit.see(row)
            count += len(rows)
            if count > MOST_ROWS:
                raise AgentError(
                    "This file has more than 500,000 rows. Part it, and read each part.",
                    field="path",
                )
            spool.put([row.plain() for row in rows])
            tell.read(read)
        lowest = _lowest(spool, unit, cancelled)
        with recording(database, report) as (connection, session):
            book = RateBook(connection, desk, lowest)
            done = 0
            for rows in _with_rates(spool, unit):
                stop_if(cancelled)
                for row, (outcome, why) in zip(rows, book.write(rows), strict=True):
                    report.add(row.line, outcome, (why,) if why else row.told)
                done += len(rows)
                tell.written(done, count)
            stop_if(cancelled)
            report.note((*unit.notes, *reader.notes))
            return finish(session, desk, FileKind.TAX_RATES, table, spec, report)


def _batches(table: TableFile, reader: RowReader) -> Iterator[tuple[list[RateRow], int]]:
    """Some rows, and how many bytes are read."""
    kept: list[RateRow] = []
    for batch in table.batches():
        for line, cells in zip(batch.lines, batch.rows, strict=True):
            if any(cell.strip() for cell in cells):
                kept.append(reader.read(line, cells))
            if len(kept) >= _TOGETHER:
                yield kept, batch.read
                kept = []
    yield kept, table.size


def _with_rates(spool: Spool, unit: RateUnit) -> Iterator[list[RateRow]]:
    """The rows again, each with its rate in parts per million: the whole column is known now."""
    for plain in spool.take():
        rows = [RateRow.of_plain(said) for said in plain]
        for row in rows:
            unit.apply(row)
        yield rows


def _lowest(spool: Spool, unit: RateUnit, cancelled: Cancelled | None) -> Lowest:
    lowest = Lowest()
    for rows in _with_rates(spool, unit):
        stop_if(cancelled)
        for row in rows:
            lowest.see(row)
    return lowest
