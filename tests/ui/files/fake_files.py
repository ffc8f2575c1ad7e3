"""Files of two kinds read by hand: what the sheets ask of the real ones, and gates to hold them at."""

from __future__ import annotations

import csv
import threading
from collections.abc import Mapping
from pathlib import Path

from desktop.errors import WorldError
from desktop.exports.table_writing import WritingCancelled
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

KINDS = {
    FileKind.CATALOGUE: ("sku", "name", "price"),
    FileKind.STOCK: ("sku", "stock"),
}
"""What a column may hold; nothing can be read as one of the other kinds."""


class FakeFiles:
    """Remembers what was asked. `hold` keeps a run under way until `go_on` is set.

    Attributes:
        ran: (kind, columns that were said) of each run.
        fails: what a run raises instead.
    """

    def __init__(self) -> None:
        self.ran: list[tuple[FileKind, Mapping[int, str] | None]] = []
        self.fails: BaseException | None = None
        self.hold = False
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.opened: list[Path] = []

    def preview(self, kind: FileKind, path: Path, columns: Mapping[int, str] | None) -> FilePreview:
        headings, rows = _read(path)
        kinds = KINDS.get(kind, ())
        words = [heading.casefold() for heading in headings]
        if columns is None:
            columns = {at: word for at, word in enumerate(words) if word in kinds}
        held = set(columns.values())
        missing = ("sku", "barcode") if "sku" not in held else ()
        made_by = "Shopify" if kind is FileKind.STOCK and "on hand" in words else ""
        return FilePreview(
            size=path.stat().st_size, encoding="UTF-8", delimiter=",", made_by=made_by,
            names=headings, columns=columns, kinds=kinds, rows=rows,
            seen=tuple(_seen(row, columns) for row in rows), missing=missing,
        )  # fmt: skip

    def run(
        self, kind: FileKind, spec: FileSpec, progress: Progress, cancelled: Cancelled
    ) -> FileResult:
        self.ran.append((kind, spec.columns))
        seen = self.preview(kind, spec.path, spec.columns)
        progress(1, 4)
        self._wait()
        stop_if(cancelled)
        if self.fails is not None:
            raise self.fails
        told = [words for row in seen.seen for words in row.told]
        refused = sum(row.outcome is Outcome.REFUSED for row in seen.seen)
        report = spec.path.with_suffix(".report.csv")
        report.write_text("line,outcome,reason\n")
        return FileResult(
            created=len(seen.seen) - refused, updated=0, unchanged=0, refused=refused,
            told={words: told.count(words) for words in told}, report=report,
        )  # fmt: skip

    def write(self, kind: FileKind, path: Path, progress: Progress, cancelled: Cancelled) -> int:
        progress(1_200, 0)
        self._wait()
        if cancelled():
            raise WritingCancelled
        if self.fails is not None:
            raise self.fails
        path.write_text("sku,name\nA1,Kettle\n")
        return 1

    def open_path(self, path: Path) -> bool:
        self.opened.append(path)
        return path.is_dir()

    def _wait(self) -> None:
        self.begun.set()
        if self.hold:
            assert self.go_on.wait(10)


def _read(path: Path) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise WorldError(f"There is no file {path.name}.", can_retry=False) from error
    rows = [tuple(row) for row in csv.reader(text.splitlines())]
    return rows[0], tuple(rows[1:])


def _seen(row: tuple[str, ...], columns: Mapping[int, str]) -> RowSeen:
    said = {held: row[at] for at, held in columns.items()}
    if not said.get("sku"):
        return RowSeen(Outcome.REFUSED, ("There is no SKU.",))
    if "," in said.get("price", ""):
        return RowSeen(Outcome.CREATED, ("The price has a decimal comma.",))
    return RowSeen(Outcome.CREATED)
