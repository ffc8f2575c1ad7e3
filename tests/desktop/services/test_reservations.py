"""Pieces set aside: given back when nobody comes back to a draft, and set aside again when one does."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from desktop.services import calls, placing
from desktop.services.order_views import OrderView
from desktop.services.reservations import give_back_idle
from models import limits
from models.ids import uuid7
from models.order import OrderState
from models.product import StockReservation
from tests.desktop.factories import DeskShop, card

LONG = timedelta(hours=limits.DRAFT_RESERVES_HOURS)
A_MOMENT = timedelta(seconds=1)


def _give_back(shop: DeskShop, *, desk: int = 1) -> int:
    with shop.database.write() as session:
        return give_back_idle(session, shop.desk(desk))


def _set_aside(shop: DeskShop) -> list[int]:
    with shop.database.read() as session:
        query = select(StockReservation.quantity).order_by(StockReservation.quantity)
        return list(session.scalars(query))


def _drafted(shop: DeskShop) -> OrderView:
    return shop.save(shop.ready_draft(shop.line("LAMP-1", 2), shop.line("LAMP-1", 3)))


def test_a_draft_that_nobody_touches_gives_its_pieces_back_and_stays(shop: DeskShop) -> None:
    saved = _drafted(shop)
    shop.clock.advance(LONG)
    assert (_give_back(shop), _set_aside(shop)) == (0, [2, 3])
    shop.clock.advance(A_MOMENT)
    assert (_give_back(shop, desk=2), _set_aside(shop)) == (2, [])
    assert _give_back(shop) == 0
    after = shop.order(saved.id)
    assert (after.state, after.version) == (OrderState.DRAFT, saved.version)
    assert [line.quantity for line in after.lines] == [2, 3]


def test_only_drafts_give_back(shop: DeskShop) -> None:
    placed, _attempt = shop.placed()
    before = _set_aside(shop)
    shop.clock.advance(LONG * 20)
    assert (_give_back(shop), _set_aside(shop)) == (0, before)
    assert before
    assert shop.order(placed.id).state is OrderState.PLACED


def test_whoever_takes_the_call_back_has_the_pieces_again(shop: DeskShop) -> None:
    with shop.database.write() as session:
        call = calls.begin(session, shop.desk(), command_id=uuid7())
    draft = shop.ready_draft(shop.line("LAMP-1", 2), call_id=call.id)
    shop.save(draft)
    with shop.database.write() as session:
        calls.park(session, shop.desk(), call.id, command_id=uuid7())
    shop.clock.advance(LONG + A_MOMENT)
    assert (_give_back(shop), _set_aside(shop)) == (1, [])
    with shop.database.write() as session:
        calls.resume(session, shop.desk(2), call.id, command_id=uuid7())
    assert _set_aside(shop) == [2]
    assert (_give_back(shop), _set_aside(shop)) == (0, [2])


def test_what_is_placed_at_last_has_its_pieces(shop: DeskShop) -> None:
    saved = _drafted(shop)
    shop.clock.advance(LONG + A_MOMENT)
    assert (_give_back(shop), _set_aside(shop)) == (2, [])
    with shop.database.write() as session:
        placing.place(
            session, shop.desk(), saved.id, card(), version=saved.version, command_id=uuid7()
        )
    assert _set_aside(shop) == [2, 3]


def test_a_draft_that_is_changed_again_sets_all_its_pieces_aside(shop: DeskShop) -> None:
    draft = shop.ready_draft(shop.line("LAMP-1", 2), shop.line("LAMP-1", 3))
    shop.save(draft)
    shop.clock.advance(LONG + A_MOMENT)
    assert (_give_back(shop), _set_aside(shop)) == (2, [])
    shop.save(draft)
    assert _set_aside(shop) == [2, 3]
