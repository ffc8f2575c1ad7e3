"""Keeping a finished letter: what it says as data, and its bytes once."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.documents.rendered import RenderedDocument, Unprintable
from desktop.services.desk import Desk
from models.document import Document, DocumentFile, DocumentKind
from models.ids import uuid7
from models.order import Order

_MOST = 200
"""Characters without a font that are kept of a letter."""


def keep(
    session: Session,
    desk: Desk,
    order: Order | None,
    *,
    kind: DocumentKind,
    language: str,
    record: dict[str, Any],
    rendered: RenderedDocument,
    customer_id: uuid.UUID | None = None,
    mail_serial: int | None = None,
) -> uuid.UUID:
    """The letter on record that says exactly this; it is put there if there is none.

    Args:
        order: what it is about; None: several, or none.
        customer_id: whose it is, where it is about no order.
        mail_serial: as `desktop.services.mail_pieces` counted it.
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
        customer_id=order.customer_id if order else customer_id,
        agent_id=desk.agent_id,
        language=language,
        data=record,
        pages=rendered.pages,
        pdf_sha256=rendered.sha256,
        address_fits=rendered.address_fits,
        unprintable=_characters(rendered.unprintable),
        mail_serial=mail_serial,
        created_at=now,
    )
    session.add(document)
    session.flush()
    return document.id


def _characters(found: Iterable[Unprintable]) -> str:
    """Each character once, in the order in which they stand in the letter."""
    return "".join(dict.fromkeys(one for note in found for one in note.characters))[:_MOST]
