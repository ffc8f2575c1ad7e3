"""Cancelling an order: what has not shipped will not, and its money goes back or is let go."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session, selectinload

from desktop.services import holds, order_money
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused, Stale
from desktop.services.reservations import release_all
from models.hold import HoldState
from models.ids import uuid7
from models.order import Order, OrderState
from models.order_version import OrderNote


@dataclass(frozen=True)
class Cancelled:
    """An order that was cancelled, and what the payment runner has to carry out."""

    order_id: uuid.UUID
    attempts: tuple[uuid.UUID, ...]


def cancel_order(
    session: Session,
    desk: Desk,
    order_id: uuid.UUID,
    *,
    note: str,
    version: int,
    command_id: uuid.UUID,
) -> Cancelled:
    """Cancel a placed or released order, or the unshipped part of a partly shipped one.

    Raises:
        Stale: the order has changed since *version*.
        Refused: `cancelled_already`, `cancel_shipped`.
    """

    def work() -> dict[str, Any]:
        order = session.get_one(
            Order,
            order_id,
            options=(selectinload(Order.lines), selectinload(Order.holds)),
            with_for_update=True,
            populate_existing=True,
        )
        if order.state is OrderState.CANCELLED:
            raise Refused("cancelled_already")
        if order.state in (OrderState.SHIPPED, OrderState.CLOSED):
            raise Refused("cancel_shipped")
        if order.version != version:
            raise Stale
        stamp = desk.stamp()
        if note.strip():
            session.add(
                OrderNote(
                    id=uuid7(),
                    store_id=order.store_id,
                    order_id=order.id,
                    agent_id=desk.agent_id,
                    words=note.strip()[:200],
                    created_at=stamp.at,
                )
            )
        for hold in order.open_holds:
            holds.end_hold(order, hold, stamp, state=HoldState.ORDER_CANCELLED)
        for line in order.lines:
            line.cancelled = line.ordered - line.shipped
        release_all(session, order)
        order.updated_at = stamp.at
        order.move_to(OrderState.CANCELLED, kind="cancelled", stamp=stamp)
        attempts = order_money.settle(session, order, stamp)
        return {"order": str(order_id), "attempts": [str(attempt) for attempt in attempts]}

    result = once(session, desk, command_id, "cancel_order", work)
    attempts = tuple(uuid.UUID(attempt) for attempt in result["attempts"])
    return Cancelled(uuid.UUID(result["order"]), attempts)
