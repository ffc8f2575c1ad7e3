"""Commands and their results, so that repeating one returns the first result (DESIGN §3)."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from models.base import Base, LedgerRow
from models.types import JsonValue, Text60


class Command(LedgerRow, Base):
    """One command of one person: its id comes from the caller, its result is stored with its work."""

    __tablename__ = "commands"

    name: Mapped[Text60]
    result: Mapped[JsonValue]
