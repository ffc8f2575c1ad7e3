"""Telephone numbers: what people write, and the one form (E.164) under which it is kept.

``parse`` is quick, for it runs as an agent types. The words for a region and the time zones need
tables that take half a second to load, so they are read when first asked for.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType, ValidationResult

# RULES, "Numbers and addresses". 47 CFR 52.101: the toll-free codes in service.
TOLL_FREE_CODES = frozenset({"800", "833", "844", "855", "866", "877", "888"})
_FICTION = re.compile(r"\+1[2-9][0-9]{2}55501[0-9]{2}")
_NANP = re.compile(r"\+1[2-9][0-9]{9}")
_NANP_TOLL_FREE = re.compile(rf"\+1(?:{'|'.join(sorted(TOLL_FREE_CODES))})[0-9]{{7}}")
_KINDS = {
    PhoneNumberType.FIXED_LINE: "fixed line",
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.TOLL_FREE: "toll-free",
    PhoneNumberType.PREMIUM_RATE: "premium rate",
    PhoneNumberType.SHARED_COST: "shared cost",
    PhoneNumberType.VOIP: "internet telephone",
    PhoneNumberType.PERSONAL_NUMBER: "personal number",
    PhoneNumberType.PAGER: "pager",
    PhoneNumberType.UAN: "company number",
    PhoneNumberType.VOICEMAIL: "voicemail",
}
_KINDS_WITHOUT_PLACE = frozenset(
    {
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.PERSONAL_NUMBER,
        PhoneNumberType.UAN,
        PhoneNumberType.UNKNOWN,
    }
)
# The exchange 976 of an area code: pay per call, as 900 is of the whole plan (47 CFR 64.1501).
_NANP_PAY_PER_CALL = re.compile(r"\+1[2-9][0-9]{2}976[0-9]{4}")
_LONGEST_TYPED = 250
_FEWEST_KEY_DIGITS = 3
_LONGEST_E164 = 15
_LONGEST_LOCAL = 7
_LONGEST_USUAL = 40
_PUNCTUATION = str.maketrans("", "", " ()-./")
_NANP_TYPED = re.compile(r"(?:\+?1)?([2-9][0-9]{9})")
_E164_TYPED = re.compile(r"\+[1-9][0-9]{6,14}")
# Countries of the plan that have no rule of their own for a local number.
_NANP_COUNTRIES = frozenset({"US", "CA", "PR"})

TOLL_FREE_WARNING = "toll-free"
FICTION_WARNING = "fiction"
UNASSIGNED_WARNING = "unassigned"
_WARNINGS = {
    TOLL_FREE_WARNING: "A toll-free number: it belongs to a company, and it has no place.",
    FICTION_WARNING: "555-01xx numbers are kept for fiction: nobody answers there.",
    UNASSIGNED_WARNING: "No such number is in service as far as we know. Read it back.",
}


@dataclass(frozen=True)
class PhoneNumber:
    """A telephone number that someone gave.

    Attributes:
        typed: What was typed, untouched.
        e164: The form to store and compare, ``+19095682800``.
        extension: Digits of the extension, empty when there is none.
        national: As written in its own country, ``(909) 568-2800``.
        international: As written abroad, ``+1 909-568-2800``.
        country: ISO 3166 code of its country, empty for numbers that have none.
        is_toll_free: Whether calling it is free.
        is_fiction: Whether it is one of 555-0100 to 555-0199.
        kind: What it is, in words: ``mobile``, ``fixed line``, ``toll-free``; empty when the number
            does not tell, as in North America.
        warnings: Sentences for the agent; a number with a warning is accepted.
    """

    typed: str
    e164: str
    extension: str
    national: str
    international: str
    country: str
    is_toll_free: bool
    is_fiction: bool
    kind: str
    warnings: tuple[str, ...]

    @cached_property
    def region(self) -> str:
        """Where it is, in words (state, city or country); empty when the number does not tell."""
        return region_words(self.e164)

    @cached_property
    def time_zones(self) -> tuple[str, ...]:
        """IANA names of its possible time zones; none for numbers that have no place."""
        return time_zones_of(self.e164)


def parse(typed: str, country: str) -> PhoneNumber | None:
    """Read a telephone number as people write it.

    Args:
        typed: Such as ``1.909-568-2800``, ``(909) 568 2800 x12``, ``+44 20 7946 0958``,
            ``011 44 20 7946 0958``, ``tel:+1-909-568-2800;ext=5``, ``1-800-FLOWERS``.
        country: ISO 3166 code of the country that it is dialled from.

    Returns:
        The number, or None when no call could be made with it (too short, too long, no digits, or
        a local number without its area code). Unusual numbers are accepted with a warning.
    """
    number = _read(typed, country)
    if number is None:
        return None
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    bare = phonenumbers.PhoneNumber()
    bare.merge_from(number)
    bare.extension = None
    kind = phonenumbers.number_type(number)
    toll_free = kind == PhoneNumberType.TOLL_FREE or bool(_NANP_TOLL_FREE.fullmatch(e164))
    fiction = bool(_FICTION.fullmatch(e164))
    told = []
    if toll_free:
        told.append(TOLL_FREE_WARNING)
    if fiction:
        told.append(FICTION_WARNING)
    elif not phonenumbers.is_valid_number(number):
        told.append(UNASSIGNED_WARNING)
    return PhoneNumber(
        typed=typed,
        e164=e164,
        extension=number.extension or "",
        national=phonenumbers.format_number(bare, PhoneNumberFormat.NATIONAL),
        international=phonenumbers.format_number(bare, PhoneNumberFormat.INTERNATIONAL),
        country=_country_of(number, country),
        is_toll_free=toll_free,
        is_fiction=fiction,
        kind="toll-free" if toll_free else _KINDS.get(kind, ""),
        warnings=tuple(_WARNINGS[warning] for warning in told),
    )


def e164_of(typed: str, country: str) -> str | None:
    """Return what `parse` returns as ``e164``, or None where it returns None; fast for long lists."""
    bare = typed.translate(_PUNCTUATION)
    usual = _usual_national(bare, country) or _usual_international(bare)
    if usual is not None and len(typed) <= _LONGEST_USUAL:
        return usual
    number = _read(typed, country)
    return (
        phonenumbers.format_number(number, PhoneNumberFormat.E164) if number is not None else None
    )


def _usual_national(bare: str, country: str) -> str | None:
    """Read ten digits, or eleven with the 1, as most lists of the United States have them."""
    match = _NANP_TYPED.fullmatch(bare) if country in _NANP_COUNTRIES else None
    return f"+1{match[1]}" if match else None


def _usual_international(bare: str) -> str | None:
    """Read an E.164 number, spaced or not, that has no national prefix in it."""
    if not bare.startswith("+") or not _E164_TYPED.fullmatch(bare):
        return None
    for length in (1, 2, 3):
        code = int(bare[1 : 1 + length])
        if code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            lengths, prefix = _national_rule(code)
            national = bare[1 + length :]
            is_usual = len(national) in lengths and not (prefix and prefix.match(national))
            return bare if is_usual else None
    return None


@lru_cache(maxsize=512)
def _national_rule(code: int) -> tuple[frozenset[int], re.Pattern[str] | None]:
    """Return how many digits follow a country code, and what before them is not of the number."""
    region = phonenumbers.region_code_for_country_code(code)
    known = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    if known is None or known.general_desc is None:
        return frozenset(), None  # a code of no country
    prefix = known.national_prefix_for_parsing
    return frozenset(known.general_desc.possible_length), re.compile(prefix) if prefix else None


def is_barred(typed: str, country: str) -> bool:
    """Whether a machine must never call it: an emergency, short or premium-rate number.

    Also what an exchange may cut short to an emergency number, such as ``911 555 1234``.
    """
    from phonenumbers import shortnumberinfo  # tables that only this needs

    try:
        number = phonenumbers.parse(_plain(typed)[:_LONGEST_TYPED], country.upper())
    except phonenumbers.NumberParseException:
        return False
    if phonenumbers.is_valid_number(number):
        e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
        pays = phonenumbers.number_type(number) == PhoneNumberType.PREMIUM_RATE
        return pays or bool(_NANP_PAY_PER_CALL.fullmatch(e164))
    digits = str(phonenumbers.national_significant_number(number))
    return bool(
        shortnumberinfo.connects_to_emergency_number(digits, country.upper())
        or shortnumberinfo.is_valid_short_number_for_region(number, country.upper())
    )


def _read(typed: str, country: str) -> phonenumbers.PhoneNumber | None:
    if len(typed) > _LONGEST_TYPED:
        return None
    plain = _plain(typed)
    ways = [plain]
    if plain.startswith("00"):
        # 00 (or 001 to North America) is how most of the world dials abroad, and how it is written.
        ways.append("+" + plain.lstrip("0 .-/()"))
    for way in ways:
        try:
            number = phonenumbers.parse(way, country.upper())
        except phonenumbers.NumberParseException:
            continue
        possible = phonenumbers.is_possible_number_with_reason(number)
        if possible == ValidationResult.IS_POSSIBLE:
            return number
    return None


def _plain(typed: str) -> str:
    """Return ``typed`` without invisible characters and with plain dashes and spaces."""
    kept = []
    for character in unicodedata.normalize("NFKC", typed):
        category = unicodedata.category(character)
        if category in ("Cf", "Mn", "Me"):
            continue
        if category == "Pd" or character == "−":
            kept.append("-")
        elif category in ("Zs", "Cc", "Zl", "Zp"):
            kept.append(" ")
        else:
            kept.append(character)
    return "".join(kept).strip()


def _country_of(number: phonenumbers.PhoneNumber, country: str) -> str:
    found = phonenumbers.region_code_for_number(number)
    if found and found != "001":
        return str(found)
    code = number.country_code or 0
    if phonenumbers.country_code_for_region(country.upper()) == code:
        return country.upper()
    regions = phonenumbers.region_codes_for_country_code(code)
    return str(regions[0]) if regions and regions[0] != "001" else ""


def display(e164: str, country: str) -> str:
    """Return a stored number for people in ``country``: the national form there, else abroad's.

    What cannot be read as a number comes back as it is.
    """
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    at_home = phonenumbers.country_code_for_region(country.upper()) == number.country_code
    style = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def national_digits(e164: str) -> str:
    """Return the digits after the country code, ``9095682800``: what people type of a number."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164.lstrip("+")
    return str(phonenumbers.national_significant_number(number))


