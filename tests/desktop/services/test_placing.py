"""Placing: one order, one attempt, whoever asks, however often, and the holds that go with it."""

from __future__ import annotations

import dataclasses
import hashlib
import threading
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop.services import orders, payments, placing
from desktop.services.desk import Refused, Stale
from desktop.services.order_views import OrderView
from desktop.services.payments import PaymentStanding
from desktop.services.placing import CardEntry, Placed
from models.audit import AuditEntry
from models.command import Command
from models.hold import Hold, HoldKind, HoldState
from models.ids import uuid7
from models.order import Order, OrderState, TransitionRefused
from models.payment import AttemptState, Check, Payment, PaymentAttempt, Purpose, Tender
from models.types import canonical_json
from tests.desktop.factories import ONTARIO, PO_BOX, RENO, DeskShop, card
from tests.desktop.services.races import race


def _place(
    shop: DeskShop,
    view: OrderView,
    entry: CardEntry | None = None,
    *,
    desk: int = 1,
    command_id: uuid.UUID | None = None,
    version: int | None = None,
) -> Placed:
    with shop.database.write() as session:
        return placing.place(
            session, shop.desk(desk), view.id, entry or card(),
            version=view.version if version is None else version, command_id=command_id or uuid7(),
        )  # fmt: skip


def _again(
    shop: DeskShop, order_id: uuid.UUID, method: str = "pm_two", command_id: uuid.UUID | None = None
) -> Placed:
    with shop.database.write() as session:
        return placing.take_another_card(
            session, shop.desk(2), order_id, card(method), command_id=command_id or uuid7()
        )


def _settle(shop: DeskShop, attempt_id: uuid.UUID, *states: AttemptState) -> None:
    with shop.database.write() as session:
        for state in states:
            session.get_one(PaymentAttempt, attempt_id).move_to(state, at=shop.clock.now())


def _counts(shop: DeskShop) -> tuple[int, ...]:
    return shop.count(Order, Payment, PaymentAttempt, Hold)


# One placing -------------------------------------------------------------------------------------


def test_placing_commits_the_order_its_payment_and_one_attempt(shop: DeskShop) -> None:
    saved = shop.save(shop.ready_draft(shop.line("LAMP-1", 2)))
    shop.clock.advance(timedelta(seconds=30))
    entry = CardEntry("pm_one", "mastercard", "4444", False, "practice", "run-7")
    placed = _place(shop, saved, entry, desk=2)
    order = shop.order(saved.id)
    assert placed.order_id == saved.id
    assert (order.state, order.placed_at) == (OrderState.PLACED, shop.clock.now())
    assert (order.total_minor, order.version) == (saved.total_minor, saved.version + 1)
    assert (order.holds, order.held, order.missing, order.similar) == ((), False, (), ())
    with shop.database.read() as session:
        payment = session.scalars(select(Payment)).one()
        attempt = session.scalars(select(PaymentAttempt)).one()
        assert (payment.order_id, payment.tender) == (saved.id, Tender.CARD)
        assert (payment.amount_minor, payment.currency) == (saved.total_minor, "USD")
        assert (payment.processor, payment.processor_run) == ("practice", "run-7")
        assert (payment.payment_method, payment.brand, payment.last4, payment.code_asked) == (
            "pm_one", "mastercard", "4444", False,
        )  # fmt: skip
        assert (attempt.id, attempt.payment_id) == (placed.attempt_id, payment.id)
        assert (attempt.purpose, attempt.state) == (Purpose.AUTHORIZE, AttemptState.CREATED)
        assert (attempt.sequence, attempt.amount_minor) == (1, saved.total_minor)
        assert (attempt.currency, attempt.intent_id, attempt.sent_at) == ("USD", None, None)
        assert attempt.idempotency_key == f"od_{attempt.id.hex}"
        assert attempt.body == {
            "order": str(saved.id), "payment": str(payment.id), "amount": saved.total_minor,
            "currency": "USD", "purpose": "authorize",
        }  # fmt: skip
        body = canonical_json(attempt.body).encode()
        assert attempt.body_hash == hashlib.sha256(body).hexdigest()


