"""Holds: the reasons for which an order waits."""

from __future__ import annotations

import enum
import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, StoreRow
from models.types import JsonValue, Moment, Text200, enum_column


class HoldKind(enum.Enum):
    """Why an order waits, as stored."""

    SHIP_TO_DIFFERS = "ship_to_differs"
    STREET_CHECK = "street_check"
    POSTAL_CHECK = "postal_check"
    CODE_CHECK = "code_check"
    PAYMENT = "payment"
    AMOUNT = "amount"
    FIRST_ORDER = "first_order"
    MANY_TO_ADDRESS = "many_to_address"
    WATCHED = "watched"
    AUTHORIZATION_EXPIRED = "authorization_expired"
    MANUAL = "manual"


class HoldState(enum.Enum):
    """open → released | order_cancelled."""

    OPEN = "open"
    RELEASED = "released"
    ORDER_CANCELLED = "order_cancelled"


class Hold(StoreRow, Base):
    """One reason, opened and ended by itself; an order may have many.

    open  released, order_cancelled
    """

    __tablename__ = "holds"
    __table_args__ = (
        Index("ix_holds_order_id", "order_id"),
        Index("ix_holds_store_id_state_opened_at", "store_id", "state", "opened_at"),
    )

    order_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orders.id"))
    kind: Mapped[HoldKind] = mapped_column(enum_column(HoldKind))
    state: Mapped[HoldState] = mapped_column(enum_column(HoldState), default=HoldState.OPEN)
    details: Mapped[JsonValue]
    """What the reason rests on, such as `{"parts": ["street", "postal_code"]}`."""
    ask_again_at: Mapped[Moment | None]
    """Until then it stands back in the queue: nobody could be reached."""
    opened_at: Mapped[Moment]
    opened_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agents.id"))
    ended_at: Mapped[Moment | None]
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agents.id"))
    end_note: Mapped[Text200] = mapped_column(default="")

    def end(self, state: HoldState, *, at: datetime, by: uuid.UUID | None, note: str = "") -> None:
        """Release the hold, or end it with its order.

        Raises:
            ValueError: the hold is not open, or *state* does not end it.
        """
        if self.state is not HoldState.OPEN or state is HoldState.OPEN:
            raise ValueError(f"a hold cannot go from {self.state.value} to {state.value}")
        self.state, self.ended_at, self.ended_by_id, self.end_note = state, at, by, note
