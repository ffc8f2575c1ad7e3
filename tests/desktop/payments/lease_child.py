"""A process that tries to have the payments of a shop at the moment it is told to.

`python -m tests.desktop.payments.lease_child DATABASE ROLE`: it prints `ready`, waits for a line, tries,
prints who has them and under which fence, and waits for another line before it ends.
"""

from __future__ import annotations

import sys

from desktop.clock import SystemClock
from desktop.payments.leases import LeaseKeeper
from models.session import Database


def main(url: str, role: str) -> None:
    """Try once."""
    database = Database(url)
    lease = LeaseKeeper(database=database, clock=SystemClock(), role=role)  # type: ignore[arg-type]
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    print(lease.hold().value, lease.fence, flush=True)  # noqa: T201
    sys.stdin.readline()
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
