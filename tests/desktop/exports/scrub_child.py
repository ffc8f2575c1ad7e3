"""Scrubs a list in a process of its own, and stops in the middle of it until it is let go on.

`python -m tests.desktop.exports.scrub_child DATABASE LIST OUT REJECTED`. Says "half-way" when the first
part of the list has been gone through; goes on when a line comes in; then prints its result as JSON.
"""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

from sqlalchemy import select

import models.all_records  # noqa: F401  every record is known
from desktop.exports.scrubbing import ScrubSpec, scrub
from desktop.services.desk import Desk
from models.agent import Agent
from models.channels import Medium
from models.session import Database, database_url
from models.store import Store, Workstation


class _Pause:
    """Progress that waits, once."""

    waited = False

    def __call__(self, done: int, of: int) -> None:
        if not self.waited and done * 2 > of:
            self.waited = True
            sys.stdout.write("half-way\n")
            sys.stdout.flush()
            sys.stdin.readline()


def main() -> None:
    """Scrub."""
    # Where the tests run in the background Ctrl+C is ignored, and that is handed down.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    file, source, out, rejected = map(Path, sys.argv[1:])
    database = Database(database_url(file))
    with database.read() as session:
        store = session.scalars(select(Store)).one()
        desk = Desk(
            store_id=store.id,
            workstation_id=session.scalars(select(Workstation.id)).first() or store.id,
            agent_id=session.scalars(select(Agent.id)).first() or store.id,
            practice=True,
            currency=store.currency,
            country=store.country,
            time_zone=store.time_zone,
        )
    spec = ScrubSpec(path=source, medium=Medium.EMAIL, out=out, rejected=rejected, account="child")
    result = scrub(database, desk, spec, progress=_Pause())
    sys.stdout.write(
        json.dumps(
            {
                "rows": result.rows,
                "allowed": result.allowed,
                "rejected": result.rejected,
                "passes": result.passes,
                "opt_outs_to": result.opt_outs_to,
            }
        )
    )
    database.close()


if __name__ == "__main__":
    main()
