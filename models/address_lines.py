"""An address as its country writes it, line by line: on screen as typed, on paper for the post."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from models import names
from models.address_forms import AddressForm, form
from models.addresses_rules import PostalAddress, country_of_post
from models.scripts import is_latin

_TURKISH = frozenset({"TR", "AZ"})
_GREEK_ACCENT = re.compile(r"([\u0370-\u03ff]\u0308?)\u0301")
_PLACE = ("district", "city", "state", "postal_code", "sorting_code")
_FAR = ("state", "postal_code", "sorting_code")
_POSTAL_MARK = "〒"


def on_screen(address: PostalAddress, country_name: str) -> list[str]:
    """The lines as typed, the street on one, the country's name last."""
    if address.country.upper() in ("US", ""):
        street = ", ".join(part for part in (address.line1, address.line2) if part)
        lines = [address.name, address.company, street, _american_place(address)]
    else:
        lines = _foreign(address, between=", ", upper=False)
    return [line for line in (*lines, country_name) if line]


def on_paper(address: PostalAddress, home_country: str) -> tuple[str, ...]:
    """The lines as they stand on an envelope.

    Capitals where the country's post asks for them; the country last, in English and in capitals
    (USPS International Mail Manual 122.1), and not in mail that stays in the shop's own: to USPS the
    territories of the United States are no other country.
    """
    home, country = country_of_post(home_country), country_of_post(address.country)
    if country == "US":
        lines = [address.name, address.company, address.line1, address.line2]
        lines.append(_american_place(address))
    else:
        lines = _foreign(address, between="\n", upper=True)
    if country != home:
        lines.append(form(country).on_envelope or country)
    return tuple(line.strip() for line in lines if line.strip())


def for_carrier(address: PostalAddress) -> PostalAddress:
    """The address with a town, which carriers want: the emirate, or Singapore, where it has none."""
    if address.city.strip() or "%city" in sum(form(address.country).lines, ()):
        return address
    return replace(address, city=address.state.strip() or form(address.country).on_envelope.title())


def _american_place(address: PostalAddress) -> str:
    state = address.state
    if not state and address.country.upper() not in ("US", ""):
        state = address.country.upper()
    return f"{address.city}, {state} {address.postal_code}".strip(" ,")


def _foreign(address: PostalAddress, *, between: str, upper: bool) -> list[str]:
    rules = form(address.country)
    in_latin = rules.latin_lines != rules.lines and _is_in_latin(address)
    spelled = rules.latin_lines if in_latin else rules.lines
    values = {field: getattr(address, field).strip() for field in _fields_of(spelled)}
    near, far = _without_place(address, rules, values, spelled)
    if upper:
        values = {
            field: _capitals(text, rules.country) if field in rules.upper else text
            for field, text in values.items()
        }
    if near:
        is_large_first = spelled[-1] == ("%name",)  # the house after the town, the person last
        street = [near, values["line1"]] if is_large_first else [values["line1"], near]
        # 千代田区千代田1-1: written in one, and a window has room for few lines
        gap = between if is_latin(near) or not is_large_first else ""
        values["line1"] = gap.join(filter(None, street))
    lines: list[str] = []
    for tokens in spelled:
        lines += _line(tokens, values, between=between, prefix=rules.prefix).split("\n")
        if far and tokens is _line_of("%city", spelled):
            lines.append(far)
    return [line.strip() for line in lines if line.strip()]


def _without_place(
    address: PostalAddress,
    rules: AddressForm,
    values: Mapping[str, str],
    spelled: tuple[tuple[str, ...], ...],
) -> tuple[str, str]:
    """What was typed that this country's addresses have no place for: it is printed all the same.

    Beside the street what is smaller than a town or one, and under the town the rest. Not what is
    said already: Singapore in an address in Singapore, Berlin as the state of Berlin.
    """
    texts = [token for line in spelled for token in line if not token.startswith("%")]
    said = [names.fold(text) for text in (rules.on_envelope, *texts, *values.values()) if text]
    rest = {
        field: text
        for field in _PLACE
        if field not in values
        and (text := getattr(address, field).strip())
        and names.fold(text) not in said
    }
    far = " ".join(rest[field] for field in _FAR if field in rest)
    return " ".join(rest[field] for field in rest if field not in _FAR), far


@lru_cache(maxsize=512)
def _fields_of(spelled: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    found = [token[1:] for line in spelled for token in line if token.startswith("%")]
    return tuple(dict.fromkeys(found))


def _line_of(field: str, spelled: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """The line that has a field; the last one where none has."""
    return next((tokens for tokens in spelled if field in tokens), spelled[-1])


def _line(tokens: tuple[str, ...], values: Mapping[str, str], *, between: str, prefix: str) -> str:
    """One line. A sign between two fields or before one goes with them; a word stays."""
    made, sign, before = "", "", ""
    for part in tokens:
        if part == "%line2" and made:
            sign = between
        if not part.startswith("%"):
            if part.strip() and part.strip() in (prefix.strip(), _POSTAL_MARK):
                before = part
            elif any(character.isalpha() for character in part):
                made += part
            else:
                sign = part
        elif values[part[1:]]:
            made += (sign if made else "") + before + values[part[1:]]
            sign = before = ""
        else:
            before = ""
    return made


def _capitals(text: str, country: str) -> str:
    if country in _TURKISH:
        text = text.replace("i", "İ")
    # Greek capitals have no accent, but keep the two dots.
    parted = unicodedata.normalize("NFD", text.upper())
    return unicodedata.normalize("NFC", _GREEK_ACCENT.sub(r"\1", parted))


def _is_in_latin(address: PostalAddress) -> bool:
    return all(is_latin(getattr(address, field)) for field in ("line1", "line2", *_PLACE, "name"))
