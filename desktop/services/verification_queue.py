"""The queue of held orders: the most urgent first, then the oldest."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from desktop.services.desk import Desk
from desktop.services.verification_shapes import HeldOrder
from models import limits, order_numbers
from models.business_days import add_business_days
from models.customer import Customer
from models.hold import Hold, HoldKind, HoldState
from models.order import Order, OrderState

_OVER = (OrderState.DRAFT, OrderState.CANCELLED, OrderState.CLOSED)

NOT_A_PERSONS = frozenset({HoldKind.PAYMENT, HoldKind.AUTHORIZATION_EXPIRED})
"""Holds that money ends and no word of a person."""


def queue(
    session: Session, desk: Desk, *, kinds: Collection[HoldKind] = ()
) -> tuple[HeldOrder, ...]:
    """Every held order, or those that one of *kinds* holds.

    An order whose promise is at risk comes first, then the one that waits longest; those that are to
    be asked again later stand back until then. One query, whatever the number.
    """
    rows = session.execute(
        select(
            Hold.order_id, Hold.kind, Hold.opened_at, Hold.ask_again_at,
            Order.number, Order.total_minor, Order.currency, Order.promise_date, Order.placed_at,
            Order.completed_order_at, Customer.display_name,
        )
        .join(Order, Order.id == Hold.order_id)
        .outerjoin(Customer, Customer.id == Order.customer_id)
        .where(
            Hold.store_id == desk.store_id,
            Hold.state == HoldState.OPEN,
            Order.state.not_in(_OVER),
        )
        .order_by(Hold.opened_at, Hold.id)
    )  # fmt: skip
    held: dict[uuid.UUID, list[Any]] = {}
    for row in rows:
        held.setdefault(row.order_id, []).append(row)
    now, today = desk.now(), desk.today()
    risk_until = add_business_days(today, 1)
    wanted = set(kinds)
    found = [
        _held_order(desk, of_order, now=now, today=today, risk_until=risk_until)
        for of_order in held.values()
        if not wanted or any(row.kind in wanted for row in of_order)
    ]
    return tuple(sorted(found, key=_urgency))


def _held_order(
    desk: Desk, rows: list[Any], *, now: datetime, today: date, risk_until: date
) -> HeldOrder:
    first = rows[0]
    again = [row.ask_again_at for row in rows]
    later = min(again) if all(at is not None and at > now for at in again) else None
    due = due_by(first.promise_date, first.completed_order_at or first.placed_at or now, desk)
    return HeldOrder(
        order_id=first.order_id,
        number=first.number,
        shown_number=order_numbers.display(first.number),
        customer=first.display_name or "",
        total_minor=first.total_minor,
        currency=first.currency,
        reasons=tuple(row.kind for row in rows),
        held_since=first.opened_at,
        promise_date=due,
        days_left=(due - today).days,
        at_risk=due <= risk_until,
        ask_again_at=later,
    )


def count(session: Session, desk: Desk) -> int:
    """How many orders wait for somebody now; those that stand back are left out."""
    return (
        session.scalar(
            select(func.count(func.distinct(Hold.order_id)))
            .join(Order, Order.id == Hold.order_id)
            .where(
                Hold.store_id == desk.store_id,
                Hold.state == HoldState.OPEN,
                or_(Hold.ask_again_at.is_(None), Hold.ask_again_at <= desk.now()),
                Order.state.not_in(_OVER),
            )
        )
        or 0
    )


def due_by(promised: date | None, clock_began: datetime, desk: Desk) -> date:
    """By when the order has to leave: as promised, else the rule's 30 days. A hold stops neither."""
    if promised is not None:
        return promised
    began = clock_began.astimezone(ZoneInfo(desk.time_zone)).date()
    return began + timedelta(days=limits.SHIP_WITHOUT_PROMISE_DAYS)


def is_at_risk(due: date, today: date) -> bool:
    """Whether it has to leave by the next business day."""
    return due <= add_business_days(today, 1)


def _urgency(order: HeldOrder) -> tuple[bool, bool, datetime, str]:
    return (order.ask_again_at is not None, not order.at_risk, order.held_since, order.number)
