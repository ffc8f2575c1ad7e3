"""Carriers on the command line: write a manifest, read tracking numbers back."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from desktop.cli.answers import FAILED, Answer
from desktop.errors import WorldError
from desktop.paths import DataFolder

_CHUNK = 50
"""Rows shipped in one transaction: a desk that writes meanwhile never waits long."""


def add_commands(commands: Any, new: Callable[[Any, str, str], argparse.ArgumentParser]) -> None:
    """Put the commands among the others."""
    manifest = new(commands, "manifest", "write a carrier's file of the packed parcels")
    manifest.add_argument("--carrier", metavar="NAME", required=True, help="such as UPS")
    manifest.add_argument("--out", metavar="FILE", required=True, help="new file, CSV")
    manifest.add_argument(
        "--again", action="store_true", help="also the parcels that were in a file before"
    )
    tracking = new(commands, "tracking", "read a carrier's file back: each row ships its parcel")
    tracking.add_argument("file", metavar="FILE")
    for parser in (manifest, tracking):
        parser.add_argument(
            "--agent", metavar="NAME", default="", help="who does this, in a live shop"
        )
        parser.add_argument(
            "--password-file", metavar="FILE", default="",
            help="file whose first line is their password; - is standard input",
        )  # fmt: skip


def manifest(options: Namespace, folder: DataFolder) -> Answer:
    """Write a carrier's manifest."""
    from desktop.cli import shipping_words
    from desktop.cli.shop_desk import shop_at
    from desktop.dispatch.printing import save_file
    from desktop.services import manifests
    from desktop.services.desk import Refused
    from models.ids import uuid7

    out = Path(options.out).expanduser().absolute()
    with shop_at(options, folder) as (database, desk):
        with database.read() as session:
            seen = manifests.preview(session, desk, options.carrier, again=options.again)
        left_out = [
            {"order": row.shown_number, "reason": shipping_words.note(row.refusal)}
            for row in seen.refused
            if row.refusal
        ]
        told = [
            {"order": row.shown_number, "note": shipping_words.note(note)}
            for row in seen.good
            for note in row.notes
        ]
        words = [f"{row['order']}: {row['note']}" for row in told]
        words += [f"{row['order']} is left out: {row['reason']}" for row in left_out]
        try:
            with database.write() as session:
                made = manifests.write(
                    session, desk, options.carrier, lambda content: save_file(content, out),
                    command_id=uuid7(), again=options.again,
                )  # fmt: skip
        except Refused:
            none = "No packed parcel waits for this carrier that could be in its file."
            facts = {"error": {"kind": "agent", "words": none}, "left_out": left_out}
            return Answer((*words, none), facts, FAILED)
    words.append(f"{made.rows} parcels are in {out} for {made.carrier}, SHA-256 {made.sha256}.")
    if not seen.mapping.rules.verified and not seen.mapping.edited:
        words.append("The columns were not checked against this carrier's program; see Settings.")
    return Answer(
        tuple(words),
        {
            "file": str(out), "carrier": made.carrier, "rows": made.rows, "sha256": made.sha256,
            "left_out": left_out, "notes": told,
        },
    )  # fmt: skip


def tracking(options: Namespace, folder: DataFolder) -> Answer:
    """Read a carrier's tracking numbers back; 0 only when no row was refused."""
    from desktop.cli import shipping_words
    from desktop.cli.shop_desk import shop_at
    from desktop.imports.tracking_file import read_tracking
    from desktop.services import tracking as reading
    from desktop.services.tracking import RowEnd

    file = read_tracking(_content(options.file))
    results: list[reading.RowResult] = []
    captures = 0
    with shop_at(options, folder) as (database, desk):
        for start in range(0, len(file.rows), _CHUNK):
            with database.write() as session:
                done = reading.read_back(session, desk, file.rows[start : start + _CHUNK])
            results += done.results
            captures += len(done.attempts)
    counts = Counter(row.end for row in results)
    refused = [
        {"line": row.line, "order": row.shown_number, "reason": shipping_words.reason(row.code)}
        for row in results
        if row.end is RowEnd.REFUSED
    ]
    words = [
        f"Line {row['line']}{', ' if row['order'] else ''}{row['order']}: {row['reason']}"
        for row in refused
    ]
    words.append(
        f"{counts[RowEnd.SHIPPED]} shipped, {counts[RowEnd.ALREADY]} known already, "
        f"{counts[RowEnd.REFUSED]} refused, of {len(results)} rows."
    )
    if captures:
        words.append(f"{captures} captures are carried out as soon as the desk is open.")
    facts = {
        "rows": len(results), "shipped": counts[RowEnd.SHIPPED],
        "already": counts[RowEnd.ALREADY], "refused": refused, "captures": captures,
    }  # fmt: skip
    return Answer(tuple(words), facts, FAILED if refused else 0)


COMMANDS: Mapping[str | None, Callable[[Namespace, DataFolder], Answer]] = {
    "manifest": manifest,
    "tracking": tracking,
}


def _content(name: str) -> bytes:
    path = Path(name).expanduser().absolute()
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise WorldError(f"There is no file {path}.", can_retry=False) from error
    except OSError as error:
        raise WorldError(f"{path} cannot be read: {error.strerror}.") from error
