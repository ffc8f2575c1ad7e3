"""Failed web checkouts, kept so that nobody can tell whose they were (RULES, the shop's own words)."""

from __future__ import annotations

import enum
import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Uuid
from sqlalchemy.orm import Mapped, mapped_column, validates

from models.base import Base
from models.ids import random_id
from models.types import Moment, enum_column


class CheckoutFailure(enum.Enum):
    """What failed at the web checkout, by the caller's word."""

    CERTIFICATE = "certificate"
    BLANK_PAGE = "blank_page"
    TIMED_OUT = "timed_out"
    DECLINED = "declined"
    LOGIN = "login"
    OTHER = "other"


class CheckoutPlace(enum.Enum):
    """Where it failed."""

    BROWSER = "browser"
    OFFICE = "office"
    HOME = "home"
    UNKNOWN = "unknown"


class FailedCheckoutReport(Base):
    """A random id, the hour only, what and where. No agent, no call, no order, no audit row.

    The id is a random UUIDv4 (a v7 holds the time), and on SQLite the table has no row id, for the
    order of row ids would be the order of the calls.
    """

    __tablename__ = "failed_checkout_reports"
    __table_args__ = {"sqlite_with_rowid": False}

    id: Mapped[uuid.UUID] = mapped_column(Uuid(as_uuid=True), primary_key=True, default=random_id)
    store_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stores.id"))
    hour: Mapped[Moment]
    failure: Mapped[CheckoutFailure] = mapped_column(enum_column(CheckoutFailure))
    place: Mapped[CheckoutPlace] = mapped_column(enum_column(CheckoutPlace))

    @validates("hour")
    def _cut_to_the_hour(self, _key: str, hour: datetime) -> datetime:
        return hour.replace(minute=0, second=0, microsecond=0)
