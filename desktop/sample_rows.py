"""What the parts of the sample loader share: whose rows they make, and how they are put in."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from models.base import Base
from models.ids import uuid7


@dataclass(frozen=True)
class Sample:
    """The shop that is being filled, and the moments that its rows lie between."""

    store_id: uuid.UUID
    currency: str
    country: str
    time_zone: str
    opened_at: datetime
    now: datetime

    def row(self, **columns: Any) -> dict[str, Any]:
        """A row of this shop, with an id if *columns* has none."""
        made = columns.pop("id", None) or uuid7(self.opened_at)
        return {"id": made, "store_id": self.store_id, **columns}


def put(session: Session, model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows in one statement; every value still passes its column's check."""
    if rows:
        session.execute(insert(cast("Table", model.__table__)), list(rows))
