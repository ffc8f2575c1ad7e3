"""Countries as lists name them: by their code, or in words."""

from __future__ import annotations

from functools import lru_cache

import phonenumbers

from models import names

_LANGUAGES = ("en", "es", "fr", "de")
# International mail wants a country's name in full and as it is now (USPS International Mail Manual
# 122.1); Google's data have some of them short or as they were.
_ON_ENVELOPES = {
    "BG": "BULGARIA",
    "BQ": "BONAIRE, SINT EUSTATIUS AND SABA",
    "CD": "DEMOCRATIC REPUBLIC OF THE CONGO",
    "CG": "REPUBLIC OF THE CONGO",
    "CZ": "CZECH REPUBLIC",
    "DO": "DOMINICAN REPUBLIC",
    "FM": "MICRONESIA",
    "GD": "GRENADA",
    "HU": "HUNGARY",
    "LA": "LAOS",
    "MD": "MOLDOVA",
    "MK": "NORTH MACEDONIA",
    "NR": "NAURU",
    "PA": "PANAMA",
    "RS": "SERBIA",
    "RU": "RUSSIA",
    "SG": "SINGAPORE",
    "SZ": "ESWATINI",
    "TZ": "TANZANIA",
    "VC": "SAINT VINCENT AND THE GRENADINES",
    "VN": "VIETNAM",
}
_ALSO = {
    "usa": "US",
    "u s a": "US",
    "u s": "US",
    "united states of america": "US",
    "estados unidos de america": "US",
    "uk": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "can": "CA",
    "mex": "MX",
    "gbr": "GB",
}


@lru_cache(maxsize=1024)
def country_code(typed: str) -> str | None:
    """Return the ISO 3166 code of two letters of a country as typed: ``us``, ``Canada``, ``U.S.A.``."""
    code = typed.strip().upper()
    if code in phonenumbers.SUPPORTED_REGIONS and code != "UK":
        return code
    folded = names.fold(typed)
    return _ALSO.get(folded) or _by_name().get(folded)


def on_envelopes(code: str, spelled: str) -> str:
    """The name of a country in English and in capitals, as the last line of an address.

    *spelled* is what Google's address data call it; it stands where their word will do.
    """
    return _ON_ENVELOPES.get(code, spelled).upper()


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    """Names to codes; the tables are large and are read when first asked for."""
    from phonenumbers.geodata.locale import LOCALE_DATA

    found: dict[str, str] = {}
    for code, said in LOCALE_DATA.items():
        for language in _LANGUAGES:
            name = said.get(language, "")
            name = said.get(name[1:], "") if name.startswith("*") else name
            found.setdefault(names.fold(name), code)
    found.pop("", None)
    return found
