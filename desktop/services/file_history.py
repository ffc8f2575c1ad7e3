"""Which of the shop's own files have come in, when, and who brought them: from the audit trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services import audit
from desktop.services.desk import Desk
from models.agent import Agent
from models.audit import AuditEntry

_ENTRY = "file_brought_in"


@dataclass(frozen=True)
class BroughtIn:
    """The last file of a kind that came in; `who` is "" where no agent sat."""

    at: datetime
    who: str
    created: int
    updated: int
    unchanged: int
    refused: int


def note(
    session: Session,
    desk: Desk,
    kind: str,
    *,
    created: int,
    updated: int,
    unchanged: int,
    refused: int,
) -> None:
    """Append to the audit trail that a file of *kind* came in, in the transaction that records it."""
    audit.note(
        session, desk, _ENTRY, subject_kind=kind,
        created=created, updated=updated, unchanged=unchanged, refused=refused,
    )  # fmt: skip


def last(session: Session, desk: Desk, kinds: Iterable[str]) -> Mapping[str, BroughtIn]:
    """The last file of each of *kinds*; a kind of which none ever came in is left out."""
    wanted = set(kinds)
    found: dict[str, BroughtIn] = {}
    entries = session.execute(
        select(AuditEntry, Agent.display_name)
        .outerjoin(Agent, Agent.id == AuditEntry.actor_id)
        .where(AuditEntry.store_id == desk.store_id, AuditEntry.kind == _ENTRY)
        .order_by(AuditEntry.sequence.desc())
        .execution_options(yield_per=20)
    )
    for entry, name in entries:
        if entry.subject_kind in wanted and entry.subject_kind not in found:
            counts = {
                each: int(entry.details.get(each, 0))
                for each in ("created", "updated", "unchanged", "refused")
            }
            found[entry.subject_kind] = BroughtIn(entry.at, name or "", **counts)
            if len(found) == len(wanted):
                break
    return found
