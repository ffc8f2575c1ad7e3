"""Held orders: the queue, one in full, and every way a release is done or refused."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from desktop.services import customers, order_notes, verification, watch_list
from desktop.services.customers import ContactInput
from desktop.services.desk import Desk, Refused, Stale
from desktop.services.verification_shapes import HeldOrder, Released
from desktop.services.watch_list import WatchInput
from models.customer import ContactKind
from models.hold import Hold, HoldKind, HoldState
from models.ids import uuid7
from models.order import Order, OrderEvent, OrderState
from models.order_version import OrderNote
from models.payment import AttemptState, Check, PaymentAttempt
from tests.desktop.factories import ONTARIO, RENO, DeskShop
from tests.desktop.services.held import (
    answer,
    detail,
    events_of,
    held,
    holds_of,
    open_kinds,
    place,
    set_rules,
    state_of,
    supervisor,
)

CARD = "4000" + "0" * 8 + "0002"
NOTE = "Called back 11:58, she read the order number"


def queue(shop: DeskShop, **options: Any) -> tuple[HeldOrder, ...]:
    with shop.database.read() as session:
        return verification.queue(session, supervisor(shop), **options)


def release(
    shop: DeskShop,
    order_id: uuid.UUID,
    note: str = NOTE,
    *,
    desk: Desk | None = None,
    version: int | None = None,
    command_id: uuid.UUID | None = None,
) -> Released:
    if version is None:
        version = detail(shop, order_id).version
    with shop.database.write() as session:
        return verification.release_order(
            session, desk or supervisor(shop), order_id, note, version=version,
            command_id=command_id or uuid7(),
        )  # fmt: skip


def release_one(shop: DeskShop, order_id: uuid.UUID, kind: HoldKind, note: str = NOTE) -> Released:
    seen = detail(shop, order_id)
    (hold_id,) = [hold.id for hold in seen.holds if hold.kind is kind]
    with shop.database.write() as session:
        return verification.release_hold(
            session, supervisor(shop), hold_id, note, version=seen.version, command_id=uuid7()
        )


def refused(work: Callable[[], object]) -> str:
    with pytest.raises(Refused) as error:
        work()
    return error.value.code


def notes(shop: DeskShop, order_id: uuid.UUID) -> list[str]:
    with shop.database.read() as session:
        query = select(OrderNote.words).where(OrderNote.order_id == order_id)
        return list(session.scalars(query.order_by(OrderNote.created_at)))


# Release


def test_the_last_release_lets_the_order_go_by_itself(shop: DeskShop) -> None:
    order_id = held(shop)
    assert (state_of(shop, order_id), open_kinds(shop, order_id)) == ("placed", {"ship_to_differs"})
    done = release(shop, order_id)
    assert done == Released(order_id, OrderState.RELEASED, (HoldKind.SHIP_TO_DIFFERS,), (), ())
    assert state_of(shop, order_id) == "released"
    assert events_of(shop, order_id)[-2:] == ["hold_released", "released"]
    assert notes(shop, order_id) == [NOTE]
    with shop.database.read() as session:
        (hold,) = session.scalars(select(Hold))
        assert (hold.ended_by_id, hold.end_note) == (shop.agents[1], NOTE)
        assert hold.ended_at == shop.clock.now()
        for event in session.scalars(select(OrderEvent)):
            assert NOTE not in str(event.details), "a note can be erased, an event cannot"


def test_one_reason_alone_leaves_the_others(shop: DeskShop) -> None:
    order_id = place(shop, ship_to=RENO)
    answer(shop, order_id, street=Check.NO_MATCH, code=Check.NOT_PROVIDED)
    assert open_kinds(shop, order_id) == {"ship_to_differs", "street_check", "code_check"}
    done = release_one(shop, order_id, HoldKind.STREET_CHECK)
    assert done.state is OrderState.PLACED
    assert done.released == (HoldKind.STREET_CHECK,)
    assert set(done.left) == {HoldKind.SHIP_TO_DIFFERS, HoldKind.CODE_CHECK}
    assert state_of(shop, order_id) == "placed"
    assert set(release(shop, order_id, "The rest too").released) == set(done.left)
    assert state_of(shop, order_id) == "released"
    assert notes(shop, order_id) == [NOTE, "The rest too"]


def test_releasing_before_the_money_is_there_waits_for_it(shop: DeskShop) -> None:
    order_id = place(shop, ship_to=RENO)
    done = release(shop, order_id)
    assert (done.state, done.left) == (OrderState.PLACED, ())
    assert state_of(shop, order_id) == "placed"
    answer(shop, order_id)
    assert state_of(shop, order_id) == "released"


def test_a_held_order_whose_money_fails_stays_for_the_card(shop: DeskShop) -> None:
    order_id = place(shop, ship_to=RENO)
    answer(shop, order_id, state=AttemptState.DECLINED)
    assert release(shop, order_id).left == (HoldKind.PAYMENT,)
    assert state_of(shop, order_id) == "placed"


@pytest.mark.parametrize(
    ("state", "code"),
    [(AttemptState.DECLINED, "payment_hold"), (AttemptState.UNKNOWN, "outcome_unknown")],
)
def test_no_person_releases_what_money_holds(
    shop: DeskShop, state: AttemptState, code: str
) -> None:
    order_id = place(shop)
    answer(shop, order_id, state=state)
    assert [hold.refusal for hold in detail(shop, order_id).holds] == [code]
    assert refused(lambda: release(shop, order_id)) == code
    assert refused(lambda: release_one(shop, order_id, HoldKind.PAYMENT)) == code
    assert (open_kinds(shop, order_id), notes(shop, order_id)) == ({"payment"}, [])


def test_no_person_releases_an_expired_authorization(shop: DeskShop) -> None:
    from desktop.services import holds

    order_id = held(shop)
    release(shop, order_id)
    with shop.database.write() as session:
        order = session.get_one(Order, order_id)
        holds.open_hold(order, HoldKind.AUTHORIZATION_EXPIRED, shop.desk().stamp())
    assert refused(lambda: release(shop, order_id)) == "authorization_expired"
    assert open_kinds(shop, order_id) == {"authorization_expired"}


def test_an_agent_who_is_no_supervisor_is_refused(shop: DeskShop) -> None:
    order_id = held(shop)
    agent = shop.desk(2)
    assert refused(lambda: release(shop, order_id, desk=agent)) == "supervisor_needed"
    assert detail(shop, order_id, desk=agent).refusal == "supervisor_needed"
    with shop.database.write() as session, pytest.raises(Refused):
        verification.ask_again(session, agent, order_id, "", command_id=uuid7())
    assert open_kinds(shop, order_id) == {"ship_to_differs"}


def test_nobody_releases_their_own_order_where_the_shop_says_so(shop: DeskShop) -> None:
    order_id = held(shop)
    dana = replace(shop.desk(1), may_supervise=True)
    assert detail(shop, order_id, desk=dana).refusal == ""
    set_rules(shop, own_release=False)
    assert detail(shop, order_id, desk=dana).refusal == "own_order"
    assert refused(lambda: release(shop, order_id, desk=dana)) == "own_order"
    assert open_kinds(shop, order_id) == {"ship_to_differs"}
    assert release(shop, order_id).state is OrderState.RELEASED, "somebody else may"


def test_own_release_is_allowed_by_default(shop: DeskShop) -> None:
    order_id = held(shop)
    dana = replace(shop.desk(1), may_supervise=True)
    assert release(shop, order_id, desk=dana).state is OrderState.RELEASED


@pytest.mark.parametrize(("note", "code"), [(" ", "note_missing"), (CARD, "card_number")])
def test_a_release_says_why_and_no_card(shop: DeskShop, note: str, code: str) -> None:
    order_id = held(shop)
    assert refused(lambda: release(shop, order_id, note)) == code
    assert (open_kinds(shop, order_id), notes(shop, order_id)) == ({"ship_to_differs"}, [])


def test_somebody_else_was_first(shop: DeskShop) -> None:
    order_id = held(shop)
    seen = detail(shop, order_id)
    release(shop, order_id)
    assert refused(lambda: release(shop, order_id, version=seen.version)) == "hold_ended"
    with shop.database.write() as session, pytest.raises(Refused) as error:
        verification.release_hold(
            session, supervisor(shop), seen.holds[0].id, NOTE, version=seen.version,
            command_id=uuid7(),
        )  # fmt: skip
    assert error.value.code == "hold_ended"
    assert notes(shop, order_id) == [NOTE]


def test_an_order_that_changed_meanwhile_is_looked_at_again(shop: DeskShop) -> None:
    order_id = place(shop, ship_to=RENO)
    seen = detail(shop, order_id)
    answer(shop, order_id, street=Check.NO_MATCH)
    with pytest.raises(Stale):
        release(shop, order_id, version=seen.version)
    assert open_kinds(shop, order_id) == {"ship_to_differs", "street_check"}


def test_a_release_sent_twice_is_done_once(shop: DeskShop) -> None:
    order_id, command_id = held(shop), uuid7()
    seen = detail(shop, order_id)
    first = release(shop, order_id, version=seen.version, command_id=command_id)
    again = release(shop, order_id, version=seen.version, command_id=command_id)
    assert again == first
    assert notes(shop, order_id) == [NOTE]
    assert events_of(shop, order_id).count("released") == 1


# By hand, tomorrow, notes


def test_a_hold_by_hand_takes_a_released_order_back(shop: DeskShop) -> None:
    order_id = place(shop)
    answer(shop, order_id)
    assert state_of(shop, order_id) == "released"
    with shop.database.write() as session:
        verification.hold(session, shop.desk(), order_id, "Odd voice", command_id=uuid7())
    assert (state_of(shop, order_id), open_kinds(shop, order_id)) == ("placed", {"manual"})
    assert notes(shop, order_id) == ["Odd voice"]
    assert release(shop, order_id).state is OrderState.RELEASED


def test_what_is_over_is_not_held_by_hand(shop: DeskShop) -> None:
    order_id = shop.save(shop.ready_draft()).id
    with shop.database.write() as session:
        code = refused(
            lambda: verification.hold(session, shop.desk(), order_id, "No", command_id=uuid7())
        )
    assert (code, holds_of(shop, order_id)) == ("not_holdable", [])


def test_ask_again_tomorrow_stands_back_until_nine(shop: DeskShop) -> None:
    later = held(shop)
    shop.clock.advance(timedelta(minutes=5))
    sooner = held(shop)
    with shop.database.write() as session:
        again = verification.ask_again(
            session, supervisor(shop), later, "No answer", command_id=uuid7()
        )
    # Monday in Ontario, California; Tuesday 9:00 there.
    assert again == datetime(2026, 3, 3, 17, tzinfo=UTC)
    assert [one.order_id for one in queue(shop)] == [sooner, later]
    assert [one.ask_again_at for one in queue(shop)] == [None, again]
    assert detail(shop, later).ask_again_at == again
    assert notes(shop, later) == ["No answer"]
    with shop.database.read() as session:
        assert verification.count(session, supervisor(shop)) == 1
    shop.clock.advance(again - shop.clock.now())
    assert [one.order_id for one in queue(shop)] == [later, sooner]
    with shop.database.read() as session:
        assert verification.count(session, supervisor(shop)) == 2


def test_a_new_reason_brings_an_order_back_at_once(shop: DeskShop) -> None:
    order_id = place(shop, ship_to=RENO)
    with shop.database.write() as session:
        verification.ask_again(session, supervisor(shop), order_id, "", command_id=uuid7())
    assert notes(shop, order_id) == []
    answer(shop, order_id, code=Check.NO_MATCH)
    (row,) = queue(shop)
    assert (row.ask_again_at, row.reasons) == (
        None, (HoldKind.SHIP_TO_DIFFERS, HoldKind.CODE_CHECK),
    )  # fmt: skip


def test_over_a_weekend_and_a_holiday(shop: DeskShop) -> None:
    # Friday before Memorial Day 2026.
    shop.clock.advance(datetime(2026, 5, 22, 20, tzinfo=UTC) - shop.clock.now())
    order_id = held(shop)
    with shop.database.write() as session:
        again = verification.ask_again(session, supervisor(shop), order_id, "", command_id=uuid7())
    assert again == datetime(2026, 5, 26, 16, tzinfo=UTC)


def test_a_note_keeps_the_order_held(shop: DeskShop) -> None:
    order_id = held(shop)
    with shop.database.write() as session:
        order_notes.add_note(session, shop.desk(), order_id, "Busy line", command_id=uuid7())
    seen = detail(shop, order_id)
    assert [(note.agent, note.words) for note in seen.notes] == [("Dana", "Busy line")]
    assert open_kinds(shop, order_id) == {"ship_to_differs"}


# The queue


def test_the_promise_at_risk_comes_first_then_the_oldest(shop: DeskShop) -> None:
    today = date(2026, 3, 2)
    oldest = held(shop, promise_date=today + timedelta(days=10), promise_basis="stock")
    shop.clock.advance(timedelta(minutes=1))
    plain = held(shop)
    shop.clock.advance(timedelta(minutes=1))
    urgent = held(shop, promise_date=today + timedelta(days=1), promise_basis="stock")
    shop.clock.advance(timedelta(minutes=1))
    late = held(shop, promise_date=today - timedelta(days=1), promise_basis="stock")
    rows = queue(shop)
    assert [row.order_id for row in rows] == [urgent, late, oldest, plain]
    assert [(row.at_risk, row.days_left) for row in rows] == [
        (True, 1), (True, -1), (False, 10), (False, 30),
    ]  # fmt: skip


def test_the_queue_is_filtered_by_reason(shop: DeskShop) -> None:
    elsewhere = held(shop)
    code = place(shop)
    answer(shop, code, code=Check.NO_MATCH)
    assert [row.order_id for row in queue(shop)] == [elsewhere, code]
    assert [row.order_id for row in queue(shop, kinds=[HoldKind.CODE_CHECK])] == [code]
    assert queue(shop, kinds=[HoldKind.AMOUNT]) == ()


def test_released_and_cancelled_orders_are_in_no_queue(shop: DeskShop) -> None:
    released = held(shop)
    release(shop, released)
    assert queue(shop) == ()
    with shop.database.read() as session:
        assert verification.count(session, supervisor(shop)) == 0


# One in full


def test_everything_that_is_shown_of_one(shop: DeskShop) -> None:
    with shop.database.write() as session:
        contacts = (ContactInput(ContactKind.PHONE, "909 555 0142"),)
        made = customers.CustomerInput(given_name="Jane", family_name="Roe", contacts=contacts)
        customer = customers.create(session, shop.desk(), made, command_id=uuid7()).id
    first = held(shop, customer_id=customer)
    release(shop, first)
    _ship(shop, first)
    shop.clock.advance(timedelta(days=3))
    order_id = place(shop, ship_to=RENO, customer_id=customer, gift_message="For Theo")
    answer(shop, order_id, street=Check.NO_MATCH, postal=Check.MATCH, code=Check.NOT_PROVIDED)
    shop.clock.advance(timedelta(hours=25))
    seen = detail(shop, order_id)
    assert [(part.name, part.same) for part in seen.parts] == [
        ("name", False), ("street", False), ("city", False), ("state", False),
        ("postal_code", False), ("phone", True),
    ]  # fmt: skip
    assert (seen.parts[1].bill_to, seen.parts[1].ship_to) == (
        "5798 Mill Parkway, Apt 5", "88 Quarry Road",
    )  # fmt: skip
    assert seen.differing == 5
    assert seen.call_back == "(909) 555-0142"
    assert seen.payment is not None
    assert (seen.payment.street, seen.payment.postal_code, seen.payment.code) == (
        Check.NO_MATCH, Check.MATCH, Check.NOT_PROVIDED,
    )  # fmt: skip
    assert seen.authorization_days == 5
    assert (seen.history.orders, seen.history.cancelled, seen.history.refunded) == (1, 0, 0)
    assert seen.history.since == datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
    assert seen.sent_before == (1, datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC))
    assert seen.others_today == ()
    assert (seen.agent, seen.customer, seen.gift_message) == ("Dana", "Jane Roe", "For Theo")
    assert [(line.name, line.quantity) for line in seen.lines] == [("Brass Lamp", 1)]
    assert (seen.promised, seen.days_left) == (False, 29)


def test_same_in_another_writing_is_the_same(shop: DeskShop) -> None:
    order_id = place(
        shop, ship_to=replace(ONTARIO, name="JANE ROE", line1="5798 MILL PKWY # 5", line2="")
    )
    assert [part.name for part in detail(shop, order_id).parts if not part.same] == []


def test_the_reason_on_the_watch_list_is_shown(shop: DeskShop) -> None:
    with shop.database.write() as session:
        watch_list.add(
            session, supervisor(shop), WatchInput(address=RENO, reason="Chargeback in May")
        )
    order_id = held(shop)
    seen = {hold.kind: hold.watch_reasons for hold in detail(shop, order_id).holds}
    assert seen == {HoldKind.WATCHED: ("Chargeback in May",), HoldKind.SHIP_TO_DIFFERS: ()}


def test_other_orders_to_the_address_today_are_named(shop: DeskShop) -> None:
    one, other = held(shop), held(shop)
    assert detail(shop, one).others_today == (detail(shop, other).shown_number,)


def test_thousands_are_one_query(shop: DeskShop) -> None:
    from sqlalchemy import event

    for _ in range(3):
        held(shop)
    asked: list[str] = []
    with shop.database.read() as session:
        listen = (session.connection(), "before_cursor_execute")
        event.listen(*listen, lambda *args: asked.append(args[2]))
        assert len(verification.queue(session, supervisor(shop))) == 3
    assert len(asked) == 1


def _ship(shop: DeskShop, order_id: uuid.UUID) -> None:
    with shop.database.write() as session:
        order = session.get_one(Order, order_id)
        order.move_to(OrderState.SHIPPED, kind="shipped", stamp=shop.desk().stamp())


def test_no_attempt_is_made_by_a_release(shop: DeskShop) -> None:
    order_id = held(shop)
    before = shop.count(PaymentAttempt)
    assert release(shop, order_id).attempts == ()
    assert shop.count(PaymentAttempt) == before
    assert holds_of(shop, order_id) == [("ship_to_differs", HoldState.RELEASED.value)]
