"""One process at a time carries out the payments of a shop."""

from __future__ import annotations

import subprocess
import sys
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop.payments.leases import LEASE_SECONDS, LeaseKeeper, Role, Standing, holder_of
from models.ids import uuid7
from models.lease import Lease
from models.session import Database
from models.store import Store
from tests.desktop.payments.placed_orders import JumpingClock

pytestmark = pytest.mark.usefixtures("workstation_id")


def keeper(
    database: Database, clock: JumpingClock, role: Role = "worker", who: uuid.UUID | None = None
) -> LeaseKeeper:
    return LeaseKeeper(database=database, clock=clock, role=role, holder_id=who)


def the_row(database: Database) -> tuple[str, int]:
    with database.read() as session:
        row = session.scalars(select(Lease)).one()
        return row.holder, row.fence


def test_the_first_has_it_and_keeps_it_by_renewing(database: Database, clock: JumpingClock) -> None:
    first, second = keeper(database, clock), keeper(database, clock)
    assert first.hold() is Standing.OURS
    assert second.hold() is Standing.A_WORKER
    for _ in range(3):
        clock.ahead += timedelta(seconds=LEASE_SECONDS * 0.75)
        assert first.hold() is Standing.OURS
        assert second.hold() is Standing.A_WORKER
    assert the_row(database) == (first.name, 1)


def test_one_that_ran_out_is_taken_and_the_old_holder_sees_it(
    database: Database, clock: JumpingClock
) -> None:
    first, second = keeper(database, clock), keeper(database, clock)
    assert first.hold() is Standing.OURS
    clock.ahead += timedelta(seconds=LEASE_SECONDS + 1)
    assert first.look() is Standing.NOBODY
    assert second.hold() is Standing.OURS
    assert (first.fence, second.fence) == (1, 2)
    assert first.hold() is Standing.A_WORKER
    assert the_row(database) == (second.name, 2)


def test_given_up_is_free_at_once_and_only_the_holder_can(
    database: Database, clock: JumpingClock
) -> None:
    first, second = keeper(database, clock), keeper(database, clock)
    first.hold()
    second.give_up()
    assert second.hold() is Standing.A_WORKER
    first.give_up()
    assert second.hold() is Standing.OURS


def test_a_worker_comes_before_a_desk_and_no_desk_before_another(
    database: Database, clock: JumpingClock
) -> None:
    desk, other = keeper(database, clock, "desk", uuid7()), keeper(database, clock, "desk", uuid7())
    worker = keeper(database, clock)
    assert desk.hold() is Standing.OURS
    assert other.hold() is Standing.A_DESK
    assert worker.hold() is Standing.OURS
    assert desk.hold() is Standing.A_WORKER
    assert the_row(database) == (worker.name, 2)


def test_a_desk_that_starts_again_goes_on_at_once(database: Database, clock: JumpingClock) -> None:
    who = uuid7()
    assert keeper(database, clock, "desk", who).hold() is Standing.OURS
    assert keeper(database, clock, "desk", who).hold() is Standing.OURS
    assert the_row(database)[1] == 1


def test_holding_writes_nothing_until_half_the_time_is_over(
    database: Database, clock: JumpingClock
) -> None:
    lease = keeper(database, clock)
    lease.hold()
    with database.read() as session:
        store_id = session.scalars(select(Store.id)).one()
        before = holder_of(session, store_id)
    clock.ahead += timedelta(seconds=LEASE_SECONDS / 3)
    lease.hold()
    with database.read() as session:
        assert holder_of(session, store_id) == before
    clock.ahead += timedelta(seconds=LEASE_SECONDS / 3)
    lease.hold()
    with database.read() as session:
        after = holder_of(session, store_id)
    assert before is not None
    assert after is not None
    assert after.until > before.until


def test_of_four_processes_one_has_it(database: Database) -> None:
    roles = ("worker", "worker", "desk", "desk")
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.desktop.payments.lease_child", database.url, role],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for role in roles
    ]
    try:
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            print(file=process.stdin, flush=True)
        told = [process.stdout.readline().split() for process in processes if process.stdout]
    finally:
        for process in processes:
            process.communicate("\n", timeout=30)
    # A desk may have been first; a worker has taken it then, and no second one has.
    assert [answer[0] for answer in told[:2]].count(Standing.OURS.value) == 1
    assert [answer[0] for answer in told[2:]].count(Standing.OURS.value) <= 1
    ours = [int(answer[1]) for answer in told if answer[0] == Standing.OURS.value]
    assert the_row(database)[0].startswith("worker:")
    assert the_row(database)[1] == max(ours) == len(ours)
