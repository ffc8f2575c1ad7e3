from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.phone_numbers import parse
from models.time_zones import local_time, zones_of_state
from models.usps_words import MILITARY_STATES, STATES

STORE = "America/Los_Angeles"
NOW = datetime(2025, 11, 23, 22, 15, tzinfo=UTC)  # 2:15 PM at the store


@pytest.mark.parametrize(
    ("zones", "words"),
    [
        (("America/Los_Angeles",), "2:15 PM, same time as here"),
        (("America/New_York",), "5:15 PM, 3 hours ahead of us"),
        (("America/Denver",), "3:15 PM, 1 hour ahead of us"),
        (("Pacific/Honolulu",), "12:15 PM, 2 hours behind us"),
        (("America/New_York", "America/Chicago"), "4:15 to 5:15 PM, 2 to 3 hours ahead of us"),
        (("America/Boise", STORE), "2:15 to 3:15 PM, up to 1 hour ahead of us"),
        (("Pacific/Honolulu", STORE), "12:15 to 2:15 PM, up to 2 hours behind us"),
        (
            ("Pacific/Honolulu", "America/Anchorage"),
            "12:15 to 1:15 PM, 1 to 2 hours behind us",
        ),
        (
            ("America/New_York", "Pacific/Honolulu"),
            "12:15 to 5:15 PM, 2 hours behind us to 3 hours ahead of us",
        ),
        (("Asia/Kolkata",), "3:45 AM tomorrow, 13.5 hours ahead of us"),
        (("Nowhere/Land", "America/New_York"), "5:15 PM, 3 hours ahead of us"),
    ],
)
def test_words(zones: tuple[str, ...], words: str) -> None:
    found = local_time(NOW, zones, STORE)
    assert found is not None
    assert found.words == words


def test_yesterday_and_midnight() -> None:
    found = local_time(datetime(2025, 11, 24, 5, 15, tzinfo=UTC), (STORE,), "America/New_York")
    assert found is not None
    assert found.words == "9:15 PM yesterday, 3 hours behind us"
    midnight = local_time(datetime(2025, 11, 23, 8, 0, tzinfo=UTC), (STORE,), STORE)
    assert midnight is not None
    assert midnight.clock == "12:00 AM"


def test_the_figures_behind_the_words() -> None:
    found = local_time(NOW, ("America/Chicago", "America/New_York"), STORE)
    assert found is not None
    assert found.earliest == NOW.astimezone(ZoneInfo("America/Chicago"))
    assert (found.least_ahead, found.most_ahead) == (timedelta(hours=2), timedelta(hours=3))


@pytest.mark.parametrize(
    ("zones", "store"), [((), STORE), (("Nowhere/Land", "../etc/passwd", ""), STORE),
                         (("America/New_York",), "Nowhere/Land")],
)  # fmt: skip
def test_no_zone_gives_no_time(zones: tuple[str, ...], store: str) -> None:
    assert local_time(NOW, zones, store) is None


def test_a_moment_has_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local_time(NOW.replace(tzinfo=None), (STORE,), STORE)


def test_summer_time_differs_where_it_is_not_kept() -> None:
    summer = datetime(2025, 7, 1, 19, 0, tzinfo=UTC)
    in_summer = local_time(summer, zones_of_state("AZ"), STORE)
    in_winter = local_time(NOW, zones_of_state("AZ"), STORE)
    assert in_summer is not None
    assert in_winter is not None
    assert in_summer.difference == "same time as here"
    assert in_winter.difference == "1 hour ahead of us"


def test_every_state_has_zones_that_exist_but_the_military_ones() -> None:
    for state in STATES:
        zones = zones_of_state(state)
        assert bool(zones) is (state not in MILITARY_STATES)
        for zone in zones:
            assert local_time(NOW, (zone,), STORE) is not None
    assert zones_of_state(" ca ") == (STORE,)
    assert zones_of_state("??") == ()


def test_the_zone_of_a_telephone_number_agrees_with_its_state() -> None:
    number = parse("909-568-2800", "US")
    assert number is not None
    assert number.time_zones == zones_of_state("CA")
