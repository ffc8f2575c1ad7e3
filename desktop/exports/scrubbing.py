"""The one gate that every marketing use goes through: what may be used, and what may not.

A list is gone through against the opt-outs as they stand; at the end no request can be recorded for a
moment, in which it is seen whether one came that the list does not honour. If so it is gone through
again. The record is committed first and the files get their names after that, still with no request in
between: where the computer stops, there may be a record without its list, but never a list that is not
on record, nor one that a request went round.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from desktop.errors import AgentError, WorldError
from desktop.exports.call_hours import CallHours
from desktop.exports.new_files import NewFile, check_places
from desktop.exports.scrub_judges import judge_for, touches
from desktop.exports.scrub_pass import Counts, ScrubPass, Watch, widest
from desktop.exports.scrub_shapes import (
    KINDS_OF,
    ListPreview,
    Progress,
    ScrubCancelled,
    ScrubResult,
    ScrubSpec,
)
from desktop.exports.settling import check_purpose, settle
from desktop.imports.table_columns import guess_all
from desktop.imports.table_file import TableFile, open_table
from desktop.services import scrub_records, suppression
from desktop.services.desk import Desk
from desktop.services.scrub_records import ScrubEntry
from models.channels import Medium
from models.opt_out import ScrubKind
from models.session import Database

__all__ = ["ListPreview", "ScrubCancelled", "ScrubResult", "ScrubSpec", "preview", "scrub"]

PREVIEW_ROWS = 20
MOST_PASSES = 4
"""Through one list; requests that come faster than that need a quieter hour."""
_TIMED = (Medium.CALL, Medium.TEXT)


def preview(path: Path, medium: Medium, country: str) -> ListPreview:
    """Look at the beginning of a list.

    Raises:
        TableError: it is no list that can be read.
        WorldError: there is no such file, or it cannot be read.
    """
    table = open_table(path)
    columns = _guessed(table, medium)
    return ListPreview(
        size=table.size,
        encoding=table.shape.encoding,
        delimiter=table.shape.delimiter,
        headings=table.headings,
        names=tuple(table.heading_of(column) for column in range(table.width)),
        columns=columns,
        rows=table.sample[:PREVIEW_ROWS],
        lacks=lacking(columns, medium, country),
    )


def lacking(columns: Mapping[int, str], medium: Medium, country: str) -> str:
    """The kind of column without which a list cannot be used for *medium*; empty: none is lacking."""
    kinds = set(columns.values())
    if medium is Medium.POST:
        if "address1" not in kinds:
            return "address1"
        return "" if "zip" in kinds or (country != "US" and "city" in kinds) else "zip"
    return "" if kinds & set(KINDS_OF[medium]) else KINDS_OF[medium][0]


def scrub(
    database: Database,
    desk: Desk,
    spec: ScrubSpec,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ScrubResult:
    """Part a list into the rows that may be used and those that may not, on record.

    Runs for as long as the list is long, in any thread; *progress* is called in it, with bytes.

    Raises:
        TableError, AgentError: the list, a column or the name of a file must be another; `field` is
            `path`, `columns`, `out` or `purpose`.
        WorldError: a file cannot be read or written; or requests came faster than the list.
        ScrubCancelled: *cancelled* said so. Whatever was raised, nothing is left behind.
    """
    return _Scrubbing(database, desk, spec, Watch(progress, cancelled)).run()


def _guessed(table: TableFile, medium: Medium) -> dict[int, str]:
    """What the columns seem to be; a telephone number takes faxes only where there is no fax number."""
    found = guess_all(table, KINDS_OF[medium], by_cells=True)
    if medium is Medium.FAX and "fax" in found.values():
        return {column: kind for column, kind in found.items() if kind == "fax"}
    return found


class _Scrubbing:
    """One list on its way through the gate."""

    def __init__(self, database: Database, desk: Desk, spec: ScrubSpec, watch: Watch) -> None:
        self._database = database
        self._desk = desk
        self._spec = spec
        self._watch = watch

    def run(self) -> ScrubResult:
        spec = self._spec
        check_purpose(spec.purpose)
        check_places((spec.out, spec.rejected), sources=(spec.path,), replace=spec.replace)
        table = open_table(spec.path)
        columns = self._columns(table)
        width = widest(table, Watch(None, self._watch.cancelled)) if self._is_timed else 0
        for number in range(1, MOST_PASSES + 1):
            done = self._pass(table, columns, width)
            if done is not None:
                return dataclasses.replace(done, passes=number)
        raise WorldError(
            "Requests kept coming that this list did not honour yet. It was not written. Try again."
        )

    @property
    def _is_timed(self) -> bool:
        return self._spec.medium in _TIMED

    def _columns(self, table: TableFile) -> Mapping[int, str]:
        spec = self._spec
        columns = _guessed(table, spec.medium) if spec.columns is None else spec.columns
        for column, kind in columns.items():
            if not 0 <= column < table.width:
                raise AgentError("The list has no such column.", field="columns")
            if kind not in KINDS_OF[spec.medium]:
                raise AgentError("This list has no use for one of the columns.", field="columns")
        if lacking(columns, spec.medium, self._desk.country):
            raise AgentError(_LACKS[spec.medium], field="columns")
        return dict(sorted(columns.items()))

    def _pass(self, table: TableFile, columns: Mapping[int, str], width: int) -> ScrubResult | None:
        """Go through the list once; None where a request came meanwhile that it does not honour."""
        spec, desk = self._spec, self._desk
        with self._database.read() as session:
            book = suppression.load(session, desk.store_id, spec.medium, topic=spec.topic)
        judge = judge_for(spec.medium, columns, book, desk.country, table.width)
        hours = CallHours(desk.now()) if self._is_timed else None
        with ExitStack() as stack:
            files = tuple(self._new_file(path, stack) for path in (spec.rejected, spec.out))
            rejected, allowed = files
            going = ScrubPass(
                table, judge, allowed=allowed, rejected=rejected, hours=hours, width=width
            )
            list_sha256 = going.run(self._watch)
            for file in files:
                file.finish()
            entry = self._entry(going.counts, list_sha256, allowed.sha256)
            settled = settle(
                self._database, desk, entry, files, sequence=book.sequence,
                is_touched=lambda keys: touches(judge.used, keys), replace=spec.replace,
            )  # fmt: skip
        if settled is None:
            return None
        return ScrubResult(
            rows=entry.rows,
            allowed=entry.allowed,
            rejected=entry.rejected,
            unreadable=entry.unreadable,
            scrub_id=settled.scrub_id,
            opt_outs_to=settled.opt_outs_to,
            list_sha256=list_sha256,
            out_sha256=entry.out_sha256,
            columns=columns,
            hours_from=desk.today() if hours is not None else None,
        )

    @staticmethod
    def _new_file(path: Path, stack: ExitStack) -> NewFile:
        file = NewFile(path)
        stack.callback(file.discard)
        return file

    def _entry(self, counts: Counts, list_sha256: str, out_sha256: str) -> ScrubEntry:
        spec = self._spec
        return ScrubEntry(
            kind=ScrubKind.SCRUB,
            medium=spec.medium,
            topic=spec.topic,
            purpose=spec.purpose.strip(),
            list_name=spec.path.name,
            list_sha256=list_sha256,
            out_sha256=out_sha256,
            rows=counts.allowed + counts.rejected,
            allowed=counts.allowed,
            rejected=counts.rejected,
            unreadable=counts.unreadable,
            account=spec.account or scrub_records.computer_account(),
            signed_in=spec.signed_in,
        )


_LACKS: Mapping[Medium, str] = {
    Medium.CALL: "No column holds telephone numbers. Say which one does.",
    Medium.TEXT: "No column holds telephone numbers. Say which one does.",
    Medium.FAX: "No column holds fax numbers. Say which one does.",
    Medium.EMAIL: "No column holds e-mail addresses. Say which one does.",
    Medium.POST: "A list for the post needs a column with the street and one with the ZIP code. "
    "Say which they are.",
}
