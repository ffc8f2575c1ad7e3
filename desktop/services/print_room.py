"""The print room: letters that wait for paper, their batches, and what became of them by post.

Nothing here speaks to a printer: `desktop.dispatch.print_batches` carries out what stands in the rows.
Printings by the print sheet (`desktop.services.confirmations.record_sending`) never wait here; once
their paper is good they can be marked mailed like the others.
"""

from __future__ import annotations

import uuid

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.services import audit, print_addresses
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused
from desktop.services.mailings import (
    ReturnedMail,
    end_returned,
    mark_mailed,
    record_returned,
    returned_at,
    returned_of,
)
from desktop.services.outbox_places import check_name
from desktop.services.print_batch_views import open_batches
from desktop.services.print_batches import (
    BatchLetter,
    answer,
    batch_failed,
    batch_letters,
    batch_sent,
    begin_batch,
    hand_over,
    letter_pdfs,
)
from desktop.services.print_room_views import (
    batch,
    counts,
    find,
    kinds,
    ready_ids,
    row,
    waiting,
)
from models import names
from models.addresses_rules import PostalAddress
from models.customer import Customer
from models.dispatch import Dispatch, DispatchState, Route
from models.document import Document
from models.ids import uuid7

__all__ = [
    "BatchLetter", "ReturnedMail", "answer", "batch", "batch_failed", "batch_letters", "batch_sent",
    "begin_batch", "counts", "end_returned", "find", "hand_over", "kinds", "letter_pdfs", "mark_mailed",
    "open_batches", "put_back", "queue_post", "ready_ids", "record_returned", "returned_at",
    "returned_of", "row", "take_out", "waiting",
]  # fmt: skip

_LONGEST = 200


def queue_post(
    session: Session,
    desk: Desk,
    document_id: uuid.UUID,
    *,
    to_name: str,
    address: PostalAddress | None,
    command_id: uuid.UUID,
) -> uuid.UUID:
    """Have a letter printed with the next batch; the dispatch's id. In practice it waits as well.

    The same letter waiting already, or with a printer and not yet answered for, is the same dispatch:
    nothing is printed twice.

    Args:
        session: that will be committed.
        desk: where and by whom.
        document_id: the letter.
        to_name: whom it goes to; "": whoever the address names.
        address: where it goes; None: to the address of its order, request or customer.
        command_id: the same again does nothing again.

    Raises:
        Refused: `card_number`, with the field `to_name`.
        LookupError: this shop has no such letter.
    """
    check_name(to_name)

    def work() -> dict[str, str]:
        document = session.get(Document, document_id, with_for_update=True)
        if document is None or document.store_id != desk.store_id:
            raise LookupError("no such letter")
        standing = _under_way(session, document_id)
        if standing is None:
            standing = _queue(session, desk, document, to_name, address)
        return {"dispatch": str(standing)}

    return uuid.UUID(once(session, desk, command_id, "queue_post", work)["dispatch"])


def take_out(
    session: Session, desk: Desk, dispatch_id: uuid.UUID, *, command_id: uuid.UUID
) -> uuid.UUID:
    """Leave a letter unprinted, or one that is printed unmailed: it stays in the house for good.

    Raises:
        Refused: `taken_elsewhere`, it is with a printer, mailed, or was taken out before.
        LookupError: there is no such letter.
    """

    def work() -> dict[str, str]:
        dispatch = _mine(session, desk, dispatch_id)
        if dispatch.state not in (DispatchState.QUEUED, DispatchState.PRINTED):
            raise Refused("taken_elsewhere")
        stamp = desk.stamp()
        dispatch.move_to(
            DispatchState.STOPPED, at=stamp.at, actor_id=stamp.actor_id,
            workstation_id=stamp.workstation_id,
        )  # fmt: skip
        _note(session, desk, "letter_taken_out", dispatch_id)
        return {"dispatch": str(dispatch_id)}

    return uuid.UUID(once(session, desk, command_id, "take_out", work)["dispatch"])


def put_back(
    session: Session, desk: Desk, dispatch_id: uuid.UUID, *, command_id: uuid.UUID
) -> uuid.UUID:
    """Have a letter that was taken out wait again; the id of the dispatch that waits now.

    What was taken out stays on record as that: the one that waits is another, unless somebody has put
    the letter back already.

    Raises:
        Refused: `not_taken_out`, it waits, was printed, or has left.
        LookupError: there is no such letter.
    """

    def work() -> dict[str, str]:
        before = _mine(session, desk, dispatch_id)
        if before.state is not DispatchState.STOPPED:
            raise Refused("not_taken_out")
        session.get_one(Document, before.document_id, with_for_update=True)
        standing = _under_way(session, before.document_id)
        if standing is None:
            again = _new(desk, before.document_id, before.to_name, before.pages)
            again.postal_key, again.address_key = before.postal_key, before.address_key
            standing = _add(session, desk, again)
        return {"dispatch": str(standing)}

    return uuid.UUID(once(session, desk, command_id, "put_back", work)["dispatch"])


def _queue(
    session: Session,
    desk: Desk,
    document: Document,
    to_name: str,
    address: PostalAddress | None,
) -> uuid.UUID:
    goes_to = address or print_addresses.of_document(session, document)
    name = to_name or (goes_to and (goes_to.name or goes_to.company)) or ""
    if not name and document.customer_id is not None:
        name = session.get_one(Customer, document.customer_id).display_name
    dispatch = _new(desk, document.id, name, document.pages)
    print_addresses.put(dispatch, goes_to)
    return _add(session, desk, dispatch)


def _new(desk: Desk, document_id: uuid.UUID, to_name: str, pages: int) -> Dispatch:
    now = desk.now()
    return Dispatch(
        id=uuid7(),
        store_id=desk.store_id,
        document_id=document_id,
        route=Route.PRINTER,
        destination="",
        to_name=names.tidy(to_name)[:_LONGEST],
        copies=1,
        state=DispatchState.QUEUED,
        pages=pages,
        agent_id=desk.agent_id,
        state_at=now,
        created_at=now,
    )


def _add(session: Session, desk: Desk, dispatch: Dispatch) -> uuid.UUID:
    session.add(dispatch)
    session.flush()
    _note(session, desk, "letter_queued", dispatch.id)
    return dispatch.id


def _under_way(session: Session, document_id: uuid.UUID) -> uuid.UUID | None:
    """The dispatch with which this letter waits, or is with a printer and not answered for."""
    return session.scalar(
        select(Dispatch.id)
        .where(
            Dispatch.document_id == document_id,
            Dispatch.route == Route.PRINTER,
            Dispatch.state.in_((DispatchState.QUEUED, DispatchState.SENDING, DispatchState.SENT)),
            or_(Dispatch.state == DispatchState.QUEUED, Dispatch.batch_id.is_not(None)),
        )
        .order_by(Dispatch.created_at)
        .limit(1)
    )


def _mine(session: Session, desk: Desk, dispatch_id: uuid.UUID) -> Dispatch:
    found = session.get(Dispatch, dispatch_id, with_for_update=True)
    if found is None or found.store_id != desk.store_id or found.route is not Route.PRINTER:
        raise LookupError("no such letter")
    return found


def _note(session: Session, desk: Desk, kind: str, dispatch_id: uuid.UUID) -> None:
    audit.note(session, desk, kind, subject_kind="dispatch", subject_id=dispatch_id)
