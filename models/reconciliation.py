"""Comparing our books with the processor's, and what one has and the other has not."""

from __future__ import annotations

import enum
import uuid

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Dated, StoreRow
from models.types import Count, Currency, Minor, Moment, Text20, Text60, Text200, Token, enum_column


class FindingKind(enum.Enum):
    """What does not fit."""

    UNKNOWN_INTENT = "unknown_intent"
    """The processor holds or took money that no payment of ours asked for."""
    MISSING_INTENT = "missing_intent"
    """We have an authorization that the processor does not know."""
    AMOUNT_DIFFERS = "amount_differs"
    STATE_DIFFERS = "state_differs"
    HELD_FOR_NOTHING = "held_for_nothing"
    """Money is held for an order that was cancelled or is paid otherwise."""


class ReconciliationRun(StoreRow, Dated, Base):
    """One comparison of a stretch of time."""

    __tablename__ = "reconciliation_runs"
    __table_args__ = (
        Index("ix_reconciliation_runs_store_id_created_at", "store_id", "created_at"),
    )

    since: Mapped[Moment]
    until: Mapped[Moment]
    processor: Mapped[Text20]
    ended_at: Mapped[Moment | None]
    intents: Mapped[Count] = mapped_column(default=0)
    attempts: Mapped[Count] = mapped_column(default=0)
    settled: Mapped[Count] = mapped_column(default=0)
    """Differences that the comparison itself put right."""
    failure: Mapped[Text200] = mapped_column(default="")


class Finding(StoreRow, Dated, Base):
    """One difference that a supervisor has to settle; it is shown until then."""

    __tablename__ = "findings"
    __table_args__ = (
        Index("ix_findings_store_id_settled_at", "store_id", "settled_at"),
        Index("ix_findings_intent_id", "intent_id"),
    )

    kind: Mapped[FindingKind] = mapped_column(enum_column(FindingKind))
    processor: Mapped[Text20]
    intent_id: Mapped[Token | None]
    attempt_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("payment_attempts.id"))
    order_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("orders.id"))
    our_minor: Mapped[Minor] = mapped_column(default=0)
    their_minor: Mapped[Minor] = mapped_column(default=0)
    currency: Mapped[Currency]
    their_state: Mapped[Text60] = mapped_column(default="")
    settled_at: Mapped[Moment | None]
    settled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agents.id"))
    settlement: Mapped[Text60] = mapped_column(default="")
    """What was done: `voided`, `refunded`, `accepted`, `by_itself`."""
    note: Mapped[Text200] = mapped_column(default="")
