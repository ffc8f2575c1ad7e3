"""The queue of held orders: the most urgent first, then the oldest."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
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
    now, today = desk.now(), desk.today()
    found: dict[uuid.UUID, HeldOrder] = {}
    for row in rows:
        again = (
            row.ask_again_at if row.ask_again_at is not None and row.ask_again_at > now else None
        )
        standing = found.get(row.order_id)
        if standing is not None:
            both = standing.ask_again_at is not None and again is not None
            found[row.order_id] = replace(
                standing,
                reasons=(*standing.reasons, row.kind),
                ask_again_at=standing.ask_again_at if both else None,
            )
            continue
        due = due_by(row.promise_date, row.completed_order_at or row.placed_at or now, desk)
        found[row.order_id] = HeldOrder(
            order_id=row.order_id,
            number=row.number,
            shown_number=order_numbers.display(row.number),
            customer=row.display_name or "",
            total_minor=row.total_minor,
            currency=row.currency,
            reasons=(row.kind,),
            held_since=row.opened_at,
            promise_date=due,
            days_left=(due - today).days,
            at_risk=is_at_risk(due, today),
            ask_again_at=again,
        )
    wanted = [o for o in found.values() if not kinds or set(kinds) & set(o.reasons)]
    return tuple(sorted(wanted, key=_urgency))


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
