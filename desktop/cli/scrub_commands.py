"""The gate on the command line: a marketing list in, what may be used of it out."""

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
    from desktop.exports.scrub_shapes import ListPreview, ScrubResult
    from models.channels import Medium

MEDIA = ("post", "email", "fax", "call", "text")
TOPICS = ("all", "promotions", "events", "catalogs", "offers")


def add_to(commands: Any, make_command: Callable[[Any, str, str], argparse.ArgumentParser]) -> None:
    """Say how it is written."""
    scrub = make_command(
        commands, "scrub", "part a marketing list into the rows that may be used and the others"
    )
    scrub.add_argument("list", metavar="LIST", help="the list, CSV")
    scrub.add_argument("--medium", choices=MEDIA, required=True, help="what the list is used for")
    scrub.add_argument(
        "--out",
        metavar="FILE",
        required=True,
        help="new file: the rows that may be used, as they are",
    )
    scrub.add_argument(
        "--rejected", metavar="FILE", required=True, help="new file: the other rows, and why"
    )
    scrub.add_argument("--purpose", metavar="TEXT", default="", help="for the record")
    scrub.add_argument(
        "--topic", choices=TOPICS, default="all",
        help="what of marketing it is; all (any marketing) unless it is said",
    )  # fmt: skip
    scrub.add_argument(
        "--columns", metavar="KIND=N,…", default="",
        help="which column is what, from 1, where the guess is wrong: phone=3,mobile=none",
    )  # fmt: skip
    scrub.add_argument("--replace", action="store_true", help="files of these names are replaced")


def scrub(options: Namespace, folder: DataFolder) -> Answer:
    """Part a list."""
    from desktop.cli.shop_desk import shop_unattended
    from desktop.exports import scrubbing
    from models.channels import Medium
    from models.opt_out import Topic

    medium = Medium(options.medium)
    with shop_unattended(options, folder) as (database, desk):
        source = _path(options.list)
        seen = scrubbing.preview(source, medium, desk.country)
        spec = scrubbing.ScrubSpec(
            path=source,
            medium=medium,
            out=_path(options.out),
            rejected=_path(options.rejected),
            columns=_columns(options.columns, medium, seen) if options.columns else None,
            purpose=options.purpose,
            topic=Topic(options.topic),
            signed_in=False,
            replace=options.replace,
        )
        with ProgressLine() as told:
            result = scrubbing.scrub(database, desk, spec, progress=told)
    return Answer(_words(result, spec, seen), _facts(result, spec, seen))


COMMANDS: Mapping[str | None, Callable[[Namespace, DataFolder], Answer]] = {"scrub": scrub}


def _columns(said: str, medium: Medium, seen: ListPreview) -> dict[int, str]:
    """The guess, put right by `phone=3,mobile=none`; a column may also be named by its heading.

    Of a kind that is named nothing of the guess stays; a kind may be named twice.
    """
    from desktop.exports.scrub_shapes import KINDS_OF

    parts = [[text.strip() for text in part.partition("=")] for part in said.split(",")]
    named = {kind for kind, _equals, _place in parts}
    found = {column: kind for column, kind in seen.columns.items() if kind not in named}
    for kind, _equals, place in parts:
        if kind not in KINDS_OF[medium]:
            kinds = ", ".join(KINDS_OF[medium])
            raise AgentError(
                f"Of a list for {medium.value} a column can be: {kinds}.", field="columns"
            )
        if place.casefold() != "none":
            found[_place(kind, place, seen)] = kind
    return found


def _place(kind: str, place: str, seen: ListPreview) -> int:
    """A column by its number from 1, or by its heading."""
    if place.isdecimal() and 1 <= int(place) <= len(seen.names):
        return int(place) - 1
    names = [name.strip().casefold() for name in seen.headings]
    if names.count(place.casefold()) != 1:
        raise AgentError(
            f"Say which column is the {kind} by its number, from 1 to {len(seen.names)}.",
            field="columns",
        )
    return names.index(place.casefold())


def _words(result: ScrubResult, spec: Any, seen: ListPreview) -> tuple[str, ...]:
    taken = ", ".join(f"{seen.names[column]} ({kind})" for column, kind in result.columns.items())
    words = [
        f"{result.allowed} of {result.rows} rows may be used; they are in {spec.out}.",
        f"{result.rejected} are rejected, {result.unreadable} of them because nothing could be looked "
        f"up; they are in {spec.rejected}.",
        f"Looked up: {taken}.",
    ]
    if result.hours_from is not None:
        words.append(f"The hours for calling are those of {result.hours_from} or the next.")
    return tuple(words)


def _facts(result: ScrubResult, spec: Any, seen: ListPreview) -> dict[str, object]:
    return {
        "out": str(spec.out),
        "rejected_file": str(spec.rejected),
        "medium": spec.medium.value,
        "topic": spec.topic.value,
        "rows": result.rows,
        "allowed": result.allowed,
        "rejected": result.rejected,
        "unreadable": result.unreadable,
        "scrub": str(result.scrub_id),
        "opt_outs_to": result.opt_outs_to,
        "list_sha256": result.list_sha256,
        "out_sha256": result.out_sha256,
        "columns": {seen.names[column]: kind for column, kind in result.columns.items()},
        "hours_from": str(result.hours_from) if result.hours_from else None,
        "passes": result.passes,
    }


def _path(name: str) -> Path:
    return Path(name).expanduser().absolute()
