"""Many letters going from one state to another at once, each with its event, in a few statements."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from desktop.services.desk import Desk
from models.dispatch import Dispatch, DispatchEvent, DispatchState, Route
from models.ids import uuid7

_AT_ONCE = 500
"""Ids in one statement; SQLite takes 32,766 values."""


def move_all(
    session: Session,
    desk: Desk,
    ids: Sequence[uuid.UUID],
    *path: DispatchState,
    **values: Any,
) -> int:
    """Take the letters *ids* that are in the first state of *path* along it to the last.

    Whatever is in another state by now, because another desk was faster, stays as it is.

    Args:
        session: that will be committed.
        desk: where and by whom.
        ids: of dispatches for a printer.
        path: the state they are in, and each that follows.
        values: what else changes with it.

    Returns:
        How many went.

    Raises:
        ValueError: the table of `Dispatch` does not allow that path.
    """
    for before, after in pairwise(path):
        if after not in Dispatch.TRANSITIONS[before]:
            raise ValueError(f"a dispatch cannot go from {before.value} to {after.value}")
    session.flush()
    went = sum(_move(session, desk, part, path, values) for part in chunks(ids))
    session.expire_all()
    return went


def chunks(ids: Sequence[uuid.UUID]) -> Iterator[Sequence[uuid.UUID]]:
    """*ids* in parts that fit into a statement."""
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def _move(
    session: Session,
    desk: Desk,
    ids: Sequence[uuid.UUID],
    path: Sequence[DispatchState],
    values: dict[str, Any],
) -> int:
    mine = (
        Dispatch.store_id == desk.store_id,
        Dispatch.route == Route.PRINTER,
        Dispatch.state == path[0],
        Dispatch.id.in_(ids),
    )
    going = session.scalars(select(Dispatch.id).where(*mine).with_for_update()).all()
    if not going:
        return 0
    stamp = desk.stamp()
    session.execute(
        update(Dispatch)
        .where(Dispatch.id.in_(going))
        .values(state=path[-1], state_at=stamp.at, **values)
        .execution_options(synchronize_session=False)
    )
    last = _last_events(session, going)
    session.execute(
        insert(DispatchEvent),
        [
            {
                "id": uuid7(),
                "store_id": desk.store_id,
                "dispatch_id": dispatch_id,
                "sequence": last.get(dispatch_id, 0) + step,
                "from_state": before,
                "to_state": after,
                "at": stamp.at,
                "actor_id": stamp.actor_id,
                "workstation_id": stamp.workstation_id,
            }
            for dispatch_id in going
            for step, (before, after) in enumerate(pairwise(path), start=1)
        ],
    )
    return len(going)


def _last_events(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    found = session.execute(
        select(DispatchEvent.dispatch_id, func.max(DispatchEvent.sequence))
        .where(DispatchEvent.dispatch_id.in_(ids))
        .group_by(DispatchEvent.dispatch_id)
    )
    return dict(found.all())
