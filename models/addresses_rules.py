"""Postal addresses: what they are, whether two are the same place, and who can deliver there.

Standard forms are those of USPS Publication 28. They serve to compare and to suppress; what someone
typed is kept and printed as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from models import names
from models.limits import CITY_LENGTH, DELIVERY_LINE_LENGTH, PERSON_LENGTH
from models.usps_words import (
    MILITARY_CITIES,
    MILITARY_STATES,
    STATES,
    UNITS,
    UNITS_WITHOUT_NUMBER,
    WORDS,
)

_ZIP = re.compile(r"([0-9]{5})(?:[ \-]?([0-9]{4}))?")
_PO_BOX = re.compile(
    r"\b(?:P\W{0,2}O\W{0,2}B(?:OX|X)?|POST(?:AL)? ?OFFICE ?(?:BOX|DRAWER)|POST(?:AL)? BOX"
    r"|P\W{0,2}O\W{0,2} ?DRAWER|LOCK ?BOX|CALLER SERVICE|FIRM CALLER)"
    r"(?:\W{0,3}(?:NO|NUMBER|NUM)\b)?\W{0,3}(?P<number>[A-Z]?[0-9][0-9A-Z-]*|[A-Z]\b)"
)
_BARE_BOX = re.compile(r"BOX\W{0,3}(?:NO\b\W{0,2})?(?P<number>[0-9][0-9A-Z-]*)")
_GENERAL_DELIVERY = re.compile(r"\bGENERAL DELIVERY\b|\bPOSTE RESTANTE\b")
_FRACTION = "<fraction>"
_NOT_A_PLACE = re.compile(r"(?:C\s*/\s*O|CARE OF|ATTN?|ATTENTION)\b")
_PHRASES = (
    (re.compile(r"\b(?:RURAL (?:ROUTE|DELIVERY)|R\.? ?R\.?|R\.? ?F\.? ?D\.?)(?= ?[0-9])"), "RR "),
    (re.compile(r"\bHIGHWAY CONTRACT(?: ROUTE)?\b"), "HC"),
    (re.compile(r"\b([NS])(?:ORTH|OUTH)?\.? ([EW])(?:AST|EST)?\b\.?"), r"\1\2"),
    # One mark, "3-C", is one word; a house number of two, "112-10", keeps its hyphen.
    (re.compile(r"(?<=[0-9])-(?=[A-Z]\b)|(?<=\b[A-Z])-(?=[0-9])"), ""),
)
_STATE_CODES = {names.fold(name): code for code, name in STATES.items()} | {
    "washington dc": "DC",
    "d c": "DC",
    "us virgin islands": "VI",
}


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
    """

    name: str = ""
    company: str = ""
    line1: str = ""
    line2: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = "US"


def state_code(typed: str) -> str | None:
    """Return the two-letter code of a state as typed (``ca``, ``N.Y.``, ``California``), or None."""
    code = typed.strip().upper().replace(".", "").replace(" ", "")
    return code if code in STATES else _STATE_CODES.get(names.fold(typed))


def zip_parts(typed: str) -> tuple[str, str] | None:
    """Return the five digits and the four of a ZIP code as typed (the four may be empty), or None."""
    digits = "".join(
        str(unicodedata.decimal(c, c)) if unicodedata.category(c) != "Pd" else "-"
        for c in typed.strip()
    )
    match = _ZIP.fullmatch(digits)
    return (match[1], match[2] or "") if match else None


def format_zip(typed: str) -> str:
    """Return a ZIP code as it is written, ``91764`` or ``91764-1234``; anything else unchanged."""
    parts = zip_parts(typed)
    return "-".join(filter(None, parts)) if parts else typed.strip()


def is_po_box(address: PostalAddress) -> bool:
    """Return whether only the postal service can deliver: a box, a drawer, general delivery."""
    lines = [_upper(line) for line in (address.line1, address.line2, address.company)]
    if any(_PO_BOX.search(line) or _GENERAL_DELIVERY.search(line) for line in lines):
        return True
    return not is_military(address) and any(_BARE_BOX.fullmatch(line) for line in lines)


def is_military(address: PostalAddress) -> bool:
    """Return whether it is an APO, FPO or DPO address (Publication 28, section 225)."""
    if address.country.upper() not in ("US", ""):
        return False
    return state_code(address.state) in MILITARY_STATES or _military_city(address.city)


def _military_city(city: str) -> bool:
    return names.fold(city).replace(" ", "").upper() in MILITARY_CITIES