def test_the_events_say_who_placed_where_and_when(shop: DeskShop) -> None:
    saved = shop.save(shop.ready_draft(ship_to=RENO))
    shop.clock.advance(timedelta(seconds=30))
    _place(shop, saved, desk=2)
    with shop.database.read() as session:
        order = session.get_one(Order, saved.id)
        hold = session.scalars(select(Hold)).one()
        assert [(e.sequence, e.kind, e.from_state, e.to_state) for e in order.events] == [
            (1, "draft_started", OrderState.DRAFT, OrderState.DRAFT),
            (2, "placed", OrderState.DRAFT, OrderState.PLACED),
            (3, "hold_opened", OrderState.PLACED, OrderState.PLACED),
        ]
        assert [event.details for event in order.events] == [{}, {}, {"hold": str(hold.id)}]
        for event in order.events[1:]:
            assert (event.at, event.actor_id) == (shop.clock.now(), shop.agents[1])
            assert event.workstation_id == shop.workstations[1]


def test_another_place_is_a_hold_and_another_name_is_none(shop: DeskShop) -> None:
    elsewhere, _one = shop.placed(shop.ready_draft(ship_to=RENO))
    friend = dataclasses.replace(ONTARIO, name="A Friend", company="Gift")
    same_place, _two = shop.placed(shop.ready_draft(ship_to=friend), entry=card("pm_two"))
    to_bill_to, _three = shop.placed(shop.ready_draft(), entry=card("pm_three"))
    [hold] = elsewhere.holds
    assert (hold.kind, hold.state) == (HoldKind.SHIP_TO_DIFFERS, HoldState.OPEN)
    assert hold.details == {"parts": ["line1", "line2", "city", "state", "postal_code"]}
    assert elsewhere.held
    assert (same_place.holds, to_bill_to.holds) == ((), ())
    assert {elsewhere.state, same_place.state, to_bill_to.state} == {OrderState.PLACED}


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"customer_id": None}, ("customer",)),
        ({"lines": ()}, ("lines",)),
        ({"bill_to": None}, ("bill_to",)),
        ({"bill_to": dataclasses.replace(ONTARIO, postal_code="917")}, ("bill_to",)),
        ({"ship_to": dataclasses.replace(ONTARIO, line1="")}, ("ship_to",)),
        ({"ship_to": PO_BOX}, ("shipping_po_box",)),
        ({"lines": (), "customer_id": None, "ship_to": PO_BOX},
         ("customer", "lines", "shipping_po_box")),
    ],
)  # fmt: skip
def test_what_is_missing_keeps_an_order_from_being_placed(
    shop: DeskShop, changes: dict[str, object], codes: tuple[str, ...]
) -> None:
    saved = shop.save(dataclasses.replace(shop.ready_draft(), **changes))  # type: ignore[arg-type]
    before = shop.every_row()
    with pytest.raises(Refused) as caught:
        _place(shop, saved)
    assert (caught.value.code, caught.value.values) == ("missing", {"codes": codes})
    assert shop.every_row() == before


def test_a_draft_that_changed_meanwhile_is_not_placed(shop: DeskShop) -> None:
    draft = shop.ready_draft()
    saved = shop.save(draft)
    shop.clock.advance(timedelta(seconds=1))
    shop.save(dataclasses.replace(draft, lines=(shop.line("LAMP-1", 9),)), desk=2)
    with pytest.raises(Stale):
        _place(shop, saved)
    assert _counts(shop) == (1, 0, 0, 0)
    assert shop.order(saved.id).state is OrderState.DRAFT


def test_a_card_entry_serves_once(shop: DeskShop) -> None:
    shop.placed()
    other = shop.save(shop.ready_draft())
    with pytest.raises(Refused, match="card_used"):
        _place(shop, other)
    assert shop.order(other.id).state is OrderState.DRAFT
    assert _counts(shop) == (2, 1, 1, 0)


def test_a_card_entry_with_more_than_it_may_hold_is_not_kept(shop: DeskShop) -> None:
    saved = shop.save(shop.ready_draft())
    number = "4242" * 4
    for entry in (
        card(f"pm_{number}"),
        card(number),
        dataclasses.replace(card(), brand=number),
        dataclasses.replace(card(), last4=number),
        dataclasses.replace(card(), processor_run=number),
    ):
        with pytest.raises(ValueError, match=r"not (a valid|kept)") as caught:
            _place(shop, saved, entry)
        assert "4242" not in str(caught.value)
    assert _counts(shop) == (1, 0, 0, 0)


