"""What a returned e-mail changes: its dispatch has failed, and whoever sent it has a task."""

from __future__ import annotations

import enum
import uuid

from sqlalchemy.orm import Session

from desktop.services import audit, person_tasks
from models import card_guard
from models.dispatch import Dispatch, DispatchState, Route
from models.document import Document
from models.order import Stamp
from models.person_task import PersonTaskKind

BOUNCED = "bounced"
"""The value of `Dispatch.reason`."""
_LONGEST = 200
_LEFT = (DispatchState.SENT, DispatchState.DELIVERED)


class Outcome(enum.Enum):
    """What became of a report."""

    RECORDED = "recorded"
    KNOWN = "known"
    """All this is on record already, or its end is."""
    UNKNOWN = "unknown"
    """It is no e-mail of this shop."""
    NOT_YET = "not_yet"
    """That try is not on record as sent; the report has to be read again later."""


def record_returned(
    session: Session,
    store_id: uuid.UUID,
    dispatch_id: uuid.UUID,
    *,
    words: str,
    status: str,
    said: str,
    stamp: Stamp,
) -> Outcome:
    """It came back, and will not arrive. Reading the same report again changes nothing.

    Args:
        session: that will be committed.
        store_id: the shop's.
        dispatch_id: which e-mail.
        words: why, in plain words.
        status: RFC 3463, for the audit; it names no person.
        said: the server's own words, for the details.
        stamp: when, and by which computer.
    """
    dispatch = _of_this_shop(session, store_id, dispatch_id)
    if dispatch is None:
        return Outcome.UNKNOWN
    if dispatch.state is DispatchState.SENDING:
        return Outcome.NOT_YET
    if dispatch.state not in _LEFT:
        return Outcome.KNOWN
    dispatch.move_to(
        DispatchState.FAILED, at=stamp.at, actor_id=None, workstation_id=stamp.workstation_id
    )
    dispatch.reason = BOUNCED
    dispatch.failure = card_guard.scrub(said)[:_LONGEST]
    document = session.get_one(Document, dispatch.document_id)
    person_tasks.append(
        session,
        store_id,
        stamp,
        PersonTaskKind.BOUNCE,
        card_guard.scrub(f"E-mail to {dispatch.destination} came back: {words}")[:_LONGEST],
        stamp.at,
        owner_id=dispatch.agent_id,
        customer_id=document.customer_id,
        order_id=document.order_id,
        dispatch_id=dispatch.id,
    )
    _note(session, "dispatch_returned", dispatch, status, stamp)
    return Outcome.RECORDED


def note_late(
    session: Session,
    store_id: uuid.UUID,
    dispatch_id: uuid.UUID,
    *,
    status: str,
    said: str,
    stamp: Stamp,
) -> Outcome:
    """It is only late: a word in the details, and no task; the server goes on trying."""
    dispatch = _of_this_shop(session, store_id, dispatch_id)
    if dispatch is None:
        return Outcome.UNKNOWN
    if dispatch.state is not DispatchState.SENT:
        return Outcome.KNOWN
    told = card_guard.scrub(f"Late: {said}" if said else "Late")[:_LONGEST]
    if dispatch.failure == told:
        return Outcome.KNOWN
    dispatch.failure = told
    _note(session, "dispatch_late", dispatch, status, stamp)
    return Outcome.RECORDED


def _of_this_shop(session: Session, store_id: uuid.UUID, dispatch_id: uuid.UUID) -> Dispatch | None:
    dispatch = session.get(Dispatch, dispatch_id, with_for_update=True)
    if dispatch is None or dispatch.store_id != store_id or dispatch.route is not Route.EMAIL:
        return None
    return dispatch


def _note(session: Session, kind: str, dispatch: Dispatch, status: str, stamp: Stamp) -> None:
    audit.append(
        session, dispatch.store_id, stamp, kind, subject_kind="dispatch", subject_id=dispatch.id,
        status=status,
    )  # fmt: skip
