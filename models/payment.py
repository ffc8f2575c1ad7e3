"""Payments and the attempts to move their money."""

from __future__ import annotations

import enum
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Dated, LedgerRow, StoreRow
from models.types import (
    Count,
    Currency,
    JsonValue,
    LastFour,
    Minor,
    Moment,
    Sha256,
    Text20,
    Text60,
    Text200,
    Token,
    enum_column,
)


class Tender(enum.Enum):
    """How an order is paid."""

    CARD = "card"
    CHEQUE = "cheque"
    TERMS = "terms"


class Purpose(enum.Enum):
    """What an attempt asks of the processor."""

    AUTHORIZE = "authorize"
    CAPTURE = "capture"
    VOID = "void"
    REFUND = "refund"


class AttemptState(enum.Enum):
    """See `PaymentAttempt` for the transitions. A timeout is unknown, never declined."""

    CREATED = "created"
    SENT = "sent"
    SUCCEEDED = "succeeded"
    DECLINED = "declined"
    UNKNOWN = "unknown"


class Check(enum.Enum):
    """The answer of one address or code check; *not provided* is apart from *no match*."""

    MATCH = "match"
    NO_MATCH = "no_match"
    NOT_CHECKED = "not_checked"
    NOT_PROVIDED = "not_provided"


OPEN_ATTEMPTS = (AttemptState.CREATED, AttemptState.SENT, AttemptState.UNKNOWN)
"""States in which an attempt may still turn out to have moved money."""

_OPEN_SQL = text("state IN ('created', 'sent', 'unknown')")


class Payment(StoreRow, Dated, Base):
    """One tender of an order: one card entry, a cheque, or terms.

    A card payment holds the processor's token, brand and last four, and nothing else of the card.
    What is authorized, captured and refunded is the sum of its attempts.
    """

    __tablename__ = "payments"
    __table_args__ = (
        Index("ix_payments_order_id", "order_id"),
        UniqueConstraint("store_id", "payment_method"),
        Index("ix_payments_store_id_last4", "store_id", "last4"),
        Index("ix_payments_store_id_reference", "store_id", "reference"),
    )

    order_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orders.id"))
    tender: Mapped[Tender] = mapped_column(enum_column(Tender))
    amount_minor: Mapped[Minor]
    currency: Mapped[Currency]
    processor: Mapped[Text20] = mapped_column(default="")
    """practice or stripe."""
    processor_run: Mapped[Text60] = mapped_column(default="")
    """The practice processor's run, whose memory ends with it; empty at a live processor."""
    payment_method: Mapped[Token | None]
    """The token of one card entry; it serves once, so it is unique."""
    brand: Mapped[Text20] = mapped_column(default="")
    last4: Mapped[LastFour | None]
    code_asked: Mapped[bool] = mapped_column(default=True)
    replaces_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("payments.id"))
    """The payment that is voided once this one is authorized."""
    reference: Mapped[Text60] = mapped_column(default="")
    """The cheque's or money order's number, or the company's purchase order."""
    terms_days: Mapped[Count] = mapped_column(default=0)
    received_at: Mapped[Moment | None]
    """When a cheque arrived, or what was owed on terms."""

    attempts: Mapped[list[PaymentAttempt]] = relationship(
        back_populates="payment", order_by="PaymentAttempt.sequence"
    )


