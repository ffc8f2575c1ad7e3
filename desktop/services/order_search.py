"""The list of the orders page: one box for everything, filters, newest first, page by page.

A set that is small is read whole from an index and sorted. Where every set is large the newest
orders are asked one after the other, a stretch of them at a time, so that no reading takes long: a
page may then come back with fewer rows than were asked for, and with where to go on.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from desktop.services import order_conditions, order_terms
from desktop.services.desk import Desk
from desktop.services.order_filters import OrderFilter
from desktop.services.order_sources import Source, both
from desktop.services.order_story import days_left
from desktop.services.order_story_shapes import RISK_DAYS
from models import names, order_numbers
from models.customer import Customer
from models.hold import Hold, HoldKind, HoldState
from models.order import Order, OrderState

PAGE = 60
FIRST_STRETCH, STRETCH = 250, 2_000
"""How many orders one reading looks at: first some, which is often enough, then more."""
MOST_COUNTED = 1_000
COUNTED_STRETCH = 5_000
"""How many of the newest orders are asked for a count, where no set is small."""


@dataclass(frozen=True)
class OrderRow:
    """One order as a row of the list. `at`: placed, or begun where it has not been placed."""

    id: uuid.UUID
    number: str
    shown_number: str
    state: OrderState
    hold_kinds: tuple[HoldKind, ...]
    unknown: bool
    """Whether the outcome of an attempt to move its money is not known."""
    customer_name: str
    company: str
    place: str
    at: datetime
    total_minor: int
    currency: str
    promise_date: date | None
    days_left: int | None

    @property
    def held(self) -> bool:
        """It waits for somebody."""
        return bool(self.hold_kinds)

    @property
    def promise_at_risk(self) -> bool:
        """Few days are left of what was promised, or none."""
        return self.days_left is not None and self.days_left <= RISK_DAYS


@dataclass(frozen=True)
class Cursor:
    """Where a page ended; `at` counts only where the list goes by the time of placing."""

    id: uuid.UUID
    at: datetime | None = None


@dataclass(frozen=True)
class OrderPage:
    """Some rows, and where to go on; `next` None: these were the last."""

    rows: tuple[OrderRow, ...]
    next: Cursor | None


@dataclass(frozen=True)
class OrderCount:
    """How many there are; `more`: at least so many, nobody counted on."""

    count: int
    more: bool


def search(
    session: Session,
    desk: Desk,
    wanted: OrderFilter,
    *,
    after: Cursor | None = None,
    most: int = PAGE,
    look_at: int = STRETCH,
) -> OrderPage:
    """The orders that fit, newest first, at most *most* of them, from behind *after* on.

    The list goes by when orders were begun; where days are asked for, by when they were placed. Having
    looked at *look_at* orders it comes back with what it has, and with where to go on.
    """
    asked = _Asked(session, desk, wanted)
    found: list[Any] = []
    for stretch in (min(FIRST_STRETCH, look_at), look_at):
        rows, end = asked.look(after, stretch, most + 1 - len(found))
        found += rows
        if len(found) > most:
            end = asked.cursor(found[most - 1])
            break
        if end is None:
            break
        after = end
    return OrderPage(_rows(session, desk, found[:most]), end)


def count(session: Session, desk: Desk, wanted: OrderFilter) -> OrderCount:
    """How many orders fit, as far as that is cheap to say: at most `MOST_COUNTED`."""
    return _Asked(session, desk, wanted).count()


def rows_of(session: Session, desk: Desk, ids: Collection[uuid.UUID]) -> tuple[OrderRow, ...]:
    """The rows of some orders, as they are now; for a list that is shown already."""
    found = session.execute(
        select(*_COLUMNS).where(Order.id.in_(ids), Order.store_id == desk.store_id)
    ).all()
    return _rows(session, desk, found)


_COLUMNS = (
    Order.id, Order.number, Order.state, Order.bill_to, Order.ship_to, Order.customer_id,
    Order.created_at, Order.placed_at, Order.total_minor, Order.currency, Order.promise_date,
)  # fmt: skip


class _Asked:
    """One question: its conditions, and the small set that it can be read from, if there is one."""

    def __init__(self, session: Session, desk: Desk, wanted: OrderFilter) -> None:
        self._session = session
        self._desk = desk
        self._is_dated = wanted.is_dated
        self._since, self._until = order_conditions.placed_between(desk, wanted)
        text = order_terms.readable(wanted.text)
        sets = list(order_conditions.sources(session, desk, wanted))
        if text:
            sets.append(order_terms.of_text(session, desk, text))
        together = both(session, sets) if sets else None
        self._small = together if together is not None and together.is_small else None
        self._conditions = [_of_store(desk), *order_conditions.conditions(desk, wanted)]
        if order_terms.number_of(desk, text) is None:
            # A draft that was dropped is found by its number only.
            self._conditions.append(
                or_(Order.state != OrderState.CANCELLED, Order.placed_at.is_not(None))
            )
        if together is not None and self._small is None:
            self._conditions.append(together.holds)

    def cursor(self, row: Any) -> Cursor:
        """Where a page ends with *row*."""
        return Cursor(row.id, row.placed_at if self._is_dated else None)

    def look(
        self, after: Cursor | None, stretch: int, most: int
    ) -> tuple[Sequence[Any], Cursor | None]:
        """The next rows that fit among the next *stretch* orders, and where that stretch ended."""
        if self._small is None:
            return self._walk(after, stretch, most)
        if self._is_dated:
            return self._read_dated(self._small, after, most)
        ids = self._next_ids(self._small, after, stretch)
        rows = self._session.execute(
            select(*_COLUMNS)
            .where(Order.id.in_(dict.fromkeys(ids)), *self._conditions)
            .order_by(Order.id.desc())
            .limit(most)
        ).all()
        return rows, Cursor(ids[-1]) if len(ids) == stretch else None

    def count(self) -> OrderCount:
        """As `count` of this module."""
        if self._small is None:
            return self._count_newest()
        ids = self._small.ids.subquery()
        some = select(ids.c[0].label("id")).distinct().subquery()
        fitting = select(Order.id).join(some, Order.id == some.c.id).where(*self._conditions)
        number = self._number_of(fitting)
        return OrderCount(min(number, MOST_COUNTED), number > MOST_COUNTED)

    def _count_newest(self) -> OrderCount:
        low = self._low(None, COUNTED_STRETCH)
        fitting = select(Order.id).where(*self._within(None, low), *self._conditions)
        number = self._number_of(fitting)
        if number > MOST_COUNTED:
            return OrderCount(MOST_COUNTED, more=True)
        return OrderCount(number, more=low is not None)

    def _number_of(self, fitting: Select[uuid.UUID]) -> int:
        some = fitting.limit(MOST_COUNTED + 1).subquery()
        return self._session.scalar(select(func.count()).select_from(some)) or 0

    def _next_ids(self, small: Source, after: Cursor | None, stretch: int) -> Sequence[uuid.UUID]:
        ids = small.ids.subquery()
        query = select(ids.c[0]).order_by(ids.c[0].desc()).limit(stretch)
        if after is not None:
            query = query.where(ids.c[0] < after.id)
        return self._session.scalars(query).all()

    def _read_dated(
        self, small: Source, after: Cursor | None, most: int
    ) -> tuple[Sequence[Any], Cursor | None]:
        """All of a small set, for it lies in another order."""
        query = select(*_COLUMNS).where(Order.id.in_(small.ids), *self._conditions)
        if after is not None:
            query = query.where(_behind(after))
        query = query.order_by(Order.placed_at.desc(), Order.id.desc())
        return self._session.execute(query.limit(most)).all(), None

    def _walk(
        self, after: Cursor | None, stretch: int, most: int
    ) -> tuple[Sequence[Any], Cursor | None]:
        low = self._low(after, stretch)
        order = (Order.placed_at.desc(), Order.id.desc()) if self._is_dated else (Order.id.desc(),)
        query = select(*_COLUMNS).where(*self._within(after, low), *self._conditions)
        return self._session.execute(query.order_by(*order).limit(most)).all(), low

    def _low(self, after: Cursor | None, stretch: int) -> Cursor | None:
        """The last of the next *stretch* orders, read from the list's own index; None: fewer."""
        columns = (Order.id, Order.placed_at) if self._is_dated else (Order.id,)
        order = (Order.placed_at.desc(), Order.id.desc()) if self._is_dated else (Order.id.desc(),)
        query = select(*columns).where(*self._within(after, None)).order_by(*order)
        last = self._session.execute(query.offset(stretch - 1).limit(1)).first()
        return None if last is None else self.cursor(last)

    def _within(self, after: Cursor | None, low: Cursor | None) -> list[ColumnElement[bool]]:
        """The conditions on the list's own index: behind *after*, and down to *low*."""
        if not self._is_dated:
            found = [] if after is None else [Order.id < after.id]
            return found if low is None else [*found, Order.id >= low.id]
        found = [Order.store_id == self._desk.store_id, Order.placed_at.is_not(None)]
        if self._since is not None:
            found.append(Order.placed_at >= self._since)
        if self._until is not None:
            found.append(Order.placed_at < self._until)
        if after is not None:
            found.append(_behind(after))
        if low is not None:
            found.append(or_(~_behind(low), Order.id == low.id))
            found.append(Order.placed_at >= low.at)
        return found


