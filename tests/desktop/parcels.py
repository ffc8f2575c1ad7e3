"""Parcels that leave the house, written down by another program than the one that is looked at."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select

from desktop.paths import DataFolder
from desktop.services import order_money
from models.order import Order, OrderState, Stamp
from models.session import Database, database_url


def send_everything(folder: DataFolder, *, at: datetime) -> uuid.UUID:
    """The one order that was keyed in a call leaves whole; its id."""
    database = Database(database_url(folder.practice.database))
    with database.write() as session:
        order = session.scalars(select(Order).where(Order.call_id.is_not(None))).one()
        stamp = Stamp(at=at, actor_id=None, workstation_id=None)
        for line in order.lines:
            line.shipped = line.ordered
        order.move_to(OrderState.SHIPPED, kind="shipped", stamp=stamp)
        order_money.settle(session, order, stamp)
        order_id = order.id
    database.close()
    return order_id
