"""The declarative base, the naming of constraints, and the columns that rows share."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, MetaData, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from models.ids import uuid7
from models.types import UtcDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Names of constraints by convention, the same on every database, so that migrations can name them."""


class Base(DeclarativeBase):
    """The base of every record."""

    metadata = MetaData(naming_convention=NAMING)


class Row:
    """A primary key made by the client (UUIDv7), so that a record has its id before it is saved."""

    id: Mapped[uuid.UUID] = mapped_column(
        Uuid(as_uuid=True), primary_key=True, default=uuid7, sort_order=-20
    )


class StoreRow(Row):
    """A row of one store."""

    @declared_attr
    def store_id(self) -> Mapped[uuid.UUID]:
        return mapped_column(
            Uuid(as_uuid=True), ForeignKey("stores.id"), nullable=False, sort_order=-10
        )


class Dated:
    """When a row was made."""

    created_at: Mapped[datetime] = mapped_column(UtcDateTime(), nullable=False, sort_order=90)


class LedgerRow(StoreRow):
    """A row of an append-only ledger: who did it, where, when, and room for a chain hash.

    Personal values are never copied into a ledger: `details` refers to rows that can be erased.
    """

    at: Mapped[datetime] = mapped_column(UtcDateTime(), nullable=False, sort_order=80)

    @declared_attr
    def workstation_id(self) -> Mapped[uuid.UUID | None]:
        return mapped_column(Uuid(as_uuid=True), ForeignKey("workstations.id"), sort_order=81)

    @declared_attr
    def actor_id(self) -> Mapped[uuid.UUID | None]:
        return mapped_column(Uuid(as_uuid=True), ForeignKey("agents.id"), sort_order=82)
