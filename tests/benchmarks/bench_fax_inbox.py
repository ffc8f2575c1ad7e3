"""The fax inbox of a shop with ten thousand faxes, against its own questions asked of sqlite3 alone."""

from __future__ import annotations

import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event, insert

from desktop.services import received_faxes
from models.ids import uuid7
from models.received_fax import FaxOutcome, FaxSource, FaxState, ReceivedFax
from tests.benchmarks.measure import Figure, Samples, Stage, most_under, of, taken_by
from tests.desktop.factories import DeskShop, make_desk_shop

FAXES = 10_000
_AIM = most_under(100)
_BOX = {"page": 1, "x": 120, "y": 900, "width": 800, "height": 44, "why": "card_number"}
_WARM_UP = 5


def run(stage: Stage) -> list[Figure]:
    """Opening it (the list and the counts) with few and with all of them waiting, and the badge."""
    figures = []
    for words, waiting in (("400 waiting", 400), ("all waiting", FAXES)):
        folder = Path(tempfile.mkdtemp(dir=stage.folder, prefix="fax-inbox-"))
        shop = make_desk_shop(folder)
        bench = _Bench(shop)
        try:
            _fill(shop, waiting)
            figures.append(bench.figure(f"open it, {words}", _open, stage.rounds, aim=True))
            if waiting == FAXES:
                figures.append(bench.figure("count what waits", _count, stage.rounds))
            else:
                figures.append(bench.figure("what is done, newest first", _done, stage.rounds))
        finally:
            bench.close()
            shop.database.close()
            shutil.rmtree(folder)
    return figures


def _open(shop: DeskShop) -> int:
    with shop.database.read() as session:
        desk = shop.desk()
        received_faxes.counts(session, desk)
        return len(received_faxes.inbox(session, desk))


def _count(shop: DeskShop) -> int:
    with shop.database.read() as session:
        return received_faxes.counts(session, shop.desk()).todo


def _done(shop: DeskShop) -> int:
    with shop.database.read() as session:
        return len(received_faxes.inbox(session, shop.desk(), showing="done"))


def _fill(shop: DeskShop, waiting: int) -> None:
    chance = random.Random(1)
    customers = [shop.customer(phone=f"909 555 01{n:02d}").id for n in range(50)]
    rows = [_row(shop, chance, number, number < waiting, customers) for number in range(FAXES)]
    with shop.database.write() as session:
        session.execute(insert(ReceivedFax), rows)


def _row(
    shop: DeskShop, chance: random.Random, number: int, waits: bool, customers: list[Any]
) -> dict[str, Any]:
    at = shop.clock.now() - timedelta(minutes=number)
    states = (FaxState.UNREVIEWED, FaxState.UNREVIEWED, FaxState.REVIEWED, FaxState.DAMAGED)
    outcomes = (FaxOutcome.ORDER, FaxOutcome.DOCUMENT, FaxOutcome.JUNK)
    return {
        "id": uuid7(), "store_id": shop.store_id, "source": FaxSource.HYLAFAX,
        "source_ref": f"fax-{number}", "removed_at": at, "received_at": at,
        "sender": f"+190955501{chance.randrange(50):02d}", "sender_words": "",
        "is_junk_sender": chance.random() < 0.05, "size": 30_000, "pages": chance.randint(1, 4),
        "state": chance.choice(states) if waits else FaxState.DONE, "state_at": at,
        "outcome": None if waits else chance.choice(outcomes), "damage": "", "key_slot": None,
        "looked": True, "proposals": [_BOX] * chance.randrange(4), "rotations": [0],
        "boxes": 0, "read_at": at if chance.random() < 0.7 else None, "taken_by_id": None,
        "taken_until": None, "customer_id": chance.choice(customers), "order_id": None,
        "version": 1, "created_at": at,
    }  # fmt: skip


class _Bench:
    """Asks the service, and then the same questions of the bare driver."""

    def __init__(self, shop: DeskShop) -> None:
        self._shop = shop
        self._told: list[tuple[str, Any]] = []
        file = shop.database.engine.url.database
        self._bare = sqlite3.connect(str(file))
        event.listen(shop.database.engine, "before_cursor_execute", self._note)

    def close(self) -> None:
        """Let go of the file."""
        self._bare.close()

    def figure(
        self, what: str, work: Callable[[DeskShop], int], rounds: int, *, aim: bool = False
    ) -> Figure:
        ours, bare = [], []
        for _ in range(rounds + _WARM_UP):
            self._told.clear()
            ours.append(taken_by(lambda: work(self._shop)))
            told = [statement for statement in self._told if statement[0].startswith("SELECT")]
            bare.append(taken_by(lambda told=told: self._ask(told)))  # type: ignore[misc]
        samples: tuple[Samples, Samples] = of(ours[_WARM_UP:]), of(bare[_WARM_UP:])
        return Figure(what, *samples, _AIM if aim else None)

    def _ask(self, told: list[tuple[str, Any]]) -> None:
        for statement, values in told:
            self._bare.execute(statement, values).fetchall()

    def _note(
        self, _connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: Any
    ) -> None:
        self._told.append((statement, values))
