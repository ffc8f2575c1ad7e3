from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.imports.opt_out_dates import read

PACIFIC = "America/Los_Angeles"


@pytest.mark.parametrize(
    "cell",
    [
        "2024-03-05", "2024/3/5", "20240305", "3/5/2024", "03-05-24", "3.5.2024", "Mar 5, 2024",
        "March 5th, 2024", "5 March 2024", "5-Mar-24", "Tue, 5 Mar 2024", "45356", " 2024-03-05 ",
    ],
)  # fmt: skip
def test_a_day_in_every_spelling_is_midday_of_it(cell: str) -> None:
    when = read(cell, "US", PACIFIC)
    assert when is not None
    assert when.day == date(2024, 3, 5)
    assert when.moment.astimezone(UTC) == datetime(2024, 3, 5, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cell", "hour", "minute"),
    [
        ("2024-03-05 14:05", 14, 5),
        ("2024-03-05T14:05:59.123", 14, 5),
        ("3/5/2024 2:05 PM", 14, 5),
        ("3/5/24, 12:05 a.m.", 0, 5),
        ("Mar 5, 2024 at 14:05", 14, 5),
        ("45356.75", 18, 0),
        ("2024-03-05T22:05:00Z", 14, 5),
        ("2024-03-05 17:05 -0500", 14, 5),
    ],
)
def test_a_time_is_the_shops_unless_it_has_its_own_zone(cell: str, hour: int, minute: int) -> None:
    when = read(cell, "US", PACIFIC)
    assert when is not None
    assert (when.day, when.moment.hour, when.moment.minute) == (date(2024, 3, 5), hour, minute)


def test_the_day_is_the_shops_not_utcs() -> None:
    late = read("2024-03-06T07:30:00Z", "US", PACIFIC)
    assert late is not None
    assert late.day == date(2024, 3, 5)
    assert late.moment == datetime(2024, 3, 6, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-03-08 02:30", datetime(2026, 3, 8, 10, 30, tzinfo=UTC)),  # the hour that is not
        ("2026-03-08", datetime(2026, 3, 8, 19, tzinfo=UTC)),
        ("2026-11-01 01:30", datetime(2026, 11, 1, 8, 30, tzinfo=UTC)),  # the first of the two
        ("2026-11-01", datetime(2026, 11, 1, 20, tzinfo=UTC)),
    ],
)
def test_the_days_on_which_the_clocks_change(cell: str, expected: datetime) -> None:
    when = read(cell, "US", PACIFIC)
    assert when is not None
    assert when.day == date.fromisoformat(cell[:10])
    assert when.moment.astimezone(UTC) == expected


def test_day_and_month_stand_in_the_countrys_order() -> None:
    def day(cell: str, country: str) -> date | None:
        when = read(cell, country, "Europe/London")
        return when.day if when else None

    assert day("3/5/2024", "US") == date(2024, 3, 5)
    assert day("3/5/2024", "GB") == date(2024, 5, 3)
    assert day("13/5/2024", "US") == day("5/13/2024", "GB") == date(2024, 5, 13)


@pytest.mark.parametrize(
    "cell",
    ["", "soon", "2024-02-30", "31/31/2024", "0202-03-04", "May 2024", "12", "1/2/3/4",
     "2024-03-05 25:00", "2024-03-05 or so", "9" * 100],
)  # fmt: skip
def test_what_is_no_date(cell: str) -> None:
    when = read(cell, "US", PACIFIC)
    assert when is None


@given(st.dates(date(1970, 1, 1), date(2068, 12, 31)), st.times())
def test_what_is_written_is_read(day: date, clock: time) -> None:
    for cell in (
        f"{day.isoformat()} {clock:%H:%M:%S}",
        f"{day.month}/{day.day}/{day.year} {clock:%I:%M:%S %p}",
        f"{day:%d %b %Y} {clock:%H:%M:%S}",
    ):
        when = read(cell, "US", PACIFIC)
        assert when is not None
        assert when.day == day
        assert when.moment.time() == clock.replace(microsecond=0)
