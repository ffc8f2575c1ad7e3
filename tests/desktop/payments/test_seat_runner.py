"""A desk beside a worker: who carries an attempt out, and how the desk hears of it."""

from __future__ import annotations

import threading
import uuid

import pytest

from desktop.payments.connection import ProcessorConnection
from desktop.payments.gateway import PaymentGateway
from desktop.payments.leases import LeaseKeeper, Standing
from desktop.payments.runner import PaymentRunner
from desktop.payments.seat_runner import SeatRunner
from desktop.payments.stripe_gateway import StripeGateway
from models.payment import AttemptState
from models.session import Database
from tests.desktop.payments.placed_orders import JumpingClock, intents_of, look, place_order
from tests.desktop.practice.support import enter_card


@pytest.fixture
def asked() -> list[str]:
    """Has an entry for each time the desk asked for its gateway."""
    return []


@pytest.fixture
def seat(
    database: Database,
    workstation_id: uuid.UUID,
    gateway: StripeGateway,
    clock: JumpingClock,
    asked: list[str],
) -> SeatRunner:
    def provide() -> PaymentGateway:
        asked.append("gateway")
        return gateway

    return SeatRunner(
        database=database, gateways=provide, clock=clock, workstation_id=workstation_id
    )


@pytest.fixture
def worker(database: Database, workstation_id: uuid.UUID, clock: JumpingClock) -> LeaseKeeper:
    return LeaseKeeper(database=database, clock=clock, role="worker")


def test_with_no_worker_the_desk_has_the_work(
    seat: SeatRunner, worker: LeaseKeeper, database: Database, connection: ProcessorConnection
) -> None:
    placed = place_order(database, connection, enter_card(connection))
    seat.run_attempt(placed.attempt_id)
    assert look(database, placed).attempt is AttemptState.SUCCEEDED
    assert worker.look() is Standing.A_DESK
    seat.close()
    assert worker.look() is Standing.NOBODY


def test_beside_a_worker_the_desk_only_waits(
    seat: SeatRunner,
    worker: LeaseKeeper,
    runner: PaymentRunner,
    database: Database,
    connection: ProcessorConnection,
    gateway: StripeGateway,
    asked: list[str],
) -> None:
    assert worker.hold() is Standing.OURS
    placed = place_order(database, connection, enter_card(connection))
    waiting = threading.Thread(target=seat.run_attempt, args=(placed.attempt_id,))
    waiting.start()
    runner.run_attempt(placed.attempt_id)  # as the worker does
    waiting.join(20)
    assert not waiting.is_alive()
    assert look(database, placed).attempt is AttemptState.SUCCEEDED
    assert len(intents_of(gateway, placed)) == 1
    assert (seat.recover(), seat.settle_due()) == (0, 0)
    seat.look_up()
    assert asked == [], "the desk asked the processor nothing"


def test_find_out_beside_a_worker_has_it_look_at_once(
    seat: SeatRunner,
    worker: LeaseKeeper,
    runner: PaymentRunner,
    database: Database,
    connection: ProcessorConnection,
    asked: list[str],
) -> None:
    worker.hold()
    placed = place_order(database, connection, enter_card(connection, "cut_after_charge"))
    runner.run_attempt(placed.attempt_id)
    assert look(database, placed).attempt is AttemptState.UNKNOWN
    assert runner.settle_unknown(only_due=True) == (), "not due for some seconds"
    seat.look_up()
    assert asked == []
    runner.settle_unknown(only_due=True)  # as the worker does, twice a second
    assert look(database, placed).attempt is AttemptState.SUCCEEDED


def test_a_desk_that_waits_goes_on_itself_when_the_worker_leaves(
    seat: SeatRunner, worker: LeaseKeeper, database: Database, connection: ProcessorConnection
) -> None:
    worker.hold()
    placed = place_order(database, connection, enter_card(connection))
    waiting = threading.Thread(target=seat.run_attempt, args=(placed.attempt_id,))
    waiting.start()
    worker.give_up()
    waiting.join(20)
    assert not waiting.is_alive()
    assert look(database, placed).attempt is AttemptState.SUCCEEDED


def test_a_desk_without_the_key_leaves_it_to_the_worker(
    database: Database,
    workstation_id: uuid.UUID,
    clock: JumpingClock,
    connection: ProcessorConnection,
) -> None:
    def provide() -> PaymentGateway:
        raise AssertionError("a desk without the key has no gateway")

    seat = SeatRunner(
        database=database,
        gateways=provide,
        clock=clock,
        workstation_id=workstation_id,
        may_run=lambda: False,
    )
    placed = place_order(database, connection, enter_card(connection))
    waiting = threading.Thread(target=seat.run_attempt, args=(placed.attempt_id,))
    waiting.start()
    seat.close()
    waiting.join(20)
    assert not waiting.is_alive()
    assert look(database, placed).attempt is AttemptState.CREATED
    assert seat.recover() == 0
