"""A parcel made to fit a carrier's import: shortened by rule and told, or refused; never silently."""

from __future__ import annotations

import textwrap
import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.exports.carrier_rules import CarrierRules, Column
from desktop.exports.consignment import FIELDS, Consignment
from desktop.exports.western import western
from models.address_lines import for_carrier
from models.addresses_rules import (
    ROMAN_FIELDS,
    PostalAddress,
    is_military,
    is_po_box,
    state_code,
    zip_parts,
)
from models.romanised import latin_form

_CUT = frozenset({"name", "company", "company_or_name", "attention", "service"})
"""Fields of which the beginning is enough for a driver to find the door."""

_ADDRESS = ("address1", "address2", "address3")


@dataclass(frozen=True, slots=True)
class Note:
    """What was done to a field, or why the parcel cannot be in the file.

    Attributes:
        code: `shortened`, `respelled`, `rewrapped`, `left_out`; of a refusal `too_long`, `not_western`,
            `incomplete`, `po_box` or `military`.
        field: Which field; its value is never repeated.
    """

    code: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """A parcel's row. With a *refusal* it is not written."""

    shipment_id: uuid.UUID
    order_id: uuid.UUID
    shown_number: str
    cells: tuple[str, ...]
    notes: tuple[Note, ...] = ()
    refusal: Note | None = None
    told: tuple[str, ...] = ()
    """Names of the fields that are not empty: what the carrier is told of the order."""


class _Unfit(Exception):
    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.note = Note(code, field)


def fit(parcel: Consignment, columns: Sequence[Column], rules: CarrierRules) -> ManifestRow:
    """*parcel* as a row of *columns* that the carrier's import takes.

    For a carrier that takes Western characters only it is the romanised form of an address in another
    script, where one is kept; where none is, the parcel is refused by `not_western`.
    """
    notes: list[Note] = []
    if rules.western_only and not _is_western(parcel.address):
        parcel = replace(parcel, address=latin_form(parcel.address))
    parcel = replace(parcel, address=for_carrier(parcel.address))
    try:
        _refuse_unreached(parcel, rules)
        lines = sum(column.field in _ADDRESS for column in columns)
        ready = _wrapped(_tidy(parcel, rules), rules, lines, notes)
        cells = [_cell(ready, column.field, rules, notes) for column in columns]
    except _Unfit as unfit:
        return ManifestRow(
            parcel.shipment_id, parcel.order_id, parcel.shown_number, (), (), unfit.note
        )
    told = [column.field for column, cell in zip(columns, cells, strict=True) if cell]
    return ManifestRow(
        parcel.shipment_id,
        parcel.order_id,
        parcel.shown_number,
        tuple(cells),
        tuple(dict.fromkeys(notes)),
        None,
        tuple(dict.fromkeys(told)),
    )


def _is_western(address: PostalAddress) -> bool:
    return all(western(getattr(address, name)) is not None for name in ROMAN_FIELDS)


def _refuse_unreached(parcel: Consignment, rules: CarrierRules) -> None:
    address = parcel.address
    if not (address.name.strip() or address.company.strip()):
        raise _Unfit("incomplete", "name")
    for name in ("line1", "city", "country"):
        if not getattr(address, name).strip():
            raise _Unfit("incomplete", "address1" if name == "line1" else name)
    if address.country.upper() == "US":
        if state_code(address.state) is None:
            raise _Unfit("incomplete", "state")
        if zip_parts(address.postal_code) is None:
            raise _Unfit("incomplete", "postal_code")
    if not rules.boxes_and_military:
        if is_military(address):
            raise _Unfit("military")
        if is_po_box(address):
            raise _Unfit("po_box")


def _tidy(parcel: Consignment, rules: CarrierRules) -> Consignment:
    """One space between words, the state as its code, the ZIP as the carrier writes it."""
    address = parcel.address
    state, postal = state_code(address.state), address.postal_code.strip()
    parts = zip_parts(postal) if address.country.strip().upper() == "US" else None
    if parts is not None:
        postal = ("" if rules.plain_zip else "-").join(filter(None, parts))
    elif rules.plain_zip:
        postal = postal.replace("-", "").replace(" ", "")
    return replace(
        parcel,
        address=replace(
            address,
            name=_one_line(address.name),
            company=_one_line(address.company),
            line1=_one_line(address.line1),
            line2=_one_line(address.line2),
            district=_one_line(address.district),
            city=_one_line(address.city),
            state=state or _one_line(address.state),
            postal_code=postal,
            country=address.country.strip().upper(),
        ),
    )


def _wrapped(
    parcel: Consignment, rules: CarrierRules, count: int, notes: list[Note]
) -> Consignment:
    """The street over the *count* lines of the file; no word of an address is ever left out."""
    most = rules.lengths["address1"]
    address = parcel.address
    given = [line for line in (address.line1, address.line2, address.district) if line]
    if rules.western_only:
        given = [_in_western(line, "address1", notes) for line in given]
    if len(given) <= count and all(len(line) <= most for line in given):
        return replace(parcel, address_lines=tuple(given))
    apart = [part for line in given for part in _wrap(line, most)]
    together = _wrap(" ".join(given), most)
    for lines in (apart, together):
        if len(lines) <= count and all(len(line) <= most for line in lines):
            notes.append(Note("rewrapped", "address1"))
            return replace(parcel, address_lines=tuple(lines))
    raise _Unfit("too_long", "address1")


def _cell(parcel: Consignment, field: str, rules: CarrierRules, notes: list[Note]) -> str:
    value = FIELDS[field](parcel)
    if rules.western_only and not field.startswith("address"):
        value = _in_western(value, field, notes)
    most = rules.lengths.get(field)
    if most is None or len(value) <= most:
        return value
    if field in _CUT:
        notes.append(Note("shortened", field))
        return _wrap(value, most)[0][:most].rstrip(" ,")
    if field == "telephone":
        notes.append(Note("left_out", field))
        return ""
    raise _Unfit("too_long", field)


def _in_western(value: str, field: str, notes: list[Note]) -> str:
    spelled = western(value)
    if spelled is None:
        raise _Unfit("not_western", field)
    if spelled != unicodedata.normalize("NFC", " ".join(value.split())):
        notes.append(Note("respelled", field))
    return spelled


def _wrap(line: str, most: int) -> list[str]:
    return textwrap.wrap(line, most, break_long_words=False, break_on_hyphens=False)


def _one_line(text: str) -> str:
    kept = "".join(" " if unicodedata.category(c) == "Cc" else c for c in text)
    return " ".join(kept.split())
