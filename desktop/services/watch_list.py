"""The watch list: numbers, e-mails and addresses whose orders are looked at first, and why.

Only the form by which a value is found is kept: E.164, a lower-cased e-mail, an address's match key.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.services import audit
from desktop.services.desk import Desk, Refused, Stale
from desktop.services.stores import require_supervisor
from models import emails, names, phone_numbers
from models.addresses_rules import PostalAddress, standardise
from models.agent import Agent
from models.customer import ContactPoint
from models.ids import uuid7
from models.order import Order
from models.watch import WatchedValue

LONGEST_REASON = 200


@dataclass(frozen=True)
class WatchInput:
    """What the form says: a number or e-mail, or else an address, and why it is watched."""

    contact: str = ""
    address: PostalAddress = field(default_factory=PostalAddress)
    reason: str = ""


@dataclass(frozen=True)
class WatchedRow:
    """One entry of the list. `contact` or `match_key` is "", `shown` is it in a form to read."""

    id: uuid.UUID
    contact: str
    match_key: str
    shown: str
    reason: str
    added_at: datetime
    added_by: str


@dataclass(frozen=True)
class WatchHit:
    """An entry that an order meets, and in what: `contact`, `bill_to` or `ship_to`."""

    id: uuid.UUID
    where: str
    reason: str


def rows(session: Session, desk: Desk) -> tuple[WatchedRow, ...]:
    """Everything that is watched, the latest first."""
    found = session.execute(
        select(WatchedValue, Agent.display_name)
        .join(Agent, Agent.id == WatchedValue.added_by_id)
        .where(WatchedValue.store_id == desk.store_id, WatchedValue.ended_at.is_(None))
        .order_by(WatchedValue.created_at.desc(), WatchedValue.id.desc())
    )
    return tuple(_row(desk, value, name) for value, name in found)


def add(session: Session, desk: Desk, told: WatchInput) -> WatchedRow:
    """Watch a number, an e-mail or an address from now on.

    Raises:
        Refused: not a supervisor; `reason_missing`; `watch_missing`, `watch_both`,
            `watch_unreadable`, `watch_no_street`, `watch_no_place`, `watch_double`, with the field.
    """
    require_supervisor(desk)
    contact, match_key = _normalised(desk, told)
    reason = _reason(told.reason)
    standing = select(WatchedValue.id).where(
        WatchedValue.store_id == desk.store_id,
        WatchedValue.ended_at.is_(None),
        WatchedValue.contact == contact if contact else WatchedValue.match_key == match_key,
    )
    if session.scalar(standing.limit(1)) is not None:
        raise Refused("watch_double", field="contact" if contact else "street")
    value = WatchedValue(
        id=uuid7(),
        store_id=desk.store_id,
        contact=contact or None,
        match_key=match_key or None,
        reason=reason,
        added_by_id=desk.agent_id,
        created_at=desk.now(),
    )
    session.add(value)
    session.flush()
    audit.note(session, desk, "watch_added", subject_kind="watched_value", subject_id=value.id)
    return _shown(session, desk, value)


def change_reason(
    session: Session, desk: Desk, watch_id: uuid.UUID, reason: str, *, before: str
) -> WatchedRow:
    """Say better why it is watched; what is watched never changes, it is ended and added anew.

    Raises:
        Refused: not a supervisor; `reason_missing`.
        Stale: it was ended, or its reason is no longer *before*.
    """
    require_supervisor(desk)
    value = session.get(WatchedValue, watch_id)
    if value is None or value.ended_at is not None or value.reason != before:
        raise Stale
    value.reason = _reason(reason)
    session.flush()
    audit.note(session, desk, "watch_changed", subject_kind="watched_value", subject_id=watch_id)
    return _shown(session, desk, value)


def end(session: Session, desk: Desk, watch_id: uuid.UUID) -> None:
    """Watch it no longer; the entry and its reason stay on record.

    Raises:
        Refused: not a supervisor.
        Stale: it was ended already.
    """
    require_supervisor(desk)
    value = session.get(WatchedValue, watch_id)
    if value is None or value.ended_at is not None:
        raise Stale
    value.ended_at, value.ended_by_id = desk.now(), desk.agent_id
    audit.note(session, desk, "watch_ended", subject_kind="watched_value", subject_id=watch_id)


def resume(session: Session, desk: Desk, watch_id: uuid.UUID) -> WatchedRow:
    """Take an ending back.

    Raises:
        Refused: not a supervisor.
        Stale: it is not ended.
    """
    require_supervisor(desk)
    value = session.get(WatchedValue, watch_id)
    if value is None or value.ended_at is None:
        raise Stale
    value.ended_at = value.ended_by_id = None
    session.flush()
    audit.note(session, desk, "watch_resumed", subject_kind="watched_value", subject_id=watch_id)
    return _shown(session, desk, value)


def hits(session: Session, order: Order) -> tuple[WatchHit, ...]:
    """What *order* meets: its two addresses, and every way to reach its customer."""
    keys = {}
    for where in ("ship_to", "bill_to"):
        address = getattr(order, where)
        key = standardise(PostalAddress(**address)) if address else ""
        if key:
            keys[key] = where
    contacts = select(ContactPoint.normalised).where(ContactPoint.customer_id == order.customer_id)
    found = session.scalars(
        select(WatchedValue)
        .where(
            WatchedValue.store_id == order.store_id,
            WatchedValue.ended_at.is_(None),
            or_(WatchedValue.contact.in_(contacts), WatchedValue.match_key.in_(sorted(keys))),
        )
        .order_by(WatchedValue.created_at, WatchedValue.id)
    )
    return tuple(
        WatchHit(value.id, keys.get(value.match_key or "", "contact"), value.reason)
        for value in found
    )


def reasons(session: Session, ids: list[uuid.UUID]) -> tuple[str, ...]:
    """Why entries are (or were) watched."""
    query = select(WatchedValue.reason).where(WatchedValue.id.in_(ids))
    return tuple(session.scalars(query.order_by(WatchedValue.created_at, WatchedValue.id)))


def _normalised(desk: Desk, told: WatchInput) -> tuple[str, str]:
    """The contact, or else the match key."""
    typed, address = told.contact.strip(), told.address
    has_address = any(part.strip() for part in (address.line1, address.line2, address.postal_code))
    if typed and has_address:
        raise Refused("watch_both", field="contact")
    if not typed and not has_address:
        raise Refused("watch_missing", field="contact")
    if not typed:
        return "", _match_key(address)
    if "@" in typed:
        if emails.problem(typed):
            raise Refused("watch_unreadable", field="contact")
        return emails.normalise(typed), ""
    number = phone_numbers.parse(typed, desk.country)
    if number is None:
        raise Refused("watch_unreadable", field="contact")
    return number.e164, ""


def _match_key(address: PostalAddress) -> str:
    """A street alone is in every town."""
    key = standardise(address)
    if not address.line1.strip() or not key:
        raise Refused("watch_no_street", field="street")
    if not address.postal_code.strip() and not address.city.strip():
        raise Refused("watch_no_place", field="postal_code")
    return key


def _reason(typed: str) -> str:
    reason = names.tidy(typed)[:LONGEST_REASON]
    if not reason:
        raise Refused("reason_missing", field="reason")
    return reason


def _shown(session: Session, desk: Desk, value: WatchedValue) -> WatchedRow:
    return _row(desk, value, session.get_one(Agent, value.added_by_id).display_name)


def _row(desk: Desk, value: WatchedValue, added_by: str) -> WatchedRow:
    shown = value.contact or ", ".join((value.match_key or "").split("|"))
    if shown.startswith("+"):
        shown = phone_numbers.display(shown, desk.country)
    return WatchedRow(
        id=value.id,
        contact=value.contact or "",
        match_key=value.match_key or "",
        shown=shown,
        reason=value.reason,
        added_at=value.created_at,
        added_by=added_by,
    )
