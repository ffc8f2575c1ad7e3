"""One row of a file of customers, read: who it is, what reaches them, and what they want no more of."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from desktop.exports.csv_file import unguarded
from desktop.imports import opt_out_cells, opt_out_dates
from desktop.imports.customers_columns import ACCEPTS, OWN, REFUSES
from desktop.imports.file_cells import cut, says_yes
from desktop.imports.opt_out_dates import When
from desktop.imports.opt_out_rows import Stop
from desktop.imports.table_address import AddressReader, PlaceFields, whole_zip
from desktop.services.desk import Desk
from models import card_guard, emails, names, phone_numbers
from models.address_checks import normalised
from models.addresses_rules import PostalAddress, standardise
from models.channels import Medium
from models.customer import ContactKind
from models.types import PhoneTypedText

REFUSED_CARD = "It holds what looks like a card number."
_NOBODY = "It names nobody: no name, no company, no e-mail address, no number."
_KEPT_PHONE = "A number cannot be called; it is kept in the notes as it stands."
_KEPT_EMAIL = "An e-mail address is none; it is kept in the notes as it stands."
NAMED_BY_VALUE = "It has no name; what reaches them stands for it."
_COUNTRY = "The country is not known; the address was taken as one of the shop's own country."
_ZIP = "A ZIP without the zeros in front of it was made whole."
_CUT = "A text was longer than its field and was cut."
_NOT_STOPPED = (
    "It asks for no more offers by a medium that has no value here; the others are stopped."
)
_UNCLEAR = "What it says of offers is neither a yes nor a no; nothing is stopped by it."
_CONTACTS = tuple(kind.value for kind in ContactKind)
"""Columns are called as the kinds."""
_FAX, _EMAIL = ContactKind.FAX.value, ContactKind.EMAIL.value
_CONTACT_WORDS = {"phone": "Phone", "mobile": "Mobile", "fax": "Fax", "email": "E-mail"}
_LONGEST, _LONGEST_NOTE, _LONGEST_EXTENSION = 200, 2000, 20
_LONGEST_CERTIFICATE, _SHORTEST_CARD, _LONGEST_ZIP = 60, 13, 20
_ON_FILE = "on file in the store"
_PHONE_TEXT = PhoneTypedText(_LONGEST)
NAMED = ("given_name", "family_name", "company_name")
_BY_NAME = "name:"
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
_LETTER = re.compile(r"[^\W\d_]")
KEPT = (
    "name", "company", "line1", "line2", "city", "state", "postal_code", "country", "district",
    "sorting_code",
)  # fmt: skip
"""The fields of an address that a file gives, in their order."""
_COUNTRY_AT = KEPT.index("country")
_OF_PLACE = slice(KEPT.index("line1"), _COUNTRY_AT + 1)
_kept = attrgetter(*KEPT)


class Contact(NamedTuple):
    """A number or an e-mail: what was typed, and the form under which it is kept."""

    kind: str
    """Of `ContactKind`, its value."""
    typed: str
    normalised: str
    extension: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two of one customer the same."""
        return self.kind, self.normalised, self.extension


class PlaceRow(NamedTuple):
    """An address, its fields as in `KEPT`, with its key."""

    kept: Sequence[str]
    key: str
    bills_here: bool

    @property
    def said(self) -> tuple[str, ...]:
        """What makes two without a key the same."""
        return tuple(self.kept[_OF_PLACE])


