"""Coupons made and changed: what is refused, what the list says, and the categories on offer."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from desktop.services import coupon_settings
from desktop.services.coupon_settings import CouponBook, CouponInput, CouponRow
from desktop.services.desk import Refused, Stale
from models.coupon import CouponKind
from models.product import Product
from tests.desktop.factories import DeskShop
from tests.desktop.services.couponed import shop_day

TEN = CouponInput(code="SAVE-10", kind=CouponKind.PERCENT, value=100_000)


def _save(shop: DeskShop, said: CouponInput, before: CouponRow | None = None) -> CouponRow:
    desk = dataclasses.replace(shop.desk(), may_supervise=True)
    with shop.database.write() as session:
        return coupon_settings.save(session, desk, said, before=before)


def _book(shop: DeskShop) -> CouponBook:
    with shop.database.read() as session:
        return coupon_settings.read(session, shop.desk())


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"code": " - "}, "coupon_code_missing", "code"),
        ({"code": "save 10"}, "coupon_code_taken", "code"),
        ({"value": 0}, "coupon_percent", "value"),
        ({"value": 1_000_001}, "coupon_percent", "value"),
        ({"kind": CouponKind.AMOUNT, "value": 0}, "coupon_amount", "value"),
        (
            {"starts_on": date(2026, 3, 2), "ends_on": date(2026, 3, 1)}, "coupon_days", "ends_on",
        ),
        ({"most_uses": 0}, "coupon_uses", "most_uses"),
        ({"minimum_minor": -1}, "limit_negative", "minimum_minor"),
        ({"excluded_skus": ("lamp 1", "LAMP-9")}, "coupon_sku_unknown", "excluded_skus"),
        ({"excluded_categories": ("Hats",)}, "coupon_category_unknown", "excluded_categories"),
    ],
)  # fmt: skip
def test_what_cannot_be(shop: DeskShop, fields: Mapping[str, Any], code: str, field: str) -> None:
    _save(shop, TEN)
    with pytest.raises(Refused) as refused:
        _save(shop, dataclasses.replace(TEN, **{"code": "OTHER", **fields}))
    assert (refused.value.code, refused.value.field) == (code, field)
    assert [row.said for row in _book(shop).rows] == [TEN]


def test_only_a_supervisor_and_nobodys_change_is_lost(shop: DeskShop) -> None:
    first = _save(shop, TEN)
    _save(shop, dataclasses.replace(TEN, words="Ten percent"), first)
    with pytest.raises(Stale):
        _save(shop, dataclasses.replace(TEN, words="Mine"), first)
    with shop.database.write() as session, pytest.raises(Refused) as refused:
        coupon_settings.save(session, shop.desk(), TEN, before=first)
    assert refused.value.code == "supervisor_needed"
    assert [row.said.words for row in _book(shop).rows] == ["Ten percent"]


def test_what_it_had_before_may_be_sold_no_more(shop: DeskShop) -> None:
    said = dataclasses.replace(TEN, excluded_skus=("LAMP-1",))
    row = _save(shop, said)
    with shop.database.write() as session:
        lamp = session.scalars(select(Product).where(Product.name == "Brass Lamp")).one()
        lamp.variants[0].sku_key = "LAMP1OLD"
    assert _save(shop, dataclasses.replace(said, words="Ten"), row).said.words == "Ten"


def test_categories_are_offered_with_those_they_are_below(shop: DeskShop) -> None:
    with shop.database.write() as session:
        lamp, book = session.scalars(
            select(Product)
            .where(Product.name.in_(["Brass Lamp", "Old Book"]))
            .order_by(Product.name)
        )
        lamp.categories = ["Light > Lamps", "Gifts"]
        book.categories = ["gifts"]
    assert _book(shop).categories == ("Gifts", "Light", "Light > Lamps")
    said = dataclasses.replace(TEN, excluded_categories=("light", "LIGHT>lamps"))
    assert _save(shop, said).said == said


def test_the_state_of_each(shop: DeskShop) -> None:
    row = _save(shop, TEN)
    today = shop_day(shop)

    def state(uses: int = 0, **fields: Any) -> str:
        said = dataclasses.replace(TEN, **fields)
        return dataclasses.replace(row, said=said, uses=uses).state(today)

    yesterday, tomorrow = shop_day(shop, -1), shop_day(shop, 1)
    assert state() == state(starts_on=today, ends_on=today) == "good"
    assert (state(ends_on=yesterday), state(starts_on=tomorrow)) == ("over", "not_yet")
    assert (state(1, most_uses=1), state(1, most_uses=2)) == ("used_up", "good")
    assert state(active=False, ends_on=yesterday) == "off"


def test_free_shipping_has_no_value(shop: DeskShop) -> None:
    made = _save(shop, dataclasses.replace(TEN, kind=CouponKind.FREE_SHIPPING))
    assert made.said.value == 0
