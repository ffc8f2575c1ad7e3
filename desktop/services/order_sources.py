"""Sets of orders that can be counted, listed, and asked whether an order is in them.

The search of a million orders is put together from these: a set that is small is read whole from an
index and sorted; one that is large is asked about each of the newest orders in turn.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from models.order import Order

SMALL = 20_000
"""A set of at most so many rows is read whole; counting further costs more than it tells."""
DEAR = 8
"""By how much fewer where each row has to be fetched from a table for its order's id."""


@dataclass(frozen=True)
class Source:
    """A set of orders.

    Attributes:
        ids: Reads the ids of its orders, one column, an order perhaps twice.
        holds: The condition on `Order` that it is in the set.
        size: How many rows `ids` reads, at most `SMALL` + 1; None before it was counted.
        is_dear: `ids` looks into a table for each row, not into an index alone.
    """

    ids: Select[uuid.UUID]
    holds: ColumnElement[bool]
    size: int | None = None
    is_dear: bool = False

    @property
    def cost(self) -> int:
        """What reading it whole costs, in rows of an index; counted sets only."""
        return (self.size or 0) * (DEAR if self.is_dear else 1)

    @property
    def is_small(self) -> bool:
        """It was counted and may be read whole."""
        return self.size is not None and self.cost <= SMALL


def counted(session: Session, source: Source) -> Source:
    """*source* with its size."""
    if source.size is not None:
        return source
    # Ones, not ids: those would have to be fetched, where an index is enough to count.
    most = SMALL // (DEAR if source.is_dear else 1) + 1
    ones = source.ids.with_only_columns(literal(1).label("one"), maintain_column_froms=True)
    some = ones.limit(most).subquery()
    return replace(source, size=session.scalar(select(func.count()).select_from(some)) or 0)


def nothing() -> Source:
    """No order at all."""
    return Source(select(Order.id).where(false()), false(), 0)


def either(session: Session, sources: Sequence[Source]) -> Source:
    """What is in any of them."""
    found = [s for s in (counted(session, source) for source in sources) if s.size]
    if not found:
        return nothing()
    if len(found) == 1:
        return found[0]
    together = union_all(*(source.ids for source in found)).subquery()
    return Source(
        select(together.c[0]),
        or_(*(source.holds for source in found)),
        min(SMALL + 1, sum(source.size or 0 for source in found)),
        any(source.is_dear for source in found),
    )


def both(session: Session, sources: Sequence[Source]) -> Source:
    """What is in all of them: the smallest is read, the others are asked."""
    found = sorted((counted(session, s) for s in sources), key=lambda source: source.cost)
    first, others = found[0], found[1:]
    if not first.size or not others:
        return first
    ids = first.ids.subquery()
    narrowed = select(ids.c[0])
    for other in others:
        if other.is_small:
            narrowed = narrowed.where(ids.c[0].in_(other.ids))
        else:
            narrowed = narrowed.where(
                select(Order.id).where(Order.id == ids.c[0], other.holds).exists()
            )
    return Source(narrowed, and_(*(source.holds for source in found)), first.size, first.is_dear)
