"""Lists on record: what passed the gate, and what was given to a partner. Only ever appended."""

from __future__ import annotations

import getpass
import platform
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from desktop.services.desk import Desk
from models import card_guard
from models.agent import Agent
from models.channels import Medium
from models.ids import uuid7
from models.opt_out import OptOut, OptOutKind, Partner, Scrub, ScrubKind, Topic

_LONGEST_ACCOUNT = 60
_LONGEST_NAME = 200
_UNNAMED = "list"


@dataclass(frozen=True, kw_only=True)
class ScrubEntry:
    """What is put on record of a list.

    Attributes:
        list_name: Of the file; left out where it could be a card number.
        account: The computer's account.
        signed_in: Whether the desk's agent did it.
    """

    kind: ScrubKind
    medium: Medium
    topic: Topic = Topic.ALL
    purpose: str = ""
    list_name: str
    list_sha256: str
    out_sha256: str
    rows: int
    allowed: int
    rejected: int = 0
    unreadable: int = 0
    account: str
    signed_in: bool
    partner_id: uuid.UUID | None = None


@dataclass(frozen=True)
class ScrubView:
    """A list on record.

    Attributes:
        who: Who was signed in, or else the computer's account.
        partner: To whom a suppression list was given.
    """

    id: uuid.UUID
    at: datetime
    kind: ScrubKind
    medium: Medium | None
    topic: Topic
    purpose: str
    list_name: str
    list_sha256: str
    out_sha256: str
    rows: int
    allowed: int
    rejected: int
    unreadable: int
    opt_outs_to: int
    who: str
    account: str
    partner: str = ""


def computer_account() -> str:
    """Who this program runs as, for the record; the computer's name where the system tells nobody."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        name = platform.node()
    return name[:_LONGEST_ACCOUNT] or "unknown"


def hold_requests(session: Session) -> None:
    """Let no opt-out be recorded until the end of this transaction, which must be one that writes.

    SQLite has a single writer anyway; of PostgreSQL the ledger is locked against writing.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE opt_outs IN SHARE ROW EXCLUSIVE MODE"))


def stopped_since(
    session: Session, store_id: uuid.UUID, medium: Medium | None, sequence: int
) -> Collection[str]:
    """The values of a medium (None: of any) that were stopped after the ledger's row *sequence*."""
    statement = select(OptOut.value_key).where(
        OptOut.store_id == store_id,
        OptOut.sequence > sequence,
        OptOut.kind == OptOutKind.OPT_OUT,
    )
    if medium is not None:
        statement = statement.where(OptOut.medium == medium)
    return frozenset(session.scalars(statement))


def append(session: Session, desk: Desk, entry: ScrubEntry, *, opt_outs_to: int) -> uuid.UUID:
    """Put a list on record; returns the record's id. `hold_requests` comes before it."""
    last = session.scalar(select(func.max(Scrub.sequence)).where(Scrub.store_id == desk.store_id))
    stamp = desk.stamp()
    scrub_id = uuid7()
    # A file's name may be any bytes.
    name = entry.list_name.encode(errors="replace").decode()[:_LONGEST_NAME]
    session.add(
        Scrub(
            id=scrub_id,
            store_id=desk.store_id,
            sequence=(last or 0) + 1,
            kind=entry.kind,
            medium=entry.medium,
            topic=entry.topic.value,
            purpose=entry.purpose,
            list_name=_UNNAMED if card_guard.looks_like_card(name) else name,
            list_sha256=entry.list_sha256,
            out_sha256=entry.out_sha256,
            rows=entry.rows,
            allowed=entry.allowed,
            rejected=entry.rejected,
            unreadable=entry.unreadable,
            opt_outs_to=opt_outs_to,
            account=entry.account,
            partner_id=entry.partner_id,
            at=stamp.at,
            workstation_id=stamp.workstation_id,
            actor_id=stamp.actor_id if entry.signed_in else None,
        )
    )
    session.flush()
    return scrub_id


def scrubs(session: Session, desk: Desk, most: int = 100) -> tuple[ScrubView, ...]:
    """The lists on record, the newest first."""
    rows = session.execute(
        select(Scrub, Agent.display_name, Partner.name)
        .outerjoin(Agent, Agent.id == Scrub.actor_id)
        .outerjoin(Partner, Partner.id == Scrub.partner_id)
        .where(Scrub.store_id == desk.store_id)
        .order_by(Scrub.sequence.desc())
        .limit(most)
    )
    return tuple(
        ScrubView(
            id=row.id,
            at=row.at,
            kind=row.kind,
            medium=row.medium,
            topic=Topic(row.topic),
            purpose=row.purpose,
            list_name=row.list_name,
            list_sha256=row.list_sha256,
            out_sha256=row.out_sha256,
            rows=row.rows,
            allowed=row.allowed,
            rejected=row.rejected,
            unreadable=row.unreadable,
            opt_outs_to=row.opt_outs_to,
            who=agent or row.account,
            account=row.account,
            partner=partner or "",
        )
        for row, agent, partner in rows
    )
