"""Partners, who get the list of what is suppressed under a key of their own. The key is not here."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.services import audit
from desktop.services.desk import Desk, Refused
from models import card_guard, names
from models.opt_out import Partner, Scrub, ScrubKind
from models.order import Stamp

LONGEST_NAME = 60


@dataclass(frozen=True)
class PartnerView:
    """A partner.

    Attributes:
        fingerprint: Beginning of the key's SHA-256, by which both sides tell whether they have it.
        releases: How many lists were given.
        released_at: When the last was.
    """

    id: uuid.UUID
    name: str
    fingerprint: str
    created_at: datetime
    ended_at: datetime | None
    releases: int = 0
    released_at: datetime | None = None


def partners(session: Session, desk: Desk, *, ended: bool = True) -> tuple[PartnerView, ...]:
    """The partners by name; without those who have ended, if *ended* is not set."""
    statement = (
        select(Partner, func.count(Scrub.id), func.max(Scrub.at))
        .outerjoin(Scrub, (Scrub.partner_id == Partner.id) & (Scrub.kind == ScrubKind.RELEASE))
        .where(Partner.store_id == desk.store_id)
        .group_by(Partner.id)
    )
    if not ended:
        statement = statement.where(Partner.ended_at.is_(None))
    found = [_view(row, count, last) for row, count, last in session.execute(statement)]
    return tuple(sorted(found, key=lambda view: (view.ended_at is not None, view.name.casefold())))


def named(session: Session, desk: Desk, name: str) -> PartnerView:
    """The partner of that name who has not ended.

    Raises:
        Refused: `no_partner`, `partner_ended`.
    """
    found = _by_name(session, desk, name)
    if found is None:
        raise Refused("no_partner", field="name")
    if found.ended_at is not None:
        raise Refused("partner_ended", field="name")
    return _view(found)


def check_name(session: Session, desk: Desk, name: str) -> str:
    """*name* as it is kept, if a new partner can have it.

    Raises:
        Refused: `partner_name` (empty or too long), `card_number`, `partner_there`.
    """
    tidy = names.tidy(name)
    if not tidy or len(tidy) > LONGEST_NAME:
        raise Refused("partner_name", field="name")
    if card_guard.looks_like_card(tidy):
        raise Refused("card_number", field="name")
    if _by_name(session, desk, tidy) is not None:
        raise Refused("partner_there", field="name")
    return tidy


def add(
    session: Session,
    desk: Desk,
    name: str,
    *,
    partner_id: uuid.UUID,
    fingerprint: str,
    signed_in: bool,
) -> PartnerView:
    """Put a partner on record, whose key is in the keyring already.

    Raises:
        Refused: as `check_name`.
    """
    partner = Partner(
        id=partner_id,
        store_id=desk.store_id,
        name=check_name(session, desk, name),
        key_fingerprint=fingerprint,
        created_at=desk.now(),
    )
    session.add(partner)
    session.flush()
    _note(session, desk, "partner_added", partner_id, signed_in=signed_in)
    return _view(partner)


def end(session: Session, desk: Desk, partner_id: uuid.UUID, *, signed_in: bool) -> PartnerView:
    """Give this partner no more lists. What was given stays on record.

    Raises:
        Refused: `partner_ended`: it was done already.
    """
    partner = session.get_one(Partner, partner_id, with_for_update=True)
    if partner.store_id != desk.store_id:
        raise LookupError("no such partner")
    if partner.ended_at is not None:
        raise Refused("partner_ended", field="name")
    partner.ended_at = desk.now()
    session.flush()
    _note(session, desk, "partner_ended", partner_id, signed_in=signed_in)
    return _view(partner)


def _by_name(session: Session, desk: Desk, name: str) -> Partner | None:
    wanted = names.tidy(name).casefold()
    rows = session.scalars(select(Partner).where(Partner.store_id == desk.store_id))
    return next((row for row in rows if row.name.casefold() == wanted), None)


def _view(row: Partner, releases: int = 0, last: datetime | None = None) -> PartnerView:
    return PartnerView(
        row.id, row.name, row.key_fingerprint, row.created_at, row.ended_at, releases, last
    )


def _note(
    session: Session, desk: Desk, kind: str, partner_id: uuid.UUID, *, signed_in: bool
) -> None:
    stamp = desk.stamp()
    if not signed_in:
        stamp = Stamp(at=stamp.at, actor_id=None, workstation_id=stamp.workstation_id)
    audit.append(session, desk.store_id, stamp, kind, subject_kind="partner", subject_id=partner_id)
