"""Phrases of a delivery line that are one thing in many words: boxes, routes, highways (Publication 28).

They work on capitals with one space between words and no punctuation but that of numbers. Only lines
with one of `TRIGGERS` or a word that runs into its number need them; most lines have neither.
"""

from __future__ import annotations

import re

from models.usps_words import STATES

_NUMBER = r"(?: (?:NO|NUMBER|NUM))?(?: #)?"
# Section 28: "PO BOX", whatever it was called.
BOX = re.compile(
    r"\b(?:P ?O ?B(?:OX|X)?|POST(?:AL)? ?OFFICE ?(?:BOX|DRAWER)|POST(?:AL)? BOX|P ?O ?DRAWER|LOCK ?BOX"
    rf"|CALLER SERVICE|FIRM CALLER|APARTADO){_NUMBER} ?"
    r"(?P<number>[0-9]+ [A-Z]$|[A-Z]?[0-9][0-9A-Z-]*|[A-Z]\b)"
)
BARE_BOX = re.compile(rf"BOX{_NUMBER} ?(?P<number>[0-9][0-9A-Z-]*)")
GENERAL_DELIVERY = re.compile(r"\bGEN(?:ERAL)? (?:DELIVERY|DLVRY|DEL)\b|\bPOSTE RESTANTE\b")

_HIGHWAY = r"(?:HIGHWAY|HIGHWY|HIWAY|HIWY|HWAY|HWY|HGWY)"
_ROUTE = r"(?:ROUTE|RTE|RT)"
_ROAD = r"(?:ROAD|RD)"
_ANY = rf"(?:{_HIGHWAY}|{_ROUTE}|{_ROAD})"
# "CO" is a county's before it is Colorado's, "NE" a direction before it is Nebraska's, "FM" from farm to
# market before it is Micronesia's.
_CODES = "|".join(code for code in STATES if code not in ("CO", "NE", "FM"))
_NAMES = "|".join(name.upper() for name in STATES.values() if not name.startswith("Armed"))
_STATE = rf"(?:{_CODES}|{_NAMES}|CALIF|STATE|ST)"
_DIGITS = rf"{_NUMBER} ?(?=[0-9]+[A-Z]?\b)"
# Appendix F. The road stands after the house number, or at the beginning where there is none.
_HOUSE = (
    r"^(?P<house>(?:[0-9][0-9A-Z/.-]* (?:[0-9]/[0-9] )?)?"
    r"(?:(?:N|S|E|W|NORTH|SOUTH|EAST|WEST|OLD) )?)"
)
_COUNTY = re.compile(
    rf"{_HOUSE}(?:(?:(?:{_STATE} )?(?:COUNTY|CNTY|CTY|CO)(?: TRUNK)? {_ANY}|CR|C R|CTH)"
    rf"(?:{_DIGITS}| (?=[A-Z]{{1,2}}(?: |$))(?!(?:N|S|E|W|NE|NW|SE|SW|RD|ST|LN|DR|CT|PL|AV)\b))"
    rf"|COUNTY{_DIGITS})"
)
_FARM = re.compile(
    rf"{_HOUSE}(?:FARM (?:TO )?MARKET|FM|F M|FARM)(?: (?:{_ROAD}|{_ROUTE}|{_HIGHWAY}))?{_DIGITS}"
)
_RANCH = re.compile(
    rf"{_HOUSE}(?:RANCH (?:TO )?MARKET {_ROAD}|RANCH TO MARKET|RANCH {_ROAD}|RNCH {_ROAD}|RM)"
    rf"(?: {_ROAD})?{_DIGITS}"
    rf"|^(?P<number>[0-9][0-9A-Z-]* )RR{_DIGITS}(?![0-9A-Z]+ BOX)"
)
_TOWNSHIP = re.compile(rf"{_HOUSE}(?:TOWNSHIP|TWP|TSR|TR)(?: {_ANY})?{_DIGITS}")
_INTERSTATE = re.compile(rf"{_HOUSE}(?:INTERSTATE|I H|IH|I)(?: {_HIGHWAY})?{_DIGITS}")
# A state's and the nation's highways are told apart by hardly anyone who lives on one.
_NUMBERED = re.compile(
    rf"{_HOUSE}(?:(?:US|U S|UNITED STATES)(?: {_ANY})?|(?:{_STATE} )?(?:STATE )?{_HIGHWAY}"
    rf"|(?:{_STATE} )?(?:STATE )?{_ROUTE}|{_STATE}(?: STATE)? {_ROAD}|SR|SH|STH|CARRETERA|CARR"
    rf"|(?:{_CODES}))(?: {_ROUTE}| {_HIGHWAY})?{_DIGITS}"
)
_TENS = {
    "TWENTY": "2", "THIRTY": "3", "FORTY": "4", "FIFTY": "5", "SIXTY": "6", "SEVENTY": "7",
    "EIGHTY": "8", "NINETY": "9",
}  # fmt: skip
_UNITS = {
    "FIRST": "1ST", "SECOND": "2ND", "THIRD": "3RD", "FOURTH": "4TH", "FIFTH": "5TH",
    "SIXTH": "6TH", "SEVENTH": "7TH", "EIGHTH": "8TH", "NINTH": "9TH",
}  # fmt: skip
_ORDINAL = re.compile(rf"\b({'|'.join(_TENS)}) ({'|'.join(_UNITS)})\b")
_NAME = r"(?:[A-Z]{2}|[0-9]+(?:ST|ND|RD|TH)\b)"
_PHRASES = (
    (GENERAL_DELIVERY, "GENERAL DELIVERY"),
    # Section 24 and 25: no leading zeros, and RR and HC for all their older names.
    (
        re.compile(
            rf"\b(?:RURAL (?:{_ROUTE}|DELIVERY)|R ?R|R ?F ?D)(?: {_ROUTE})?{_NUMBER} ?0*(?=[0-9])"
        ),
        "RR ",
    ),
    (re.compile(rf"^(?:{_ROUTE}|RD|R){_NUMBER} 0*(?=[0-9]+[A-Z]? (?:BOX|BX)\b)"), "RR "),
    (
        re.compile(
            rf"\b(?:HIGHWAY CONTRACT(?: {_ROUTE})?|H ?C(?: ?R)?(?: {_ROUTE})?|STAR {_ROUTE})"
            rf"{_NUMBER} ?0*(?=[0-9])"
        ),
        "HC ",
    ),
    (re.compile(rf"\b(?:BOX|BX){_NUMBER} ?0*(?=[0-9])"), "BOX "),
    (re.compile(r"(?<=\bBOX )([0-9]+) ([A-Z])$"), r"\1\2"),
    (_COUNTY, r"\g<house>CR "),
    (_FARM, r"\g<house>FM "),
    (_RANCH, r"\g<house>\g<number>RNCH RD "),
    (_TOWNSHIP, r"\g<house>TWP RD "),
    (_INTERSTATE, r"\g<house>I "),
    (_NUMBERED, r"\g<house>HWY "),
    (re.compile(r"\b(?:(?:DR|REV) )?(?:MARTIN LUTHER|MARTIN L|M ?L) KING(?: JR)?\b"), "MLK"),
    (re.compile(r"\bM ?L ?K(?: JR)?\b"), "MLK"),
    (re.compile(r"\b(?:JOHN F|J F) KENNEDY\b"), "JFK"),
    # "No." is a number before a number, and north before a name, as "So." is south.
    (re.compile(rf"(?<=[0-9A-Z] )NO(?= {_NAME})"), "N"),
    (re.compile(rf"(?<=[0-9A-Z] )SO(?= {_NAME})"), "S"),
    (re.compile(r"\bNO (?:# )?(?=[0-9])"), "# "),
    (re.compile(r"\bMAIL STOP\b"), "STOP"),
    (re.compile(r"\bGR(?:OU)?ND (?=FL(?:OO)?R?\b)"), "1ST "),
    (re.compile(r"(?<=[0-9]) (?=(?:TH|ND)\b)"), ""),
    (re.compile(r"\bMC (?=[A-Z]{3})"), "MC"),
    (
        re.compile(r"(?<=[0-9] )O (?=[A-Z]{4})(?!(?:STREET|AVENUE|PLACE|COURT|LANE|ROAD|DRIVE)\b)"),
        "O",
    ),
)

