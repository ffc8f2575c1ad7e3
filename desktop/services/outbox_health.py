"""Whether the servers by which things leave can be reached, as the runner last found them.

On record, for the runner is another process than most windows. It is kept beside the leases: a row
that nobody holds, from the moment since when, so that it needs no table of its own.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.services.desk import Desk
from models.dispatch import Dispatch, DispatchState, Route
from models.ids import uuid7
from models.lease import Lease

Trouble = Literal["gone", "refused", "unset"]
"""It does not answer; it answers and will not have us; the shop has none."""

NOBODY_AFTER = timedelta(minutes=10)
"""Longer than any round: what has been due for so long, no process looks after."""
_PREFIX = "server:"
_WORDS: dict[Route, dict[str, str]] = {
    Route.FAX: {
        "gone": "The fax server does not answer. Faxes wait here and nothing is lost.",
        "refused": "The fax server refuses Order Desk. Faxes wait here: look at the settings.",
        "unset": "The shop has no fax server. Faxes wait here until one is set up.",
        "nobody": "Nobody sends the faxes that wait: start the worker, or enter the fax server's "
        "password at a desk.",
    },
    Route.EMAIL: {
        "gone": "The mail server does not answer. E-mail waits here and nothing is lost.",
        "refused": "The mail server refuses Order Desk. E-mail waits here: look at the settings.",
        "unset": "The shop has no mail server. E-mail waits here until one is set up.",
        "nobody": "Nobody sends the e-mail that waits: start the worker, or enter the mail "
        "server's password at a desk.",
    },
}


@dataclass(frozen=True)
class OutboxHealth:
    """One route. `since` is when it was first found so; None and no words while it is well."""

    route: Route
    ok: bool
    since: datetime | None
    words: str


def health(session: Session, desk: Desk) -> tuple[OutboxHealth, ...]:
    """Fax and e-mail, in this order."""
    return tuple(_health(session, desk, route) for route in _WORDS)


def trouble_of(session: Session, store_id: uuid.UUID, route: Route) -> Trouble | None:
    """How a server was found last; None: well."""
    row = _row(session, store_id, route)
    return None if row is None else cast(Trouble, row.holder)


def note(
    session: Session, store_id: uuid.UUID, route: Route, trouble: Trouble | None, at: datetime
) -> None:
    """Put on record how a server was found; None: well."""
    row = _row(session, store_id, route)
    if trouble is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        name = _PREFIX + route.value
        session.add(Lease(id=uuid7(), store_id=store_id, name=name, holder=trouble, until=at))
    else:
        row.holder = trouble


def _row(session: Session, store_id: uuid.UUID, route: Route) -> Lease | None:
    name = _PREFIX + route.value
    return session.scalar(select(Lease).where(Lease.store_id == store_id, Lease.name == name))


def _health(session: Session, desk: Desk, route: Route) -> OutboxHealth:
    row = _row(session, desk.store_id, route)
    if row is not None:
        return OutboxHealth(route, False, row.until, _WORDS[route].get(row.holder, ""))
    since = _waits_since(session, desk, route)
    if since is not None:
        return OutboxHealth(route, False, since, _WORDS[route]["nobody"])
    return OutboxHealth(route, True, None, "")


def _waits_since(session: Session, desk: Desk, route: Route) -> datetime | None:
    """Since when something waits whose time came long ago: nobody carries the outbox out."""
    due = func.coalesce(Dispatch.next_try_at, Dispatch.created_at)
    found: datetime | None = session.scalar(
        select(due)
        .where(
            Dispatch.store_id == desk.store_id,
            Dispatch.state == DispatchState.QUEUED,
            Dispatch.route == route,
            due < desk.now() - NOBODY_AFTER,
        )
        .order_by(due)
        .limit(1)
    )
    return found
