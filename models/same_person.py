"""Whether mail to a name on a list would reach one person at the same address.

A name is part of no address, and a list has it as somebody once typed it, so that where two names leave
a doubt the answer is yes: an opt-out that is honoured for a namesake too is the lesser harm. The answer
is no where they say another given name, another family or another generation (Jr., Sr.).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from models import names, nicknames

_HIS = frozenset({"mr", "mister", "sir"})
_HERS = frozenset({"mrs", "ms", "miss", "madam"})
_OTHER_TITLES = (
    "mx dr prof professor rev reverend hon judge capt captain col lt maj sgt sr fr sra srta"
)
_TITLES = _HIS | _HERS | frozenset(_OTHER_TITLES.split())
_GENERATIONS = {
    "sr": 1, "senior": 1, "i": 1, "jr": 2, "junior": 2, "ii": 2, "2nd": 2, "iii": 3, "3rd": 3, "iv": 4,
    "4th": 4,
}  # fmt: skip
_DEGREES = frozenset({"esq", "md", "phd", "dds", "dvm", "cpa", "rn", "jd", "ret"})
_ANYBODY = re.compile(
    r"\b(?:residente?s?|ocupantes?|occupants?|householders?|home ?owners?|box ?holders?|neighbou?rs?"
    r"|patrons?|tenants?|(?:postal|valued|current) customers?)\b"
)
_FAMILY = frozenset(
    {"family", "families", "household", "residence", "home", "parent", "parents", "guardian"}
)
_NO_NAME = _FAMILY | frozenset(
    {
        "the",
        "to",
        "of",
        "at",
        "attn",
        "attention",
        "for",
        "estate",
        "trust",
        "trustee",
        "ttee",
        "living",
    }
)
_PARTING = re.compile(r"\bc\s*/\s*o\b|[&+;/%]|\b(?:and|or|y|aka)\b", re.IGNORECASE)
# Names of two letters; any others are initials, "TJ".
_SHORT_NAMES = frozenset(
    {"al", "an", "bo", "cy", "di", "ed", "jo", "li", "lo", "lu", "mo", "oz", "ty", "vi", "xi", "yu"}
)
_LONG_FAMILY = 5
_LONG_GIVEN = 8


@dataclass(frozen=True, slots=True)
class _Person:
    """One of the people of a name.

    Attributes:
        words: Folded, given name first; of a family, its name alone.
        is_family: Whoever has that family name is meant.
        title: `m` or `f` where a title says it; else empty.
        generation: 1 for senior, 2 for junior; 0 where it is not said.
    """

    words: tuple[str, ...]
    is_family: bool = False
    title: str = ""
    generation: int = 0


def key(name: str) -> str:
    """Return a name folded, given name first: `Holloway, Marguerite` is `marguerite holloway`."""
    return names.fold(_in_order(name))


def is_same(listed: str, person: str) -> bool:
    """Whether mail to *listed* would reach the person whose `key` is *person*."""
    folded = key(listed)
    if not folded or folded == person or _ANYBODY.search(folded):
        return True
    people = _people(_in_order(listed))
    parts = listed.split(",")
    if len(parts) > 1 and all(len(part.split()) > 1 for part in parts):
        people += _people(";".join(parts))  # "John Roe, Ann Roe"
    return any(_is_one(one, other) for one, other in product(people, _people(person)))


def _in_order(name: str) -> str:
    """Put what stands after a comma to the front, unless it is `Jr.` or a degree."""
    family, comma, given = name.partition(",")
    if not comma:
        return name
    given, _, after = given.partition(",")
    words = names.fold(given).split()
    if not words or all(word in _GENERATIONS or word in _DEGREES for word in words):
        return f"{family} {given} {after}"
    return f"{given} {family} {after}"


@lru_cache(maxsize=1024)
def _people(name: str) -> tuple[_Person, ...]:
    """Return everyone a name means: `M & T Holloway` are two, `Mr. and Mrs. Holloway` are a family."""
    found = [person for part in _PARTING.split(name) if (person := _person(names.fold(part)))]
    if not found:
        return ()
    last = found[-1]
    people = []
    for person in found:
        if not person.words:
            # "Mr. and Mrs. Tim Holloway": whoever is married to him has his name.
            people.append(_Person(last.words[-1:], is_family=True))
        elif len(person.words) == 1 < len(last.words) and not person.is_family:
            people.append(_Person(person.words + last.words[1:], generation=person.generation))
        else:
            people.append(person)
    return tuple(person for person in people if person.words)


def _person(folded: str) -> _Person | None:
    words = folded.split()
    is_family = not _FAMILY.isdisjoint(words) or (words[:1] == ["the"] and len(words) == 2)
    words = [word for word in words if word not in _NO_NAME]
    title, generation = "", 0
    is_titled = False
    while words and words[0] in _TITLES:
        is_titled = True
        word = words.pop(0)
        title = "m" if word in _HIS else "f" if word in _HERS else title
    while len(words) > 1 and (words[-1] in _GENERATIONS or words[-1] in _DEGREES):
        generation = _GENERATIONS.get(words.pop(), generation)
    if not words and not is_titled:
        return None
    if is_family or (is_titled and len(words) == 1):
        return _Person(tuple(words[-1:]), is_family=True, title=title, generation=generation)
    return _Person(tuple(words), title=title, generation=generation)


def _is_one(one: _Person, other: _Person) -> bool:
    if one.generation and other.generation and one.generation != other.generation:
        return False
    if one.is_family or other.is_family:
        is_other_sex = bool(one.title and other.title and one.title != other.title)
        return not is_other_sex and _is_family(one.words[-1], other.words[-1])
    if len(one.words) == 1 or len(other.words) == 1:
        return one.words[-1] == other.words[-1] or _is_given(one.words[0], other.words[0])
    if sorted(one.words) == sorted(other.words):
        return True
    return _share_family(one.words[1:], other.words[1:]) and _share_given(
        one.words[:-1], other.words[:-1]
    )


def _is_family(one: str, other: str) -> bool:
    """Whether it is one family name: equal, its plural (`the Holloways`), or an initial of it."""
    short, long = sorted((one, other), key=len)
    return (
        long in (short, f"{short}s", f"{short}es")
        or (len(short) == 1 and long.startswith(short))
        or (len(short) >= _LONG_FAMILY and _is_slip(short, long))
    )


def _share_family(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the names after the given one end in a family: `smith holloway`, `de la cruz`."""
    ends, other_ends = ({"".join(words[at:]) for at in range(len(words))} for words in (one, other))
    return (
        not ends.isdisjoint(other_ends)
        or one[-1] in other
        or other[-1] in one
        or _is_family(one[-1], other[-1])
    )


