"""Which fields of a new customer are meant by what was typed into the finder."""

from __future__ import annotations

import re

from models import names
from models.scripts import is_latin

_ZIP = re.compile(r"\d{5}(-\d{4})?")
_NUMBER_FROM = 7
"""So many digits are a telephone number, and no house number or year."""


def fields_of(text: str) -> dict[str, str]:
    """The fields that *text* fills, by name: an e-mail, a ZIP, a number, or given and family name.

    Nothing at all where it may mean anything, such as three digits.
    """
    text = text.strip()
    digits = sum(character.isdigit() for character in text)
    if "@" in text:
        return {"email": text}
    if _ZIP.fullmatch(text):
        return {"postal_code": text}
    if digits >= _NUMBER_FROM:
        return {"phone": text}
    if digits or not text:
        return {}
    given, _, family = text.partition(" ")
    if names.whole_name(given, family) or (not is_latin(text) and not family):
        given, family = family, given  # family first, or all of it in one piece
    return {"given_name": _cased(given), "family_name": _cased(family)}


def _cased(name: str) -> str:
    """A name keyed in haste, in small letters, with its capitals."""
    return name.title() if name.islower() else name
