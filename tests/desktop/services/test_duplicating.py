"""A second order like the first: today's prices, what is still sold, and nothing of its money."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select

from desktop.services import duplicating
from desktop.services.desk import Refused
from desktop.services.duplicating import Duplicated, Repriced
from models.ids import uuid7
from models.order import Order, OrderState
from models.payment import Payment
from models.product import Price, ProductVariant
from tests.desktop.factories import ONTARIO, RENO, DeskShop
from tests.desktop.services.changed_orders import kinds, paid, put_state, set_aside


def duplicate(
    shop: DeskShop, order_id: uuid.UUID, command_id: uuid.UUID | None = None
) -> Duplicated:
    """Do it at desk 2."""
    with shop.database.write() as session:
        return duplicating.duplicate(
            session, shop.desk(2), order_id, call_id=None, command_id=command_id or uuid7()
        )


def reprice(shop: DeskShop, sku: str, price: int) -> None:
    """The list price is another from now on."""
    with shop.database.write() as session:
        variant_id = shop.goods[sku].id
        session.scalars(
            select(Price).where(Price.variant_id == variant_id)
        ).one().amount_minor = price


def stop_selling(shop: DeskShop, sku: str) -> None:
    """It is not sold any more."""
    with shop.database.write() as session:
        variant = session.get_one(ProductVariant, shop.goods[sku].id)
        variant.discontinued_at = shop.clock.now()


def test_it_says_the_same_at_todays_prices(shop: DeskShop) -> None:
    order = paid(shop, shop.ready_draft(
        shop.line("LAMP-1", 2, price=900), shop.line("WICK-2", 3, percent=100_000),
        shop.line("BOOK-4"), ship_to=RENO, gift_message="For you", promise_words="by Friday",
        source_code="tv",
    ))  # fmt: skip
    reprice(shop, "WICK-2", 400)
    stop_selling(shop, "BOOK-4")
    made = duplicate(shop, order.id)
    assert made.left_out == ("BOOK-4",)
    assert made.repriced == (Repriced("LAMP-1", 900, 1_000), Repriced("WICK-2", 333, 400))
    again = shop.order(made.order_id)
    assert (again.state, again.customer_id) == (OrderState.DRAFT, order.customer_id)
    assert again.number != order.number
    assert (again.bill_to, again.ship_to) == (ONTARIO, RENO)
    assert (again.gift_message, again.promise_words, again.source_code) == ("", "", "")
    assert again.shipping_method_id == order.shipping_method_id
    assert [(n.sku, n.quantity, n.unit_price_minor, n.discount_minor) for n in again.lines] == [
        ("LAMP-1", 2, 1_000, 0), ("WICK-2", 3, 400, 0),
    ]  # fmt: skip
    assert (again.subtotal_minor, again.total_minor) == (3_200, 3_990)
    assert (set_aside(shop, "LAMP-1"), set_aside(shop, "WICK-2")) == ([2, 2], [3, 3])
    assert again.missing == ()
    assert kinds(shop, made.order_id) == ["draft_started", "duplicated"]
    assert shop.count(Payment) == (1,)
    assert shop.order(order.id).version == order.version


@pytest.mark.parametrize("state", [OrderState.CANCELLED, OrderState.SHIPPED, OrderState.CLOSED])
def test_an_order_that_is_over_can_be_ordered_again(shop: DeskShop, state: OrderState) -> None:
    order = paid(shop)
    put_state(shop, order.id, state)
    assert duplicate(shop, order.id).repriced == ()


def test_a_draft_and_what_is_no_longer_sold_are_refused(shop: DeskShop) -> None:
    with pytest.raises(Refused, match="duplicate_draft"):
        duplicate(shop, shop.save(shop.ready_draft()).id)
    order = paid(shop)
    stop_selling(shop, "LAMP-1")
    with pytest.raises(Refused, match="duplicate_gone"):
        duplicate(shop, order.id)
    assert shop.count(Order) == (2,)


def test_a_repeated_command_makes_one(shop: DeskShop) -> None:
    order = paid(shop)
    reprice(shop, "LAMP-1", 1_100)
    command_id = uuid7()
    first = duplicate(shop, order.id, command_id)
    assert duplicate(shop, order.id, command_id) == first
    assert first.repriced == (Repriced("LAMP-1", 1_000, 1_100),)
    assert shop.count(Order) == (2,)
