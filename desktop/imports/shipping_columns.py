"""What the columns of a table of shipping methods hold, by their headings."""

from __future__ import annotations

import re
from collections.abc import Mapping

from desktop.imports.table_columns import folded
from desktop.imports.table_file import TableFile
from models import names

KINDS = (
    "code", "name", "carrier", "amount", "basis", "from", "currency", "countries",
    "states_not_reached", "po_boxes", "military", "least_days", "most_days", "active", "position",
)  # fmt: skip
"""In the order they are offered: a row is one step of a method's prices."""

OWN = "Order Desk"
OWN_HEADINGS: Mapping[str, str] = {
    "Code": "code", "Name": "name", "Carrier": "carrier", "PO boxes": "po_boxes",
    "Military": "military", "Countries": "countries", "States not reached": "states_not_reached",
    "Least days": "least_days", "Most days": "most_days", "Active": "active",
    "Position": "position", "Currency": "currency", "Basis": "basis",
    "From (amount or grams)": "from", "Price": "amount",
}  # fmt: skip
"""What an export is headed with, and what it means."""

_PLAIN: Mapping[str, re.Pattern[str]] = {
    "po_boxes": re.compile(r"\bbox"),
    "military": re.compile(r"military|\bapo\b|\bfpo\b"),
    "states_not_reached": re.compile(
        r"states? (?:not|excluded|excepted)|(?:not|except\w*|exclud\w*).* states?"
    ),
    "countries": re.compile(r"countr|reaches|^zone$|destination"),
    "least_days": re.compile(r"(?:least|min\w*|from|fewest) days|days (?:least|min\w*|from)"),
    "most_days": re.compile(
        r"(?:most|max\w*|to) days|days (?:most|max\w*|to)|^days$|business days|transit"
    ),
    "from": re.compile(r"\bfrom\b|^(?:over|above|starting at|min\w*)\b|\bmin\w*$"),
    "amount": re.compile(r"price|amount|cost|charge|\brate\b|\bfee\b"),
    "basis": re.compile(r"basis|based on|depends on|rate type|^by$"),
    "currency": re.compile(r"currency"),
    "active": re.compile(r"active|enabled|offered|on sale"),
    "position": re.compile(r"position|order|sort"),
    "carrier": re.compile(r"carrier|company"),
    "code": re.compile(r"\bcode\b|^id$|^key$|handle"),
    "name": re.compile(r"name|title|method|service"),
}  # fmt: skip
"""By the folded heading, in the order in which a heading is tried."""


def made_by(table: TableFile) -> str:
    """Whose file it is, as its headings say: ours, or ""."""
    there = {names.fold(heading) for heading in table.headings}
    return OWN if {names.fold(heading) for heading in OWN_HEADINGS} <= there else ""


def guess(table: TableFile) -> dict[int, str]:
    """What each column (from 0) seems to hold; the others are left out."""
    own = {names.fold(heading): kind for heading, kind in OWN_HEADINGS.items()}
    is_own = bool(made_by(table))
    found: dict[int, str] = {}
    for column, heading in enumerate(table.headings):
        kind = own.get(names.fold(heading), "") if is_own else _plain(folded(heading))
        if kind and kind not in found.values():
            found[column] = kind
    return found


def missing(columns: Mapping[int, str]) -> tuple[str, ...]:
    """The kinds that have to be there, where they are not."""
    there = set(columns.values())
    return tuple(kind for kind in ("code", "amount") if kind not in there)


def _plain(heading: str) -> str:
    return next((kind for kind, named in _PLAIN.items() if named.search(heading)), "")
