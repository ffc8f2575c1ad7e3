"""A coupon from placing to the end: claimed once, kept while the order is changed, given back."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop.documents.confirmation_data import ConfirmationData, Reduction
from desktop.services import (
    cancelling,
    change_views,
    confirmations,
    duplicating,
    order_story,
    orders,
    placing,
)
from desktop.services.cancellation_letters import cancellation_data
from desktop.services.coupon_shapes import CouponRefusal, CouponView
from desktop.services.desk import Refused
from desktop.services.order_snapshots import OrderChange, changes_between
from desktop.services.order_views import OrderView
from models.coupon import CouponKind, CouponUse
from models.ids import uuid7
from models.order import Order, OrderLine, OrderState
from models.order_version import OrderVersion
from tests.desktop.factories import RENO, DeskShop, card
from tests.desktop.services.changed_orders import apply, begin, key, paid, put_state
from tests.desktop.services.couponed import (
    SAVE10,
    add_coupon,
    change_coupon,
    shop_day,
    why,
    with_coupon,
)  # fmt: skip
from tests.desktop.services.races import race

WORDS = confirmations.LetterWords(hold=lambda kind: kind.value, card=lambda brand, last4: last4)


def _placed(shop: DeskShop, code: str = SAVE10) -> OrderView:
    return paid(shop, dataclasses.replace(shop.ready_draft(), coupon_code=code))


def _place(shop: DeskShop, view: OrderView, method: str = "pm_two", *, desk: int = 1) -> None:
    with shop.database.write() as session:
        placing.place(
            session, shop.desk(desk), view.id, card(method), version=view.version,
            command_id=uuid7(),
        )  # fmt: skip


def _cancel(shop: DeskShop, order_id: uuid.UUID) -> None:
    with shop.database.write() as session:
        version = session.get_one(Order, order_id).version
        cancelling.cancel_order(
            session, shop.desk(), order_id, note="", version=version, command_id=uuid7()
        )


def _uses(shop: DeskShop) -> dict[uuid.UUID, int]:
    """How many keys each order has among the uses."""
    with shop.database.read() as session:
        rows = list(session.scalars(select(CouponUse.order_id)))
    return {order_id: rows.count(order_id) for order_id in rows}


def _letter(shop: DeskShop, order_id: uuid.UUID) -> ConfirmationData:
    with shop.database.read() as session:
        order = session.get_one(Order, order_id)
        return confirmations.confirmation_data(session, shop.desk(), order, WORDS)


def test_placing_keeps_who_used_it_without_a_value_that_reaches_them(shop: DeskShop) -> None:
    add_coupon(shop)
    customer = shop.customer(phone="909 555 0142", email="jane@example.com")
    draft = shop.ready_draft(customer_id=customer.id)
    view, _attempt = shop.placed(dataclasses.replace(draft, coupon_code=SAVE10))
    assert _uses(shop) == {view.id: 4}  # the customer, the number, the e-mail, the bill-to
    with shop.database.read() as session:
        for stored in session.scalars(select(CouponUse.person_key)):
            assert len(stored) == 64
            assert stored.isalpha()


def test_another_desk_used_it_a_second_ago(shop: DeskShop) -> None:
    add_coupon(shop, most_uses=1)
    mine, theirs = with_coupon(shop), with_coupon(shop)
    assert (why(mine), why(theirs)) == (None, None)
    _place(shop, theirs, "pm_theirs", desk=2)
    before = shop.every_row()
    with pytest.raises(Refused) as refused:
        _place(shop, mine, "pm_mine")
    assert refused.value.code == "coupon"
    assert refused.value.values["coupon"] == SAVE10
    assert refused.value.values["refusal"] == CouponRefusal("used_up", most=1)
    assert shop.every_row() == before
    again = shop.order(mine.id)
    assert (again.state, why(again)) == (OrderState.DRAFT, CouponRefusal("used_up", most=1))


def test_two_desks_at_once_use_the_last_one_once(shop: DeskShop) -> None:
    add_coupon(shop, most_uses=1)
    drafts = with_coupon(shop), with_coupon(shop)
    said = race(
        shop,
        *(
            (number, "place", view.id, view.version, f"pm_{number}", uuid7())
            for number, view in enumerate(drafts, start=1)
        ),
    )
    assert sorted(one.split()[0] for one in said) == ["placed", "refused"]
    assert "refused coupon" in said
    assert len(_uses(shop)) == 1


def test_what_it_gives_was_changed_since_the_total_was_said(shop: DeskShop) -> None:
    add_coupon(shop)
    view = with_coupon(shop)
    change_coupon(shop, value=50_000)
    with pytest.raises(Refused) as refused:
        _place(shop, view)
    assert refused.value.values["refusal"] == CouponRefusal("changed")
    with shop.database.read() as session:
        draft = orders.draft_of(session, view.id)
    again = shop.save(draft)
    assert (again.discount_minor, again.missing) == (50, ())
    _place(shop, again)


def test_a_cancelled_order_gives_it_back(shop: DeskShop) -> None:
    add_coupon(shop, most_uses=1, once_per_customer=True)
    view = _placed(shop)
    assert why(with_coupon(shop)) == CouponRefusal("used_up", most=1)
    _cancel(shop, view.id)
    assert _uses(shop) == {}
    assert why(with_coupon(shop)) is None


def test_what_has_shipped_has_used_it(shop: DeskShop) -> None:
    add_coupon(shop, most_uses=1)
    draft = dataclasses.replace(shop.ready_draft(shop.line("LAMP-1", 2)), coupon_code=SAVE10)
    view = paid(shop, draft)
    put_state(shop, view.id, OrderState.PARTLY_SHIPPED)
    with shop.database.write() as session:
        session.get_one(OrderLine, view.lines[0].id).shipped = 1
    _cancel(shop, view.id)
    assert list(_uses(shop)) == [view.id]
    with shop.database.read() as session:
        order = session.get_one(Order, view.id)
        line = cancellation_data(session, shop.desk(), order, WORDS).order.lines[0]
    # one of two lamps: 10.00 less its tenth
    assert (line.quantity, line.discount_minor, line.amount_minor) == (1, 100, 900)
    assert line.discount_words == f"Coupon {SAVE10}"


def test_a_change_keeps_a_coupon_that_is_over(shop: DeskShop) -> None:
    add_coupon(shop, ends_on=shop_day(shop), most_uses=1, once_per_customer=True)
    view = _placed(shop)
    shop.clock.advance(timedelta(days=2))
    change_coupon(shop, active=False)
    draft = begin(shop, view.id)
    assert (why(draft), draft.total_minor) == (None, 1780)
    draft = key(shop, draft, gift_message="For you")
    assert (why(draft), draft.total_minor) == (None, 1780)
    draft = key(shop, draft, quantity=2)
    assert (why(draft), draft.discount_minor, draft.missing) == (None, 200, ())
    apply(shop, draft, card("pm_more"))
    now = shop.order(view.id)
    assert (now.coupon, now.discount_minor) == (
        CouponView(SAVE10, CouponKind.PERCENT, "", 200, 0), 200,
    )  # fmt: skip
    assert list(_uses(shop)) == [view.id]


def test_a_change_keeps_what_was_said_when_the_coupon_gives_less_now(shop: DeskShop) -> None:
    add_coupon(shop)
    view = _placed(shop)
    change_coupon(shop, value=10_000, excluded_skus=["LAMP-1"])
    draft = key(shop, begin(shop, view.id), gift_message="For you")
    assert (why(draft), draft.discount_minor, draft.total_minor) == (None, 100, 1780)
    assert shop.order(draft.id).missing == ()
    draft = key(shop, draft, quantity=2)
    assert (why(draft), draft.discount_minor) == (CouponRefusal("nothing_eligible"), 0)
    with pytest.raises(Refused) as refused:
        apply(shop, draft, card("pm_more"))
    assert refused.value.code == "coupon"


def test_a_change_takes_a_coupon_out_and_its_trail_says_so(shop: DeskShop) -> None:
    add_coupon(shop)
    view = _placed(shop)
    draft = key(shop, begin(shop, view.id), coupon_code="")
    assert draft.change is not None
    assert draft.change.changes == (
        OrderChange("coupon", before=SAVE10, after=""),
        OrderChange("total", before=1780, after=1890),
    )  # fmt: skip
    apply(shop, draft, card("pm_more"))
    assert _uses(shop) == {}
    with shop.database.read() as session:
        (made,) = change_views.trail(session, view.id)
    assert [one.kind for one in made.changes] == ["coupon", "total"]


def test_a_change_adds_one_and_it_is_used(shop: DeskShop) -> None:
    add_coupon(shop, most_uses=1)
    view = paid(shop)
    apply(shop, key(shop, begin(shop, view.id), coupon_code="save10"))
    assert list(_uses(shop)) == [view.id]
    assert why(with_coupon(shop)) == CouponRefusal("used_up", most=1)


def test_a_version_from_before_there_were_coupons_is_told_apart(shop: DeskShop) -> None:
    add_coupon(shop)
    view = paid(shop)
    apply(shop, key(shop, begin(shop, view.id), ship_to=RENO))
    with shop.database.write() as session:
        version = session.scalars(select(OrderVersion)).one()
        old = {k: v for k, v in version.snapshot.items() if "coupon" not in k}
        old["lines"] = [
            {k: v for k, v in line.items() if "coupon" not in k} for line in old["lines"]
        ]
        version.snapshot = old
    with shop.database.read() as session:
        (made,) = change_views.trail(session, view.id)
        assert [one.kind for one in made.changes] == ["ship_to", "total"]
        assert changes_between(old, old) == ()


def test_the_same_once_more_has_no_coupon(shop: DeskShop) -> None:
    add_coupon(shop)
    view = _placed(shop)
    with shop.database.write() as session:
        made = duplicating.duplicate(
            session, shop.desk(), view.id, call_id=None, command_id=uuid7()
        )
    again = shop.order(made.order_id)
    assert (again.coupon, again.discount_minor) == (None, 0)


def test_the_confirmation_names_it_and_adds_up(shop: DeskShop) -> None:
    add_coupon(shop)
    add_coupon(shop, "SHIPFREE", CouponKind.FREE_SHIPPING, 0)
    draft = shop.ready_draft(shop.line("LAMP-1", percent=100_000))
    view, _attempt = shop.placed(dataclasses.replace(draft, coupon_code=SAVE10))
    said = _letter(shop, view.id)
    assert said.discounts == (
        Reduction(words="", minor=100),
        Reduction(words="Coupon SAVE-10", minor=90),
    )
    assert (said.lines[0].discount_minor, said.lines[0].amount_minor) == (100, 900)
    assert said.total_minor == 1000 - 190 + 790 + 81
    free, _attempt = shop.placed(
        dataclasses.replace(shop.ready_draft(), coupon_code="ship free"), entry=card("pm_two")
    )
    said = _letter(shop, free.id)
    assert said.discounts == (Reduction(words="Coupon SHIPFREE, free shipping", minor=790),)
    assert (said.shipping_minor, said.total_minor) == (790, 1000 + 100)
    with shop.database.read() as session:
        story = order_story.read(session, shop.desk(), free.id)
    assert story is not None
    assert (story.coupon_code, story.coupon_minor, story.coupon_shipping_minor) == (
        "SHIPFREE", 0, 790,
    )  # fmt: skip
