"""Killed at every point of a capture, a void and a refund, and raced: the money moves once."""

from __future__ import annotations

import signal
import uuid
from collections.abc import Callable

import pytest

from desktop.payments.connection import ProcessorConnection
from desktop.payments.results import Authorized, Moved
from desktop.payments.runner import MOVE_POINTS, PaymentRunner
from desktop.payments.stripe_gateway import StripeGateway
from models.order import OrderState
from models.payment import AttemptState, PaymentAttempt, Purpose
from models.session import Database
from tests.desktop.payments.moving import (
    ask_for,
    intent_of,
    move_order,
    our_sums,
    their_sums,
    told,
)
from tests.desktop.payments.placed_orders import TOTAL_MINOR, PlacedOrder, place_order
from tests.desktop.payments.runner_children import child
from tests.desktop.practice.support import enter_card

pytestmark = pytest.mark.usefixtures("workstation_id")

MOVES = (Purpose.CAPTURE, Purpose.VOID, Purpose.REFUND)
SUMS = {
    Purpose.CAPTURE: (9_000, 0, 11_298),
    Purpose.VOID: (0, 0, 0),
    Purpose.REFUND: (TOTAL_MINOR, 9_000, 0),
}
"""Captured, given back and still held, at either side."""
Ready = Callable[[Purpose], tuple[PlacedOrder, uuid.UUID]]


@pytest.fixture
def ready(database: Database, connection: ProcessorConnection, runner: PaymentRunner) -> Ready:
    def make(purpose: Purpose) -> tuple[PlacedOrder, uuid.UUID]:
        placed = place_order(database, connection, enter_card(connection))
        assert isinstance(runner.run_attempt(placed.attempt_id), Authorized)
        if purpose is Purpose.REFUND:
            move_order(database, placed, OrderState.SHIPPED)
            runner.run_attempt(ask_for(database, placed, Purpose.CAPTURE, TOTAL_MINOR))
        if purpose is Purpose.VOID:
            move_order(database, placed, OrderState.CANCELLED)
        amount = TOTAL_MINOR if purpose is Purpose.VOID else 9_000
        return placed, ask_for(database, placed, purpose, amount, releases_rest=False)

    return make


def assert_moved_once(
    database: Database, gateway: StripeGateway, placed: PlacedOrder, attempt: uuid.UUID
) -> None:
    seen = told(database, attempt)
    assert (seen.state, seen.holds) == (AttemptState.SUCCEEDED, [])
    purpose = our_purpose(database, attempt)
    done = {
        Purpose.CAPTURE: "payment_captured", Purpose.VOID: "payment_voided",
        Purpose.REFUND: "payment_refunded",
    }  # fmt: skip
    assert seen.events.count(done[purpose]) == 1
    assert their_sums(gateway, intent_of(database, placed)) == SUMS[purpose]
    sums = our_sums(database, placed)
    assert (sums.captured, sums.refunded, sums.held) == SUMS[purpose]


def our_purpose(database: Database, attempt: uuid.UUID) -> Purpose:
    with database.read() as session:
        return session.get_one(PaymentAttempt, attempt).purpose


@pytest.mark.parametrize("point", MOVE_POINTS)
@pytest.mark.parametrize("purpose", MOVES)
def test_killed_at_each_point_then_started_again(
    database: Database,
    connection: ProcessorConnection,
    gateway: StripeGateway,
    runner: PaymentRunner,
    ready: Ready,
    purpose: Purpose,
    point: str,
) -> None:
    placed, attempt = ready(purpose)
    with child(database, connection, attempt, kill_at=point) as (process, _, said):
        assert process.wait(60) == -signal.SIGKILL
        assert said.read() == ""
    recovered = [type(one) for one in runner.recover()]
    assert recovered == ([] if point == "result_committed" else [Moved])
    assert_moved_once(database, gateway, placed, attempt)
    assert runner.recover() == runner.run_created() == ()
    assert_moved_once(database, gateway, placed, attempt)


@pytest.mark.parametrize("purpose", MOVES)
def test_two_processes_race(
    database: Database,
    connection: ProcessorConnection,
    gateway: StripeGateway,
    ready: Ready,
    purpose: Purpose,
) -> None:
    placed, attempt = ready(purpose)
    points = ("move_created", "move_sent")
    with (
        child(database, connection, attempt, wait_at=",".join(points)) as (_one, one_in, one_out),
        child(database, connection, attempt, wait_at=",".join(points)) as (_two, two_in, two_out),
    ):
        for _point in points:
            assert (one_out.readline(), two_out.readline()) == ("waiting\n", "waiting\n")
            for pipe in (one_in, two_in):
                print(file=pipe, flush=True)
        ends = {one_out.readline().strip(), two_out.readline().strip()}
    assert ends == {"Moved"}
    assert_moved_once(database, gateway, placed, attempt)
