"""Cancelling in every state: lines, stock, holds, note and money, and what it refuses."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select

from desktop.services import cancelling
from desktop.services.cancelling import Cancelled, CancelView
from desktop.services.desk import Refused, Stale
from models.hold import Hold, HoldState
from models.ids import uuid7
from models.order import Order, OrderEvent, OrderState
from models.order_version import OrderNote
from models.payment import AttemptState, Payment, PaymentAttempt, Purpose, RefundDue
from models.shipment import Shipment
from tests.desktop.factories import RENO, DeskShop
from tests.desktop.services.changed_orders import (
    answer,
    attempts,
    begin,
    decline,
    kinds,
    lose,
    open_kinds,
    pack,
    paid,
    put_state,
    set_aside,
)  # fmt: skip
from tests.models.card_like import complete

AUTHORIZE, CAPTURE, VOID = Purpose.AUTHORIZE, Purpose.CAPTURE, Purpose.VOID
CREATED, SUCCEEDED = AttemptState.CREATED, AttemptState.SUCCEEDED
ONE = 1_890


def cancel(
    shop: DeskShop,
    order_id: uuid.UUID,
    *,
    note: str = "changed her mind",
    version: int | None = None,
    command_id: uuid.UUID | None = None,
) -> Cancelled:
    """Cancel it at desk 2."""
    with shop.database.write() as session:
        return cancelling.cancel_order(
            session, shop.desk(2), order_id, note=note,
            version=session.get_one(Order, order_id).version if version is None else version,
            command_id=command_id or uuid7(),
        )  # fmt: skip


def look(shop: DeskShop, order_id: uuid.UUID) -> CancelView:
    """What the sheet would show."""
    with shop.database.read() as session:
        return cancelling.cancel_view(session, shop.desk(), order_id)


def test_a_released_order_is_cancelled_and_its_money_let_go(shop: DeskShop) -> None:
    order = paid(shop, shop.ready_draft(shop.line("LAMP-1", 1)))
    before = look(shop, order.id)
    assert (before.refusal, before.state, before.version) == (
        "", OrderState.RELEASED, order.version,
    )  # fmt: skip
    assert (before.money.held_minor, before.money.held_cards) == (ONE, (("visa", "4242"),))
    assert (before.shipped_minor, before.back_minor) == (0, 0)
    cancelled = cancel(shop, order.id)
    now = shop.order(order.id)
    assert (now.state, set_aside(shop, "LAMP-1")) == (OrderState.CANCELLED, [])
    assert attempts(shop, order.id) == [(AUTHORIZE, SUCCEEDED, ONE), (VOID, CREATED, ONE)]
    assert len(cancelled.attempts) == 1
    assert kinds(shop, order.id)[-2:] == ["cancelled", "void_asked"]
    with shop.database.read() as session:
        note = session.scalars(select(OrderNote)).one()
        assert (note.order_id, note.words, note.agent_id) == (
            order.id, "changed her mind", shop.agents[1],
        )  # fmt: skip
        event = session.scalars(select(OrderEvent).where(OrderEvent.kind == "cancelled")).one()
        assert (event.details, event.from_state) == ({"note": str(note.id)}, OrderState.RELEASED)
        [line] = session.get_one(Order, order.id).lines
        assert (line.ordered, line.cancelled, line.shipped) == (1, 1, 0)
    assert shop.count(RefundDue) == (0,)


def test_a_held_order_is_cancelled_with_its_holds(shop: DeskShop) -> None:
    order = paid(shop, shop.ready_draft(ship_to=RENO))
    cancel(shop, order.id, note="")
    assert open_kinds(shop, order.id) == []
    with shop.database.read() as session:
        hold = session.scalars(select(Hold)).one()
        assert (hold.state, hold.ended_by_id) == (HoldState.ORDER_CANCELLED, shop.agents[1])
    assert kinds(shop, order.id)[-3:] == ["hold_ended", "cancelled", "void_asked"]
    assert shop.count(OrderNote) == (0,)


def test_a_declined_order_is_cancelled_and_no_money_is_asked_for(shop: DeskShop) -> None:
    order, placed = shop.placed()
    decline(shop, placed.attempt_id)
    assert cancel(shop, order.id).attempts == ()
    assert attempts(shop, order.id) == [(AUTHORIZE, AttemptState.DECLINED, ONE)]


def test_with_the_outcome_unknown_it_is_cancelled_now_and_voided_when_known(shop: DeskShop) -> None:
    order, placed = shop.placed()
    lose(shop, placed.attempt_id)
    assert look(shop, order.id).money.asked_minor == ONE
    assert cancel(shop, order.id).attempts == ()
    assert shop.order(order.id).state is OrderState.CANCELLED
    answer(shop, placed.attempt_id)
    assert attempts(shop, order.id) == [(AUTHORIZE, SUCCEEDED, ONE), (VOID, CREATED, ONE)]
    assert shop.order(order.id).state is OrderState.CANCELLED
    assert open_kinds(shop, order.id) == []


def test_the_rest_of_a_partly_shipped_order_is_cancelled(shop: DeskShop) -> None:
    order = paid(shop, shop.ready_draft(shop.line("LAMP-1", 4)))  # 44.00 and postage of 7.90
    with shop.database.write() as session:
        row = session.get_one(Order, order.id)
        row.state, row.lines[0].shipped = OrderState.PARTLY_SHIPPED, 1
    before = look(shop, order.id)
    assert (before.shipped_minor, before.money.held_minor) == (1_890, 5_190)
    created = cancel(shop, order.id).attempts
    with shop.database.read() as session:
        [line] = session.get_one(Order, order.id).lines
        assert (line.ordered, line.shipped, line.cancelled) == (4, 1, 3)
        capture = session.get_one(PaymentAttempt, created[0])
        assert (capture.purpose, capture.amount_minor, capture.releases_rest) == (
            CAPTURE, 1_890, True,
        )  # fmt: skip
    assert attempts(shop, order.id)[1:] == [(CAPTURE, CREATED, 1_890)]
    assert set_aside(shop, "LAMP-1") == []


def test_what_was_taken_for_nothing_is_due_back(shop: DeskShop) -> None:
    order = paid(shop)
    with shop.database.write() as session:
        payment = session.scalars(select(Payment)).one()
        session.add(
            PaymentAttempt(
                id=uuid7(), store_id=shop.store_id, payment_id=payment.id, sequence=2,
                purpose=CAPTURE, state=SUCCEEDED, amount_minor=ONE, currency="USD",
                idempotency_key="od_capture", body={}, body_hash="0" * 64,
                created_at=shop.clock.now(),
            )
        )  # fmt: skip
    assert look(shop, order.id).back_minor == ONE
    assert cancel(shop, order.id).attempts == ()
    with shop.database.read() as session:
        due = session.scalars(select(RefundDue)).one()
        assert (due.order_id, due.amount_minor, due.reason) == (order.id, ONE, "cancelled")


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (OrderState.SHIPPED, "cancel_shipped"),
        (OrderState.CLOSED, "cancel_shipped"),
        (OrderState.CANCELLED, "cancelled_already"),
    ],
)
def test_what_is_out_or_cancelled_is_refused(shop: DeskShop, state: OrderState, code: str) -> None:
    order = paid(shop)
    put_state(shop, order.id, state)
    assert look(shop, order.id).refusal == code
    with pytest.raises(Refused, match=code):
        cancel(shop, order.id)
    assert shop.order(order.id).state is state
    assert attempts(shop, order.id) == [(AUTHORIZE, SUCCEEDED, ONE)]


def test_a_parcel_being_packed_is_unpacked(shop: DeskShop) -> None:
    order = paid(shop)
    pack(shop, order.id)
    gone = pack(shop, order.id, shipped_at=shop.clock.now())
    cancel(shop, order.id)
    with shop.database.read() as session:
        assert [row.id for row in session.scalars(select(Shipment))] == [gone]


def test_a_draft_and_a_change_are_dropped(shop: DeskShop) -> None:
    draft = shop.save(shop.ready_draft())
    assert cancel(shop, draft.id) == Cancelled(draft.id, ())
    order = paid(shop)
    change = begin(shop, order.id)
    cancel(shop, change.id)
    assert (kinds(shop, draft.id)[-1], kinds(shop, change.id)[-1]) == ("draft_dropped",) * 2
    assert shop.order(order.id).state is OrderState.RELEASED
    assert shop.count(OrderNote) == (0,)


def test_a_stale_version_and_a_card_number_in_the_note_are_refused(shop: DeskShop) -> None:
    order = paid(shop)
    with pytest.raises(Stale):
        cancel(shop, order.id, version=order.version - 1)
    with pytest.raises(Refused) as refusal:
        cancel(shop, order.id, note=f"paid with {complete('4' * 15)}")
    assert (refusal.value.code, refusal.value.field) == ("card_number", "note")
    assert shop.order(order.id).version == order.version


def test_a_repeated_command_cancels_once(shop: DeskShop) -> None:
    order = paid(shop)
    command_id = uuid7()
    first = cancel(shop, order.id, command_id=command_id)
    assert cancel(shop, order.id, command_id=command_id) == first
    assert attempts(shop, order.id) == [(AUTHORIZE, SUCCEEDED, ONE), (VOID, CREATED, ONE)]
