"""The worker as a process: the shop's database, the signals that end it, one round or all."""

from __future__ import annotations

import importlib
import importlib.util
import signal
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from desktop.clock import Clock, SystemClock
from desktop.dispatch.exchange import Exchange
from desktop.paths import DataFolder
from desktop.payments.leases import LeaseKeeper
from desktop.payments.reconciliation import Reconciler
from desktop.payments.runner import PaymentRunner
from desktop.shop_database import open_shop
from desktop.worker.fax_chores import fax_chores
from desktop.worker.gateways import Gateways, live_connector, practice_connector
from desktop.worker.worker import Chore, RoundReport, Worker
from models.order import Stamp
from models.session import Database
from models.store import Store, StoreMode

SWEEP_EVERY = timedelta(minutes=5)
COMPARE_EVERY = timedelta(hours=1)
ASKED_EVERY = timedelta(seconds=3)
"""How often it is looked whether a supervisor wants a difference voided or refunded."""
_EXPIRING = "desktop.services.expiring"


@dataclass(frozen=True)
class Workplace:
    """What a worker, or a command that compares the books, works with."""

    database: Database
    store_id: uuid.UUID
    clock: Clock
    gateways: Gateways
    runner: PaymentRunner
    reconciler: Reconciler
    fax_keys: Path


@contextmanager
def workplace(folder: DataFolder, *, practice: bool) -> Iterator[Workplace]:
    """Open the shop, and find the way to its processor; closed at the end.

    Raises:
        WorldError: the database cannot be opened, or there is no way to the processor.
    """
    clock = SystemClock()
    shop = folder.shop(practice=practice)
    connect = practice_connector() if shop.mode is StoreMode.PRACTICE else None
    database = open_shop(shop, clock=clock)
    try:
        with database.read() as session:
            store_id = session.scalars(select(Store.id).limit(1)).one()
        gateways = Gateways(connect or live_connector(database, store_id))
        runner = PaymentRunner(database=database, gateways=gateways.provide, clock=clock)
        reconciler = Reconciler(
            database=database,
            gateways=gateways.provide,
            runner=runner,
            clock=clock,
            store_id=store_id,
        )
        try:
            yield Workplace(database, store_id, clock, gateways, runner, reconciler, shop.fax_keys)
        finally:
            gateways.close()
    finally:
        database.close()


def run_worker(folder: DataFolder, *, practice: bool, once: bool) -> RoundReport | None:
    """Work until SIGTERM or SIGINT, or for one round; that round's report.

    Raises:
        WorldError: it cannot begin; with *once*, also what stopped the round.
    """
    stop = threading.Event()
    with _ended_by_signals(stop), workplace(folder, practice=practice) as place:
        place.gateways.provide()  # keys that are missing end it here, and not at the first order
        lease = LeaseKeeper(database=place.database, clock=place.clock, role="worker")
        exchange = Exchange(
            database=place.database,
            store_id=place.store_id,
            clock=place.clock,
            key_file=place.fax_keys,
            role="worker",
            is_cancelled=stop.is_set,
        )
        worker = Worker(
            lease=lease,
            runner=place.runner,
            clock=place.clock,
            chores=(*chores(place, stop), *fax_chores(exchange)),
            stop=stop,
        )
        try:
            if once:
                return worker.run_once()
            worker.run()
        finally:
            worker.let_go()
            exchange.close()
    return None


def chores(place: Workplace, stop: threading.Event) -> tuple[Chore, ...]:
    """What a worker does beside the attempts."""

    def compare() -> int:
        return place.reconciler.compare(is_cancelled=stop.is_set).open

    made = [
        Chore("differences_asked", ASKED_EVERY, place.reconciler.carry_out_asked),
        Chore("differences", COMPARE_EVERY, compare, takes_long=True),
    ]
    if importlib.util.find_spec(_EXPIRING) is not None:
        expiring = importlib.import_module(_EXPIRING)

        def sweep() -> int:
            stamp = Stamp(at=place.clock.now(), actor_id=None, workstation_id=None)
            with place.database.write() as session:
                return int(expiring.sweep(session, stamp))

        made.append(Chore("expired_authorizations", SWEEP_EVERY, sweep))
    return tuple(made)


@contextmanager
def _ended_by_signals(stop: threading.Event) -> Iterator[None]:
    """Let SIGTERM and SIGINT ask for the end, which comes when what is under way is done."""
    before = {
        kind: signal.signal(kind, lambda _number, _frame: stop.set())
        for kind in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)
