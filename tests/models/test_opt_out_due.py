from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.business_days import is_business_day
from models.channels import Medium
from models.opt_out import Topic
from models.opt_out_due import latest_day

BY_BUSINESS_DAYS = (Medium.CALL, Medium.TEXT, Medium.EMAIL, Medium.POST)


@pytest.mark.parametrize("medium", BY_BUSINESS_DAYS)
@pytest.mark.parametrize(
    ("received_on", "expected"),
    [
        (date(2026, 11, 20), date(2026, 12, 7)),  # Friday, over Thanksgiving
        (date(2026, 11, 21), date(2026, 12, 7)),  # a Saturday counts from Monday on
        (date(2026, 11, 22), date(2026, 12, 7)),  # a Sunday too
        (date(2026, 11, 23), date(2026, 12, 8)),
        (date(2026, 11, 26), date(2026, 12, 10)),  # on Thanksgiving itself
        (date(2026, 12, 18), date(2027, 1, 5)),  # over Christmas and New Year
        (date(2026, 12, 31), date(2027, 1, 15)),
        (date(2021, 12, 17), date(2022, 1, 4)),  # both observed on the Friday before
        (date(2028, 2, 18), date(2028, 3, 6)),  # a leap year, over Washington's Birthday
        (date(2027, 2, 19), date(2027, 3, 5)),
        (date(2025, 1, 10), date(2025, 1, 27)),  # Inauguration Day was also King's birthday
        (date(2021, 1, 15), date(2021, 2, 1)),  # Inauguration Day is a business day here
    ],
)
def test_the_tenth_business_day(medium: Medium, received_on: date, expected: date) -> None:
    assert latest_day([medium], received_on) == expected


@pytest.mark.parametrize(
    ("received_on", "expected"),
    [
        (date(2028, 2, 1), date(2028, 3, 2)),
        (date(2027, 2, 1), date(2027, 3, 3)),
        (date(2026, 12, 2), date(2027, 1, 1)),  # a holiday: not put off
        (date(2026, 12, 3), date(2027, 1, 2)),  # a Saturday: not put off
    ],
)
def test_a_fax_and_the_post_offices_form_take_calendar_days(
    received_on: date, expected: date
) -> None:
    assert latest_day([Medium.FAX], received_on) == expected
    assert latest_day([Medium.POST], received_on, form_1500=True) == expected


def test_the_form_says_nothing_about_other_media() -> None:
    received_on = date(2026, 11, 20)
    assert latest_day([Medium.POST, Medium.CALL], received_on, form_1500=True) == date(2026, 12, 7)


def test_the_earliest_of_several_media_counts_and_of_none_that_of_all() -> None:
    received_on = date(2026, 11, 20)
    assert latest_day([Medium.FAX, Medium.EMAIL], received_on) == date(2026, 12, 7)
    assert latest_day([], received_on) == latest_day(Medium, received_on) == date(2026, 12, 7)
    assert latest_day(iter([Medium.FAX]), received_on) == date(2026, 12, 20)


@pytest.mark.parametrize(
    ("topics", "state", "expected"),
    [
        ({Topic.SHARING}, "CA", date(2026, 12, 14)),
        ({Topic.SHARING}, "california", date(2026, 12, 14)),
        ({Topic.SHARING}, "NV", date(2026, 12, 20)),
        ({Topic.SHARING}, "", date(2026, 12, 20)),
        ({Topic.SHARING, Topic.OFFERS}, "CA", date(2026, 12, 14)),
        ({Topic.ALL}, "CA", date(2026, 12, 14)),
        ({Topic.OFFERS}, "CA", date(2026, 12, 20)),
        ({Topic.ALL}, "OR", date(2026, 12, 20)),
    ],
)
def test_passing_on_has_a_day_of_its_own_in_california(
    topics: set[Topic], state: str, expected: date
) -> None:
    said = frozenset(topics)
    assert latest_day([Medium.FAX], date(2026, 11, 20), topics=said, state=state) == expected


def test_other_media_of_a_californian_are_not_put_off() -> None:
    received_on = date(2026, 11, 20)
    assert latest_day([Medium.EMAIL], received_on, state="CA") == date(2026, 12, 7)


@given(
    st.sets(st.sampled_from(BY_BUSINESS_DAYS), min_size=1),
    st.dates(date(2020, 1, 1), date(2060, 12, 31)),
)
def test_ten_business_days_lie_between(media: set[Medium], received_on: date) -> None:
    end = latest_day(media, received_on)
    days = [received_on + timedelta(days=n) for n in range(1, (end - received_on).days + 1)]
    assert sum(map(is_business_day, days)) == 10
    assert is_business_day(end) is True
    later = latest_day(media, received_on + timedelta(days=1))
    assert end <= later, "who asks earlier never waits longer"
