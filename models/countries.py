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
    "northern ireland": "GB",
    "holland": "NL",
    "the netherlands": "NL",
    "czechia": "CZ",
    "turkiye": "TR",
    "viet nam": "VN",
    "korea": "KR",
    "korea republic of": "KR",
    "republic of korea": "KR",
    "ivory coast": "CI",
    "uae": "AE",
    "prc": "CN",
    "peoples republic of china": "CN",
    "republic of ireland": "IE",
    "russian federation": "RU",
    "burma": "MM",
    "cabo verde": "CV",
    "macau": "MO",
    "timor leste": "TL",
    "bosnia": "BA",
    "trinidad": "TT",
    "congo kinshasa": "CD",
    "congo brazzaville": "CG",
    "vatican": "VA",
    "holy see": "VA",
    "kosovo": "XK",
}
_ISO_ALPHA_3 = (
    "ARE AE ARG AR AUS AU AUT AT BEL BE BGR BG BHS BS BMU BM BRA BR BRB BB CAN CA CHE CH CHL CL CHN CN "
    "COL CO CRI CR CYP CY CZE CZ DEU DE DNK DK DOM DO ECU EC EGY EG ESP ES EST EE FIN FI FRA FR GBR GB "
    "GEO GE GHA GH GRC GR GTM GT HKG HK HND HN HRV HR HUN HU IDN ID IND IN IRL IE ISL IS ISR IL ITA IT "
    "JAM JM JOR JO JPN JP KAZ KZ KEN KE KOR KR KWT KW LBN LB LKA LK LTU LT LUX LU LVA LV MAC MO MAR MA "
    "MEX MX MLT MT MYS MY NGA NG NIC NI NLD NL NOR NO NPL NP NZL NZ OMN OM PAK PK PAN PA PER PE PHL PH "
    "POL PL PRI PR PRT PT PRY PY QAT QA ROU RO RUS RU SAU SA SGP SG SLV SV SRB RS SVK SK SVN SI SWE SE "
    "THA TH TTO TT TUN TN TUR TR TWN TW TZA TZ UKR UA URY UY USA US VEN VE VNM VN ZAF ZA"
)
"""Codes of three letters, each with that of two."""


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

    iso = _ISO_ALPHA_3.lower().split()
    found = {three: code.upper() for three, code in zip(iso[::2], iso[1::2], strict=True)}
    found |= {names.fold(name): code for code, name in _ON_ENVELOPES.items()}
    for code, said in LOCALE_DATA.items():
        for language in _LANGUAGES:
            name = said.get(language, "")
            name = said.get(name[1:], "") if name.startswith("*") else name
            found.setdefault(names.fold(name), code)
    found.pop("", None)
    return found
