"""The steps that every kind of file has in common: its columns, its preview, its report.

`FileOutline` has those before the first row is read; `recording` and `finish` are the last ones.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from desktop.errors import AgentError, WorldError
from desktop.imports.importing import FileKind, FilePreview, FileResult, FileSpec, Progress, RowSeen
from desktop.imports.remembered_columns import remember, remembered
from desktop.imports.row_report import RowReport
from desktop.imports.table_file import TableFile, open_table
from desktop.services import audit
from desktop.services.desk import Desk
from desktop.services.stores import require_supervisor
from models import card_guard
from models.audit import AuditEntry
from models.session import Database, OtherFile

_PREVIEW_ROWS = 50
_LONGEST_SHOWN_CELL = 120
_MOST_NAMED = 8
"""Columns that are left out and told of by name."""
_COLLECTING = (50_000, 20, 100)
_FILE_READ = "file_read"
_READING = 0.4
"""The part of the work that reading is; the rest is writing."""

Columns = Mapping[int, str]
"""What each column holds, from 0."""
See = Callable[[Sequence[str]], RowSeen]
"""Says what a row of these cells would become."""


@dataclass(frozen=True)
class FileOutline:
    """What one kind of file is, and what is done before its first row is read.

    Attributes:
        kinds: Everything that a column may hold.
        guess: What the columns of a file seem to hold.
        made_by: As `FilePreview.made_by`.
        missing: As `FilePreview.missing`.
        needs: Why a file of which something is missing cannot be taken.
        supervisors_only: Nobody else may bring one in.
    """

    kind: FileKind
    kinds: Sequence[str]
    guess: Callable[[TableFile], Columns]
    made_by: Callable[[TableFile], str]
    missing: Callable[[Columns], Sequence[str]]
    needs: str
    supervisors_only: bool = True

    def preview(
        self,
        database: Database,
        desk: Desk,
        path: Path,
        columns: Columns | None,
        seeing: Callable[[TableFile, Columns], See],
    ) -> FilePreview:
        """Look at the beginning of a file.

        Raises:
            AgentError: it is no table that can be read, why in words.
            WorldError: there is no such file, or it cannot be read.
        """
        table = open_table(path)
        taken = self._columns(database, desk, table, columns)
        sample, see = table.sample[:_PREVIEW_ROWS], seeing(table, taken)
        return FilePreview(
            size=table.size,
            encoding=table.shape.encoding,
            delimiter=table.shape.delimiter,
            made_by=self.made_by(table),
            names=tuple(table.heading_of(column) for column in range(table.width)),
            columns=taken,
            kinds=tuple(self.kinds),
            rows=tuple(tuple(map(_shown, row)) for row in sample),
            seen=tuple(see(row) for row in sample),
            missing=tuple(self.missing(taken)),
        )

    @contextmanager
    def opened(
        self, database: Database, desk: Desk, spec: FileSpec
    ) -> Iterator[tuple[TableFile, Columns]]:
        """A file that is to be taken, and its columns.

        Raises:
            Refused: `supervisor_needed`.
            AgentError: it is no table that can be read, or something is missing.
            WorldError: the file cannot be read, or another one is being brought in.
        """
        if self.supervisors_only:
            require_supervisor(desk)
        table = open_table(spec.path)
        columns = self._columns(database, desk, table, spec.columns)
        if self.missing(columns):
            raise AgentError(self.needs, field="path")
        with one_at_a_time(database), few_collections():
            yield table, columns

    def _columns(
        self, database: Database, desk: Desk, table: TableFile, said: Columns | None
    ) -> Columns:
        """As it is *said* now, as it was said before, or as guessed."""
        if said is not None:
            return said
        with database.read() as session:
            before = remembered(session, desk, self.kind, table)
        return self.guess(table) if before is None else before


@contextmanager
def one_at_a_time(database: Database) -> Iterator[None]:
    """Bring a file in alone: what was compared with the records is not changed by another one.

    Raises:
        WorldError: somebody else is bringing one in.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(database.one_file())
        except OtherFile:
            raise WorldError(
                "Another file is being brought in already. Try again when that is done."
            ) from None
        yield


