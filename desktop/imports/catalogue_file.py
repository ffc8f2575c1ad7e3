"""The shop's products, read from a file: a web store's own export, ours, or any list with a SKU.

`preview` looks at a file and changes nothing; `run` takes all of it, or nothing where it raises.

What is on file is known again by its SKU, however it is written, and its product by the file's own key.
A column that the file has is the truth; one that it has not is left as it is. Nothing is taken away: a
product that the file does not name stays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.errors import AgentError
from desktop.imports import catalogue_columns, catalogue_words
from desktop.imports.bulk_rows import BulkWriter
from desktop.imports.catalogue_book import TABLES, CatalogueBook
from desktop.imports.catalogue_outline import Outline, outline
from desktop.imports.catalogue_rows import ProductRow, RowReader
from desktop.imports.file_run import (
    FileOutline,
    See,
    Telling,
    finish,
    left_out,
    recording,
    refuse_changed,
    was_read,
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
from desktop.imports.row_report import RowReport
from desktop.imports.spool import Spool
from desktop.imports.table_file import TableFile
from desktop.services import audit
from desktop.services.desk import Desk
from models.session import Database

_TOGETHER = 500
"""Rows that are looked up at once."""
_OUTLINED, _COMPARED = 0.1, 0.75
"""Parts of the work that are done when the file has been gone through once, and twice."""
_OUTLINE = FileOutline(
    FileKind.CATALOGUE,
    kinds=catalogue_columns.KINDS,
    guess=catalogue_columns.guess,
    made_by=catalogue_columns.made_by,
    missing=catalogue_columns.missing,
    needs="No column of this file holds a SKU or a barcode.",
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
        whole = outline(table.sample, taken, catalogue_columns.made_by(table))
        reader = _reader(table, taken, desk, whole)
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
    """Take a file's products: all of them, or none where this raises anything.

    Raises:
        Refused: `supervisor_needed`.
        AgentError: it is no table that can be read to its end, nothing tells its products apart, or
            somebody else has brought products in meanwhile.
        WorldError: the file cannot be read any more, the report not be written, or another file is
            being brought in.
        ImportCancelled: *cancelled* said so.
    """
    with _OUTLINE.opened(database, desk, spec) as (table, columns), Spool() as changes:
        tell, report = Telling(progress, table.size), RowReport()
        reading = _Reading(table, columns, tell, cancelled)
        with database.read() as session:
            before = audit.last(session, desk)
            reading.compare(session, desk, changes, report)
        refuse_changed(table)
        with recording(database, report) as (connection, session):
            if was_read(session, desk, FileKind.CATALOGUE, after=before):
                raise AgentError("Somebody else has just brought products in. Try again.")
            writer = BulkWriter(connection, TABLES)
            for done, batch in enumerate(changes.take()):
                stop_if(cancelled)
                writer.write(batch)
                tell.at(_COMPARED, 1.0, done / reading.batches)
            stop_if(cancelled)
            return finish(session, desk, FileKind.CATALOGUE, table, spec, report)


class _Reading:
    """Goes through a file twice: for what it says as a whole, and for its rows.

    Attributes:
        batches: Batches of changes that are ready.
    """

    def __init__(
        self,
        table: TableFile,
        columns: Mapping[int, str],
        tell: Telling,
        cancelled: Cancelled | None,
    ) -> None:
        self._table, self._columns = table, columns
        self._tell, self._cancelled = tell, cancelled
        self._seen: dict[str, bytes] = {}
        self.batches = 0

    def compare(self, session: Session, desk: Desk, changes: Spool, report: RowReport) -> None:
        """Put into *changes* what the file changes, and into *report* what becomes of each row."""
        made_by = catalogue_columns.made_by(self._table)
        whole = outline(self._rows(), self._columns, made_by)
        reader = _reader(self._table, self._columns, desk, whole)
        book = CatalogueBook(session.connection(), desk)
        with Spool() as later:
            for rows in self._read(reader):
                self._compare([row for row in rows if not row.waits], book, changes, report)
                later.put([row.plain() for row in rows if row.waits])
            for plain in later.take():
                stop_if(self._cancelled)
                rows = [ProductRow.of_plain(said) for said in plain]
                self._compare(rows, book, changes, report)
        book.finish()
        changes.put(book.take())
        self.batches += 1
        report.note((*reader.notes, *left_out(self._table, self._columns)))

    def _compare(
        self, rows: Sequence[ProductRow], book: CatalogueBook, changes: Spool, report: RowReport
    ) -> None:
        for row, (outcome, told) in zip(rows, book.compare(rows), strict=True):
            report.add(row.line, outcome, told)
        changes.put(book.take())
        self.batches += 1

    def _rows(self) -> Iterator[Sequence[str]]:
        for batch in self._table.batches():
            stop_if(self._cancelled)
            yield from batch.rows
            self._tell.at(0.0, _OUTLINED, batch.read / self._table.size)

    def _read(self, reader: RowReader) -> Iterator[list[ProductRow]]:
        """Some rows at a time."""
        kept: list[ProductRow] = []
        for batch in self._table.batches():
            stop_if(self._cancelled)
            for line, cells in zip(batch.lines, batch.rows, strict=True):
                if any(cell.strip() for cell in cells):
                    kept.append(self._known_again(reader.read(line, cells), cells))
                if len(kept) >= _TOGETHER:
                    yield kept
                    kept = []
            self._tell.at(_OUTLINED, _COMPARED, batch.read / self._table.size)
        yield kept

    def _known_again(self, row: ProductRow, cells: Sequence[str]) -> ProductRow:
        """The row, refused if its SKU stands in the file before with something else."""
        if row.refusal:
            row.waits = False
        elif row.variant is not None:
            mark = hashlib.blake2b("\0".join(cells).encode(), digest_size=8).digest()
            before = self._seen.setdefault(row.variant["sku_key"], mark)
            row.repeats = before is not mark and before == mark
            if before != mark:
                row.refusal, row.waits = catalogue_words.TWICE, False
        return row


def _reader(table: TableFile, columns: Mapping[int, str], desk: Desk, whole: Outline) -> RowReader:
    return RowReader(
        columns,
        made_by=catalogue_columns.made_by(table),
        headings=table.headings,
        outline=whole,
        desk=desk,
    )


def _seen(row: ProductRow) -> RowSeen:
    if row.refusal:
        return RowSeen(Outcome.REFUSED, (row.refusal,))
    return RowSeen(Outcome.CREATED, row.told)
