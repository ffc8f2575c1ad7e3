"""A desk of the practice shop, for tests that work in the sample."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services.desk import Desk
from models.agent import Agent
from models.store import Store, Workstation


def practice_desk(session: Session) -> Desk:
    """The first person at the first desk."""
    store = session.scalars(select(Store)).one()
    return Desk(
        store_id=store.id,
        workstation_id=session.scalars(select(Workstation.id)).first() or store.id,
        agent_id=session.scalars(select(Agent.id).order_by(Agent.display_name)).first() or store.id,
        practice=True,
        currency=store.currency,
        country=store.country,
        time_zone=store.time_zone,
        may_supervise=True,
    )
