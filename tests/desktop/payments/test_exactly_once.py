"""Killed at every commit point, raced by a second process: one order, one charge."""

from __future__ import annotations

import signal
from datetime import timedelta

import pytest

from desktop.payments.connection import ProcessorConnection
from desktop.payments.results import Authorized, Declined, Unknown
from desktop.payments.runner import POINTS, PaymentRunner
from desktop.payments.stripe_gateway import StripeGateway
from models.hold import HoldKind
from models.order import OrderState
from models.payment import AttemptState
from models.session import Database
from tests.desktop.payments.placed_orders import (
    JumpingClock,
    PlacedOrder,
    count_orders,
    event_sequences,
    intents_of,
    look,
    place_order,
)
from tests.desktop.payments.runner_children import child
from tests.desktop.practice.support import ask, enter_card

pytestmark = pytest.mark.usefixtures("workstation_id")


def assert_one_charge(database: Database, gateway: StripeGateway, placed: PlacedOrder) -> None:
    assert count_orders(database) == (1, 1, 1)
    assert [view.status for view in intents_of(gateway, placed)] == ["requires_capture"]
    seen = look(database, placed)
    assert (seen.order, seen.open_holds) == (OrderState.RELEASED, [])
    assert seen.attempt is AttemptState.SUCCEEDED
    assert seen.order_events.count("payment_authorized") == 1
    assert seen.order_events.count("released") == 1
    sequences = list(event_sequences(database, placed))
    assert sequences == list(range(1, len(sequences) + 1))


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_each_point_then_started_again(
    database: Database,
    connection: ProcessorConnection,
    gateway: StripeGateway,
    runner: PaymentRunner,
    point: str,
) -> None:
    placed = place_order(database, connection, enter_card(connection))
    with child(database, connection, placed.attempt_id, kill_at=point) as (process, _, said):
        assert process.wait(60) == -signal.SIGKILL
        assert said.read() == ""
    recovered = runner.recover()
    if point == "result_committed":
        assert recovered == ()
    else:
        assert [type(one) for one in recovered] == [Authorized]
    assert_one_charge(database, gateway, placed)
    assert runner.recover() == ()
    assert_one_charge(database, gateway, placed)


@pytest.mark.parametrize("point", ["confirm_sent", "confirm_answered"])
def test_a_declined_card_stays_declined(
    database: Database,
    connection: ProcessorConnection,
    gateway: StripeGateway,
    runner: PaymentRunner,
    point: str,
) -> None:
    placed = place_order(database, connection, enter_card(connection, "insufficient_funds"))
    with child(database, connection, placed.attempt_id, kill_at=point) as (process, _, _said):
        assert process.wait(60) == -signal.SIGKILL
    (result,) = runner.recover()
    assert isinstance(result, Declined)
    assert result.code == "insufficient_funds"
    assert [view.holds_money for view in intents_of(gateway, placed)] == [False]
    seen = look(database, placed)
    assert (seen.attempt, seen.open_holds) == (AttemptState.DECLINED, [HoldKind.PAYMENT])


def test_killed_while_the_bank_is_asked(
    database: Database,
    connection: ProcessorConnection,
    gateway: StripeGateway,
    runner: PaymentRunner,
    clock: JumpingClock,
) -> None:
    placed = place_order(database, connection, enter_card(connection, "slow_answer"))
    with child(database, connection, placed.attempt_id) as (process, _, _said):
        while [view.status for view in intents_of(gateway, placed)] != ["processing"]:
            assert process.poll() is None
        process.kill()
    (result,) = runner.recover()
    while isinstance(result, Unknown):
        assert look(database, placed).open_holds == [HoldKind.PAYMENT]
        clock.ahead += timedelta(minutes=16)
        (result,) = runner.settle_unknown()
    assert isinstance(result, Authorized)
    assert_one_charge(database, gateway, placed)


@pytest.mark.parametrize(
    "point", ["placed", "intent_requested", "intent_committed", "confirm_sent"]
)
@pytest.mark.parametrize("card", ["visa_approved", "slow_answer"])
def test_two_processes_race(
    database: Database,
    connection: ProcessorConnection,
    gateway: StripeGateway,
    point: str,
    card: str,
) -> None:
    placed = place_order(database, connection, enter_card(connection, card))
    # Both have read the attempt before either goes on: the slower one would else find it taken.
    points = dict.fromkeys(("placed", point))
    with (
        child(database, connection, placed.attempt_id, wait_at=",".join(points)) as (
            _one,
            one_in,
            one_out,
        ),
        child(database, connection, placed.attempt_id, wait_at=",".join(points)) as (
            _two,
            two_in,
            two_out,
        ),
    ):
        for _point in points:
            assert (one_out.readline(), two_out.readline()) == ("waiting\n", "waiting\n")
            for pipe in (one_in, two_in):
                print(file=pipe, flush=True)
        ends = {one_out.readline().strip(), two_out.readline().strip()}
    assert ends == {"Authorized"}
    assert_one_charge(database, gateway, placed)


def test_the_book_and_the_processor_agree_on_the_count(
    database: Database,
    connection: ProcessorConnection,
    gateway: StripeGateway,
    runner: PaymentRunner,
) -> None:
    cards = ["visa_approved", "lost_card", "cut_after_charge", "street_mismatch"]
    orders = [place_order(database, connection, enter_card(connection, card)) for card in cards]
    runner.recover()
    runner.recover()
    charges = [sum(v.holds_money for v in intents_of(gateway, placed)) for placed in orders]
    assert charges == [1, 0, 1, 1]
    ours = [look(database, placed).attempt is AttemptState.SUCCEEDED for placed in orders]
    assert ours == [True, False, True, True]
    listed = ask(connection, "GET", "/v1/payment_intents", {"limit": 100}).body["data"]
    mine = {str(placed.attempt_id) for placed in orders}
    assert sum(one["metadata"].get("attempt") in mine for one in listed) == len(orders)
