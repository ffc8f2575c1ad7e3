"""What the columns of a table of tax rates hold, by their headings: public tables, web stores', ours."""

from __future__ import annotations

import re
from collections.abc import Mapping

from desktop.imports.table_columns import folded
from desktop.imports.table_file import TableFile
from models import names

KINDS = (
    "rate", "state", "zip", "zip_prefix", "zip_from", "zip_to", "country", "tax_class",
    "jurisdiction", "taxes_shipping", "is_estimate", "effective_from", "source", "city", "priority",
)  # fmt: skip
"""In the order they are offered. *city* and *priority* only tell which rows cannot be taken."""

WOOCOMMERCE, OWN = "WooCommerce", "Order Desk"

OWN_HEADINGS: Mapping[str, str] = {
    "Country": "country", "State": "state", "ZIP begins with": "zip_prefix",
    "Tax class": "tax_class", "Jurisdiction": "jurisdiction", "Rate %": "rate",
    "Taxes shipping": "taxes_shipping", "Estimate": "is_estimate",
    "Effective from": "effective_from", "Source": "source",
}  # fmt: skip
"""What an export is headed with, and what it means."""

_WOOCOMMERCE = {
    "country code": "country", "state code": "state", "postcode zip": "zip", "city": "city",
    "rate": "rate", "tax name": "jurisdiction", "priority": "priority",
    "shipping": "taxes_shipping", "tax class": "tax_class",
}  # fmt: skip
_ZIP = r"(?:zip(?: ?codes?| ?5)?|post(?:al)? ?codes?)"
_PLAIN: Mapping[str, re.Pattern[str]] = {
    "zip_from": re.compile(rf"{_ZIP} (?:from|start|low|begin|first)|(?:from|start|low|first) {_ZIP}"),
    "zip_to": re.compile(rf"{_ZIP} (?:to|end|high|last|until)|(?:to|end|high|last) {_ZIP}"),
    "zip_prefix": re.compile(rf"{_ZIP} (?:prefix|begins? with)|zip ?3|prefix"),
    "zip": re.compile(rf"\b{_ZIP}\b"),
    "tax_class": re.compile(r"tax ?class|tax categor|^class$|product class"),
    "is_estimate": re.compile(r"^(?:is )?(?:an )?estimated?$"),
    "taxes_shipping": re.compile(r"(?:shipping|freight|delivery)(?! ?rate)"),
    "effective_from": re.compile(r"effective|valid from|^from$|(?:start|begin)\w* ?date|^date$|^since$"),
    "source": re.compile(r"source|authority"),
    "country": re.compile(r"country"),
    "jurisdiction": re.compile(r"jurisdiction|tax region|region ?name|tax ?name|locality"),
    "state": re.compile(r"^(?:us )?state(?: ?code| abbr\w*| name)?$|province|^st$|^region$"),
    "city": re.compile(r"^(?:city|town)(?: name)?$"),
}  # fmt: skip
"""For any other file, by the folded heading, in the order in which a heading is tried."""
_RATE = re.compile(r"\brates?\b|^tax$|^sales tax$|percent")
_BEST_RATE = (
    re.compile(r"combined|total"),
    re.compile(r"^(?:sales )?(?:tax )?(?:rate|percent|percentage)$"),
    re.compile(r""),
)
_IS_PERCENT = re.compile(r"%|percent", re.IGNORECASE)


def made_by(table: TableFile) -> str:
    """Whose file it is, as its headings say: ours, a web store's, or ""."""
    there = {names.fold(heading) for heading in table.headings}
    if {names.fold(heading) for heading in OWN_HEADINGS} <= there:
        return OWN
    return WOOCOMMERCE if set(_WOOCOMMERCE) <= there else ""


def guess(table: TableFile) -> dict[int, str]:
    """What each column (from 0) seems to hold; the others are left out."""
    known = {
        OWN: {names.fold(heading): kind for heading, kind in OWN_HEADINGS.items()},
        WOOCOMMERCE: _WOOCOMMERCE,
    }.get(made_by(table))
    found: dict[int, str] = {}
    for column, heading in enumerate(table.headings):
        kind = _plain(folded(heading)) if known is None else known.get(names.fold(heading), "")
        if kind and kind not in found.values():
            found[column] = kind
    if known is None:
        _add_rate(table, found)
    return dict(sorted(found.items()))


def missing(columns: Mapping[int, str]) -> tuple[str, ...]:
    """The kinds of which one has to be there, where none is."""
    there = set(columns.values())
    if "rate" not in there:
        return ("rate",)
    return () if there & {"state", "zip", "zip_from"} else ("state", "zip")


def is_percent(table: TableFile, columns: Mapping[int, str]) -> bool:
    """Whether the heading of the rates says that they are percents."""
    at = next((column for column, kind in columns.items() if kind == "rate"), -1)
    return 0 <= at < len(table.headings) and _IS_PERCENT.search(table.headings[at]) is not None


def _plain(heading: str) -> str:
    return next((kind for kind, named in _PLAIN.items() if named.search(heading)), "")


def _add_rate(table: TableFile, found: dict[int, str]) -> None:
    """The one rate that is the whole of it; of several parts none is guessed."""
    rates = [
        column
        for column, heading in enumerate(table.headings)
        if column not in found and _RATE.search(folded(heading))
    ]
    for best in _BEST_RATE:
        fitting = [column for column in rates if best.search(folded(table.headings[column]))]
        if len(fitting) == 1:
            found[fitting[0]] = "rate"
            return
