"""Papers to send: a stored document, and its fax in the outbox."""

from __future__ import annotations

import uuid

from desktop.documents.rendered import RenderedDocument
from desktop.services import letter_store, outbox
from desktop.services.desk import Desk
from models.dispatch import Dispatch
from models.document import DocumentKind
from models.ids import uuid7
from models.order import Order
from tests.desktop.factories import DeskShop

PDF = b"%PDF-1.4 a confirmation"
FAX_PDF = b"%PDF-1.4 a cover sheet and a confirmation"
NUMBER = "(909) 555-0142"
E164 = "+19095550142"


def store_paper(
    shop: DeskShop, order_id: uuid.UUID | None = None, *, pdf: bytes = PDF
) -> uuid.UUID:
    """A stored confirmation; the document's id."""
    with shop.database.write() as session:
        order = session.get_one(Order, order_id) if order_id else None
        rendered = RenderedDocument.of(pdf, pages=1, unprintable=(), address_fits=True)
        return letter_store.keep(
            session, shop.desk(), order, kind=DocumentKind.CONFIRMATION, language="en",
            record={"said": "thank you"}, rendered=rendered,
        )  # fmt: skip


def queue_fax(
    shop: DeskShop,
    document_id: uuid.UUID | None = None,
    *,
    number: str = NUMBER,
    desk: Desk | None = None,
    command_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """A fax in the outbox of the live desk 1, unless told otherwise."""
    document_id = document_id or store_paper(shop)
    with shop.database.write() as session:
        return outbox.queue_fax(
            session, desk or shop.desk(practice=False), document_id, number=number,
            to_name="Jane Roe", pdf=FAX_PDF, pages=2, command_id=command_id or uuid7(),
        )  # fmt: skip


def queue_email(shop: DeskShop, *, address: str = "jane@example.com") -> uuid.UUID:
    """An e-mail in the outbox of the live desk 1."""
    document_id = store_paper(shop)
    with shop.database.write() as session:
        return outbox.queue_email(
            session, shop.desk(practice=False), document_id, address=address,
            to_name="Jane Roe", command_id=uuid7(),
        )  # fmt: skip


def dispatch(shop: DeskShop, dispatch_id: uuid.UUID) -> Dispatch:
    """The row as a fresh session reads it; only for looking."""
    with shop.database.read() as session:
        found = session.get_one(Dispatch, dispatch_id)
        session.expunge(found)
        return found
