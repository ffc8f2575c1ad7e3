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
        upto = self._judge.last_column if self._hours is None else None
        for batch in self._table.batches(seen.update, upto=upto):
            self._part(batch)
            watch.tell(batch.read, self._table.size)
        if self._table.has_changed():
            raise WorldError("The list was changed while it was read. Nothing was written.")
        return seen.hexdigest()

    def _part(self, batch: Batch) -> None:
        """Write the rows of a batch where they belong."""
        refused, raws = self._judge.sift(batch.rows), batch.raws
        places = [at for at in range(len(raws)) if at not in refused]
        if self._hours is None:
            self._allowed.write(b"".join([raws[at] for at in places]))
        else:
            window, keys_of = self._hours.window, self._judge.keys_of
            spans = [self._span(window(keys_of(at))) for at in places]
            self._allowed.write(
                b"".join(
                    [
                        self._appended(batch.rows[at], raws[at], span)
                        for at, span in zip(places, spans, strict=True)
                    ]
                )
            )
        self._rejected.write(
            b"".join([self._reason(verdict) + raws[at] for at, verdict in refused.items()])
        )
        counts = self.counts
        counts.allowed += len(places)
        counts.rejected += len(refused)
        counts.unreadable += sum(verdict.mark is None for verdict in refused.values())

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

    def _span(self, window: CallWindow | None) -> bytes:
        """The cells of a row's hours, with the delimiter before them; empty where none is right."""
        found = self._spans.get(window)
        if found is None:
            span = ("", "") if window is None else (_iso(window.opens), _iso(window.closes))
            found = self._spans[window] = self._joined(("", *span))
        return found

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
