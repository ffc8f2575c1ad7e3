"""Dispatches: documents on their way out."""

from __future__ import annotations

import enum
import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Dated, LedgerRow, StoreRow
from models.types import (
    E164,
    Count,
    Day,
    Moment,
    SearchKeyText,
    Sha256,
    Text20,
    Text60,
    Text200,
    enum_column,
)


class Route(enum.Enum):
    """By what a document leaves."""

    PRINTER = "printer"
    FAX = "fax"
    EMAIL = "email"
    FILE = "file"


class DispatchState(enum.Enum):
    """See `Dispatch` for the transitions."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    PRINTED = "printed"
    MAILED = "mailed"
    RETURNED = "returned"
    FAILED = "failed"
    GIVEN_UP = "given_up"
    STOPPED = "stopped"
    """Somebody took it back before it had left."""
    PRACTICE = "practice"
    """Practice: it would have left, and was not sent."""


class Dispatch(StoreRow, Dated, Base):
    """One sending of one document.

    queued   sending, stopped, practice
    sending  sent, failed
    sent     delivered, failed, printed (a person's word that the paper is good)
    printed  mailed, stopped (it stays in the house)
    mailed   returned
    failed   queued (again), given_up, stopped
    delivered  failed (an e-mail that came back)

    Of a fax or an e-mail, sending is written before the server is spoken to, with the tag by which the
    server knows the try again; sent is written when the server has taken it, and delivered only when
    the server said so. An e-mail stays sent: nobody tells us that it was read.
    """

    __tablename__ = "dispatches"
    __table_args__ = (
        Index("ix_dispatches_document_id", "document_id"),
        Index("ix_dispatches_store_id_state", "store_id", "state"),
        Index("ix_dispatches_store_id_created_at", "store_id", "created_at"),
        Index("ix_dispatches_batch_id", "batch_id"),
    )

    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("documents.id"))
    route: Mapped[Route] = mapped_column(enum_column(Route))
    destination: Mapped[Text200]
    """The printer's name, the number, the address, or the file's name."""
    copies: Mapped[Count] = mapped_column(default=1)
    state: Mapped[DispatchState] = mapped_column(
        enum_column(DispatchState), default=DispatchState.QUEUED
    )
    job: Mapped[Text60] = mapped_column(default="")
    """What the spooler or server calls the job."""
    failure: Mapped[Text200] = mapped_column(default="")
    agent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agents.id"))
    state_at: Mapped[Moment]
    to_name: Mapped[Text200] = mapped_column(default="")
    number: Mapped[E164 | None]
    """Where a fax goes; `destination` has it as people write it."""
    file_sha256: Mapped[Sha256 | None]
    """The very bytes that leave, cover sheet included; None: the document's own."""
    tag: Mapped[Text60] = mapped_column(default="")
    """By what the server knows the try that is under way; another one for each try."""
    tries: Mapped[Count] = mapped_column(default=0)
    next_try_at: Mapped[Moment | None]
    """Not before then; None: at once."""
    pages: Mapped[Count] = mapped_column(default=0)
    pages_sent: Mapped[Count] = mapped_column(default=0)
    reason: Mapped[Text20] = mapped_column(default="")
    """Why the last try failed: the value of `desktop.fax.server.FaxFailure` or of `MailFailure`."""
    stop_asked_at: Mapped[Moment | None]
    """Somebody wants it back; the route says whether that was in time."""
    batch_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("print_batches.id"))
    """On paper: the batch in which it went to the printer last."""
    batch_position: Mapped[Count] = mapped_column(default=0)
    """Which letter of the batch it is, from 1."""
    postal_key: Mapped[str] = mapped_column(SearchKeyText(40), default="")
    """On paper: country and postal code, in whose order letters are printed: `US 91764-1234`."""
    address_key: Mapped[str] = mapped_column(SearchKeyText(400), default="")
    """On paper: where it goes, standardised."""
    left_on: Mapped[Day | None]
    """On paper: the day on which it left the house."""

    events: Mapped[list[DispatchEvent]] = relationship(order_by="DispatchEvent.sequence")

    TRANSITIONS = {
        DispatchState.QUEUED: {
            DispatchState.SENDING,
            DispatchState.STOPPED,
            DispatchState.PRACTICE,
        },
        DispatchState.SENDING: {DispatchState.SENT, DispatchState.FAILED},
        DispatchState.SENT: {
            DispatchState.DELIVERED,
            DispatchState.FAILED,
            DispatchState.PRINTED,
        },
        DispatchState.PRINTED: {DispatchState.MAILED, DispatchState.STOPPED},
        DispatchState.MAILED: {DispatchState.RETURNED},
        DispatchState.FAILED: {
            DispatchState.QUEUED,
            DispatchState.GIVEN_UP,
            DispatchState.STOPPED,
        },
        DispatchState.DELIVERED: {DispatchState.FAILED},
        DispatchState.STOPPED: set(),
        DispatchState.PRACTICE: set(),
        DispatchState.RETURNED: set(),
        DispatchState.GIVEN_UP: set(),
    }

    def move_to(
        self,
        state: DispatchState,
        *,
        at: datetime,
        actor_id: uuid.UUID | None,
        workstation_id: uuid.UUID | None = None,
    ) -> None:
        """Change the state and append the event that says so.

        Raises:
            ValueError: the table in the class's docstring does not allow it.
        """
        before = self.state
        if state not in self.TRANSITIONS[before]:
            raise ValueError(f"a dispatch cannot go from {before.value} to {state.value}")
        self.state, self.state_at = state, at
        self.events.append(
            DispatchEvent(
                store_id=self.store_id,
                dispatch_id=self.id,
                sequence=len(self.events) + 1,
                from_state=before,
                to_state=state,
                at=at,
                actor_id=actor_id,
                workstation_id=workstation_id,
            )
        )


class DispatchEvent(LedgerRow, Base):
    """A change of a dispatch's state; appended, never changed."""

    __tablename__ = "dispatch_events"
    __table_args__ = (UniqueConstraint("store_id", "dispatch_id", "sequence"),)

    dispatch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dispatches.id"), index=True)
    sequence: Mapped[Count]
    from_state: Mapped[DispatchState] = mapped_column(enum_column(DispatchState))
    to_state: Mapped[DispatchState] = mapped_column(enum_column(DispatchState))
    chain_hash: Mapped[Sha256 | None]
