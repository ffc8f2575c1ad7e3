"""Taking an order up at the desk: in this call or a new one, and as it is after a park or a crash."""

from __future__ import annotations

import dataclasses
import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from desktop.services import calling, calls, changing, orders, taking_up
from desktop.services.desk import Refused
from desktop.services.taking_up import TakenUp
from models.call import Call, CallOutcome, CallState
from models.channels import Channel
from models.ids import uuid7
from models.order import Order, OrderState
from models.person_task import PersonTask, PersonTaskKind
from models.product import StockReservation
from models.session import Database
from tests.desktop.factories import DeskShop
from tests.desktop.services.changed_orders import apply, key, paid


def do(
    shop: DeskShop,
    verb: Callable[..., TakenUp],
    order_id: uuid.UUID,
    *,
    call: uuid.UUID | None = None,
) -> TakenUp:
    """Take it up at desk 2."""
    with shop.database.write() as session:
        return verb(session, shop.desk(2), order_id, call_id=call, command_id=uuid7())


def order_of(shop: DeskShop) -> Any:
    """A paid order that was placed in a call that is over."""
    with shop.database.write() as session:
        call = calls.begin(session, shop.desk(), command_id=uuid7())
    customer = shop.customer(phone="909 555 0142").id
    order = paid(shop, shop.ready_draft(call_id=call.id, customer_id=customer))
    with shop.database.write() as session:
        calls.end(
            session, shop.desk(), call.id, outcome=CallOutcome.ORDER_PLACED, command_id=uuid7()
        )
    return order


def test_an_order_is_opened_in_a_new_call_to_its_customer(shop: DeskShop) -> None:
    order = order_of(shop)
    resumed = do(shop, taking_up.open_order, order.id).resumed
    assert (resumed.order, resumed.draft) == (shop.order(order.id), None)
    assert resumed.caller is not None
    assert resumed.caller.customer.id == order.customer_id
    call = resumed.call
    assert (call.state, call.number, call.has_caller_id) == (
        CallState.ACTIVE, "+19095550142", False,
    )  # fmt: skip
    assert (call.order_id, call.order_number) == (order.id, order.number)
    assert call.id != order.call_id
    assert shop.order(order.id).call_id == order.call_id
    with shop.database.read() as session:
        found = calling.open_call(session, shop.desk(2))
        assert found is not None
        assert found.order == resumed.order


def test_a_parked_call_finds_it_again_and_a_call_that_ended_has_let_it_go(shop: DeskShop) -> None:
    order = order_of(shop)
    call = do(shop, taking_up.open_order, order.id).resumed.call
    with shop.database.write() as session:
        calls.park(session, shop.desk(2), call.id, command_id=uuid7())
        [parked] = calls.parked(session, shop.desk())
        assert parked.order_number == order.number
        calls.resume(session, shop.desk(), call.id, command_id=uuid7())
        assert calling.resumed(session, shop.desk(), call.id).order == shop.order(order.id)
        calls.end(session, shop.desk(), call.id, outcome=CallOutcome.QUESTION, command_id=uuid7())
        assert calls.view(session, call.id).order_id is None
    assert shop.order(order.id).state is OrderState.RELEASED


def test_a_change_is_on_the_desk_with_its_orders_number(shop: DeskShop) -> None:
    order = order_of(shop)
    resumed = do(shop, taking_up.change_order, order.id).resumed
    assert resumed.draft is not None
    assert resumed.order is not None
    assert resumed.order.change is not None
    assert (resumed.order.change.order_id, resumed.order.number) == (order.id, order.number)
    assert (resumed.call.order_id, resumed.call.order_number) == (
        resumed.draft.order_id,
        order.number,
    )
    assert resumed.draft.call_id == resumed.call.id
    saved = key(shop, resumed.order, gift_message="x", desk=2)
    apply(shop, saved, desk=2)
    with shop.database.read() as session:
        after = calling.resumed(session, shop.desk(2), resumed.call.id)
        assert (after.order, after.draft) == (shop.order(order.id), None)


def test_ending_the_call_drops_a_change_and_leaves_the_order(shop: DeskShop) -> None:
    order = order_of(shop)
    resumed = do(shop, taking_up.change_order, order.id).resumed
    assert resumed.order is not None
    with shop.database.write() as session:
        calls.end(
            session, shop.desk(2), resumed.call.id, outcome=CallOutcome.QUESTION, command_id=uuid7()
        )
    assert shop.order(resumed.order.id).state is OrderState.CANCELLED
    assert shop.order(order.id).version == order.version


