"""Letters for the tests of the print room: small PDFs on record, queued for paper."""

from __future__ import annotations

import io
import uuid
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pypdf
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select

from desktop.documents.rendered import RenderedDocument
from desktop.services import letter_store, print_room
from desktop.services.desk import Desk
from desktop.services.print_room_shapes import Batch, CameOut, PrintRow, PrintShowing
from models.addresses_rules import PostalAddress
from models.dispatch import Dispatch, DispatchEvent, DispatchState
from models.document import Document, DocumentKind
from models.ids import uuid7
from models.order import Order
from tests.desktop.factories import ONTARIO, DeskShop

ALL = CameOut("all")
NONE = CameOut("none")


@lru_cache(maxsize=256)
def small_pdf(*pages: str) -> bytes:
    """A PDF with a line of text on each page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(612, 792), invariant=1)
    for words in pages:
        canvas.drawString(72, 600, words)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def texts_of(pdf: bytes | Path) -> list[str]:
    """What each page says."""
    source = pdf if isinstance(pdf, Path) else io.BytesIO(pdf)
    return [page.extract_text().strip() for page in pypdf.PdfReader(source).pages]


def add_document(
    shop: DeskShop,
    *pages: str,
    kind: DocumentKind = DocumentKind.CONFIRMATION,
    order_id: uuid.UUID | None = None,
    **fields: Any,
) -> uuid.UUID:
    """Put a letter on record; *fields* of the document, such as `unprintable`."""
    pdf = small_pdf(*pages)
    rendered = RenderedDocument.of(pdf, pages=len(pages), unprintable=(), address_fits=True)
    with shop.database.write() as session:
        order = session.get_one(Order, order_id) if order_id else None
        made = letter_store.keep(
            session, shop.desk(), order, kind=kind, language="en", record={}, rendered=rendered
        )
        document = session.get_one(Document, made)
        for name, value in fields.items():
            setattr(document, name, value)
    return made


def queue(
    shop: DeskShop,
    document_id: uuid.UUID,
    name: str = "Jane Roe",
    address: PostalAddress | None = ONTARIO,
    *,
    desk: int = 1,
) -> uuid.UUID:
    """Have it wait in the print room."""
    with shop.database.write() as session:
        return print_room.queue_post(
            session, shop.desk(desk), document_id, to_name=name, address=address,
            command_id=uuid7(),
        )  # fmt: skip


def letter(shop: DeskShop, name: str, postal_code: str = "91764", **fields: Any) -> uuid.UUID:
    """A letter of one page to *name*, who lives by themselves in that ZIP code; its dispatch."""
    address = replace(ONTARIO, name=name, line1=f"1 {name} Street", postal_code=postal_code)
    document = add_document(shop, f"Dear {name}", **fields)
    return queue(shop, document, name, address)


def three_letters(shop: DeskShop) -> list[uuid.UUID]:
    """Ash in 10001, Birch in 50309 and Cedar in 91764, queued the other way round."""
    people = (("Cedar", "91764"), ("Birch", "50309"), ("Ash", "10001"))
    return [letter(shop, name, code) for name, code in people][::-1]


def begin(shop: DeskShop, ids: list[uuid.UUID], *, desk: int = 1) -> Batch:
    """A batch on record, with no printer spoken to."""
    with shop.database.write() as session:
        return print_room.begin_batch(
            session, shop.desk(desk), ids, printer="laser", command_id=uuid7()
        )


def sent(shop: DeskShop, ids: list[uuid.UUID], *, desk: int = 1) -> Batch:
    """A batch that the print system has."""
    batch = begin(shop, ids, desk=desk)
    with shop.database.write() as session:
        print_room.hand_over(session, shop.desk(desk), batch.id)
        return print_room.batch_sent(
            session, shop.desk(desk), batch.id, job="laser-7", command_id=uuid7()
        )


def answer(shop: DeskShop, batch: Batch, came_out: CameOut, *, desk: int = 1) -> Batch:
    """A person's word on it."""
    with shop.database.write() as session:
        return print_room.answer(
            session, shop.desk(desk), batch.id, came_out=came_out, command_id=uuid7()
        )


def printed(shop: DeskShop, ids: list[uuid.UUID]) -> Batch:
    """A batch of which all came out."""
    return answer(shop, sent(shop, ids), ALL)


def showing(shop: DeskShop, what: PrintShowing, desk: Desk | None = None) -> list[PrintRow]:
    """The rows of a list."""
    with shop.database.read() as session:
        return list(print_room.waiting(session, desk or shop.desk(), what))


def names(shop: DeskShop, what: PrintShowing) -> list[str]:
    """To whom the rows of a list go."""
    return [row.to_name for row in showing(shop, what)]


def dispatch(shop: DeskShop, dispatch_id: uuid.UUID) -> Dispatch:
    """The row, as a fresh session reads it."""
    with shop.database.read() as session:
        found = session.get_one(Dispatch, dispatch_id)
        session.expunge_all()
        return found


def states(shop: DeskShop, dispatch_id: uuid.UUID) -> list[DispatchState]:
    """Every state that it went to, by its events, whose sequence has no gap."""
    with shop.database.read() as session:
        events = session.execute(
            select(DispatchEvent.sequence, DispatchEvent.to_state)
            .where(DispatchEvent.dispatch_id == dispatch_id)
            .order_by(DispatchEvent.sequence)
        ).all()
    assert [event.sequence for event in events] == list(range(1, len(events) + 1))
    return [event.to_state for event in events]
