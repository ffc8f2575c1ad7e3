"""Who has an order open: said to whoever opens it next. It locks nothing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desktop.services.desk import Desk
from models.agent import Agent
from models.ids import uuid7
from models.order_version import OrderPresence
from models.store import Workstation

BEAT_SECONDS = 20
STALE_SECONDS = 60
"""A desk that has not been heard of for so long has gone, or its program has ended."""


@dataclass(frozen=True)
class Other:
    """Somebody at another desk who has the order open."""

    agent: str
    workstation: str
    since: datetime


def enter(session: Session, desk: Desk, order_id: uuid.UUID) -> tuple[Other, ...]:
    """Say that this desk has the order open; who else has."""
    now = desk.now()
    session.execute(
        delete(OrderPresence).where(
            OrderPresence.order_id == order_id,
            (OrderPresence.seen_at < _stale(now))
            | (OrderPresence.workstation_id == desk.workstation_id),
        )
    )
    session.add(
        OrderPresence(
            id=uuid7(),
            store_id=desk.store_id,
            order_id=order_id,
            workstation_id=desk.workstation_id,
            agent_id=desk.agent_id,
            since=now,
            seen_at=now,
        )
    )
    session.flush()
    return others(session, desk, order_id)


def still_here(session: Session, desk: Desk, order_id: uuid.UUID) -> tuple[Other, ...]:
    """Say so again, every `BEAT_SECONDS`; who else is there now."""
    mine = _mine(session, desk, order_id)
    if mine is None:
        return enter(session, desk, order_id)
    mine.seen_at, mine.agent_id = desk.now(), desk.agent_id
    session.flush()
    return others(session, desk, order_id)


def leave(session: Session, desk: Desk, order_id: uuid.UUID) -> None:
    """This desk has put the order away."""
    mine = _mine(session, desk, order_id)
    if mine is not None:
        session.delete(mine)


def others(session: Session, desk: Desk, order_id: uuid.UUID) -> tuple[Other, ...]:
    """Who has the order open at other desks, the longest first."""
    rows = session.execute(
        select(Agent.display_name, Workstation.name, OrderPresence.since)
        .join(Agent, Agent.id == OrderPresence.agent_id)
        .join(Workstation, Workstation.id == OrderPresence.workstation_id)
        .where(
            OrderPresence.store_id == desk.store_id,
            OrderPresence.order_id == order_id,
            OrderPresence.workstation_id != desk.workstation_id,
            OrderPresence.seen_at >= _stale(desk.now()),
        )
        .order_by(OrderPresence.since)
    )
    return tuple(Other(*row) for row in rows)


def _stale(now: datetime) -> datetime:
    return now - timedelta(seconds=STALE_SECONDS)


def _mine(session: Session, desk: Desk, order_id: uuid.UUID) -> OrderPresence | None:
    return session.scalar(
        select(OrderPresence).where(
            OrderPresence.store_id == desk.store_id,
            OrderPresence.order_id == order_id,
            OrderPresence.workstation_id == desk.workstation_id,
        )
    )
