"""Setting pieces aside while the agent talks."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.order import Order, OrderLine
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