@dataclass(slots=True)
class CustomerRow:
    """What one row says.

    Attributes:
        line: Where it begins.
        key: By what the file knows them; "" where it does not.
        fields: Columns of the customer that it gives.
        contacts, places: What reaches them.
        stops: What goes into the ledger of opt-outs.
        since: When they said so, where the file tells.
        refusal: Why nothing can be taken; "" if it can.
        told: What is taken otherwise than it stands there.
    """

    line: int
    key: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    contacts: list[Contact] = field(default_factory=list)
    places: list[PlaceRow] = field(default_factory=list)
    stops: tuple[Stop, ...] = ()
    since: When | None = None
    refusal: str = ""
    told: tuple[str, ...] = ()

    def plain(self) -> list[Any]:
        """What is written of the row, as JSON has it; its stops go into the ledger by another way."""
        return [
            self.line, self.key, self.fields, self.contacts, self.places, self.refusal, self.told,
        ]  # fmt: skip

    @classmethod
    def of_plain(cls, said: list[Any]) -> CustomerRow:
        """The row that `plain` gave, come back from JSON."""
        line, key, fields, contacts, places, refusal, told = said
        if fields.get("tax_exempt_until"):
            fields["tax_exempt_until"] = date.fromisoformat(fields["tax_exempt_until"])
        return cls(
            line, key, fields, list(map(Contact._make, contacts)),
            list(map(PlaceRow._make, places)), refusal=refusal, told=tuple(told),
        )  # fmt: skip

    @property
    def person(self) -> str:
        """The name of the person; "" where there is only a company."""
        return f"{self.fields.get('given_name', '')} {self.fields.get('family_name', '')}".strip()

    @property
    def names_somebody(self) -> bool:
        """Whether it has a name, a person's or a company's."""
        return any(self.fields.get(name) for name in NAMED)

    @property
    def value_for_name(self) -> str:
        """What reaches them, as it was typed; "" where nothing does."""
        by_mail = [c for c in self.contacts if c.kind == _EMAIL]
        return next((c.typed for c in (*by_mail, *self.contacts)), "")

    @property
    def has_own_key(self) -> bool:
        """Whether the file itself knows them by a key."""
        return bool(self.key) and not self.key.startswith(_BY_NAME)

    @property
    def written_name(self) -> str:
        """The name of the person as it is written: in Han, kana or Hangul the family comes first."""
        given, family = self.fields.get("given_name", ""), self.fields.get("family_name", "")
        return self.person if self.person.isascii() else names.person_name(given, family)


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
        self._media = [kind for kind in self._at if kind in ACCEPTS or kind in REFUSES]

    def read(self, line: int, cells: Sequence[str]) -> CustomerRow:
        """What the row that begins in *line* says."""
        row = CustomerRow(line)
        if self._holds_card(cells):
            row.refusal = REFUSED_CARD
            return row
        if any("'" in cell for cell in cells):
            cells = [unguarded(cell) for cell in cells]
        told: list[str] = []
        self._read_key(row, cells)
        self._read_names(row, cells)
        self._read_places(row, cells, told)
        self._read_contacts(row, cells, told)
        self._read_others(row, cells)
        if not self._name_somehow(row, told):
            row.refusal = _NOBODY
            return row
        if not (row.key or row.contacts or any(place.key for place in row.places)):
            row.key = _key_of_name(row)
        if self._media:
            self._read_stops(row, cells, told)
        for name, value in row.fields.items():
            most = _LONGEST_NOTE if name == "notes" else _LONGEST
            if isinstance(value, str) and len(value) > most:
                row.fields[name] = cut(value, most)
                told.append(_CUT)
        row.told = tuple(dict.fromkeys(told))
        return row

    def _holds_card(self, cells: Sequence[str]) -> bool:
        """Whether a used cell looks like a card; a number that can be called may."""
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
            found = PlaceRow(_kept(address), standardise(address)[:400], is_bill)
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
        country = row.places[0].kept[_COUNTRY_AT] if row.places else self._desk.country
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
                    told.append(_KEPT_EMAIL if kind == _EMAIL else _KEPT_PHONE)
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

    def _said_of_offers(self, cells: Sequence[str]) -> Iterator[tuple[str, str]]:
        """What each marketing column says, where it says anything."""
        for kind in self._media:
            for at in self._at[kind]:
                cell = cells[at].strip() if at < len(cells) else ""
                if cell:
                    yield kind, cell

    def _says_somehow(self, kind: str, cell: str) -> tuple[bool | None, When | None]:
        """Whether a marketing cell says yes, in a store's words or with the day of a no."""
        if kind in REFUSES:
            when = self._when(cell)
            says = when is not None or _STOPPED.match(cell) is not None
            return says or (False if _EVER.match(cell) else None), when
        return False if _NEVER.match(cell) else True if _EVER.match(cell) else None, None

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

    def _read_stops(self, row: CustomerRow, cells: Sequence[str], told: list[str]) -> None:
        stopped: dict[Medium, When | None] = {}
        for kind, cell in self._said_of_offers(cells):
            says, when = says_yes(cell), None
            if says is None:
                says, when = self._says_somehow(kind, cell)
            if says is None:
                told.append(_UNCLEAR)
            elif kind in ACCEPTS and not says:
                stopped.setdefault(ACCEPTS[kind], None)
            elif kind in REFUSES and says:
                stopped[REFUSES[kind]] = when or stopped.get(REFUSES[kind])
        if not stopped:
            return
        row.since = next((when for when in stopped.values() if when is not None), None)
        stops = [stop for medium in stopped for stop in _stops(row, medium)]
        row.stops = tuple(dict.fromkeys(stops))
        if {stop.medium for stop in row.stops} != set(stopped):
            told.append(_NOT_STOPPED)