@contextmanager
def few_collections() -> Iterator[None]:
    """Look for garbage seldom: a long file makes many objects, and none that hold each other."""
    before = gc.get_threshold()
    gc.set_threshold(*_COLLECTING)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def recording(database: Database, report: RowReport) -> Iterator[tuple[Connection, Session]]:
    """One transaction on a connection of its own; where it fails no report is left."""
    with (
        database.connected() as connection,
        recording_on(database, connection, report) as session,
    ):
        yield connection, session


@contextmanager
def recording_on(
    database: Database, connection: Connection, report: RowReport
) -> Iterator[Session]:
    """`recording` on a connection of the caller's."""
    try:
        with database.write_on(connection) as session:
            yield session
    except BaseException:
        report.discard()
        raise


def left_out(table: TableFile, columns: Columns) -> tuple[str, ...]:
    """Name the columns that hold something, and nothing that the desk has a place for."""
    filled = {at for row in table.sample for at, cell in enumerate(row) if cell.strip()}
    named = [table.heading_of(at) for at in sorted(filled - columns.keys())]
    if not named:
        return ()
    more = len(named) - _MOST_NAMED
    words = ", ".join(named[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    return (f"Columns left out: {words}.",)


def refuse_changed(table: TableFile) -> None:
    """Take nothing of a file that somebody wrote while it was read: part of it may be missing.

    Raises:
        AgentError: it is another one now.
        WorldError: it is gone.
    """
    if table.has_changed():
        raise AgentError("The file was changed while it was read. Try again.", field="path")


def finish(
    session: Session,
    desk: Desk,
    kind: FileKind,
    table: TableFile,
    spec: FileSpec,
    report: RowReport,
) -> FileResult:
    """The last step of the one transaction: what was said of the columns, the audit, the report.

    The report is the very last, in `recording`, which takes it away should the commit fail after it.

    Raises:
        AgentError: the file was changed meanwhile.
        WorldError: it is gone, or the report cannot be written.
    """
    refuse_changed(table)
    if spec.columns is not None:
        remember(session, desk, kind, table, spec.columns)
    counted = report.result(None)
    audit.note(
        session, desk, _FILE_READ, subject_kind="file", kind_of_file=kind.value,
        created=counted.created, updated=counted.updated, unchanged=counted.unchanged,
        refused=counted.refused,
    )  # fmt: skip
    session.flush()
    return report.result(report.save(spec.path))


def was_read(session: Session, desk: Desk, kind: FileKind, *, after: int) -> bool:
    """Whether such a file has come in since the audit trail had *after* for its last entry."""
    found = session.scalars(
        select(AuditEntry.details).where(
            AuditEntry.store_id == desk.store_id,
            AuditEntry.sequence > after,
            AuditEntry.kind == _FILE_READ,
        )
    )
    return any(details["kind_of_file"] == kind.value for details in found)


def _shown(cell: str) -> str:
    return card_guard.scrub(cell)[:_LONGEST_SHOWN_CELL]


class Telling:
    """Tells one progress of reading and writing together."""

    def __init__(self, progress: Progress | None, size: int) -> None:
        """*size* of the file, in bytes."""
        self._progress, self._size = progress, max(size, 1)

    def at(self, begins: float, ends: float, part: float) -> None:
        """A *part* of a step is done, which *begins* and *ends* at these parts of the whole."""
        if self._progress is not None:
            self._progress(int(self._size * (begins + (ends - begins) * part)), self._size)

    def read(self, count: int) -> None:
        """So many bytes are read."""
        if self._progress is not None:
            self._progress(int(count * _READING), self._size)

    def written(self, done: int, rows: int) -> None:
        """So many of the rows are written."""
        if self._progress is not None:
            part = _READING + (1 - _READING) * done / max(rows, 1)
            self._progress(int(self._size * part), self._size)