def _of_store(desk: Desk) -> ColumnElement[bool]:
    """The store's own, said so that no index is chosen for it: every order there is may be."""
    return func.coalesce(Order.store_id, Order.store_id) == desk.store_id


def _behind(after: Cursor) -> ColumnElement[bool]:
    same = and_(Order.placed_at == after.at, Order.id < after.id)
    return and_(Order.placed_at <= after.at, or_(Order.placed_at < after.at, same))


def _rows(session: Session, desk: Desk, found: Sequence[Any]) -> tuple[OrderRow, ...]:
    waiting = [row.id for row in found if row.state is not OrderState.DRAFT]
    holds = _open_holds(session, waiting)
    nameless = {row.customer_id for row in found if not row.bill_to and row.customer_id}
    known = _names(session, nameless)
    today = desk.today()
    return tuple(_row(row, holds[row.id], known, today) for row in found)


def _row(
    row: Any, holds: list[tuple[HoldKind, bool]], known: Mapping[uuid.UUID, str], today: date
) -> OrderRow:
    bill_to = row.bill_to or {}
    goes_to = row.ship_to or bill_to
    person = names.tidy(bill_to.get("name", ""))
    company = names.tidy(bill_to.get("company", ""))
    place = ", ".join(part for part in (goes_to.get("city"), goes_to.get("state")) if part)
    return OrderRow(
        id=row.id,
        number=row.number,
        shown_number=order_numbers.display(row.number),
        state=row.state,
        hold_kinds=tuple(kind for kind, _unknown in holds),
        unknown=any(unknown for _kind, unknown in holds),
        customer_name=person or company or known.get(row.customer_id, ""),
        company=company if person else "",
        place=place,
        at=row.placed_at or row.created_at,
        total_minor=row.total_minor,
        currency=row.currency,
        promise_date=row.promise_date,
        days_left=days_left(row.state, row.promise_date, today),
    )


def _open_holds(
    session: Session, ids: Collection[uuid.UUID]
) -> defaultdict[uuid.UUID, list[tuple[HoldKind, bool]]]:
    found: defaultdict[uuid.UUID, list[tuple[HoldKind, bool]]] = defaultdict(list)
    if not ids:
        return found
    for order_id, kind, details in session.execute(
        select(Hold.order_id, Hold.kind, Hold.details)
        .where(Hold.order_id.in_(ids), Hold.state == HoldState.OPEN)
        .order_by(Hold.opened_at, Hold.id)
    ):
        unknown = isinstance(details, dict) and details.get("reason") == "unknown"
        found[order_id].append((kind, unknown))
    return found


def _names(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    if not ids:
        return {}
    rows = session.execute(select(Customer.id, Customer.display_name).where(Customer.id.in_(ids)))
    return {row.id: row.display_name for row in rows}