_SIGNS = """
APARTADO BOX BX CALLER DRAWER FIRM LOCK LOCKBOX P PO POB POBOX POBX POST POSTAL GEN GENERAL DELIVERY
POSTE RURAL R RR RFD HC HCR H STAR HIGHWAY HIGHWY HIWAY HIWY HWAY HWY HGWY ROUTE RTE RT COUNTY CNTY
CTY CO CR C CTH FARM FM F RANCH RNCH RM TOWNSHIP TWP TSR TR INTERSTATE I IH US U UNITED STATE SR SH
STH CARR CARRETERA KING KENNEDY M MLK NO SO MAIL GROUND GRND TH ND MC O
"""
TRIGGERS = frozenset(_SIGNS.split()) | set(_TENS)
_STATE_TRIGGERS = frozenset(_CODES.split("|"))
_RUN_TOGETHER = re.compile(
    r"\b(APARTMENT|APT|UNIT|STE|SUITE|RM|ROOM|BLDG|LOT|SPC|SPACE|TRLR|FL|FLR|PH|PMB|BOX|POBOX|POB"
    r"|HIGHWAY|HWY|ROUTE|RTE|RT|CR|SR|US|IH|FM|RR|HC|PSC|CMR)(?=[0-9])"
)
_LETTER_AND_DIGIT = re.compile(r"[A-Z][0-9]")


def standard(words: list[str], text: str, *, is_military: bool) -> list[str]:
    """Return the words of a line with every such phrase in its standard form, a PO box first."""
    if _LETTER_AND_DIGIT.search(text):
        text = _RUN_TOGETHER.sub(r"\1 ", text)
    elif TRIGGERS.isdisjoint(words) and not _has_state_road(words, text):
        return words
    box = BOX.search(text) or (None if is_military else BARE_BOX.fullmatch(text))
    street = []
    if box:
        street = ["PO", "BOX", box["number"].replace(" ", "").lstrip("0") or "0"]
        text = " ".join(f"{text[: box.start()]} {text[box.end() :]}".split())
    for phrase, form in _PHRASES:
        text = phrase.sub(form, text)
    return street + _ORDINAL.sub(_ordinal, text).split()


def _has_state_road(words: list[str], text: str) -> bool:
    """Whether it may be `1200 CA 39`, `1200 ST RD 39`."""
    return (
        (len(words) > 2 and (words[1] in _STATE_TRIGGERS or words[2] in _STATE_TRIGGERS))
        or "ST RD " in text
        or "ST ROAD " in text
    )


def _ordinal(match: re.Match[str]) -> str:
    return _TENS[match[1]] + _UNITS[match[2]]
