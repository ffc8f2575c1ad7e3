"""Tracking numbers read back: every row is accounted for, once, and nothing of it is repeated."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from desktop.imports.tracking_file import TrackingRow
from desktop.services import holds, to_ship, tracking
from desktop.services.tracking import RowEnd, RowResult, TrackingDone
from models.hold import HoldKind
from models.order import Order, OrderState
from models.order_numbers import compose
from tests.desktop.factories import DeskShop, card
from tests.desktop.services.sending import captures, pack, released, ship

UPS_1, UPS_2, UPS_3 = (f"1Z999AA1012345678{n}" for n in range(3))


def _rows(*rows: tuple[str, ...]) -> list[TrackingRow]:
    return [
        TrackingRow(line, order, number, parcel[0] if parcel else "")
        for line, (order, number, *parcel) in enumerate(rows, 2)
    ]


def _read_back(shop: DeskShop, rows: Sequence[TrackingRow]) -> TrackingDone:
    with shop.database.write() as session:
        return tracking.read_back(session, shop.desk(), rows)


def _preview(shop: DeskShop, rows: Sequence[TrackingRow]) -> tuple[RowResult, ...]:
    with shop.database.read() as session:
        return tracking.preview(session, shop.desk(), rows)


def _ends(results: Sequence[RowResult]) -> list[tuple[int, RowEnd, str]]:
    return [(row.line, row.end, row.code) for row in results]


def _numbers(shop: DeskShop, order_id: uuid.UUID) -> list[str]:
    with shop.database.read() as session:
        return [p.tracking_number for p in to_ship.parcels(session, order_id=order_id)]


def test_a_row_ships_its_parcel_and_a_second_reading_does_nothing(shop: DeskShop) -> None:
    view = released(shop, shop.line("LAMP-1", 2))
    pack(shop, view.id)
    rows = _rows((view.shown_number, UPS_1))
    assert _ends(_preview(shop, rows)) == [(2, RowEnd.SHIPPED, "")]
    assert captures(shop, view.id) == []
    done = _read_back(shop, rows)
    (capture,) = captures(shop, view.id)
    assert (_ends(done.results), done.attempts) == ([(2, RowEnd.SHIPPED, "")], (capture.id,))
    assert shop.order(view.id).state is OrderState.SHIPPED
    again = _read_back(shop, rows)
    assert (_ends(again.results), again.attempts) == ([(2, RowEnd.ALREADY, "")], ())
    assert len(captures(shop, view.id)) == 1


def test_every_row_that_cannot_be_done_says_why(shop: DeskShop) -> None:
    good, held, unpacked, waiting = (released(shop, shop.line("LAMP-1")) for _ in range(4))
    sent = released(shop, shop.line("LAMP-1"))
    for view in (good, held, waiting):
        pack(shop, view.id)
    ship(shop, pack(shop, sent.id).id, UPS_3)
    placed, _attempt = shop.placed(entry=card("pm_waits"))
    with shop.database.write() as session:
        order = session.get_one(Order, held.id)
        holds.open_hold(order, HoldKind.MANUAL, shop.desk().stamp())
    number = "4242" * 4
    rows = _rows(
        ("void", UPS_1), (compose(99, True), UPS_1), (good.number, ""), (good.number, "12#45"),
        (good.number, number), (held.number, UPS_1), (unpacked.number, UPS_1),
        (placed.number, UPS_1), (good.number, UPS_3), (good.number, UPS_1),
    )  # fmt: skip
    expected = [
        (2, RowEnd.REFUSED, "no_order_number"), (3, RowEnd.REFUSED, "unknown_order"),
        (4, RowEnd.REFUSED, "tracking_missing"), (5, RowEnd.REFUSED, "tracking_wrong"),
        (6, RowEnd.REFUSED, "tracking_card"), (7, RowEnd.REFUSED, "held"),
        (8, RowEnd.REFUSED, "nothing_packed"), (9, RowEnd.REFUSED, "nothing_packed"),
        (10, RowEnd.REFUSED, "tracking_used"), (11, RowEnd.SHIPPED, ""),
    ]  # fmt: skip
    assert _ends(_preview(shop, rows)) == expected
    done = _read_back(shop, rows)
    assert _ends(done.results) == expected
    assert number not in repr(done)
    assert not any(number in text for texts in shop.every_row().values() for text in texts)
    assert shop.order(waiting.id).state is OrderState.RELEASED


def test_two_parcels_take_their_numbers_by_place_or_by_age(shop: DeskShop) -> None:
    view = released(shop, shop.line("LAMP-1", 3), more_captures=True)
    (line,) = view.lines
    pack(shop, view.id, {line.id: 1})
    pack(shop, view.id, {line.id: 2})
    rows = _rows((view.number, UPS_1, "2"), (view.number, UPS_2, "1"))
    assert [row.end for row in _preview(shop, rows)] == [RowEnd.SHIPPED, RowEnd.SHIPPED]
    _read_back(shop, rows)
    assert _numbers(shop, view.id) == [UPS_2, UPS_1]


def test_boxes_of_one_parcel_each_keep_their_number(shop: DeskShop) -> None:
    view = released(shop, shop.line("LAMP-1", 3))
    pack(shop, view.id, boxes=2)
    rows = _rows((view.number, UPS_1), (view.number, UPS_2), (view.number, UPS_3))
    expected = [
        (2, RowEnd.SHIPPED, ""), (3, RowEnd.SHIPPED, ""), (4, RowEnd.REFUSED, "nothing_packed"),
    ]  # fmt: skip
    assert _ends(_preview(shop, rows)) == expected
    assert _ends(_read_back(shop, rows).results) == expected
    assert _numbers(shop, view.id) == [UPS_1, UPS_2]
    assert len(captures(shop, view.id)) == 1


def test_a_parcel_that_left_without_a_number_gets_it(shop: DeskShop) -> None:
    view = released(shop)
    ship(shop, pack(shop, view.id).id)
    rows = _rows((view.number, UPS_1))
    assert _ends(_preview(shop, rows)) == [(2, RowEnd.SHIPPED, "")]
    assert _read_back(shop, rows).attempts == ()
    assert _numbers(shop, view.id) == [UPS_1]
    assert len(captures(shop, view.id)) == 1


def test_nothing_leaves_unpaid_by_a_file_either(shop: DeskShop) -> None:
    view = released(shop, shop.line("LAMP-1", 2))
    (line,) = view.lines
    ship(shop, pack(shop, view.id, {line.id: 1}).id)
    pack(shop, view.id)
    rows = _rows((view.number, UPS_1, "2"))
    assert _ends(_preview(shop, rows)) == [(2, RowEnd.REFUSED, "money_lacking")]
    assert _ends(_read_back(shop, rows).results) == [(2, RowEnd.REFUSED, "money_lacking")]
    assert len(captures(shop, view.id)) == 1