class PaymentAttempt(StoreRow, Dated, Base):
    """One request for money to move, sent under one idempotency key.

        created  sent, unknown, declined
        sent     succeeded, declined, unknown
        unknown  succeeded, declined      (by look-up)

    A partial unique index allows one attempt in created, sent or unknown per payment and purpose.
    """

    __tablename__ = "payment_attempts"
    __table_args__ = (
        UniqueConstraint("store_id", "payment_id", "sequence"),
        UniqueConstraint("store_id", "idempotency_key"),
        Index(
            "uq_payment_attempts_open",
            "payment_id",
            "purpose",
            unique=True,
            sqlite_where=_OPEN_SQL,
            postgresql_where=_OPEN_SQL,
        ),
        Index(
            "ix_payment_attempts_open_by_store",
            "store_id",
            "state",
            sqlite_where=_OPEN_SQL,
            postgresql_where=_OPEN_SQL,
        ),
        Index("ix_payment_attempts_store_id_expires_at", "store_id", "expires_at"),
        Index("ix_payment_attempts_payment_id", "payment_id"),
    )

    payment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payments.id"))
    sequence: Mapped[Count]
    purpose: Mapped[Purpose] = mapped_column(enum_column(Purpose))
    state: Mapped[AttemptState] = mapped_column(
        enum_column(AttemptState), default=AttemptState.CREATED
    )
    amount_minor: Mapped[Minor]
    currency: Mapped[Currency]
    idempotency_key: Mapped[Token]
    body: Mapped[JsonValue]
    """The request's parameters by reference (order id, token column), so that it can be repeated."""
    body_hash: Mapped[Sha256]
    intent_id: Mapped[Token | None] = mapped_column(index=True)
    charge_id: Mapped[Token | None]
    refund_id: Mapped[Token | None]
    """What the processor calls a refund."""
    decline_code: Mapped[Text60] = mapped_column(default="")
    raw_checks: Mapped[JsonValue | None]
    network: Mapped[Text20] = mapped_column(default="")
    allows_more_captures: Mapped[bool] = mapped_column(default=False)
    """Of an authorization: a part may be captured and the rest stays held."""
    releases_rest: Mapped[bool] = mapped_column(default=False)
    """Of a capture: what it does not take is no longer held."""
    shipment_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("shipments.id"))
    reason: Mapped[Text200] = mapped_column(default="")
    """Of a refund: why, in the words of whoever gave it."""
    street_check: Mapped[Check | None] = mapped_column(enum_column(Check))
    postal_check: Mapped[Check | None] = mapped_column(enum_column(Check))
    code_check: Mapped[Check | None] = mapped_column(enum_column(Check))
    expires_at: Mapped[Moment | None]
    """Until when a capture is possible, as the processor says; else 7 days (RULES)."""
    sent_at: Mapped[Moment | None]
    answered_at: Mapped[Moment | None]
    next_look_up_at: Mapped[Moment | None]
    look_ups: Mapped[Count] = mapped_column(default=0)
    version: Mapped[Count] = mapped_column(default=1)

    payment: Mapped[Payment] = relationship(back_populates="attempts")
    events: Mapped[list[AttemptEvent]] = relationship(order_by="AttemptEvent.sequence")

    __mapper_args__ = {"version_id_col": version}

    TRANSITIONS = {
        AttemptState.CREATED: {AttemptState.SENT, AttemptState.UNKNOWN, AttemptState.DECLINED},
        AttemptState.SENT: {AttemptState.SUCCEEDED, AttemptState.DECLINED, AttemptState.UNKNOWN},
        AttemptState.UNKNOWN: {AttemptState.SUCCEEDED, AttemptState.DECLINED},
        AttemptState.SUCCEEDED: set(),
        AttemptState.DECLINED: set(),
    }

    def move_to(
        self,
        state: AttemptState,
        *,
        at: datetime,
        actor_id: uuid.UUID | None = None,
        workstation_id: uuid.UUID | None = None,
        **details: Any,
    ) -> None:
        """Change the state and append the event that says so.

        Raises:
            ValueError: the table in the class's docstring does not allow it.
        """
        before = self.state
        if state not in self.TRANSITIONS[before]:
            raise ValueError(f"an attempt cannot go from {before.value} to {state.value}")
        self.state = state
        self.events.append(
            AttemptEvent(
                store_id=self.store_id,
                attempt_id=self.id,
                sequence=len(self.events) + 1,
                from_state=before,
                to_state=state,
                at=at,
                actor_id=actor_id,
                workstation_id=workstation_id,
                details=details,
            )
        )


class AttemptEvent(LedgerRow, Base):
    """A change of an attempt's state; appended, never changed."""

    __tablename__ = "attempt_events"
    __table_args__ = (UniqueConstraint("store_id", "attempt_id", "sequence"),)

    attempt_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payment_attempts.id"), index=True)
    sequence: Mapped[Count]
    from_state: Mapped[AttemptState] = mapped_column(enum_column(AttemptState))
    to_state: Mapped[AttemptState] = mapped_column(enum_column(AttemptState))
    details: Mapped[JsonValue]
    chain_hash: Mapped[Sha256 | None]


class RefundDue(StoreRow, Dated, Base):
    """Money that must go back, and by when (7 working days, 16 CFR 435)."""

    __tablename__ = "refunds_due"

    order_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orders.id"), index=True)
    payment_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("payments.id"))
    amount_minor: Mapped[Minor]
    currency: Mapped[Currency]
    reason: Mapped[Text200]
    due_at: Mapped[Moment]
    done_at: Mapped[Moment | None]
