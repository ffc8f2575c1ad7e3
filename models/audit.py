"""The audit trail (PCI DSS 10.2.1)."""

from __future__ import annotations

import uuid

from sqlalchemy import Index, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, LedgerRow
from models.types import JsonValue, Minor, Sha256, Text60


class AuditEntry(LedgerRow, Base):
    """Access, administrator acts, failed sign-ins, changes to accounts; appended, never changed.

    `subject_id` refers to a row that can be erased; no personal value is copied in.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        UniqueConstraint("store_id", "sequence"),
        Index("ix_audit_entries_subject_id", "subject_id"),
    )

    sequence: Mapped[Minor]
    kind: Mapped[Text60]
    subject_kind: Mapped[Text60]
    subject_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(as_uuid=True))
    details: Mapped[JsonValue]
    chain_hash: Mapped[Sha256 | None]
