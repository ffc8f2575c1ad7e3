"""Which of the shop's own files have come in, when, and who brought them: from the audit trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services.desk import Desk
from models.agent import Agent
from models.audit import AuditEntry

_ENTRY = "file_read"


@dataclass(frozen=True)
class BroughtIn:
    """The last file of a kind that came in; `who` is "" where no agent sat."""

    at: datetime
    who: str
    created: int
    updated: int
    unchanged: int
    refused: int


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
        kind = str(entry.details.get("kind_of_file", ""))
        if kind in wanted and kind not in found:
            counts = {
                each: int(entry.details.get(each, 0))
                for each in ("created", "updated", "unchanged", "refused")
            }
            found[kind] = BroughtIn(entry.at, name or "", **counts)
            if len(found) == len(wanted):
                break
    return found
