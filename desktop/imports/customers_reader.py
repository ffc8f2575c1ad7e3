"""The rows of a file of customers, read by what its columns hold."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from operator import attrgetter

from desktop.exports.csv_file import unguarded
from desktop.imports import opt_out_dates
from desktop.imports.customers_columns import OWN
from desktop.imports.customers_offers import OfferReader
from desktop.imports.customers_rows import (
    BY_NAME,
    COUNTRY_AT,
    EMAIL,
    KEPT,
    NAMED,
    NAMED_BY_VALUE,
    Contact,
    CustomerRow,
    PlaceRow,
)
from desktop.imports.file_cells import cut, says_yes
from desktop.imports.opt_out_dates import When
from desktop.imports.table_address import AddressReader, PlaceFields, whole_zip
from desktop.services.desk import Desk
from models import card_guard, emails, names, phone_numbers
from models.address_checks import normalised
from models.addresses_rules import PostalAddress, standardise
from models.customer import ContactKind
from models.types import PhoneTypedText

REFUSED_CARD = "It holds what looks like a card number."
_NOBODY = "It names nobody: no name, no company, no e-mail address, no number."
_KEPT_PHONE = "A number cannot be called; it is kept in the notes as it stands."
_KEPT_EMAIL = "An e-mail address is none; it is kept in the notes as it stands."
_COUNTRY = "The country is not known; the address was taken as one of the shop's own country."
_ZIP = "A ZIP without the zeros in front of it was made whole."
_CUT = "A text was longer than its field and was cut."
_CONTACTS = tuple(kind.value for kind in ContactKind)
"""Columns are called as the kinds."""
_CONTACT_WORDS = {"phone": "Phone", "mobile": "Mobile", "fax": "Fax", "email": "E-mail"}
_LONGEST, _LONGEST_NOTE, _LONGEST_EXTENSION = 200, 2000, 20
_LONGEST_CERTIFICATE, _SHORTEST_CARD, _LONGEST_ZIP = 60, 13, 20
_ON_FILE = "on file in the store"
_PHONE_TEXT = PhoneTypedText(_LONGEST)
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
_OTHERS = frozenset((
    "note", "language", "wants_catalog", "tax_exempt_certificate", "tax_exempt", "tax_exempt_until",
    "terms_days",
))  # fmt: skip
_APART = "|"
"""Parts cells for the card guard, to which it is no space between digits."""
_LETTER = re.compile(r"[^\W\d_]")
_kept_of = attrgetter(*KEPT)


class RowReader:
    """Reads the rows of one file."""

    def __init__(self, columns: Mapping[int, str], *, made_by: str, desk: Desk) -> None:
        self._at: dict[str, list[int]] = {}
        for column, kind in sorted(columns.items()):
            self._at.setdefault(kind, []).append(column)
        self._by, self._desk = made_by, desk
        self._used = sorted(columns)
        self._phones = {at for kind in ("phone", "mobile", "fax") for at in self._at.get(kind, ())}
        self._home = AddressReader(columns, desk.country)
        ship = {
            at: kind.removeprefix("ship_")
            for at, kind in columns.items()
            if kind.startswith("ship_")
        }
        self._ship = AddressReader(ship, desk.country) if ship else None
        self._offers = OfferReader(self._at, desk)
        self._has_others = not _OTHERS.isdisjoint(self._at)

    def read(self, line: int, cells: Sequence[str]) -> CustomerRow:
        """What the row that begins in *line* says."""
        row = CustomerRow(line)
        if self._holds_card(cells):
            row.refusal = REFUSED_CARD
            return row
        if "'" in "".join(cells):
            cells = [unguarded(cell) for cell in cells]
        told: list[str] = []
        self._read_key(row, cells)
        self._read_names(row, cells)
        self._read_places(row, cells, told)
        self._read_contacts(row, cells, told)
        if self._has_others:
            self._read_others(row, cells)
        if not self._name_somehow(row, told):
            row.refusal = _NOBODY
            return row
        if not (row.key or row.contacts or any(place.key for place in row.places)):
            row.key = _key_of_name(row)
        if _makes_card(row):
            return CustomerRow(line, refusal=REFUSED_CARD)
        self._offers.read(row, cells, told)
        for name, value in row.fields.items():
            most = _LONGEST_NOTE if name == "notes" else _LONGEST
            if isinstance(value, str) and len(value) > most:
                row.fields[name] = cut(value, most)
                told.append(_CUT)
        row.told = tuple(dict.fromkeys(told))
        return row

    def _holds_card(self, cells: Sequence[str]) -> bool:
        """Whether a used cell looks like a card; a number that can be called may."""
        used = [cells[at] for at in self._used if at < len(cells)]
        if not card_guard.looks_like_card(_APART.join(used)):
            return False
        for at in self._used:
            if at >= len(cells) or len(cells[at]) < _SHORTEST_CARD:
                continue
            if not card_guard.looks_like_card(cells[at]):
                continue
            if at not in self._phones or not _PHONE_TEXT.accepts(cells[at].strip()):
                return True
        return False

    def _one(self, cells: Sequence[str], kind: str) -> str:
        for at in self._at.get(kind, ()):
            if at < len(cells) and (text := cells[at].strip()):
                return text
        return ""

    def _read_key(self, row: CustomerRow, cells: Sequence[str]) -> None:
        given = self._one(cells, "source_key").lstrip("'")
        if given:
            row.key = given if self._by in ("", OWN) else f"{self._by.casefold()}:{given}"
            row.key = row.key[:_LONGEST]

    def _read_names(self, row: CustomerRow, cells: Sequence[str]) -> None:
        given = names.tidy(self._one(cells, "first_name"))
        family = names.tidy(self._one(cells, "last_name"))
        if not given and not family and "name" in self._at:
            given, family = parts_of_name(names.tidy(self._one(cells, "name")))
        company = names.tidy(self._one(cells, "company"))
        row.fields |= {"given_name": given, "family_name": family, "company_name": company}
        if "romanised_name" in self._at:
            row.fields["romanised_name"] = names.tidy(self._one(cells, "romanised_name"))

    def _read_places(self, row: CustomerRow, cells: Sequence[str], told: list[str]) -> None:
        for reader, before in ((self._home, ""), (self._ship, "ship_")):
            if reader is None:
                continue
            place = reader.fields(cells)
            if not (place.line1 or place.city or place.postal_code):
                continue
            said = self._one(cells, f"{before}country")
            if said and not place.country:
                told.append(_COUNTRY)
            country = place.country or self._desk.country
            if not place.country:
                place = place._replace(postal_code=whole_zip(place.postal_code, country))
            typed_zip = self._one(cells, f"{before}zip").lstrip("'")
            if country == "US" and typed_zip.isdecimal() and typed_zip != place.postal_code:
                told.append(_ZIP)
            address = self._address(row, cells, place, country, before)
            bills = self._one(cells, "bills_here")
            is_bill = says_yes(bills) is True if "bills_here" in self._at else not before
            found = PlaceRow(_kept_of(address), standardise(address)[:400], is_bill)
            if all(found.said != other.said for other in row.places):
                row.places.append(found)

    def _address(
        self,
        row: CustomerRow,
        cells: Sequence[str],
        place: PlaceFields,
        country: str,
        before: str,
    ) -> PostalAddress:
        name = names.tidy(self._ship.name(cells)) if before and self._ship is not None else ""
        company = names.tidy(self._one(cells, "ship_company")) if before else ""
        if self._by != OWN and not name:
            name = row.written_name
            company = company or str(row.fields["company_name"])
        made = PostalAddress(
            name=name[:_LONGEST],
            company=company[:_LONGEST],
            line1=place.line1[:_LONGEST],
            line2=place.line2[:_LONGEST],
            city=place.city[:_LONGEST],
            state=place.state[:60],
            postal_code=place.postal_code[:_LONGEST_ZIP],
            country=country,
            district=self._one(cells, f"{before}district")[:_LONGEST],
            sorting_code=self._one(cells, "sorting_code")[:60],
        )
        return normalised(made)

    def _read_contacts(self, row: CustomerRow, cells: Sequence[str], told: list[str]) -> None:
        country = row.places[0].kept[COUNTRY_AT] if row.places else self._desk.country
        seen: set[tuple[str, str, str]] = set()
        kept: list[str] = []
        for kind in _CONTACTS:
            for at in self._at.get(kind, ()):
                typed = cells[at].strip().lstrip("'") if at < len(cells) else ""
                if not typed:
                    continue
                contact = _contact(kind, typed[:_LONGEST], country)
                if contact is None:
                    kept.append(f"{_CONTACT_WORDS[kind]} as in the file: {typed}")
                    told.append(_KEPT_EMAIL if kind == EMAIL else _KEPT_PHONE)
                elif contact.key not in seen:
                    seen.add(contact.key)
                    row.contacts.append(contact)
        if kept:
            row.fields["notes"] = "\n".join(kept)

    def _read_others(self, row: CustomerRow, cells: Sequence[str]) -> None:
        note = self._one(cells, "note")
        if note:
            row.fields["notes"] = "\n".join(filter(None, (note, row.fields.get("notes", ""))))
        language = self._one(cells, "language").casefold()[:2]
        if language.isalpha():
            row.fields["language"] = language
        if says_yes(self._one(cells, "wants_catalog")):
            row.fields["wants_catalog"] = True
        certificate = self._one(cells, "tax_exempt_certificate")
        exempt = self._one(cells, "tax_exempt")
        if not certificate and exempt and says_yes(exempt) is not False:
            certificate = _ON_FILE if says_yes(exempt) else exempt
        if certificate:
            row.fields["tax_exempt_certificate"] = certificate[:_LONGEST_CERTIFICATE]
        when = self._when(self._one(cells, "tax_exempt_until"))
        if when is not None:
            row.fields["tax_exempt_until"] = when.day
        days = self._one(cells, "terms_days")
        if days.isdecimal() and len(days) <= 3 and int(days):
            row.fields["terms_days"] = int(days)

    def _when(self, cell: str) -> When | None:
        return opt_out_dates.read(cell, self._desk.country, self._desk.time_zone) if cell else None

    def _name_somehow(self, row: CustomerRow, told: list[str]) -> bool:
        """Whether the row names somebody; what reaches them stands for a name."""
        fields = row.fields
        if fields["given_name"] or fields["family_name"] or fields["company_name"]:
            return True
        if row.key:
            return True  # a further row of somebody who was named before, or is in the book
        if not row.contacts:
            return False
        fields["family_name"] = row.value_for_name
        told.append(NAMED_BY_VALUE)
        return True


def _key_of_name(row: CustomerRow) -> str:
    """By what somebody is known whom nothing reaches: the name, and what there is of an address.

    In letters, for digits of a digest look like a payment card's now and then.
    """
    given, family, company = (row.fields[name] for name in NAMED)
    said = [names.fold(f"{given} {family}"), names.fold(company), *(p.said for p in row.places)]
    digest = hashlib.sha256(repr(said).encode()).hexdigest()
    return BY_NAME + digest[:32].translate(_LETTERS)


def _makes_card(row: CustomerRow) -> bool:
    """Whether what is made of the cells looks like a card number: it joins what stood apart."""
    made = [place.key for place in row.places]
    named = [row.fields.get(name, "") for name in (*NAMED, "romanised_name")]
    if any(map(str.isdigit, "".join(named))):
        made += (row.person, *names.search_words(*named))
    return card_guard.looks_like_card(_APART.join((*made, row.fields.get("notes", ""))))


def parts_of_name(name: str) -> tuple[str, str]:
    """Given and family name of a whole one: "Roe, Jane" and "Jane Mary Roe"; "李 明" begins with it."""
    first, _gap, rest = name.partition(" ")
    if not name.isascii() and names.whole_name(rest, first):
        return rest, first
    family, comma, given = name.partition(",")
    if comma and given.strip():
        return given.strip(), family.strip()
    given, _gap, family = name.rpartition(" ")
    return given, family


def _contact(kind: str, typed: str, country: str) -> Contact | None:
    if kind == EMAIL:
        read = emails.read(typed)
        return None if read is None else Contact(kind, typed, read)
    if not _LETTER.search(typed):
        e164 = phone_numbers.e164_of(typed, country)
        return None if e164 is None else Contact(kind, typed, e164)
    number = phone_numbers.parse(typed, country)
    if number is None:
        return None
    return Contact(kind, typed, number.e164, number.extension[:_LONGEST_EXTENSION])
