"""The people who work at the desks."""

from __future__ import annotations

import enum
import uuid

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Dated, StoreRow
from models.types import Count, Moment, PasswordHashText, Text60, Text200, enum_column


class Role(enum.Enum):
    """What a person may do; a supervisor may do all that an agent may."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"


class Agent(StoreRow, Dated, Base):
    """A person who signs in. Numbers on passwords and locks: `models.limits` (PCI DSS 8.2, 8.3)."""

    __tablename__ = "agents"
    __table_args__ = (UniqueConstraint("store_id", "sign_in_name"),)

    sign_in_name: Mapped[Text60]
    display_name: Mapped[Text200]
    role: Mapped[Role] = mapped_column(enum_column(Role))
    password_hash: Mapped[str | None] = mapped_column(PasswordHashText(500))
    """None in a practice shop only, where nobody is asked."""
    password_set_at: Mapped[Moment | None]
    failed_sign_ins: Mapped[Count] = mapped_column(default=0)
    locked_until: Mapped[Moment | None]
    last_signed_in_at: Mapped[Moment | None]
    switched_off_at: Mapped[Moment | None]
    uses_screen_reader: Mapped[bool] = mapped_column(default=False)
    """Turns site isolation of the card window off for this agent (DESIGN §1, Accessibility)."""
    version: Mapped[Count] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class FormerPassword(StoreRow, Dated, Base):
    """A hash that may not be used again among the last four (PCI DSS 8.3.7)."""

    __tablename__ = "former_passwords"

    agent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agents.id"), index=True)
    password_hash: Mapped[str] = mapped_column(PasswordHashText(500))
