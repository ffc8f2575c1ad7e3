"""The values in the cells of a list of opt-outs, each with the media that reach it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.imports.one_line_address import read_place
from models import card_guard
from models.addresses_rules import PostalAddress
from models.channels import Medium
from models.opt_out import OptOutScope
from models.suppression_keys import address_key, email_key, person_key, phone_key

_NUMBERS = frozenset((Medium.CALL, Medium.TEXT, Medium.FAX))
_SPOKEN = frozenset((Medium.CALL, Medium.TEXT))
_LONGEST_KEY, _LONGEST_PERSON = 400, 200
_SEVERAL_NUMBERS = re.compile(r"[;|\n]| / | or | and |,\s", re.IGNORECASE)
_SEVERAL_EMAILS = re.compile(r"[;,|\s]+")
_LABEL = re.compile(r"(?:tel|telephone|phone|ph|fax|mobile|cell|[tmfp])\b[.:]*\s*", re.IGNORECASE)
_NUMBER = re.compile(r"(?P<digits>[+(]?\d[\d\s().+\-/–]{5,})(?P<after>.*)", re.DOTALL)
_IN_LETTERS = re.compile(r"\+?1?[-. (]*\d{3}[-. )]*(?=[\d-]*[A-Z])[A-Z\d-]{7,10}", re.IGNORECASE)
"""1-800-FLOWERS; streets have spaces between their words."""
_FEWEST_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Value:
    """One value.

    Attributes:
        possible: Media that reach it.
        usual: Media that are meant where none is named.
        person: By post, the key of the one person it is about; empty: everyone there.
        is_without_zip: An address whose ZIP code is not known.
    """

    key: str
    possible: frozenset[Medium]
    usual: frozenset[Medium]
    scope: OptOutScope = OptOutScope.PERSON
    person: str = ""
    is_without_zip: bool = False

    @property
    def may_be_kept(self) -> bool:
        """No column takes what looks like a card number; a number of 13 digits or more may."""
        looks_like_card = map(card_guard.looks_like_card, (self.key, self.person))
        return len(self.key) <= _LONGEST_KEY and not any(looks_like_card)


def numbers_and_emails(text: str, country: str, *, is_fax: bool) -> list[Value]:
    """The telephone numbers or the e-mail addresses in a cell; none where it is something else.

    Args:
        is_fax: The column is headed so: it is a number for faxes too.
    """
    if "@" in text:
        parts = [part for part in _SEVERAL_EMAILS.split(text) if "@" in part]
        emails = [_email(text)] if len(parts) < 2 else [_email(part) for part in parts]
        return [value for value in emails if value is not None]
    keys = [key for part in _SEVERAL_NUMBERS.split(text) if (key := _number(part, country))]
    if len(keys) < 2:
        whole = _number(text, country)
        keys = [whole] if whole else keys
    return [Value(key, _NUMBERS, _NUMBERS if is_fax else _SPOKEN) for key in keys]


def address(place: PostalAddress | None, name: str) -> list[Value]:
    """A postal address that was read, for the person of *name*; none where it names no place."""
    key = address_key(place) if place is not None else None
    if place is None or key is None or not (place.postal_code or place.city):
        return []
    person = person_key(name or place.name)
    person = person if len(person) <= _LONGEST_PERSON else ""
    scope = OptOutScope.PERSON if person else OptOutScope.HOUSEHOLD
    only = frozenset((Medium.POST,))
    return [Value(key, only, only, scope, person, is_without_zip=not place.postal_code)]


def address_in_one_cell(text: str, country: str, name: str) -> list[Value]:
    """A whole address in one cell."""
    return address(read_place(text, country), name)


def _email(text: str) -> Value | None:
    """An e-mail address; `@example.com` is everybody's of that company."""
    only = frozenset((Medium.EMAIL,))
    if text.startswith("@"):
        whole = email_key(f"a{text}")
        return Value(whole[1:], only, only, OptOutScope.COMPANY) if whole else None
    key = email_key(text)
    return Value(key, only, only) if key else None


def _number(text: str, country: str) -> str | None:
    """The number, which may have a label before it and an extension or a word after it."""
    plain = _LABEL.sub("", text.strip(), count=1)
    match = _NUMBER.fullmatch(plain)
    if match is not None and sum(map(str.isdigit, match["digits"])) >= _FEWEST_DIGITS:
        return phone_key(plain, country) or phone_key(match["digits"], country)
    return phone_key(plain, country) if _IN_LETTERS.fullmatch(plain) else None
