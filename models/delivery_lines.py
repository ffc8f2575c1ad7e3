"""The delivery lines of an address taken apart: which street or box, which unit in it.

By USPS Publication 28. One line is read at a time, for people write the unit before the street, after
it or on a line of its own. A list of a million rows is read in a minute, so that what is rare is looked
for only where a cheap test finds a sign of it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from models import delivery_phrases
from models.usps_words import (
    DIRECTIONALS,
    NUMBERS,
    SUFFIXES,
    UNITS,
    UNITS_WITHOUT_NUMBER,
    WORDS,
)

_FRACTION = "<fraction>"
_SPACE_FOR_PUNCTUATION = str.maketrans(
    {chr(c): " " for c in range(128) if not (chr(c).isalnum() or chr(c) in "#-/.'`")}
    | dict.fromkeys("'`’‘ʼ")
)
_OTHER_PUNCTUATION = re.compile(r"[^\w\s#/.-]|_")
_INITIALS = re.compile(r"(?<=\b[A-Z])\.(?=[A-Z]\b)")
_DOT = re.compile(r"\.(?![0-9])|(?<![0-9])\.")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}\b)")
_CARE_OF = re.compile(r"\bC ?/ ?O\b|%")
_MARKS = (
    (re.compile(r"(?<=[0-9]) ?/ ?(?=[0-9])"), "/"),
    (re.compile(r"(?<=[0-9]) - (?=[0-9])"), "-"),
    (re.compile(r"(?<=[0-9])-(?=[0-9]+/)"), " "),
    # One mark, "3-C", is one word; a house number of two, "112-10", keeps its hyphen.
    (re.compile(r"(?<=[0-9])-(?=[A-Z]\b)|(?<=\b[A-Z])-(?=[0-9])"), ""),
    # A hyphen or slash belongs to a number (112-10, 1/2) and parts anything else.
    (re.compile(r"(?<![0-9])[-/]|[-/](?![0-9])"), " "),
)
_CARE = frozenset({"CAREOF", "CARE", "ATTN", "ATT", "ATTENTION"})
_ORDINAL = re.compile(r"([0-9]+)(?:ST|ND|RD|TH)")
_NUMBER_SIGNS = frozenset({"#", "NUMBER", "NUM", "NBR"})
_FLOORS = frozenset({"FL", "FLOOR", "FLR", "PISO"})
_SIGNS_OF_UNIT = frozenset({*UNITS, *UNITS_WITHOUT_NUMBER})
_NAMED_UNITS = frozenset({"#", "APT", "APARTMENT", "UNIT", "SUITE"})
_NUMBERED_STREETS = frozenset({"ST", "AVE", "PL", "DR", "RD", "TER", "CT", "LN", "BLVD", "WAY"})
# Their numbers are their names.
_NUMBERED_ROADS = frozenset({"HWY", "RTE", "RNCH", "TWP", "FIRE", "FRST", "PRIVATE", "INDIAN"})
# Letters that are no directions.
_HOUSE_LETTERS = frozenset("ABCD")
_GRID = re.compile(r"[NSEW][0-9]+")
# ZIP codes of Queens with hyphenated house numbers (Appendix D1), by their first three digits.
_QUEENS = frozenset({"111", "113", "114"})


Unit = tuple[str, str]
"""What kind of door, and its number: ("#", "4B"), ("BLDG", "2"), ("REAR", "")."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where in a town something goes.

    Attributes:
        street: House number and street, or box, in standard form.
        unit: Building, floor, apartment in it; empty: none was given.
        rest: What says nothing of the place: the name of a building, a wish to the carrier.
    """

    street: str
    unit: str
    rest: str


def upper(text: str) -> str:
    """Return capitals without accents, dashes as hyphens; other punctuation stays."""
    if not text.isascii():
        apart = "".join(
            f" {c}" if unicodedata.decomposition(c)[:10] == _FRACTION else c for c in text
        )
        plain = unicodedata.normalize("NFKD", apart).replace("\N{FRACTION SLASH}", "/")
        text = "".join(
            "-" if unicodedata.category(c) == "Pd" else c
            for c in plain
            if not unicodedata.combining(c) and unicodedata.category(c) != "Cf"
        )
    return " ".join(text.upper().split())


def words_of(line: str) -> list[str]:
    """Return the words and numbers of a line in capitals, without punctuation that says nothing."""
    text = upper(line)
    if "," in text:
        text = _THOUSANDS.sub("", text)
    if "#" in text:
        text = text.replace("#", " # ")
    if "&" in text:
        text = text.replace("&", " AND ")
    if "/" in text or "%" in text:
        text = _CARE_OF.sub(" CAREOF ", text)
    text = text.translate(_SPACE_FOR_PUNCTUATION)
    if "." in text:
        text = _DOT.sub(" ", _INITIALS.sub("", text))
    if not text.isascii():
        text = _OTHER_PUNCTUATION.sub(" ", text)
    if "-" in text or "/" in text:
        text = " ".join(text.split())
        for mark, instead in _MARKS:
            text = mark.sub(instead, text)
    return text.split()


@dataclass(frozen=True, slots=True)
class Town:
    """What is known of the town: some write it on the delivery lines once more."""

    zip5: str
    city: str
    state: str


def read(line1: str, line2: str, town: Town, *, is_military: bool) -> Delivery:
    """Take both delivery lines apart."""
    first, unit = _line(line1, town, is_military=is_military)
    second: list[str] = []
    if line2 and not line2.isspace():
        second, more = _line(line2, town, is_military=is_military)
        if first and not more and _is_number(second):
            second, more = (
                [],
                [("#", _unit_number("".join(second)))],
            )  # "5B" alone on the second line
        unit = unit + more
    if is_military:
        return Delivery(" ".join(first + second), "", "")
    street, rest = first or second, list[str]()
    if first and second:
        street, rest = _parted(first, second, town.zip5)
    if not unit:
        return Delivery(" ".join(street), "", " ".join(rest))
    # The door comes last, and what is said twice counts once.
    unit = sorted(dict.fromkeys(unit), key=lambda one: (one[0] == "#", one))
    words = (word for one in unit for word in one if word)
    return Delivery(" ".join(street), " ".join(words), " ".join(rest))


def _line(line: str, town: Town, *, is_military: bool) -> tuple[list[str], list[Unit]]:
    """Return the words of street and units of one line, in standard form."""
    words = words_of(line)
    if not _CARE.isdisjoint(words):
        words = _without_person(words)
    if not words:
        return [], []
    last = words[-1]
    if last == town.state or last[:5] == town.zip5 or last == "USA":
        words = _without_town(words, town)
    words = delivery_phrases.standard(words, " ".join(words), is_military=is_military)
    if is_military:
        return [word for word in words if word != "#"], []
    unit: list[Unit] = []
    if not _SIGNS_OF_UNIT.isdisjoint(words):
        words = _without_units(words, unit)
    street = [WORDS.get(word, word) for word in words]
    return (_street(street, unit, town.zip5) if len(street) > 2 else street), unit


def _without_person(words: list[str]) -> list[str]:
    """Leave out whom it is for: `c/o John Roe`; a house number begins the place again."""
    for at, word in enumerate(words):
        if word in ("CAREOF", "ATTN", "ATTENTION") or (
            at == 0 and (word == "ATT" or words[:2] == ["CARE", "OF"])
        ):
            ahead = range(at + 1, len(words) - 2)
            begins = next((n for n in ahead if words[n][0].isdigit()), len(words))
            return words[:at] + words[begins:]
    return words


def _without_town(words: list[str], town: Town) -> list[str]:
    """Leave out town, state and ZIP at the end of a line; two of the three must stand there."""
    kept = list(words)
    if kept[-1] == "USA":
        kept.pop()
    said = 0
    if kept and town.zip5 and kept[-1][:5] == town.zip5:
        kept.pop()
        said += 1
    if kept and kept[-1] == town.state:
        kept.pop()
        said += 1
    city = words_of(town.city)
    if city and kept[-len(city) :] == city:
        del kept[-len(city) :]
        said += 1
    return kept if said > 1 else words


def _is_number(words: list[str]) -> bool:
    """Whether these words alone can only be the number of a door: 5B, B, 5 B."""
    if not 1 <= len(words) <= 2:
        return False
    is_digits = words[0][0].isdigit()
    return (
        (len(words[0]) == 1 or is_digits) if len(words) == 1 else is_digits and len(words[1]) == 1
    )


def _unit_number(word: str) -> str:
    ordinal = _ORDINAL.fullmatch(word)
    return NUMBERS.get(word) or (ordinal[1] if ordinal else word).lstrip("0") or "0"


def _without_units(words: list[str], unit: list[Unit]) -> list[str]:
    """Return the words that are of the street; what is of a unit goes to *unit*."""
    street: list[str] = []
    at = 0
    has_floor = not _FLOORS.isdisjoint(words)
    while at < len(words):
        word = words[at]
        taken = _floor_at(words, at, unit) if has_floor else 0
        if not taken and word in _SIGNS_OF_UNIT:
            taken = _unit_at(words, at, street, unit)
        if not taken:
            street.append(word)
        at += taken or 1
    return street


def _floor_at(words: list[str], at: int, unit: list[Unit]) -> int:
    """Return how many words from *at* on are a floor by its ordinal, `3rd Floor`."""
    number = _ORDINAL.fullmatch(WORDS.get(words[at], words[at]))
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
    if known == "#" and number in UNITS_WITHOUT_NUMBER:
        taken = _part_at(words, ahead, street, unit)  # "APT REAR"
        return taken and ahead - at + taken
    is_number = len(number) == 1 or number in NUMBERS or any(c.isdigit() for c in number)
    is_house = after[:1].isdigit() and not _ORDINAL.fullmatch(after)
    is_apart = not after or after in UNITS or is_house
    if word == "#" and is_number and not street and not is_apart:
        return ahead - at  # "# 123 MAIN ST"
    if is_number and (street or is_apart or known == "#"):
        taken = ahead + 1 - at
        if _belongs(number, after, words[ahead + 2 :]):
            number, taken = number + after, taken + 1  # "APT 4 B"
        unit.append((known, _unit_number(number)))
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
    if len(street) < 2 and at > 0 and words[at - 1] not in UNITS:
        return 0
    if after and left <= 0 and (after[0].isdigit() or len(after) == 1) and after != "#":
        unit.append(("#" if part == "OFC" else part, _unit_number(after)))  # "PH 2", "OFFICE 5"
        return 2
    if not after or after in UNITS or after in UNITS_WITHOUT_NUMBER:
        unit.append((part, ""))
        return 2 if after in UNITS and left <= 0 else 1  # "REAR", "LOWER UNIT", "REAR APT 2"
    return 0


def _street(street: list[str], unit: list[Unit], zip5: str) -> list[str]:
    """Return the words of a street, all in standard form, as one street is always written."""
    if street[0] in NUMBERS:
        street[0] = NUMBERS[street[0]]  # "One Main St"
    if "N" in street or "S" in street:
        _join_directions(street)
    for at in range(1, len(street) - 1):
        if street[at].isdigit() and street[at + 1] in _NUMBERED_STREETS:
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
    if _ORDINAL.fullmatch(street[-1]):
        return
    number = 2 if len(street[-1]) == 1 and street[-2].isdigit() else 1
    before = street[:-number]
    if before[-1] in DIRECTIONALS:
        before = before[:-1]
    named = [word for word in before[1:-1] if word not in DIRECTIONALS]
    if named and before[-1] in SUFFIXES - _NUMBERED_ROADS and named[-1] not in _NUMBERED_ROADS:
        unit.append(("#", _unit_number("".join(street[-number:]))))
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


def _parted(first: list[str], second: list[str], zip5: str) -> tuple[list[str], list[str]]:
    """Return the street of two lines that both say something else than a unit, and the rest."""
    if _is_box(first) != _is_box(second):
        box, other = (first, second) if _is_box(first) else (second, first)
        if other[0][0].isdigit() and len(other) > 1:
            return second, first  # section 215: it goes to the line right above the town
        if not _has_digit(other):
            return box, other
    if "URB" in (first[0], second[0]):  # section 29: many streets of Puerto Rico have one name
        return (first + second if first[0] == "URB" else second + first), []
    for whole, other in ((first, second), (second, first)):
        is_whole = len(whole) > 1 and whole[0][0].isdigit() and not _has_digit(other)
        is_named = not SUFFIXES.isdisjoint(whole[1:]) or SUFFIXES.isdisjoint(other)
        if zip5 and is_whole and is_named:
            return whole, other  # "The Oaks", "Empire State Building"
    return first + second, []


def _is_box(street: list[str]) -> bool:
    return street[:2] == ["PO", "BOX"] and len(street) == 3


def _has_digit(words: list[str]) -> bool:
    return any(c.isdigit() for word in words for c in word)
