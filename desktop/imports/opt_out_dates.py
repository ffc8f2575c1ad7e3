"""Dates as lists have them: ISO, the shop's own country's order, names of months, a sheet's numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_ISO = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?P<rest>.*)", re.DOTALL)
_PLAIN = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?P<rest>.*)", re.DOTALL)
_PARTS = re.compile(
    r"(?P<one>\d{1,2})[-/. ](?P<two>\d{1,2})[-/. ](?P<y>\d{4}|\d{2})(?!\d)(?P<rest>.*)", re.DOTALL
)
_NAMED = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(?:(?P<d>\d{1,2})(?:st|nd|rd|th)?[-. ]+(?P<m>[A-Za-z]{3,9})\.?"
    r"|(?P<m2>[A-Za-z]{3,9})\.?[-. ]+(?P<d2>\d{1,2})(?:st|nd|rd|th)?)"
    r"[-,. ]+(?P<y>\d{4}|\d{2})(?!\d)(?P<rest>.*)",
    re.DOTALL,
)
_TIME = re.compile(
    r"[\sT,]*(?:at\s+)?(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2})(?:[.,]\d{1,9})?)?\s*"
    r"(?P<half>[AaPp]\.?[Mm]\.?)?\s*"
    r"(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SHEET = re.compile(r"(?P<days>\d{5})(?:\.(?P<part>\d{1,12}))?")
_SHEET_BEGINS = date(1899, 12, 30)
_FIRST_YEAR = 1970
"""Older ones are slips of the keyboard: no shop kept such lists then."""
_CENTURY, _PIVOT = 2000, 70
_MIDDAY = time(12)
_MONTH_FIRST = frozenset(("US", "PH", "PR", "GU", "AS", "VI", "MP", "FM", "MH", "PW"))
"""Countries that write the month before the day."""
_CELLS_KEPT = 8192
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class When:
    """A day on the shop's calendar, and a moment in it: midday where no time of day was given."""

    day: date
    moment: datetime


@lru_cache(_CELLS_KEPT)
def read(cell: str, country: str, time_zone: str) -> When | None:
    """The date of a cell; None where none can be read, which an empty cell is too.

    Args:
        cell: As it stands in the list. A time with its zone is a moment anywhere, one without is the
            shop's.
        country: In whose order day and month are, where both could be either.
        time_zone: The shop's.
    """
    text = cell.strip()
    if not text or len(text) > _LONGEST:
        return None
    zone = ZoneInfo(time_zone)
    try:
        return _sheet(text, zone) or _written(text, country.upper(), zone)
    except (ValueError, OverflowError):
        return None


def _written(text: str, country: str, zone: ZoneInfo) -> When | None:
    for pattern in (_ISO, _PLAIN, _PARTS, _NAMED):
        match = pattern.fullmatch(text)
        if match is None:
            continue
        if pattern is _PARTS:
            day = _in_order(int(match["one"]), int(match["two"]), _year(match["y"]), country)
        elif pattern is _NAMED:
            month = _month(match["m"] or match["m2"])
            day = date(_year(match["y"]), month, int(match["d"] or match["d2"]))
        else:
            day = date(int(match["y"]), int(match["m"]), int(match["d"]))
        return _at(day, match["rest"], zone)
    return None


def _in_order(one: int, two: int, year: int, country: str) -> date:
    month, day = (one, two) if country in _MONTH_FIRST else (two, one)
    if month > len(_MONTHS) >= day:
        month, day = day, month
    return date(year, month, day)


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 2:
        year += _CENTURY if year < _PIVOT else _CENTURY - 100
    return year


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _at(day: date, rest: str, zone: ZoneInfo) -> When | None:
    """The day with what stands after it, which must be a time or nothing."""
    if day.year < _FIRST_YEAR:
        return None
    if not rest.strip():
        return When(day, datetime.combine(day, _MIDDAY, tzinfo=zone))
    match = _TIME.fullmatch(rest.rstrip())
    if match is None:
        return None
    hour = int(match["h"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    clock = time(hour, int(match["min"]), int(match["s"] or 0))
    own = match["zone"]
    if own is None:
        return When(day, datetime.combine(day, clock, tzinfo=zone))
    offset = "+00:00" if own in ("Z", "UTC", "GMT") else own
    moment = datetime.fromisoformat(f"{day.isoformat()}T{clock.isoformat()}{offset}")
    local = moment.astimezone(zone)
    return When(local.date(), local)


def _sheet(text: str, zone: ZoneInfo) -> When | None:
    """A spreadsheet's own number of a day, such as 45356 or 45356.75."""
    match = _SHEET.fullmatch(text)
    if match is None:
        return None
    day = _SHEET_BEGINS + timedelta(days=int(match["days"]))
    if day.year < _FIRST_YEAR:
        return None
    if match["part"] is None:
        return When(day, datetime.combine(day, _MIDDAY, tzinfo=zone))
    seconds = round(float(f"0.{match['part']}") * 86_400)
    clock = datetime.combine(day, time(0)) + timedelta(seconds=seconds)
    return When(clock.date(), clock.replace(tzinfo=zone))
