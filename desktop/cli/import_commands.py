"""Files read into the shop, and written out of it, by the command line."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli.answers import Answer
from desktop.cli.progress import ProgressLine
from desktop.errors import AgentError
from desktop.paths import DataFolder

if TYPE_CHECKING:
    from desktop.imports.importing import FileResult
    from desktop.imports.opt_out_list import ImportResult

_CHANNELS = ("phone", "fax", "mail", "email")
_KINDS = ("catalogue", "customers", "tax-rates", "shipping", "stock")
_OPT_OUTS = "opt-outs"
_SUPERVISORS = "Supervisors do this. Name one: --agent NAME."


def add_to(commands: Any, new: Callable[[Any, str, str], argparse.ArgumentParser]) -> None:
    """Put the commands among the others."""
    reading = new(commands, "import", "read a file into the shop: its products, its customers …")
    kinds = (*_KINDS, _OPT_OUTS)
    reading.add_argument("kind", metavar="KIND", choices=kinds, help=", ".join(kinds))
    reading.add_argument("file", metavar="FILE", help="CSV; the columns are guessed")
    reading.add_argument(
        "--column", metavar="HEADING=KIND", action="append", default=[],
        help="say what a column holds, if it is guessed wrong; HEADING may be its number, from 1; "
        "KIND may be empty, for a column that is not used",
    )  # fmt: skip
    reading.add_argument(
        "--channel", choices=_CHANNELS, default="mail",
        help="how those opt-outs reached the shop that do not say so (mail)",
    )  # fmt: skip
    writing = new(commands, "export", "write the shop's products, customers … to a file")
    writing.add_argument("kind", metavar="KIND", choices=_KINDS, help=", ".join(_KINDS))
    writing.add_argument("file", metavar="FILE", help="a new file; nothing is replaced")
    for parser in (reading, writing):
        parser.add_argument(
            "--agent", metavar="NAME", default="", help="who does this, in a live shop"
        )
        parser.add_argument(
            "--password-file", metavar="FILE", default="",
            help="file whose first line is their password; - is standard input",
        )  # fmt: skip


def import_list(options: Namespace, folder: DataFolder) -> Answer:
    """Read a file; 0 when it was read to its end, rows refused or not."""
    if options.kind == _OPT_OUTS:
        return _import_opt_outs(options, folder)
    from desktop.cli.shop_desk import shop_at
    from desktop.imports.files import previewing, reading
    from desktop.imports.importing import FileKind, FileSpec
    from desktop.services.desk import Refused

    path, kind = _path(options), FileKind(options.kind)
    with shop_at(options, folder) as (database, desk):
        columns = None
        if options.column:
            seen = previewing(kind)(database, desk, path)
            columns = _columns(options.column, seen.names, seen.kinds, seen.columns)
        try:
            with ProgressLine() as told:
                done = reading(kind)(database, desk, FileSpec(path, columns), progress=told)
        except Refused as error:
            raise AgentError(_SUPERVISORS, field="agent") from error
    facts = {
        "created": done.created, "updated": done.updated, "unchanged": done.unchanged,
        "refused": done.refused, "report": str(done.report) if done.report else None,
        "rows": done.rows, "told": dict(done.told),
    }  # fmt: skip
    return Answer(tuple(_words(done)), facts)


def export_list(options: Namespace, folder: DataFolder) -> Answer:
    """Write a file; 0 when all of it is written."""
    from desktop.cli.shop_desk import shop_at
    from desktop.exports.files import writing
    from desktop.imports.importing import FileKind
    from desktop.services.desk import Refused

    path = _path(options)
    with shop_at(options, folder) as (database, desk):
        try:
            with ProgressLine() as told:
                rows = writing(FileKind(options.kind))(database, desk, path, progress=told)
        except Refused as error:
            raise AgentError(_SUPERVISORS, field="agent") from error
    return Answer((f"{rows} rows are in {path}.",), {"rows": rows, "file": str(path)})


def _path(options: Namespace) -> Path:
    return Path(options.file).expanduser().absolute()


def _columns(
    said: list[str], names: tuple[str, ...], kinds: tuple[str, ...], guessed: Mapping[int, str]
) -> dict[int, str]:
    """The columns as guessed, but for what was *said* of them.

    Of a kind that is named nothing of the guess stays; it may be named twice.

    Raises:
        AgentError: there is no such column, or no such kind.
    """
    named = {one.rpartition("=")[2] for one in said}
    columns = {column: kind for column, kind in guessed.items() if kind not in named}
    folded = [name.casefold() for name in names]
    for one in said:
        heading, equals, kind = one.rpartition("=")
        place = int(heading) - 1 if heading.isdecimal() and len(heading) < 6 else -1
        if heading.casefold() in folded:
            place = folded.index(heading.casefold())
        if not equals or not 0 <= place < len(names):
            raise AgentError("--column names a column that the file has not.", field="column")
        if kind and kind not in kinds:
            raise AgentError(
                f"A column can hold: {', '.join(kinds)}. --column says another.", field="column"
            )
        columns.pop(place, None)
        if kind:
            columns[place] = kind
    return columns


def _words(done: FileResult) -> list[str]:
    words = [f"{why} Rows: {count}." for why, count in done.told.items()]
    words.append(
        f"{done.created} new, {done.updated} changed, {done.unchanged} as they were, "
        f"{done.refused} refused, of {done.rows} rows."
    )
    if done.report:
        words.append(f"What became of each row is in {done.report}.")
    return words


def _import_opt_outs(options: Namespace, folder: DataFolder) -> Answer:
    from desktop.cli.shop_desk import shop_at
    from desktop.imports import opt_out_columns, opt_out_list
    from models.channels import Channel

    path, channel = _path(options), Channel(options.channel)
    with shop_at(options, folder) as (database, desk):
        columns = None
        if options.column:
            seen = opt_out_list.preview(path, desk, channel=channel)
            kinds = opt_out_columns.COLUMN_KINDS
            columns = _columns(options.column, seen.names, kinds, seen.columns)
        spec = opt_out_list.ImportSpec(path, columns, channel)
        with ProgressLine() as told:
            done = opt_out_list.run(database, desk, spec, progress=told)
    facts = {
        "created": done.created, "updated": 0, "unchanged": done.unchanged, "refused": done.refused,
        "report": str(done.report) if done.report else None, "rows": done.rows,
        "lines": done.lines, "request": done.reference or None,
        "told": {unclear.name.lower(): count for unclear, count in done.told.items()},
    }  # fmt: skip
    return Answer(tuple(_opt_out_words(done)), facts)


def _opt_out_words(done: ImportResult) -> list[str]:
    words = [f"{unclear.value} Rows: {count}." for unclear, count in done.told.items()]
    words.append(
        f"{done.created} new, {done.unchanged} known already, {done.refused} refused, "
        f"of {done.rows} rows."
    )
    if done.reference:
        words.append(f"They are in force, under {done.reference}: {done.lines} values stopped.")
    if done.report:
        words.append(f"The rows that need a look are in {done.report}.")
    return words


COMMANDS: Mapping[str | None, Callable[[Namespace, DataFolder], Answer]] = {
    "import": import_list,
    "export": export_list,
}
