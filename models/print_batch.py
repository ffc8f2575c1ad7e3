"""The print room's batches, and what came back by post."""

from __future__ import annotations

import enum
import uuid

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Dated, StoreRow
from models.types import Count, Day, Moment, SearchKeyText, Text20, Text60, Text200, enum_column


class BatchState(enum.Enum):
    """See `PrintBatch`."""

    SENDING = "sending"
    SENT = "sent"
    ANSWERED = "answered"
    FAILED = "failed"


class PrintBatch(StoreRow, Dated, Base):
    """Letters that go to a printer in one job.

    sending   sent (the print system has it), failed (it has not), answered (nobody knows: a person
              looked at the paper)
    sent      answered

    It is written before the print system is spoken to. What a crash leaves in sending is never sent
    again by itself: a person says what came out.
    """

    __tablename__ = "print_batches"
    __table_args__ = (
        Index("ix_print_batches_store_id_state", "store_id", "state"),
        Index("ix_print_batches_store_id_created_at", "store_id", "created_at"),
    )

    state: Mapped[BatchState] = mapped_column(enum_column(BatchState), default=BatchState.SENDING)
    state_at: Mapped[Moment]
    printer: Mapped[Text200]
    job: Mapped[Text60] = mapped_column(default="")
    """What the print system calls it."""
    failure: Mapped[Text200] = mapped_column(default="")
    letters: Mapped[Count]
    pages: Mapped[Count]
    """Without the count sheet."""
    agent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agents.id"))
    workstation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workstations.id"))
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agents.id"))

    TRANSITIONS = {
        BatchState.SENDING: {BatchState.SENT, BatchState.FAILED, BatchState.ANSWERED},
        BatchState.SENT: {BatchState.ANSWERED},
        BatchState.ANSWERED: set(),
        BatchState.FAILED: set(),
    }


class ReturnedLetter(StoreRow, Dated, Base):
    """Mail that came back: recorded against the address, whoever lives there."""

    __tablename__ = "returned_letters"
    __table_args__ = (
        Index("ix_returned_letters_store_id_address_key", "store_id", "address_key"),
        Index("ix_returned_letters_dispatch_id", "dispatch_id"),
    )

    address_key: Mapped[str] = mapped_column(SearchKeyText(400))
    """As `models.addresses_rules.standardise`."""
    dispatch_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("dispatches.id"))
    reason: Mapped[Text20]
    """moved, no_such_place, unknown_person, refused, vacant, other."""
    returned_on: Mapped[Day]
    agent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agents.id"))
    ended_at: Mapped[Moment | None]
    """Somebody knows that the address is good after all."""
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agents.id"))