def standardise(address: PostalAddress) -> str:
    """Return the key under which the same place is found however it was written.

    ``5798 Ontario Mills Parkway, Ste. 5`` in 91764 becomes ``5798 ONTARIO MLS PKWY|# 5|91764|US``:
    capitals, the abbreviations of Publication 28, the unit apart and five digits of ZIP. The town
    stands in only where there is no ZIP, for the ZIP says it already and towns have many names.
    Who lives there is no part of it. An address without a delivery line has no key: "".
    """
    street, unit = _delivery_line(address)
    if not street and not unit:
        return ""
    country = address.country.strip().upper()
    parts = zip_parts(address.postal_code) if country == "US" else None
    if parts:
        place = parts[0]
    else:
        code = names.fold(address.postal_code).replace(" ", "").upper()
        state = _state(address)
        place = "|".join(part for part in (_words(address.city), state, code) if part)
    return "|".join(part for part in (street, unit, place, country) if part)


def differences(one: PostalAddress, other: PostalAddress) -> tuple[str, ...]:
    """Return the names of the fields in which two addresses differ materially.

    Case, accents, punctuation, abbreviations, the field that holds the unit, and ZIP against ZIP+4
    are not differences. ``line1`` stands for the street and ``line2`` for the unit in it.
    """
    street, unit = _delivery_line(one)
    other_street, other_unit = _delivery_line(other)
    pairs = {
        "name": (names.fold(one.name), names.fold(other.name)),
        "company": (names.fold(one.company), names.fold(other.company)),
        "line1": (street, other_street),
        "line2": (unit, other_unit),
        "city": (_words(one.city), _words(other.city)),
        "state": (_state(one), _state(other)),
        "postal_code": (_postal(one), _postal(other)),
        "country": (one.country.strip().upper(), other.country.strip().upper()),
    }
    return tuple(field for field, (left, right) in pairs.items() if left != right)


def _state(address: PostalAddress) -> str:
    return state_code(address.state) or names.fold(address.state).upper()


def _postal(address: PostalAddress) -> str:
    parts = zip_parts(address.postal_code)
    return parts[0] if parts else names.fold(address.postal_code).replace(" ", "").upper()


def _upper(text: str) -> str:
    """Return capitals without accents; punctuation stays, for it parts words and numbers."""
    apart = "".join(f" {c}" if unicodedata.decomposition(c)[:10] == _FRACTION else c for c in text)
    plain = unicodedata.normalize("NFKD", apart).replace("\N{FRACTION SLASH}", "/")
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).upper().split())


def _words(text: str) -> str:
    return " ".join(WORDS.get(word, word) for word in names.fold(text).upper().split())


def _delivery_line(address: PostalAddress) -> tuple[str, str]:
    """Return street and unit in standard form, whichever lines they were written on."""
    street: list[str] = []
    unit: list[str] = []
    for line in (address.line1, address.line2):
        text = _upper(line)
        if _NOT_A_PLACE.match(text):
            continue
        box = _PO_BOX.search(text) or (None if is_military(address) else _BARE_BOX.fullmatch(text))
        if box:
            street += ["PO", "BOX", box["number"]]
            text = text[: box.start()] + " " + text[box.end() :]
        for phrase, standard in _PHRASES:
            text = phrase.sub(standard, text)
        tokens = _tokens(text)
        if is_military(address):
            street += tokens  # "UNIT 2050 BOX 4190" has no street that the unit could be in
            continue
        if street and len(tokens) == 1 and (len(tokens[0]) == 1 or tokens[0][0].isdigit()):
            tokens = ["#", *tokens]  # "5B" alone on the second line
        _part(tokens, street, unit)
    return " ".join(street), " ".join(unit)


def _tokens(text: str) -> list[str]:
    text = text.replace("#", " # ").replace(".", "").replace("'", "").replace("’", "")
    # A hyphen or slash belongs to a number (112-10, 1/2) and parts anything else.
    text = re.sub(r"(?<![0-9])[-/]|[-/](?![0-9])|[^\w\s#/-]|_", " ", text)
    return text.split()


def _part(tokens: list[str], street: list[str], unit: list[str]) -> None:
    """Share the words of a line out to street and unit, each in its standard form."""
    at = 0
    while at < len(tokens):
        token, ahead = tokens[at], at + 1
        known = UNITS.get(token)
        if known and ahead < len(tokens) and tokens[ahead] == "#":
            ahead += 1  # "APT # 5"
        number = tokens[ahead] if ahead < len(tokens) else ""
        is_number = len(number) == 1 or any(c.isdigit() for c in number)
        last = ahead >= len(tokens) - 1
        if known and is_number and (street or last or known == "#"):
            unit += [known, number]
            at = ahead + 1
            continue
        if token in UNITS_WITHOUT_NUMBER and last and not number and (len(street) > 1 or at == 0):
            unit.append(UNITS_WITHOUT_NUMBER[token])
        else:
            street.append(WORDS.get(token, token))
        at += 1


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
