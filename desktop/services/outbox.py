"""The outbox: what leaves by fax and by e-mail. Putting it there, taking it back, sending it again.

Nothing here speaks to a server: `desktop.dispatch.runner` carries out what stands in the rows.
"""

from __future__ import annotations

import hashlib
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services import audit, confirmations
from desktop.services.commands import once
from desktop.services.confirmations import Letter
from desktop.services.desk import Desk, Refused
from desktop.services.outbox_places import check_address, check_name, check_number
from desktop.services.outbox_shapes import (
    FaxNumber,
    OutboxCounts,
    OutboxEvent,
    OutboxRow,
    Showing,
)
from desktop.services.outbox_views import counts, history, outbox, row
from models import card_guard, names
from models.dispatch import Dispatch, DispatchState, Route
from models.document import Document, DocumentFile
from models.ids import uuid7
from models.person_task import PersonTask

__all__ = [
    "FaxNumber", "OutboxCounts", "OutboxEvent", "OutboxRow", "Showing", "check_address",
    "check_number", "counts", "history", "outbox", "print_instead", "queue_email", "queue_fax",
    "row", "send_again", "stop",
]  # fmt: skip

_LONGEST = 200


def queue_fax(
    session: Session,
    desk: Desk,
    document_id: uuid.UUID,
    *,
    number: str,
    to_name: str,
    pdf: bytes,
    pages: int,
    command_id: uuid.UUID,
) -> uuid.UUID:
    """Have a document faxed; the dispatch's id. In practice it ends there, and is not sent.

    Args:
        session: that will be committed.
        desk: where and by whom.
        document_id: the document that the fax is of.
        number: as it was typed.
        to_name: who it is for.
        pdf: what leaves, cover sheet included, as `desktop.services.fax_parts` makes it.
        pages: of *pdf*.
        command_id: the same again does nothing again.

    Raises:
        Refused: as `check_number`; `card_number`, with the field `to_name`.
    """
    checked = check_number(number, desk.country)
    check_name(to_name)

    def work() -> dict[str, str]:
        dispatch = _new(desk, document_id, Route.FAX, to_name)
        dispatch.number = checked.e164
        # A number abroad may by chance look like a card; the column of numbers has it all the same.
        dispatch.destination = "" if card_guard.looks_like_card(checked.shown) else checked.shown
        dispatch.file_sha256, dispatch.pages = _stored(session, desk, pdf), pages
        return {"dispatch": str(_queue(session, desk, dispatch))}

    return uuid.UUID(once(session, desk, command_id, "queue_fax", work)["dispatch"])


def queue_email(
    session: Session,
    desk: Desk,
    document_id: uuid.UUID,
    *,
    address: str,
    to_name: str,
    command_id: uuid.UUID,
) -> uuid.UUID:
    """Have a document e-mailed as it was made; the dispatch's id.

    Raises:
        Refused: as `check_address`; `card_number`, with the field `to_name`.
    """
    checked = check_address(address)
    check_name(to_name)

    def work() -> dict[str, str]:
        dispatch = _new(desk, document_id, Route.EMAIL, to_name)
        dispatch.destination = checked
        dispatch.pages = session.get_one(Document, document_id).pages
        return {"dispatch": str(_queue(session, desk, dispatch))}

    return uuid.UUID(once(session, desk, command_id, "queue_email", work)["dispatch"])


def stop(
    session: Session, desk: Desk, dispatch_id: uuid.UUID, *, command_id: uuid.UUID
) -> OutboxRow:
    """Take it back. At once while it waits here; else the server is asked and decides.

    Raises:
        Refused: `stop_late`, it is at its end or has left for good.
    """

    def work() -> dict[str, str]:
        dispatch = session.get_one(Dispatch, dispatch_id, with_for_update=True)
        if not _is_under_way(dispatch):
            raise Refused("stop_late")
        stamp = desk.stamp()
        if dispatch.state is DispatchState.QUEUED:
            _move(desk, dispatch, DispatchState.STOPPED)
            dispatch.next_try_at = None
        elif dispatch.stop_asked_at is None:
            dispatch.stop_asked_at = stamp.at
        _note(session, desk, "dispatch_stopped", dispatch)
        return {"dispatch": str(dispatch_id)}

    once(session, desk, command_id, "stop_dispatch", work)
    return row(session, desk, dispatch_id)


