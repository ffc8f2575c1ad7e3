"""Keeping a finished letter: what it says as data, and its bytes once."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.documents.rendered import RenderedDocument
from desktop.services.desk import Desk
from models.document import Document, DocumentFile, DocumentKind
from models.ids import uuid7
from models.order import Order


def keep(
    session: Session,
    desk: Desk,
    order: Order | None,
    *,
    kind: DocumentKind,
    language: str,
    record: dict[str, Any],
    rendered: RenderedDocument,
) -> uuid.UUID:
    """The letter on record that says exactly this; it is put there if there is none.

    *order* None: it is about several.
    """
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
        return standing
    now = desk.now()
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
                created_at=now,
            )
        )
    document = Document(
        id=uuid7(),
        store_id=desk.store_id,
        kind=kind,
        order_id=order.id if order else None,
        customer_id=order.customer_id if order else None,
        agent_id=desk.agent_id,
        language=language,
        data=record,
        pages=rendered.pages,
        pdf_sha256=rendered.sha256,
        created_at=now,
    )
    session.add(document)
    session.flush()
    return document.id
