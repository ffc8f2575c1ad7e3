"""Tasks for people: what nobody may forget."""

from __future__ import annotations

import enum
import uuid

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Dated, StoreRow
from models.types import Moment, PhoneTypedText, Text60, Text200, enum_column


class PersonTaskKind(enum.Enum):
    """What has to be done."""

    CALL_BACK = "call_back"
    GIVEN_UP_FAX = "given_up_fax"
    BOUNCE = "bounce"
    REFUND_DUE = "refund_due"
    GIVEN_UP_EMAIL = "given_up_email"
    RETURNED_LETTER = "returned_letter"


class PersonTask(StoreRow, Dated, Base):
    """One task: owner, due time, done."""

    __tablename__ = "person_tasks"
    __table_args__ = (
        Index("ix_person_tasks_store_id_done_at_due_at", "store_id", "done_at", "due_at"),
    )

    kind: Mapped[PersonTaskKind] = mapped_column(enum_column(PersonTaskKind))
    owner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agents.id"))
    customer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("customers.id"))
    order_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("orders.id"))
    received_fax_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("received_faxes.id"))
    dispatch_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("dispatches.id"))
    phone: Mapped[str | None] = mapped_column(PhoneTypedText(60))
    """The number to call, as people write it."""
    hours: Mapped[Text60] = mapped_column(default="")
    """When the person said that they are best called."""
    words: Mapped[Text200]
    due_at: Mapped[Moment]
    done_at: Mapped[Moment | None]
    done_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agents.id"))
