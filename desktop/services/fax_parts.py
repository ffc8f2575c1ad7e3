"""What leaves when a document is faxed: its fax version, and the cover sheet before it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop.documents.fax_cover import render_cover
from desktop.documents.fax_cover_data import CoverData
from desktop.documents.fax_version import render_for_fax
from desktop.documents.joining import join_pdfs
from desktop.services import fax_settings, printed_names
from desktop.services.confirmation_words import letterhead_of
from desktop.services.desk import Desk
from models import order_numbers
from models.agent import Agent
from models.dispatch import Dispatch
from models.document import Document, DocumentKind
from models.order import Order
from models.store import Store


@dataclass(frozen=True)
class FaxParts:
    """The very bytes that leave, and how many pages they are."""

    pdf: bytes
    pages: int


def of_document(
    session: Session, desk: Desk, document_id: uuid.UUID, *, number: str, to_name: str
) -> FaxParts:
    """Make it from the document's record, with a cover where the shop wants one. Takes some 50 ms.

    Args:
        session: reads only.
        desk: who sends it.
        document_id: the document as it was made for paper.
        number: as people write it; stands on the cover.
        to_name: who it is for; may be empty.

    Raises:
        Refused: `name_unprintable`: the cover would show squares in the place of the name.
        ValueError: documents of this kind are not faxed.
    """
    document = session.get_one(Document, document_id)
    store = session.get_one(Store, desk.store_id)
    body = render_for_fax(document.kind, document.data)
    if not fax_settings.get(session, desk.store_id).cover_sheet:
        return FaxParts(body.pdf, body.pages)
    printed_names.require(to_name)
    order = session.get(Order, document.order_id) if document.order_id else None
    cover = render_cover(
        CoverData(
            letterhead=letterhead_of(store),
            to_name=to_name,
            to_number=number,
            from_name=session.get_one(Agent, desk.agent_id).display_name,
            sent_on=desk.today(),
            pages=body.pages + 1,
            reference=_reference(document, order),
            practice=desk.practice,
            language=document.language,
        )
    )
    return FaxParts(join_pdfs(cover.pdf, body.pdf), body.pages + 1)


def _reference(document: Document, order: Order | None) -> str:
    """By what the receiver knows the matter: the order's number, or that of an opt-out."""
    if document.kind is DocumentKind.OPT_OUT_CONFIRMATION:
        return str(document.data["reference"])
    return order_numbers.display(order.number) if order is not None else ""


def again(
    session: Session, desk: Desk, dispatch_id: uuid.UUID, *, number: str, to_name: str
) -> FaxParts:
    """What leaves when a fax is sent to another number: its cover says that number."""
    dispatch = session.get_one(Dispatch, dispatch_id)
    return of_document(session, desk, dispatch.document_id, number=number, to_name=to_name)