def send_again(
    session: Session,
    desk: Desk,
    dispatch_id: uuid.UUID,
    *,
    to: str | None = None,
    pdf: bytes | None = None,
    pages: int = 0,
    command_id: uuid.UUID,
) -> uuid.UUID:
    """Send the same paper again; the id of the dispatch that goes.

    What waits for its next try goes at once, and is the same dispatch. Else, or to another number or
    address, it is a new one; one that waits is stopped then. The task that the failure made is done.

    Args:
        session: that will be committed.
        desk: where and by whom.
        dispatch_id: what was sent before.
        to: another number or address, as typed.
        pdf: what leaves, where a cover sheet with the other number was made.
        pages: of *pdf*.
        command_id: the same again does nothing again.

    Raises:
        Refused: `under_way`, the server has it, or somebody has sent it there again just now; as
            `check_number` or `check_address`.
    """
    before = session.get_one(Dispatch, dispatch_id, with_for_update=True)
    waits = before.state is DispatchState.QUEUED
    checked = None if to is None else _checked(desk, before, to)

    def work() -> dict[str, str]:
        if _is_under_way(before) and not waits:
            raise Refused("under_way")
        if waits and checked is None:
            before.next_try_at = None
            _note(session, desk, "dispatch_hurried", before)
            return {"dispatch": str(dispatch_id)}
        if waits:
            _move(desk, before, DispatchState.STOPPED)
            before.next_try_at = None
        dispatch = _new(desk, before.document_id, before.route, before.to_name)
        dispatch.number, dispatch.destination = checked or (before.number, before.destination)
        if _goes_there(session, dispatch, but=before):
            raise Refused("under_way")
        dispatch.file_sha256, dispatch.pages = before.file_sha256, before.pages
        if pdf is not None:
            dispatch.file_sha256, dispatch.pages = _stored(session, desk, pdf), pages
        _end_tasks(session, desk, dispatch_id)
        return {"dispatch": str(_queue(session, desk, dispatch))}

    return uuid.UUID(once(session, desk, command_id, "send_again", work)["dispatch"])


def print_instead(session: Session, desk: Desk, dispatch_id: uuid.UUID) -> Letter:
    """The document itself, for the print sheet; no cover sheet."""
    dispatch = session.get_one(Dispatch, dispatch_id)
    if dispatch.store_id != desk.store_id:
        raise LookupError("no such dispatch")
    return confirmations.letter(session, dispatch.document_id)


def _checked(desk: Desk, before: Dispatch, to: str) -> tuple[str | None, str]:
    if before.route is Route.EMAIL:
        return None, check_address(to)
    number = check_number(to, desk.country)
    return number.e164, "" if card_guard.looks_like_card(number.shown) else number.shown


def _new(desk: Desk, document_id: uuid.UUID, route: Route, to_name: str) -> Dispatch:
    now = desk.now()
    return Dispatch(
        id=uuid7(),
        store_id=desk.store_id,
        document_id=document_id,
        route=route,
        destination="",
        to_name=names.tidy(to_name)[:_LONGEST],
        copies=1,
        state=DispatchState.QUEUED,
        agent_id=desk.agent_id,
        state_at=now,
        created_at=now,
    )


def _queue(session: Session, desk: Desk, dispatch: Dispatch) -> uuid.UUID:
    session.add(dispatch)
    session.flush()
    _note(session, desk, "dispatch_queued", dispatch)
    if desk.practice:
        _move(desk, dispatch, DispatchState.PRACTICE)
    session.flush()
    return dispatch.id


def _stored(session: Session, desk: Desk, pdf: bytes) -> str:
    sha256 = hashlib.sha256(pdf).hexdigest()
    known = session.scalar(
        select(DocumentFile.id).where(
            DocumentFile.store_id == desk.store_id, DocumentFile.sha256 == sha256
        )
    )
    if known is None:
        session.add(
            DocumentFile(store_id=desk.store_id, sha256=sha256, pdf=pdf, created_at=desk.now())
        )
        session.flush()
    return sha256


def _is_under_way(dispatch: Dispatch) -> bool:
    taken = dispatch.state is DispatchState.SENT and dispatch.route is Route.FAX
    return taken or dispatch.state in (DispatchState.QUEUED, DispatchState.SENDING)


def _goes_there(session: Session, dispatch: Dispatch, *, but: Dispatch) -> bool:
    """Whether the same paper is on its way to the same place, such as by another desk's hand."""
    others = select(Dispatch).where(
        Dispatch.store_id == dispatch.store_id,
        Dispatch.document_id == dispatch.document_id,
        Dispatch.route == dispatch.route,
        Dispatch.id.not_in([dispatch.id, but.id]),
        Dispatch.state.in_((DispatchState.QUEUED, DispatchState.SENDING, DispatchState.SENT)),
    )
    place = (dispatch.number, "" if dispatch.number else dispatch.destination)
    return any(
        _is_under_way(other) and (other.number, "" if other.number else other.destination) == place
        for other in session.scalars(others)
    )


def _move(desk: Desk, dispatch: Dispatch, state: DispatchState) -> None:
    stamp = desk.stamp()
    dispatch.move_to(
        state, at=stamp.at, actor_id=stamp.actor_id, workstation_id=stamp.workstation_id
    )


def _end_tasks(session: Session, desk: Desk, dispatch_id: uuid.UUID) -> None:
    open_tasks = select(PersonTask).where(
        PersonTask.store_id == desk.store_id,
        PersonTask.done_at.is_(None),
        PersonTask.dispatch_id == dispatch_id,
    )
    for task in session.scalars(open_tasks):
        task.done_at, task.done_by_id = desk.now(), desk.agent_id


def _note(session: Session, desk: Desk, kind: str, dispatch: Dispatch) -> None:
    audit.note(
        session, desk, kind, subject_kind="dispatch", subject_id=dispatch.id,
        route=dispatch.route.value,
    )  # fmt: skip