_STOPPED = re.compile(
    r"(?:un-?subscribed?|opt(?:ed)?[ _-]?out|do not|don.?t|stop|cleaned|redacted)(?![a-z])",
    re.IGNORECASE,
)
"""A no under any heading."""
_NEVER = re.compile(
    rf"{_STOPPED.pattern}|(?:no|not|never|declined|refused|revoked|withdrawn)(?![a-z])",
    re.IGNORECASE,
)
"""A no to "may we": "never subscribed", "not_subscribed", "no consent"."""
_EVER = re.compile(
    r"(?:subscribed|opt(?:ed)?[ _-]?in|pending|single|double)(?![a-z])", re.IGNORECASE
)
"""A yes, or none yet."""


def _key_of_name(row: CustomerRow) -> str:
    """By what somebody is known whom nothing reaches: the name, and what there is of an address.

    In letters, for digits of a digest look like a payment card's now and then.
    """
    given, family, company = (row.fields[name] for name in NAMED)
    said = [names.fold(f"{given} {family}"), names.fold(company), *(p.said for p in row.places)]
    digest = hashlib.sha256(repr(said).encode()).hexdigest()
    return _BY_NAME + digest[:32].translate(_LETTERS)


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


def _stops(row: CustomerRow, medium: Medium) -> Iterable[Stop]:
    """What a medium is stopped at: every value of the row that it reaches."""
    if medium is Medium.POST:
        values = [
            value
            for place in row.places
            for value in opt_out_cells.address(PostalAddress(*place.kept), row.written_name)
        ]
    else:
        is_fax = any(contact.kind == _FAX for contact in row.contacts)
        values = [
            value
            for contact in row.contacts
            if not (is_fax and medium is Medium.FAX and contact.kind != _FAX)
            for value in opt_out_cells.numbers_and_emails(
                contact.normalised, "", is_fax=contact.kind == _FAX
            )
        ]
    for value in values:
        if medium in value.possible and value.may_be_kept:
            yield Stop(medium, value.key, value.person, value.scope)


def _contact(kind: str, typed: str, country: str) -> Contact | None:
    if kind == _EMAIL:
        read = emails.read(typed)
        return None if read is None else Contact(kind, typed, read)
    if not _LETTER.search(typed):
        e164 = phone_numbers.e164_of(typed, country)
        return None if e164 is None else Contact(kind, typed, e164)
    number = phone_numbers.parse(typed, country)
    if number is None:
        return None
    return Contact(kind, typed, number.e164, number.extension[:_LONGEST_EXTENSION])
