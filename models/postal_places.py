"""What a postal code abroad says of the place: its region, and its town where there is but one.

Regions are those of Google's address data. Towns are set down here, and only where every code that
begins so belongs to one town; for the rest of Britain the post's areas are named, as a hint.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from models import address_forms
from models.address_forms import Region


@dataclass(frozen=True, slots=True)
class PostalPlace:
    """What is known of a postal code.

    Attributes:
        regions: In which it may lie; one of them: in that. Empty: nobody knows, or there are none.
        city: The town; "" where the code does not tell.
        area: What its first letters stand for, where the town is not told: `GU`, `Guildford`.
    """

    regions: tuple[Region, ...] = ()
    city: str = ""
    area: tuple[str, str] = ("", "")

    @property
    def region(self) -> Region | None:
        """The one region in which it lies."""
        return self.regions[0] if len(self.regions) == 1 else None


def place(country: str, typed: str) -> PostalPlace | None:
    """What a whole postal code says of its place; None where it is none, or says nothing."""
    rules = address_forms.form(country)
    code = address_forms.postal_code(country, typed)
    if rules.postal is None or not rules.postal.fullmatch(code):
        return None
    found = PostalPlace(
        regions=_regions(rules, code),
        city=_city(rules.country, code),
        area=_british_area(code) if rules.country == "GB" else ("", ""),
    )
    return None if found == PostalPlace() else found


def is_telling(country: str) -> bool:
    """Whether the country's postal codes fill something: they are asked for first."""
    return country.upper() == "GB" or address_forms.form(country).tells_region


def _regions(rules: address_forms.AddressForm, code: str) -> tuple[Region, ...]:
    found = rules.regions_of(code)
    if not found and rules.country == "CA" and code.startswith("X"):
        return tuple(one for one in rules.regions if one.code in ("NT", "NU"))
    return found


def _city(country: str, code: str) -> str:
    if country == "GB":
        return "London" if _area_of(code) in _LONDON else ""
    if country == "CA":
        return next((town for begins, town in _CANADIAN if begins.match(code)), "")
    return ""


def _british_area(code: str) -> tuple[str, str]:
    letters = _area_of(code)
    name = _BRITISH_AREAS.get(letters, "")
    return (letters, name) if name else ("", "")


def _area_of(code: str) -> str:
    match = re.match(r"[A-Z]+(?=[0-9])", code)
    return match[0] if match else ""


_LONDON: Final = frozenset({"E", "EC", "N", "NW", "SE", "SW", "W", "WC"})
# The towns on the island of Montréal that are none of its boroughs have codes of their own.
_CANADIAN: Final = (
    (re.compile("M"), "Toronto"),
    (re.compile("H7"), "Laval"),
    (re.compile("H(?!1B|3[PRXYZ]|4[VWX]|9|0)"), "Montréal"),
    (re.compile("T2"), "Calgary"),
    (re.compile("T5"), "Edmonton"),
)
_BRITISH_AREAS: Final = {
    "AB": "Aberdeen", "AL": "St Albans", "B": "Birmingham", "BA": "Bath", "BB": "Blackburn",
    "BD": "Bradford", "BH": "Bournemouth", "BL": "Bolton", "BN": "Brighton", "BR": "Bromley",
    "BS": "Bristol", "BT": "Belfast", "CA": "Carlisle", "CB": "Cambridge", "CF": "Cardiff",
    "CH": "Chester", "CM": "Chelmsford", "CO": "Colchester", "CR": "Croydon", "CT": "Canterbury",
    "CV": "Coventry", "CW": "Crewe", "DA": "Dartford", "DD": "Dundee", "DE": "Derby",
    "DG": "Dumfries", "DH": "Durham", "DL": "Darlington", "DN": "Doncaster", "DT": "Dorchester",
    "DY": "Dudley", "EH": "Edinburgh", "EN": "Enfield", "EX": "Exeter", "FK": "Falkirk",
    "FY": "Blackpool", "G": "Glasgow", "GL": "Gloucester", "GU": "Guildford", "HA": "Harrow",
    "HD": "Huddersfield", "HG": "Harrogate", "HP": "Hemel Hempstead", "HR": "Hereford",
    "HS": "Outer Hebrides", "HU": "Hull", "HX": "Halifax", "IG": "Ilford", "IP": "Ipswich",
    "IV": "Inverness", "KA": "Kilmarnock", "KT": "Kingston upon Thames", "KW": "Kirkwall",
    "KY": "Kirkcaldy", "L": "Liverpool", "LA": "Lancaster", "LD": "Llandrindod Wells",
    "LE": "Leicester", "LL": "Llandudno", "LN": "Lincoln", "LS": "Leeds", "LU": "Luton",
    "M": "Manchester", "ME": "Rochester", "MK": "Milton Keynes", "ML": "Motherwell",
    "NE": "Newcastle upon Tyne", "NG": "Nottingham", "NN": "Northampton", "NP": "Newport",
    "NR": "Norwich", "OL": "Oldham", "OX": "Oxford", "PA": "Paisley", "PE": "Peterborough",
    "PH": "Perth", "PL": "Plymouth", "PO": "Portsmouth", "PR": "Preston", "RG": "Reading",
    "RH": "Redhill", "RM": "Romford", "S": "Sheffield", "SA": "Swansea", "SG": "Stevenage",
    "SK": "Stockport", "SL": "Slough", "SM": "Sutton", "SN": "Swindon", "SO": "Southampton",
    "SP": "Salisbury", "SR": "Sunderland", "SS": "Southend-on-Sea", "ST": "Stoke-on-Trent",
    "SY": "Shrewsbury", "TA": "Taunton", "TD": "Galashiels", "TF": "Telford", "TN": "Tonbridge",
    "TQ": "Torquay", "TR": "Truro", "TS": "Middlesbrough", "TW": "Twickenham", "UB": "Southall",
    "WA": "Warrington", "WD": "Watford", "WF": "Wakefield", "WN": "Wigan", "WR": "Worcester",
    "WS": "Walsall", "WV": "Wolverhampton", "YO": "York", "ZE": "Lerwick",
}  # fmt: skip
"""The areas of the Royal Mail and the town after which each is called (London's apart)."""
