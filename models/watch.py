"""Numbers and addresses whose orders are looked at first, each with its reason."""

from __future__ import annotations

import uuid

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Dated, StoreRow
from models.types import ContactText, Moment, SearchKeyText, Text200


class WatchedValue(StoreRow, Dated, Base):
    """A telephone number or e-mail address (`contact`) or a postal address (`match_key`) to watch."""

    __tablename__ = "watched_values"
    __table_args__ = (
        Index("ix_watched_values_store_id_contact", "store_id", "contact"),
        Index("ix_watched_values_store_id_match_key", "store_id", "match_key"),
    )

    contact: Mapped[str | None] = mapped_column(ContactText(200))
    match_key: Mapped[str | None] = mapped_column(SearchKeyText(400))
    reason: Mapped[Text200]
    added_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agents.id"))
    ended_at: Mapped[Moment | None]
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agents.id"))