def search_keys(typed: str, country: str) -> tuple[str, ...]:
    """Return the keys under which stored numbers match what someone types, whole or in part.

    A key with a plus sign is the beginning of an E.164 number (compare as a prefix; a whole number
    comes first and is then equal to it). A key without one is a run of digits at the end of it
    (compare as a suffix, or reversed as a prefix): the last four or seven digits that people give.

    Args:
        typed: All or some of a number: ``909568``, ``568-2800``, ``2800``, ``+44 20 79``.
        country: ISO 3166 code of the country that it is dialled from.

    Returns:
        The keys, the likeliest first; none when fewer than three digits were typed or when there
        are letters that no number has.
    """
    plain = _plain(typed)
    number = _read(plain, country)
    keys: list[str] = []
    if number is not None:
        whole = phonenumbers.format_number(number, PhoneNumberFormat.E164)
        # Without its country code a foreign number may read like one of ours: look at its end too.
        ending = phonenumbers.national_significant_number(number)
        keys = [whole] if plain.startswith("+") else [whole, str(ending)]
        if phonenumbers.is_valid_number(number):
            return tuple(keys)
    bare = re.sub(r"^tel:", "", plain, flags=re.IGNORECASE)
    digits = "".join(str(unicodedata.digit(c)) for c in bare if c.isdecimal())
    if not _FEWEST_KEY_DIGITS <= len(digits) <= _LONGEST_E164 + 3 or re.search("[^\\W\\d]", bare):
        return tuple(keys)
    if bare.startswith("+"):
        return tuple(dict.fromkeys([*keys, f"+{digits}"]))
    keys += [f"+{beginning}" for beginning in _beginnings(digits, country.upper())]
    # In a number without its area code a zero in front is a digit; in a long one it is a trunk zero.
    ending = digits if len(digits) <= _LONGEST_LOCAL else digits.lstrip("0")
    if len(ending) >= _FEWEST_KEY_DIGITS:
        keys.append(ending)
    return tuple(dict.fromkeys(keys))