def _share_given(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one goes by the first or a middle name of the other."""
    if _is_given(one[0], other[0]) or _are_initials(one, other) or _are_initials(other, one):
        return True
    if "".join(one[:2]) == other[0] or "".join(other[:2]) == one[0]:
        return True  # "Mary Ann", "Maryann"
    return any(
        len(middle) > 1 and nicknames.are_alike(first, middle)
        for first, middles in ((one[0], other[1:]), (other[0], one[1:]))
        for middle in middles
    )


def _is_given(one: str, other: str) -> bool:
    """Whether it is one given name: alike, an initial of it, or a slip of the pen."""
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    is_long = min(len(one), len(other)) >= _LONG_GIVEN
    return nicknames.are_alike(one, other) or (is_long and _is_slip(one, other))


def _are_initials(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the first word of *one* is two initials, `mt`, that are those of *other*."""
    first = one[0]
    if len(first) != 2 or first in _SHORT_NAMES or first[0] != other[0][0]:
        return False
    return len(other) == 1 or first[1] == other[1][0]


def _is_slip(one: str, other: str) -> bool:
    """Whether one letter was left out, doubled, mistaken, or two changed places."""
    short, long = sorted((one, other), key=len)
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    return short[at + 1 :] == long[at + 1 :] or (
        short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    )
