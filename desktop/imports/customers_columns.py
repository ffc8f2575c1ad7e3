"""What the columns of a file of customers hold, by their headings and by what stands below."""

from __future__ import annotations

import re
from collections.abc import Mapping

from desktop.imports import table_columns
from desktop.imports.table_file import TableFile
from models import names
from models.channels import Medium

SHOPIFY, WOOCOMMERCE, OWN = "Shopify", "WooCommerce", "Order Desk"

_PLACE = ("address1", "address2", "district", "city", "state", "zip", "country")
_SHIP = tuple(f"ship_{kind}" for kind in ("first_name", "last_name", "name", "company", *_PLACE))
ACCEPTS: Mapping[str, Medium] = {f"accepts_{medium.value}": medium for medium in Medium}
"""Columns in which a no stops a medium."""
REFUSES: Mapping[str, Medium] = {f"refuses_{medium.value}": medium for medium in Medium}
"""Columns in which a yes, or a date, stops a medium."""

KINDS = (
    "source_key", "first_name", "last_name", "name", "company", "romanised_name", "phone", "mobile",
    "fax", "email", *_PLACE, "sorting_code", *_SHIP, "bills_here", "language", "note",
    "wants_catalog", "tax_exempt", "tax_exempt_certificate", "tax_exempt_until", "terms_days",
    *ACCEPTS, *REFUSES,
)  # fmt: skip
"""In the order they are offered."""

OWN_HEADINGS: Mapping[str, str] = {
    "Customer key": "source_key", "First name": "first_name", "Last name": "last_name",
    "Company": "company", "Romanised name": "romanised_name", "Phone": "phone", "Mobile": "mobile",
    "Fax": "fax", "E-mail": "email", "Address name": "ship_name",
    "Address company": "ship_company", "Address 1": "ship_address1", "Address 2": "ship_address2",
    "District": "ship_district", "City": "ship_city", "State": "ship_state",
    "Postal code": "ship_zip", "Country": "ship_country", "Sorting code": "sorting_code",
    "Bills here": "bills_here", "Language": "language", "Notes": "note",
    "Wants catalog": "wants_catalog", "Tax exempt certificate": "tax_exempt_certificate",
    "Tax exempt until": "tax_exempt_until", "Terms days": "terms_days",
}  # fmt: skip
"""What an export is headed with, and what it means: a row for each address and number."""

_STORES = {
    "customer id": "source_key", "first name": "first_name", "last name": "last_name",
    "email": "email", "accepts email marketing": "accepts_email",
    "accepts marketing": "accepts_email", "accepts sms marketing": "accepts_text",
    "company": "company", "default address company": "company", "address1": "address1",
    "default address address1": "address1", "address2": "address2",
    "default address address2": "address2", "city": "city", "default address city": "city",
    "province code": "state", "default address province code": "state",
    "country code": "country", "default address country code": "country", "zip": "zip",
    "default address zip": "zip", "phone": "phone", "default address phone": "phone",
    "note": "note", "tax exempt": "tax_exempt",
}  # fmt: skip
_WOO_BILLING = {
    "first name": "first_name", "last name": "last_name", "company": "company",
    "address 1": "address1", "address 2": "address2", "city": "city", "state": "state",
    "postcode": "zip", "country": "country", "email": "email", "phone": "phone",
}  # fmt: skip
_WOO = {
    "customer id": "source_key", "user id": "source_key", "id": "source_key", "email": "email",
    "user email": "email", "first name": "first_name", "last name": "last_name", "name": "name",
    "country region": "country", "city": "city", "region": "state", "postal code": "zip",
} | {f"billing {name}": kind for name, kind in _WOO_BILLING.items()} | {
    f"shipping {name}": f"ship_{kind}"
    for name, kind in _WOO_BILLING.items() if kind not in ("email", "phone")
}  # fmt: skip
_MEDIA = (
    (Medium.TEXT, r"sms|text"),
    (Medium.FAX, r"fax"),
    (Medium.EMAIL, r"e ?mail|newsletter"),
    (Medium.POST, r"post|mail|catalog"),
    (Medium.CALL, r"call|phone|telemarket"),
)
_ACCEPTS = re.compile(r"accepts?\b|opt(?:ed)? ?in|subscribed?\b|consent|marketing|may we")
_REFUSES = re.compile(
    r"\bdo not\b|\bdont\b|\bno (?:call|mail|fax|e ?mail|text|sms)|unsubscribed?|opt(?:ed)? ?out|\bdnc\b"
)
_ABOUT_A_YES = re.compile(r"\b(?:level|date|time|at|on|ip|source|updated)\b")
"""In a heading about consent: when and how it was given, which stops nothing."""
_PLAIN: Mapping[str, re.Pattern[str]] = {
    "note": re.compile(r"^(?:note|notes|remarks?|comments?)$"),
    "language": re.compile(r"^(?:language|locale|lang)$"),
    "wants_catalog": re.compile(r"wants catalog|catalog requested"),
    "tax_exempt_until": re.compile(r"exempt\w* (?:until|expires|expiry)"),
    "tax_exempt_certificate": re.compile(
        r"exempt\w* (?:certificate|number|id|no)|resale (?:no|number|id|certificate)"
    ),
    "tax_exempt": re.compile(r"tax ?exempt|exempt"),
    "romanised_name": re.compile(r"roman|latin"),
    "source_key": re.compile(r"^(?:customer|client|account|user) ?(?:id|no|number|key)$|^id$"),
}  # fmt: skip
_SEVERAL = frozenset({"phone", "mobile", "fax", "email", *ACCEPTS, *REFUSES})