def _beginnings(digits: str, country: str) -> list[str]:
    """Return what the typed digits may be the beginning of, country code in front."""
    code = str(phonenumbers.country_code_for_region(country) or "")
    trunk = phonenumbers.ndd_prefix_for_region(country, strip_non_digits=True) or ""
    found = []
    for abroad in ("011", "00"):
        if digits.startswith(abroad) and len(digits) > len(abroad) + _FEWEST_KEY_DIGITS:
            return [digits.removeprefix(abroad)]
    if code:
        own = digits.removeprefix(trunk) if trunk and digits.startswith(trunk) else digits
        if own:
            found.append(code + own)
        if digits.startswith(code):
            found.append(digits)
    return found


@dataclass(frozen=True)
class DiallingPrefixes:
    """What is dialled before a number in one's own country.

    Attributes:
        international: Before a country code, ``011``.
        long_distance: Before an area code, ``1``; empty where nothing is.
    """

    international: str
    long_distance: str


def dialling_prefixes(country: str) -> DiallingPrefixes:
    """Return how numbers are dialled from a country, as its ISO 3166 code says it.

    Where the country has several ways abroad, one for each carrier, it is the preferred one, else
    ``00``, which is the rule of most of the world (ITU-T E.164).
    """
    known = phonenumbers.PhoneMetadata.metadata_for_region(country.upper(), None)
    abroad = ""
    if known is not None:
        abroad = known.preferred_international_prefix or known.international_prefix or ""
    trunk = phonenumbers.ndd_prefix_for_region(country.upper(), strip_non_digits=True)
    return DiallingPrefixes(
        international=abroad if abroad.isdecimal() else "00", long_distance=trunk or ""
    )


