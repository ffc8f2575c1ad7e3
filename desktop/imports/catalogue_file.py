"""The shop's products, read from a file: a web store's own export, ours, or any list with a SKU.

`preview` looks at a file and changes nothing; `run` takes all of it, or nothing where it raises.

What is on file is known again by its SKU, however it is written, and its product by the file's own key.
A column that the file has is the truth; one that it has not is left as it is. Nothing is taken away: a
product that the file does not name stays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from desktop.errors import AgentError
from desktop.imports import catalogue_columns
from desktop.imports.catalogue_book import CatalogueBook
from desktop.imports.catalogue_rows import ProductRow, RowReader
from desktop.imports.file_cells import decimal_mark
from desktop.imports.file_run import (
    Telling,
    columns_of,
    few_collections,
    finish,
    preview_of,
    recording,
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
from desktop.imports.table_file import TableFile, open_table
from desktop.services.catalogue import fold_sku
from desktop.services.desk import Desk
from desktop.services.stores import require_supervisor
from models.money import exponent
from models.session import Database

_TOGETHER = 1000
"""Rows that are looked up and written at once."""
_TWICE = "Its SKU stands in this file before, with something else."


def preview(
    database: Database, desk: Desk, path: Path, *, columns: Mapping[int, str] | None = None
) -> FilePreview:
    """Look at the beginning of a file.

    Raises:
        AgentError: it is no table that can be read, why in words.
        WorldError: there is no such file, or it cannot be read.
    """
    table = open_table(path)
    taken = columns_of(database, desk, FileKind.CATALOGUE, table, columns, catalogue_columns.guess)
    reader = _reader(table, taken, desk)
    return preview_of(
        table,
        made_by=catalogue_columns.made_by(table),
        columns=taken,
        kinds=catalogue_columns.KINDS,
        missing=catalogue_columns.missing(taken),
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
    """Take a file's products: all of them, or none where this raises anything.

    Raises:
        Refused: `supervisor_needed`.
        AgentError: it is no table that can be read to its end, or nothing tells its products apart.
        WorldError: the file cannot be read any more, or the report not be written.
        ImportCancelled: *cancelled* said so.
    """
    require_supervisor(desk)
    table = open_table(spec.path)
    columns = columns_of(
        database, desk, FileKind.CATALOGUE, table, spec.columns, catalogue_columns.guess
    )
    if catalogue_columns.missing(columns):
        raise AgentError("No column of this file holds a SKU or a barcode.", field="path")
    tell = Telling(progress, table.size)
    with few_collections(), Spool() as spool, Spool() as later:
        reading = _Reading(table, columns, desk)
        rows = 0
        for batch, read in reading.batches():
            stop_if(cancelled)
            rows += len(batch)
            spool.put([row.plain() for row in batch if not row.waits])
            later.put([row.plain() for row in batch if row.waits])
            tell.read(read)
        report, done = RowReport(), 0
        with recording(database, report) as (connection, session):
            book = CatalogueBook(connection, desk, parents=reading.parents, groups=reading.groups)
            for plain in chain(spool.take(), later.take()):
                stop_if(cancelled)
                batch = [ProductRow.of_plain(said) for said in plain]
                for row, (outcome, why) in zip(batch, book.write(batch), strict=True):
                    report.add(row.line, outcome, (why,) if why else row.told)
                done += len(batch)
                tell.written(done, rows)
            book.finish()
            stop_if(cancelled)
            return finish(session, desk, FileKind.CATALOGUE, table, spec, report)


class _Reading:
    """Goes through the file once.

    Attributes:
        parents: Folded SKU of each product that has only choices → its key.
        groups: Rows of groups.
    """

    def __init__(self, table: TableFile, columns: Mapping[int, str], desk: Desk) -> None:
        self._table = table
        self._reader = _reader(table, columns, desk)
        self._seen: dict[str, bytes] = {}
        self._products: set[str] = set()
        self.parents: dict[str, str] = {}
        self.groups: list[ProductRow] = []

    def batches(self) -> Iterator[tuple[list[ProductRow], int]]:
        """Some rows, and how many bytes are read."""
        kept: list[ProductRow] = []
        for batch in self._table.batches():
            for line, cells in zip(batch.lines, batch.rows, strict=True):
                if any(cell.strip() for cell in cells):
                    kept.append(self._taken(self._reader.read(line, cells), cells))
                if len(kept) >= _TOGETHER:
                    yield kept, batch.read
                    kept = []
        if kept:
            yield kept, self._table.size

    def _taken(self, row: ProductRow, cells: Sequence[str]) -> ProductRow:
        if row.refusal:
            return row
        if row.product.get("members"):
            self.groups.append(row)
        if row.variant is None:
            sku = fold_sku(self._reader.sku_of(cells))
            self._products.add(row.key)
            if sku and row.key:
                self.parents[f"sku:{sku}"] = row.key
                self._products.add(f"sku:{sku}")
            return row
        row.waits = row.waits and row.key not in self._products
        mark = hashlib.blake2b("\0".join(cells).encode(), digest_size=8).digest()
        before = self._seen.setdefault(row.variant["sku_key"], mark)
        if before != mark:
            row.refusal = _TWICE
        return row


def _reader(table: TableFile, columns: Mapping[int, str], desk: Desk) -> RowReader:
    priced = [at for at, kind in columns.items() if kind in ("price", "list_price", "sale_price")]
    cells = (row[at] for row in table.sample for at in priced if at < len(row))
    return RowReader(
        columns,
        made_by=catalogue_columns.made_by(table),
        headings=table.headings,
        mark=decimal_mark(cells),
        desk=desk,
        digits=exponent(desk.currency),
    )


def _seen(row: ProductRow) -> RowSeen:
    if row.refusal:
        return RowSeen(Outcome.REFUSED, (row.refusal,))
    return RowSeen(Outcome.CREATED, row.told)
