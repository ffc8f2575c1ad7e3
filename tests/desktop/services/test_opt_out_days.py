"""The day of receipt is the shop's, whatever day it is in Greenwich, and its latest day follows."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from desktop.services import opt_out_views, opt_outs
from desktop.services.opt_out_shapes import OptOutAsk, OptOutView, OptOutWho
from models.channels import Channel, Medium
from models.ids import uuid7
from tests.desktop.factories import DeskShop
from tests.desktop.fixed_clock import FixedClock


def _put_aside(shop: DeskShop, medium: Medium, moment: datetime) -> OptOutView:
    shop.clock = FixedClock(moment)
    desk = shop.desk()
    ask = OptOutAsk(
        who=OptOutWho(), channel=Channel.MAIL, received_on=desk.today(),
        media=frozenset({medium}), note="cannot be read",
    )  # fmt: skip
    with shop.database.write() as session:
        return opt_outs.put_aside(session, desk, ask, command_id=uuid7())


@pytest.mark.parametrize(
    ("moment", "received_on", "due_on"),
    [
        # A Sunday half an hour before midnight, in winter; in Greenwich it is Monday.
        (datetime(2026, 11, 23, 7, 30, tzinfo=UTC), date(2026, 11, 22), date(2026, 12, 7)),
        (datetime(2026, 11, 23, 8, 30, tzinfo=UTC), date(2026, 11, 23), date(2026, 12, 8)),
        # The last half hour of the year, and the first of the next, which is a holiday.
        (datetime(2027, 1, 1, 7, 30, tzinfo=UTC), date(2026, 12, 31), date(2027, 1, 15)),
        (datetime(2027, 1, 1, 8, 30, tzinfo=UTC), date(2027, 1, 1), date(2027, 1, 15)),
        # Clocks go forward on a Sunday: before it, after it, and its last half hour.
        (datetime(2027, 3, 14, 7, 30, tzinfo=UTC), date(2027, 3, 13), date(2027, 3, 26)),
        (datetime(2027, 3, 14, 10, 30, tzinfo=UTC), date(2027, 3, 14), date(2027, 3, 26)),
        (datetime(2027, 3, 15, 6, 30, tzinfo=UTC), date(2027, 3, 14), date(2027, 3, 26)),
        (datetime(2027, 3, 15, 7, 30, tzinfo=UTC), date(2027, 3, 15), date(2027, 3, 29)),
        # Clocks go back on a Sunday: half past one comes twice, and the day has 25 hours.
        (datetime(2026, 11, 1, 8, 30, tzinfo=UTC), date(2026, 11, 1), date(2026, 11, 16)),
        (datetime(2026, 11, 1, 9, 30, tzinfo=UTC), date(2026, 11, 1), date(2026, 11, 16)),
        (datetime(2026, 11, 2, 7, 30, tzinfo=UTC), date(2026, 11, 1), date(2026, 11, 16)),
        (datetime(2026, 11, 2, 8, 30, tzinfo=UTC), date(2026, 11, 2), date(2026, 11, 17)),
    ],
)
def test_ten_business_days_from_the_shops_day(
    shop: DeskShop, moment: datetime, received_on: date, due_on: date
) -> None:
    seen = _put_aside(shop, Medium.EMAIL, moment)
    assert (seen.received_on, seen.due_on) == (received_on, due_on)
    assert seen.is_late is False


@pytest.mark.parametrize(
    ("now", "days_left", "is_late"),
    [
        (datetime(2026, 12, 8, 7, 30, tzinfo=UTC), 0, False),  # the last half hour of the last day
        (datetime(2026, 12, 8, 8, 0, tzinfo=UTC), -1, True),
    ],
)
def test_it_is_late_with_the_shops_midnight(
    shop: DeskShop, now: datetime, days_left: int, is_late: bool
) -> None:
    put = _put_aside(shop, Medium.EMAIL, datetime(2026, 11, 20, 20, tzinfo=UTC))
    assert put.due_on == date(2026, 12, 7)
    shop.clock = FixedClock(now)
    with shop.database.read() as session:
        seen = opt_out_views.request(session, shop.desk(), put.id)
    assert (seen.days_left, seen.is_late) == (days_left, is_late)


def test_a_faxes_thirty_days_span_a_change_of_the_clocks(shop: DeskShop) -> None:
    seen = _put_aside(shop, Medium.FAX, datetime(2027, 3, 2, 7, 30, tzinfo=UTC))
    assert (seen.received_on, seen.due_on) == (date(2027, 3, 1), date(2027, 3, 31))
