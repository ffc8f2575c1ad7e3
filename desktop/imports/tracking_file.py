"""A carrier's own file, read back: which column holds our order number, which the tracking number.

What stands in the file is only looked up. It is never repeated in a message, for a file may hold
anything, a card number too.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.errors import AgentError
from models import card_guard, order_numbers

MOST_BYTES = 20_000_000
MOST_ROWS = 100_000
MOST_CELL = 2_000
_PROBE = 200
"""Rows that are looked at to tell the columns apart."""
_DELIMITERS = ",;\t|"
_NUMBER = re.compile(r"[0-9A-Z]{8,40}")
_SPACES = str.maketrans("", "", " -.\t")


class TrackingFileError(AgentError):
    """The file is not one that tracking numbers can be read from; nothing was changed."""


@dataclass(frozen=True, slots=True)
class TrackingRow:
    """One row of the file, by its line there."""

    line: int
    order: str
    tracking: str
    parcel: str


@dataclass(frozen=True, slots=True)
class TrackingFile:
    """The rows, and the headings of the columns that were used ("column 3" where it has none)."""

    rows: tuple[TrackingRow, ...]
    order_heading: str
    tracking_heading: str


def read_tracking(content: bytes) -> TrackingFile:
    """The rows of a carrier's file: comma, semicolon, tab or bar between cells, UTF-8 or Western.

    Raises:
        TrackingFileError: it is no such file, why in words.
    """
    if len(content) > MOST_BYTES:
        raise TrackingFileError("This file is too large for a list of tracking numbers.")
    numbered = _rows(_text(content))
    if not numbered:
        raise TrackingFileError("There is nothing in this file.")
    heading = _heading(numbered[0][1])
    body = numbered[1:] if heading else numbered
    probe = [cells for _line, cells in body[:_PROBE]]
    order = _column(heading, probe, _names_order, _is_order)
    if order is None:
        raise TrackingFileError(
            "No column of this file holds our order numbers. Have the carrier's program write the "
            "reference into it."
        )
    tracking = _column(heading, probe, _names_tracking, _is_tracking, but=order)
    if tracking is None:
        raise TrackingFileError("No column of this file holds tracking numbers.")
    parcel = _column(heading, probe, _names_parcel, _is_parcel, but=order, named_only=True)
    rows = tuple(
        TrackingRow(line, _at(cells, order), _at(cells, tracking), _at(cells, parcel))
        for line, cells in body
    )
    return TrackingFile(rows, _named(heading, order), _named(heading, tracking))


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in content:
        raise TrackingFileError("This is not a text file. Save it as CSV and try again.")
    else:
        encoding = "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """(line, cells) of the rows that are not empty."""
    if not text.strip():
        return []
    first = next(line for line in text.splitlines() if line.strip())
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            if any(len(cell) > MOST_CELL for cell in cells):
                raise TrackingFileError(f"Line {reader.line_num} is too long for a list.")
            if any(cell.strip() for cell in cells):
                found.append((reader.line_num, [cell.strip().lstrip("'") for cell in cells]))
            if len(found) > MOST_ROWS:
                raise TrackingFileError("This file has too many rows for one day's parcels.")
    except csv.Error as error:
        raise TrackingFileError(
            f"Line {reader.line_num} cannot be read: a quotation mark is not closed."
        ) from error
    return found


def _heading(cells: Sequence[str]) -> list[str]:
    """The headings, if the first row is one: words, and no order number among them."""
    if any(_is_order(cell) for cell in cells):
        return []
    return list(cells) if any(_names_tracking(cell) or _names_order(cell) for cell in cells) else []


def _column(
    heading: Sequence[str],
    probe: Sequence[Sequence[str]],
    is_named: Callable[[str], bool],
    is_value: Callable[[str], bool],
    *,
    but: int = -1,
    named_only: bool = False,
) -> int | None:
    """The column whose values are such, one that is called so before others."""
    width = max([len(heading), *(len(cells) for cells in probe)])
    scores: dict[int, tuple[bool, int]] = {}
    for column in range(width):
        values = [cells[column] for cells in probe if column < len(cells) and cells[column]]
        good = sum(map(is_value, values))
        named = column < len(heading) and is_named(heading[column])
        if column != but and (named or not named_only) and (good * 2 > len(values) or named):
            scores[column] = (named and bool(good), good)
    best = max(scores, key=lambda column: (*scores[column], -column), default=None)
    if best is None or (not scores[best][1] and not _called(heading, best, is_named)):
        return None
    return best


def _called(heading: Sequence[str], column: int, is_named: Callable[[str], bool]) -> bool:
    return column < len(heading) and is_named(heading[column])


def _names_order(text: str) -> bool:
    folded = text.casefold()
    return any(word in folded for word in ("order", "reference", "ref.", "ref no"))


def _names_tracking(text: str) -> bool:
    return "tracking" in text.casefold()


def _names_parcel(text: str) -> bool:
    folded = text.casefold().strip()
    return folded in ("parcel", "reference 2", "reference number 2", "package reference no. 2")


def _is_order(text: str) -> bool:
    return order_numbers.parse(text) is not None


def _is_tracking(text: str) -> bool:
    plain = text.translate(_SPACES).upper()
    return bool(_NUMBER.fullmatch(plain)) and sum(c.isdigit() for c in plain) >= 6


def _is_parcel(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 3


def _at(cells: Sequence[str], column: int | None) -> str:
    return cells[column] if column is not None and column < len(cells) else ""


def _named(heading: Sequence[str], column: int) -> str:
    """What the column is called; its place where that is no name that may be repeated."""
    name = heading[column][:60] if column < len(heading) else ""
    if not name or card_guard.looks_like_card(name):
        return f"column {column + 1}"
    return name
