from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.business_days import add_business_days, federal_holidays, is_business_day

DATES = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def test_the_holidays_of_2025_and_2026() -> None:
    # Office of Personnel Management, "Federal Holidays".
    assert [day.isoformat() for day in federal_holidays(2025)] == [
        "2025-01-01", "2025-01-20", "2025-02-17", "2025-05-26", "2025-06-19", "2025-07-04",
        "2025-09-01", "2025-10-13", "2025-11-11", "2025-11-27", "2025-12-25",
    ]  # fmt: skip
    assert [day.isoformat() for day in federal_holidays(2026)] == [
        "2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03",
        "2026-09-07", "2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25",
    ]  # fmt: skip


def test_a_new_year_on_a_saturday_is_observed_in_the_old_year() -> None:
    assert federal_holidays(2021)[date(2021, 12, 31)] == "New Year's Day"
    assert date(2022, 1, 1) not in federal_holidays(2022)
    assert len(federal_holidays(2022)) == 10


def test_holidays_that_were_not_yet() -> None:
    assert date(2020, 6, 19) not in federal_holidays(2020)
    assert date(2021, 6, 18) in federal_holidays(2021)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2025, 11, 24), 1, date(2025, 11, 25)),
        (date(2025, 11, 22), 1, date(2025, 11, 24)),  # a Saturday counts from Monday on
        (date(2025, 11, 26), 1, date(2025, 11, 28)),  # over Thanksgiving
        (date(2025, 12, 24), 10, date(2026, 1, 9)),  # over Christmas and New Year
        (date(2025, 11, 24), 0, date(2025, 11, 24)),
        (date(2025, 11, 27), 0, date(2025, 11, 28)),
    ],
)
def test_add_business_days(start: date, days: int, expected: date) -> None:
    assert add_business_days(start, days) == expected


def test_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        add_business_days(date(2025, 11, 24), -1)


@given(DATES, st.integers(1, 40))
def test_just_so_many_business_days_lie_between(start: date, days: int) -> None:
    end = add_business_days(start, days)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert is_business_day(end) is True
    assert sum(map(is_business_day, between)) == days


@given(st.integers(1990, 2100))
def test_no_holiday_is_at_the_week_end(year: int) -> None:
    assert all(day.weekday() < 5 and day.year == year for day in federal_holidays(year))
