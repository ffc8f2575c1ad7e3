"""Papers that are not letters to a customer, on record as letters are."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy.orm import Session

from desktop.documents.rendered import RenderedDocument
from desktop.services import letter_store
from desktop.services.commands import once
from desktop.services.confirmations import Letter, letter
from desktop.services.desk import Desk
from models.document import DocumentKind
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
        kept = letter_store.keep(
            session, desk, order, kind=kind, language=language, record=data, rendered=rendered
        )
        return {"document": str(kept)}

    made = once(session, desk, command_id, f"make_{kind.value}", work)
    return letter(session, uuid.UUID(made["document"]), unprintable=rendered.unprintable)
