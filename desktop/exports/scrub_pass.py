"""One pass through a list: each row goes into the file of those that may be used, or the other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.errors import WorldError
from desktop.exports.call_hours import CallHours, CallWindow
from desktop.exports.new_files import NewFile
from desktop.exports.scrub_judges import Judge, Verdict
from desktop.exports.scrub_shapes import Progress, ScrubCancelled
from desktop.exports.scrub_words import CALL_HEADINGS, REJECTED_HEADINGS, rejected_cells
from desktop.imports.table_file import Batch, TableFile

_LINE_END = "\r\n"


@dataclass
class Counts:
    """What has become of the rows."""

    allowed: int = 0
    rejected: int = 0
    unreadable: int = 0


@dataclass(frozen=True)
class Watch:
    """Who looks on, and may call it off."""

    progress: Progress | None = None
    cancelled: Callable[[], bool] | None = None

    def tell(self, done: int, of: int) -> None:
        """Say how far it is.

        Raises:
            ScrubCancelled: it is called off.
        """
        if self.progress is not None:
            self.progress(min(done, of), of)
        if self.cancelled is not None and self.cancelled():
            raise ScrubCancelled


class ScrubPass:
    """Parts a list into two files.

    Args:
        table: The list.
        judge: Says which rows may be used.
        allowed: Gets their bytes as they are; with *hours* two columns more.
        rejected: Gets the other rows' bytes after the columns that say why.
        hours: For lists of calls and texts.
        width: Of the list's longest row, where *hours* are given.
    """

    def __init__(
        self,
        table: TableFile,
        judge: Judge,
        *,
        allowed: NewFile,
        rejected: NewFile,
        hours: CallHours | None = None,
        width: int = 0,
    ) -> None:
        self.counts = Counts()
        self._table = table
        self._judge = judge
        self._allowed = allowed
        self._rejected = rejected
        self._hours = hours
        self._width = width
        self._codec = table.shape.codec
        self._said: dict[Verdict, bytes] = {}
        self._spans: dict[CallWindow | None, bytes] = {}
        self._ends = tuple(end.encode(self._codec) for end in ("\r\n", "\n", "\r"))

    def run(self, watch: Watch) -> str:
        """Go through the whole list, and return the SHA-256 of what was read.

        Raises:
            TableError: a row cannot be read.
            ScrubCancelled: somebody called it off.
            WorldError: a file cannot be read or written, or the list was changed meanwhile.
        """
        seen = hashlib.sha256()
        self._write_openings()
        for batch in self._table.batches(seen.update):
            self._part(batch)
            watch.tell(batch.read, self._table.size)
        if self._table.has_changed():
            raise WorldError("The list was changed while it was read. Nothing was written.")
        return seen.hexdigest()

    def _part(self, batch: Batch) -> None:
        """Write the rows of a batch where they belong."""
        refuses = self._judge.refuses
        good: list[bytes] = []
        bad: list[bytes] = []
        keep, drop, hours = good.append, bad.append, self._hours
        for row, raw in zip(batch.rows, batch.raws, strict=True):
            verdict = refuses(row)
            if verdict is None:
                keep(raw if hours is None else self._with_hours(row, raw, hours))
            else:
                drop(self._reason(verdict) + raw)
                if verdict.mark is None:
                    self.counts.unreadable += 1
        self.counts.allowed += len(good)
        self.counts.rejected += len(bad)
        self._allowed.write(b"".join(good))
        self._rejected.write(b"".join(bad))

    def _write_openings(self) -> None:
        table = self._table
        before = table.opening.removesuffix(table.heading)
        heading = table.heading
        self._allowed.write(before)
        if heading:
            extra = self._width and self._joined(("", *CALL_HEADINGS))
            self._allowed.write(
                self._appended(table.headings, heading, extra) if extra else heading
            )
        else:
            names = [table.heading_of(column) for column in range(table.width)]
            heading = self._joined(names) + _LINE_END.encode(self._codec)
        self._rejected.write(before + self._joined((*REJECTED_HEADINGS, "")) + heading)

    def _reason(self, verdict: Verdict) -> bytes:
        """The cells before a rejected row, with the delimiter after them."""
        found = self._said.get(verdict)
        if found is None:
            cells = rejected_cells(verdict, self._table.heading_of(verdict.column))
            found = self._said[verdict] = self._joined((*cells, ""))
        return found

    def _with_hours(self, row: Sequence[str], raw: bytes, hours: CallHours) -> bytes:
        """A row with the hours of its numbers behind it; empty cells where no hour is right."""
        window = hours.window(self._judge.keys)
        extra = self._spans.get(window)
        if extra is None:
            span = ("", "") if window is None else (_iso(window.opens), _iso(window.closes))
            extra = self._spans[window] = self._joined(("", *span))
        return self._appended(row, raw, extra)

    def _appended(self, row: Sequence[str], raw: bytes, extra: bytes) -> bytes:
        """*raw* with cells behind its last one, before its line end, all in the same columns."""
        body, end = raw, b""
        for each in self._ends:
            if raw.endswith(each):
                body, end = raw[: -len(each)], each
                break
        short = self._width - len(row)
        if short > 0:
            extra = self._joined([""] * (short + 1)) + extra
        return body + extra + end

    def _joined(self, cells: Sequence[str]) -> bytes:
        shape = self._table.shape
        return shape.delimiter.join(map(shape.cell, cells)).encode(self._codec)


def widest(table: TableFile, watch: Watch) -> int:
    """Cells of the longest row: what is put behind must not fall among them."""
    width = table.width
    for batch in table.batches():
        width = max(width, max(map(len, batch.rows), default=0))
        watch.tell(batch.read, table.size)
    return width


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
