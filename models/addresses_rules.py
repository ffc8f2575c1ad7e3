"""Postal addresses: what they are, whether two are the same place, and who can deliver there.

Standard forms are those of USPS Publication 28. They serve to compare and to suppress; what someone
typed is kept and printed as it was typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from models import delivery_lines, names
from models.delivery_lines import Delivery, Town
from models.delivery_phrases import BARE_BOX, BOX, GENERAL_DELIVERY
from models.limits import CITY_LENGTH, DELIVERY_LINE_LENGTH, PERSON_LENGTH
from models.scripts import plain_digits
from models.usps_words import MILITARY_CITIES, MILITARY_STATES, STATES, WORDS

_ZIP = re.compile(r"([0-9]{5})(?:[ \-]?([0-9]{4}))?")
_ONE_LINE = re.compile(
    r"(?P<street>.*[^,\s])[,\s]+(?P<state>[A-Za-z]{2}|[A-Za-z][A-Za-z. ]{3,20})[,\s]+"
    r"(?P<zip>[0-9]{5}(?:-[0-9]{4})?)(?:[,\s]+(?:USA?|U\.S\.A?\.?))?"
)
_UNITED_STATES = frozenset(
    {"US", "USA", "", "UNITED STATES", "UNITED STATES OF AMERICA", "AS", "GU", "MP", "PR", "VI"}
)
_STATE_CODES = {names.fold(name): code for code, name in STATES.items()} | {
    "washington dc": "DC",
    "d c": "DC",
    "us virgin islands": "VI",
}

ROMAN_FIELDS = ("name", "company", "line1", "line2", "district", "city", "state")
"""Fields of an address that can be kept in Latin letters beside, each with `roman_` before it."""


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Where something is sent, as it was given.

    Attributes:
        name: The person; may be empty where there is a company.
        company: The company; may be empty.
        line1: Delivery line: number and street, or PO box.
        line2: The rest of it: apartment, suite; often empty.
        city: Town, or APO, FPO, DPO.
        state: Two-letter code in the United States.
        postal_code: ZIP or ZIP+4 with its hyphen in the United States.
        country: ISO 3166 code of two letters.
        district: Part of the town, in the countries that write it.
        sorting_code: After the town, in the countries that write it (CEDEX).
        roman_name: The name in Latin letters, where it is written in others; so are the fields of
            `ROMAN_FIELDS` after it. Empty: not kept.
    """

    name: str = ""
    company: str = ""
    line1: str = ""
    line2: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = "US"
    district: str = ""
    sorting_code: str = ""
    roman_name: str = ""
    roman_company: str = ""
    roman_line1: str = ""
    roman_line2: str = ""
    roman_district: str = ""
    roman_city: str = ""
    roman_state: str = ""


@lru_cache(maxsize=1024)
def state_code(typed: str) -> str | None:
    """Return the two-letter code of a state as typed (``ca``, ``N.Y.``, ``California``), or None."""
    code = typed.strip().upper().replace(".", "").replace(" ", "")
    return code if code in STATES else _STATE_CODES.get(names.fold(typed))


def zip_parts(typed: str) -> tuple[str, str] | None:
    """Return the five digits and the four of a ZIP code as typed (the four may be empty), or None."""
    match = _ZIP.fullmatch(plain_digits(typed.strip()))
    return (match[1], match[2] or "") if match else None


def format_zip(typed: str) -> str:
    """Return a ZIP code as it is written, ``91764`` or ``91764-1234``; anything else unchanged."""
    parts = zip_parts(typed)
    return "-".join(filter(None, parts)) if parts else typed.strip()


def is_po_box(address: PostalAddress) -> bool:
    """Return whether only the postal service can deliver: a box, a drawer, general delivery."""
    lines = [
        " ".join(delivery_lines.words_of(line))
        for line in (address.line1, address.line2, address.company)
    ]
    if any(BOX.search(line) or GENERAL_DELIVERY.search(line) for line in lines):
        return True
    return not is_military(address) and any(BARE_BOX.fullmatch(line) for line in lines)


def is_military(address: PostalAddress) -> bool:
    """Return whether it is an APO, FPO or DPO address (Publication 28, section 225)."""
    if address.country.upper() not in ("US", ""):
        return False
    return state_code(address.state) in MILITARY_STATES or _military_city(address.city)


@lru_cache(maxsize=4096)
def _military_city(city: str) -> bool:
    return names.fold(city).replace(" ", "").upper() in MILITARY_CITIES


def standardise(address: PostalAddress) -> str:
    """Return the key under which the same place is found however it was written.

    ``5798 Ontario Mills Parkway, Ste. 5`` in 91764 becomes ``5798 ONTARIO MLS PKWY|# 5|91764|US``:
    capitals, the abbreviations of Publication 28, the unit apart and five digits of ZIP. The town
    stands in only where there is no ZIP, for the ZIP says it already and towns have many names.
    Who lives there is no part of it. An address without a street or a box has no key: "".
    """
    if not address.postal_code and not address.city:
        address = _from_one_line(address)
    country = country_of_post(address.country)
    zip5 = _zip5(address.postal_code) if country == "US" else ""
    delivery = _delivery(address, country, zip5)
    if not delivery.street:
        return ""
    place = zip5
    if not zip5:
        code = names.fold(address.postal_code).replace(" ", "").upper()
        place = "|".join(filter(None, (_words(address.city), _state(address), code)))
    if delivery.unit:
        return f"{delivery.street}|{delivery.unit}|{place}|{country}"
    return "|".join(filter(None, (delivery.street, place, country)))


