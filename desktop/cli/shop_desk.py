"""The desk as which a command acts: the shop, this computer, and a person."""

from __future__ import annotations

import platform
import sys
import uuid
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.clock import SystemClock
from desktop.errors import AgentError, WorldError
from desktop.paths import DataFolder
from desktop.services.desk import Desk
from desktop.services.sign_in import sign_in
from desktop.settings import WORKSTATION_NAME, Settings
from desktop.shop_database import open_shop
from models import all_records as _all_records  # noqa: F401  (foreign keys need every table)
from models.agent import Agent, Role
from models.session import Database
from models.store import Store, StoreMode, Workstation

PRACTICE_DESK = "Desk 1"
NOBODY = uuid.UUID(int=0)
"""No agent has this id."""


@contextmanager
def shop_at(options: Namespace, folder: DataFolder) -> Iterator[tuple[Database, Desk]]:
    """The shop's database and the desk; in a live shop somebody signs in with their password.

    Raises:
        AgentError: nobody was named, or name and password are not those of a person here.
        WorldError: the database cannot be opened, or the password file not be read.
    """
    clock = SystemClock()
    database = open_shop(folder.shop(practice=options.practice), clock=clock)
    try:
        with database.write() as session:
            store = session.scalars(select(Store).limit(1)).one()
            practice = store.mode is StoreMode.PRACTICE
            workstation = _workstation(session, store, Settings(path=folder.settings), clock)
            store_id, workstation_id = store.id, workstation.id
            agent = _agent(session, store_id, options.agent, practice=practice)
            agent_id, supervises = agent.id, practice or agent.role is Role.SUPERVISOR
        if not practice:
            _sign_in(database, store_id, workstation_id, agent_id, options.password_file)
        with database.read() as session:
            store = session.get_one(Store, store_id)
            desk = _desk(store, workstation_id, agent_id, clock, supervises=supervises)
        yield database, desk
    finally:
        database.close()


@contextmanager
def shop_unattended(options: Namespace, folder: DataFolder) -> Iterator[tuple[Database, Desk]]:
    """`shop_at` for what runs at night, when nobody signs in: the computer's account answers for it.

    Raises:
        WorldError: the database cannot be opened.
    """
    clock = SystemClock()
    database = open_shop(folder.shop(practice=options.practice), clock=clock)
    try:
        with database.write() as session:
            store = session.scalars(select(Store).limit(1)).one()
            workstation = _workstation(session, store, Settings(path=folder.settings), clock)
            desk = _desk(store, workstation.id, NOBODY, clock, supervises=False)
        yield database, desk
    finally:
        database.close()


def _desk(
    store: Store,
    workstation_id: uuid.UUID,
    agent_id: uuid.UUID,
    clock: SystemClock,
    *,
    supervises: bool,
) -> Desk:
    return Desk(
        store_id=store.id,
        workstation_id=workstation_id,
        agent_id=agent_id,
        practice=store.mode is StoreMode.PRACTICE,
        currency=store.currency,
        country=store.country,
        time_zone=store.time_zone,
        may_supervise=supervises,
        now=clock.now,
    )


def _workstation(
    session: Session, store: Store, settings: Settings, clock: SystemClock
) -> Workstation:
    """This computer's row, as the desk itself has it; made when it is not there."""
    practice = store.mode is StoreMode.PRACTICE
    name = settings.get(WORKSTATION_NAME) or ("" if practice else platform.node()[:60])
    name = name or PRACTICE_DESK
    found = session.scalar(
        select(Workstation).where(Workstation.store_id == store.id, Workstation.name == name)
    )
    if found is None:
        found = Workstation(store_id=store.id, name=name, created_at=clock.now())
        session.add(found)
        session.flush()
    return found


def _agent(session: Session, store_id: uuid.UUID, name: str, *, practice: bool) -> Agent:
    people = session.scalars(
        select(Agent)
        .where(Agent.store_id == store_id, Agent.switched_off_at.is_(None))
        .order_by(Agent.role, Agent.display_name)
    ).all()
    if practice and not name and people:
        return people[0]
    wanted = name.strip().casefold()
    found = next((one for one in people if one.sign_in_name.casefold() == wanted), None)
    if found is None:
        raise AgentError(
            "Say who does this: --agent NAME, the name with which you sign in.", field="agent"
        )
    return found


def _sign_in(
    database: Database,
    store_id: uuid.UUID,
    workstation_id: uuid.UUID,
    agent_id: uuid.UUID,
    password_file: str,
) -> None:
    if not password_file:
        raise AgentError("A live shop needs --password-file FILE.", field="password_file")
    password = _first_line(password_file)
    with database.write() as session:
        answer = sign_in(
            session, store_id=store_id, workstation_id=workstation_id, agent_id=agent_id,
            password=password, now=SystemClock().now(),
        )  # fmt: skip
    if answer.code:
        raise AgentError("This name and password do not open the shop.", field="password_file")


def _first_line(file: str) -> str:
    try:
        if file == "-":
            return sys.stdin.readline().rstrip("\r\n")
        with Path(file).expanduser().open(encoding="utf-8") as opened:
            return opened.readline().rstrip("\r\n")
    except OSError as error:
        raise WorldError(f"The password file cannot be read: {error.strerror}.") from error