def test_a_change_given_up_leaves_the_order_on_the_desk(shop: DeskShop) -> None:
    order = order_of(shop)
    resumed = do(shop, taking_up.change_order, order.id).resumed
    assert resumed.order is not None
    key(shop, resumed.order, quantity=3, desk=2)
    with shop.database.write() as session:
        after = taking_up.give_up_change(
            session, shop.desk(2), resumed.order.id, command_id=uuid7()
        )
    assert after is not None
    assert (after.order, after.draft, after.call.id) == (
        shop.order(order.id), None, resumed.call.id,
    )  # fmt: skip
    assert shop.order(order.id).version == order.version
    with pytest.raises(Refused, match="not_a_change"), shop.database.write() as session:
        taking_up.give_up_change(session, shop.desk(2), order.id, command_id=uuid7())


def test_in_a_call_an_empty_draft_gives_way_and_an_order_being_keyed_does_not(
    shop: DeskShop,
) -> None:
    order = order_of(shop)
    with shop.database.write() as session:
        call = calls.begin(session, shop.desk(2), command_id=uuid7())
    keyed = shop.save(shop.ready_draft(call_id=call.id), desk=2)
    for verb in (taking_up.open_order, taking_up.change_order, taking_up.duplicate_order):
        with pytest.raises(Refused, match="another_draft"):
            do(shop, verb, order.id, call=call.id)
    assert shop.count(Order, Call) == (2, 2)
    with shop.database.read() as session:
        draft = orders.draft_of(session, keyed.id)
    shop.save(dataclasses.replace(draft, lines=()), desk=2)
    resumed = do(shop, taking_up.change_order, order.id, call=call.id).resumed
    assert (resumed.call.id, resumed.call.customer_id) == (call.id, order.customer_id)
    assert shop.order(keyed.id).state is OrderState.CANCELLED


def test_a_second_order_is_on_the_desk_with_what_is_another(shop: DeskShop) -> None:
    order = order_of(shop)
    taken = do(shop, taking_up.duplicate_order, order.id)
    assert taken.duplicated is not None
    assert taken.resumed.draft is not None
    assert taken.resumed.draft.order_id == taken.duplicated.order_id
    assert taken.resumed.call.order_id == taken.duplicated.order_id
    assert taken.resumed.draft.customer_id == order.customer_id


def test_what_cannot_be_changed_begins_no_call(shop: DeskShop) -> None:
    order = order_of(shop)
    with shop.database.write() as session:
        session.get_one(Order, order.id).state = OrderState.SHIPPED
    with pytest.raises(Refused, match="change_shipped"):
        do(shop, taking_up.change_order, order.id)
    assert shop.count(Call) == (1,)
    with shop.database.read() as session:
        assert changing.why_not(session, session.get_one(Order, order.id)) == "change_shipped"


def fax_draft(shop: DeskShop, **fields: Any) -> uuid.UUID:
    """A draft that came by fax, and belongs to no call."""
    return shop.save(shop.ready_draft(channel=Channel.FAX, **fields)).id


def end(shop: DeskShop, call: uuid.UUID, *, desk: int = 2) -> None:
    with shop.database.write() as session:
        calls.end(session, shop.desk(desk), call, outcome=CallOutcome.NO_ORDER, command_id=uuid7())


def pieces_set_aside(shop: DeskShop) -> int:
    return shop.count(StockReservation)[0]


def test_a_draft_from_a_fax_is_gone_on_with_in_a_new_call(shop: DeskShop) -> None:
    customer = shop.customer(phone="909 555 0142").id
    order_id = fax_draft(shop, customer_id=customer)
    resumed = do(shop, taking_up.open_draft, order_id).resumed
    assert resumed.draft is not None
    assert resumed.caller is not None
    assert (resumed.draft.order_id, resumed.draft.channel) == (order_id, Channel.FAX)
    assert resumed.draft.call_id == resumed.call.id
    assert (resumed.caller.customer.id, resumed.call.number) == (customer, "+19095550142")
    assert shop.order(order_id).call_id == resumed.call.id
    with shop.database.read() as session:
        order = session.get_one(Order, order_id)
        assert (order.agent_id, order.workstation_id) == (shop.agents[1], shop.workstations[1])
        found = calling.open_call(session, shop.desk(2))
    assert found is not None
    assert found.draft == resumed.draft  # a crash finds it again


def test_the_number_to_call_back_is_the_one_that_was_asked_for(shop: DeskShop) -> None:
    order_id = fax_draft(shop, customer_id=shop.customer(phone="909 555 0142").id)
    with shop.database.write() as session:
        session.add(
            PersonTask(
                store_id=shop.store_id, kind=PersonTaskKind.CALL_BACK, order_id=order_id,
                phone="909 555 0177", words="", due_at=shop.clock.now(),
                created_at=shop.clock.now(),
            )
        )  # fmt: skip
    call = do(shop, taking_up.open_order, order_id).resumed.call
    assert (call.number, call.has_caller_id) == ("+19095550177", False)


