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

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from desktop.services import order_conditions, order_terms
from desktop.services.desk import Desk
from desktop.services.order_filters import OrderFilter
from desktop.services.order_sources import Source, both, counted
from desktop.services.order_story import days_left
from desktop.services.order_story_shapes import RISK_DAYS
from models import names, order_numbers
from models.customer import Customer
from models.hold import Hold, HoldKind, HoldState
from models.order import Order, OrderState

PAGE = 60
STRETCH = 5_000
"""How many of the newest orders one reading asks, where no set is small."""
MOST_COUNTED = 1_000


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
) -> OrderPage:
    """The orders that fit, newest first, at most *most* of them, from behind *after* on.

    The list goes by when orders were begun; where days are asked for, by when they were placed.
    """
    asked = _Asked(session, desk, wanted)
    if asked.small is not None:
        found = session.execute(asked.listed(asked.small, after).limit(most + 1)).all()
        rows, more = found[:most], len(found) > most
        return OrderPage(_rows(session, desk, rows), _end(rows[-1], asked) if more else None)
    return asked.walk(after, most)


def count(session: Session, desk: Desk, wanted: OrderFilter) -> OrderCount:
    """How many orders fit, as far as that is cheap to say: at most `MOST_COUNTED`."""
    asked = _Asked(session, desk, wanted)
    if asked.small is not None:
        some = asked.listed(asked.small, None).limit(MOST_COUNTED + 1).subquery()
        number = session.scalar(select(func.count()).select_from(some)) or 0
        return OrderCount(min(number, MOST_COUNTED), number > MOST_COUNTED)
    stretch = asked.stretch(None)
    fits = select(stretch.c.id).join(Order, Order.id == stretch.c.id).where(*asked.conditions)
    some = fits.limit(MOST_COUNTED + 1).subquery()
    number = session.scalar(select(func.count()).select_from(some)) or 0
    if number > MOST_COUNTED:
        return OrderCount(MOST_COUNTED, more=True)
    return OrderCount(number, more=asked.last_of(stretch) is not None)


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
        self.is_dated = wanted.is_dated
        self._since, self._until = order_conditions.placed_between(desk, wanted)
        text = order_terms.readable(wanted.text)
        sets = list(order_conditions.sources(session, desk, wanted))
        if text:
            sets.append(order_terms.of_text(session, desk, text))
        sets = [counted(session, one) for one in sets]
        self.conditions = [
            Order.store_id == desk.store_id,
            *order_conditions.conditions(desk, wanted),
        ]
        if order_terms.number_of(desk, text) is None:
            # A draft that was dropped is found by its number only.
            self.conditions.append(
                or_(Order.state != OrderState.CANCELLED, Order.placed_at.is_not(None))
            )
        together = both(session, sets) if sets else None
        self.small = together if together is not None and together.is_small else None
        if together is not None and self.small is None:
            self.conditions.append(together.holds)

    def listed(self, small: Source, after: Cursor | None) -> Any:
        """The rows of a small set that fit, newest first."""
        ids = small.ids.subquery()
        ours = select(ids.c[0].label("id")).distinct()
        if after is not None and not self.is_dated:
            ours = ours.where(ids.c[0] < after.id)
        # Limited, so that the database reads these first and not the orders.
        some = ours.order_by(ids.c[0].desc()).limit(2 * (small.size or 0) + 1).subquery()
        query = select(*_COLUMNS).join(some, Order.id == some.c.id).where(*self.conditions)
        if not self.is_dated:
            return query.order_by(some.c.id.desc())
        if after is not None:
            query = query.where(_behind(after))
        return query.order_by(Order.placed_at.desc(), Order.id.desc())

    def walk(self, after: Cursor | None, most: int) -> OrderPage:
        """The next rows among the next stretch of orders."""
        stretch = self.stretch(after)
        query = select(*_COLUMNS).join(stretch, Order.id == stretch.c.id).where(*self.conditions)
        order = (
            (Order.placed_at.desc(), Order.id.desc()) if self.is_dated else (stretch.c.id.desc(),)
        )
        rows = self._session.execute(query.order_by(*order).limit(most + 1)).all()
        if len(rows) > most:
            rows = rows[:most]
            return OrderPage(_rows(self._session, self._desk, rows), _end(rows[-1], self))
        return OrderPage(_rows(self._session, self._desk, rows), self.last_of(stretch))

    def stretch(self, after: Cursor | None) -> Any:
        """The newest orders behind *after*, by the list's own order, read from its index."""
        if not self.is_dated:
            ids = select(Order.id, Order.placed_at).order_by(Order.id.desc()).limit(STRETCH)
            return (ids if after is None else ids.where(Order.id < after.id)).subquery()
        ids = (
            select(Order.id, Order.placed_at)
            .where(Order.store_id == self._desk.store_id, Order.placed_at.is_not(None))
            .order_by(Order.placed_at.desc(), Order.id.desc())
            .limit(STRETCH)
        )
        if self._since is not None:
            ids = ids.where(Order.placed_at >= self._since)
        if self._until is not None:
            ids = ids.where(Order.placed_at < self._until)
        return (ids if after is None else ids.where(_behind(after))).subquery()

    def last_of(self, stretch: Any) -> Cursor | None:
        """Where a stretch ended; None where nothing comes behind it."""
        last = (
            self._session.execute(
                select(stretch.c.id, stretch.c.placed_at).offset(STRETCH - 1).limit(1)
            )
        ).first()
        if last is None:
            return None
        return Cursor(last.id, last.placed_at if self.is_dated else None)


def _behind(after: Cursor) -> ColumnElement[bool]:
    same = and_(Order.placed_at == after.at, Order.id < after.id)
    return and_(Order.placed_at <= after.at, or_(Order.placed_at < after.at, same))


def _end(row: Any, asked: _Asked) -> Cursor:
    return Cursor(row.id, row.placed_at if asked.is_dated else None)


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
