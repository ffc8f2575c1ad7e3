"""What needs no shipping: no postage, no parcel, no wait; and its money is taken all the same."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import func, select

from desktop.documents.confirmation import render_confirmation
from desktop.services import papers, ship_offers
from desktop.services.confirmation_words import LetterWords, confirmation_data
from desktop.services.desk import Refused
from desktop.services.order_shapes import OrderView
from models.order import Order, OrderState
from models.product import ProductVariant, StockReservation
from tests.desktop.factories import RENO, DeskShop, add_goods
from tests.desktop.services.sending import (
    captures,
    end_capture,
    events,
    pack,
    released,
    ship,
    stock,
    to_send,
)


@pytest.fixture
def shop(shop: DeskShop) -> DeskShop:
    add_goods(shop, "PDF-7", "Lamp Plans", 400, stock=3, grams=9_000)
    with shop.database.write() as session:
        session.get_one(ProductVariant, shop.goods["PDF-7"].id).needs_shipping = False
    return shop


def _lines(shop: DeskShop, view: OrderView) -> dict[str, uuid.UUID]:
    return {line.sku: line.id for line in view.lines}


def test_an_order_of_it_alone_needs_no_method_and_costs_no_shipping(shop: DeskShop) -> None:
    view = shop.save(shop.ready_draft(shop.line("PDF-7", 5), ship_to=RENO))
    # Taxed where the bill goes: 10 % in California, and nothing in Nevada.
    assert (view.subtotal_minor, view.shipping_minor, view.tax_minor) == (2_000, 0, 200)
    assert (view.is_sent, view.shipping_choices, view.shipping_method_id) == (False, (), None)
    assert (view.missing, view.holds, view.differing, view.promise_choices) == ((), (), (), ())
    (line,) = view.lines
    assert (line.available, line.low, line.short, line.later_by) == (3, True, False, None)


def test_only_what_is_shipped_weighs(shop: DeskShop) -> None:
    draft = shop.ready_draft(
        shop.line("LAMP-1"), shop.line("PDF-7"), shipping_method_id=shop.methods["POST"]
    )
    assert shop.save(draft).shipping_minor == 690


def test_its_release_ships_it_and_takes_the_money(shop: DeskShop) -> None:
    view = released(shop, shop.line("PDF-7", 2), draft=None)
    assert view.state is OrderState.SHIPPED
    assert events(shop, view.id)[-3:] == ["released", "nothing_to_ship", "capture_asked"]
    (capture,) = captures(shop, view.id)
    assert capture.amount_minor == view.total_minor == 880
    assert (stock(shop, "PDF-7"), to_send(shop)) == (1, ())
    with shop.database.read() as session:
        assert session.scalar(select(func.count()).select_from(StockReservation)) == 0
    end_capture(shop, capture.id)
    assert shop.order(view.id).state is OrderState.CLOSED


def test_beside_other_things_it_is_not_packed_and_goes_with_the_last(shop: DeskShop) -> None:
    view = released(shop, shop.line("LAMP-1", 2), shop.line("PDF-7"), more_captures=True)
    ids = _lines(shop, view)
    (row,) = to_send(shop)
    assert [line.sku for line in row.lines] == ["LAMP-1"]
    with pytest.raises(Refused, match="too_many"):
        pack(shop, view.id, {ids["PDF-7"]: 1})
    first = pack(shop, view.id, {ids["LAMP-1"]: 1})
    with shop.database.read() as session:
        order = session.get_one(Order, view.id)
        slip = papers.slip_data(session, shop.desk(), order, first)
        assert [(line.sku, line.quantity) for line in slip.later] == [("LAMP-1", 1)]
    ship(shop, first.id)
    # One lamp of 10.00 with its tax, and the shipping.
    assert [one.amount_minor for one in captures(shop, view.id)] == [1_000 + 100 + 790]
    end_capture(shop, captures(shop, view.id)[0].id)
    with shop.database.read() as session:
        offered = ship_offers.money_for(session, shop.desk(), view.id, {ids["LAMP-1"]: 1})
    assert (offered.captured, offered.lacking) == (1_000 + 400 + 140, 0)
    ship(shop, pack(shop, view.id).id)
    assert shop.order(view.id).state is OrderState.SHIPPED
    assert sum(one.amount_minor for one in captures(shop, view.id)) == view.total_minor
    assert stock(shop, "PDF-7") == 2


def test_its_confirmation_says_that_nothing_is_shipped(shop: DeskShop) -> None:
    view = released(shop, shop.line("PDF-7"))
    with shop.database.read() as session:
        words = LetterWords(hold=str, card=lambda brand, last4: f"{brand} {last4}")
        order = session.get_one(Order, view.id)
        data = confirmation_data(session, shop.desk(), order, words)
    assert (data.ship_to, data.shipping_method, data.ship_promise) == ((), "", "")
    assert render_confirmation(data).pdf.startswith(b"%PDF")
