"""Opt-outs: an append-only ledger from which suppression is derived (DESIGN §4)."""

from __future__ import annotations

import enum
import uuid

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, LedgerRow
from models.channels import Channel, Medium
from models.types import JsonValue, Minor, Moment, SearchKeyText, Sha256, Text20, enum_column


class OptOutKind(enum.Enum):
    """An opt-out, or a withdrawal of one with its own evidence."""

    OPT_OUT = "opt_out"
    WITHDRAWAL = "withdrawal"


class OptOutScope(enum.Enum):
    """For whom."""

    PERSON = "person"
    HOUSEHOLD = "household"
    COMPANY = "company"


class OptOut(LedgerRow, Base):
    """One medium, one topic, one normalised value; nothing is ever edited or erased.

    `value_key` is the E.164 number, the lower-cased e-mail or the standardised address, so that it
    holds for a customer made tomorrow with the same value. The clock runs from `received_at`.
    """

    __tablename__ = "opt_outs"
    __table_args__ = (
        UniqueConstraint("store_id", "sequence"),
        Index("ix_opt_outs_store_id_value_key_medium", "store_id", "value_key", "medium"),
    )

    sequence: Mapped[Minor]
    kind: Mapped[OptOutKind] = mapped_column(enum_column(OptOutKind))
    channel: Mapped[Channel] = mapped_column(enum_column(Channel))
    medium: Mapped[Medium] = mapped_column(enum_column(Medium))
    topic: Mapped[Text20] = mapped_column(default="all")
    scope: Mapped[OptOutScope] = mapped_column(enum_column(OptOutScope))
    value_key: Mapped[str] = mapped_column(SearchKeyText(400))
    customer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("customers.id"))
    dated_at: Mapped[Moment | None]
    """The postmark's or the fax header's date."""
    received_at: Mapped[Moment]
    evidence: Mapped[JsonValue | None]
    chain_hash: Mapped[Sha256 | None]
