"""Changing a placed order: what it says, what it costs, its money, its holds, its trail."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import timedelta
from typing import Literal

import pytest
from sqlalchemy import select

from desktop.services import change_views, changing, orders, placing
from desktop.services.change_views import ChangeMade
from desktop.services.changing import ChangedElsewhere
from desktop.services.desk import Refused, Stale
from desktop.services.order_snapshots import OrderChange
from desktop.services.order_views import OrderView
from models.hold import Hold, HoldKind, HoldState
from models.ids import uuid7
from models.order import DelayNotice, Order, OrderEvent, OrderLine, OrderState
from models.order_search import OrderKey
from models.order_version import OrderVersion
from models.payment import AttemptState, Check, Payment, PaymentAttempt, Purpose, Tender
from models.product import Price, ProductVariant
from models.shipping import ShippingPrice
from models.tax import TaxRate
from tests.desktop.factories import HONOLULU, ONTARIO, PO_BOX, RENO, DeskShop, card
from tests.desktop.services.changed_orders import (
    answer,
    apply,
    attempts,
    begin,
    changed,
    decline,
    key,
    kinds,
    lose,
    open_kinds,
    pack,
    paid,
    put_state,
    set_aside,
)  # fmt: skip
from tests.desktop.services.races import race

AUTHORIZE, VOID = Purpose.AUTHORIZE, Purpose.VOID
CREATED, SUCCEEDED = AttemptState.CREATED, AttemptState.SUCCEEDED
# A lamp of 10.00 with 10 % tax and 7.90 postage; each further lamp is 11.00 more.
ONE, TWO, THREE = 1_890, 2_990, 4_090


def refused(shop: DeskShop, order_id: uuid.UUID) -> str:
    """Why a change cannot be begun."""
    with pytest.raises(Refused) as refusal:
        begin(shop, order_id)
    return refusal.value.code


# The draft of a change ---------------------------------------------------------------------------


def test_a_change_begins_as_a_draft_that_says_the_same(shop: DeskShop) -> None:
    order = paid(shop, shop.ready_draft(shop.line("LAMP-1", 2, price=900), ship_to=RENO,
                                        gift_message="For you"))  # fmt: skip
    draft = begin(shop, order.id, desk=2)
    assert (draft.state, draft.number) == (OrderState.DRAFT, order.number)
    assert (draft.shown_number, draft.spoken_number) == (order.shown_number, order.spoken_number)
    assert (draft.bill_to, draft.ship_to, draft.gift_message) == (ONTARIO, RENO, "For you")
    assert [(n.sku, n.quantity, n.unit_price_minor, n.price_reason) for n in draft.lines] == [
        ("LAMP-1", 2, 900, "matched a price")
    ]
    assert (draft.total_minor, draft.missing, draft.similar) == (order.total_minor, (), ())
    assert draft.change is not None
    assert (draft.change.order_id, draft.change.original_version) == (order.id, 0)
    assert (draft.change.changes, draft.change.needs_card) == ((), False)
    assert draft.change.secured_minor == order.total_minor
    with shop.database.read() as session:
        row = session.get_one(Order, draft.id)
        assert row.number != order.number
        assert (row.changes_order_id, row.agent_id) == (order.id, shop.agents[1])
    assert kinds(shop, draft.id) == ["change_begun"]
    assert shop.order(order.id) == order


def test_pieces_of_the_order_are_not_set_aside_twice(shop: DeskShop) -> None:
    order = paid(shop, shop.ready_draft(shop.line("LAMP-1", 6)))
    draft = begin(shop, order.id)
    assert set_aside(shop, "LAMP-1") == [6]
    assert (draft.lines[0].available, draft.lines[0].short) == (10, False)
    more = key(shop, draft, quantity=8)
    assert set_aside(shop, "LAMP-1") == [2, 6]
    assert (more.lines[0].available, more.lines[0].short) == (10, False)
    less = key(shop, more, quantity=5)
    assert set_aside(shop, "LAMP-1") == [6]
    eleven = key(shop, less, quantity=11)
    assert (eleven.lines[0].short, set_aside(shop, "LAMP-1")) == (True, [5, 6])
    others = shop.save(shop.ready_draft(shop.line("LAMP-1", 1)))
    assert others.lines[0].available == 0
    with shop.database.write() as session:
        orders.discard_draft(session, shop.desk(), draft.id)
    assert set_aside(shop, "LAMP-1") == [1, 6]


def test_what_was_said_stays_while_nothing_that_it_rests_on_changes(shop: DeskShop) -> None:
    order = paid(shop)
    with shop.database.write() as session:
        for rate in session.scalars(select(TaxRate)):
            rate.rate_ppm *= 2
        for postage in session.scalars(select(ShippingPrice)):
            postage.amount_minor += 500
        for price in session.scalars(select(Price)):
            price.amount_minor += 300
    gift = key(shop, begin(shop, order.id), gift_message="For you")
    assert (gift.total_minor, gift.shipping_minor, gift.tax_minor) == (ONE, 790, 100)
    two = key(shop, gift, quantity=2)
    assert (two.lines[0].unit_price_minor, two.shipping_minor, two.tax_minor) == (1_000, 1_290, 400)
    back = key(shop, two, quantity=1)
    assert back.total_minor == ONE


def test_an_item_that_is_no_longer_sold_can_stay_and_grow(shop: DeskShop) -> None:
    order = paid(shop)
    with shop.database.write() as session:
        lamp = session.get_one(ProductVariant, shop.goods["LAMP-1"].id)
        lamp.discontinued_at = shop.clock.now()
    assert key(shop, begin(shop, order.id), quantity=2).total_minor == TWO


def test_a_repeated_command_begins_once(shop: DeskShop) -> None:
    order = paid(shop)
    command_id = uuid7()
    begun = []
    for _ in range(2):
        with shop.database.write() as session:
            begun.append(
                changing.begin_change(session, shop.desk(), order.id, command_id=command_id).id
            )
    assert begun[0] == begun[1]
    assert shop.count(Order) == (2,)


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (OrderState.PARTLY_SHIPPED, "change_partly_shipped"),
        (OrderState.SHIPPED, "change_shipped"),
        (OrderState.CLOSED, "change_shipped"),
        (OrderState.CANCELLED, "change_cancelled"),
    ],
)
def test_an_order_that_is_out_or_over_is_not_changed(
    shop: DeskShop, state: OrderState, code: str
) -> None:
    order = paid(shop)
    draft = key(shop, begin(shop, order.id), quantity=1, gift_message="x")
    put_state(shop, order.id, state)
    assert refused(shop, order.id) == code
    with pytest.raises(Refused, match=code):
        apply(shop, draft)
    assert shop.count(OrderVersion) == (0,)
    assert shop.order(order.id).gift_message == ""


def test_a_draft_and_an_order_of_which_a_parcel_is_packed_are_not_changed(shop: DeskShop) -> None:
    assert refused(shop, shop.save(shop.ready_draft()).id) == "change_draft"
    order = paid(shop)
    draft = key(shop, begin(shop, order.id), gift_message="x")
    pack(shop, order.id)
    assert refused(shop, order.id) == "change_packed"
    with pytest.raises(Refused, match="change_packed"):
        apply(shop, draft)


# Saving it ---------------------------------------------------------------------------------------


def test_a_saved_change_is_the_same_order_saying_something_else(shop: DeskShop) -> None:
    order = paid(shop, shop.ready_draft(shop.line("LAMP-1", 2), shop.line("WICK-2", 3)))
    assert order.state is OrderState.RELEASED
    draft = begin(shop, order.id, desk=2)
    lamp = dataclasses.replace(orders_lines(shop, draft.id)[0], quantity=1)
    draft = key(shop, draft, lines=(lamp, shop.line("TEA-3")), desk=2)
    shop.clock.advance(timedelta(minutes=3))
    applied = apply(shop, draft, desk=2)
    now = shop.order(order.id)
    assert (applied.order_id, applied.attempts, applied.needs_card) == (order.id, (), False)
    assert (now.number, now.call_id, now.placed_at) == (
        order.number,
        order.call_id,
        order.placed_at,
    )
    assert [(line.sku, line.quantity) for line in now.lines] == [("LAMP-1", 1), ("TEA-3", 1)]
    assert now.lines[0].id == order.lines[0].id
    assert now.total_minor == 1_000 + 100 + 500 + 790
    assert (now.state, now.holds) == (OrderState.RELEASED, ())
    assert kinds(shop, order.id)[-3:] == ["taken_back", "changed", "released"]
    assert (set_aside(shop, "LAMP-1"), set_aside(shop, "WICK-2")) == ([1], [])
    assert set_aside(shop, "TEA-3") == [1]
    gone = shop.order(draft.id)
    assert gone.state is OrderState.CANCELLED
    assert kinds(shop, draft.id) == ["change_begun", "change_saved"]
    assert attempts(shop, order.id) == [(AUTHORIZE, SUCCEEDED, order.total_minor)]


def orders_lines(shop: DeskShop, draft_id: uuid.UUID) -> tuple[orders.DraftLine, ...]:
    """The lines of a draft, to be keyed again."""
    with shop.database.read() as session:
        return orders.draft_of(session, draft_id).lines


def test_the_trail_says_who_changed_what_and_the_event_holds_no_value(shop: DeskShop) -> None:
    order = paid(shop, shop.ready_draft(shop.line("LAMP-1", 3), shop.line("WICK-2")))
    first = begin(shop, order.id, desk=2)
    lamp = dataclasses.replace(orders_lines(shop, first.id)[0], quantity=2)
    apply(shop, key(shop, first, lines=(lamp, shop.line("TEA-3")), ship_to=RENO), desk=2)
    at = shop.clock.now()
    shop.clock.advance(timedelta(hours=1))
    changed(shop, order.id, gift_message="For Theo")
    with shop.database.read() as session:
        one, two = change_views.trail(session, order.id)
        rows = session.scalars(
            select(OrderEvent)
            .where(OrderEvent.order_id == order.id, OrderEvent.kind == "changed")
            .order_by(OrderEvent.sequence)
        )
        events = [(row.details, row.actor_id) for row in rows]
        versions = {str(v.id): v.sequence for v in session.scalars(select(OrderVersion))}
    assert (one.by, one.at) == ("Omar", at)
    assert [(c.kind, c.item, c.before, c.after) for c in one.changes[:3]] == [
        ("line_removed", "WICK-2", 1, None),
        ("quantity", "LAMP-1", 3, 2),
        ("line_added", "TEA-3", None, 1),
    ]
    assert [change.kind for change in one.changes[3:]] == ["ship_to", "total"]
    assert one.changes[3].before is None
    assert one.changes[3].after["city"] == "Reno"
    assert two == ChangeMade(
        "Dana", shop.clock.now(), (OrderChange("gift", before="", after="For Theo"),)
    )
    assert [(versions[details["version"]], details["what"]) for details, _by in events] == [
        (1, ["line_removed", "quantity", "line_added", "ship_to", "total"]),
        (2, ["gift"]),
    ]
    assert not {"Reno", "Theo"} & set(str(events).replace("'", " ").split())
    assert [by for _details, by in events] == [shop.agents[1], shop.agents[0]]


def test_nothing_changed_and_what_is_missing_are_refused(shop: DeskShop) -> None:
    order = paid(shop)
    draft = begin(shop, order.id)
    with pytest.raises(Refused, match="nothing_changed"):
        apply(shop, draft)
    boxed = key(shop, draft, ship_to=PO_BOX)
    with pytest.raises(Refused) as refusal:
        apply(shop, boxed)
    assert refusal.value.values == {"codes": ("shipping_po_box",)}
    far = key(shop, boxed, ship_to=HONOLULU, lines=())
    with pytest.raises(Refused) as refusal:
        apply(shop, far)
    assert refusal.value.values == {"codes": ("lines", "shipping_state")}
    assert (shop.order(order.id), shop.count(OrderVersion)) == (order, (0,))


def test_only_a_change_is_applied_and_only_once(shop: DeskShop) -> None:
    order = paid(shop)
    draft = key(shop, begin(shop, order.id), gift_message="x")
    command_id = uuid7()
    first = apply(shop, draft, command_id=command_id)
    assert apply(shop, draft, command_id=command_id) == first
    with pytest.raises(Refused, match="not_a_change"):
        apply(shop, draft)
    own = shop.save(shop.ready_draft())
    with pytest.raises(Refused, match="not_a_change"), shop.database.write() as session:
        changing.apply_change(
            session, shop.desk(), own.id, version=own.version, original_version=0, card=None,
            command_id=uuid7(),
        )  # fmt: skip
    assert shop.count(OrderVersion) == (1,)


def test_a_draft_that_somebody_saved_is_stale(shop: DeskShop) -> None:
    order = paid(shop)
    draft = begin(shop, order.id)
    key(shop, draft, gift_message="theirs")
    with pytest.raises(Stale):
        apply(shop, draft)


def test_the_words_by_which_it_is_found_follow(shop: DeskShop) -> None:
    order = paid(shop, shop.ready_draft(ship_to=RENO))
    changed(shop, order.id, card("pm_two"), ship_to=None)  # with tax, so more than is held
    with shop.database.read() as session:
        words = set(session.scalars(select(OrderKey.word).where(OrderKey.order_id == order.id)))
    assert {"jane", "roe", "ontario"} <= words
    assert not {"theo", "reno", "89501"} & words


def test_a_delay_notice_stays_when_its_line_goes(shop: DeskShop) -> None:
    order = paid(shop, shop.ready_draft(shop.line("LAMP-1"), shop.line("WICK-2")))
    with shop.database.write() as session:
        session.add(
            DelayNotice(
                id=uuid7(), store_id=shop.store_id, order_id=order.id,
                order_line_id=order.lines[1].id, created_at=shop.clock.now(),
            )
        )  # fmt: skip
    draft = begin(shop, order.id)
    apply(shop, key(shop, draft, lines=orders_lines(shop, draft.id)[:1]))
    with shop.database.read() as session:
        notice = session.scalars(select(DelayNotice)).one()
        assert (notice.order_id, notice.order_line_id) == (order.id, None)
        left = session.scalars(select(OrderLine).where(OrderLine.order_id == order.id)).all()
        assert len(left) == 1


# Money -------------------------------------------------------------------------------------------


def test_a_bigger_total_needs_a_new_card_first(shop: DeskShop) -> None:
    order = paid(shop)
    draft = key(shop, begin(shop, order.id), quantity=2)
    assert draft.change is not None
    assert (draft.change.needs_card, draft.change.unclear) == (True, False)
    assert (draft.change.total_before_minor, draft.change.secured_minor) == (ONE, ONE)
    with pytest.raises(Refused, match="card_needed"):
        apply(shop, draft)
    now = shop.order(order.id)
    assert (now.version, now.total_minor, now.state) == (order.version, ONE, OrderState.RELEASED)
    assert shop.order(draft.id) == draft


def test_the_old_hold_is_let_go_only_after_the_new_one_is_safe(shop: DeskShop) -> None:
    order = paid(shop)
    applied = changed(shop, order.id, card("pm_two", last4="1881"), quantity=2)
    assert (len(applied.attempts), applied.needs_card) == (1, False)
    assert attempts(shop, order.id) == [(AUTHORIZE, SUCCEEDED, ONE), (AUTHORIZE, CREATED, TWO)]
    waiting = shop.order(order.id)
    assert (waiting.state, waiting.total_minor) == (OrderState.PLACED, TWO)
    assert open_kinds(shop, order.id) == []
    with shop.database.read() as session:
        old, new = session.scalars(select(Payment).order_by(Payment.created_at, Payment.id))
        assert (new.replaces_id, new.amount_minor, new.last4) == (old.id, TWO, "1881")
    answer(shop, applied.attempts[0])
    assert attempts(shop, order.id) == [
        (AUTHORIZE, SUCCEEDED, ONE), (AUTHORIZE, SUCCEEDED, TWO), (VOID, CREATED, ONE),
    ]  # fmt: skip
    assert shop.order(order.id).state is OrderState.RELEASED
    assert kinds(shop, order.id)[-6:] == [
        "taken_back", "changed", "another_card", "payment_authorized", "void_asked", "released",
    ]  # fmt: skip


def test_declined_the_order_keeps_the_old_hold_and_says_so(shop: DeskShop) -> None:
    order = paid(shop)
    applied = changed(shop, order.id, card("pm_two"), quantity=2)
    decline(shop, applied.attempts[0])
    now = shop.order(order.id)
    assert (now.state, now.total_minor) == (OrderState.PLACED, TWO)
    assert open_kinds(shop, order.id) == [HoldKind.PAYMENT]
    assert attempts(shop, order.id) == [
        (AUTHORIZE, SUCCEEDED, ONE), (AUTHORIZE, AttemptState.DECLINED, TWO),
    ]  # fmt: skip
    with shop.database.write() as session:
        third = placing.take_another_card(
            session, shop.desk(), order.id, card("pm_three"), command_id=uuid7()
        )
    answer(shop, third.attempt_id)
    assert attempts(shop, order.id)[2:] == [(AUTHORIZE, SUCCEEDED, TWO), (VOID, CREATED, ONE)]
    assert shop.order(order.id).state is OrderState.RELEASED


def test_after_a_decline_a_smaller_order_goes_on_with_the_old_hold(shop: DeskShop) -> None:
    order = paid(shop)
    decline(shop, changed(shop, order.id, card("pm_two"), quantity=2).attempts[0])
    applied = changed(shop, order.id, quantity=1)
    assert (applied.attempts, applied.needs_card) == ((), False)
    assert (open_kinds(shop, order.id), shop.order(order.id).state) == ([], OrderState.RELEASED)


def test_a_smaller_total_needs_no_card_and_moves_no_money(shop: DeskShop) -> None:
    order = paid(shop, shop.ready_draft(shop.line("LAMP-1", 2)))
    draft = key(shop, begin(shop, order.id), quantity=1)
    with pytest.raises(Refused, match="already_authorized"):
        apply(shop, draft, card("pm_two"))
    assert apply(shop, draft).attempts == ()
    assert attempts(shop, order.id) == [(AUTHORIZE, SUCCEEDED, TWO)]
    assert shop.order(order.id).state is OrderState.RELEASED


def test_growing_again_within_what_is_held_needs_no_card(shop: DeskShop) -> None:
    order = paid(shop, shop.ready_draft(shop.line("LAMP-1", 3)))
    changed(shop, order.id, quantity=1)
    assert changed(shop, order.id, quantity=3).attempts == ()
    assert attempts(shop, order.id) == [(AUTHORIZE, SUCCEEDED, THREE)]


def test_a_card_serves_once(shop: DeskShop) -> None:
    order = paid(shop)
    with pytest.raises(Refused, match="card_used"):
        changed(shop, order.id, card("pm_one"), quantity=2)
    assert shop.order(order.id).version == order.version
    assert shop.count(OrderVersion, Payment, PaymentAttempt) == (0, 1, 1)


def test_while_an_outcome_is_unknown_only_what_it_covers_is_saved(shop: DeskShop) -> None:
    order, placed = shop.placed(shop.ready_draft(shop.line("LAMP-1", 2)))
    lose(shop, placed.attempt_id)
    more = key(shop, begin(shop, order.id), quantity=3)
    assert more.change is not None
    assert (more.change.needs_card, more.change.unclear) == (False, True)
    for entry in (None, card("pm_two")):
        with pytest.raises(Refused, match="outcome_unknown"):
            apply(shop, more, entry)
    fewer = key(shop, more, quantity=1)
    assert apply(shop, fewer).needs_card is False
    assert (open_kinds(shop, order.id), shop.count(Payment)) == ([HoldKind.PAYMENT], (1,))
    with shop.database.write() as session:
        session.get_one(PaymentAttempt, placed.attempt_id)
    answer(shop, placed.attempt_id)
    assert shop.order(order.id).state is OrderState.RELEASED
    assert attempts(shop, order.id) == [(AUTHORIZE, SUCCEEDED, TWO)]


def test_an_order_that_waits_for_a_card_may_be_changed_without_one(shop: DeskShop) -> None:
    order, placed = shop.placed()
    decline(shop, placed.attempt_id)
    assert changed(shop, order.id, quantity=3).needs_card is True
    assert open_kinds(shop, order.id) == [HoldKind.PAYMENT]
    applied = changed(shop, order.id, card("pm_two"), quantity=2)
    answer(shop, applied.attempts[0])
    assert attempts(shop, order.id)[1:] == [(AUTHORIZE, SUCCEEDED, TWO)]
    assert shop.order(order.id).state is OrderState.RELEASED


def test_terms_and_an_awaited_cheque_are_for_the_new_total(shop: DeskShop) -> None:
    for tender in (Tender.TERMS, Tender.CHEQUE):
        order = shop.save(shop.ready_draft())
        with shop.database.write() as session:
            session.get_one(Order, order.id).placed_at = shop.clock.now()
            session.get_one(Order, order.id).state = OrderState.PLACED
            session.add(
                Payment(
                    id=uuid7(), store_id=shop.store_id, order_id=order.id, tender=tender,
                    amount_minor=ONE, currency="USD", created_at=shop.clock.now(),
                )
            )  # fmt: skip
        assert changed(shop, order.id, quantity=2).attempts == ()
        with shop.database.read() as session:
            paid_by = select(Payment).where(Payment.order_id == order.id)
            assert session.scalars(paid_by).one().amount_minor == TWO
    assert shop.count(PaymentAttempt) == (0,)


# Holds -------------------------------------------------------------------------------------------


def test_a_ship_to_elsewhere_opens_a_hold_and_takes_the_order_back(shop: DeskShop) -> None:
    order = paid(shop)
    changed(shop, order.id, ship_to=RENO)
    assert open_kinds(shop, order.id) == [HoldKind.SHIP_TO_DIFFERS]
    now = shop.order(order.id)
    assert (now.state, now.held) == (OrderState.PLACED, True)
    changed(shop, order.id, ship_to=None)
    assert open_kinds(shop, order.id) == []
    assert shop.order(order.id).state is OrderState.RELEASED


def test_a_hold_that_was_released_stays_so_unless_the_address_moves(shop: DeskShop) -> None:
    order = paid(shop, shop.ready_draft(ship_to=RENO))
    with shop.database.write() as session:
        hold = session.scalars(select(Hold)).one()
        hold.end(HoldState.RELEASED, at=shop.clock.now(), by=shop.agents[1], note="called back")
    draft = key(shop, begin(shop, order.id), gift_message="For Theo")
    assert draft.holds == ()
    apply(shop, draft)
    assert open_kinds(shop, order.id) == []
    moved = key(shop, begin(shop, order.id), ship_to=HONOLULU, shipping_method_id=None)
    assert [hold.kind for hold in moved.holds] == [HoldKind.SHIP_TO_DIFFERS]
    apply(shop, moved, card("pm_two") if moved.change and moved.change.needs_card else None)
    assert open_kinds(shop, order.id) == [HoldKind.SHIP_TO_DIFFERS]


def test_a_bill_to_that_the_bank_has_not_seen_is_not_confirmed(shop: DeskShop) -> None:
    order = paid(shop)
    moved = dataclasses.replace(RENO, name="Jane Roe")
    draft = key(shop, begin(shop, order.id), bill_to=moved)
    apply(shop, draft)
    assert open_kinds(shop, order.id) == [HoldKind.STREET_CHECK, HoldKind.POSTAL_CHECK]
    with shop.database.read() as session:
        assert [hold.details for hold in session.scalars(select(Hold))] == [
            {"answer": "not_checked"}, {"answer": "not_checked"},
        ]  # fmt: skip
    assert shop.order(order.id).state is OrderState.PLACED


def test_the_answers_for_the_new_card_end_those_holds(shop: DeskShop) -> None:
    order = paid(shop)
    draft = key(shop, begin(shop, order.id), bill_to=dataclasses.replace(RENO), quantity=3)
    applied = apply(shop, draft, card("pm_two"))
    answer(shop, applied.attempts[0], postal_check=Check.NO_MATCH)
    assert open_kinds(shop, order.id) == [HoldKind.POSTAL_CHECK]


# Two agents --------------------------------------------------------------------------------------


def test_the_second_save_is_refused_with_both_versions_and_nothing_lost(shop: DeskShop) -> None:
    order = paid(shop, shop.ready_draft(shop.line("LAMP-1", 3), shop.line("WICK-2")))
    mine = begin(shop, order.id)
    mine = key(shop, mine, gift_message="Mine", quantity=2)
    theirs = key(shop, begin(shop, order.id, desk=2), desk=2, ship_to=RENO, quantity=1)
    apply(shop, theirs, desk=2)
    at = shop.clock.now()
    after = shop.order(order.id)
    with pytest.raises(ChangedElsewhere):
        apply(shop, mine)
    assert shop.order(order.id) == after
    assert shop.order(mine.id).gift_message == "Mine"
    with shop.database.read() as session:
        found = change_views.conflict(session, shop.desk(), mine.id)
    assert found is not None
    assert (found.order_id, found.by, found.at, found.original_version) == (order.id, "Omar", at, 1)
    differing = {(row.kind, row.item) for row in found.rows if row.differs}
    assert differing == {
        ("line", "LAMP-1"), ("ship_to", ""), ("gift", ""), ("total", ""),
    }  # fmt: skip
    lamp = found.rows[0]
    assert (lamp.theirs, lamp.yours) == ((1, 1_000, 1_000), (2, 1_000, 2_000))


def rebase(
    shop: DeskShop, draft_id: uuid.UUID, version: int, keep: Literal["mine", "theirs"]
) -> OrderView:
    """Answer the question which version is kept."""
    with shop.database.write() as session:
        return changing.rebase_change(
            session,
            shop.desk(),
            draft_id,
            version=version,
            keep=keep,
            command_id=uuid7(),
        )


def test_mine_is_laid_over_theirs(shop: DeskShop) -> None:
    order = paid(shop, shop.ready_draft(shop.line("LAMP-1", 3), shop.line("WICK-2")))
    mine = key(shop, begin(shop, order.id), gift_message="Mine", quantity=2)
    theirs = begin(shop, order.id, desk=2)
    kept = orders_lines(shop, theirs.id)[:1]
    apply(shop, key(shop, theirs, desk=2, ship_to=RENO, lines=(*kept, shop.line("TEA-3"))), desk=2)
    both = rebase(shop, mine.id, mine.version, "mine")
    assert [(line.sku, line.quantity) for line in both.lines] == [("LAMP-1", 2), ("TEA-3", 1)]
    assert (both.gift_message, both.ship_to) == ("Mine", RENO)
    assert both.change is not None
    assert both.change.original_version == 1
    assert [c.kind for c in both.change.changes] == ["quantity", "gift", "total"]
    apply(shop, both)
    now = shop.order(order.id)
    assert [(line.sku, line.quantity) for line in now.lines] == [("LAMP-1", 2), ("TEA-3", 1)]
    assert (now.gift_message, now.ship_to, now.id) == ("Mine", RENO, order.id)
    assert now.lines[0].id == order.lines[0].id


def test_taking_theirs_leaves_nothing_to_save(shop: DeskShop) -> None:
    order = paid(shop)
    mine = key(shop, begin(shop, order.id), gift_message="Mine", more=shop.line("TEA-3"))
    apply(shop, key(shop, begin(shop, order.id, desk=2), desk=2, gift_message="Theirs"), desk=2)
    same = rebase(shop, mine.id, mine.version, "theirs")
    assert (same.gift_message, len(same.lines)) == ("Theirs", 1)
    assert same.change is not None
    assert same.change.changes == ()
    assert set_aside(shop, "TEA-3") == []
    with shop.database.read() as session:
        assert change_views.conflict(session, shop.desk(), mine.id) is None
    with pytest.raises(Refused, match="nothing_changed"):
        apply(shop, same)


def test_a_hold_released_meanwhile_is_no_other_version(shop: DeskShop) -> None:
    order = paid(shop, shop.ready_draft(ship_to=RENO))
    mine = key(shop, begin(shop, order.id), gift_message="Mine")
    with shop.database.write() as session:
        row = session.get_one(Order, order.id)
        row.updated_at = shop.clock.now() + timedelta(seconds=1)
    apply(shop, mine)
    assert shop.order(order.id).gift_message == "Mine"


def test_two_processes_that_save_a_change_at_once(shop: DeskShop) -> None:
    order = paid(shop)
    one = key(shop, begin(shop, order.id), gift_message="one")
    two = key(shop, begin(shop, order.id, desk=2), gift_message="two", desk=2)
    answers = race(
        shop,
        (1, "change", one.id, one.version, uuid7()),
        (2, "change", two.id, two.version, uuid7()),
    )
    assert sorted(answers) == ["changed", "refused changed_elsewhere"]
    first = "one" if answers[0] == "changed" else "two"
    assert shop.order(order.id).gift_message == first
    assert shop.count(OrderVersion) == (1,)


def test_a_change_and_a_cancellation_at_once(shop: DeskShop) -> None:
    order = paid(shop)
    draft = key(shop, begin(shop, order.id), gift_message="one")
    answers = race(
        shop,
        (1, "change", draft.id, draft.version, uuid7()),
        (2, "cancel", order.id, order.version, uuid7()),
    )
    now = shop.order(order.id)
    if answers[0] == "changed":
        assert (answers[1], now.state) == ("refused stale", OrderState.RELEASED)
        assert now.gift_message == "one"
    else:
        assert answers == ["refused change_cancelled", "cancelled"]
        assert (now.state, now.gift_message) == (OrderState.CANCELLED, "")


def test_one_change_sent_twice_at_once_is_saved_once(shop: DeskShop) -> None:
    order = paid(shop)
    draft = key(shop, begin(shop, order.id), gift_message="one")
    command_id = uuid7()
    sent = (1, "change", draft.id, draft.version, command_id)
    assert race(shop, sent, sent) == ["changed", "changed"]
    assert shop.count(OrderVersion) == (1,)
