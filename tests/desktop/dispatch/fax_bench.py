"""A live shop's outbox before a fake fax server; runners that die and are started anew."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from desktop.dispatch.fax_route import FaxRoute
from desktop.dispatch.runner import WORK, DispatchRunner
from desktop.fax.server import FaxFailure
from desktop.payments.leases import LeaseKeeper
from desktop.services import fax_settings, outbox
from desktop.services.outbox import OutboxRow
from models.dispatch import Dispatch, DispatchState, Route
from models.ids import uuid7
from models.order import Stamp
from models.person_task import PersonTask
from models.session import Database
from models.store import Store, StoreMode
from tests.desktop.dispatch.fake_fax_server import FakeFaxServer
from tests.desktop.factories import DeskShop
from tests.desktop.outgoing_papers import queue_fax

ROUND = timedelta(seconds=20)
SETTINGS = fax_settings.FaxSettings(host="127.0.0.1", user="orderdesk", area_code="909", tries=2)
MOST_ROUNDS = 60


class PowerCut(BaseException):
    """The process is gone: no handler of ours may see it."""


class Cut:
    """Cuts the power at the n-th point it is told of; without a number it only counts."""

    def __init__(self, at: int | None = None) -> None:
        self.at = at
        self.passed: list[str] = []

    def __call__(self, point: str) -> None:
        self.passed.append(point)
        if len(self.passed) - 1 == self.at:
            raise PowerCut


class MortalDatabase(Database):
    """Tells of each commit, just before it and just after it."""

    def __init__(self, url: str, point: Callable[[str], None]) -> None:
        super().__init__(url)
        self._point = point
        # It is this process that dies, not the machine: what was written need not reach the disk.
        event.listen(self.engine, "connect", lambda raw, _record: _forget_the_disk(raw))

    @contextmanager
    def write(self) -> Iterator[Session]:
        """As the real one."""
        with super().write() as session:
            yield session
            self._point("before commit")
        self._point("after commit")


def _forget_the_disk(raw: Any) -> None:
    cursor = raw.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()


class FaxBench:
    """One shop, one server, and one runner at a time, as one process after the other would have it."""

    def __init__(self, shop: DeskShop, folder: Path) -> None:
        self.shop = shop
        self.cut = Cut()
        self.holder_id = shop.workstations[0]
        self.database = MortalDatabase(shop.database.url, self._point)
        self._folder = folder
        self._servers = 0
        self.plan()

    def plan(self, *plan: str | FaxFailure) -> None:
        """Have another, empty server, and say what it does with each job; without a plan it sends."""
        self._servers += 1
        self.server_folder = self._folder / str(self._servers)
        self.server_folder.mkdir(parents=True)
        self.server = FakeFaxServer(self.server_folder, plan=plan or ["done"], point=self._point)

    def runner(self, holder_id: uuid.UUID | None = None) -> DispatchRunner:
        """A runner as after a start of the program."""
        database = self.database
        return DispatchRunner(
            database=database,
            store_id=self.shop.store_id,
            clock=self.shop.clock,
            routes={Route.FAX: self.route(database)},
            lease=LeaseKeeper(
                database=database,
                clock=self.shop.clock,
                role="desk",
                holder_id=holder_id or self.holder_id,
                work=WORK,
            ),
        )

    def route(self, database: Database) -> FaxRoute:
        """The fax route to the server."""
        return FaxRoute(
            database=database,
            store_id=self.shop.store_id,
            server=lambda _settings: self.server,
            make_tiff=lambda pdf: b"II*\0" + pdf,
        )

    def row(self, dispatch_id: uuid.UUID) -> OutboxRow:
        """As the outbox shows it."""
        with self.shop.database.read() as session:
            return outbox.row(session, self.shop.desk(), dispatch_id)

    def states(self, dispatch_id: uuid.UUID) -> list[DispatchState]:
        """Every state that it has come into."""
        with self.shop.database.read() as session:
            events = outbox.history(session, self.shop.desk(), dispatch_id)
            before = [event.from_state for event in events]
            after = [event.to_state for event in events]
            assert before == [DispatchState.QUEUED, *after][: len(after)]
            return after

    def tasks(self) -> list[str]:
        """The words of the tasks that there are."""
        with self.shop.database.read() as session:
            return list(session.scalars(select(PersonTask.words)))

    def set_settings(self, **changed: object) -> None:
        """Save other settings of faxes, those of the shop with *changed*."""
        with self.shop.database.write() as session:
            before = fax_settings.get(session, self.shop.store_id)
            fax_settings.keep(
                session,
                self.shop.store_id,
                replace(before, **changed),  # type: ignore[arg-type]
                stamp=a_stamp(self.shop),
            )

    def ask_to_stop(self, dispatch_id: uuid.UUID) -> None:
        """A person at a desk wants it back."""
        with self.shop.database.write() as session:
            outbox.stop(session, self.shop.desk(practice=False), dispatch_id, command_id=uuid7())

    def run_to_the_end(
        self, dispatch_id: uuid.UUID, *, each_round: Callable[[], None] = lambda: None
    ) -> int:
        """Rounds until it is over, 20 seconds apart or when the next try is due.

        Returns:
            How often the power was cut; a runner is started anew each time.
        """
        cuts, runner = 0, self.runner()
        for _ in range(MOST_ROUNDS):
            try:
                runner.run_due()
            except PowerCut:
                cuts, runner = cuts + 1, self.runner()
                continue  # the program starts again at once
            row = self.row(dispatch_id)
            if not row.is_open:
                return cuts
            each_round()
            waits = row.next_try_at - self.shop.clock.now() if row.next_try_at else ROUND
            self.shop.clock.advance(max(waits, ROUND))
        raise AssertionError(f"not over after {MOST_ROUNDS} rounds: {self.row(dispatch_id)}")

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def _point(self, point: str) -> None:
        self.cut(point)


def make_live(shop: DeskShop) -> None:
    """Make *shop* a live one with a fax server in area 909; in the house this never happens."""
    with shop.database.write() as session:
        session.execute(update(Store).values(mode=StoreMode.LIVE))
    with shop.database.write() as session:
        fax_settings.keep(session, shop.store_id, SETTINGS, stamp=a_stamp(shop))


def a_stamp(shop: DeskShop) -> Stamp:
    """Nobody, now."""
    return Stamp(at=shop.clock.now(), actor_id=None, workstation_id=None)


def queue_faxes(shop: DeskShop, count: int) -> Sequence[uuid.UUID]:
    """So many faxes, a second apart."""
    made = []
    for _ in range(count):
        made.append(queue_fax(shop))
        shop.clock.advance(timedelta(seconds=1))
    return made


def set_row(shop: DeskShop, dispatch_id: uuid.UUID, **fields: object) -> None:
    """Write columns of a row as a test wants them."""
    with shop.database.write() as session:
        found = session.get_one(Dispatch, dispatch_id)
        for name, value in fields.items():
            setattr(found, name, value)
