"""Business days: Monday to Friday without the federal holidays of the United States."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

_DAY = timedelta(days=1)
_SATURDAY = 5
_OBSERVED = " (observed)"


@lru_cache(maxsize=64)
def federal_holidays(year: int) -> Mapping[date, str]:
    """Return the days off of a year and their names, as observed (5 USC 6103).

    A holiday on a Saturday is observed on the Friday before, one on a Sunday on the Monday after;
    New Year's Day may so be observed in the year before. Inauguration Day, a holiday around
    Washington only, is left out. The table reaches to the year 2100.
    """
    from holidays import PUBLIC, country_holidays  # here, so that the program starts without them

    listed = country_holidays(
        "US", years=year, categories=(PUBLIC,), expand=False, language="en_US"
    )
    return MappingProxyType(
        {
            day: name.removesuffix(_OBSERVED)
            for day, name in sorted(listed.items())
            if day.weekday() < _SATURDAY
        }
    )


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
