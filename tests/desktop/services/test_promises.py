"""What may be promised, and what a telephone number tells."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from desktop.services import callers, promises
from desktop.services.promises import PromiseChoice
from desktop.services.shipping import ShippingChoice

MONDAY = date(2026, 3, 2)


def _method(not_reached: str = "") -> ShippingChoice:
    return ShippingChoice(uuid.uuid4(), "Ground", "Parcel", 790, 3, 7, not_reached)


def test_what_lies_on_the_shelf_leaves_in_two_business_days() -> None:
    assert promises.choices(MONDAY, method=_method(), short=False) == (
        PromiseChoice("leaves_by", date(2026, 3, 4), "stock"),
        PromiseChoice("arrives_by", date(2026, 3, 13), "stock"),
        PromiseChoice("none", date(2026, 4, 1), "rule"),
    )


def test_what_must_be_ordered_first_leaves_in_ten() -> None:
    assert promises.choices(MONDAY, method=_method(), short=True) == (
        PromiseChoice("leaves_by", date(2026, 3, 16), "restock"),
        PromiseChoice("arrives_by", date(2026, 3, 25), "restock"),
        PromiseChoice("none", date(2026, 4, 1), "rule"),
    )


@pytest.mark.parametrize("method", [None, _method("po_box")])
def test_no_arrival_is_promised_without_a_method_that_reaches(
    method: ShippingChoice | None,
) -> None:
    codes = [choice.code for choice in promises.choices(MONDAY, method=method, short=False)]
    assert codes == ["leaves_by", "none"]


def test_weekends_and_holidays_are_not_business_days() -> None:
    friday = date(2026, 7, 2)  # Thursday; the 3rd is Independence Day as observed
    [leaves, *_rest] = promises.choices(friday, method=None, short=False)
    assert leaves.date == date(2026, 7, 7)


def test_without_a_promise_the_rules_thirty_days_run_on_the_calendar() -> None:
    for day in (MONDAY, date(2026, 12, 15)):
        assert promises.choices(day, method=None, short=False)[-1].date == day + timedelta(days=30)


def test_a_number_tells_its_place_and_its_clock() -> None:
    facts = callers.number_facts("1.909-568-2800 x12", "US", practice=False)
    assert facts is not None
    assert (facts.e164, facts.shown, facts.extension) == ("+19095682800", "(909) 568-2800", "12")
    assert (facts.region, facts.time_zone, facts.kind) == ("California", "America/Los_Angeles", "")
    abroad = callers.number_facts("+44 20 7946 0958", "US", practice=False)
    assert abroad is not None
    assert (abroad.shown, abroad.time_zone) == ("+44 20 7946 0958", "Europe/London")
    free = callers.number_facts("1-800-629-3325", "US", practice=False)
    assert free is not None
    assert (free.time_zone, free.kind) == ("", "toll-free")
    assert free.warning.startswith("A toll-free number")
    assert callers.number_facts("nobody", "US", practice=False) is None


@pytest.mark.parametrize(("practice", "warned"), [(True, False), (False, True)])
def test_a_number_of_fiction_is_warned_of_where_it_is_none(practice: bool, warned: bool) -> None:
    facts = callers.number_facts("(909) 555-0142", "US", practice=practice)
    assert facts is not None
    assert bool(facts.warning) is warned


@pytest.mark.parametrize(
    ("there", "hours"),
    [("America/New_York", 3.0), ("America/Los_Angeles", 0.0), ("Asia/Kathmandu", 13.75),
     ("Pacific/Honolulu", -2.0)],
)  # fmt: skip
def test_how_far_the_callers_clock_is_ahead(there: str, hours: float) -> None:
    winter = datetime(2026, 1, 15, 12, tzinfo=UTC)
    assert callers.hours_apart(winter, there, "America/Los_Angeles") == hours


@pytest.mark.parametrize(
    ("said_for", "basis", "short", "is_kept"),
    [
        (date(2026, 3, 6), "stock", False, True),
        (date(2026, 3, 3), "stock", False, False),  # before the first day on which it can leave
        (date(2026, 3, 30), "stock", True, False),  # it rested on the shelf, which is short now
        (date(2026, 3, 30), "restock", True, True),
        (date(2026, 3, 5), "restock", True, False),
        (date(2026, 3, 1), "rule", True, True),
        (None, "", True, True),
    ],
)
def test_a_promise_is_renewed_only_where_it_cannot_be_kept(
    said_for: date | None, basis: str, short: bool, is_kept: bool
) -> None:
    offered = promises.choices(date(2026, 3, 2), method=None, short=short)
    found = promises.renewed(offered, said_for=said_for, basis=basis, short=short)
    assert found == (None if is_kept else offered[0])
