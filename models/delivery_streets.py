"""The words of one street brought to the one way in which it is written (Publication 28)."""

from __future__ import annotations

import re

from models.delivery_units import ORDINAL, Unit, number_of
from models.usps_words import DIRECTIONALS, NUMBERS, SUFFIXES

_NUMBERED_STREETS = frozenset({"ST", "AVE", "PL", "DR", "RD", "TER", "CT", "LN", "BLVD", "WAY"})
# Their numbers are their names.
_NUMBERED_ROADS = frozenset(
    {"HWY", "CR", "FM", "I", "RTE", "RNCH", "TWP", "FIRE", "FRST", "PRIVATE", "INDIAN"}
)
# Letters that are no directions.
_HOUSE_LETTERS = frozenset("ABCD")
_GRID = re.compile(r"[NSEW][0-9]+")
# ZIP codes of Queens with hyphenated house numbers (Appendix D1), by their first three digits.
_QUEENS = frozenset({"111", "113", "114"})


def mended(street: list[str], unit: list[Unit], zip5: str) -> list[str]:
    """Return the words of a street, all in standard form, as one street is always written."""
    if street[0] in NUMBERS:
        street[0] = NUMBERS[street[0]]  # "One Main St"
    if "N" in street or "S" in street:
        _join_directions(street)
    for at in range(1, len(street) - 1):
        is_number = street[at].isdigit() and street[at - 1] not in _NUMBERED_ROADS
        if is_number and street[at + 1] in _NUMBERED_STREETS:
            street[at] = _ordinal(street[at])  # "5 Ave"
    if street[0][0].isdigit():
        last = street[-1]
        if last[0].isdigit() or (len(last) == 1 and last not in DIRECTIONALS):
            _part_trailing_unit(street, unit)
        _mend_house(street, zip5)
    elif len(street) > 1 and _GRID.fullmatch(street[0]) and _GRID.fullmatch(street[1]):
        street[:2] = [street[0] + street[1]]  # "N6 W23001 Bluemound Rd"
    return street


def _join_directions(street: list[str]) -> None:
    """Make one of two: `N E 5TH ST` is `NE 5TH ST`."""
    for at in range(len(street) - 2, -1, -1):
        if street[at] in ("N", "S") and street[at + 1] in ("E", "W"):
            street[at : at + 2] = [street[at] + street[at + 1]]


def _ordinal(digits: str) -> str:
    ending = {"1": "ST", "2": "ND", "3": "RD"}.get(digits[-1], "TH")
    return digits + ("TH" if digits[-2:-1] == "1" else ending)


def _part_trailing_unit(street: list[str], unit: list[Unit]) -> None:
    """Take the number after a whole street for that of a door: `123 MAIN ST 4B`."""
    if ORDINAL.fullmatch(street[-1]):
        return
    number = 2 if len(street[-1]) == 1 and street[-2].isdigit() else 1
    before = street[:-number]
    if before[-1] in DIRECTIONALS:
        before = before[:-1]
    named = [word for word in before[1:-1] if word not in DIRECTIONALS]
    if named and before[-1] in SUFFIXES - _NUMBERED_ROADS and named[-1] not in _NUMBERED_ROADS:
        unit.append(("#", number_of("".join(street[-number:]))))
        del street[-number:]


def _mend_house(street: list[str], zip5: str) -> None:
    """Write the house number in its one way: `123A` for `123 A`, `112-10` for `11210` in Queens."""
    house = street[0]
    if (
        street[1] in _HOUSE_LETTERS
        and len(street) > 3
        and len(street[2]) > 1
        and street[2] not in SUFFIXES
    ):
        street[:2] = [house + street[1]]
    elif zip5[:3] in _QUEENS and house.isdigit() and len(house) in (4, 5):
        street[0] = f"{house[:-2]}-{house[-2:]}"
