"""Addresses that stand in one cell: `Jane Roe, 12 Main St Apt 4, Redlands, CA 92373`."""

from __future__ import annotations

import re

from desktop.zip_codes import ZipPlace, ZipTable
from models import addresses_rules, names
from models.addresses_rules import PostalAddress

_ENDS_IN_ZIP = re.compile(r"(?P<rest>.*?)[\s,]*(?<!\d)(?P<zip>\d{5}(?:[- ]?\d{4})?)", re.DOTALL)
_COUNTRY = re.compile(r"[\s,]+(?:U\.?S\.?A?\.?|United States(?: of America)?)\s*$", re.IGNORECASE)
_BOX = re.compile(r"\b(?:p\.?\s*o\.?\s*box|post office box|box|general delivery)\b", re.IGNORECASE)
_NUMBER_IN_WORDS = re.compile(
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten)\s+\S+", re.IGNORECASE
)
_LONGEST = 400
_MOST_STATE_WORDS = 3
_UNITED_STATES = "US"


def read_place(text: str, country: str) -> PostalAddress | None:
    """Take an address in one text apart; None where it is none with a street and a town or a ZIP.

    What stands before the street is the name, and the company after it. Town and street that no comma
    parts are told apart by the towns of the ZIP code.
    """
    if country.upper() != _UNITED_STATES or len(text) > _LONGEST:
        return None
    plain = _COUNTRY.sub("", re.sub(r"\s*[\r\n]+\s*", ", ", text.strip())).strip(" ,.")
    match = _ENDS_IN_ZIP.fullmatch(plain)
    postal_code = match["zip"].replace(" ", "-") if match else ""
    rest, state = _without_state(match["rest"] if match else plain)
    if not postal_code and not state:
        return None
    parts, city = _without_city(rest, ZipTable.load().lookup(postal_code[:5]))
    if not parts or not city:
        return None
    who, street = _parted(parts)
    if not street or not any(map(_is_place, street)):
        return None
    return PostalAddress(
        name=who[0] if who else "",
        company=", ".join(who[1:]),
        line1=street[0],
        line2=" ".join(street[1:]),
        city=city,
        state=state,
        postal_code=postal_code,
        country=_UNITED_STATES,
    )


def _without_state(text: str) -> tuple[str, str]:
    """The text before the state at its end, and the state's code; nothing is taken off where none is."""
    text = text.rstrip(" ,.")
    words = re.split(r"[\s,]+", text)
    for count in range(min(_MOST_STATE_WORDS, len(words)), 0, -1):
        code = addresses_rules.state_code(" ".join(words[-count:]))
        if code is not None:
            pattern = r"[\s,]+".join(map(re.escape, words[-count:]))
            return re.sub(rf"[\s,]*{pattern}$", "", text).rstrip(" ,"), code
    return text, ""


def _without_city(text: str, place: ZipPlace | None) -> tuple[list[str], str]:
    """The parts before the town, and the town; none where they cannot be told apart."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        return [], ""
    for city in (place.city, *place.other_cities) if place else ():
        wanted = names.fold(city).split()
        words = parts[-1].split()
        if wanted and names.fold(" ".join(words[-len(wanted) :])).split() == wanted:
            left = " ".join(words[: -len(wanted)])
            return [*parts[:-1], *([left] if left else [])], city
    if len(parts) > 1 and not _is_place(parts[-1]):
        return parts[:-1], parts[-1]
    return [], ""


def _parted(parts: list[str]) -> tuple[list[str], list[str]]:
    """Who, and where: the street is the first part with a number or a box."""
    first = next((at for at, part in enumerate(parts) if _is_place(part)), 0)
    return parts[:first], parts[first:]


def _is_place(part: str) -> bool:
    is_numbered = any(map(str.isdigit, part)) or _NUMBER_IN_WORDS.match(part) is not None
    return is_numbered or _BOX.search(part) is not None
