"""Places that somebody named without a ZIP code, and the addresses with one that may be they.

Who writes "12 Elm Street, Redlands" is on record under the town. A list has the ZIP code, another of
the town's names or none at all, and the state or not: where nothing says that it is another place, it
is this one, for an opt-out that is honoured next door too is the lesser harm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desktop.zip_codes import ZipTable
from models import addresses_rules
from models.addresses_rules import PostalAddress
from models.suppression_keys import address_key
from models.usps_words import STATES

_STREET = "1 MAIN ST"


@dataclass(frozen=True, slots=True)
class _Place:
    """A key without a ZIP, and the town and state in it; either may be empty."""

    key: str
    town: str
    state: str


class PlacesWithoutZip:
    """Those of some keys that have no ZIP.

    Args:
        keys: As `models.suppression_keys.address_key` makes them.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self._at: dict[str, list[_Place]] = {}
        for key in keys:
            if is_one(key):
                delivery, place = _parted(key)
                self._at.setdefault(delivery, []).append(place)

    def like(self, key: str, address: PostalAddress) -> Iterator[str]:
        """The keys without a ZIP of the place that has this *key*, which has one, and *address*."""
        if not self._at:
            return
        delivery = key.rsplit("|", 2)[0]
        known = self._at.get(delivery)
        if not known:
            return
        towns, states = _names_of(address)
        for place in known:
            is_town = not place.town or place.town in towns or not towns
            if is_town and (not place.state or place.state in states or not states):
                yield place.key


def is_one(key: str) -> bool:
    """Whether a key is that of a place in the United States without its ZIP."""
    parts = key.split("|")
    return len(parts) > 1 and parts[-1] == "US" and not parts[-2].isdecimal()


def _parted(key: str) -> tuple[str, _Place]:
    """What stands before the town, and the rest."""
    parts = key.split("|")[:-1]
    state = parts.pop() if len(parts) > 1 and parts[-1] in STATES else ""
    town = parts.pop() if len(parts) > 1 and not parts[-1].startswith("#") else ""
    return "|".join(parts), _Place(key, town, state)


def _names_of(address: PostalAddress) -> tuple[frozenset[str], frozenset[str]]:
    """Every name of the town, as keys have them, and every state, by what it says and by its ZIP."""
    found = ZipTable.load().lookup(address.postal_code)
    cities = (address.city, *((found.city, *found.other_cities) if found else ()))
    states = (addresses_rules.state_code(address.state) or "", found.state if found else "")
    towns = (_town(city) for city in cities if city.strip())
    return frozenset(filter(None, towns)), frozenset(filter(None, states))


def _town(city: str) -> str:
    key = address_key(PostalAddress(line1=_STREET, city=city)) or ""
    return key.removeprefix(f"{_STREET}|").removesuffix("|US")