# Once only ---------------------------------------------------------------------------------------


def test_nothing_to_pay_takes_no_card(shop: DeskShop) -> None:
    saved = shop.save(shop.ready_draft())
    with shop.database.write() as session:
        session.get_one(Order, saved.id).total_minor = 0
    with pytest.raises(Refused, match="nothing_to_pay"):
        _place(shop, saved, version=shop.order(saved.id).version)
    assert (shop.order(saved.id).state, *shop.count(Payment, PaymentAttempt)) == (
        OrderState.DRAFT, 0, 0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("total_minor", "reason"),
    [(1, "too_little"), (49, "too_little"), (50, ""), (99_999_999, ""),
     (100_000_000, "too_much")],
)  # fmt: skip
def test_no_card_is_asked_for_what_it_cannot_pay(
    shop: DeskShop, total_minor: int, reason: str
) -> None:
    saved = shop.save(shop.ready_draft())
    with shop.database.write() as session:
        session.get_one(Order, saved.id).total_minor = total_minor
    version = shop.order(saved.id).version
    if not reason:
        _place(shop, saved, version=version)
        assert shop.order(saved.id).state is OrderState.PLACED
        return
    with pytest.raises(Refused) as refused:
        _place(shop, saved, version=version)
    assert (refused.value.code, refused.value.values["reason"]) == ("card_amount", reason)
    assert (shop.order(saved.id).state, *shop.count(Payment, PaymentAttempt)) == (
        OrderState.DRAFT, 0, 0,
    )  # fmt: skip


def test_the_same_command_gives_the_first_answer_and_does_nothing_again(shop: DeskShop) -> None:
    saved = shop.save(shop.ready_draft(ship_to=RENO))
    command_id = uuid7()
    first = _place(shop, saved, command_id=command_id)
    before = shop.every_row()
    assert _place(shop, saved, command_id=command_id) == first
    assert _place(shop, saved, card("pm_other"), command_id=command_id, desk=2) == first
    assert shop.every_row() == before
    assert _counts(shop) == (1, 1, 1, 1)


def test_another_command_cannot_place_it_again(shop: DeskShop) -> None:
    order, _placed = shop.placed()
    with pytest.raises(Refused, match="not_a_draft"):
        _place(shop, order, card("pm_two"))
    assert _counts(shop) == (1, 1, 1, 0)


def test_a_command_id_of_something_else_is_a_mistake_of_ours(shop: DeskShop) -> None:
    order, placed = shop.placed()
    _settle(shop, placed.attempt_id, AttemptState.DECLINED)
    with shop.database.read() as session:
        [command_id] = session.scalars(select(Command.id).where(Command.name == "place"))
    with pytest.raises(ValueError, match="place used again"):
        _again(shop, order.id, command_id=command_id)
    assert _counts(shop) == (1, 1, 1, 0)


