"""Whether faxes can come in, as whoever takes them in last found it.

On record, for that may be another process than most windows; kept as `outbox_health` keeps its own.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ids import uuid7
from models.lease import Lease

Inlet = Literal["server", "folder", "keys", "anybody"]
"""The fax server, the watched folder, the file of keys, and whoever takes faxes in at all."""
InletTrouble = Literal["gone", "kept", "keys", "nobody"]
"""It cannot be read; it keeps what was taken; keys are not where they should be; nobody looks."""
INLETS: tuple[Inlet, ...] = get_args(Inlet)
_PREFIX = "inlet:"


@dataclass(frozen=True)
class InletHealth:
    """One trouble, and since when it has been one."""

    inlet: Inlet
    trouble: InletTrouble
    since: datetime


def troubles(session: Session, store_id: uuid.UUID) -> tuple[InletHealth, ...]:
    """What is wrong, in the order of `INLETS`; empty while all is well."""
    rows = _rows(session, store_id)
    return tuple(
        InletHealth(inlet, cast(InletTrouble, rows[inlet].holder), rows[inlet].until)
        for inlet in INLETS
        if inlet in rows
    )


def note(
    session: Session, store_id: uuid.UUID, found: Mapping[Inlet, InletTrouble], at: datetime
) -> None:
    """Put on record what was found; an inlet that is not in *found* is well."""
    rows = _rows(session, store_id)
    for inlet in INLETS:
        row, trouble = rows.get(inlet), found.get(inlet)
        if trouble is None:
            if row is not None:
                session.delete(row)
        elif row is None:
            name = _PREFIX + inlet
            session.add(Lease(id=uuid7(), store_id=store_id, name=name, holder=trouble, until=at))
        elif row.holder != trouble:
            row.holder, row.until = trouble, at


def _rows(session: Session, store_id: uuid.UUID) -> dict[Inlet, Lease]:
    names = [_PREFIX + inlet for inlet in INLETS]
    found = session.scalars(select(Lease).where(Lease.store_id == store_id, Lease.name.in_(names)))
    return {cast(Inlet, row.name.removeprefix(_PREFIX)): row for row in found}
