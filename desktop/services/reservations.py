"""Setting pieces aside while the agent talks."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from desktop.services.desk import Desk
from models import limits
from models.order import Order, OrderLine, OrderState
from models.product import StockReservation


def reserve(session: Session, order: Order, *, at: datetime) -> None:
    """Make the reservations of *order* say what its lines say. The lines must be flushed."""
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
        row = standing.get(line.id)
        if row is None:
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


def _new(store_id: uuid.UUID, line: OrderLine, quantity: int, at: datetime) -> StockReservation:
    return StockReservation(
        store_id=store_id,
        variant_id=line.variant_id,
        order_line_id=line.id,
        quantity=quantity,
        created_at=at,
    )
