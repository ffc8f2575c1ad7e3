"""The supervisor's report: counted on the shop's calendar, lists told apart, nothing late hidden."""

from __future__ import annotations

import csv
import dataclasses
import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.imports import opt_out_list
from desktop.imports.opt_out_list import ImportSpec
from desktop.services import opt_out_report, opt_outs
from desktop.services.desk import Refused
from desktop.services.opt_out_report import OptOutFigures, OptOutReport
from desktop.services.opt_out_shapes import MEDIA, OptOutAsk, OptOutView, OptOutWho
from models.channels import Channel, Medium
from models.ids import uuid7
from models.opt_out import OptOutKind
from tests.desktop.factories import DeskShop
from tests.desktop.fixed_clock import FixedClock

TODAY = date(2026, 3, 2)
WHO = OptOutWho(phones=("(909) 555-0142",), emails=("jane@example.com",))


def _ask(**fields: Any) -> OptOutAsk:
    fields.setdefault("who", WHO)
    fields.setdefault("channel", Channel.PHONE)
    fields.setdefault("received_on", TODAY)
    fields.setdefault("media", frozenset({Medium.CALL}))
    return OptOutAsk(**fields)


def _record(shop: DeskShop, **fields: Any) -> OptOutView:
    with shop.database.write() as session:
        return opt_outs.record_opt_out(session, shop.desk(), _ask(**fields), command_id=uuid7())


def _put_aside(shop: DeskShop, **fields: Any) -> OptOutView:
    ask = _ask(note="cannot be read", **fields)
    with shop.database.write() as session:
        return opt_outs.put_aside(session, shop.desk(), ask, command_id=uuid7())


def _complete(shop: DeskShop, seen: OptOutView) -> OptOutView:
    with shop.database.write() as session:
        return opt_outs.complete(session, shop.desk(), seen.id, _ask(), command_id=uuid7())


def _report(shop: DeskShop, first: date = TODAY, last: date = TODAY) -> OptOutReport:
    with shop.database.read() as session:
        return opt_out_report.report(session, shop.desk(), first, last)


def test_nothing_came(shop: DeskShop) -> None:
    made = _report(shop)
    assert made.total == OptOutFigures()
    assert set(made.by_channel.values()) == set(made.by_medium.values()) == {OptOutFigures()}
    assert (made.median, made.longest, made.late, made.lists) == (None, None, (), ())
    assert [(taken.first, taken.last, taken.taken) for taken in made.by_day] == [(TODAY, TODAY, 0)]


def test_by_channel_once_and_under_every_medium_that_was_named(shop: DeskShop) -> None:
    _record(shop, media=frozenset({Medium.CALL, Medium.EMAIL}), channel=Channel.FAX)
    _record(shop, media=frozenset({Medium.EMAIL}), channel=Channel.MAIL)
    _put_aside(shop, channel=Channel.MAIL)
    _record(shop, media=frozenset({Medium.EMAIL}), kind=OptOutKind.WITHDRAWAL)
    made = _report(shop)
    assert made.total == OptOutFigures(taken=3, effective=2, pending=1, withdrawn=1)
    assert made.by_channel == {
        Channel.PHONE: OptOutFigures(withdrawn=1),
        Channel.FAX: OptOutFigures(taken=1, effective=1),
        Channel.MAIL: OptOutFigures(taken=2, effective=1, pending=1),
        Channel.EMAIL: OptOutFigures(),
    }
    assert list(made.by_medium) == list(MEDIA)
    assert made.by_medium[Medium.EMAIL] == OptOutFigures(taken=2, effective=2, withdrawn=1)
    assert made.by_medium[Medium.CALL] == OptOutFigures(taken=2, effective=1, pending=1)
    assert made.by_medium[Medium.POST] == OptOutFigures()


def test_only_the_days_of_the_period_count_on_the_shops_calendar(shop: DeskShop) -> None:
    late = FixedClock(datetime(2026, 3, 3, 7, 30, tzinfo=UTC))  # 23:30 of the day before
    shop.clock = late
    _record(shop, received_on=TODAY)
    assert _report(shop).total.taken == 1
    assert _report(shop, date(2026, 3, 3), date(2026, 3, 9)).total.taken == 0
    assert _report(shop, date(2026, 2, 1), date(2026, 3, 1)).total.taken == 0
    late.advance(timedelta(hours=1))
    _record(shop, received_on=date(2026, 3, 3))
    assert _report(shop).total.taken == 1
    made = _report(shop, TODAY, date(2026, 3, 3))
    assert [taken.taken for taken in made.by_day] == [1, 1]


def test_late_is_what_waits_past_its_day_and_what_came_into_force_after_it(shop: DeskShop) -> None:
    waits, mended = _put_aside(shop), _put_aside(shop)
    assert waits.due_on == date(2026, 3, 16)
    shop.clock.advance(timedelta(days=14))
    assert _report(shop).late == (), "the last day itself is in time"
    shop.clock.advance(timedelta(days=1))
    assert _report(shop).late == (waits.reference, mended.reference)
    _complete(shop, mended)
    made = _report(shop)
    assert made.late == (waits.reference, mended.reference)
    assert (made.total.late, made.total.pending, made.total.effective) == (2, 1, 1)
    assert (made.median, made.longest) == (timedelta(days=15), timedelta(days=15))


