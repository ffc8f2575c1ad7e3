"""Lists read into the shop by the command line."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli.answers import Answer
from desktop.paths import DataFolder

if TYPE_CHECKING:
    from desktop.imports.opt_out_list import ImportResult

_CHANNELS = ("phone", "fax", "mail", "email")


def add_to(commands: Any, new: Callable[[Any, str, str], argparse.ArgumentParser]) -> None:
    """Put the command among the others."""
    parser = new(commands, "import", "read a list into the shop, such as its opt-outs so far")
    parser.add_argument("kind", metavar="KIND", choices=("opt-outs",), help="opt-outs")
    parser.add_argument("file", metavar="FILE", help="CSV; the columns are guessed")
    parser.add_argument(
        "--channel", choices=_CHANNELS, default="mail",
        help="how those rows reached the shop that do not say so (mail)",
    )  # fmt: skip
    parser.add_argument("--agent", metavar="NAME", default="", help="who does this, in a live shop")
    parser.add_argument(
        "--password-file", metavar="FILE", default="",
        help="file whose first line is their password; - is standard input",
    )  # fmt: skip


def import_list(options: Namespace, folder: DataFolder) -> Answer:
    """Read a list of opt-outs; 0 when it was read to its end, rows refused or not."""
    from desktop.cli.shop_desk import shop_at
    from desktop.imports import opt_out_list
    from models.channels import Channel

    path = Path(options.file).expanduser().absolute()
    spec = opt_out_list.ImportSpec(path, channel=Channel(options.channel))
    with shop_at(options, folder) as (database, desk):
        done = opt_out_list.run(database, desk, spec)
    facts = {
        "created": done.created, "unchanged": done.unchanged, "refused": done.refused,
        "report": str(done.report) if done.report else None, "rows": done.rows,
        "lines": done.lines, "request": done.reference or None,
        "told": {unclear.name.lower(): count for unclear, count in done.told.items()},
    }  # fmt: skip
    return Answer(tuple(_words(done)), facts)


def _words(done: ImportResult) -> list[str]:
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


COMMANDS: Mapping[str | None, Callable[[Namespace, DataFolder], Answer]] = {"import": import_list}
