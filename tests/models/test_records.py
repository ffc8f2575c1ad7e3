"""The rules that the records keep by themselves: transitions, ledgers, keys and locks."""

from __future__ import annotations

import hashlib
import itertools
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from models.all_records import Base
from models.call import Call, CallState
from models.checkout_report import CheckoutFailure, CheckoutPlace, FailedCheckoutReport
from models.customer import Customer
from models.dispatch import Dispatch, DispatchState, Route
from models.hold import Hold, HoldKind, HoldState
from models.ids import uuid7
from models.order import Order, OrderEvent, OrderState, Stamp, TransitionRefused
from models.payment import (
    OPEN_ATTEMPTS,
    AttemptState,
    Payment,
    PaymentAttempt,
    Purpose,
    Tender,
)
from models.product import StockReservation
from models.store import NumberBlock, Store, StoreMode
from tests.desktop.factories import DeskShop, make_desk_shop

NOW = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
ACTOR, PLACE, SHOP = uuid7(), uuid7(), uuid7()
STAMP = Stamp(at=NOW, actor_id=ACTOR, workstation_id=PLACE)

ORDER_MOVES = {
    ("draft", "placed"), ("draft", "cancelled"),
    ("placed", "released"), ("placed", "cancelled"),
    ("released", "placed"), ("released", "partly_shipped"), ("released", "shipped"),
    ("released", "cancelled"),
    ("partly_shipped", "shipped"), ("partly_shipped", "cancelled"),
    ("shipped", "closed"),
}  # fmt: skip
ATTEMPT_MOVES = {
    ("created", "sent"), ("created", "unknown"), ("created", "declined"),
    ("sent", "succeeded"), ("sent", "declined"), ("sent", "unknown"),
    ("unknown", "succeeded"), ("unknown", "declined"),
}  # fmt: skip
DISPATCH_MOVES = {
    ("queued", "sending"), ("queued", "stopped"), ("queued", "practice"),
    ("sending", "sent"), ("sending", "failed"), ("delivered", "failed"), ("failed", "stopped"),
    ("sent", "delivered"), ("sent", "failed"), ("sent", "printed"),
    ("printed", "mailed"), ("printed", "stopped"), ("mailed", "returned"),
    ("failed", "queued"), ("failed", "given_up"),
}  # fmt: skip
CALL_MOVES = {
    ("active", "parked"), ("active", "ended"), ("parked", "active"), ("parked", "ended"),
}  # fmt: skip


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[DeskShop]:
    made = make_desk_shop(tmp_path)
    yield made
    made.database.close()


def _order(state: OrderState = OrderState.DRAFT) -> Order:
    return Order(id=uuid7(), store_id=SHOP, state=state)


@pytest.mark.parametrize(("before", "after"), list(itertools.product(OrderState, OrderState)))
def test_an_order_moves_as_its_table_says_and_says_so(
    before: OrderState, after: OrderState
) -> None:
    order = _order(before)
    if (before.value, after.value) in ORDER_MOVES:
        event = order.move_to(after, kind="moved", stamp=STAMP, hold="id")
        assert order.state is after
        assert order.events == [event]
        assert (event.from_state, event.to_state, event.kind) == (before, after, "moved")
        assert (event.at, event.actor_id, event.workstation_id) == (NOW, ACTOR, PLACE)
        assert (event.store_id, event.order_id, event.sequence) == (SHOP, order.id, 1)
        assert event.details == {"hold": "id"}
    else:
        with pytest.raises(TransitionRefused, match=f"from {before.value} to {after.value}"):
            order.move_to(after, kind="moved", stamp=STAMP)
        assert order.state is before
        assert order.events == []


def test_events_are_counted_from_one_and_a_remark_changes_no_state() -> None:
    order = _order()
    order.record("draft_started", stamp=STAMP)
    order.move_to(OrderState.PLACED, kind="placed", stamp=STAMP)
    order.record("hold_opened", stamp=STAMP, hold="id")
    assert [(e.sequence, e.kind, e.from_state.value, e.to_state.value) for e in order.events] == [
        (1, "draft_started", "draft", "draft"),
        (2, "placed", "draft", "placed"),
        (3, "hold_opened", "placed", "placed"),
    ]


@pytest.mark.parametrize(("before", "after"), list(itertools.product(AttemptState, AttemptState)))
def test_an_attempt_moves_as_its_table_says_and_says_so(
    before: AttemptState, after: AttemptState
) -> None:
    attempt = PaymentAttempt(id=uuid7(), store_id=SHOP, state=before)
    if (before.value, after.value) in ATTEMPT_MOVES:
        attempt.move_to(after, at=NOW, actor_id=ACTOR, workstation_id=PLACE, why="look-up")
        assert attempt.state is after
        [event] = attempt.events
        assert (event.from_state, event.to_state, event.sequence) == (before, after, 1)
        assert (event.attempt_id, event.at, event.actor_id) == (attempt.id, NOW, ACTOR)
        assert event.details == {"why": "look-up"}
    else:
        with pytest.raises(ValueError, match=f"from {before.value} to {after.value}"):
            attempt.move_to(after, at=NOW)
        assert (attempt.state, attempt.events) == (before, [])


