from __future__ import annotations

import threading
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from models.ids import random_id, uuid7, uuid7s

MOMENT = datetime(2025, 11, 23, 22, 15, 30, 123_000, tzinfo=UTC)


def _milliseconds(value: uuid.UUID) -> int:
    return value.int >> 80


def test_a_given_time_is_in_the_id() -> None:
    value = uuid7(MOMENT)
    assert value.version == 7
    assert value.variant == uuid.RFC_4122
    assert _milliseconds(value) == int(MOMENT.timestamp() * 1000)


def test_ids_of_one_given_moment_grow() -> None:
    values = [uuid7(MOMENT) for _ in range(10_000)]
    assert values == sorted(values)
    assert len(set(values)) == 10_000


def test_an_older_given_time_is_kept() -> None:
    later, earlier = uuid7(MOMENT), uuid7(MOMENT - timedelta(days=900))
    assert earlier < later
    assert _milliseconds(later) - _milliseconds(earlier) == 900 * 86_400_000


def test_ids_by_the_clock_grow_whatever_was_given_in_between() -> None:
    values = []
    for _ in range(2_000):
        values.append(uuid7())
        uuid7(MOMENT + timedelta(days=40_000))
    assert values == sorted(set(values))


def test_ids_of_many_threads_are_different() -> None:
    found: list[uuid.UUID] = []

    def make() -> None:
        mine = [uuid7() for _ in range(1_000)]
        assert mine == sorted(mine)
        found.extend(mine)

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 8_000


def test_the_zone_of_a_given_time_does_not_matter() -> None:
    there = MOMENT.astimezone(datetime.strptime("-0800", "%z").tzinfo)
    assert _milliseconds(uuid7(there)) == _milliseconds(uuid7(MOMENT))


@pytest.mark.parametrize("moment", [MOMENT.replace(tzinfo=None), datetime(1969, 1, 1, tzinfo=UTC)])
def test_times_that_no_id_holds(moment: datetime) -> None:
    with pytest.raises(ValueError, match="id"):
        uuid7(moment)


def test_a_random_id_tells_no_time() -> None:
    values = {random_id() for _ in range(100)}
    assert len(values) == 100
    assert {value.version for value in values} == {4}


def test_many_ids_at_once_are_as_good_as_one_by_one() -> None:
    before = uuid7()
    many = uuid7s(50)
    made = [before, *many, uuid7()]
    assert made == sorted(set(made))
    assert {(each.version, each.variant) for each in many} == {(7, uuid.RFC_4122)}
    assert uuid7s(0) == []
