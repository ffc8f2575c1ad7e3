"""Captures, voids and refunds: every way in which each can end, and what the order makes of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desktop.payments import words
from desktop.payments.connection import ProcessorConnection
from desktop.payments.gateway import OutcomeUnknown, RequestRefused
from desktop.payments.results import Authorized, Declined, Moved, Unknown
from desktop.payments.runner import MOVE_POINTS, PaymentRunner
from desktop.payments.stripe_gateway import StripeGateway
from models.hold import HoldKind
from models.order import OrderState
from models.payment import AttemptState, Purpose
from models.session import Database
from tests.desktop.payments.moving import (
    ask_for,
    intent_of,
    move_order,
    our_sums,
    owe,
    owed,
    their_sums,
    told,
)
from tests.desktop.payments.placed_orders import (
    TOTAL_MINOR,
    JumpingClock,
    PlacedOrder,
    intents_of,
    place_order,
)
from tests.desktop.practice.support import enter_card

CAPTURE, VOID, REFUND = Purpose.CAPTURE, Purpose.VOID, Purpose.REFUND
SENT, S, D, U = (
    AttemptState.SENT, AttemptState.SUCCEEDED, AttemptState.DECLINED, AttemptState.UNKNOWN,
)  # fmt: skip


class Lossy(StripeGateway):
    """The real gateway, losing answers and requests as told."""

    def __init__(self, connection: ProcessorConnection) -> None:
        super().__init__(connection=connection, answer_seconds=15)
        self.lost_requests = 0
        self.lost_answers = 0
        self.asked: list[str] = []

    def _through(self, name: str, ask: Callable[[], Any]) -> Any:
        self.asked.append(name)
        if self.lost_requests:
            self.lost_requests -= 1
            raise OutcomeUnknown("no answer")
        answer = ask()
        if self.lost_answers:
            self.lost_answers -= 1
            raise OutcomeUnknown("no answer")
        return answer

    def capture(self, intent_id: str, **how: Any) -> Any:
        return self._through("capture", lambda: StripeGateway.capture(self, intent_id, **how))

    def void(self, intent_id: str, *, key: str) -> Any:
        return self._through("void", lambda: StripeGateway.void(self, intent_id, key=key))

    def refund(self, intent_id: str, request: Any, *, key: str) -> Any:
        return self._through(
            "refund", lambda: StripeGateway.refund(self, intent_id, request, key=key)
        )


@pytest.fixture
def lossy(connection: ProcessorConnection) -> Lossy:
    return Lossy(connection)


@pytest.fixture
def lossy_runner(
    database: Database, workstation_id: uuid.UUID, lossy: Lossy, clock: JumpingClock
) -> PaymentRunner:
    return PaymentRunner(database=database, gateways=lambda: lossy, clock=clock)


@pytest.fixture
def authorized(
    database: Database, connection: ProcessorConnection, runner: PaymentRunner
) -> Callable[..., PlacedOrder]:
    def authorize(card: str = "visa_approved", *, captured: int = 0) -> PlacedOrder:
        placed = place_order(database, connection, enter_card(connection, card))
        assert isinstance(runner.run_attempt(placed.attempt_id), Authorized)
        if captured:
            runner.run_attempt(ask_for(database, placed, CAPTURE, captured))
        return placed

    return authorize


Authorize = Callable[..., PlacedOrder]


def test_a_capture_takes_the_money_and_lets_the_rest_go(
    runner: PaymentRunner, database: Database, gateway: StripeGateway, authorized: Authorize
) -> None:
    placed = authorized()
    attempt = ask_for(database, placed, CAPTURE, 20_000)
    (result,) = runner.run_created()
    intent = intent_of(database, placed)
    assert result == Moved(purpose=CAPTURE, amount_minor=20_000, intent_id=intent)
    seen = told(database, attempt)
    assert (seen.state, seen.states, seen.holds) == (S, [SENT, S], [])
    assert seen.events[-1] == "payment_captured"
    assert their_sums(gateway, intent) == (20_000, 0, 0)
    sums = our_sums(database, placed)
    assert (sums.captured, sums.held) == (20_000, 0)
    assert runner.run_created() == runner.recover() == ()
    assert runner.run_attempt(attempt) == result, "an end stays what it is"


def test_a_card_that_allows_it_is_captured_parcel_by_parcel(
    runner: PaymentRunner, database: Database, gateway: StripeGateway, authorized: Authorize
) -> None:
    placed = authorized()
    intent = intent_of(database, placed)
    for amount, releases, left in ((5_000, False, 15_298), (298, False, 15_000), (9_000, True, 0)):
        ask_for(database, placed, CAPTURE, amount, releases_rest=releases)
        assert [type(one) for one in runner.run_created()] == [Moved]
        assert their_sums(gateway, intent)[2] == our_sums(database, placed).held == left
    assert their_sums(gateway, intent) == (14_298, 0, 0)
    assert our_sums(database, placed).captured == 14_298


def test_a_card_that_does_not_allow_it_refuses_a_second_capture(
    runner: PaymentRunner, database: Database, gateway: StripeGateway, authorized: Authorize
) -> None:
    placed = authorized("mastercard_approved")
    move_order(database, placed, OrderState.SHIPPED)
    attempt = ask_for(database, placed, CAPTURE, 5_000, releases_rest=False)
    (result,) = runner.run_created()
    assert isinstance(result, Declined)
    seen = told(database, attempt)
    assert [kind for kind, _why in seen.holds] == [HoldKind.PAYMENT]
    assert seen.holds[0][1] == {
        "reason": "capture_declined", "attempt": str(attempt), "code": words.REQUEST_REFUSED,
    }  # fmt: skip
    assert their_sums(gateway, intent_of(database, placed)) == (0, 0, TOTAL_MINOR)
    ask_for(database, placed, CAPTURE, 5_000)
    assert [type(one) for one in runner.run_created()] == [Moved]
    assert told(database, attempt).holds == [], "the money came: nothing waits for it any more"


@pytest.mark.parametrize("lost", ["request", "answer"])
@pytest.mark.parametrize("purpose", [CAPTURE, VOID, REFUND])
def test_what_was_lost_is_looked_up_and_done_once(
    lossy_runner: PaymentRunner,
    lossy: Lossy,
    database: Database,
    gateway: StripeGateway,
    clock: JumpingClock,
    authorized: Authorize,
    purpose: Purpose,
    lost: str,
) -> None:
    placed = authorized(captured=TOTAL_MINOR if purpose is REFUND else 0)
    if purpose is CAPTURE:
        move_order(database, placed, OrderState.SHIPPED)
    attempt = ask_for(database, placed, purpose, 7_000)
    lossy.lost_requests, lossy.lost_answers = int(lost == "request"), int(lost == "answer")
    (result,) = lossy_runner.run_created()
    assert isinstance(result, Unknown)
    seen = told(database, attempt)
    assert (seen.state, seen.states) == (U, [SENT, U])
    assert seen.events.count(f"{purpose.value}_unknown") == 1
    waits = [(HoldKind.PAYMENT, {"reason": "capture_unknown", "attempt": str(attempt)})]
    assert seen.holds == (waits if purpose is CAPTURE else [])
    assert seen.next_look_up_at is not None
    assert lossy_runner.run_created() == lossy_runner.settle_unknown() == ()
    clock.ahead = timedelta(seconds=9)
    (result,) = lossy_runner.settle_unknown()
    assert isinstance(result, Moved)
    assert len(lossy.asked) == (2 if lost == "request" else 1), "what was done is not asked again"
    seen = told(database, attempt)
    assert (seen.states, seen.holds) == ([SENT, U, S], [])
    expected = {
        CAPTURE: (7_000, 0, 0), VOID: (0, 0, 0), REFUND: (TOTAL_MINOR, 7_000, 0),
    }  # fmt: skip
    assert their_sums(gateway, intent_of(database, placed)) == expected[purpose]
    sums = our_sums(database, placed)
    assert (sums.captured, sums.refunded, sums.held) == expected[purpose]


@pytest.mark.parametrize("lost", ["request", "answer"])
@pytest.mark.parametrize("purpose", [CAPTURE, VOID, REFUND])
def test_after_the_window_only_the_look_up_decides(
    lossy_runner: PaymentRunner,
    lossy: Lossy,
    database: Database,
    gateway: StripeGateway,
    clock: JumpingClock,
    authorized: Authorize,
    purpose: Purpose,
    lost: str,
) -> None:
    placed = authorized(captured=TOTAL_MINOR if purpose is REFUND else 0)
    attempt = ask_for(database, placed, purpose, 7_000)
    lossy.lost_requests, lossy.lost_answers = int(lost == "request"), int(lost == "answer")
    lossy_runner.run_created()
    clock.ahead = timedelta(hours=23, minutes=1)
    (result,) = lossy_runner.settle_unknown()
    assert len(lossy.asked) == 1
    if lost == "answer":
        assert isinstance(result, Moved)
        return
    assert result == Declined(code=words.NEVER_SENT, intent_id=intent_of(database, placed))
    captured = TOTAL_MINOR if purpose is REFUND else 0
    assert their_sums(gateway, intent_of(database, placed))[:2] == (captured, 0)
    if purpose is REFUND:
        assert owed(database, placed) == [(7_000, False, "refund_failed")]
    assert told(database, attempt).states == [SENT, U, D]


def test_a_void_that_is_still_wanted_after_the_window_is_a_new_attempt(
    lossy_runner: PaymentRunner,
    lossy: Lossy,
    database: Database,
    gateway: StripeGateway,
    clock: JumpingClock,
    authorized: Authorize,
) -> None:
    placed = authorized()
    move_order(database, placed, OrderState.CANCELLED)
    ask_for(database, placed, VOID, TOTAL_MINOR)
    lossy.lost_requests = 1
    lossy_runner.run_created()
    clock.ahead = timedelta(hours=24)
    lossy_runner.settle_unknown()
    (result,) = lossy_runner.run_created()
    assert isinstance(result, Moved)
    assert lossy.asked == ["void", "void"]
    assert [view.status for view in intents_of(gateway, placed)] == ["canceled"]


def test_sums_that_somebody_else_changed_are_left_to_a_person(
    lossy_runner: PaymentRunner,
    lossy: Lossy,
    database: Database,
    gateway: StripeGateway,
    clock: JumpingClock,
    authorized: Authorize,
) -> None:
    placed = authorized()
    intent = intent_of(database, placed)
    attempt = ask_for(database, placed, CAPTURE, 7_000)
    lossy.lost_requests = 1
    lossy_runner.run_created()
    gateway.capture(intent, amount_minor=6_999, releases_rest=True, key=f"other:{uuid.uuid4()}")
    clock.ahead = timedelta(hours=24)
    (result,) = lossy_runner.settle_unknown()
    assert result == Unknown(reason="the captured sums differ", intent_id=intent)
    assert told(database, attempt).state is U


@pytest.mark.parametrize("when", ["expired", "canceled"])
def test_a_capture_of_what_is_no_longer_held_asks_for_a_card(
    runner: PaymentRunner,
    database: Database,
    gateway: StripeGateway,
    authorized: Authorize,
    monkeypatch: pytest.MonkeyPatch,
    when: str,
) -> None:
    placed = authorized()
    intent = intent_of(database, placed)
    if when == "canceled":
        gateway.void(intent, key=f"other:{uuid.uuid4()}")
    else:

        def expired(*_args: Any, **_how: Any) -> None:
            raise RequestRefused(words.AUTHORIZATION_EXPIRED, "charge_expired_for_capture")

        monkeypatch.setattr(gateway, "capture", expired)
    code = words.INTENT_CANCELLED if when == "canceled" else words.AUTHORIZATION_EXPIRED
    attempt = ask_for(database, placed, CAPTURE, 7_000)
    assert runner.run_created() == (Declined(code=code, intent_id=intent),)
    seen = told(database, attempt)
    assert (seen.state, seen.order) == (D, OrderState.PLACED)
    details = {"reason": code, "attempt": str(attempt), "code": code}
    assert seen.holds == [(HoldKind.AUTHORIZATION_EXPIRED, details)]
    assert our_sums(database, placed).held == 0, "nothing more is tried on it"
    assert runner.run_created() == ()


@pytest.mark.parametrize("gone", ["canceled", "captured and the rest let go"])
def test_a_void_of_what_is_no_longer_held_counts(
    runner: PaymentRunner,
    database: Database,
    gateway: StripeGateway,
    authorized: Authorize,
    gone: str,
) -> None:
    placed = authorized()
    if gone == "canceled":
        gateway.void(intent_of(database, placed), key=f"other:{uuid.uuid4()}")
    else:
        runner.run_attempt(ask_for(database, placed, CAPTURE, 7_000))
    attempt = ask_for(database, placed, VOID, TOTAL_MINOR - 7_000)
    assert [type(one) for one in runner.run_created()] == [Moved]
    assert told(database, attempt).events[-1] == "payment_voided"


def test_a_void_of_what_somebody_captured_is_declined(
    runner: PaymentRunner, database: Database, gateway: StripeGateway, authorized: Authorize
) -> None:
    placed = authorized()
    intent = intent_of(database, placed)
    gateway.capture(
        intent, amount_minor=TOTAL_MINOR, releases_rest=True, key=f"other:{uuid.uuid4()}"
    )
    ask_for(database, placed, VOID, TOTAL_MINOR)
    assert runner.run_created() == (Declined(code=words.ALREADY_CAPTURED, intent_id=intent),)
    assert runner.run_created() == (), "a person decides"


def test_the_rest_of_a_split_shipment_is_voided(
    runner: PaymentRunner, database: Database, gateway: StripeGateway, authorized: Authorize
) -> None:
    placed = authorized()
    runner.run_attempt(ask_for(database, placed, CAPTURE, 7_000, releases_rest=False))
    ask_for(database, placed, VOID, TOTAL_MINOR - 7_000)
    assert [type(one) for one in runner.run_created()] == [Moved]
    assert their_sums(gateway, intent_of(database, placed)) == (7_000, 0, 0)
    sums = our_sums(database, placed)
    assert (sums.captured, sums.held) == (7_000, 0)


def test_refunds_tick_off_what_is_due_the_oldest_first(
    runner: PaymentRunner, database: Database, gateway: StripeGateway, authorized: Authorize
) -> None:
    placed = authorized(captured=TOTAL_MINOR)
    owe(database, placed, 3_000, 5_000)
    attempt = ask_for(database, placed, REFUND, 4_000, reason="two cups broken")
    (result,) = runner.run_created()
    assert isinstance(result, Moved)
    (refund,) = gateway.list_refunds(intent_of(database, placed))
    assert refund.metadata == {"attempt": str(attempt)}
    assert result.refund_id == refund.refund_id == told(database, attempt).refund_id
    assert sorted(owed(database, placed)) == [
        (1_000, True, "returned"), (3_000, True, "returned"), (4_000, False, "returned"),
    ]  # fmt: skip
    assert told(database, attempt).events[-1] == "payment_refunded"
    ask_for(database, placed, REFUND, TOTAL_MINOR - 4_000)
    runner.run_created()
    assert all(done for _amount, done, _reason in owed(database, placed))
    assert their_sums(gateway, intent_of(database, placed)) == (TOTAL_MINOR, TOTAL_MINOR, 0)


def test_a_refund_that_is_under_way_is_unknown_until_it_arrives(
    runner: PaymentRunner, database: Database, authorized: Authorize
) -> None:
    placed = authorized("refund_later", captured=TOTAL_MINOR)
    attempt = ask_for(database, placed, REFUND, 1_000)
    assert [type(one) for one in runner.run_created()] == [Unknown]
    assert our_sums(database, placed).refunding == 1_000
    assert [type(one) for one in runner.settle_unknown(only_due=False)] == [Moved]
    assert told(database, attempt).states == [SENT, U, S]


def test_a_refund_that_the_bank_does_not_take_stays_due(
    runner: PaymentRunner, database: Database, gateway: StripeGateway, authorized: Authorize
) -> None:
    placed = authorized("refund_fails", captured=TOTAL_MINOR)
    owe(database, placed, 400)
    attempt = ask_for(database, placed, REFUND, 1_000)
    runner.run_created()
    (result,) = runner.settle_unknown(only_due=False)
    assert result == Declined(code=words.REFUND_FAILED, intent_id=intent_of(database, placed))
    assert sorted(owed(database, placed)) == [
        (400, False, "returned"), (600, False, "refund_failed"),
    ]  # fmt: skip
    assert told(database, attempt).events[-1] == "refund_declined"
    assert our_sums(database, placed).refundable == TOTAL_MINOR
    assert their_sums(gateway, intent_of(database, placed))[1] == 0


def test_more_than_was_captured_is_never_given_back(
    runner: PaymentRunner, database: Database, gateway: StripeGateway, authorized: Authorize
) -> None:
    placed = authorized(captured=5_000)
    ask_for(database, placed, REFUND, 5_001)
    assert [type(one) for one in runner.run_created()] == [Declined]
    assert their_sums(gateway, intent_of(database, placed)) == (5_000, 0, 0)


@pytest.mark.parametrize(
    ("purpose", "code"),
    [(CAPTURE, words.PRACTICE_RESTARTED), (VOID, ""), (REFUND, words.PRACTICE_RESTARTED)],
)
def test_an_earlier_practice_run_remembers_nothing(
    database: Database,
    connection: ProcessorConnection,
    clock: JumpingClock,
    authorized: Authorize,
    purpose: Purpose,
    code: str,
) -> None:
    placed = authorized(captured=TOTAL_MINOR if purpose is REFUND else 0)
    attempt = ask_for(database, placed, purpose, 500)
    new_run = StripeGateway(connection=replace(connection, run_id="run_another"))
    PaymentRunner(database=database, gateways=lambda: new_run, clock=clock).run_created()
    seen = told(database, attempt)
    assert (seen.state, seen.code) == (D if code else S, code)
    kinds = [kind for kind, _why in seen.holds]
    assert kinds == ([HoldKind.AUTHORIZATION_EXPIRED] if purpose is CAPTURE else [])
    new_run.close()


def test_points_of_a_move_are_told_in_order(
    database: Database, gateway: StripeGateway, clock: JumpingClock, authorized: Authorize
) -> None:
    passed: list[str] = []
    runner = PaymentRunner(
        database=database, gateways=lambda: gateway, clock=clock, reached=passed.append
    )
    runner.run_attempt(ask_for(database, authorized(), VOID, TOTAL_MINOR))
    assert tuple(passed) == MOVE_POINTS


def test_what_a_dead_runner_left_is_looked_up_without_a_restart(
    database: Database,
    gateway: StripeGateway,
    clock: JumpingClock,
    runner: PaymentRunner,
    authorized: Authorize,
) -> None:
    def die(point: str) -> None:
        if point == "move_answered":
            raise RuntimeError(point)

    placed = authorized()
    attempt = ask_for(database, placed, CAPTURE, 7_000)
    dying = PaymentRunner(database=database, gateways=lambda: gateway, clock=clock, reached=die)
    with pytest.raises(RuntimeError):
        dying.run_created()
    assert told(database, attempt).state is SENT
    assert runner.settle_unknown() == (), "it may still be at work"
    clock.ahead = timedelta(seconds=121)
    assert [type(one) for one in runner.settle_unknown()] == [Moved]
    assert their_sums(gateway, intent_of(database, placed)) == (7_000, 0, 0)


def test_a_young_authorization_is_left_to_the_desk_that_placed_it(
    runner: PaymentRunner,
    database: Database,
    connection: ProcessorConnection,
    clock: JumpingClock,
) -> None:
    place_order(database, connection, enter_card(connection))
    assert runner.run_created(patience=timedelta(seconds=30)) == ()
    clock.ahead = timedelta(seconds=31)
    assert [type(one) for one in runner.run_created(patience=timedelta(seconds=30))] == [Authorized]


def test_an_order_that_is_partly_shipped_takes_another_card(
    runner: PaymentRunner, database: Database, connection: ProcessorConnection
) -> None:
    placed = place_order(database, connection, enter_card(connection))
    move_order(database, placed, OrderState.RELEASED, OrderState.PARTLY_SHIPPED)
    assert isinstance(runner.run_attempt(placed.attempt_id), Authorized)


def test_oldest_first(
    runner: PaymentRunner, database: Database, connection: ProcessorConnection
) -> None:
    now = datetime.now(UTC)
    late = place_order(database, connection, enter_card(connection), at=now)
    early = place_order(
        database, connection, enter_card(connection, "lost_card"), at=now - timedelta(minutes=5)
    )
    assert [type(one) for one in runner.run_created()] == [Declined, Authorized]
    assert runner.run_attempt(early.attempt_id) != runner.run_attempt(late.attempt_id)
