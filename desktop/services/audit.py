"""Writing the audit trail (PCI DSS 10.2.1)."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.services.desk import Desk
from models.audit import AuditEntry
from models.order import Stamp


def note(
    session: Session,
    desk: Desk,
    kind: str,
    *,
    subject_kind: str = "",
    subject_id: uuid.UUID | None = None,
    **details: Any,
) -> None:
    """Append an entry. *details* name fields and states; personal values are never copied in."""
    append(
        session,
        desk.store_id,
        desk.stamp(),
        kind,
        subject_kind=subject_kind,
        subject_id=subject_id,
        **details,
    )


def append(
    session: Session,
    store_id: uuid.UUID,
    stamp: Stamp,
    kind: str,
    *,
    subject_kind: str = "",
    subject_id: uuid.UUID | None = None,
    **details: Any,
) -> None:
    """`note`, where no agent sits: the worker and the command line have no desk."""
    session.add(
        AuditEntry(
            store_id=store_id,
            sequence=_last(session, store_id) + 1,
            at=stamp.at,
            workstation_id=stamp.workstation_id,
            actor_id=stamp.actor_id,
            kind=kind,
            subject_kind=subject_kind,
            subject_id=subject_id,
            details=details,
        )
    )
    session.flush()


def last(session: Session, desk: Desk) -> int:
    """The sequence of the last entry; 0 where there is none."""
    return _last(session, desk.store_id)


def _last(session: Session, store_id: uuid.UUID) -> int:
    query = select(func.max(AuditEntry.sequence)).where(AuditEntry.store_id == store_id)
    return session.scalar(query) or 0
