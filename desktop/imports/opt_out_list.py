"""A shop's own list of opt-outs, read into the ledger: every row accounted for, the dates kept.

`preview` looks at a list and changes nothing; `run` records it as one request with a line in the ledger
for each medium, topic and value, in one transaction. A list never takes an opt-out back.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.errors import AgentError
from desktop.imports import opt_out_columns
from desktop.imports.file_run import one_at_a_time, refuse_changed
from desktop.imports.importing import Progress, stop_if
from desktop.imports.opt_out_ledger import Tally, append, ledger_rows
from desktop.imports.opt_out_report_file import ReportRow, save_report
from desktop.imports.opt_out_rows import RowRead, RowReader, Unclear
from desktop.imports.opt_out_staging import Staging
from desktop.imports.table_file import TableFile, open_table
from desktop.services import suppression
from desktop.services.desk import Desk
from models import card_guard
from models.channels import Channel
from models.session import Database

MOST_ROWS = 500_000
"""Of one list: it waits in memory, about a kilobyte for each row, until it is whole."""
_PREVIEW_ROWS = 50
_LONGEST_SHOWN_CELL = 120


@dataclass(frozen=True)
class ImportSpec:
    """A list to read.

    Attributes:
        columns: What each column holds, from 0, of `opt_out_columns.COLUMN_KINDS`; None: as guessed.
        channel: How those rows reached us that do not say so.
    """

    path: Path
    columns: Mapping[int, str] | None = None
    channel: Channel = Channel.MAIL


@dataclass(frozen=True)
class ImportPreview:
    """The beginning of a list, before anything is recorded.

    Attributes:
        size: Bytes.
        encoding: In words.
        delimiter: Between cells.
        names: One for each column: its heading, or "column 3".
        columns: What each column seems to hold, from 0; the others are left out.
        rows: Cells of the first rows, as text without card numbers.
        read: What each of these rows says, as the columns stand.
        has_values: Whether any column holds something that can be stopped; else it cannot be read.
    """

    size: int
    encoding: str
    delimiter: str
    names: tuple[str, ...]
    columns: Mapping[int, str]
    rows: tuple[tuple[str, ...], ...]
    read: tuple[RowRead, ...]
    has_values: bool


@dataclass(frozen=True)
class ImportResult:
    """What became of a list: its rows are the sum of those created, unchanged and refused.

    Attributes:
        created: Rows that brought something new.
        unchanged: Rows that are on file already or stand in the list twice.
        refused: Rows of which nothing could be recorded.
        lines: Lines that the ledger gained.
        told: How many rows were refused, or taken otherwise than they stand there, and why.
        report: File that names these rows; None where there are none.
        reference: Of the request that stands for the list; empty where nothing is new.
    """

    created: int
    unchanged: int
    refused: int
    lines: int
    told: Mapping[Unclear, int]
    report: Path | None
    request_id: uuid.UUID | None
    reference: str

    @property
    def rows(self) -> int:
        """Rows of the list."""
        return self.created + self.unchanged + self.refused


def preview(
    path: Path,
    desk: Desk,
    *,
    columns: Mapping[int, str] | None = None,
    channel: Channel = Channel.MAIL,
) -> ImportPreview:
    """Look at the beginning of a list.

    Args:
        columns: As somebody set them; None: they are guessed.

    Raises:
        AgentError: it is no list that can be read, why in words.
        WorldError: there is no such file, or it cannot be read.
    """
    table = opt_out_columns.as_list(open_table(path), desk.country)
    spec = ImportSpec(path, columns, channel)
    taken = _columns_of(table, spec, desk)
    reader = _reader(spec, taken, desk, desk.now())
    sample = table.sample[:_PREVIEW_ROWS]
    return ImportPreview(
        size=table.size,
        encoding=table.shape.encoding,
        delimiter=table.shape.delimiter,
        names=tuple(table.heading_of(column) for column in range(table.width)),
        columns=taken,
        rows=tuple(tuple(map(_shown, row)) for row in sample),
        read=tuple(reader.read(row) for row in sample),
        has_values=opt_out_columns.has_values(taken.values()),
    )


def run(
    database: Database,
    desk: Desk,
    spec: ImportSpec,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportResult:
    """Record a list: all of it, or nothing where this raises anything.

    The same list again changes nothing. What could not be recorded, or was taken otherwise than it
    stands there, is named in a report beside the list.

    Args:
        progress: Called now and then from this thread.
        cancelled: Asked now and then from this thread.

    Raises:
        AgentError: it is no list that can be read to its end, why in words.
        WorldError: the list cannot be read any more, the report not be written, or another file is
            being brought in.
        ImportCancelled: *cancelled* said so.
    """
    table = opt_out_columns.as_list(open_table(spec.path), desk.country)
    columns = _columns_of(table, spec, desk)
    if not opt_out_columns.has_values(columns.values()):
        raise AgentError(
            "No column of this file holds telephone numbers, e-mail addresses or postal addresses.",
            field="path",
        )
    now, sha256 = desk.now(), hashlib.sha256()
    tally = Tally()
    with one_at_a_time(database), database.connected() as connection:
        staging = Staging(connection, desk.time_zone)
        try:
            reader = _reader(spec, columns, desk, now)
            for batch in table.batches(sha256.update):
                stop_if(cancelled)
                staging.add(_lay(batch.lines, batch.rows, reader, now, tally))
                if progress is not None:
                    progress(batch.read, table.size)
            refuse_changed(table)
            staging.leave_out_repeated()
            # Most of what is known is found before the other desks have to wait for anything.
            with connection.begin():
                looked_to = staging.leave_out_known(desk.store_id, sha256.hexdigest())
            stop_if(cancelled)
            report: Path | None = None
            try:
                with database.write_on(connection) as session:
                    request, laid = append(
                        session, desk, staging, tally, name=spec.path.name, channel=spec.channel,
                        sha256=sha256.hexdigest(), looked_to=looked_to,
                    )  # fmt: skip
                    report = save_report(spec.path, tally.report)
            except BaseException:
                if report is not None:
                    report.unlink(missing_ok=True)
                raise
        finally:
            staging.drop()
    return ImportResult(
        created=laid.rows,
        unchanged=tally.staged - laid.rows,
        refused=tally.refused,
        lines=laid.lines,
        told=dict(tally.told),
        report=report,
        request_id=request.id if request else None,
        reference=suppression.reference(request.number) if request else "",
    )


def _columns_of(table: TableFile, spec: ImportSpec, desk: Desk) -> Mapping[int, str]:
    if spec.columns is not None:
        return spec.columns
    return opt_out_columns.guess(table, desk.country, desk.time_zone)


def _reader(spec: ImportSpec, columns: Mapping[int, str], desk: Desk, now: datetime) -> RowReader:
    return RowReader(
        columns, country=desk.country, time_zone=desk.time_zone, channel=spec.channel, now=now
    )


def _shown(cell: str) -> str:
    return card_guard.scrub(cell)[:_LONGEST_SHOWN_CELL]


def _lay(
    lines: Sequence[int],
    rows: Sequence[Sequence[str]],
    reader: RowReader,
    now: datetime,
    tally: Tally,
) -> Iterator[dict[str, Any]]:
    """The lines of the ledger that some rows of the list become."""
    for line, cells in zip(lines, rows, strict=True):
        if not any(cell.strip() for cell in cells):
            continue  # a row of nothing but commas is a blank line
        read = reader.read(cells)
        for unclear in (read.refusal, *read.told):
            if unclear is not None:
                tally.told[unclear] += 1
                is_refused = unclear is read.refusal
                tally.report.append(ReportRow(line, is_refused, unclear.value, reader.shown(cells)))
        if read.refusal is not None:
            tally.refused += 1
            continue
        tally.staged += 1
        if tally.staged > MOST_ROWS:
            raise AgentError("This list has more than 500,000 rows. Part it, and read each part.")
        yield from ledger_rows(line, read, now, tally)
