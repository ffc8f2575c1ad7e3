"""Every way in which an authorization can end, and what the order makes of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desktop.payments import errand, words
from desktop.payments.connection import ProcessorConnection
from desktop.payments.gateway import IntentRequest, OutcomeUnknown, RequestRefused
from desktop.payments.results import Authorized, Declined, Result, Unknown
from desktop.payments.runner import POINTS, PaymentRunner
from desktop.payments.stripe_gateway import StripeGateway
from models.hold import HoldKind
from models.order import Order, OrderState, Stamp
from models.payment import AttemptState, Check
from models.session import Database
from tests.desktop.payments.placed_orders import (
    JumpingClock,
    event_sequences,
    intents_of,
    look,
    place_order,
)
from tests.desktop.practice.support import enter_card

S, D, U = AttemptState.SUCCEEDED, AttemptState.DECLINED, AttemptState.UNKNOWN
SENT = AttemptState.SENT


class Meddling(StripeGateway):
    """The real gateway, with an accident before or after a call."""

    def __init__(self, connection: ProcessorConnection) -> None:
        super().__init__(connection=connection, answer_seconds=15)
        self.after_create: list[Exception] = []
        self.before_confirm: list[Exception] = []
        self.confirm_answers: list[Result] = []
        self.asked: list[str] = []

    def create_intent(self, request: IntentRequest, *, key: str) -> str:
        self.asked.append(f"create {key}")
        made = super().create_intent(request, key=key)
        if self.after_create:
            raise self.after_create.pop(0)
        return made

    def confirm(self, intent_id: str, *, key: str) -> Result:
        self.asked.append(f"confirm {key}")
        if self.before_confirm:
            raise self.before_confirm.pop(0)
        if self.confirm_answers:
            return self.confirm_answers.pop(0)
        return super().confirm(intent_id, key=key)


@pytest.fixture
def meddling(connection: ProcessorConnection) -> Meddling:
    return Meddling(connection)


@pytest.fixture
def meddled_runner(
    database: Database, workstation_id: uuid.UUID, meddling: Meddling, clock: JumpingClock
) -> PaymentRunner:
    return PaymentRunner(
        database=database,
        gateways=lambda: meddling,
        clock=clock,
        workstation_id=workstation_id,
        pause=lambda _seconds: None,
    )


def test_points_are_told_in_order(
    database: Database,
    workstation_id: uuid.UUID,
    gateway: StripeGateway,
    clock: JumpingClock,
    connection: ProcessorConnection,
) -> None:
    told: list[str] = []
    runner = PaymentRunner(
        database=database, gateways=lambda: gateway, clock=clock, reached=told.append
    )
    placed = place_order(database, connection, enter_card(connection))
    assert isinstance(runner.run_attempt(placed.attempt_id), Authorized)
    assert tuple(told) == POINTS


@pytest.mark.usefixtures("workstation_id")
def test_approved_is_released_by_itself(
    runner: PaymentRunner,
    database: Database,
    connection: ProcessorConnection,
    gateway: StripeGateway,
) -> None:
    placed = place_order(database, connection, enter_card(connection))
    result = runner.run_attempt(placed.attempt_id)
    assert isinstance(result, Authorized)
    seen = look(database, placed)
    assert (seen.order, seen.open_holds, seen.attempt) == (OrderState.RELEASED, [], S)
    assert seen.order_events == ["payment_authorized", "released"]
    assert seen.attempt_states == [SENT, S]
    row = seen.row
    assert (row.intent_id, row.charge_id) == (result.intent_id, result.charge_id)
    assert row.expires_at == result.expires_at
    assert {row.street_check, row.postal_check, row.code_check} == {Check.MATCH}
    assert row.raw_checks == {
        "address_line1_check": "pass",
        "address_postal_code_check": "pass",
        "cvc_check": "pass",
    }
    (intent,) = intents_of(gateway, placed)
    assert (intent.amount_minor, intent.currency, intent.status) == (
        20_298,
        "USD",
        "requires_capture",
    )
    with database.read() as session:
        order = session.get_one(Order, placed.order_id)
        assert order.completed_order_at is not None
        assert order.completed_order_at == order.released_at == row.answered_at
        assert intent.metadata == {"order": order.number, "attempt": str(placed.attempt_id)}


@pytest.mark.parametrize(
    ("card", "holds"),
    [
        ("street_mismatch", [HoldKind.STREET_CHECK]),
        ("zip_mismatch", [HoldKind.POSTAL_CHECK]),
        ("code_mismatch", [HoldKind.CODE_CHECK]),
        ("check_unavailable", [HoldKind.STREET_CHECK, HoldKind.POSTAL_CHECK]),
    ],
)
def test_anything_but_a_match_is_held(
    runner: PaymentRunner,
    database: Database,
    connection: ProcessorConnection,
    card: str,
    holds: list[HoldKind],
) -> None:
    placed = place_order(database, connection, enter_card(connection, card))
    assert isinstance(runner.run_attempt(placed.attempt_id), Authorized)
    seen = look(database, placed)
    assert (seen.order, seen.attempt) == (OrderState.PLACED, S)
    assert sorted(seen.open_holds, key=str) == sorted(holds, key=str)
    answer = "not_checked" if card == "check_unavailable" else "no_match"
    assert seen.held_because == [{"answer": answer}] * len(holds)
    assert "released" not in seen.order_events


@pytest.mark.parametrize(
    ("code_asked", "holds"),
    [
        (True, {HoldKind.STREET_CHECK, HoldKind.POSTAL_CHECK, HoldKind.CODE_CHECK}),
        (False, {HoldKind.STREET_CHECK, HoldKind.POSTAL_CHECK}),
    ],
)
def test_what_was_not_given_is_held_but_for_a_code_that_is_never_asked(
    runner: PaymentRunner,
    database: Database,
    connection: ProcessorConnection,
    code_asked: bool,
    holds: set[HoldKind],
) -> None:
    token = enter_card(connection, with_code=False, with_address=False)
    placed = place_order(database, connection, token, code_asked=code_asked)
    runner.run_attempt(placed.attempt_id)
    seen = look(database, placed)
    assert seen.order is OrderState.PLACED
    assert set(seen.open_holds) == holds
    assert seen.row.code_check is Check.NOT_PROVIDED


@pytest.mark.parametrize(
    "card",
    [
        "generic_decline", "insufficient_funds", "lost_card", "stolen_card", "expired_card",
        "incorrect_cvc", "processing_error",
    ],
)  # fmt: skip
def test_declined_waits_for_another_card(
    runner: PaymentRunner,
    database: Database,
    connection: ProcessorConnection,
    gateway: StripeGateway,
    card: str,
) -> None:
    placed = place_order(database, connection, enter_card(connection, card))
    result = runner.run_attempt(placed.attempt_id)
    assert isinstance(result, Declined)
    assert result.code == card
    seen = look(database, placed)
    assert (seen.order, seen.attempt) == (OrderState.PLACED, D)
    assert seen.open_holds == [HoldKind.PAYMENT]
    assert seen.held_because == [{"reason": "declined", "attempt": str(placed.attempt_id)}]
    assert seen.row.decline_code == card
    assert seen.row.next_look_up_at is None
    assert [view.holds_money for view in intents_of(gateway, placed)] == [False]
    assert runner.run_attempt(placed.attempt_id) == result, "an end stays what it is"
    assert runner.recover() == ()


def test_a_lost_answer_is_unknown_until_the_look_up(
    runner: PaymentRunner,
    database: Database,
    connection: ProcessorConnection,
    gateway: StripeGateway,
    clock: JumpingClock,
) -> None:
    placed = place_order(database, connection, enter_card(connection, "cut_after_charge"))
    assert isinstance(runner.run_attempt(placed.attempt_id), Unknown)
    seen = look(database, placed)
    assert (seen.order, seen.attempt) == (OrderState.PLACED, U)
    assert seen.held_because == [{"reason": "unknown", "attempt": str(placed.attempt_id)}]
    due = seen.row.next_look_up_at
    assert due is not None
    assert timedelta(seconds=5) < due - datetime.now(UTC) <= timedelta(seconds=8)
    assert runner.settle_unknown() == (), "not due yet"
    clock.ahead = timedelta(seconds=9)
    (result,) = runner.settle_unknown()
    assert isinstance(result, Authorized)
    seen = look(database, placed)
    assert (seen.order, seen.open_holds, seen.attempt) == (OrderState.RELEASED, [], S)
    assert seen.order_events == [
        "payment_unknown", "hold_opened", "payment_authorized", "hold_released", "released",
    ]  # fmt: skip
    assert seen.attempt_states == [SENT, U, S]
    assert list(event_sequences(database, placed)) == [1, 2, 3, 4, 5]
    assert [view.holds_money for view in intents_of(gateway, placed)] == [True]


@pytest.mark.usefixtures("workstation_id")
def test_no_answer_is_settled_as_declined(
    database: Database, connection: ProcessorConnection, clock: JumpingClock
) -> None:
    gateway = StripeGateway(connection=connection, answer_seconds=0.5)
    runner = PaymentRunner(database=database, gateways=lambda: gateway, clock=clock)
    placed = place_order(database, connection, enter_card(connection, "no_answer"))
    assert isinstance(runner.run_attempt(placed.attempt_id), Unknown)
    result = runner.run_attempt(placed.attempt_id)
    assert isinstance(result, Declined)
    assert result.code == "processing_error"
    seen = look(database, placed)
    assert (seen.attempt, seen.open_holds) == (D, [HoldKind.PAYMENT])
    assert seen.held_because[0]["reason"] == "declined"
    assert [view.holds_money for view in intents_of(gateway, placed)] == [False]
    gateway.close()


def test_look_ups_that_find_nothing_come_less_and_less_often(
    meddled_runner: PaymentRunner,
    meddling: Meddling,
    database: Database,
    connection: ProcessorConnection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    placed = place_order(database, connection, enter_card(connection))
    meddling.confirm_answers = [Unknown(reason="no answer")]
    meddled_runner.run_attempt(placed.attempt_id)

    def dead(_intent_id: str) -> None:
        raise OutcomeUnknown("no answer")

    monkeypatch.setattr(meddling, "retrieve", dead)
    waits = []
    for _ in range(9):
        assert isinstance(meddled_runner.run_attempt(placed.attempt_id), Unknown)
        due = look(database, placed).row.next_look_up_at
        assert due is not None
        waits.append(round((due - datetime.now(UTC)).total_seconds()))
    assert waits == [16, 32, 64, 128, 256, 512, 900, 900, 900]
    seen = look(database, placed)
    assert seen.order_events.count("payment_unknown") == 1
    assert seen.open_holds == [HoldKind.PAYMENT]


def test_a_creation_without_answer_is_repeated_under_its_key(
    meddled_runner: PaymentRunner,
    meddling: Meddling,
    database: Database,
    connection: ProcessorConnection,
) -> None:
    placed = place_order(database, connection, enter_card(connection))
    meddling.after_create = [OutcomeUnknown("no answer")]
    assert isinstance(meddled_runner.run_attempt(placed.attempt_id), Unknown)
    seen = look(database, placed)
    assert (seen.attempt, seen.row.intent_id) == (U, None)
    assert isinstance(meddled_runner.run_attempt(placed.attempt_id), Authorized)
    assert len(set(meddling.asked)) == 2
    assert [view.holds_money for view in intents_of(meddling, placed)] == [True]
    assert look(database, placed).order is OrderState.RELEASED


def test_another_runners_request_is_waited_for(
    meddled_runner: PaymentRunner,
    meddling: Meddling,
    database: Database,
    connection: ProcessorConnection,
) -> None:
    placed = place_order(database, connection, enter_card(connection))
    meddling.after_create = [OutcomeUnknown("busy")] * 2
    meddling.confirm_answers = [Unknown(reason="busy")] * 3
    assert isinstance(meddled_runner.run_attempt(placed.attempt_id), Authorized)
    assert [one.split()[0] for one in meddling.asked] == ["create"] * 3 + ["confirm"] * 4


def test_busy_without_end_is_unknown(
    meddled_runner: PaymentRunner,
    meddling: Meddling,
    database: Database,
    connection: ProcessorConnection,
) -> None:
    placed = place_order(database, connection, enter_card(connection))
    meddling.after_create = [OutcomeUnknown("busy")] * 1000
    assert isinstance(meddled_runner.run_attempt(placed.attempt_id), Unknown)
    assert len(meddling.asked) == errand.BUSY_TRIES


def test_an_account_without_moto_leaves_nothing_open(
    meddled_runner: PaymentRunner,
    meddling: Meddling,
    database: Database,
    connection: ProcessorConnection,
) -> None:
    placed = place_order(database, connection, enter_card(connection))
    meddling.before_confirm = [RequestRefused(words.MOTO_NOT_ENABLED, "parameter_unknown")]
    result = meddled_runner.run_attempt(placed.attempt_id)
    assert isinstance(result, Declined)
    assert result.code == words.MOTO_NOT_ENABLED
    assert [view.status for view in intents_of(meddling, placed)] == ["canceled"]
    assert look(database, placed).open_holds == [HoldKind.PAYMENT]


def test_a_refusal_after_the_money_moved_is_found_out(
    meddled_runner: PaymentRunner,
    meddling: Meddling,
    database: Database,
    connection: ProcessorConnection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    placed = place_order(database, connection, enter_card(connection))

    def confirmed_by_other_means(intent_id: str, *, key: str) -> Result:
        StripeGateway.confirm(meddling, intent_id, key=f"{key}:other")
        raise RequestRefused(words.REQUEST_REFUSED, "payment_intent_unexpected_state")

    monkeypatch.setattr(meddling, "confirm", confirmed_by_other_means)
    assert isinstance(meddled_runner.run_attempt(placed.attempt_id), Authorized)
    assert [view.status for view in intents_of(meddling, placed)] == ["requires_capture"]


def test_a_token_that_is_refused_is_declined(
    runner: PaymentRunner,
    database: Database,
    connection: ProcessorConnection,
    gateway: StripeGateway,
) -> None:
    placed = place_order(database, connection, "pm_nobody")
    result = runner.run_attempt(placed.attempt_id)
    assert isinstance(result, Declined)
    assert result.code == words.REQUEST_REFUSED
    assert intents_of(gateway, placed) == []
    assert look(database, placed).attempt_states == [D]


def test_what_the_bank_wants_confirmed_on_line_is_voided(
    meddled_runner: PaymentRunner,
    meddling: Meddling,
    database: Database,
    connection: ProcessorConnection,
) -> None:
    placed = place_order(database, connection, enter_card(connection))
    meddling.confirm_answers = [Declined(code="authentication_required")]
    result = meddled_runner.run_attempt(placed.attempt_id)
    assert isinstance(result, Declined)
    assert [view.status for view in intents_of(meddling, placed)] == ["canceled"]


@pytest.mark.parametrize("stop", ["placed", "intent_committed", "confirm_answered"])
@pytest.mark.usefixtures("workstation_id")
def test_an_attempt_of_an_earlier_practice_run_is_over(
    database: Database,
    connection: ProcessorConnection,
    gateway: StripeGateway,
    clock: JumpingClock,
    stop: str,
) -> None:
    placed = place_order(database, connection, enter_card(connection))
    _run_until(stop, database, gateway, clock, placed.attempt_id)
    new_run = StripeGateway(connection=replace(connection, run_id="run_another"))
    again = PaymentRunner(database=database, gateways=lambda: new_run, clock=clock)
    (result,) = again.recover()
    assert isinstance(result, Declined)
    assert result.code == words.PRACTICE_RESTARTED
    assert "practice processor was started again" in words.words_for(result.code)[0]
    seen = look(database, placed)
    assert (seen.attempt, seen.open_holds) == (D, [HoldKind.PAYMENT])
    new_run.close()


def test_a_payment_of_another_processor_is_left_alone(
    runner: PaymentRunner,
    database: Database,
    connection: ProcessorConnection,
    gateway: StripeGateway,
) -> None:
    placed = place_order(database, connection, enter_card(connection), processor="stripe")
    assert isinstance(runner.run_attempt(placed.attempt_id), Unknown)
    assert intents_of(gateway, placed) == []


@pytest.mark.parametrize("state", ["placed", "intent_committed", "confirm_answered"])
@pytest.mark.usefixtures("workstation_id")
def test_nothing_is_repeated_after_the_window(
    database: Database,
    connection: ProcessorConnection,
    gateway: StripeGateway,
    clock: JumpingClock,
    state: str,
) -> None:
    placed = place_order(database, connection, enter_card(connection))
    _run_until(state, database, gateway, clock, placed.attempt_id)
    clock.ahead = timedelta(hours=25)
    runner = PaymentRunner(database=database, gateways=lambda: gateway, clock=clock)
    (result,) = runner.recover()
    views = intents_of(gateway, placed)
    if state == "confirm_answered":
        assert isinstance(result, Authorized)
        assert [view.status for view in views] == ["requires_capture"]
        return
    assert isinstance(result, Declined)
    assert result.code == words.NEVER_SENT
    assert [view.status for view in views] == ([] if state == "placed" else ["canceled"])


@pytest.mark.parametrize("state", ["placed", "intent_committed", "confirm_answered"])
@pytest.mark.usefixtures("workstation_id")
def test_an_order_cancelled_meanwhile_is_not_charged(
    database: Database,
    connection: ProcessorConnection,
    gateway: StripeGateway,
    clock: JumpingClock,
    state: str,
) -> None:
    placed = place_order(database, connection, enter_card(connection))
    _run_until(state, database, gateway, clock, placed.attempt_id)
    with database.write() as session:
        stamp = Stamp(at=clock.now(), actor_id=None, workstation_id=None)
        order = session.get_one(Order, placed.order_id)
        order.move_to(OrderState.CANCELLED, kind="cancelled", stamp=stamp)
    runner = PaymentRunner(database=database, gateways=lambda: gateway, clock=clock)
    (result,) = runner.recover()
    seen = look(database, placed)
    assert seen.order is OrderState.CANCELLED
    assert seen.open_holds == []
    holds_money = [view.holds_money for view in intents_of(gateway, placed)]
    if state == "confirm_answered":
        assert isinstance(result, Authorized)
        assert holds_money == [True]
        assert seen.order_events[-2:] == ["payment_authorized", "void_asked"]
    else:
        assert isinstance(result, Declined)
        assert not any(holds_money)


@pytest.mark.usefixtures("workstation_id")
def test_an_unknown_attempt_is_an_error(runner: PaymentRunner) -> None:
    with pytest.raises(LookupError):
        runner.run_attempt(uuid.uuid4())


class Stopped(Exception):
    """Stands for the end of a program, within this one."""


def _run_until(
    point: str,
    database: Database,
    gateway: StripeGateway,
    clock: JumpingClock,
    attempt_id: uuid.UUID,
) -> None:
    """Run an attempt and break off at *point*, as a crash would."""
    runner = PaymentRunner(
        database=database, gateways=lambda: gateway, clock=clock, reached=_stop_at(point)
    )
    with pytest.raises(Stopped):
        runner.run_attempt(attempt_id)


def _stop_at(wanted: str) -> Callable[[str], None]:
    def reached(point: str) -> None:
        if point == wanted:
            raise Stopped

    return reached
