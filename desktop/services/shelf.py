"""What lies on the shelf for whom: pieces go to orders in the sequence in which these were placed."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from models.order import Order, OrderLine, OrderState
from models.product import ProductVariant, StockReservation
from models.shipment import Shipment, ShipmentLine

WAITING = (OrderState.PLACED, OrderState.RELEASED, OrderState.PARTLY_SHIPPED)
"""Orders whose pieces are set aside; a held one keeps its place in the queue."""


def packed_of(session: Session, line_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Pieces of each line in parcels that have not left."""
    rows = session.execute(
        select(ShipmentLine.order_line_id, func.sum(ShipmentLine.quantity))
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .where(Shipment.shipped_at.is_(None), ShipmentLine.order_line_id.in_(line_ids))
        .group_by(ShipmentLine.order_line_id)
    )
    return {line_id: int(count) for line_id, count in rows}


def take(session: Session, line: OrderLine, count: int) -> None:
    """Take pieces of *line* away, where its item is counted; never below nothing.

    In one statement, so that two packers never write the same count.
    """
    left = ProductVariant.stock_on_hand - count
    session.execute(
        update(ProductVariant)
        .where(ProductVariant.id == line.variant_id, ProductVariant.stock_on_hand.is_not(None))
        .values(stock_on_hand=case((left < 0, 0), else_=left))
    )


def left_of(line: OrderLine, packed: Mapping[uuid.UUID, int]) -> int:
    """Pieces of *line* that are neither sent nor packed nor cancelled."""
    return max(0, line.ordered - line.cancelled - line.shipped - packed.get(line.id, 0))


def ready_for(
    session: Session, orders: Iterable[Order], packed: Mapping[uuid.UUID, int]
) -> dict[uuid.UUID, int]:
    """By line, how many of the pieces left to pack lie on the shelf for it.

    Of what is not counted everything lies there. *packed* is `packed_of` the lines of *orders*.
    """
    lines = [line for order in orders for line in order.lines]
    wanted = {line.variant_id for line in lines}
    on_hand = _on_hand(session, wanted)
    ready = {
        line.id: left_of(line, packed) for line in lines if on_hand.get(line.variant_id) is None
    }
    counted = {variant_id: count for variant_id, count in on_hand.items() if count is not None}
    queue = _queue(session, counted)
    in_queue = {line_id for line_id, _variant, _quantity in queue}
    queue += [
        (line.id, line.variant_id, left_of(line, packed) + packed.get(line.id, 0))
        for line in lines
        if line.id not in in_queue and line.variant_id in counted
    ]
    boxed = packed_of(session, [line_id for line_id, _variant, _quantity in queue])
    for line_id, variant_id, _quantity in queue:
        counted[variant_id] -= boxed.get(line_id, 0)
    for line_id, variant_id, quantity in queue:
        there = max(0, min(quantity - boxed.get(line_id, 0), counted[variant_id]))
        ready[line_id] = there
        counted[variant_id] -= there
    return {line.id: min(left_of(line, packed), ready.get(line.id, 0)) for line in lines}


def _on_hand(session: Session, variant_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int | None]:
    rows = session.execute(
        select(ProductVariant.id, ProductVariant.stock_on_hand).where(
            ProductVariant.id.in_(variant_ids)
        )
    )
    return dict(rows.all())


def _queue(
    session: Session, variant_ids: Collection[uuid.UUID]
) -> list[tuple[uuid.UUID, uuid.UUID, int]]:
    """(line, variant, pieces set aside) of placed orders, those placed first in front."""
    rows = session.execute(
        select(OrderLine.id, OrderLine.variant_id, StockReservation.quantity)
        .join(StockReservation, StockReservation.order_line_id == OrderLine.id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(StockReservation.variant_id.in_(variant_ids), Order.state.in_(WAITING))
        .order_by(Order.placed_at, Order.id, OrderLine.position)
    )
    return [(line_id, variant_id, quantity) for line_id, variant_id, quantity in rows]