def test_a_call_that_ends_keeps_a_draft_from_a_fax(shop: DeskShop) -> None:
    order_id = fax_draft(shop)
    for _ in range(2):
        resumed = do(shop, taking_up.open_draft, order_id).resumed
        assert pieces_set_aside(shop) == 1
        end(shop, resumed.call.id)
        view = shop.order(order_id)
        assert (view.state, view.call_id) == (OrderState.DRAFT, None)
        assert pieces_set_aside(shop) == 0
    with shop.database.read() as session:
        kinds = [event.kind for event in session.get_one(Order, order_id).events]
    assert kinds == ["draft_started", *["draft_taken_up", "draft_kept"] * 2]


def test_a_draft_by_telephone_ends_with_its_call_as_before(shop: DeskShop) -> None:
    with shop.database.write() as session:
        call = calls.begin(session, shop.desk(2), command_id=uuid7())
    order_id = shop.save(shop.ready_draft(call_id=call.id), desk=2).id
    end(shop, call.id)
    assert shop.order(order_id).state is OrderState.CANCELLED


def test_it_comes_into_the_call_that_is_going_on(shop: DeskShop) -> None:
    order_id = fax_draft(shop)
    with shop.database.write() as session:
        call = calls.begin(session, shop.desk(2), command_id=uuid7())
    assert do(shop, taking_up.open_draft, order_id, call=call.id).resumed.call.id == call.id
    other = fax_draft(shop)
    with pytest.raises(Refused, match="another_draft"):
        do(shop, taking_up.open_draft, other, call=call.id)
    assert shop.order(other).call_id is None


def test_nobody_takes_it_out_of_anothers_call(shop: DeskShop) -> None:
    order_id = fax_draft(shop)
    theirs = do(shop, taking_up.open_draft, order_id).resumed.call
    with shop.database.write() as session, pytest.raises(Refused) as told:
        taking_up.open_draft(session, shop.desk(), order_id, call_id=None, command_id=uuid7())
    assert (told.value.code, told.value.values) == ("draft_in_call", {"who": "Omar"})
    assert shop.order(order_id).call_id == theirs.id
    assert do(shop, taking_up.open_draft, order_id).resumed.call.id == theirs.id


def test_it_is_taken_out_of_a_parked_call_with_that_call(shop: DeskShop) -> None:
    order_id = fax_draft(shop)
    parked = do(shop, taking_up.open_draft, order_id).resumed.call
    with shop.database.write() as session:
        calls.park(session, shop.desk(2), parked.id, command_id=uuid7())
        mine = calls.begin(session, shop.desk(), command_id=uuid7())
    with shop.database.write() as session, pytest.raises(Refused, match="draft_parked"):
        taking_up.open_draft(session, shop.desk(), order_id, call_id=mine.id, command_id=uuid7())
    resumed = do(shop, taking_up.open_draft, order_id).resumed
    assert (resumed.call.id, resumed.call.state) == (parked.id, CallState.ACTIVE)


def test_what_was_placed_or_dropped_is_no_draft_any_more(shop: DeskShop) -> None:
    placed, _ = shop.placed(shop.ready_draft(channel=Channel.FAX))
    with pytest.raises(Refused, match="not_a_draft"):
        do(shop, taking_up.open_draft, placed.id)
    dropped = fax_draft(shop)
    with shop.database.write() as session:
        orders.discard_draft(session, shop.desk(), dropped)
    with pytest.raises(Refused, match="not_a_draft"):
        do(shop, taking_up.open_draft, dropped)


def test_of_two_desks_that_take_it_up_at_once_one_gets_it(shop: DeskShop) -> None:
    order_id = fax_draft(shop)
    both, came = threading.Barrier(2), list[str]()

    def work(number: int) -> None:
        database = Database(shop.database.url)
        both.wait(20)
        try:
            with database.write() as session:
                taking_up.open_draft(
                    session, shop.desk(number), order_id, call_id=None, command_id=uuid7()
                )
            came.append("taken")
        except Refused as refusal:
            came.append(refusal.code)
        database.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(came) == ["draft_in_call", "taken"]
    assert shop.count(Call) == (1,)


def test_an_order_repeated_in_a_call_came_by_telephone(shop: DeskShop) -> None:
    placed, _ = shop.placed(shop.ready_draft(channel=Channel.FAX))
    resumed = do(shop, taking_up.duplicate_order, placed.id).resumed
    assert resumed.draft is not None
    assert resumed.draft.channel is Channel.PHONE
