"""What waits to be packed and sent, and the parcels there are."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, selectinload

from desktop.services import shelf
from desktop.services.desk import Desk
from desktop.services.order_views import address_of
from desktop.services.shipment_shapes import LineToShip, PackedLine, ShipmentView, ToShip
from models import order_numbers
from models.hold import Hold, HoldState
from models.order import BackorderChoice, Order, OrderLine, OrderState
from models.shipment import Shipment
from models.shipping import ShippingMethod

SENDABLE = (OrderState.RELEASED, OrderState.PARTLY_SHIPPED)
MOST = 500
"""Orders in one list: more than are packed in a day, and a list that is still read at once."""


def to_ship(session: Session, desk: Desk, *, most: int = MOST) -> tuple[ToShip, ...]:
    """Released and partly shipped orders with pieces to send or parcels to hand over.

    What was promised first comes first. An order with an open hold is not among them, nor one that
    is to go together while something of it is missing.
    """
    found = _orders(session, Order.store_id == desk.store_id, Order.state.in_(SENDABLE), most=most)
    listed = _views(session, desk, found)
    return tuple(sorted((row for row in listed if _can_go(row)), key=_urgency))


def waiting_count(session: Session, desk: Desk) -> int:
    """How many orders are released or partly shipped, whether there is stock for them or not."""
    return int(
        session.scalar(
            select(func.count())
            .select_from(Order)
            .where(Order.store_id == desk.store_id, Order.state.in_(SENDABLE))
        )
        or 0
    )


def of_order(session: Session, desk: Desk, order_id: uuid.UUID) -> ToShip:
    """One order in the same words, whatever its state: what of it is left, and what is packed."""
    return _views(session, desk, _orders(session, Order.id == order_id, held=True))[0]


def parcels(
    session: Session, *, order_id: uuid.UUID | None = None, ids: Iterable[uuid.UUID] = ()
) -> tuple[ShipmentView, ...]:
    """The parcels of an order, or those with *ids*, oldest first."""
    wanted = Shipment.id.in_(list(ids)) if order_id is None else Shipment.order_id == order_id
    rows = session.scalars(
        select(Shipment)
        .where(wanted)
        .options(selectinload(Shipment.lines))
        .order_by(Shipment.created_at, Shipment.id)
    ).all()
    return _shipments(session, rows)


def _orders(
    session: Session, *where: ColumnElement[bool], most: int = MOST, held: bool = False
) -> list[Order]:
    query = (
        select(Order)
        .where(*where)
        .options(selectinload(Order.lines))
        .order_by(Order.promise_date.is_(None), Order.promise_date, Order.placed_at, Order.id)
        .limit(most)
    )
    if not held:
        waits = exists().where(Hold.order_id == Order.id, Hold.state == HoldState.OPEN)
        query = query.where(~waits)
    return list(session.scalars(query))


def _views(session: Session, desk: Desk, orders: Sequence[Order]) -> list[ToShip]:
    packed = shelf.packed_of(session, [line.id for order in orders for line in order.lines])
    ready = shelf.ready_for(session, orders, packed)
    open_rows = session.scalars(
        select(Shipment)
        .where(Shipment.order_id.in_([order.id for order in orders]), Shipment.shipped_at.is_(None))
        .options(selectinload(Shipment.lines))
        .order_by(Shipment.created_at, Shipment.id)
    ).all()
    waiting: dict[uuid.UUID, list[ShipmentView]] = {}
    for view in _shipments(session, open_rows):
        waiting.setdefault(view.order_id, []).append(view)
    carriers = _carriers(session, desk)
    rows = []
    for order in orders:
        lines = tuple(
            _line(line, left, ready)
            for line in order.lines
            if line.needs_shipping and (left := shelf.left_of(line, packed))
        )
        rows.append(_view(desk, order, lines, tuple(waiting.get(order.id, ())), carriers))
    return rows


def _view(
    desk: Desk,
    order: Order,
    lines: tuple[LineToShip, ...],
    packed: tuple[ShipmentView, ...],
    carriers: dict[uuid.UUID, str],
) -> ToShip:
    promised = min(
        (line.promise_date for line in lines if line.promise_date), default=order.promise_date
    )
    address = address_of(order.ship_to or order.bill_to)
    goes_to = ""
    if address is not None:
        named = address.name.strip() or address.company.strip()
        goes_to = ", ".join(part for part in (named, address.city.strip()) if part)
    return ToShip(
        order_id=order.id,
        number=order.number,
        shown_number=order_numbers.display(order.number),
        state=order.state,
        placed_at=order.placed_at or order.updated_at,
        promise_date=promised,
        late=promised is not None and promised < desk.today(),
        goes_to=goes_to,
        method=order.shipping_name,
        carrier=carriers.get(order.shipping_method_id, "") if order.shipping_method_id else "",
        choice=order.backorder_choice,
        lines=lines,
        packed=packed,
    )


def _line(line: OrderLine, left: int, ready: dict[uuid.UUID, int]) -> LineToShip:
    return LineToShip(
        line_id=line.id,
        sku=line.sku,
        name=line.name,
        caption=line.caption,
        left=left,
        ready=ready.get(line.id, 0),
        weight_grams=line.weight_grams,
        promise_date=line.promise_date,
    )


def _shipments(session: Session, rows: Sequence[Shipment]) -> tuple[ShipmentView, ...]:
    line_ids = [line.order_line_id for row in rows for line in row.lines]
    lines = {
        line.id: line
        for line in session.scalars(select(OrderLine).where(OrderLine.id.in_(line_ids)))
    }
    order_ids = {row.order_id for row in rows}
    rows_of_orders = session.execute(select(Order.id, Order.number).where(Order.id.in_(order_ids)))
    numbers = dict(rows_of_orders.all())
    counted: dict[uuid.UUID, list[uuid.UUID]] = {}
    for shipment_id, order_id in session.execute(
        select(Shipment.id, Shipment.order_id)
        .where(Shipment.order_id.in_(order_ids))
        .order_by(Shipment.created_at, Shipment.id)
    ):
        counted.setdefault(order_id, []).append(shipment_id)
    return tuple(
        _shipment(row, numbers[row.order_id], counted[row.order_id].index(row.id) + 1, lines)
        for row in rows
    )


def _shipment(
    row: Shipment, number: str, parcel: int, lines: dict[uuid.UUID, OrderLine]
) -> ShipmentView:
    inside = sorted(row.lines, key=lambda part: lines[part.order_line_id].position)
    return ShipmentView(
        id=row.id,
        order_id=row.order_id,
        number=number,
        shown_number=order_numbers.display(number),
        parcel=parcel,
        carrier=row.carrier,
        service=row.service,
        tracking_number=row.tracking_number or "",
        boxes=row.parcels,
        weight_grams=row.weight_grams,
        packed_at=row.created_at,
        shipped_at=row.shipped_at,
        manifest_id=row.manifest_id,
        lines=tuple(
            PackedLine(
                line_id=part.order_line_id,
                sku=lines[part.order_line_id].sku,
                name=lines[part.order_line_id].name,
                caption=lines[part.order_line_id].caption,
                quantity=part.quantity,
            )
            for part in inside
        ),
    )


def _carriers(session: Session, desk: Desk) -> dict[uuid.UUID, str]:
    rows = session.execute(
        select(ShippingMethod.id, ShippingMethod.carrier).where(
            ShippingMethod.store_id == desk.store_id
        )
    )
    return dict(rows.all())


def _can_go(row: ToShip) -> bool:
    """Whether something of it can be done now: all of it for an order that goes together."""
    if row.packed:
        return True
    if row.choice is BackorderChoice.HOLD:
        return bool(row.lines) and not row.short
    return bool(row.lines)


def _urgency(row: ToShip) -> tuple[date, datetime, uuid.UUID]:
    placed = row.placed_at.astimezone(UTC)
    return (row.promise_date or date.max, placed, row.order_id)
