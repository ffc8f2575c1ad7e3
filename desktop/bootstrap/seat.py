"""Who sits where: the shop, the desk and the person, read once at the start."""

from __future__ import annotations

import platform
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.clock import Clock
from desktop.errors import WorldError
from desktop.services import people, stores
from desktop.services.desk import Desk
from desktop.services.people import Person
from desktop.services.stores import SourceChoice, StoreProfile
from desktop.settings import WORKSTATION_NAME, Settings
from models.agent import Agent, Role
from models.store import Store, StoreMode, Workstation

PRACTICE_DESK = "Desk 1"


@dataclass(frozen=True)
class Seat:
    """A person at a desk of a shop."""

    desk: Desk
    person: Person
    workstation_name: str
    store: StoreProfile
    sources: tuple[SourceChoice, ...]


def take_seat(
    session: Session, *, settings: Settings, clock: Clock, agent_id: uuid.UUID | None
) -> Seat:
    """Read who sits here; with no *agent_id* the practice agent does.

    Raises:
        WorldError: a live shop, where somebody has to sign in first, or nobody is in the shop.
    """
    store = session.scalars(select(Store).limit(1)).one()
    workstation = workstation_of(session, store, settings=settings, clock=clock)
    if agent_id is None:
        agent_id = _practice_agent(session, store)
    person = people.person(session, store.id, agent_id)
    practice = store.mode is StoreMode.PRACTICE
    desk = Desk(
        store_id=store.id,
        workstation_id=workstation.id,
        agent_id=agent_id,
        practice=practice,
        currency=store.currency,
        country=store.country,
        time_zone=store.time_zone,
        # In practice everybody may try everything.
        may_supervise=practice or person.role is Role.SUPERVISOR,
        now=clock.now,
    )
    return Seat(
        desk=desk,
        person=person,
        workstation_name=workstation.name,
        store=stores.profile(session, store.id),
        sources=stores.source_choices(session, desk),
    )


def workstation_of(
    session: Session, store: Store, *, settings: Settings, clock: Clock
) -> Workstation:
    """This computer's row; made at its first start."""
    practice = store.mode is StoreMode.PRACTICE
    name = settings.get(WORKSTATION_NAME) or ("" if practice else platform.node()[:60])
    name = name or PRACTICE_DESK
    found = session.scalar(
        select(Workstation).where(Workstation.store_id == store.id, Workstation.name == name)
    )
    if found is None:
        found = Workstation(store_id=store.id, name=name, created_at=clock.now())
        session.add(found)
    found.last_seen_at = clock.now()
    session.flush()
    return found


def _practice_agent(session: Session, store: Store) -> uuid.UUID:
    if store.mode is not StoreMode.PRACTICE:
        raise WorldError("Somebody has to sign in to a live shop.", can_retry=False)
    agent_id = session.scalar(
        select(Agent.id)
        .where(Agent.store_id == store.id, Agent.switched_off_at.is_(None))
        .order_by(Agent.role, Agent.display_name)
        .limit(1)
    )
    if agent_id is None:
        raise WorldError("Nobody is left in the practice shop.", can_retry=False)
    return agent_id
