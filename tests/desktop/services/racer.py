"""A process that does one thing at a desk at the moment it is told to; run by the race tests.

Arguments: database file, number of the desk, the word for what to do, and its values. It prints
`ready`, waits for a line, acts, and prints one line of what came of it.
"""

from __future__ import annotations

import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from desktop.services import cancelling, changing, orders, placing, print_room
from desktop.services.changing import ChangedElsewhere
from desktop.services.desk import Desk, Refused, Stale
from desktop.services.orders import Draft
from models.agent import Agent
from models.all_records import Base
from models.ids import uuid7
from models.session import Database, database_url
from models.store import Store, Workstation
from tests.desktop.factories import card


def main(file: str, desk_number: str, what: str, *values: str) -> None:
    """Wait for the word, then act."""
    assert Base.metadata.tables
    database = Database(database_url(Path(file)))
    desk = _desk(database, int(desk_number))
    print("ready", flush=True)  # noqa: T201  the pipe is how the test hears of it
    sys.stdin.readline()
    try:
        came = {
            "place": _place, "number": _numbers, "another": _another, "change": _change,
            "cancel": _cancel, "print": _print,
        }[what](database, desk, *values)  # fmt: skip
    except (Refused, Stale) as refusal:
        stale = "changed_elsewhere" if isinstance(refusal, ChangedElsewhere) else "stale"
        came = f"refused {getattr(refusal, 'code', stale)}"
    print(came, flush=True)  # noqa: T201
    database.close()


def _desk(database: Database, number: int) -> Desk:
    with database.read() as session:
        store = session.scalars(select(Store)).one()
        workstation = session.scalars(select(Workstation).order_by(Workstation.name)).all()
        agent = session.scalars(select(Agent).order_by(Agent.display_name)).all()
        return Desk(
            store_id=store.id, workstation_id=workstation[number - 1].id,
            agent_id=agent[number - 1].id, practice=True, currency="USD", country="US",
            time_zone=store.time_zone, now=lambda: datetime(2026, 3, 2, 15, 4, 6, tzinfo=UTC),
        )  # fmt: skip


def _place(database: Database, desk: Desk, *values: str) -> str:
    order_id, version, method, command_id = values
    with database.write() as session:
        placed = placing.place(
            session, desk, uuid.UUID(order_id), card(method), version=int(version),
            command_id=uuid.UUID(command_id),
        )  # fmt: skip
    return f"placed {placed.attempt_id}"


def _another(database: Database, desk: Desk, *values: str) -> str:
    order_id, method = values
    with database.write() as session:
        placed = placing.take_another_card(
            session, desk, uuid.UUID(order_id), card(method), command_id=uuid7()
        )
    return f"placed {placed.attempt_id}"


def _change(database: Database, desk: Desk, *values: str) -> str:
    draft_id, version, command_id = values
    with database.write() as session:
        changing.apply_change(
            session, desk, uuid.UUID(draft_id), version=int(version), original_version=0,
            card=None, command_id=uuid.UUID(command_id),
        )  # fmt: skip
    return "changed"


def _cancel(database: Database, desk: Desk, *values: str) -> str:
    order_id, version, command_id = values
    with database.write() as session:
        cancelling.cancel_order(
            session, desk, uuid.UUID(order_id), note="", version=int(version),
            command_id=uuid.UUID(command_id),
        )  # fmt: skip
    return "cancelled"


def _print(database: Database, desk: Desk, *values: str) -> str:
    ids = [uuid.UUID(value) for value in values]
    with database.write() as session:
        batch = print_room.begin_batch(session, desk, ids, printer="laser", command_id=uuid7())
    return f"began {batch.letters}"


def _numbers(database: Database, desk: Desk, *values: str) -> str:
    numbers = []
    for _ in range(int(values[0])):
        with database.write() as session:
            numbers.append(orders.save_draft(session, desk, Draft(order_id=uuid7())).number)
    return " ".join(numbers)


if __name__ == "__main__":
    main(*sys.argv[1:])