def test_two_threads_place_one_order_once(shop: DeskShop) -> None:
    saved = shop.save(shop.ready_draft())
    start, came = threading.Barrier(2), list[str]()

    def run(number: int) -> None:
        start.wait()
        try:
            _place(shop, saved, card(f"pm_{number}"), desk=number)
            came.append("placed")
        except Refused as refusal:
            came.append(refusal.code)

    threads = [threading.Thread(target=run, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came) == ["not_a_draft", "placed"]
    assert _counts(shop) == (1, 1, 1, 0)


def test_two_processes_place_one_order_once(shop: DeskShop) -> None:
    saved = shop.save(shop.ready_draft())
    place = ("place", saved.id, saved.version)
    came = race(shop, (1, *place, "pm_a", uuid7()), (2, *place, "pm_b", uuid7()))
    assert sorted(answer.split()[0] for answer in came) == ["placed", "refused"]
    assert "refused not_a_draft" in came
    assert _counts(shop) == (1, 1, 1, 0)


def test_two_processes_with_one_command_get_one_answer(shop: DeskShop) -> None:
    saved = shop.save(shop.ready_draft(ship_to=RENO))
    place = ("place", saved.id, saved.version, "pm_a", uuid7())
    one, other = race(shop, (1, *place), (2, *place))
    assert one == other
    assert one.startswith("placed ")
    assert _counts(shop) == (1, 1, 1, 1)


def test_two_processes_take_another_card_once(shop: DeskShop) -> None:
    order, placed = shop.placed()
    _settle(shop, placed.attempt_id, AttemptState.DECLINED)
    came = race(shop, (1, "another", order.id, "pm_a"), (2, "another", order.id, "pm_b"))
    assert sorted(answer.split()[0] for answer in came) == ["placed", "refused"]
    assert "refused outcome_unknown" in came
    assert _counts(shop) == (1, 2, 2, 0)


def test_two_processes_never_hand_out_one_number_twice(shop: DeskShop) -> None:
    answers = race(shop, (1, "number", 6), (2, "number", 6), (1, "number", 6))
    numbers = [number for answer in answers for number in answer.split()]
    assert len(numbers) == len(set(numbers)) == 18
    of_desk_one = sorted(int(n[1:-1]) for n in (answers[0] + " " + answers[2]).split())
    assert of_desk_one == list(range(of_desk_one[0], of_desk_one[0] + 12))


# Another card ------------------------------------------------------------------------------------


def test_another_card_is_taken_after_a_decline(shop: DeskShop) -> None:
    order, placed = shop.placed()
    _settle(shop, placed.attempt_id, AttemptState.SENT, AttemptState.DECLINED)
    shop.clock.advance(timedelta(minutes=1))
    command_id = uuid7()
    second = _again(shop, order.id, command_id=command_id)
    assert _again(shop, order.id, command_id=command_id) == second
    assert second.attempt_id != placed.attempt_id
    assert _counts(shop) == (1, 2, 2, 0)
    with shop.database.read() as session:
        row = session.get_one(Order, order.id)
        assert [event.kind for event in row.events] == ["draft_started", "placed", "another_card"]
        assert row.events[-1].actor_id == shop.agents[1]
        attempt = session.get_one(PaymentAttempt, second.attempt_id)
        assert (attempt.state, attempt.amount_minor) == (AttemptState.CREATED, order.total_minor)
        first = session.get_one(PaymentAttempt, placed.attempt_id)
        assert first.idempotency_key != attempt.idempotency_key


@pytest.mark.parametrize(
    ("states", "code"),
    [
        ((), "outcome_unknown"),
        ((AttemptState.SENT,), "outcome_unknown"),
        ((AttemptState.UNKNOWN,), "outcome_unknown"),
        ((AttemptState.SENT, AttemptState.UNKNOWN), "outcome_unknown"),
        ((AttemptState.SENT, AttemptState.SUCCEEDED), "already_authorized"),
        ((AttemptState.UNKNOWN, AttemptState.SUCCEEDED), "already_authorized"),
    ],
)
def test_no_second_card_while_the_first_may_have_paid(
    shop: DeskShop, states: tuple[AttemptState, ...], code: str
) -> None:
    order, placed = shop.placed()
    _settle(shop, placed.attempt_id, *states)
    with pytest.raises(Refused, match=code):
        _again(shop, order.id)
    assert _counts(shop) == (1, 1, 1, 0)


def test_no_third_card_while_the_second_may_have_paid(shop: DeskShop) -> None:
    order, placed = shop.placed()
    _settle(shop, placed.attempt_id, AttemptState.DECLINED)
    second = _again(shop, order.id)
    _settle(shop, second.attempt_id, AttemptState.UNKNOWN)
    with pytest.raises(Refused, match="outcome_unknown"):
        _again(shop, order.id, "pm_three")
    _settle(shop, second.attempt_id, AttemptState.DECLINED)
    _again(shop, order.id, "pm_three")
    assert _counts(shop) == (1, 3, 3, 0)


def test_the_declined_card_itself_is_not_tried_again(shop: DeskShop) -> None:
    order, placed = shop.placed()
    _settle(shop, placed.attempt_id, AttemptState.DECLINED)
    with pytest.raises(Refused, match="card_used"):
        _again(shop, order.id, "pm_one")


@pytest.mark.parametrize(
    "state", sorted(set(OrderState) - {OrderState.PLACED, OrderState.PARTLY_SHIPPED}, key=str)
)
def test_no_card_is_taken_for_an_order_that_is_not_placed(
    shop: DeskShop, state: OrderState
) -> None:
    saved = shop.save(shop.ready_draft())
    with shop.database.write() as session:
        session.get_one(Order, saved.id).state = state
    with pytest.raises(Refused, match="not_placed"):
        _again(shop, saved.id)
    if state is not OrderState.DRAFT:
        with pytest.raises(Refused, match="not_a_draft"):
            _place(shop, saved)
    assert _counts(shop) == (1, 0, 0, 0)


# How the payment stands --------------------------------------------------------------------------


def test_the_page_is_told_of_the_latest_card_only(shop: DeskShop) -> None:
    saved = shop.save(shop.ready_draft())

    def standing() -> tuple[PaymentStanding, str] | None:
        with shop.database.read() as session:
            seen = payments.latest(session, saved.id)
            return None if seen is None else (seen.standing, seen.last4)

    assert standing() is None
    first = _place(shop, saved, card("pm_one", last4="0002"))
    assert standing() == (PaymentStanding.SENDING, "0002")
    _settle(shop, first.attempt_id, AttemptState.SENT)
    assert standing() == (PaymentStanding.SENDING, "0002")
    _settle(shop, first.attempt_id, AttemptState.UNKNOWN)
    assert standing() == (PaymentStanding.UNKNOWN, "0002")
    _settle(shop, first.attempt_id, AttemptState.DECLINED)
    assert standing() == (PaymentStanding.DECLINED, "0002")
    second = _again(shop, saved.id)
    assert standing() == (PaymentStanding.SENDING, "4242")
    _settle(shop, second.attempt_id, AttemptState.SENT, AttemptState.SUCCEEDED)
    with shop.database.write() as session:
        session.get_one(PaymentAttempt, second.attempt_id).street_check = Check.NO_MATCH
    with shop.database.read() as session:
        seen = payments.latest(session, saved.id)
        assert seen is not None
        assert (seen.standing, seen.attempt_id) == (PaymentStanding.AUTHORIZED, second.attempt_id)
        assert (seen.street, seen.postal_code, seen.code) == (Check.NO_MATCH, None, None)
        assert (seen.amount_minor, seen.currency) == (saved.total_minor, "USD")


def test_what_is_authorized_is_the_sum_of_what_succeeded() -> None:
    def attempt(purpose: Purpose, state: AttemptState, minor: int) -> PaymentAttempt:
        return PaymentAttempt(purpose=purpose, state=state, amount_minor=minor)

    attempts = [
        attempt(Purpose.AUTHORIZE, AttemptState.DECLINED, 1),
        attempt(Purpose.AUTHORIZE, AttemptState.UNKNOWN, 2),
        attempt(Purpose.AUTHORIZE, AttemptState.SUCCEEDED, 400),
        attempt(Purpose.VOID, AttemptState.UNKNOWN, 8),
        attempt(Purpose.VOID, AttemptState.SUCCEEDED, 100),
        attempt(Purpose.CAPTURE, AttemptState.SUCCEEDED, 50),
    ]
    assert payments.authorized_minor(attempts) == 300
    assert payments.authorized_minor([]) == 0


def test_a_placed_order_moves_only_as_its_table_says(shop: DeskShop) -> None:
    order, _placed = shop.placed()
    with pytest.raises(TransitionRefused), shop.database.write() as session:
        session.get_one(Order, order.id).move_to(
            OrderState.SHIPPED, kind="shipped", stamp=shop.desk().stamp()
        )
    assert shop.order(order.id) == order
    with shop.database.read() as session:
        assert len(session.get_one(Order, order.id).events) == 2


def test_placing_leaves_the_draft_as_it_was_said(shop: DeskShop) -> None:
    draft = shop.ready_draft(shop.line("WICK-2", 3, percent=100_000), shop.line("LAMP-1", price=5))
    order, _placed = shop.placed(draft)
    with shop.database.read() as session:
        assert orders.draft_of(session, order.id) == draft
    assert shop.count(AuditEntry) == (1,)  # of the customer who was made
