"""The sweep of authorizations that have run out, for whoever has no desk: the worker."""

from __future__ import annotations

from desktop.clock import Clock
from desktop.services import expiring
from models.order import Stamp
from models.session import Database


def sweep_expired(database: Database, clock: Clock) -> int:
    """Hold the orders of every store whose authorization has run out; how many. Blocks.

    Raises:
        DatabaseGone: nothing was changed; the next sweep does it.
    """
    with database.write() as session:
        return expiring.sweep(session, Stamp(at=clock.now(), actor_id=None, workstation_id=None))
