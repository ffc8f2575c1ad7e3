"""A dispatch runner in a process of its own, that kills itself at a named point.

`python -m tests.desktop.dispatch.runner_child`; standard input has one JSON object: the database, the
store, the holder of the lease, the folder of the fake fax server, the moment, and `kill_at`, the n-th
passing of which point is the last. It runs rounds until then, or until nothing is open.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import uuid
from datetime import datetime
from pathlib import Path

from desktop.dispatch.fax_route import FaxRoute
from desktop.dispatch.runner import WORK, DispatchRunner
from desktop.payments.leases import LeaseKeeper
from models.dispatch import Route
from tests.desktop.dispatch.fake_fax_server import FakeFaxServer
from tests.desktop.dispatch.fax_bench import ROUND, MortalDatabase
from tests.desktop.fixed_clock import FixedClock

MOST_ROUNDS = 10


def main() -> int:
    """Run until the point that standard input names."""
    told = json.loads(sys.stdin.readline())
    name, left = told["kill_at"]
    passed = 0

    def point(here: str) -> None:
        nonlocal passed
        passed += here == name
        if passed == left:
            os.kill(os.getpid(), signal.SIGKILL)

    database = MortalDatabase(told["database"], point)
    clock = FixedClock(datetime.fromisoformat(told["moment"]))
    store_id = uuid.UUID(told["store"])
    server = FakeFaxServer(Path(told["server"]), point=point)
    runner = DispatchRunner(
        database=database,
        store_id=store_id,
        clock=clock,
        routes={
            Route.FAX: FaxRoute(
                database=database,
                store_id=store_id,
                server=lambda _settings: server,
                make_tiff=lambda pdf: b"II*\0" + pdf,
            )
        },
        lease=LeaseKeeper(
            database=database,
            clock=clock,
            role="desk",
            holder_id=uuid.UUID(told["holder"]),
            work=WORK,
        ),
    )
    for _ in range(MOST_ROUNDS):
        runner.run_due()
        clock.advance(ROUND)
    return 0


if __name__ == "__main__":
    sys.exit(main())
