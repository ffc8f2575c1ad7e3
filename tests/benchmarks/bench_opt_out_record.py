"""Recording one opt-out in a shop with many on file, against the same rows written through sqlite3."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import event

from desktop.services import opt_outs
from desktop.services.desk import Desk
from desktop.services.opt_out_shapes import OptOutAsk, OptOutWho
from models.channels import Channel
from models.ids import uuid7
from models.session import Database
from tests.benchmarks.measure import Figure, Stage, median_under, of, taken_by
from tests.benchmarks.scrub_shop import Person, build_shop
from tests.benchmarks.shop import copy_of, open_bare, open_shop

AIM = median_under(10)
_OPT_OUTS, _QUICK_OPT_OUTS = 200_000, 4_000
_WARM_UP = 5
_WRITES = re.compile(r"INSERT|UPDATE|DELETE")


def run(stage: Stage) -> list[Figure]:
    """Everything that somebody has: a number, an e-mail and an address, so four media, four lines."""
    opt_outs_on_file = _QUICK_OPT_OUTS if stage.quick else _OPT_OUTS
    made = stage.folder / f"opt-outs-{opt_outs_on_file}.sqlite"
    if not made.exists():
        build_shop(made, opt_outs_on_file, opt_outs_on_file)
    database, desk = open_shop(copy_of(made, "opt-outs-ours.sqlite"))
    bare = open_bare(copy_of(made, "opt-outs-bare.sqlite"))
    ours, theirs = [], []
    try:
        for turn in range(stage.rounds + _WARM_UP):
            ask = _ask(desk, Person(10 * opt_outs_on_file + turn))
            with _Overheard(database) as heard:
                ours.append(taken_by(partial(_record, database, desk, ask)))
            theirs.append(taken_by(partial(_replay, bare, heard)))
    finally:
        bare.close()
        database.close()
    return [Figure("record one opt-out", of(ours[_WARM_UP:]), of(theirs[_WARM_UP:]), AIM)]


def _ask(desk: Desk, person: Person) -> OptOutAsk:
    who = OptOutWho(
        name=person.address.name, phones=(person.phone,), emails=(person.email,),
        address=person.address,
    )  # fmt: skip
    return OptOutAsk(
        who=who, channel=Channel.PHONE, received_on=desk.today(), everything=True,
        words="Nothing any more.",
    )  # fmt: skip


def _record(database: Database, desk: Desk, ask: OptOutAsk) -> None:
    with database.write() as session:
        opt_outs.record_opt_out(session, desk, ask, command_id=uuid7())


class _Overheard(list[tuple[str, Any]]):
    """What the driver is told to write while this is entered."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._engine = database.engine
        self._ear: Callable[..., None] = self._hear

    def _hear(self, *told: Any) -> None:
        _connection, _cursor, statement, values, _context, _many = told
        if _WRITES.match(statement):
            self.append((statement, values))

    def __enter__(self) -> _Overheard:
        event.listen(self._engine, "before_cursor_execute", self._ear)
        return self

    def __exit__(self, *_error: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._ear)


def _replay(bare: sqlite3.Connection, heard: _Overheard) -> None:
    bare.execute("BEGIN IMMEDIATE")
    for statement, values in heard:
        (bare.executemany if isinstance(values, list) else bare.execute)(statement, values)
    bare.execute("COMMIT")