@lru_cache(maxsize=4096)
def region_words(e164: str) -> str:
    """Return the place of a number in words: ``California``, ``London, United Kingdom``.

    A place within North America goes without its country. The first call loads the tables.
    """
    from phonenumbers import geocoder

    number = phonenumbers.parse(e164, None)
    place = geocoder.description_for_number(number, "en")
    country = geocoder.country_name_for_number(number, "en")
    if number.country_code == 1 or not country or country in place:
        return str(place or country)
    return f"{place}, {country}" if place else str(country)


@lru_cache(maxsize=4096)
def time_zones_of(e164: str) -> tuple[str, ...]:
    """Return the IANA time zones that a number may be in; none when it has no place."""
    from phonenumbers import timezone

    if _NANP.fullmatch(e164):
        number = phonenumbers.PhoneNumber(country_code=1, national_number=int(e164[2:]))
    else:
        number = phonenumbers.parse(e164, None)
    kind = phonenumbers.number_type(number)
    if kind in _KINDS_WITHOUT_PLACE:
        return ()
    if number.country_code == 1 and kind == PhoneNumberType.FIXED_LINE_OR_MOBILE:
        zones = timezone.time_zones_for_geographical_number(number)
    else:
        zones = timezone.time_zones_for_number(number)
    return tuple(zone for zone in zones if zone != timezone.UNKNOWN_TIMEZONE)


def country_zones_of(e164: str) -> tuple[str, ...]:
    """Return the IANA time zones of the whole country of a number, which may have no place itself.

    None where no one country has it (+800). All of North America shares +1: see
    `models.time_zones.zones_of_united_states`.
    """
    from phonenumbers import timezone

    zones = timezone.time_zones_for_geographical_number(phonenumbers.parse(e164, None))
    return tuple(zone for zone in zones if zone != timezone.UNKNOWN_TIMEZONE)
