"""The worker as its own process beside a real practice processor."""

from __future__ import annotations

import json
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop import cli
from desktop.clock import SystemClock
from desktop.errors import WorldError
from desktop.paths import DataFolder
from desktop.payments.connection import ProcessorConnection
from desktop.payments.leases import PAYMENTS, LeaseKeeper, Standing
from desktop.payments.runner import PaymentRunner
from desktop.payments.stripe_gateway import StripeGateway
from desktop.worker.gateways import SHARED_PROCESSOR_VARIABLE
from desktop.worker.worker import Chore, Worker
from models.lease import Lease
from models.payment import AttemptState
from models.session import Database
from tests.desktop.payments.placed_orders import PlacedOrder, intents_of, look, place_order
from tests.desktop.practice.support import enter_card
from tests.desktop.worker.conftest import Worker as Process
from tests.desktop.worker.conftest import stopped

WITHIN_SECONDS = 60


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + WITHIN_SECONDS
    while not is_so():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.02)  # between two looks at another process


def ended(database: Database, placed: PlacedOrder) -> bool:
    return look(database, placed).attempt is AttemptState.SUCCEEDED


def holder(database: Database) -> tuple[str, int] | None:
    with database.read() as session:
        row = session.scalar(select(Lease).where(Lease.name == PAYMENTS))
        return None if row is None else (row.holder, row.fence)


def standing(database: Database) -> Standing:
    return LeaseKeeper(database=database, clock=SystemClock(), role="desk").look()


def test_carries_out_what_desks_commit_and_stops_cleanly(
    database: Database, connection: ProcessorConnection, start_worker: Callable[[], Process]
) -> None:
    before = place_order(database, connection, enter_card(connection))
    process = start_worker()
    wait_until(lambda: ended(database, before))
    during = place_order(database, connection, enter_card(connection))
    wait_until(lambda: ended(database, during))
    gateway = StripeGateway(connection=connection)
    assert [len(intents_of(gateway, placed)) for placed in (before, during)] == [1, 1]
    gateway.close()
    assert standing(database) is Standing.A_WORKER
    assert stopped(process) == {"ok": True, "stopped": True}
    assert standing(database) is Standing.NOBODY


def test_what_is_under_way_is_finished_before_it_stops(
    database: Database, connection: ProcessorConnection, start_worker: Callable[[], Process]
) -> None:
    placed = place_order(database, connection, enter_card(connection, "slow_answer"))
    process = start_worker()
    wait_until(lambda: look(database, placed).attempt is AttemptState.SENT)
    stopped(process)
    assert look(database, placed).attempt is AttemptState.SUCCEEDED


def test_of_two_workers_one_works_until_it_leaves(
    database: Database, connection: ProcessorConnection, start_worker: Callable[[], Process]
) -> None:
    first = start_worker()
    wait_until(lambda: standing(database) is Standing.A_WORKER)
    one = holder(database)
    second = start_worker()
    placed = place_order(database, connection, enter_card(connection))
    wait_until(lambda: ended(database, placed))
    assert holder(database) == one
    stopped(first)
    wait_until(lambda: standing(database) is Standing.A_WORKER)
    other = holder(database)
    assert one is not None
    assert other is not None
    assert (other[0] != one[0], other[1]) == (True, one[1] + 1)
    stopped(second)


def test_a_worker_that_was_killed_leaves_it_to_the_next(
    database: Database, connection: ProcessorConnection, start_worker: Callable[[], Process]
) -> None:
    process = start_worker()
    wait_until(lambda: standing(database) is Standing.A_WORKER)
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    with database.write() as session:  # as if its time were over
        session.scalars(
            select(Lease).where(Lease.name == PAYMENTS)
        ).one().until = SystemClock().now()
    placed = place_order(database, connection, enter_card(connection))
    start_worker()
    wait_until(lambda: ended(database, placed))


def test_survives_a_database_that_goes_away_and_comes_back(
    folder: DataFolder, database: Database, connection: ProcessorConnection
) -> None:
    gateway = StripeGateway(connection=connection)
    stop, said = threading.Event(), []
    clock = SystemClock()
    worker = Worker(
        lease=LeaseKeeper(database=database, clock=clock, role="worker"),
        runner=PaymentRunner(database=database, gateways=lambda: gateway, clock=clock),
        clock=clock,
        stop=stop,
        idle_seconds=0.01,
    )
    say = worker._say
    worker._say = lambda words, **how: (said.append(words), say(words, **how))  # type: ignore[assignment, func-returns-value]
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        wait_until(lambda: standing(database) is Standing.A_WORKER)
        file = folder.practice.database
        aside = file.with_name("aside")
        file.rename(aside)
        wait_until(lambda: any(words.startswith("waiting:") for words in said))
        aside.rename(file)
        placed = place_order(database, connection, enter_card(connection))
        wait_until(lambda: ended(database, placed))
    finally:
        stop.set()
        thread.join(30)
        gateway.close()


