"""Business days: Monday to Friday without the federal holidays of the United States."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

_DAY = timedelta(days=1)
_MONDAY, _THURSDAY, _SATURDAY, _SUNDAY = 0, 3, 5, 6
_JUNETEENTH_SINCE = 2021  # Public Law 117-17
_KING_SINCE = 1986  # Public Law 98-144


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _last(year: int, month: int, weekday: int) -> date:
    """Return the last such weekday of a month other than December."""
    end = date(year, month + 1, 1) - _DAY
    return end - timedelta(days=(end.weekday() - weekday) % 7)


def _observed(day: date) -> date:
    if day.weekday() == _SATURDAY:
        return day - _DAY
    return day + _DAY if day.weekday() == _SUNDAY else day


@lru_cache(maxsize=64)
def federal_holidays(year: int) -> Mapping[date, str]:
    """Return the days off of a year and their names, as observed (5 USC 6103).

    A holiday on a Saturday is observed on the Friday before, one on a Sunday on the Monday after;
    New Year's Day may so be observed in the year before. Inauguration Day, a holiday around
    Washington only, is left out.
    """
    fixed = [(date(year, 1, 1), "New Year's Day")]
    if year >= _JUNETEENTH_SINCE:
        fixed.append((date(year, 6, 19), "Juneteenth National Independence Day"))
    fixed += [
        (date(year, 7, 4), "Independence Day"),
        (date(year, 11, 11), "Veterans Day"),
        (date(year, 12, 25), "Christmas Day"),
        (date(year + 1, 1, 1), "New Year's Day"),
    ]
    moving = [
        (_nth(year, 2, _MONDAY, 3), "Washington's Birthday"),
        (_last(year, 5, _MONDAY), "Memorial Day"),
        (_nth(year, 9, _MONDAY, 1), "Labor Day"),
        (_nth(year, 10, _MONDAY, 2), "Columbus Day"),
        (_nth(year, 11, _THURSDAY, 4), "Thanksgiving Day"),
    ]
    if year >= _KING_SINCE:
        moving.append((_nth(year, 1, _MONDAY, 3), "Birthday of Martin Luther King, Jr."))
    days = [(_observed(day), name) for day, name in fixed] + moving
    return MappingProxyType({day: name for day, name in sorted(days) if day.year == year})


def is_business_day(day: date) -> bool:
    """Return whether ``day`` is neither at the week-end nor a federal holiday."""
    return day.weekday() < _SATURDAY and day not in federal_holidays(day.year)


def add_business_days(start: date, days: int) -> date:
    """Return the business day that is ``days`` business days after ``start``.

    ``start`` itself is not counted, whatever day it is: what comes in on a Saturday counts from
    Monday on. Zero days gives ``start``, or the next business day where it is none.

    Raises:
        ValueError: ``days`` is negative.
    """
    if days < 0:
        raise ValueError("business days are counted forwards")
    day = start
    if days == 0:
        while not is_business_day(day):
            day += _DAY
    for _ in range(days):
        day += _DAY
        while not is_business_day(day):
            day += _DAY
    return day
