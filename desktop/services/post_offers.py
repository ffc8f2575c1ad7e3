"""Whether a paper can wait in the print room for the next batch."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services import print_addresses
from desktop.services.desk import Desk
from models.dispatch import Dispatch, DispatchState, Route
from models.document import Document


@dataclass(frozen=True)
class PostOffer:
    """What the print sheet has to know of a paper.

    Attributes:
        may_go: It is a letter to somebody whose address is known.
        waits: It stands in the print room already, or is with its printer.
    """

    may_go: bool
    waits: bool


def of_document(session: Session, desk: Desk, document_id: uuid.UUID) -> PostOffer:
    """How it is with one document of this shop."""
    document = session.get_one(Document, document_id)
    if document.kind not in print_addresses.LETTERS:
        return PostOffer(may_go=False, waits=False)
    address = print_addresses.of_document(session, document)
    waits = session.scalar(
        select(Dispatch.id)
        .where(
            Dispatch.store_id == desk.store_id,
            Dispatch.document_id == document_id,
            Dispatch.route == Route.PRINTER,
            (Dispatch.state == DispatchState.QUEUED)
            | (
                Dispatch.state.in_((DispatchState.SENDING, DispatchState.SENT))
                & Dispatch.batch_id.is_not(None)
            ),
        )
        .limit(1)
    )
    return PostOffer(may_go=address is not None, waits=waits is not None)