def differences(one: PostalAddress, other: PostalAddress) -> tuple[str, ...]:
    """Return the names of the fields in which two addresses differ materially.

    Case, accents, punctuation, abbreviations, the field that holds the unit, and ZIP against ZIP+4
    are not differences. ``line1`` stands for the street and ``line2`` for the unit in it and whatever
    else was written there.
    """
    pairs = {
        "name": (names.fold(one.name), names.fold(other.name)),
        "company": (names.fold(one.company), names.fold(other.company)),
        **_delivery_pairs(one, other),
        "city": (_words(one.city), _words(other.city)),
        "state": (_state(one), _state(other)),
        "postal_code": (_postal(one), _postal(other)),
        "country": (country_of_post(one.country), country_of_post(other.country)),
        "district": (_words(one.district), _words(other.district)),
    }
    return tuple(field for field, (left, right) in pairs.items() if left != right)


def _delivery_pairs(
    one: PostalAddress, other: PostalAddress
) -> dict[str, tuple[str | tuple[str, str], str | tuple[str, str]]]:
    left, right = (
        _delivery(address, country_of_post(address.country), _zip5(address.postal_code))
        for address in (one, other)
    )
    return {
        "line1": (left.street, right.street),
        "line2": ((left.unit, left.rest), (right.unit, right.rest)),
    }


def _delivery(address: PostalAddress, country: str, zip5: str) -> Delivery:
    state = state_code(address.state) or ""
    is_of_forces = country == "US" and (state in MILITARY_STATES or _military_city(address.city))
    town = Town(zip5, address.city, state)
    return delivery_lines.read(address.line1, address.line2, town, is_military=is_of_forces)


def _from_one_line(address: PostalAddress) -> PostalAddress:
    """Return an address all of which was written on its lines with its ZIP and town apart."""
    line = ", ".join(filter(None, (address.line1.strip(), address.line2.strip())))
    match = _ONE_LINE.fullmatch(line)
    if match is None or state_code(match["state"]) is None:
        return address
    street, comma, town = match["street"].rpartition(",")
    if not comma or any(c.isdigit() for c in town):
        street, town = match["street"], ""
    return replace(
        address,
        line1=street,
        line2="",
        city=town.strip(),
        state=match["state"],
        postal_code=match["zip"],
    )


def _state(address: PostalAddress) -> str:
    return state_code(address.state) or names.fold(address.state).upper()


def country_of_post(typed: str) -> str:
    """Return the code of a country; the United States and their territories are one to the post."""
    if typed == "US":
        return typed
    code = typed.strip().upper().replace(".", "")
    return "US" if code in _UNITED_STATES else code


def _zip5(typed: str) -> str:
    """Return the five digits of a ZIP; a spreadsheet has made ``2139`` of ``02139``."""
    parts = zip_parts(typed)
    if parts:
        return parts[0]
    digits = typed.strip().removesuffix(".0")
    return digits.zfill(5) if digits.isdecimal() and len(digits) in (3, 4, 5) else ""


def _postal(address: PostalAddress) -> str:
    return _zip5(address.postal_code) or names.fold(address.postal_code).replace(" ", "").upper()


def _words(text: str) -> str:
    return " ".join(WORDS.get(word, word) for word in names.fold(text).upper().split())


def check_us(address: PostalAddress) -> dict[str, str]:
    """Return what must be mended in an address in the United States: field → message.

    Whether the place exists is not asked; nor whether the ZIP lies in the state.
    """
    found: dict[str, str] = {}
    if not address.name.strip() and not address.company.strip():
        found["name"] = "Enter the name of a person or a company."
    for field, label, most in _LENGTHS:
        if len(getattr(address, field).encode()) > most:
            found[field] = f"{label} can have at most {most} characters."
    if not address.line1.strip():
        found["line1"] = "Enter the street and number, or the PO box."
    if not address.city.strip():
        found["city"] = "Enter the town."
    if zip_parts(address.postal_code) is None:
        found["postal_code"] = "Enter a ZIP code of five digits, or nine with a hyphen."
    code = state_code(address.state)
    if code is None:
        found["state"] = "Enter the state by its two letters, such as CA."
    elif (code in MILITARY_STATES) != _military_city(address.city) and address.city.strip():
        found["state"] = "APO, FPO and DPO go with the states AA, AE and AP, and with no other."
    return found


_LENGTHS = (
    ("name", "A name", PERSON_LENGTH),
    ("company", "A company name", PERSON_LENGTH),
    ("line1", "An address line", DELIVERY_LINE_LENGTH),
    ("line2", "An address line", DELIVERY_LINE_LENGTH),
    ("city", "A town", CITY_LENGTH),
)