def test_an_attempt_is_open_as_long_as_it_may_move_on() -> None:
    assert set(OPEN_ATTEMPTS) == {s for s in AttemptState if PaymentAttempt.TRANSITIONS[s]}


@pytest.mark.parametrize(("before", "after"), list(itertools.product(DispatchState, DispatchState)))
def test_a_dispatch_moves_as_its_table_says_and_says_so(
    before: DispatchState, after: DispatchState
) -> None:
    dispatch = Dispatch(id=uuid7(), store_id=SHOP, state=before, route=Route.PRINTER)
    if (before.value, after.value) in DISPATCH_MOVES:
        dispatch.move_to(after, at=NOW, actor_id=ACTOR, workstation_id=PLACE)
        assert (dispatch.state, dispatch.state_at) == (after, NOW)
        [event] = dispatch.events
        assert (event.from_state, event.to_state, event.sequence) == (before, after, 1)
    else:
        with pytest.raises(ValueError, match=f"from {before.value} to {after.value}"):
            dispatch.move_to(after, at=NOW, actor_id=ACTOR)
        assert (dispatch.state, dispatch.events) == (before, [])


@pytest.mark.parametrize(("before", "after"), list(itertools.product(CallState, CallState)))
def test_a_call_moves_as_its_table_says(before: CallState, after: CallState) -> None:
    call = Call(state=before)
    if (before.value, after.value) in CALL_MOVES:
        call.move_to(after)
        assert call.state is after
    else:
        with pytest.raises(ValueError, match=f"from {before.value} to {after.value}"):
            call.move_to(after)
        assert call.state is before


@pytest.mark.parametrize(("before", "after"), list(itertools.product(HoldState, HoldState)))
def test_a_hold_ends_once(before: HoldState, after: HoldState) -> None:
    hold = Hold(state=before, kind=HoldKind.MANUAL)
    if before is HoldState.OPEN and after is not HoldState.OPEN:
        hold.end(after, at=NOW, by=ACTOR, note="looked at")
        assert (hold.state, hold.ended_at, hold.ended_by_id) == (after, NOW, ACTOR)
        assert hold.end_note == "looked at"
    else:
        with pytest.raises(ValueError, match=f"from {before.value} to {after.value}"):
            hold.end(after, at=NOW, by=ACTOR)
        assert (hold.state, hold.ended_at) == (before, None)


def test_an_order_is_held_by_its_open_holds_only() -> None:
    order = _order(OrderState.PLACED)
    order.holds = [
        Hold(kind=HoldKind.AMOUNT, state=HoldState.OPEN),
        Hold(kind=HoldKind.MANUAL, state=HoldState.RELEASED),
        Hold(kind=HoldKind.PAYMENT, state=HoldState.ORDER_CANCELLED),
    ]
    assert [hold.kind for hold in order.open_holds] == [HoldKind.AMOUNT]


def test_stored_words_are_those_of_the_design() -> None:
    assert {kind.value for kind in HoldKind} == {
        "ship_to_differs", "street_check", "postal_check", "code_check", "payment", "amount",
        "first_order", "many_to_address", "watched", "authorization_expired", "manual",
    }  # fmt: skip
    assert {kind.value for kind in Purpose} == {"authorize", "capture", "void", "refund"}
    assert {kind.value for kind in CheckoutFailure} == {
        "certificate", "blank_page", "timed_out", "declined", "login", "other",
    }  # fmt: skip
    assert {kind.value for kind in CheckoutPlace} == {"browser", "office", "home", "unknown"}


def test_a_failed_checkout_report_keeps_the_hour_and_a_random_id(shop: DeskShop) -> None:
    with shop.database.write() as session:
        for minute in range(40):
            session.add(
                FailedCheckoutReport(
                    store_id=shop.store_id, hour=NOW + timedelta(seconds=minute * 61),
                    failure=CheckoutFailure.LOGIN, place=CheckoutPlace.HOME,
                )
            )  # fmt: skip
    with shop.database.read() as session:
        reports = session.scalars(select(FailedCheckoutReport)).all()
        kept = session.execute(
            text("SELECT DISTINCT hour FROM failed_checkout_reports ORDER BY hour")
        ).scalars()
        assert list(kept) == ["2026-03-02 15:00:00.000000"]
        assert {report.id.version for report in reports} == {4}
        with pytest.raises(Exception, match="no such column: rowid"):
            session.execute(text("SELECT rowid FROM failed_checkout_reports"))