def test_how_long_it_took(shop: DeskShop) -> None:
    _record(shop)
    _record(shop, received_on=date(2026, 2, 27))
    _record(shop, received_on=date(2026, 2, 20))
    made = _report(shop, date(2026, 2, 1), TODAY)
    assert (made.median, made.longest) == (timedelta(days=3), timedelta(days=10))


def test_a_closed_request_is_told_and_never_late(shop: DeskShop) -> None:
    seen = _put_aside(shop)
    with shop.database.write() as session:
        opt_outs.close_request(
            session, shop.desk(), seen.id, reason="not for us", command_id=uuid7()
        )
    shop.clock.advance(timedelta(days=60))
    made = _report(shop)
    assert made.total == OptOutFigures(taken=1, closed=1)


def test_confirmations_that_are_still_to_be_made(shop: DeskShop) -> None:
    _record(shop, confirm_by=Medium.EMAIL, confirm_to="jane@example.com")
    made = _report(shop)
    assert (made.total.to_confirm, made.total.confirmed) == (1, 0)


@pytest.mark.parametrize(("days", "steps"), [(1, 1), (62, 62), (63, 9), (365, 53)])
def test_days_and_of_long_periods_weeks_without_a_gap(
    shop: DeskShop, days: int, steps: int
) -> None:
    first = TODAY - timedelta(days=days - 1)
    _record(shop)
    _record(shop, kind=OptOutKind.WITHDRAWAL)
    made = _report(shop, first, TODAY)
    assert len(made.by_day) == steps
    assert (made.by_day[0].first, made.by_day[-1].last) == (first, TODAY)
    for one, following in zip(made.by_day, made.by_day[1:], strict=False):
        assert following.first == one.last + timedelta(days=1)
    assert [taken.taken for taken in made.by_day] == [0] * (steps - 1) + [1]
    assert made.by_day[-1].by_channel[Channel.PHONE] == 1


def test_a_change_of_the_clocks_loses_no_day(shop: DeskShop) -> None:
    made = _report(shop, date(2026, 3, 7), date(2026, 3, 9))
    assert [taken.first.day for taken in made.by_day] == [7, 8, 9]


def test_lists_are_told_apart(shop: DeskShop, tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text("value,date\n909-555-0142,3/5/2024\njane@example.com,3/6/2024\n")
    opt_out_list.run(shop.database, shop.desk(), ImportSpec(path))
    _record(shop)
    made = _report(shop)
    assert made.total == OptOutFigures(taken=1, effective=1)
    (read,) = made.lists
    assert (read.reference, read.name, read.read_on, read.lines) == ("OPT-1", "old.csv", TODAY, 3)
    assert (read.by_medium[Medium.CALL], read.by_medium[Medium.EMAIL]) == (1, 1)
    assert read.by_medium[Medium.POST] == 0
    assert made.longest == timedelta(0), "the list's own dates are none of ours"


def test_a_period_that_ends_before_it_begins(shop: DeskShop) -> None:
    with pytest.raises(Refused) as told:
        _report(shop, TODAY, TODAY - timedelta(days=1))
    assert (told.value.code, told.value.field) == ("backwards", "last")


def test_the_table_says_the_same(shop: DeskShop) -> None:
    _record(shop, received_on=TODAY - timedelta(days=1))
    _put_aside(shop, channel=Channel.MAIL)
    made = _report(shop, TODAY - timedelta(days=1), TODAY)
    rows = list(csv.DictReader(io.StringIO(opt_out_report.to_csv(made).decode("utf-8-sig"))))
    assert [row["of"] for row in rows] == [
        "all", *["channel"] * 4, *["medium"] * 5, "day", "day",
    ]  # fmt: skip
    total = rows[0]
    assert (total["name"], total["taken"]) == ("2026-03-01 to 2026-03-02", "2")
    assert (total["effective"], total["pending"], total["late"]) == ("1", "1", "0")
    assert (total["median hours"], total["longest hours"]) == ("24.00", "24.00")
    assert {row["name"]: row["taken"] for row in rows[1:5]} == {
        "phone": "1", "fax": "0", "mail": "1", "email": "0",
    }  # fmt: skip
    assert [(row["name"], row["taken"]) for row in rows[-2:]] == [
        ("2026-03-01", "1"), ("2026-03-02", "1")
    ]  # fmt: skip


def test_another_shops_requests_are_not_counted(shop: DeskShop) -> None:
    _record(shop)
    other = dataclasses.replace(shop.desk(), store_id=uuid7())
    with shop.database.read() as session:
        assert opt_out_report.report(session, other, TODAY, TODAY).total.taken == 0
