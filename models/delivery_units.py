"""Units in a building, taken out of the words of a delivery line (Publication 28, appendix C2)."""

from __future__ import annotations

import re

from models.usps_words import NUMBERS, UNITS, UNITS_WITHOUT_NUMBER, WORDS

Unit = tuple[str, str]
"""What kind of door, and its number: ("#", "4B"), ("BLDG", "2"), ("REAR", "")."""

ORDINAL = re.compile(r"([0-9]+)(?:ST|ND|RD|TH)")
_NUMBER_SIGNS = frozenset({"#", "NUMBER", "NUM", "NBR"})
_FLOORS = frozenset({"FL", "FLOOR", "FLR", "PISO"})
SIGNS = frozenset({*UNITS, *UNITS_WITHOUT_NUMBER})
"""Words one of which stands in every unit but a bare number at the end."""
_NAMED_UNITS = frozenset({"#", "APT", "APARTMENT", "UNIT", "SUITE"})


def number_of(word: str) -> str:
    """Return the number of a door in digits, without leading zeros: `FOUR` and `04` are `4`."""
    ordinal = ORDINAL.fullmatch(word)
    return NUMBERS.get(word) or (ordinal[1] if ordinal else word).lstrip("0") or "0"


def without_units(words: list[str], unit: list[Unit]) -> list[str]:
    """Return the words that are of the street; what is of a unit goes to *unit*."""
    street: list[str] = []
    at = 0
    has_floor = not _FLOORS.isdisjoint(words)
    while at < len(words):
        word = words[at]
        taken = _floor_at(words, at, unit) if has_floor else 0
        if not taken and word in SIGNS:
            taken = _unit_at(words, at, street, unit)
        if not taken:
            street.append(word)
        at += taken or 1
    return street


def _floor_at(words: list[str], at: int, unit: list[Unit]) -> int:
    """Return how many words from *at* on are a floor by its ordinal, `3rd Floor`."""
    number = ORDINAL.fullmatch(WORDS.get(words[at], words[at]))
    if number is None or at + 1 == len(words) or words[at + 1] not in _FLOORS:
        return 0
    unit.append(("FL", number[1]))
    return 2


def _unit_at(words: list[str], at: int, street: list[str], unit: list[Unit]) -> int:
    """Return how many words from *at* on are a unit, and put it to the others."""
    word = words[at]
    known = UNITS.get(word)
    if known is None:
        return _part_at(words, at, street, unit)
    ahead = at + 1
    while ahead < len(words) and words[ahead] in _NUMBER_SIGNS:
        ahead += 1  # "APT # 5"
    if ahead == len(words):
        return ahead - at if word == "#" else 0
    number, after = words[ahead], words[ahead + 1] if ahead + 1 < len(words) else ""
    if after in _FLOORS and _floor_at(words, ahead, unit):
        return ahead + 2 - at  # "APT 1ST FLOOR"
    if known == "#" and number in UNITS_WITHOUT_NUMBER:
        taken = _part_at(words, ahead, street, unit)  # "APT REAR"
        return taken and ahead - at + taken
    is_number = len(number) == 1 or number in NUMBERS or any(c.isdigit() for c in number)
    is_house = after[:1].isdigit() and not ORDINAL.fullmatch(after)
    is_apart = not after or after in SIGNS or is_house
    if word == "#" and is_number and not street and not is_apart:
        return ahead - at  # "# 123 MAIN ST"
    if is_number and (street or is_apart or known == "#"):
        taken = ahead + 1 - at
        if _belongs(number, after, words[ahead + 2 :]):
            number, taken = number + after, taken + 1  # "APT 4 B"
        unit.append((known, number_of(number)))
        return taken
    if word in _NAMED_UNITS and not after and (len(street) > 1 or at == 0):
        unit.append((known, number))  # "UNIT BLUE"
        return ahead + 1 - at
    return 0


def _belongs(number: str, after: str, left: list[str]) -> bool:
    """Whether the word after a door's number is its second half: 4 B, B 4."""
    if len(number) == 1 and number.isalpha():
        return after.isdigit() and not left
    return len(after) == 1 and after.isalpha() and (not left or left[0] in UNITS)


def _part_at(words: list[str], at: int, street: list[str], unit: list[Unit]) -> int:
    """Return how many words from *at* on name a part of a building, and put it to the units."""
    part = UNITS_WITHOUT_NUMBER[words[at]]
    after, left = words[at + 1] if at + 1 < len(words) else "", len(words) - at - 2
    if len(street) == 1 and words[at - 1] not in UNITS:
        return 0  # "12 FRONT"
    if after and left <= 0 and (after[0].isdigit() or len(after) == 1) and after != "#":
        unit.append(("#" if part == "OFC" else part, number_of(after)))  # "PH 2", "OFFICE 5"
        return 2
    if not after or after in UNITS or after in UNITS_WITHOUT_NUMBER:
        unit.append((part, ""))
        return 2 if after in UNITS and left <= 0 else 1  # "REAR", "LOWER UNIT", "REAR APT 2"
    return 0
