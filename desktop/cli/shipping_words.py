"""The words of the shipping commands for what was left out and why."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.exports.manifest_rows import Note

FIELDS: Mapping[str, str] = {
    "reference": "order number", "parcel": "parcel", "name": "name", "company": "company",
    "company_or_name": "name", "attention": "attention", "address1": "street",
    "address2": "second address line", "address3": "third address line", "city": "town",
    "state": "state", "postal_code": "ZIP code", "country": "country", "telephone": "telephone",
    "service": "service", "boxes": "number of parcels", "weight_pounds": "weight",
    "weight_kilograms": "weight", "ship_date": "date",
}  # fmt: skip

_NOTES = {
    "shortened": "the {field} was shortened",
    "respelled": "the {field} is spelled without its marks",
    "rewrapped": "the {field} was spread over more lines",
    "left_out": "the {field} is too long and was left out",
    "too_long": "the {field} is longer than the carrier takes",
    "not_western": "the {field} has letters that the carrier does not take: "
    "type it in Latin letters too",
    "incomplete": "the {field} is missing or cannot be read",
    "po_box": "this carrier does not deliver to PO boxes",
    "military": "this carrier does not deliver to APO, FPO and DPO addresses",
}

_ROWS = {
    "no_order_number": "no order number that can be read",
    "unknown_order": "there is no such order here",
    "tracking_missing": "no tracking number",
    "tracking_wrong": "a tracking number has 6 to 40 letters and digits",
    "tracking_card": "this could be a card number; it was not kept",
    "tracking_used": "another order has this tracking number",
    "nothing_packed": "no parcel of this order waits for a number",
    "held": "the order is held",
    "not_released": "the order is not released",
    "money_lacking": "no card holds the money for this parcel",
}


def note(told: Note) -> str:
    """A note on a row of a manifest."""
    return _NOTES[told.code].format(field=FIELDS.get(told.field, told.field))


def reason(code: str) -> str:
    """Why a row of a tracking file was refused."""
    return _ROWS[code]
