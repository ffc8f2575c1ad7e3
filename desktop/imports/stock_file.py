"""How much of each product lies on the shelf, read from a file by SKU or barcode."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, String, Table, bindparam, select, type_coerce, update

from desktop.exports.csv_file import unguarded
from desktop.imports import catalogue_columns, opt_out_dates
from desktop.imports.file_cells import count
from desktop.imports.file_run import FileOutline, See, finish, recording
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
from desktop.services.catalogue import fold_sku
from desktop.services.desk import Desk
from models import check_digits
from models.product import ProductVariant
from models.session import Database

KINDS = ("sku", "barcode", "stock", "low_stock", "restock_on")
OWN_HEADINGS: Mapping[str, str] = {
    "SKU": "sku", "Barcode": "barcode", "Stock": "stock", "Low stock at": "low_stock",
    "Restock on": "restock_on",
}  # fmt: skip
"""What an export is headed with, and what it means."""
_VARIANTS = cast("Table", ProductVariant.__table__)
_TOGETHER = 1000
_MOST_PIECES = 2**31 - 1
_NO_SKU = "It names no SKU and no barcode."
_UNKNOWN = "There is no product with this SKU or barcode."
_SEVERAL = "Several products have this barcode."
_TWICE = "Its product stands in this file before, with something else."
_BAD_STOCK = "Its stock is no whole number of pieces."
_SOLD_MORE = "Its stock is less than none and was taken as none."
_BAD_LOW = "Its low stock is no whole number of pieces."
_BAD_DAY = "The day of the next delivery cannot be read."

_COUNTS = {"stock": ("stock_on_hand", _BAD_STOCK), "low_stock": ("low_stock_at", _BAD_LOW)}
"""Kinds of column that hold a count: its field, and why it is refused."""


@dataclass(slots=True)
class _StockRow:
    line: int
    sku_key: str = ""
    gtin: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    refusal: str = ""
    told: str = ""

    def plain(self) -> list[Any]:
        """The row as JSON has it."""
        return [self.line, self.sku_key, self.gtin, self.values, self.refusal, self.told]

    @classmethod
    def of_plain(cls, said: list[Any]) -> _StockRow:
        """The row that `plain` gave, come back from JSON."""
        row = cls(*said)
        if row.values.get("restock_on"):
            row.values["restock_on"] = date.fromisoformat(row.values["restock_on"])
        return row


def preview(
    database: Database, desk: Desk, path: Path, *, columns: Mapping[int, str] | None = None
) -> FilePreview:
    """Look at the beginning of a file.

    Raises:
        AgentError: it is no table that can be read, why in words.
        WorldError: there is no such file, or it cannot be read.
    """

    def seeing(_table: TableFile, taken: Mapping[int, str]) -> See:
        return lambda cells: _seen(_read(0, cells, taken, desk))

    return _OUTLINE.preview(database, desk, path, columns, seeing)


def run(
    database: Database,
    desk: Desk,
    spec: FileSpec,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> FileResult:
    """Take a file's counts: all of them, or none where this raises anything.

    An empty stock means that it is not counted.

    Raises:
        AgentError: it is no table that can be read to its end, or no column holds a SKU or a stock.
        WorldError: the file cannot be read any more, the report not be written, or another file is
            being brought in.
        ImportCancelled: *cancelled* said so.
    """
    with _OUTLINE.opened(database, desk, spec) as (table, columns), Spool() as spool:
        report = RowReport()
        for rows, read in _batches(table, columns, desk):
            stop_if(cancelled)
            spool.put([row.plain() for row in rows])
            if progress is not None:
                progress(read, table.size)
        with recording(database, report) as (connection, session):
            seen: dict[Any, dict[str, Any]] = {}
            for plain in spool.take():
                stop_if(cancelled)
                rows = [_StockRow.of_plain(said) for said in plain]
                _write(connection, desk, rows, seen, report)
            return finish(session, desk, FileKind.STOCK, table, spec, report)


def _guess(table: TableFile) -> Mapping[int, str]:
    return {at: kind for at, kind in catalogue_columns.guess(table).items() if kind in KINDS}


def _made_by(table: TableFile) -> str:
    return catalogue_columns.OWN if table.headings == tuple(OWN_HEADINGS) else ""


def _missing(columns: Mapping[int, str]) -> tuple[str, ...]:
    there = set(columns.values())
    named = () if there & {"sku", "barcode"} else ("sku", "barcode")
    return named or (() if there & {"stock", "low_stock", "restock_on"} else ("stock",))


_OUTLINE = FileOutline(
    FileKind.STOCK,
    kinds=KINDS,
    guess=_guess,
    made_by=_made_by,
    missing=_missing,
    needs="The file needs a column of SKUs or barcodes, and one of stock.",
    supervisors_only=False,
)


def _batches(
    table: TableFile, columns: Mapping[int, str], desk: Desk
) -> Iterator[tuple[list[_StockRow], int]]:
    for batch in table.batches():
        rows = [
            _read(line, cells, columns, desk)
            for line, cells in zip(batch.lines, batch.rows, strict=True)
            if any(cell.strip() for cell in cells)
        ]
        yield rows, batch.read


def _read(line: int, cells: Sequence[str], columns: Mapping[int, str], desk: Desk) -> _StockRow:
    one = {
        kind: unguarded(cells[at].strip()) if at < len(cells) else ""
        for at, kind in columns.items()
    }
    row = _StockRow(line, fold_sku(one.get("sku", "")))
    row.gtin = check_digits.normalise_gtin(one["barcode"]) if one.get("barcode") else None
    if not row.sku_key and row.gtin is None:
        row.refusal = _NO_SKU
    for kind, (name, why) in _COUNTS.items():
        if kind not in one or (kind == "low_stock" and not one[kind]):
            continue
        found = count(one[kind]) if one[kind] else None
        if kind == "stock" and found is not None and found < 0:
            found, row.told = 0, _SOLD_MORE  # a web store counts on below none
        if one[kind] and (found is None or not 0 <= found <= _MOST_PIECES):
            row.refusal = row.refusal or why
        row.values[name] = found
    if "restock_on" in one:
        when = opt_out_dates.read(one["restock_on"], desk.country, desk.time_zone)
        if when is None and one["restock_on"]:
            row.refusal = row.refusal or _BAD_DAY
        row.values["restock_on"] = None if when is None else when.day
    return row


def _seen(row: _StockRow) -> RowSeen:
    if row.refusal:
        return RowSeen(Outcome.REFUSED, (row.refusal,))
    return RowSeen(Outcome.UPDATED, (row.told,) if row.told else ())


def _write(
    connection: Connection,
    desk: Desk,
    rows: Sequence[_StockRow],
    seen: dict[Any, dict[str, Any]],
    report: RowReport,
) -> None:
    """Write some rows; *seen* is what the rows before said, by variant."""
    for at in range(0, len(rows), _TOGETHER):
        part = rows[at : at + _TOGETHER]
        known = _look_up(connection, desk, part)
        changed: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for row in part:
            variant = known.get(row.sku_key or row.gtin)
            outcome, why = _outcome(row, variant, seen)
            told = why or row.told
            report.add(row.line, outcome, (told,) if told else ())
            if outcome is Outcome.UPDATED and variant is not None:
                names = tuple(sorted(row.values))
                values = {f"to_{name}": row.values[name] for name in names}
                changed.setdefault(names, []).append(values | {"row_id": variant["id"]})
        for names, values_of in changed.items():
            statement = update(_VARIANTS).where(_VARIANTS.c.id == bindparam("row_id"))
            connection.execute(
                statement.values({name: bindparam(f"to_{name}") for name in names}), values_of
            )


def _outcome(
    row: _StockRow, variant: Mapping[str, Any] | None, seen: dict[Any, dict[str, Any]]
) -> tuple[Outcome, str]:
    if row.refusal:
        return Outcome.REFUSED, row.refusal
    if not variant:
        return Outcome.REFUSED, _UNKNOWN if variant is None else _SEVERAL
    before = seen.get(variant["id"])
    if before is not None:
        return (Outcome.UNCHANGED, "") if before == row.values else (Outcome.REFUSED, _TWICE)
    seen[variant["id"]] = row.values
    is_same = all(variant[name] == value for name, value in row.values.items())
    return (Outcome.UNCHANGED if is_same else Outcome.UPDATED), ""


def _look_up(
    connection: Connection, desk: Desk, rows: Sequence[_StockRow]
) -> dict[str | None, dict[str, Any]]:
    """The variants on file, by folded SKU and by barcode."""
    keys = {row.sku_key for row in rows if row.sku_key}
    gtins = {row.gtin for row in rows if row.gtin and not row.sku_key}
    query = select(
        _VARIANTS.c.id, _VARIANTS.c.sku_key, _VARIANTS.c.gtin, _VARIANTS.c.stock_on_hand,
        _VARIANTS.c.low_stock_at, _VARIANTS.c.restock_on,
    ).where(_VARIANTS.c.store_id == desk.store_id)  # fmt: skip
    by_sku = query.where(type_coerce(_VARIANTS.c.sku_key, String).in_(keys))
    found: dict[str | None, dict[str, Any]] = {
        row.sku_key: dict(row._mapping) for row in connection.execute(by_sku)
    }
    # Asked for both at once, SQLite goes through all of the store.
    several: set[str] = set()
    for row in connection.execute(query.where(_VARIANTS.c.gtin.in_(gtins))) if gtins else ():
        if row.gtin in found:
            several.add(row.gtin)
        found[row.gtin] = found.get(row.sku_key, dict(row._mapping))
    for gtin in several:
        found[gtin] = {}
    return found
