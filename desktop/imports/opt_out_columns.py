"""Which column of a list of opt-outs holds what: by the headings, and by what stands below them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping, Sequence

from desktop.imports import opt_out_dates, opt_out_words
from desktop.imports.opt_out_cells import address_in_one_cell, numbers_and_emails
from desktop.imports.table_columns import KINDS, guess_all
from desktop.imports.table_file import TableFile

VALUE_KINDS = ("value", "email", "phone", "mobile", "fax")
"""Each holds one value, or several."""
PLACE_KINDS = ("address1", "address2", "city", "state", "zip", "country")
OTHER_KINDS = (
    "medium", "topic", "received", "dated", "channel", "note", "status", "opted_out", "opted_in",
    "name", "first_name", "last_name", "company",
)  # fmt: skip
COLUMN_KINDS = (*VALUE_KINDS, *PLACE_KINDS, *OTHER_KINDS)
"""What a column may hold, for whoever sets it by hand."""

_WORDS: Mapping[str, Sequence[str]] = {
    "value": (
        "value", "values", "phone or email", "email or phone", "phone email", "email phone",
        "identifier", "opt-out value", "opt out contact", "contact value", "contact point",
        "suppression value", "suppressed value",
    ),
    "medium": (
        "medium", "media", "method", "opt-out medium", "opt-out type", "type", "contact method",
        "contact type", "preference", "do not contact by", "stop", "stops",
    ),
    "topic": ("topic", "topics", "subject", "opt-out topic", "about"),
    "received": (
        "received", "received on", "received at", "date received", "receipt date", "opt-out date",
        "optout date", "date of opt-out", "opted out on", "opted out at", "opt-out time", "requested",
        "requested on", "requested at", "request date", "date requested", "date of request",
        "unsubscribed on", "unsubscribed at", "unsubscribe date", "unsub date", "unsub time",
        "suppressed on", "suppressed at", "removed on", "removed at", "dnc date",
    ),
    "dated": (
        "date", "day", "dated", "when", "time", "timestamp", "date time", "datetime", "created",
        "created on", "created at", "date created", "added", "added on", "added at", "date added",
        "entered", "entered on", "entry date", "last changed", "since",
    ),
    "channel": (
        "channel", "source", "via", "how", "received by", "received via", "came by", "came in by",
        "requested by", "requested via", "opt-out channel", "opt-out source",
    ),
    "note": ("note", "notes", "comment", "comments", "remark", "remarks", "reason", "details"),
    "status": (
        "status", "opt status", "subscription status", "email status", "sms status", "action",
        "kind", "opt-in/out", "opt in or out", "contact status",
    ),
    "opted_out": (
        "opted out", "opt-out", "optout", "unsubscribed", "is unsubscribed", "suppressed", "dnc",
        "do not contact", "do not call", "do not mail", "do not email", "do not text", "no contact",
        "removed",
    ),
    "opted_in": (
        "subscribed", "is subscribed", "opted in", "opt-in", "optin", "consent", "permission",
        "subscriber",
    ),
}  # fmt: skip
_NUMBERS = ("phone", "mobile", "fax")
_MOST = 0.5


def as_list(table: TableFile, country: str) -> TableFile:
    """*table*, with its first row among the others where that names no column.

    Nobody's opt-out is lost because it stands in the first line of a list without headings.
    """
    has_value = any(map(_is_value(country), table.headings))
    if not table.headings or (_by_headings(table) and not has_value):
        return table
    before = table.opening[: len(table.opening) - len(table.heading)]
    return dataclasses.replace(
        table, opening=before, heading=b"", headings=(), sample=(table.headings, *table.sample)
    )


def guess(table: TableFile, country: str, time_zone: str) -> dict[int, str]:
    """What each column holds, of `COLUMN_KINDS`; those that hold nothing of use are left out."""
    found = _by_headings(table)
    for column in range(table.width):
        cells = [row[column].strip() for row in table.sample if column < len(row)]
        cells = [cell for cell in cells if cell]
        heading = table.headings[column].strip() if column < len(table.headings) else ""
        if not cells:
            continue
        if found.get(column) in _NUMBERS and _most(cells, _is_date(country, time_zone)):
            found[column] = "dated"  # "Date of phone call"
        elif found.get(column) in ("opted_out", "opted_in") and _most(cells, _is_value(country)):
            found[column] = "value"
        elif not heading:
            kind = _by_cells(cells, found, country, time_zone)
            if kind:
                found[column] = kind
    if not has_values(found.values()):
        _add_value(table, found, country)
    return dict(sorted(found.items()))


def has_values(kinds: Collection[str]) -> bool:
    """Whether such columns hold anything that could be stopped."""
    return bool({*VALUE_KINDS, "address1"} & set(kinds))


def _by_headings(table: TableFile) -> dict[int, str]:
    kinds = guess_all(table, (*KINDS, *_WORDS), words=_WORDS)
    named = {at for at, heading in enumerate(table.headings) if heading.strip()}
    return {column: kind for column, kind in kinds.items() if not table.headings or column in named}


def _by_cells(
    cells: Sequence[str], found: Mapping[int, str], country: str, time_zone: str
) -> str | None:
    """What a column without a heading holds; None leaves it as it was guessed."""
    taken = set(found.values())
    tests: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("dated", _is_date(country, time_zone)),
        ("medium", _is_medium),
        ("topic", _is_topic),
        ("channel", _is_channel),
        ("status", opt_out_words.says_status),
        ("value", _is_value(country)),
    )
    return next(
        (kind for kind, test in tests if kind not in taken - {"value"} and _most(cells, test)), None
    )


def _add_value(table: TableFile, found: dict[int, str], country: str) -> None:
    """The column with the most values in it, whatever it is called."""
    is_value = _is_value(country)
    counts = {
        column: sum(is_value(row[column]) for row in table.sample if column < len(row))
        for column in range(table.width)
    }
    best = max(counts, key=lambda column: (counts[column], -column), default=None)
    if best is not None and counts[best]:
        found[best] = "value"


def _most(cells: Sequence[str], test: Callable[[str], object]) -> bool:
    return sum(bool(test(cell)) for cell in cells) > len(cells) * _MOST


def _is_date(country: str, time_zone: str) -> Callable[[str], bool]:
    def test(cell: str) -> bool:
        # Five digits are a spreadsheet's number of a day, but mostly a ZIP code.
        is_plain = cell.isdigit() and len(cell) < len("20260302")
        return not is_plain and opt_out_dates.read(cell, country, time_zone) is not None

    return test


def _is_value(country: str) -> Callable[[str], bool]:
    def test(cell: str) -> bool:
        text = cell.strip()
        values = numbers_and_emails(text, country, is_fax=False)
        return bool(values or address_in_one_cell(text, country, ""))

    return test


def _is_medium(cell: str) -> bool:
    said = opt_out_words.media(cell)
    return said.is_known and bool(said.named)


def _is_topic(cell: str) -> bool:
    said = opt_out_words.topics(cell)
    return said.is_known and bool(said.named)


def _is_channel(cell: str) -> bool:
    said = opt_out_words.channels(cell)
    return said.is_known and bool(said.named)
