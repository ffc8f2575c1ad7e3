"""Papers that are not letters to a customer, on record as letters are."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.documents.rendered import RenderedDocument
from desktop.services.commands import once
from desktop.services.confirmations import Letter, Printing
from desktop.services.desk import Desk
from models.dispatch import Dispatch
from models.document import Document, DocumentFile, DocumentKind
from models.ids import uuid7
from models.order import Order


def keep(
    session: Session,
    desk: Desk,
    kind: DocumentKind,
    rendered: RenderedDocument,
    data: dict[str, Any],
    *,
    language: str,
    order: Order | None,
    command_id: uuid.UUID,
) -> Letter:
    """Put a paper on record, or find the one of these very bytes; *order* None: it is about several."""

    def work() -> dict[str, str]:
        standing = session.scalar(
            select(Document.id)
            .where(
                Document.store_id == desk.store_id,
                Document.kind == kind,
                Document.order_id.is_(None) if order is None else Document.order_id == order.id,
                Document.pdf_sha256 == rendered.sha256,
            )
            .limit(1)
        )
        if standing is not None:
            return {"document": str(standing)}
        _keep_file(session, desk, rendered)
        document = Document(
            id=uuid7(),
            store_id=desk.store_id,
            kind=kind,
            order_id=order.id if order else None,
            customer_id=order.customer_id if order else None,
            agent_id=desk.agent_id,
            language=language,
            data=data,
            pages=rendered.pages,
            pdf_sha256=rendered.sha256,
            created_at=desk.now(),
        )
        session.add(document)
        session.flush()
        return {"document": str(document.id)}

    made = once(session, desk, command_id, f"make_{kind.value}", work)
    return paper(session, uuid.UUID(made["document"]), rendered=rendered)


def paper(
    session: Session, document_id: uuid.UUID, *, rendered: RenderedDocument | None = None
) -> Letter:
    """A stored paper with its bytes, the same at every reprint."""
    document = session.get_one(Document, document_id)
    pdf = session.scalars(
        select(DocumentFile.pdf).where(
            DocumentFile.store_id == document.store_id,
            DocumentFile.sha256 == document.pdf_sha256,
        )
    ).one()
    order = session.get(Order, document.order_id) if document.order_id else None
    dispatches = session.scalars(
        select(Dispatch)
        .where(Dispatch.document_id == document_id)
        .order_by(Dispatch.created_at, Dispatch.id)
    )
    return Letter(
        document_id=document.id,
        order_number=order.number if order else "",
        pdf=pdf,
        sha256=document.pdf_sha256,
        pages=document.pages,
        made_at=document.created_at,
        unprintable=rendered.unprintable if rendered else (),
        printings=tuple(
            Printing(row.id, row.route, row.destination, row.copies, row.state, row.state_at)
            for row in dispatches
        ),
    )


def _keep_file(session: Session, desk: Desk, rendered: RenderedDocument) -> None:
    known = session.scalar(
        select(DocumentFile.id).where(
            DocumentFile.store_id == desk.store_id, DocumentFile.sha256 == rendered.sha256
        )
    )
    if known is None:
        session.add(
            DocumentFile(
                store_id=desk.store_id,
                sha256=rendered.sha256,
                pdf=rendered.pdf,
                created_at=desk.now(),
            )
        )
