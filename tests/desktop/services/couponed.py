"""Coupons of the tests' shop, and orders that name them."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

from desktop.services import coupons, orders
from desktop.services.coupon_shapes import CouponRefusal
from desktop.services.order_views import OrderView
from desktop.services.orders import Draft
from models.coupon import Coupon, CouponKind
from models.ids import uuid7
from tests.desktop.factories import DeskShop

SAVE10 = "SAVE-10"


def add_coupon(
    shop: DeskShop,
    code: str = SAVE10,
    kind: CouponKind = CouponKind.PERCENT,
    value: int = 100_000,
    **fields: Any,
) -> Coupon:
    """Put a coupon on record: 10 % off unless told otherwise."""
    row = Coupon(
        id=uuid7(), store_id=shop.store_id, code=code, code_key=coupons.fold(code), kind=kind,
        value=value, created_at=shop.clock.now(), **({"currency": "USD"} | fields),
    )  # fmt: skip
    with shop.database.write() as session:
        session.add(row)
    return row


def change_coupon(shop: DeskShop, code: str = SAVE10, **fields: Any) -> None:
    """Change it behind the desk's back, as a supervisor does elsewhere."""
    with shop.database.write() as session:
        row = coupons.find(session, shop.desk(), code)
        for name, value in fields.items():
            setattr(row, name, value)


def with_coupon(shop: DeskShop, draft: Draft | None = None, code: str = SAVE10) -> OrderView:
    """A saved draft that names the coupon."""
    return shop.save(dataclasses.replace(draft or shop.ready_draft(), coupon_code=code))


def why(view: OrderView) -> CouponRefusal | None:
    """Why its coupon gives nothing."""
    assert view.coupon is not None
    return view.coupon.refusal


def typed(shop: DeskShop, view: OrderView, code: str) -> tuple[str, str]:
    """The code that came of what was typed for a saved draft, and the reason's code or ""."""
    with shop.database.read() as session:
        draft = orders.draft_of(session, view.id)
        checked = coupons.check(session, shop.desk(), draft, code)
    return checked.code, checked.refusal.code if checked.refusal else ""


def shop_day(shop: DeskShop, days: int = 0) -> date:
    """The shop's today, or so many days from it."""
    today = shop.desk().today()
    return date.fromordinal(today.toordinal() + days)
