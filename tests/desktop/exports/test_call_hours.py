"""When a number may be called: 8:00 to 21:00 where it is, in UTC, over every boundary."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.exports import call_hours
from desktop.exports.call_hours import CallHours, next_window
from models import phone_numbers, time_zones
from models.channels import Medium
from tests.desktop.exports.gate import NUMBER, Gate

LOS_ANGELES, NEW_YORK, CHICAGO = "America/Los_Angeles", "America/New_York", "America/Chicago"


def _at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)  # type: ignore[arg-type,misc]


def _hours(zones: tuple[str, ...], now: datetime) -> tuple[datetime, datetime] | None:
    window = next_window(zones, now)
    return (window.opens, window.closes) if window else None


@pytest.mark.parametrize(
    ("now", "opens", "closes"),
    [
        # Winter, UTC-8: open from 16:00 to 05:00.
        (_at(2026, 1, 15, 15, 59, 59), _at(2026, 1, 15, 16), _at(2026, 1, 16, 5)),
        (_at(2026, 1, 15, 16), _at(2026, 1, 15, 16), _at(2026, 1, 16, 5)),
        (_at(2026, 1, 16, 4, 59, 59), _at(2026, 1, 15, 16), _at(2026, 1, 16, 5)),
        (_at(2026, 1, 16, 5), _at(2026, 1, 16, 16), _at(2026, 1, 17, 5)),
        # Summer, UTC-7.
        (_at(2026, 7, 15, 12), _at(2026, 7, 15, 15), _at(2026, 7, 16, 4)),
        # The night into daylight saving time: 8 March 2026 at 2:00 (10:00 UTC).
        (_at(2026, 3, 8, 5), _at(2026, 3, 8, 15), _at(2026, 3, 9, 4)),
        (_at(2026, 3, 8, 4, 59), _at(2026, 3, 7, 16), _at(2026, 3, 8, 5)),
        # And out of it: 1 November 2026.
        (_at(2026, 11, 1, 3, 59), _at(2026, 10, 31, 15), _at(2026, 11, 1, 4)),
        (_at(2026, 11, 1, 4), _at(2026, 11, 1, 16), _at(2026, 11, 2, 5)),
    ],
)
def test_one_zone_over_its_boundaries(now: datetime, opens: datetime, closes: datetime) -> None:
    assert _hours((LOS_ANGELES,), now) == (opens, closes)


def test_several_zones_have_the_hours_that_all_of_them_have() -> None:
    now = _at(2026, 1, 15, 12)
    assert _hours((NEW_YORK, CHICAGO), now) == (_at(2026, 1, 15, 14), _at(2026, 1, 16, 2))
    # In the weeks when Europe has changed its clocks and America not yet, each has its own rule.
    assert _hours((NEW_YORK, "Europe/London"), _at(2026, 10, 26, 0)) == (
        _at(2026, 10, 26, 12), _at(2026, 10, 26, 21),
    )  # fmt: skip


def test_zones_half_a_world_apart_share_the_evening_of_one_and_the_morning_of_the_other() -> None:
    now = _at(2026, 1, 15, 12)
    assert _hours(("Pacific/Guam", "Pacific/Honolulu"), now) == (
        _at(2026, 1, 15, 22), _at(2026, 1, 16, 7),
    )  # fmt: skip
    assert _hours(("Europe/London", "Pacific/Auckland"), now) == (
        _at(2026, 1, 15, 19), _at(2026, 1, 15, 21),
    )  # fmt: skip
    assert _hours(("Africa/Cairo", "Pacific/Honolulu"), now) == (
        _at(2026, 1, 15, 18), _at(2026, 1, 15, 19),
    )  # fmt: skip


def test_where_no_hour_is_right_there_is_none() -> None:
    # 12 and 13 hours apart: the day of one is the night of the other but for an hour.
    assert _hours(("Asia/Tokyo", "Atlantic/Azores", "America/Denver"), _at(2026, 1, 15)) is None
    assert _hours((), _at(2026, 1, 15)) is None
    assert _hours(("Nowhere/At_All",), _at(2026, 1, 15)) is None


@pytest.mark.parametrize(
    ("number", "opens", "closes"),
    [
        ("+19095682800", _at(2026, 1, 15, 16), _at(2026, 1, 16, 5)),
        ("+18085550100", _at(2026, 1, 15, 18), _at(2026, 1, 16, 7)),
        ("+442079460958", _at(2026, 1, 15, 8), _at(2026, 1, 15, 21)),
        # Toll-free and unassigned: anywhere in the United States, Guam and Puerto Rico among it.
        ("+18005550133", _at(2026, 1, 15, 22), _at(2026, 1, 16, 1)),
        ("+12115550133", _at(2026, 1, 15, 22), _at(2026, 1, 16, 1)),
        # Toll-free abroad: anywhere in that country.
        ("+448001111111", _at(2026, 1, 15, 8), _at(2026, 1, 15, 21)),
    ],
)
def test_a_number_has_the_hours_of_where_it_is(
    number: str, opens: datetime, closes: datetime
) -> None:
    window = CallHours(_at(2026, 1, 15, 12)).window([number])
    assert window is not None
    assert (window.opens, window.closes) == (opens, closes)


def test_two_numbers_of_a_row_are_one_call() -> None:
    window = CallHours(_at(2026, 1, 15, 12)).window(["+19095682800", "+12125550100"])
    assert window is not None
    assert (window.opens, window.closes) == (_at(2026, 1, 15, 16), _at(2026, 1, 16, 2))


def test_a_number_of_the_whole_world_has_no_hour() -> None:
    assert CallHours(_at(2026, 1, 15, 12)).window(["+80012345678"]) is None


@given(st.integers(200, 999), st.integers(200, 999), st.integers(0, 9999), st.integers(0, 9999))
def test_all_numbers_of_an_exchange_have_the_same_zones(
    area: int, exchange: int, one: int, other: int
) -> None:
    numbers = [f"+1{area}{exchange}{line:04d}" for line in (one, other)]
    zones = [call_hours.zones_of(number) for number in numbers]
    assert zones[0] == zones[1]
    assert zones[0] == (
        phone_numbers.time_zones_of(numbers[0]) or time_zones.zones_of_united_states()
    )


@given(
    st.lists(st.sampled_from(time_zones.zones_of_united_states()), min_size=1, max_size=4),
    st.integers(0, 2 * 365 * 24 * 60),
)
def test_every_moment_of_a_window_is_calling_time_in_every_zone(
    zones: list[str], minute: int
) -> None:
    now = _at(2026, 1, 1) + timedelta(minutes=minute)
    window = next_window(tuple(zones), now)
    assert window is not None
    assert now < window.closes
    assert window.opens < window.closes
    local = [
        (moment.astimezone(ZoneInfo(zone)), moment == window.closes)
        for zone in zones
        for moment in (window.opens, window.closes)
    ]
    for moment, is_end in local:
        hour = moment.hour + moment.minute / 60
        assert 8 <= hour <= 21 if is_end else 8 <= hour < 21


def test_a_call_list_gains_two_columns_and_loses_no_row_for_the_hour(gate: Gate) -> None:
    gate.stop(Medium.CALL, phones=(NUMBER,))
    result = gate.scrub(
        b'Name,Phone\r\n"Roe, Ana",(909) 568-2800\r\nBen,800-555-0133,note\r\n'
        b"Cy,+800 1234 5678\r\nDee,909-555-0142\r\nEve,(212) 555-0100",
        Medium.CALL,
    )
    assert gate.allowed.decode() == (
        "Name,Phone,,call_from_utc,call_to_utc\r\n"
        '"Roe, Ana",(909) 568-2800,,2026-03-02T16:00:00Z,2026-03-03T05:00:00Z\r\n'
        "Ben,800-555-0133,note,2026-03-02T22:00:00Z,2026-03-03T01:00:00Z\r\n"
        "Cy,+800 1234 5678,,,\r\n"
        "Eve,(212) 555-0100,,2026-03-02T13:00:00Z,2026-03-03T02:00:00Z"
    )
    assert str(result.hours_from) == "2026-03-02"
    assert (result.allowed, result.rejected) == (4, 1)


def test_a_text_list_without_headings_has_the_hours_too(gate: Gate) -> None:
    gate.scrub("(909) 568-2800;Ana\n".encode("utf-16"), Medium.TEXT)
    assert gate.allowed.decode("utf-16") == (
        "(909) 568-2800;Ana;2026-03-02T16:00:00Z;2026-03-03T05:00:00Z\n"
    )
