"""What an order said before it was changed, what people noted on it, and who has it open."""

from __future__ import annotations

import uuid

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Dated, StoreRow
from models.types import Count, JsonValue, Moment, Text200


class OrderVersion(StoreRow, Base):
    """An order as it stood until a change; it may be erased, its events never hold what it holds."""

    __tablename__ = "order_versions"
    __table_args__ = (UniqueConstraint("store_id", "order_id", "sequence"),)

    order_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orders.id"), index=True)
    sequence: Mapped[Count]
    snapshot: Mapped[JsonValue]
    replaced_at: Mapped[Moment]
    replaced_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agents.id"))


class OrderNote(StoreRow, Dated, Base):
    """What somebody noted on an order: what was checked, why it was cancelled. It may be erased."""

    __tablename__ = "order_notes"

    order_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orders.id"), index=True)
    agent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agents.id"))
    words: Mapped[Text200]


class OrderPresence(StoreRow, Base):
    """Somebody has an order open to change it; a row that is not seen for a while means nothing."""

    __tablename__ = "order_presences"
    __table_args__ = (UniqueConstraint("store_id", "order_id", "workstation_id"),)

    order_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orders.id"), index=True)
    workstation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workstations.id"))
    agent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agents.id"))
    since: Mapped[Moment]
    seen_at: Mapped[Moment]
