"""Whether a coupon fits an order: every reason why not, and what one gives."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from desktop.services import orders
from desktop.services.coupon_shapes import CouponRefusal, CouponView
from desktop.services.desk import Refused
from desktop.services.orders import Draft
from models.coupon import CouponKind
from models.ids import uuid7
from models.order import OrderLine
from models.product import Product
from tests.desktop.factories import ONTARIO, DeskShop, add_tax
from tests.desktop.services.couponed import (
    SAVE10,
    add_coupon,
    change_coupon,
    shop_day,
    typed,
    why,
    with_coupon,
)  # fmt: skip
from tests.models.card_like import complete


def test_ten_percent_off_the_lamp_and_its_tax_follows(shop: DeskShop) -> None:
    add_coupon(shop, words="Ten percent off")
    view = with_coupon(shop, code="save 10")
    assert view.coupon == CouponView(SAVE10, CouponKind.PERCENT, "Ten percent off", 100, 0)
    assert (view.subtotal_minor, view.discount_minor, view.line_discounts_minor) == (1000, 100, 0)
    # 10 % on 9.00; the line itself costs what it costs
    assert (view.tax_minor, view.shipping_minor, view.total_minor) == (90, 790, 1780)
    assert (view.lines[0].discount_minor, view.lines[0].amount_minor) == (0, 1000)
    assert "coupon" not in view.missing


def test_an_amount_comes_after_the_lines_own_discounts(shop: DeskShop) -> None:
    add_coupon(shop, "FIVE", CouponKind.AMOUNT, 500)
    draft = shop.ready_draft(
        shop.line("LAMP-1", 2, percent=250_000), shop.line("TEA-3"), shop.line("WICK-2", 3)
    )
    view = with_coupon(shop, draft, "FIVE")
    # 15.00, 5.00 and 9.99 take the 5.00 as 2.50, 0.84 and 1.66 (2.501, 0.833, 1.666)
    with shop.database.read() as session:
        rows = session.execute(
            select(OrderLine.coupon_minor, OrderLine.discount_minor, OrderLine.amount_minor)
            .where(OrderLine.order_id == view.id)
            .order_by(OrderLine.position)
        ).all()
    assert [tuple(row) for row in rows] == [(250, 750, 1250), (83, 83, 417), (167, 167, 832)]
    assert (view.subtotal_minor, view.discount_minor, view.line_discounts_minor) == (
        3499, 1000, 500,
    )  # fmt: skip
    # food bears none: 10 % on 12.50 and 8.32
    assert (view.tax_minor, view.total_minor) == (208, 3499 - 1000 + 790 + 208)


def test_free_shipping_and_the_tax_on_it(shop: DeskShop) -> None:
    add_coupon(shop, "SHIPFREE", CouponKind.FREE_SHIPPING, 0)
    add_tax(shop, "CA", 100_000, postal_prefix="91764", taxes_shipping=True)
    view = with_coupon(shop, code="shipfree")
    assert view.coupon == CouponView("SHIPFREE", CouponKind.FREE_SHIPPING, "", 0, 790)
    assert (view.shipping_minor, view.full_shipping_minor) == (0, 790)
    assert (view.tax_minor, view.total_minor) == (100, 1100)
    assert shop.order(view.id).total_minor == 1100


def test_free_shipping_waits_for_a_method(shop: DeskShop) -> None:
    add_coupon(shop, "SHIPFREE", CouponKind.FREE_SHIPPING, 0)
    draft = shop.ready_draft(bill_to=None, shipping_method_id=None)
    view = with_coupon(shop, draft, "SHIPFREE")
    assert (why(view), view.total_minor) == (None, 1000)
    chosen = dataclasses.replace(draft, bill_to=ONTARIO, coupon_code="SHIPFREE")
    assert shop.save(chosen).coupon == CouponView(
        "SHIPFREE", CouponKind.FREE_SHIPPING, "", 0, 790
    )  # fmt: skip


def test_a_code_that_nobody_made(shop: DeskShop) -> None:
    view = with_coupon(shop, code="NOPE")
    assert view.coupon == CouponView("NOPE", None, "", 0, 0, CouponRefusal("unknown"))
    assert (view.total_minor, view.missing) == (1890, ("coupon",))
    for code in ("nope", "", " - "):
        assert typed(shop, view, code) == (code.strip(), "unknown")


def test_one_that_is_switched_off(shop: DeskShop) -> None:
    add_coupon(shop, active=False)
    assert why(with_coupon(shop)) == CouponRefusal("not_active")


@pytest.mark.parametrize(
    ("moment", "reason"),
    [
        (datetime(2026, 3, 10, 6, 59, tzinfo=UTC), "not_yet"),  # 9 Mar, 23:59 in Los Angeles
        (datetime(2026, 3, 10, 7, 0, tzinfo=UTC), ""),  # 10 Mar, 0:00
        (datetime(2026, 3, 13, 6, 59, tzinfo=UTC), ""),  # 12 Mar, 23:59
        (datetime(2026, 3, 13, 7, 0, tzinfo=UTC), "over"),
    ],
)
def test_both_days_belong_to_it_on_the_shops_calendar(
    shop: DeskShop, moment: datetime, reason: str
) -> None:
    first, last = date(2026, 3, 10), date(2026, 3, 12)
    add_coupon(shop, starts_on=first, ends_on=last)
    shop.clock.advance(moment - shop.clock.now())
    found = why(with_coupon(shop))
    days = {"not_yet": first, "over": last}
    assert found == (CouponRefusal(reason, day=days[reason]) if reason else None)


def test_so_many_orders_and_no_more(shop: DeskShop) -> None:
    add_coupon(shop, most_uses=1)
    placed, _card = shop.placed(dataclasses.replace(shop.ready_draft(), coupon_code=SAVE10))
    assert placed.coupon == CouponView(SAVE10, CouponKind.PERCENT, "", 100, 0)
    assert why(with_coupon(shop)) == CouponRefusal("used_up", most=1)
    change_coupon(shop, most_uses=2)
    assert why(with_coupon(shop)) is None


def test_once_for_each_customer_wants_to_know_who(shop: DeskShop) -> None:
    add_coupon(shop, once_per_customer=True)
    view = with_coupon(shop, shop.ready_draft(customer_id=None))
    assert (why(view), view.total_minor) == (CouponRefusal("needs_customer"), 1890)
    assert typed(shop, view, "save-10") == (SAVE10, "needs_customer")


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        ({"phone": "(909) 555-0142"}, "used_already"),
        ({"email": "JANE@example.com"}, "used_already"),
        ({}, ""),
    ],
)
def test_a_second_card_of_one_customer_is_no_way_round(
    shop: DeskShop, second: dict[str, str], reason: str
) -> None:
    add_coupon(shop, once_per_customer=True)
    first = shop.customer(phone="909 555 0142", email="jane@example.com")
    shop.placed(dataclasses.replace(shop.ready_draft(customer_id=first.id), coupon_code=SAVE10))
    elsewhere = dataclasses.replace(ONTARIO, line1="9 Other Street", line2="")
    again = shop.customer(given_name="J", family_name="R", **second)
    view = with_coupon(shop, shop.ready_draft(customer_id=again.id, bill_to=elsewhere))
    assert why(view) == (CouponRefusal(reason) if reason else None)


def test_the_same_bill_to_is_the_same_customer(shop: DeskShop) -> None:
    add_coupon(shop, once_per_customer=True)
    shop.placed(dataclasses.replace(shop.ready_draft(), coupon_code=SAVE10))
    spelled = dataclasses.replace(ONTARIO, name="J. Roe", line1="5798 Mill Pkwy", line2="# 5")
    assert why(with_coupon(shop, shop.ready_draft(bill_to=spelled))) == CouponRefusal(
        "used_already"
    )  # fmt: skip
    next_door = dataclasses.replace(spelled, line2="# 6")
    assert why(with_coupon(shop, shop.ready_draft(bill_to=next_door))) is None


def test_what_the_minimum_lacks_is_told_and_it_waits(shop: DeskShop) -> None:
    add_coupon(shop, minimum_minor=3_000)
    draft = dataclasses.replace(shop.ready_draft(), coupon_code=SAVE10)
    view = shop.save(draft)
    lacking = CouponRefusal("minimum", lacking_minor=2_000, currency="USD")
    assert (why(view), view.total_minor, view.missing) == (lacking, 1890, ("coupon",))
    more = dataclasses.replace(draft, lines=(shop.line("LAMP-1", 3),))
    view = shop.save(more)
    assert (why(view), view.discount_minor, view.missing) == (None, 300, ())


def test_what_is_discounted_counts_less_towards_the_minimum(shop: DeskShop) -> None:
    add_coupon(shop, minimum_minor=1_000)
    view = with_coupon(shop, shop.ready_draft(shop.line("LAMP-1", amount=1)))
    assert why(view) == CouponRefusal("minimum", lacking_minor=1, currency="USD")


def test_before_the_first_line_only_the_minimum_is_told(shop: DeskShop) -> None:
    add_coupon(shop)
    draft = Draft(order_id=uuid7(), coupon_code=SAVE10)
    assert why(shop.save(draft)) is None
    change_coupon(shop, minimum_minor=500)
    assert why(shop.order(draft.order_id)) == CouponRefusal(
        "minimum", lacking_minor=500, currency="USD"
    )  # fmt: skip


def test_excluded_skus_however_they_are_spelled(shop: DeskShop) -> None:
    add_coupon(shop, excluded_skus=["lamp 1"])
    assert why(with_coupon(shop)) == CouponRefusal("nothing_eligible")
    both = shop.ready_draft(shop.line("LAMP-1"), shop.line("BOOK-4"))
    view = with_coupon(shop, both)
    assert (why(view), view.discount_minor) == (None, 200)


def test_an_excluded_category_excludes_those_below_it(shop: DeskShop) -> None:
    categories = {"Brass Lamp": ["Light > Lamps"], "Old Book": ["Lighthouses"], "Green Tea": []}
    with shop.database.write() as session:
        for product in session.scalars(select(Product).where(Product.name.in_(categories))):
            product.categories = categories[product.name]
    add_coupon(shop, excluded_categories=["light"])
    draft = shop.ready_draft(shop.line("LAMP-1"), shop.line("BOOK-4"), shop.line("TEA-3"))
    assert with_coupon(shop, draft).discount_minor == 250
    change_coupon(shop, excluded_categories=["Light > Wicks"])
    assert with_coupon(shop, draft).discount_minor == 350


def test_not_on_sale_prices(shop: DeskShop) -> None:
    add_coupon(shop, excludes_sale_prices=True)
    draft = shop.ready_draft(shop.line("LAMP-1"), shop.line("BOOK-4"))
    view = with_coupon(shop, draft)
    assert view.discount_minor == 300
    with shop.database.write() as session:
        session.get_one(OrderLine, view.lines[0].id).is_sale_price = True
    again = dataclasses.replace(draft, coupon_code=SAVE10, gift_message="For you")
    assert shop.save(again).discount_minor == 200


def test_an_amount_in_another_currency(shop: DeskShop) -> None:
    add_coupon(shop, "FIVE", CouponKind.AMOUNT, 500, currency="CAD")
    assert why(with_coupon(shop, code="FIVE")) == CouponRefusal("wrong_currency", currency="CAD")
    add_coupon(shop, currency="CAD")
    assert why(with_coupon(shop)) is None
    change_coupon(shop, minimum_minor=1)
    assert why(with_coupon(shop)) == CouponRefusal("wrong_currency", currency="CAD")


def test_free_shipping_where_nothing_is_shipped(shop: DeskShop) -> None:
    add_coupon(shop, "SHIPFREE", CouponKind.FREE_SHIPPING, 0)
    draft = shop.ready_draft()
    view = with_coupon(shop, draft, "SHIPFREE")
    with shop.database.write() as session:
        session.get_one(OrderLine, view.lines[0].id).needs_shipping = False
    assert why(shop.order(view.id)) == CouponRefusal("no_shipping")


def test_the_draft_is_as_it_was_after_a_crash_and_taken_out_by_no_code(shop: DeskShop) -> None:
    add_coupon(shop)
    saved = with_coupon(shop, code="save 10")
    with shop.database.read() as session:
        draft = orders.draft_of(session, saved.id)
    assert draft.coupon_code == SAVE10
    view = shop.save(dataclasses.replace(draft, coupon_code=""))
    assert (view.coupon, view.discount_minor, view.total_minor) == (None, 0, 1890)


def test_it_is_looked_at_again_when_the_draft_is(shop: DeskShop) -> None:
    add_coupon(shop, ends_on=shop_day(shop))
    saved = with_coupon(shop)
    assert why(saved) is None
    shop.clock.advance(timedelta(days=1))
    later = shop.order(saved.id)
    assert later.coupon is not None
    assert (later.coupon.refusal, later.coupon.is_stale) == (
        CouponRefusal("over", day=shop_day(shop, -1)), True,
    )  # fmt: skip


def test_a_card_number_is_no_code(shop: DeskShop) -> None:
    with pytest.raises(Refused) as refused:
        with_coupon(shop, code=complete("4" * 15))
    assert (refused.value.code, refused.value.field) == ("card_number", "coupon_code")
