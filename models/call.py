"""Calls: begun, parked, resumed, ended."""

from __future__ import annotations

import enum
import uuid

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, StoreRow
from models.types import (
    E164,
    JsonValue,
    Moment,
    PhoneTypedText,
    Text20,
    enum_column,
)


class CallState(enum.Enum):
    """active → parked → active … → ended."""

    ACTIVE = "active"
    PARKED = "parked"
    ENDED = "ended"


class CallOutcome(enum.Enum):
    """How a call ended, by the agent's word."""

    ORDER_PLACED = "order_placed"
    ORDER_HELD = "order_held"
    NO_ORDER = "no_order"
    QUESTION = "question"
    CALL_BACK = "call_back"
    WRONG_NUMBER = "wrong_number"
    DROPPED = "dropped"


class Call(StoreRow, Base):
    """One telephone call at one workstation, with what is half typed in it.

        active  parked, ended
        parked  active, ended

    A call never points at a failed-checkout report.
    """

    __tablename__ = "calls"
    __table_args__ = (
        Index("ix_calls_store_id_agent_id_started_at", "store_id", "agent_id", "started_at"),
        Index("ix_calls_store_id_state", "store_id", "state"),
    )

    workstation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workstations.id"))
    agent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agents.id"))
    state: Mapped[CallState] = mapped_column(enum_column(CallState), default=CallState.ACTIVE)
    number_typed: Mapped[str] = mapped_column(PhoneTypedText(60), default="")
    number: Mapped[E164 | None]
    has_caller_id: Mapped[bool] = mapped_column(default=False)
    customer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("customers.id"), index=True)
    form: Mapped[JsonValue | None]
    """What is half typed before there is an order, by field name."""
    started_at: Mapped[Moment]
    parked_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]
    outcome: Mapped[CallOutcome | None] = mapped_column(enum_column(CallOutcome))
    language: Mapped[Text20] = mapped_column(default="")

    TRANSITIONS = {
        CallState.ACTIVE: {CallState.PARKED, CallState.ENDED},
        CallState.PARKED: {CallState.ACTIVE, CallState.ENDED},
        CallState.ENDED: set(),
    }

    def move_to(self, state: CallState) -> None:
        """Change the state.

        Raises:
            ValueError: the table in the class's docstring does not allow it.
        """
        if state not in self.TRANSITIONS[self.state]:
            raise ValueError(f"a call cannot go from {self.state.value} to {state.value}")
        self.state = state
