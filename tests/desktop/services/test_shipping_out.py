"""Packing and shipping: who gets what lies there, what is refused, and what is captured."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop.services import holds, placing, shipping_out, to_ship
from desktop.services.desk import Refused
from models.hold import HoldKind
from models.ids import uuid7
from models.order import BackorderChoice, Order, OrderState
from models.payment import Payment, PaymentAttempt, Purpose
from models.product import StockReservation
from models.shipment import Shipment, ShipmentLine
from tests.desktop.factories import DeskShop, card
from tests.desktop.services.sending import (
    attempts,
    authorize,
    captures,
    end_capture,
    events,
    pack,
    released,
    set_stock,
    ship,
    stock,
    to_send,
)

TRACKING = "1ZLANTERN00000001"


def _refused(shop: DeskShop, order_id: uuid.UUID, *args: object, **options: object) -> Refused:
    with pytest.raises(Refused) as caught:
        pack(shop, order_id, *args, **options)  # type: ignore[arg-type]
    return caught.value


def _reserved(shop: DeskShop, order_id: uuid.UUID) -> list[int]:
    with shop.database.read() as session:
        lines = [line.id for line in session.get_one(Order, order_id).lines]
        rows = session.scalars(
            select(StockReservation).where(StockReservation.order_line_id.in_(lines))
        )
        return sorted(row.quantity for row in rows)


# What is to be sent --------------------------------------------------------------------------


def test_a_released_order_is_listed_with_what_lies_there_for_it(shop: DeskShop) -> None:
    view = released(shop, shop.line("LAMP-1", 2), shop.line("TEA-3", 4))
    (row,) = to_send(shop)
    assert (row.order_id, row.state, row.goes_to) == (
        view.id, OrderState.RELEASED, "Jane Roe, Ontario",
    )  # fmt: skip
    assert [(line.sku, line.left, line.ready, line.short) for line in row.lines] == [
        ("LAMP-1", 2, 2, False), ("TEA-3", 4, 4, False),
    ]  # fmt: skip
    assert (row.carrier, row.method, row.short, row.packed) == ("Parcel", "Ground", False, ())


def test_drafts_placed_and_held_orders_are_not_listed(shop: DeskShop) -> None:
    shop.save(shop.ready_draft())
    shop.placed(entry=card("pm_waits"))
    held = released(shop)
    with shop.database.write() as session:
        order = session.get_one(Order, held.id)
        holds.open_hold(order, HoldKind.MANUAL, shop.desk().stamp())
    assert to_send(shop) == ()


def test_what_was_promised_first_comes_first_and_no_promise_last(shop: DeskShop) -> None:
    today = shop.desk().today()
    later, unsaid, sooner, late = (
        released(shop, draft=shop.ready_draft(promise_date=day))
        for day in (today + timedelta(days=5), None, today, today - timedelta(days=1))
    )
    rows = to_send(shop)
    assert [row.order_id for row in rows] == [late.id, sooner.id, later.id, unsaid.id]
    assert [row.late for row in rows] == [True, False, False, False]


def test_pieces_go_to_the_order_that_was_placed_first(shop: DeskShop) -> None:
    first = released(shop, shop.line("BOOK-4", 2))
    shop.clock.advance(timedelta(minutes=1))
    second = released(shop, shop.line("BOOK-4", 2))
    ready = {row.order_id: (row.lines[0].ready, row.short) for row in to_send(shop)}
    assert ready == {first.id: (2, False), second.id: (1, True)}


def test_a_held_order_keeps_its_place_before_later_ones(shop: DeskShop) -> None:
    held = released(shop, shop.line("BOOK-4", 3))
    with shop.database.write() as session:
        order = session.get_one(Order, held.id)
        holds.open_hold(order, HoldKind.MANUAL, shop.desk().stamp())
    shop.clock.advance(timedelta(minutes=1))
    released(shop, shop.line("BOOK-4", 1))
    (row,) = to_send(shop)
    assert (row.lines[0].ready, row.short) == (0, True)


def test_an_order_that_goes_together_waits_until_all_is_there(shop: DeskShop) -> None:
    view = released(shop, shop.line("BOOK-4", 4), shop.line("LAMP-1", 1))
    with shop.database.write() as session:
        session.get_one(Order, view.id).backorder_choice = BackorderChoice.HOLD
    assert to_send(shop) == ()
    set_stock(shop, "BOOK-4", 4)
    assert [row.order_id for row in to_send(shop)] == [view.id]


def test_packed_pieces_are_no_longer_on_the_shelf_for_others(shop: DeskShop) -> None:
    first = released(shop, shop.line("BOOK-4", 1))
    shop.clock.advance(timedelta(minutes=1))
    second = released(shop, shop.line("BOOK-4", 3))
    pack(shop, second.id, {second.lines[0].id: 3}, anyway=True)
    rows = {row.order_id: row for row in to_send(shop)}
    assert rows[first.id].lines[0].ready == 0
    assert (rows[second.id].lines, len(rows[second.id].packed)) == ((), 1)


# Packing -------------------------------------------------------------------------------------


def test_packing_takes_all_that_lies_there_and_moves_nothing_yet(shop: DeskShop) -> None:
    view = released(shop, shop.line("BOOK-4", 5), shop.line("LAMP-1", 2))
    parcel = pack(shop, view.id, service="GND", boxes=2)
    assert [(line.sku, line.quantity) for line in parcel.lines] == [("BOOK-4", 3), ("LAMP-1", 2)]
    assert (parcel.parcel, parcel.carrier, parcel.service, parcel.boxes) == (1, "Parcel", "GND", 2)
    assert (parcel.weight_grams, parcel.tracking_number, parcel.shipped_at) == (1_300, "", None)
    order = shop.order(view.id)
    assert order.state is OrderState.RELEASED
    assert (stock(shop, "BOOK-4"), stock(shop, "LAMP-1")) == (3, 10)
    assert captures(shop, view.id) == []
    assert events(shop, view.id)[-1] == "packed"


def test_the_same_command_packs_once(shop: DeskShop) -> None:
    view = released(shop, shop.line("LAMP-1", 2))
    command = uuid7()
    first = pack(shop, view.id, command_id=command)
    assert pack(shop, view.id, command_id=command) == first
    assert shop.count(Shipment, ShipmentLine) == (1, 1)


def test_no_more_than_is_left_and_no_more_than_lies_there(shop: DeskShop) -> None:
    view = released(shop, shop.line("BOOK-4", 5))
    (line,) = view.lines
    too_many = _refused(shop, view.id, {line.id: 6})
    assert (too_many.code, too_many.field, too_many.values) == (
        "too_many", str(line.id), {"most": 5},
    )  # fmt: skip
    short = _refused(shop, view.id, {line.id: 4})
    assert (short.code, short.values) == ("short_of_stock", {"most": 3})
    assert pack(shop, view.id, {line.id: 4}, anyway=True).lines[0].quantity == 4
    assert _refused(shop, view.id, {line.id: 2}, anyway=True).values == {"most": 1}
    assert _refused(shop, view.id, {uuid7(): 1}).code == "too_many"


def test_what_cannot_be_packed_says_why(shop: DeskShop) -> None:
    view, _placed = shop.placed(entry=card("pm_waits"))
    assert _refused(shop, view.id).code == "not_released"
    good = released(shop, shop.line("LAMP-1", 1))
    assert _refused(shop, good.id, {}).code == "nothing_to_pack"
    assert _refused(shop, good.id, carrier=" ").code == "carrier_missing"
    assert _refused(shop, good.id, boxes=0).code == "boxes_wrong"
    assert _refused(shop, good.id, weight_grams=-1).code == "weight_wrong"
    with shop.database.write() as session:
        order = session.get_one(Order, good.id)
        holds.open_hold(order, HoldKind.MANUAL, shop.desk().stamp())
    assert _refused(shop, good.id).code == "held"
    assert shop.count(Shipment) == (0,)


def test_a_part_of_what_goes_together_is_refused_unless_told(shop: DeskShop) -> None:
    view = released(shop, shop.line("LAMP-1", 3))
    with shop.database.write() as session:
        session.get_one(Order, view.id).backorder_choice = BackorderChoice.HOLD
    part = {view.lines[0].id: 2}
    refused = _refused(shop, view.id, part)
    assert (refused.code, refused.values) == ("goes_together", {"rest": 1})
    assert pack(shop, view.id, part, anyway=True).lines[0].quantity == 2


def test_unpacking_puts_the_pieces_back_and_once_is_enough(shop: DeskShop) -> None:
    view = released(shop, shop.line("BOOK-4", 3))
    parcel = pack(shop, view.id)
    command = uuid7()
    for _time in range(2):
        with shop.database.write() as session:
            shipping_out.unpack(session, shop.desk(), parcel.id, command_id=command)
    assert shop.count(Shipment, ShipmentLine) == (0, 0)
    assert to_send(shop)[0].lines[0].ready == 3
    assert events(shop, view.id)[-2:] == ["packed", "unpacked"]


# Shipping ------------------------------------------------------------------------------------


def test_shipping_all_captures_the_total_and_empties_the_shelf(shop: DeskShop) -> None:
    view = released(shop, shop.line("LAMP-1", 2), shop.line("BOOK-4", 1))
    parcel = pack(shop, view.id)
    shipped = ship(shop, parcel.id, "1z lantern-00000001")
    (capture,) = captures(shop, view.id)
    assert shipped.attempts == (capture.id,)
    assert (capture.amount_minor, capture.releases_rest, capture.shipment_id) == (
        view.total_minor, True, parcel.id,
    )  # fmt: skip
    assert shop.order(view.id).state is OrderState.SHIPPED
    assert (stock(shop, "LAMP-1"), stock(shop, "BOOK-4")) == (8, 2)
    assert _reserved(shop, view.id) == []
    with shop.database.read() as session:
        (seen,) = to_ship.parcels(session, order_id=view.id)
        order = session.get_one(Order, view.id)
        assert [line.shipped for line in order.lines] == [2, 1]
    assert (seen.tracking_number, seen.shipped_at) == (TRACKING, shop.clock.now())
    assert to_send(shop) == ()


def test_the_same_parcel_leaves_once(shop: DeskShop) -> None:
    view = released(shop, shop.line("LAMP-1", 2))
    parcel = pack(shop, view.id)
    command = uuid7()
    first = ship(shop, parcel.id, TRACKING, command_id=command)
    assert ship(shop, parcel.id, TRACKING, command_id=command) == first
    with pytest.raises(Refused, match="already_shipped"):
        ship(shop, parcel.id, TRACKING)
    assert (len(captures(shop, view.id)), stock(shop, "LAMP-1")) == (1, 8)


def test_a_hold_that_came_after_packing_keeps_the_parcel_here(shop: DeskShop) -> None:
    view = released(shop, shop.line("LAMP-1", 2))
    parcel = pack(shop, view.id)
    with shop.database.write() as session:
        order = session.get_one(Order, view.id)
        holds.open_hold(order, HoldKind.MANUAL, shop.desk().stamp())
    with pytest.raises(Refused, match="held"):
        ship(shop, parcel.id, TRACKING)
    assert (captures(shop, view.id), stock(shop, "LAMP-1")) == ([], 10)


def test_nothing_leaves_when_the_authorization_has_run_out(shop: DeskShop) -> None:
    view = released(shop, shop.line("LAMP-1", 2))
    parcel = pack(shop, view.id)
    shop.clock.advance(timedelta(days=8))
    with pytest.raises(Refused) as caught:
        ship(shop, parcel.id, TRACKING)
    assert (caught.value.code, caught.value.values["lacking"]) == (
        "money_lacking", view.total_minor,
    )  # fmt: skip
    assert shop.order(view.id).state is OrderState.RELEASED
    assert stock(shop, "LAMP-1") == 10


@pytest.mark.parametrize("typed", ["12345", "1Z#999", "x" * 41])
def test_a_tracking_number_that_is_none_is_refused_and_not_repeated(
    shop: DeskShop, typed: str
) -> None:
    parcel = pack(shop, released(shop).id)
    with pytest.raises(Refused) as caught:
        ship(shop, parcel.id, typed)
    assert (caught.value.code, caught.value.field, caught.value.values) == (
        "tracking_wrong", "tracking", {},
    )  # fmt: skip


def test_one_tracking_number_belongs_to_one_parcel(shop: DeskShop) -> None:
    first = released(shop, shop.line("LAMP-1", 1))
    ship(shop, pack(shop, first.id).id, TRACKING)
    second = pack(shop, released(shop, shop.line("LAMP-1", 1)).id)
    with pytest.raises(Refused) as caught:
        ship(shop, second.id, TRACKING)
    assert caught.value.values == {"order": first.shown_number}


def test_a_tracking_number_may_come_after_the_parcel_left(shop: DeskShop) -> None:
    view = released(shop)
    parcel = pack(shop, view.id)
    ship(shop, parcel.id)
    with shop.database.write() as session:
        shown = shipping_out.set_tracking(session, shop.desk(), parcel.id, "9400 1118 9922")
    assert shown.tracking_number == "940011189922"
    assert events(shop, view.id)[-1] == "tracking_written"


def test_further_boxes_carry_numbers_of_their_own(shop: DeskShop) -> None:
    view = released(shop)
    parcel = pack(shop, view.id, boxes=2)
    ship(shop, parcel.id, TRACKING)
    with shop.database.write() as session:
        shipping_out.add_box(session, shop.desk(), parcel.id, "1ZLANTERN00000002")
    with pytest.raises(Refused, match="no_more_boxes"), shop.database.write() as session:
        shipping_out.add_box(session, shop.desk(), parcel.id, "1ZLANTERN00000003")
    with shop.database.read() as session:
        boxes = to_ship.parcels(session, order_id=view.id)
    assert [(box.tracking_number, box.boxes, len(box.lines)) for box in boxes] == [
        (TRACKING, 1, 1), ("1ZLANTERN00000002", 1, 0),
    ]  # fmt: skip
    assert len(captures(shop, view.id)) == 1


# Partial shipments ---------------------------------------------------------------------------


def test_each_parcel_is_captured_where_the_card_may_be_captured_again(shop: DeskShop) -> None:
    view = released(shop, shop.line("LAMP-1", 4), more_captures=True)  # 40.00 + 4.00 tax + 7.90
    (line,) = view.lines
    first = ship(shop, pack(shop, view.id, {line.id: 1}).id, TRACKING)
    (one,) = captures(shop, view.id)
    assert (one.amount_minor, one.releases_rest) == (1_000 + 100 + 790, False)
    assert shop.order(view.id).state is OrderState.PARTLY_SHIPPED
    assert (stock(shop, "LAMP-1"), _reserved(shop, view.id)) == (9, [3])
    end_capture(shop, first.attempts[0])
    assert not shop.order(view.id).held
    ship(shop, pack(shop, view.id).id, "1ZLANTERN00000002")
    one, two = captures(shop, view.id)
    assert (two.amount_minor, two.releases_rest) == (3_300, True)
    assert one.amount_minor + two.amount_minor == view.total_minor
    assert shop.order(view.id).state is OrderState.SHIPPED
    end_capture(shop, two.id)
    assert shop.order(view.id).state is OrderState.CLOSED
    assert events(shop, view.id)[-1] == "closed"


def test_a_second_parcel_while_the_first_is_captured_is_captured_after_it(shop: DeskShop) -> None:
    view = released(shop, shop.line("LAMP-1", 4), more_captures=True)
    (line,) = view.lines
    first = ship(shop, pack(shop, view.id, {line.id: 1}).id)
    second = ship(shop, pack(shop, view.id, {line.id: 3}).id)
    assert second.attempts == ()
    assert not shop.order(view.id).held
    end_capture(shop, first.attempts[0])
    one, two = captures(shop, view.id)
    assert one.amount_minor + two.amount_minor == view.total_minor


def test_the_rest_waits_for_a_card_where_one_is_captured_once_only(shop: DeskShop) -> None:
    view = released(shop, shop.line("LAMP-1", 4))
    (line,) = view.lines
    first = ship(shop, pack(shop, view.id, {line.id: 1}).id, TRACKING)
    (capture,) = captures(shop, view.id)
    assert (capture.amount_minor, capture.releases_rest) == (1_890, True)
    rest = pack(shop, view.id)
    with pytest.raises(Refused) as caught:
        ship(shop, rest.id)
    assert (caught.value.code, caught.value.values["lacking"]) == ("money_lacking", 3_300)
    end_capture(shop, first.attempts[0])
    order = shop.order(view.id)
    assert [(hold.kind, hold.details) for hold in order.holds] == [
        (HoldKind.PAYMENT, {"reason": "card_needed"})
    ]
    assert to_send(shop) == ()
    with shop.database.write() as session:
        again = placing.take_another_card(
            session, shop.desk(), view.id, card("pm_second"), command_id=uuid7()
        )
    authorize(shop, again.attempt_id)
    assert not shop.order(view.id).held
    second = ship(shop, rest.id, "1ZLANTERN00000002")
    assert [c.amount_minor for c in captures(shop, view.id)] == [1_890, 3_300]
    end_capture(shop, second.attempts[0])
    assert shop.order(view.id).state is OrderState.CLOSED
    with shop.database.read() as session:
        held = session.scalars(
            select(PaymentAttempt.amount_minor)
            .join(Payment)
            .where(PaymentAttempt.purpose == Purpose.AUTHORIZE, Payment.order_id == view.id)
            .order_by(PaymentAttempt.created_at)
        ).all()
    assert held == [view.total_minor, 3_300]
    assert attempts(shop, view.id, Purpose.VOID) == []


def test_a_declined_capture_neither_closes_nor_lets_go(shop: DeskShop) -> None:
    view = released(shop, shop.line("LAMP-1", 2))
    shipped = ship(shop, pack(shop, view.id).id)
    end_capture(shop, shipped.attempts[0], good=False)
    assert shop.order(view.id).state is OrderState.SHIPPED
    assert attempts(shop, view.id, Purpose.VOID) == []
