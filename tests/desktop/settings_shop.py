"""A small shop for the tests of settings and signing in: a database file, people, a desk each."""

from __future__ import annotations

import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, text

from desktop.services import people
from desktop.services.desk import Desk
from models.agent import Agent, Role
from models.audit import AuditEntry
from models.base import Base
from models.ids import uuid7
from models.session import Database, database_url
from models.store import Store, StoreMode, Workstation
from tests.desktop.fixed_clock import FixedClock
from tests.desktop.tables import put_tables

PASSWORD = "a correct horse 7"
OTHER_PASSWORD = "another pony 88"


def use_quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with the least work: what is tested is when a password is asked, not its strength."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(people, "_hasher", quick)


class WatchedClock(FixedClock):
    """A fixed clock that knows how often it was looked at."""

    looks = 0

    def now(self) -> datetime:
        """The moment."""
        self.looks += 1
        return super().now()


class SettingsShop:
    """A live (or practice) shop with one supervisor, Ines, and one agent, Dana."""

    def __init__(self, folder: Path, *, practice: bool = False) -> None:
        self.clock = WatchedClock()
        self.practice = practice
        self.database = Database(database_url(folder / "shop.sqlite"))
        put_tables(self.database)
        self.store_id, self.workstation_id = uuid7(), uuid7()
        with self.database.write() as session:
            session.add(_store(self.store_id, practice, self.clock))
            session.flush()
            session.add(
                Workstation(
                    id=self.workstation_id,
                    store_id=self.store_id,
                    name="Desk 1",
                    created_at=self.clock.now(),
                )
            )
        self.ines = self.add_agent("ines", "Ines Marchetti", Role.SUPERVISOR)
        self.dana = self.add_agent("dana", "Dana Okafor", Role.AGENT)

    def add_agent(self, sign_in_name: str, display_name: str, role: Role) -> uuid.UUID:
        """A person without a password."""
        agent_id = uuid7()
        with self.database.write() as session:
            session.add(
                Agent(
                    id=agent_id,
                    store_id=self.store_id,
                    sign_in_name=sign_in_name,
                    display_name=display_name,
                    role=role,
                    created_at=self.clock.now(),
                    failed_sign_ins=0,
                )
            )
        return agent_id

    def desk(self, *, supervisor: bool = True) -> Desk:
        """Where Ines, or Dana, sits."""
        return Desk(
            store_id=self.store_id,
            workstation_id=self.workstation_id,
            agent_id=self.ines if supervisor else self.dana,
            practice=self.practice,
            currency="USD",
            country="US",
            time_zone="America/Los_Angeles",
            may_supervise=supervisor,
            now=self.clock.now,
        )

    def audit(self) -> list[tuple[str, uuid.UUID | None, uuid.UUID | None, dict[str, Any]]]:
        """(kind, actor, subject, details) of every entry, in order."""
        with self.database.read() as session:
            rows = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence))
            return [(row.kind, row.actor_id, row.subject_id, row.details) for row in rows]

    def every_value(self) -> str:
        """Every value of every row of every table, as one text."""
        found: list[str] = []
        with self.database.read() as session:
            for table in Base.metadata.sorted_tables:
                statement = text(f'SELECT * FROM "{table.name}"')  # noqa: S608  our own names
                found.extend(repr(tuple(row)) for row in session.execute(statement))
        return "\n".join(found)


def _store(store_id: uuid.UUID, practice: bool, clock: FixedClock) -> Store:
    return Store(
        id=store_id,
        mode=StoreMode.PRACTICE if practice else StoreMode.LIVE,
        name="Lanternfield Supply",
        country="US",
        currency="USD",
        time_zone="America/Los_Angeles",
        languages=["en"],
        address_lines=["4410 Wickfield Parkway", "Ontario, CA 91764"],
        phone_domestic="1-800-555-0133",
        phone_abroad="1-909-555-0100",
        fax="1-909-555-0101",
        email="orders@example.com",
        website="www.example.com",
        opt_out_phone="1-800-555-0133",
        opt_out_fax="1-800-555-0129",
        opt_out_email="optout@example.com",
        opt_out_address_lines=["Attn: Opting Out"],
        settings={},
        created_at=clock.now(),
    )
