"""Which process carries out the payments of a shop: one at a time, believed for a while.

A worker comes before a desk: where one works, the desks leave the payments to it. Moments are those of
the machine that writes them, so machines that share a database must have their clocks right.
"""

from __future__ import annotations

import enum
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from desktop.clock import Clock
from models.ids import uuid7
from models.lease import Lease
from models.session import Database
from models.store import Store

PAYMENTS = "payments"
"""The work of carrying out attempts, looking up outcomes and comparing with the processor."""
LEASE_SECONDS = 60
"""How long a holder is believed without a renewal. Longer than a request to the processor takes."""

Role = Literal["desk", "worker"]

_LETTERS = str.maketrans("0123456789", "ghijklmnop")
"""A name of letters alone, which nothing can take for a card number."""


class Standing(enum.Enum):
    """Who has the work."""

    OURS = "ours"
    A_DESK = "a_desk"
    A_WORKER = "a_worker"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Holder:
    """Who has a lease, as the book says."""

    name: str
    until: datetime
    fence: int


class LeaseKeeper:
    """One process's hold on one work of the shop in *database*. Blocks; may be called from any thread.

    Args:
        role: A worker takes the work from a desk; nobody takes it from another of the same role
            before it has run out.
        holder_id: Names the holder; one that starts again under its old name goes on at once.
            Without it the name is a new one.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        role: Role,
        holder_id: uuid.UUID | None = None,
        work: str = PAYMENTS,
        seconds: float = LEASE_SECONDS,
    ) -> None:
        self._database = database
        self._clock = clock
        self._work = work
        self._length = timedelta(seconds=seconds)
        self._role = role
        name = holder_id.hex if holder_id is not None else secrets.token_hex(16)
        self.name = f"{role}:{name.translate(_LETTERS)}"
        self.fence = 0

    def hold(self) -> Standing:
        """Have the work, if it is free or ours already; who has it afterwards.

        Most calls are one read: it is written only to take the work, or when half the time is over.

        Raises:
            DatabaseGone: nobody knows.
        """
        now = self._clock.now()
        with self._database.read() as session:
            found = self._row(session)
            standing = self._standing(found, now)
            renewed = found is not None and found.until - now > self._length / 2
        if standing is Standing.OURS and renewed:
            return standing
        if not self._may_take(standing):
            return standing
        try:
            with self._database.write() as session:
                return self._take(session)
        except IntegrityError:  # another one made the row in between
            return self.look()

    def look(self) -> Standing:
        """Who has the work now; nothing is changed."""
        with self._database.read() as session:
            return self._standing(self._row(session), self._clock.now())

    def give_up(self) -> None:
        """Let another one have it at once. Harmless where it is not ours."""
        with self._database.write() as session:
            found = self._row(session, for_update=True)
            if found is not None and found.holder == self.name:
                found.until = self._clock.now()

    def _take(self, session: Session) -> Standing:
        now = self._clock.now()
        found = self._row(session, for_update=True)
        standing = self._standing(found, now)
        if not self._may_take(standing):
            return standing
        if found is None:
            store_id = session.scalar(select(Store.id).limit(1))
            found = Lease(
                id=uuid7(), store_id=store_id, name=self._work, holder=self.name, until=now, fence=0
            )
            session.add(found)
        if found.holder != self.name or found.fence == 0:
            found.holder = self.name
            found.fence += 1
        found.until = now + self._length
        self.fence = found.fence
        return Standing.OURS

    def _may_take(self, standing: Standing) -> bool:
        if standing in (Standing.OURS, Standing.NOBODY):
            return True
        return standing is Standing.A_DESK and self._role == "worker"

    def _standing(self, found: Lease | None, now: datetime) -> Standing:
        if found is None or found.until <= now:
            return Standing.NOBODY
        if found.holder == self.name:
            return Standing.OURS
        return Standing.A_WORKER if found.holder.startswith("worker:") else Standing.A_DESK

    def _row(self, session: Session, *, for_update: bool = False) -> Lease | None:
        query = select(Lease).where(Lease.name == self._work)
        return session.scalar(query.with_for_update() if for_update else query)


def holder_of(session: Session, store_id: uuid.UUID, work: str = PAYMENTS) -> Holder | None:
    """Who has the work of a shop, also one whose time is over; None if nobody ever had."""
    found = session.scalar(select(Lease).where(Lease.store_id == store_id, Lease.name == work))
    return None if found is None else Holder(found.holder, found.until, found.fence)
