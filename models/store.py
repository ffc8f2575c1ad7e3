"""The shop itself, its workstations and the blocks of order numbers they hand out."""

from __future__ import annotations

import enum
import uuid

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from models.base import Base, Dated, Row, StoreRow
from models.types import (
    Count,
    Country,
    Currency,
    JsonValue,
    Minor,
    Moment,
    Text20,
    Text60,
    Text200,
    enum_column,
)


class StoreMode(enum.Enum):
    """Practice and live never mix: separate databases, and a store never changes its mode."""

    PRACTICE = "practice"
    LIVE = "live"


class Store(Row, Dated, Base):
    """The profile that papers and rules are made from. One row in a database, as a rule."""

    __tablename__ = "stores"

    mode: Mapped[StoreMode] = mapped_column(enum_column(StoreMode))
    name: Mapped[Text200]
    country: Mapped[Country]
    currency: Mapped[Currency]
    time_zone: Mapped[Text60]
    languages: Mapped[JsonValue]
    """Language codes, the first being the shop's own: `["en"]`."""
    address_lines: Mapped[JsonValue]
    """The letterhead's address, a list of lines."""
    phone_domestic: Mapped[Text60]
    phone_abroad: Mapped[Text60]
    fax: Mapped[Text60]
    email: Mapped[Text200]
    website: Mapped[Text200]
    opt_out_phone: Mapped[Text60]
    opt_out_fax: Mapped[Text60]
    opt_out_email: Mapped[Text200]
    opt_out_address_lines: Mapped[JsonValue]
    settings: Mapped[JsonValue]
    """The shop's policy (holds, promise days and so on), by name; see `models.limits` for defaults."""
    version: Mapped[Count] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @validates("mode")
    def _keep_mode(self, _key: str, mode: StoreMode) -> StoreMode:
        if self.mode is not None and self.mode is not mode:
            raise ValueError("A store never changes between practice and live.")
        return mode


class Workstation(StoreRow, Dated, Base):
    """One desk: a computer at which orders are taken."""

    __tablename__ = "workstations"
    __table_args__ = (UniqueConstraint("store_id", "name"),)

    name: Mapped[Text60]
    last_seen_at: Mapped[Moment | None]


class NumberBlock(StoreRow, Dated, Base):
    """A run of order sequence numbers that one workstation may hand out, even off line."""

    __tablename__ = "number_blocks"
    __table_args__ = (UniqueConstraint("store_id", "first"),)

    workstation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workstations.id"), index=True)
    first: Mapped[Minor]
    last: Mapped[Minor]
    next: Mapped[Minor]


class SourceCode(StoreRow, Base):
    """Where customers see the shop: what "where did you see us" may be answered with."""

    __tablename__ = "source_codes"
    __table_args__ = (UniqueConstraint("store_id", "code"),)

    code: Mapped[Text20]
    name: Mapped[Text60]
    position: Mapped[Count]
    active: Mapped[bool]
