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
from models.delivery_streets import mended
from models.delivery_units import SIGNS, Unit, number_of, without_units
from models.usps_words import SUFFIXES, WORDS

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
    more: list[Unit] = []
    if line2 and not line2.isspace():
        second, more = _line(line2, town, is_military=is_military)
        unit = unit + more
    if is_military:
        return Delivery(" ".join(first + second), "", "")
    if first and second and not more and _is_number(second):
        unit, second = [*unit, ("#", number_of("".join(second)))], []  # "5B" on the second line
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
    if not SIGNS.isdisjoint(words):
        words = without_units(words, unit)
    street = [WORDS.get(word, word) for word in words]
    return (mended(street, unit, town.zip5) if len(street) > 2 else street), unit


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
    if len(words) == 2:
        return words[0][0].isdigit() and len(words[1]) == 1
    return len(words) == 1 and (len(words[0]) == 1 or words[0][0].isdigit())


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
