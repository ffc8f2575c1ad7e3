"""Setting pieces aside while the agent talks."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from desktop.services.desk import Desk
from models import limits
from models.order import Order, OrderLine, OrderState
from models.product import StockReservation


def reserve(session: Session, order: Order, *, at: datetime) -> None:
    """Make the reservations of *order* say what its lines say. The lines must be flushed.

    The draft of a change sets aside only what it needs beyond what the placed order has already.
    """
    spare = _set_aside(session, order.changes_order_id)
    standing = {
        row.order_line_id: row
        for row in session.scalars(
            select(StockReservation).where(
                StockReservation.order_line_id.in_([line.id for line in order.lines])
            )
        )
    }
    for line in order.lines:
        wanted = line.ordered - line.cancelled - line.shipped
        there = min(wanted, spare[line.variant_id])
        spare[line.variant_id] -= there
        wanted -= there
        row = standing.get(line.id)
        if row is None:
            if wanted:
                session.add(_new(order.store_id, line, wanted, at))
        elif (row.quantity, row.variant_id) != (wanted, line.variant_id):
            row.quantity, row.variant_id = wanted, line.variant_id


def release_all(session: Session, order: Order) -> None:
    """Give back everything that *order* has set aside."""
    ids = [line.id for line in order.lines]
    session.execute(delete(StockReservation).where(StockReservation.order_line_id.in_(ids)))


def give_back_idle(session: Session, desk: Desk) -> int:
    """Give back what drafts have set aside that nobody has touched for long; how many lines.

    The drafts stay as they are: whoever goes on with one sets its pieces aside again.
    """
    long_ago = desk.now() - timedelta(hours=limits.DRAFT_RESERVES_HOURS)
    idle = (
        StockReservation.store_id == desk.store_id,
        StockReservation.order_line_id.in_(
            select(OrderLine.id)
            .join(Order)
            .where(
                Order.store_id == desk.store_id,
                Order.state == OrderState.DRAFT,
                Order.updated_at < long_ago,
            )
        ),
    )
    count = session.scalar(select(func.count()).select_from(StockReservation).where(*idle)) or 0
    if count:
        session.execute(delete(StockReservation).where(*idle))
    return count


def _set_aside(session: Session, order_id: uuid.UUID | None) -> Counter[uuid.UUID]:
    """The pieces that an order has, by variant; none for no order."""
    if order_id is None:
        return Counter()
    rows = session.execute(
        select(StockReservation.variant_id, func.sum(StockReservation.quantity))
        .join(OrderLine, OrderLine.id == StockReservation.order_line_id)
        .where(OrderLine.order_id == order_id)
        .group_by(StockReservation.variant_id)
    )
    return Counter({variant_id: int(count) for variant_id, count in rows})


def _new(store_id: uuid.UUID, line: OrderLine, quantity: int, at: datetime) -> StockReservation:
    return StockReservation(
        store_id=store_id,
        variant_id=line.variant_id,
        order_line_id=line.id,
        quantity=quantity,
        created_at=at,
    )


def give_back(session: Session, order: Order) -> None:
    """Let go of what *order* no longer waits for: pieces that were sent or cancelled."""
    wanted = {line.id: line.ordered - line.cancelled - line.shipped for line in order.lines}
    for row in session.scalars(
        select(StockReservation).where(StockReservation.order_line_id.in_(wanted))
    ):
        if wanted[row.order_line_id] <= 0:
            session.delete(row)
        else:
            row.quantity = wanted[row.order_line_id]
