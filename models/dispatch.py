"""Dispatches: documents on their way out."""

from __future__ import annotations

import enum
import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Dated, LedgerRow, StoreRow
from models.types import Count, Moment, Sha256, Text60, Text200, enum_column


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


class Dispatch(StoreRow, Dated, Base):
    """One sending of one document.

    queued   sending
    sending  sent, failed
    sent     delivered, failed, printed (a person's word that the paper is good)
    printed  mailed
    mailed   returned
    failed   queued (again), given_up
    """

    __tablename__ = "dispatches"
    __table_args__ = (
        Index("ix_dispatches_document_id", "document_id"),
        Index("ix_dispatches_store_id_state", "store_id", "state"),
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

    events: Mapped[list[DispatchEvent]] = relationship(order_by="DispatchEvent.sequence")

    TRANSITIONS = {
        DispatchState.QUEUED: {DispatchState.SENDING},
        DispatchState.SENDING: {DispatchState.SENT, DispatchState.FAILED},
        DispatchState.SENT: {
            DispatchState.DELIVERED,
            DispatchState.FAILED,
            DispatchState.PRINTED,
        },
        DispatchState.PRINTED: {DispatchState.MAILED},
        DispatchState.MAILED: {DispatchState.RETURNED},
        DispatchState.FAILED: {DispatchState.QUEUED, DispatchState.GIVEN_UP},
        DispatchState.DELIVERED: set(),
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
