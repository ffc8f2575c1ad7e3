"""The shop's shipping methods, read from a file: a row for each step of a method's prices.

`preview` looks at a file and changes nothing; `run` takes all of it, or nothing where it raises. A
method that the file names has the prices that the file names, and no other; one that it does not name
stays as it is. Rows of one method are taken together or refused together.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from desktop.errors import AgentError
from desktop.imports import shipping_columns
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
from desktop.imports.shipping_book import ShippingBook
from desktop.imports.shipping_rows import RowReader, StepRow
from desktop.imports.table_file import TableFile
from desktop.services.desk import Desk
from models.session import Database

MOST_METHODS = 500
MOST_ROWS = 50_000
"""Of one file: a method's rows may stand apart, so all of them wait in memory."""
_OUTLINE = FileOutline(
    FileKind.SHIPPING,
    kinds=shipping_columns.KINDS,
    guess=shipping_columns.guess,
    made_by=shipping_columns.made_by,
    missing=shipping_columns.missing,
    needs="The file needs a column of the methods' codes, and one of prices.",
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
        reader = RowReader(table, taken, desk)
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
    """Take a file's methods: all of them, or none where this raises anything.

    Raises:
        Refused: `supervisor_needed`.
        AgentError: it is no table that can be read to its end, or it has no codes or no prices.
        WorldError: the file cannot be read any more, the report not be written, or another file is
            being brought in.
        ImportCancelled: *cancelled* said so.
    """
    with _OUTLINE.opened(database, desk, spec) as (table, columns):
        tell, report = Telling(progress, table.size), RowReport()
        methods = _methods(table, RowReader(table, columns, desk), tell, cancelled)
        rows, done = sum(map(len, methods)), 0
        with recording(database, report) as (_connection, session):
            book = ShippingBook(session, desk, frozenset(columns.values()))
            for steps in methods:
                stop_if(cancelled)
                for row, (outcome, told) in zip(steps, book.write(steps), strict=True):
                    report.add(row.line, outcome, told)
                done += len(steps)
                tell.written(done, rows)
            stop_if(cancelled)
            return finish(session, desk, FileKind.SHIPPING, table, spec, report)


def _methods(
    table: TableFile, reader: RowReader, tell: Telling, cancelled: Cancelled | None
) -> list[list[StepRow]]:
    """The rows of each method together, in the order in which the methods come.

    Rows that name none stand alone.
    """
    found: dict[str, list[StepRow]] = {}
    count = 0
    for batch in table.batches():
        stop_if(cancelled)
        for line, cells in zip(batch.lines, batch.rows, strict=True):
            if any(cell.strip() for cell in cells):
                row = reader.read(line, cells)
                found.setdefault(row.code or f"\n{line}", []).append(row)
                count += 1
        tell.read(batch.read)
        if count > MOST_ROWS or len(found) > MOST_METHODS:
            raise AgentError(
                "These are more than 500 methods or 50,000 prices. Part the file, and read each "
                "part.",
                field="path",
            )
    return list(found.values())


def _seen(row: StepRow) -> RowSeen:
    if row.refusal:
        return RowSeen(Outcome.REFUSED, (row.refusal,))
    return RowSeen(Outcome.CREATED, tuple(row.told))
