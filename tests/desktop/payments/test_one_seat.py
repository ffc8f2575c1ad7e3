"""Payments of a desk on its own, with a practice processor as its real child."""

from __future__ import annotations

import os
import signal
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psutil
import pytest

from desktop.errors import WorldError
from desktop.payments import words
from desktop.payments.one_seat import NoPayments, PracticePayments
from models.payment import AttemptState, Purpose
from models.session import Database
from tests.desktop.payments.moving import ask_for, told
from tests.desktop.payments.placed_orders import JumpingClock, look, place_order
from tests.desktop.practice.support import enter_card


@pytest.fixture(autouse=True)
def _others() -> Iterator[None]:
    """Processors that other tests' fixtures keep in this process are not these tests' doing."""
    _standing.update(child.pid for child in practice_children())
    yield
    _standing.clear()


_standing: set[int] = set()


def practice_children() -> list[psutil.Process]:
    """Our children that are practice processors, but for those that stood before the test."""
    return [
        child
        for child in psutil.Process().children()
        if child.status() != psutil.STATUS_ZOMBIE
        and "practice-processor" in child.cmdline()
        and child.pid not in _standing
    ]


@pytest.fixture
def payments(
    database: Database, workstation_id: uuid.UUID, clock: JumpingClock
) -> Iterator[PracticePayments]:
    made = PracticePayments(database=database, clock=clock, workstation_id=workstation_id)
    yield made
    made.close()
    assert practice_children() == []


def test_starts_at_the_first_need_and_authorizes(
    payments: PracticePayments, database: Database
) -> None:
    payments.recover()
    assert practice_children() == [], "nothing is started for nothing"
    connection = payments.connection()
    assert payments.connection() == connection
    assert len(practice_children()) == 1
    placed = place_order(database, connection, enter_card(connection))
    payments.run_attempt(placed.attempt_id)
    assert look(database, placed).attempt is AttemptState.SUCCEEDED


def test_a_processor_that_died_is_a_new_run_and_its_attempts_are_over(
    payments: PracticePayments, database: Database
) -> None:
    first = payments.connection()
    placed = place_order(database, first, enter_card(first, "cut_after_charge"))
    payments.run_attempt(placed.attempt_id)
    assert look(database, placed).attempt is AttemptState.UNKNOWN
    (child,) = practice_children()
    os.kill(child.pid, signal.SIGKILL)
    child.wait(10)
    payments.look_up()
    seen = look(database, placed)
    assert seen.attempt is AttemptState.DECLINED
    assert seen.row.decline_code == words.PRACTICE_RESTARTED
    second = payments.connection()
    assert second.run_id != first.run_id
    again = place_order(database, second, enter_card(second))
    payments.run_attempt(again.attempt_id)
    assert look(database, again).attempt is AttemptState.SUCCEEDED


def test_what_waits_is_carried_out_and_a_placed_order_is_left_to_its_desk(
    payments: PracticePayments, database: Database, clock: JumpingClock
) -> None:
    assert payments.run_created() == 0
    assert practice_children() == [], "nothing is started for nothing"
    connection = payments.connection()
    placed = place_order(database, connection, enter_card(connection))
    assert payments.run_created() == 0
    clock.ahead = timedelta(seconds=31)
    assert payments.run_created() == 1
    assert look(database, placed).attempt is AttemptState.SUCCEEDED
    capture = ask_for(database, placed, Purpose.CAPTURE, 5_000)
    assert payments.run_created() == 1
    assert told(database, capture).state is AttemptState.SUCCEEDED
    assert payments.run_created() == payments.recover() == 0


def test_a_shared_processor_that_is_not_there(
    database: Database, workstation_id: uuid.UUID, clock: JumpingClock, tmp_path: Path
) -> None:
    payments = PracticePayments(
        database=database, clock=clock, workstation_id=workstation_id, shared=tmp_path / "none"
    )
    with pytest.raises(WorldError):
        payments.connection()
    assert practice_children() == []
    payments.close()


def test_a_live_shop_takes_no_card_and_says_why() -> None:
    payments = NoPayments(refusal="Cards cannot be taken yet.")
    with pytest.raises(WorldError, match="cannot be taken yet"):
        payments.connection()
    assert payments.refusal == "Cards cannot be taken yet."
    assert payments.run_created() == payments.settle_due() == payments.recover() == 0