def made_by(table: TableFile) -> str:
    """Whose file it is, as its headings say: one of the three, or ""."""
    folded = {names.fold(heading) for heading in table.headings}
    if folded >= {"customer key", "first name", "bills here", "terms days"}:
        return OWN
    if {"accepts marketing", "accepts email marketing"} & folded and "first name" in folded:
        return SHOPIFY
    is_woo = folded >= {"billing first name", "billing address 1"}
    if is_woo or folded >= {"username", "last active", "aov"}:
        return WOOCOMMERCE
    return ""


def guess(table: TableFile) -> dict[int, str]:
    """What each column (from 0) seems to hold; the others are left out."""
    by = made_by(table)
    known = {
        SHOPIFY: _STORES,
        WOOCOMMERCE: _WOO,
        OWN: {names.fold(heading): kind for heading, kind in OWN_HEADINGS.items()},
    }.get(by)
    if known is None:
        return _guessed(table)
    found: dict[int, str] = {}
    for column, heading in enumerate(table.headings):
        folded = _folded(heading)
        # A store's own form has no column for every no; what its plug-ins add is looked at as well.
        kind = known.get(folded, "") or ("" if by == OWN else _marketing(folded))
        if kind and (kind in _SEVERAL or kind not in found.values()):
            found[column] = kind
    return found


def missing(columns: Mapping[int, str]) -> tuple[str, ...]:
    """The kinds of which one has to be there, where none is: nobody is named."""
    there = set(columns.values())
    named = {"first_name", "last_name", "name", "company", "email", "phone", "mobile", "fax"}
    return () if there & named else ("name", "email", "phone")


def _guessed(table: TableFile) -> dict[int, str]:
    found = dict(table_columns.guess_all(table, table_columns.KINDS))
    for column, heading in enumerate(table.headings):
        folded = _folded(heading)
        kind = _marketing(folded) or next(
            (kind for kind, named in _PLAIN.items() if named.search(folded)), ""
        )
        if kind and (kind in _SEVERAL or kind not in found.values()):
            found[column] = kind
    ships = {c: k for c, k in found.items() if _folded(_heading(table, c)).startswith("ship")}
    for column, kind in ships.items():
        if f"ship_{kind}" in KINDS:
            found[column] = f"ship_{kind}"
    return found


def _marketing(folded: str) -> str:
    refuses = _REFUSES.search(folded)
    if refuses is None and (not _ACCEPTS.search(folded) or _ABOUT_A_YES.search(folded)):
        return ""
    medium = next((m for m, words in _MEDIA if re.search(words, folded)), Medium.EMAIL)
    return f"{'refuses' if refuses else 'accepts'}_{medium.value}"


def _heading(table: TableFile, column: int) -> str:
    return table.headings[column] if column < len(table.headings) else ""


def _folded(heading: str) -> str:
    return names.fold(heading.replace("_", " "))