def test_a_chore_that_fails_keeps_nothing_else_from_being_done(
    database: Database, connection: ProcessorConnection
) -> None:
    gateway = StripeGateway(connection=connection)
    clock, done = SystemClock(), []

    def breaks() -> int:
        done.append("breaks")
        raise WorldError("no list today")

    def works() -> int:
        done.append("works")
        return 3

    worker = Worker(
        lease=LeaseKeeper(database=database, clock=clock, role="worker"),
        runner=PaymentRunner(database=database, gateways=lambda: gateway, clock=clock),
        clock=clock,
        chores=(
            Chore("breaks", timedelta(hours=1), breaks),
            Chore("works", timedelta(hours=1), works),
        ),
        stop=threading.Event(),
    )
    placed = place_order(database, connection, enter_card(connection))
    report = worker.run_once()
    assert (report.carried_out, report.chores) == (1, {"works": 3})
    assert ended(database, placed)
    assert worker.run_once().chores == {}, "not before an hour is over"
    assert done == ["breaks", "works"]
    gateway.close()


def test_attempts_do_not_wait_for_a_chore_that_takes_long(
    database: Database, connection: ProcessorConnection
) -> None:
    gateway = StripeGateway(connection=connection)
    clock, stop, begun = SystemClock(), threading.Event(), threading.Event()

    def long() -> int:
        begun.set()
        stop.wait(WITHIN_SECONDS)
        return 0

    worker = Worker(
        lease=LeaseKeeper(database=database, clock=clock, role="worker"),
        runner=PaymentRunner(database=database, gateways=lambda: gateway, clock=clock),
        clock=clock,
        chores=(Chore("long", timedelta(hours=1), long, takes_long=True),),
        stop=stop,
        idle_seconds=0.01,
    )
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        assert begun.wait(WITHIN_SECONDS)
        placed = place_order(database, connection, enter_card(connection))
        wait_until(lambda: ended(database, placed))
        assert not stop.is_set()
    finally:
        stop.set()
        thread.join(30)
        gateway.close()
    assert not any(one.name == "long" for one in threading.enumerate())


def run(capsys: pytest.CaptureFixture[str], folder: DataFolder, *more: str) -> tuple[int, dict]:  # type: ignore[type-arg]
    code = cli.run(["--data-dir", str(folder.root), "--practice", "--json", "worker", *more])
    return code, json.loads(capsys.readouterr().out)


def test_one_round(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    folder: DataFolder,
    database: Database,
    connection: ProcessorConnection,
    shared_file: Path,
) -> None:
    monkeypatch.setenv(SHARED_PROCESSOR_VARIABLE, str(shared_file))
    placed = place_order(database, connection, enter_card(connection))
    code, told = run(capsys, folder, "--once")
    assert (code, told["has_the_work"], told["carried_out"]) == (0, True, 1)
    assert ended(database, placed)
    other = LeaseKeeper(database=database, clock=SystemClock(), role="worker")
    assert other.hold() is Standing.OURS
    code, told = run(capsys, folder, "--once")
    assert (code, told["has_the_work"], told["carried_out"]) == (1, False, 0)


def test_practice_needs_the_processor_that_the_desks_share(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: DataFolder
) -> None:
    monkeypatch.delenv(SHARED_PROCESSOR_VARIABLE, raising=False)
    code, told = run(capsys, folder, "--once")
    assert code == 1
    assert SHARED_PROCESSOR_VARIABLE in told["error"]["words"]


def test_the_worker_compares_the_books_and_so_does_a_command(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    folder: DataFolder,
    database: Database,
    shared_file: Path,
) -> None:
    assert database is not None
    monkeypatch.setenv(SHARED_PROCESSOR_VARIABLE, str(shared_file))
    _code, told = run(capsys, folder, "--once")
    assert {"differences", "differences_asked"} <= set(told["chores"])
    line = ["--data-dir", str(folder.root), "--practice", "--json", "reconcile"]
    assert cli.run([*line, "--days", "3"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["attempts"], told["settled"]) == (0, 0)
    assert cli.run([*line, "--days", "0"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["field"] == "days"
