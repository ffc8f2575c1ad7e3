"""The report beside a list: which rows were refused or taken otherwise, by their line, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.dispatch.printing import FileThereError, save_file
from desktop.errors import WorldError
from desktop.exports.csv_file import csv_bytes
from models import card_guard

_HEADINGS = ("line", "outcome", "reason", "value")
_MOST_NAMES = 1000


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row of the list.

    Attributes:
        value: As it stands in the list, without card numbers.
    """

    line: int
    is_refused: bool
    reason: str
    value: str


def save_report(listed: Path, rows: Sequence[ReportRow]) -> Path | None:
    """Write the report of the list *listed* beside it under a name that is free; none without rows.

    Raises:
        WorldError: it cannot be written.
    """
    if not rows:
        return None
    content = csv_bytes(
        _HEADINGS,
        (
            (str(row.line), "refused" if row.is_refused else "note", row.reason, row.value)
            for row in rows
        ),
        encoding="utf-8-sig",
    )
    stem = "list" if card_guard.looks_like_card(listed.stem) else listed.stem
    for number in range(1, _MOST_NAMES):
        ending = ".report.csv" if number == 1 else f".report-{number}.csv"
        path = listed.with_name(stem + ending)
        try:
            save_file(content, path)
        except FileThereError:
            continue
        except WorldError as error:
            raise WorldError(
                "The report cannot be written beside the list, so nothing was recorded. Copy the "
                "list into a folder of your own and read it there."
            ) from error
        return path
    raise WorldError("There are too many reports beside this list. Move them away and try again.")
