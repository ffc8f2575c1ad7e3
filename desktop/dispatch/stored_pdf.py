"""The bytes of a stored paper, as routes send them."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from models.document import DocumentFile
from models.session import Database


def stored_pdf(database: Database, store_id: uuid.UUID, sha256: str) -> bytes:
    """The PDF with that hash.

    Raises:
        LookupError: it is not in the shop's database.
        DatabaseGone: nobody knows.
    """
    with database.read() as session:
        found = session.scalar(
            select(DocumentFile.pdf).where(
                DocumentFile.store_id == store_id, DocumentFile.sha256 == sha256
            )
        )
    if found is None:
        raise LookupError("the stored paper is not there")
    return bytes(found)
