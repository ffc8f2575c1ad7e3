"""What somebody said that the columns of a file hold, so that they are asked once."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from models.base import Base, Dated, StoreRow
from models.types import JsonValue, Sha256, Text20


class FileColumns(StoreRow, Dated, Base):
    """The columns of one kind of file, known again by its headings."""

    __tablename__ = "file_columns"
    __table_args__ = (UniqueConstraint("store_id", "kind", "headings_sha256"),)

    kind: Mapped[Text20]
    headings_sha256: Mapped[Sha256]
    """Of the folded headings: what stands in a file is not kept."""
    columns: Mapped[JsonValue]
    """The place of each column, from 0, and what it holds: `{"0": "sku"}`."""