def test_nothing_but_the_store_is_named_by_a_failed_checkout_report() -> None:
    table = Base.metadata.tables["failed_checkout_reports"]
    assert set(table.columns.keys()) == {"id", "store_id", "hour", "failure", "place"}
    assert {key.target_fullname for key in table.foreign_keys} == {"stores.id"}
    pointing = [
        f"{other.name}.{column.name}"
        for other in Base.metadata.tables.values()
        for column in other.columns
        if any(key.column.table is table for key in column.foreign_keys)
        or ("report" in column.name and other is not table)
    ]
    assert pointing == []


def test_a_store_never_changes_its_mode(shop: DeskShop) -> None:
    with pytest.raises(ValueError, match="never changes"), shop.database.write() as session:
        session.get_one(Store, shop.store_id).mode = StoreMode.LIVE
    with shop.database.write() as session:
        session.get_one(Store, shop.store_id).mode = StoreMode.PRACTICE


def _attempt(shop: DeskShop, payment_id: uuid.UUID, **fields: Any) -> PaymentAttempt:
    made = uuid7()
    values: dict[str, Any] = {
        "sequence": 1, "purpose": Purpose.AUTHORIZE, "state": AttemptState.CREATED,
    }  # fmt: skip
    return PaymentAttempt(
        id=made, store_id=shop.store_id, payment_id=payment_id, amount_minor=1, currency="USD",
        idempotency_key=f"od_{made.hex}", body={}, created_at=NOW,
        body_hash=hashlib.sha256(b"body").hexdigest(), **(values | fields),
    )  # fmt: skip


def _payment(shop: DeskShop, order_id: uuid.UUID, method: str) -> uuid.UUID:
    payment_id = uuid7()
    with shop.database.write() as session:
        session.add(
            Payment(
                id=payment_id, store_id=shop.store_id, order_id=order_id, tender=Tender.CARD,
                amount_minor=1, currency="USD", payment_method=method, created_at=NOW,
            )
        )  # fmt: skip
    return payment_id


def test_a_payment_has_one_open_attempt_for_each_purpose(shop: DeskShop) -> None:
    order, _placed = shop.placed()

    def add(payment_id: uuid.UUID, **fields: Any) -> None:
        with shop.database.write() as session:
            session.add(_attempt(shop, payment_id, **fields))

    purposes = (Purpose.AUTHORIZE, Purpose.CAPTURE)
    for first, second, purpose in itertools.product(AttemptState, AttemptState, purposes):
        payment_id = _payment(shop, order.id, f"pm_{first.value}{second.value}{purpose.value}")
        add(payment_id, state=first)
        both_open = {first, second} <= set(OPEN_ATTEMPTS)
        if both_open and purpose is Purpose.AUTHORIZE:
            with pytest.raises(IntegrityError):
                add(payment_id, state=second, purpose=purpose, sequence=2)
        else:
            add(payment_id, state=second, purpose=purpose, sequence=2)
    assert shop.count(PaymentAttempt) == (1 + 2 * 50 - 9,)


def test_a_token_serves_once_in_a_shop(shop: DeskShop) -> None:
    order, _placed = shop.placed()
    with pytest.raises(IntegrityError):
        _payment(shop, order.id, "pm_one")


def test_an_event_has_its_own_number_in_its_order(shop: DeskShop) -> None:
    order, _placed = shop.placed()
    with shop.database.read() as session:
        seen = session.get_one(Order, order.id).events
        again = {
            "store_id": shop.store_id, "order_id": order.id, "sequence": seen[0].sequence,
            "kind": "again", "from_state": OrderState.DRAFT, "to_state": OrderState.DRAFT,
            "details": {}, "at": NOW,
        }  # fmt: skip
    with pytest.raises(IntegrityError), shop.database.write() as session:
        session.add(OrderEvent(**again))


def test_a_line_takes_its_reservation_with_it(shop: DeskShop) -> None:
    view = shop.save(shop.ready_draft())
    assert shop.count(StockReservation) == (1,)
    with shop.database.write() as session:
        session.execute(delete(StockReservation).where(StockReservation.quantity == 99))
        order = session.get_one(Order, view.id)
        order.lines = []
    assert shop.count(StockReservation) == (0,)


def test_two_blocks_of_numbers_never_begin_alike(shop: DeskShop) -> None:
    def block(workstation: uuid.UUID) -> NumberBlock:
        return NumberBlock(
            store_id=shop.store_id, workstation_id=workstation, first=1, last=9, next=1,
            created_at=NOW,
        )  # fmt: skip

    with pytest.raises(IntegrityError), shop.database.write() as session:
        session.add_all([block(workstation) for workstation in shop.workstations])


def test_a_change_by_someone_else_is_noticed(shop: DeskShop) -> None:
    customer = shop.customer()
    with shop.database.read() as session:
        stale = session.get_one(Customer, customer.id)
        session.expunge(stale)
    with shop.database.write() as session:
        session.get_one(Customer, customer.id).notes = "first"
    stale.notes = "second"
    with pytest.raises(StaleDataError), shop.database.write() as session:
        session.add(stale)
    with shop.database.read() as session:
        assert session.get_one(Customer, customer.id).notes == "first"
