"""Leases: which process does a work that only one may do."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, StoreRow
from models.types import Minor, Moment, Text60


class Lease(StoreRow, Base):
    """One work, who does it, and until when that is believed without a renewal.

    `fence` grows with each new holder, so that one who was believed dead is known by its old number.
    """

    __tablename__ = "leases"
    __table_args__ = (UniqueConstraint("store_id", "name"),)

    name: Mapped[Text60]
    holder: Mapped[Text60]
    until: Mapped[Moment]
    fence: Mapped[Minor] = mapped_column(default=1)
