"""Calls: begun, parked, taken back elsewhere, ended; and the reports that lead to nobody."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select

from desktop.services import calling, calls, checkout_reports, orders, payments
from desktop.services.calls import CallView, DaySummary
from desktop.services.desk import Refused, Stale
from desktop.services.orders import Draft
from models.call import Call, CallOutcome, CallState
from models.checkout_report import CheckoutFailure, CheckoutPlace, FailedCheckoutReport
from models.command import Command
from models.ids import uuid7
from models.order import Order, OrderState
from models.product import StockReservation
from tests.desktop.factories import RENO, DeskShop, card

NUMBER = "(909) 568-2800"


def _begin(shop: DeskShop, caller_id: str = "", *, desk: int = 1) -> CallView:
    with shop.database.write() as session:
        return calls.begin(session, shop.desk(desk), command_id=uuid7(), caller_id=caller_id)


def _park(shop: DeskShop, call: CallView, *, desk: int = 1) -> CallView:
    with shop.database.write() as session:
        return calls.park(session, shop.desk(desk), call.id, command_id=uuid7())


def _resume(shop: DeskShop, call: CallView, *, desk: int = 1) -> CallView:
    with shop.database.write() as session:
        return calls.resume(session, shop.desk(desk), call.id, command_id=uuid7())


def _end(
    shop: DeskShop, call: CallView, outcome: CallOutcome = CallOutcome.NO_ORDER, *, desk: int = 1
) -> CallView:
    with shop.database.write() as session:
        return calls.end(session, shop.desk(desk), call.id, outcome=outcome, command_id=uuid7())


def _look(shop: DeskShop, call: CallView) -> CallView:
    with shop.database.read() as session:
        return calls.view(session, call.id)


def _today(shop: DeskShop, *, desk: int = 1) -> DaySummary:
    with shop.database.read() as session:
        return calls.today(session, shop.desk(desk))


def _keep(shop: DeskShop, call: CallView, customer: uuid.UUID | None, **form: str) -> None:
    with shop.database.write() as session:
        calls.save_form(session, call.id, customer_id=customer, form=form)


# The life of a call ------------------------------------------------------------------------------


def test_a_call_begins_with_the_number_that_the_telephone_showed(shop: DeskShop) -> None:
    call = _begin(shop, NUMBER)
    assert (call.state, call.number, call.number_typed) == (
        CallState.ACTIVE,
        "+19095682800",
        NUMBER,
    )
    assert (call.has_caller_id, call.started_at, call.form) == (True, shop.clock.now(), {})
    assert (call.order_id, call.customer_id, call.line_count) == (None, None, 0)
    assert _look(shop, call) == call


@pytest.mark.parametrize("shown", ["", "anonymous", "Private", "1234", "x" * 200])
def test_a_call_without_a_readable_number_begins_all_the_same(shop: DeskShop, shown: str) -> None:
    call = _begin(shop, shown)
    assert (call.number, call.has_caller_id, call.number_typed) == (None, False, shown[:60])


def test_a_call_is_begun_once_for_one_command(shop: DeskShop) -> None:
    command_id = uuid7()
    for _ in range(2):
        with shop.database.write() as session:
            call = calls.begin(session, shop.desk(), command_id=command_id, caller_id=NUMBER)
    assert shop.count(Call, Command) == (1, 1)
    assert _look(shop, call) == call


def test_a_call_is_parked_resumed_and_ended(shop: DeskShop) -> None:
    call = _begin(shop)
    shop.clock.advance(timedelta(minutes=1))
    parked = _park(shop, call)
    assert (parked.state, parked.parked_at) == (CallState.PARKED, shop.clock.now())
    resumed = _resume(shop, parked)
    assert (resumed.state, resumed.parked_at) == (CallState.ACTIVE, None)
    shop.clock.advance(timedelta(minutes=1))
    ended = _end(shop, resumed, CallOutcome.CALL_BACK)
    assert (ended.state, ended.outcome) == (CallState.ENDED, CallOutcome.CALL_BACK)
    assert (ended.started_at, ended.ended_at) == (call.started_at, shop.clock.now())


def test_a_parked_call_may_be_ended_too(shop: DeskShop) -> None:
    assert _end(shop, _park(shop, _begin(shop))).state is CallState.ENDED


def test_what_a_call_cannot_do_is_refused_and_changes_nothing(shop: DeskShop) -> None:
    active, parked, ended = _begin(shop), _park(shop, _begin(shop)), _end(shop, _begin(shop))
    before = shop.every_row()
    for work, call, code in (
        (_resume, active, "call_not_parked"),
        (_park, parked, "call_not_active"),
        (_park, ended, "call_not_active"),
        (_resume, ended, "call_not_parked"),
        (_end, ended, "call_ended"),
    ):
        with pytest.raises(Refused, match=f"^{code}$"):
            work(shop, call)
    assert shop.every_row() == before


def test_a_call_is_taken_back_by_one_desk_only(shop: DeskShop) -> None:
    parked = _park(shop, _begin(shop))
    _resume(shop, parked, desk=2)
    with pytest.raises(Refused, match="call_not_parked"):
        _resume(shop, parked)


# What is in it -----------------------------------------------------------------------------------


def test_a_parked_call_comes_back_at_another_desk_with_all_that_is_in_it(shop: DeskShop) -> None:
    customer = shop.customer(phone=NUMBER)
    call = _begin(shop, NUMBER)
    _keep(shop, call, customer.id, note="half a sen")
    draft = shop.ready_draft(shop.line("LAMP-1", 3), customer_id=customer.id, call_id=call.id)
    shop.save(draft)
    parked = _park(shop, call)
    assert (parked.customer_name, parked.line_count) == ("Jane Roe", 1)
    with shop.database.read() as session:
        assert calls.parked(session, shop.desk(2)) == (parked,)
    _resume(shop, parked, desk=2)
    with shop.database.read() as session:
        found = calling.resumed(session, shop.desk(2), call.id)
        assert calling.open_call(session, shop.desk(2)) == found
        assert calling.open_call(session, shop.desk(1)) is None
    assert found.draft == draft
    assert found.order == shop.order(draft.order_id)
    assert found.caller is not None
    assert found.caller.customer == customer
    assert found.caller.facts is not None
    assert (found.caller.facts.e164, found.caller.facts.region) == ("+19095682800", "California")
    assert found.call.form == {"note": "half a sen"}


def test_who_takes_the_call_back_takes_the_order_and_the_first_desk_notices(
    shop: DeskShop,
) -> None:
    call = _begin(shop)
    draft = shop.ready_draft(call_id=call.id)
    saved = shop.save(draft)
    _park(shop, call)
    _resume(shop, call, desk=2)
    with pytest.raises(Stale):
        shop.save(dataclasses.replace(draft, lines=()), version=saved.version)
    order, _placed = shop.placed(draft, desk=2)
    assert _today(shop, desk=2).order_count == 1
    assert _today(shop, desk=1).order_count == 0
    with shop.database.read() as session:
        row = session.get_one(Order, order.id)
        assert (row.agent_id, row.workstation_id) == (shop.agents[1], shop.workstations[1])


def test_the_form_is_kept_as_it_is_typed_and_emptied_at_the_end(shop: DeskShop) -> None:
    call, customer = _begin(shop), shop.customer()
    _keep(shop, call, None, given="Jo")
    _keep(shop, call, customer.id, given="Joan", family="R")
    shop.database.close()
    seen = _look(shop, call)
    assert (seen.form, seen.customer_id) == ({"given": "Joan", "family": "R"}, customer.id)
    _keep(shop, call, customer.id)
    assert _look(shop, call).form == {}
    _keep(shop, call, customer.id, given="again")
    ended = _end(shop, call)
    assert (ended.form, ended.customer_id) == ({}, customer.id)
    _keep(shop, call, None, given="too late")
    assert _look(shop, call) == ended


def test_a_card_number_in_the_form_is_not_kept(shop: DeskShop) -> None:
    call = _begin(shop)
    _keep(shop, call, None, note="fine")
    with pytest.raises(ValueError, match="not kept"):
        _keep(shop, call, None, note=" ".join(["4242"] * 4))
    assert _look(shop, call).form == {"note": "fine"}


def test_a_draft_ends_with_its_call_and_gives_its_pieces_back(shop: DeskShop) -> None:
    call, other = _begin(shop), _begin(shop, desk=2)
    mine = shop.save(shop.ready_draft(shop.line("LAMP-1", 3), call_id=call.id))
    empty = shop.save(Draft(order_id=uuid7(), call_id=call.id))
    theirs = shop.save(shop.ready_draft(shop.line("LAMP-1", 2), call_id=other.id), desk=2)
    _end(shop, call)
    states = [shop.order(view.id).state for view in (mine, empty, theirs)]
    assert states == [OrderState.CANCELLED, OrderState.CANCELLED, OrderState.DRAFT]
    with shop.database.read() as session:
        assert session.scalars(select(StockReservation.quantity)).all() == [2]
        events = session.get_one(Order, mine.id).events
        assert [e.kind for e in events] == ["draft_started", "draft_dropped"]
        with pytest.raises(Refused, match="not_a_draft"):
            orders.save_draft(session, shop.desk(), Draft(order_id=mine.id))
    with shop.database.read() as session:
        seen = calling.resumed(session, shop.desk(), call.id)
    assert (seen.draft, seen.order) == (None, None)


def test_a_placed_order_stays_when_its_call_ends(shop: DeskShop) -> None:
    call = _begin(shop)
    order, _placed = shop.placed(shop.ready_draft(call_id=call.id, ship_to=RENO))
    ended = _end(shop, call, CallOutcome.ORDER_HELD)
    assert shop.order(order.id) == order
    assert (ended.order_number, ended.order_state, ended.order_held) == (
        order.number, OrderState.PLACED, True,
    )  # fmt: skip
    with shop.database.read() as session:
        assert payments.latest(session, order.id) is not None


def test_the_open_call_of_a_desk_is_found_after_a_crash(shop: DeskShop) -> None:
    first = _begin(shop)
    shop.clock.advance(timedelta(minutes=1))
    second = _begin(shop)
    _begin(shop, desk=2)

    def open_call() -> CallView | None:
        with shop.database.read() as session:
            return calls.open_call(session, shop.desk())

    assert open_call() == second
    _end(shop, second)
    assert open_call() == first
    _park(shop, first)
    assert open_call() is None


# The day -----------------------------------------------------------------------------------------


def test_the_day_is_that_of_the_shops_own_clock(shop: DeskShop) -> None:
    """15:04 UTC is 7:04 in California; its next day begins at 8:00 UTC."""
    shop.clock.advance(timedelta(hours=16, minutes=50))
    late = _end(shop, _begin(shop))
    shop.placed()
    shop.clock.advance(timedelta(minutes=5))
    assert shop.clock.now() == datetime(2026, 3, 3, 7, 59, 5, tzinfo=UTC)
    assert [call.id for call in _today(shop).calls] == [late.id]
    assert (_today(shop).order_count, _today(shop).total_minor) == (1, 1_890)
    shop.clock.advance(timedelta(minutes=1))
    assert _today(shop) == DaySummary((), (), 0, 0, 0)


def test_the_day_begins_an_hour_earlier_in_summer_time(shop: DeskShop) -> None:
    shop.clock.advance(timedelta(days=30, hours=15, minutes=55))  # 2026-04-02 06:59:05 UTC
    _begin(shop)
    assert _today(shop).call_count == 1
    shop.clock.advance(timedelta(minutes=1))
    assert _today(shop).call_count == 0


def test_the_day_counts_the_agents_own_calls_and_everybodys_parked_ones(shop: DeskShop) -> None:
    ended = []
    for _ in range(14):
        shop.clock.advance(timedelta(minutes=1))
        ended.append(_end(shop, _begin(shop)).id)
    _begin(shop)
    mine = _park(shop, _begin(shop))
    shop.clock.advance(timedelta(minutes=1))
    theirs = _park(shop, _begin(shop, desk=2), desk=2)
    first, _ = shop.placed(shop.ready_draft(shop.line("LAMP-1", 2)))
    second, _ = shop.placed(entry=card("pm_two"))
    gone, _ = shop.placed(entry=card("pm_three"))
    shop.placed(entry=card("pm_four"), desk=2)
    shop.save(shop.ready_draft())
    with shop.database.write() as session:
        session.get_one(Order, gone.id).move_to(
            OrderState.CANCELLED, kind="cancelled", stamp=shop.desk().stamp()
        )
    day = _today(shop)
    assert [call.id for call in day.calls] == list(reversed(ended))[:12]
    assert [call.id for call in day.parked] == [mine.id, theirs.id]
    assert (day.call_count, day.order_count) == (16, 2)
    assert day.total_minor == first.total_minor + second.total_minor


# Failed checkouts --------------------------------------------------------------------------------


def _report(shop: DeskShop) -> None:
    with shop.database.write() as session:
        checkout_reports.record(
            session, store_id=shop.store_id, now=shop.clock.now(),
            failure=CheckoutFailure.BLANK_PAGE, place=CheckoutPlace.OFFICE,
        )  # fmt: skip


def test_a_report_writes_one_row_and_nothing_else(shop: DeskShop) -> None:
    call = _begin(shop, NUMBER)
    shop.save(shop.ready_draft(call_id=call.id))
    before, statements = dict(shop.every_row()), list[str]()

    def listen(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    event.listen(shop.database.engine, "before_cursor_execute", listen)
    _report(shop)
    event.remove(shop.database.engine, "before_cursor_execute", listen)
    after = dict(shop.every_row())
    [row] = after.pop("failed_checkout_reports")
    assert before.pop("failed_checkout_reports") == []
    assert after == before
    writing = [s.split("(")[0] for s in statements if not s.startswith(("BEGIN", "SELECT"))]
    assert writing == ["INSERT INTO failed_checkout_reports "]
    for other in [*before["calls"], *before["orders"], *before["commands"]]:
        for value in other.strip("()").split(", "):
            if len(value) > 12 and shop.store_id.hex not in value:
                assert value not in row


def test_a_report_says_the_hour_only_and_has_a_random_id(shop: DeskShop) -> None:
    for _ in range(3):
        _report(shop)
        shop.clock.advance(timedelta(minutes=20))
    with shop.database.read() as session:
        reports = session.scalars(select(FailedCheckoutReport)).all()
        assert [report.hour for report in reports] == [datetime(2026, 3, 2, 15, tzinfo=UTC)] * 3
        assert {report.id.version for report in reports} == {4}
        assert {(report.failure, report.place) for report in reports} == {
            (CheckoutFailure.BLANK_PAGE, CheckoutPlace.OFFICE)
        }


def test_ending_the_call_leaves_no_mark_of_the_report(shop: DeskShop) -> None:
    """The rows of two calls, one with a report and one without, tell them apart in nothing."""
    with_report, without = _begin(shop), _begin(shop)
    _report(shop)
    for call in (with_report, without):
        _end(shop, call, CallOutcome.QUESTION)
    one, other = (dataclasses.replace(_look(shop, c), id=uuid.UUID(int=0))
                  for c in (with_report, without))  # fmt: skip
    assert one == other
    assert shop.count(FailedCheckoutReport, Command) == (1, 4)
