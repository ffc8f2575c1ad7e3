"""Sale prices, hidden products, and what is not shipped, at the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from desktop.services.catalogue import Item, find_items
from desktop.services.price_in_force import PriceToday, price_on
from models.order import OrderLine
from models.product import Price, Product, ProductVariant
from tests.desktop.factories import DeskShop

DAY = date(2026, 3, 15)


@pytest.mark.parametrize(
    ("sale", "first", "last", "told"),
    [
        (None, None, None, PriceToday(1000, 1000)),
        (700, None, None, PriceToday(700, 1000)),
        (700, DAY, DAY, PriceToday(700, 1000, DAY)),
        (700, DAY + timedelta(1), None, PriceToday(1000, 1000)),
        (700, None, DAY - timedelta(1), PriceToday(1000, 1000)),
        (1000, None, None, PriceToday(1000, 1000)),
        (1200, None, None, PriceToday(1000, 1000)),
    ],
)
def test_both_days_of_a_sale_belong_to_it(
    sale: int | None, first: date | None, last: date | None, told: PriceToday
) -> None:
    row = Price(amount_minor=1000, sale_minor=sale, sale_from=first, sale_until=last)
    assert price_on(row, DAY) == told


def _set(shop: DeskShop, sku: str, **fields: object) -> None:
    """Change what is on file of a SKU: of its price, its product or itself."""
    with shop.database.write() as session:
        variant = session.scalars(select(ProductVariant).where(ProductVariant.sku == sku)).one()
        price = session.scalars(select(Price).where(Price.variant_id == variant.id)).one()
        product = session.get_one(Product, variant.product_id)
        for name, value in fields.items():
            where = next(row for row in (price, product, variant) if hasattr(type(row), name))
            setattr(where, name, value)


def _found(shop: DeskShop, text: str) -> tuple[Item, ...]:
    with shop.database.read() as session:
        return find_items(session, shop.desk(), text)


def test_what_was_said_of_a_sale_stays_said(shop: DeskShop) -> None:
    today = shop.desk().today()
    _set(shop, "LAMP-1", sale_minor=800, sale_until=today)
    (lamp,) = _found(shop, "lamp-1")
    assert (lamp.price_minor, lamp.usual_minor, lamp.sale_until) == (800, 1000, today)
    draft = shop.ready_draft(shop.line("LAMP-1", 2))
    assert shop.save(draft).subtotal_minor == 1600
    _set(shop, "LAMP-1", sale_until=today - timedelta(1))
    more = replace(draft, lines=(*draft.lines, shop.line("LAMP-1", 1)))
    assert shop.save(more).subtotal_minor == 1600 + 1000
    with shop.database.read() as session:
        rows = session.scalars(select(OrderLine).order_by(OrderLine.position)).all()
        assert [(row.list_price_minor, row.is_sale_price) for row in rows] == [
            (800, True), (1000, False),
        ]  # fmt: skip


def test_what_is_hidden_is_found_by_its_whole_sku_and_barcode_only(shop: DeskShop) -> None:
    assert "LAMP-1" in {item.sku for item in _found(shop, "brass")}
    _set(shop, "LAMP-1", is_hidden=True)
    for text in ("brass", "lamp", "LAM"):
        assert "LAMP-1" not in {item.sku for item in _found(shop, text)}
    for text in ("lamp 1", "4006381333931"):
        assert [item.sku for item in _found(shop, text)] == ["LAMP-1"]


def test_what_is_not_shipped_costs_nothing_to_ship(shop: DeskShop) -> None:
    assert shop.save(shop.ready_draft(shop.line("LAMP-1", 1))).shipping_minor > 0
    _set(shop, "LAMP-1", needs_shipping=False)
    view = shop.save(shop.ready_draft(shop.line("LAMP-1", 1)))
    assert (view.subtotal_minor, view.shipping_minor) == (1000, 0)
