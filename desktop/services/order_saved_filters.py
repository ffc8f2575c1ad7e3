"""Filters of the orders page that people gave names; each person has their own."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from desktop.services.commands import once
from desktop.services.desk import Desk, Refused
from desktop.services.order_filters import OrderFilter, from_terms
from models import names
from models.ids import uuid7
from models.order_search import SavedFilter

LONGEST_NAME = 60
MOST_KEPT = 50


@dataclass(frozen=True)
class Kept:
    """A filter that was kept."""

    id: uuid.UUID
    name: str
    wanted: OrderFilter


def kept(session: Session, desk: Desk) -> tuple[Kept, ...]:
    """The filters of whoever sits at the desk, oldest first."""
    rows = session.scalars(_mine(desk).order_by(SavedFilter.position, SavedFilter.id))
    return tuple(_kept(row) for row in rows)


def keep(
    session: Session,
    desk: Desk,
    name: str,
    wanted: OrderFilter,
    *,
    replace: bool,
    command_id: uuid.UUID,
) -> Kept:
    """Keep a filter under a name; *replace* the one that has the name already.

    Raises:
        Refused: `filter_name` (none, or too long), `filter_there` (and not to be replaced),
            `too_many_filters`; the field is `name`.
        CardNumberRefused: the name holds what looks like a card number.
    """
    name = names.tidy(name)
    if not name or len(name) > LONGEST_NAME:
        raise Refused("filter_name", field="name", most=LONGEST_NAME)

    def work() -> dict[str, str]:
        standing = session.scalars(_mine(desk)).all()
        row = next((one for one in standing if one.name.casefold() == name.casefold()), None)
        if row is None and len(standing) >= MOST_KEPT:
            raise Refused("too_many_filters", field="name", most=MOST_KEPT)
        if row is not None and not replace:
            raise Refused("filter_there", field="name")
        if row is None:
            last = session.scalar(
                select(func.max(SavedFilter.position)).where(SavedFilter.agent_id == desk.agent_id)
            )
            row = SavedFilter(
                id=uuid7(),
                store_id=desk.store_id,
                agent_id=desk.agent_id,
                position=(last or 0) + 1,
                created_at=desk.now(),
            )
            session.add(row)
        row.name, row.terms = name, wanted.to_terms()
        session.flush()
        return {"filter": str(row.id)}

    done = once(session, desk, command_id, "keep_filter", work)
    return _kept(session.get_one(SavedFilter, uuid.UUID(done["filter"])))


def forget(session: Session, desk: Desk, filter_id: uuid.UUID) -> None:
    """Take a filter away; nothing happens where it is gone, or somebody else's."""
    row = session.scalar(_mine(desk).where(SavedFilter.id == filter_id))
    if row is not None:
        session.delete(row)


def _mine(desk: Desk) -> Select[SavedFilter]:
    return select(SavedFilter).where(
        SavedFilter.store_id == desk.store_id, SavedFilter.agent_id == desk.agent_id
    )


def _kept(row: SavedFilter) -> Kept:
    terms = row.terms if isinstance(row.terms, dict) else {}
    return Kept(row.id, row.name, from_terms(terms))
