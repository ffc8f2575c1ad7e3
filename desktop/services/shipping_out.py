"""Packing parcels and sending them off; what leaves is captured, and nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from desktop.services import not_sent, order_money, shelf, to_ship
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused
from desktop.services.reservations import give_back
from desktop.services.shipment_shapes import ShipmentView, Shipped, ToShip
from models import card_guard, order_numbers
from models.ids import uuid7
from models.order import BackorderChoice, Order, OrderState
from models.payment import PaymentAttempt, Purpose
from models.shipment import Shipment, ShipmentLine
from models.types import TrackingText

MOST_BOXES = 99
MOST_GRAMS = 1_000_000

_PASSED_OVER = str.maketrans("", "", " -.\t\r\n")


def pack(
    session: Session,
    desk: Desk,
    order_id: uuid.UUID,
    pieces: Mapping[uuid.UUID, int] | None,
    *,
    carrier: str,
    command_id: uuid.UUID,
    service: str = "",
    boxes: int = 1,
    weight_grams: int | None = None,
    anyway: bool = False,
) -> ShipmentView:
    """Put pieces of a released order into a parcel that waits for its carrier.

    Args:
        session: a session that will be committed.
        desk: where and by whom.
        order_id: the order.
        pieces: By line, how many; None takes all that lies on the shelf for it.
        carrier: Who will carry it.
        command_id: Sending the same command again packs nothing again.
        service: The carrier's code for how fast.
        boxes: How many boxes it makes.
        weight_grams: None adds the weights of the pieces up.
        anyway: Also what the count says is not there or is set aside for earlier orders, and a part
            of what is to go together.

    Raises:
        Refused: `held`, `not_released`, `nothing_to_pack`, `carrier_missing`, `boxes_wrong`,
            `weight_wrong`; `too_many` or `short_of_stock`, with the line's id in `field` and what may
            be packed in `most`; `goes_together`.
    """

    def work() -> dict[str, str]:
        order = _sendable(session, order_id)
        row = to_ship.of_order(session, desk, order_id)
        wanted = _wanted(row, pieces, anyway=anyway)
        if not carrier.strip():
            raise Refused("carrier_missing", field="carrier")
        if not 1 <= boxes <= MOST_BOXES:
            raise Refused("boxes_wrong", field="boxes", most=MOST_BOXES)
        left = {line.line_id: line for line in row.lines}
        weighs = sum(left[line_id].weight_grams * count for line_id, count in wanted.items())
        grams = weighs if weight_grams is None else weight_grams
        if not 0 <= grams <= MOST_GRAMS:
            raise Refused("weight_wrong", field="weight", most=MOST_GRAMS)
        shipment = Shipment(
            id=uuid7(),
            store_id=desk.store_id,
            order_id=order_id,
            carrier=carrier.strip(),
            service=service.strip(),
            parcels=boxes,
            weight_grams=grams,
            created_at=desk.now(),
            lines=[
                ShipmentLine(store_id=desk.store_id, order_line_id=line_id, quantity=count)
                for line_id, count in wanted.items()
            ],
        )
        session.add(shipment)
        order.updated_at = desk.now()
        order.record("packed", stamp=desk.stamp(), shipment=str(shipment.id))
        session.flush()
        return {"shipment": str(shipment.id)}

    made = once(session, desk, command_id, "pack", work)
    return to_ship.parcels(session, ids=[uuid.UUID(made["shipment"])])[0]


def unpack(session: Session, desk: Desk, shipment_id: uuid.UUID, *, command_id: uuid.UUID) -> None:
    """Take a parcel apart that has not left; its pieces are back on the shelf.

    Raises:
        Refused: `already_shipped`.
    """

    def work() -> dict[str, str]:
        shipment = session.get(Shipment, shipment_id)
        if shipment is None:
            return {}
        if shipment.shipped_at is not None:
            raise Refused("already_shipped")
        order = session.get_one(Order, shipment.order_id)
        order.updated_at = desk.now()
        order.record("unpacked", stamp=desk.stamp(), shipment=str(shipment_id))
        session.delete(shipment)
        session.flush()
        return {}

    once(session, desk, command_id, "unpack", work)


def ship(
    session: Session,
    desk: Desk,
    shipment_id: uuid.UUID,
    tracking_number: str = "",
    *,
    command_id: uuid.UUID,
) -> Shipped:
    """Hand a packed parcel over: its pieces leave the shelf, and what they are worth is captured.

    Raises:
        Refused: `already_shipped`, `held`, `not_released`; `tracking_wrong` or `tracking_used`;
            `money_lacking`, with what no card holds in `lacking`: nothing leaves unpaid.
    """

    def work() -> dict[str, object]:
        shipment = session.get_one(Shipment, shipment_id, options=(selectinload(Shipment.lines),))
        if shipment.shipped_at is not None:
            raise Refused("already_shipped")
        order = _sendable(session, shipment.order_id)
        number = tracking_of(tracking_number)
        _refuse_used(session, desk, shipment, number)
        parts = {part.order_line_id: part.quantity for part in shipment.lines}
        going = not_sent.going_along(order, parts)
        lacking = order_money.lacking_to_ship(session, order, going, at=desk.now())
        if lacking:
            raise Refused("money_lacking", lacking=lacking, currency=order.currency)
        shipment.shipped_at, shipment.tracking_number = desk.now(), number or None
        lines = {line.id: line for line in order.lines}
        for line_id, count in going.items():
            lines[line_id].shipped += count
            shelf.take(session, lines[line_id], count)
        give_back(session, order)
        _move_on(desk, order, shipment)
        return {
            "order": str(order.id),
            "shipment": str(shipment_id),
            "attempts": [str(attempt) for attempt in _settle(session, desk, order, shipment)],
        }

    done = once(session, desk, command_id, "ship", work)
    return Shipped(
        uuid.UUID(done["order"]),
        uuid.UUID(done["shipment"]),
        tuple(uuid.UUID(attempt) for attempt in done["attempts"]),
    )


def set_tracking(
    session: Session, desk: Desk, shipment_id: uuid.UUID, tracking_number: str
) -> ShipmentView:
    """Write or mend the tracking number of a parcel, also after it left.

    Raises:
        Refused: `tracking_wrong` or `tracking_used`.
    """
    shipment = session.get_one(Shipment, shipment_id)
    number = tracking_of(tracking_number)
    _refuse_used(session, desk, shipment, number)
    if (shipment.tracking_number or "") != number:
        shipment.tracking_number = number or None
        order = session.get_one(Order, shipment.order_id)
        order.updated_at = desk.now()
        order.record("tracking_written", stamp=desk.stamp(), shipment=str(shipment_id))
        session.flush()
    return to_ship.parcels(session, ids=[shipment_id])[0]


def add_box(
    session: Session, desk: Desk, shipment_id: uuid.UUID, tracking_number: str
) -> uuid.UUID:
    """A further box of a parcel that left, under a tracking number of its own.

    Raises:
        Refused: `no_more_boxes`: the parcel was packed as no more boxes than are known; `tracking_wrong`
            or `tracking_used`.
    """
    shipment = session.get_one(Shipment, shipment_id)
    number = tracking_of(tracking_number)
    _refuse_used(session, desk, shipment, number)
    if shipment.parcels < 2:
        raise Refused("no_more_boxes")
    shipment.parcels -= 1
    box = Shipment(
        id=uuid7(),
        store_id=desk.store_id,
        order_id=shipment.order_id,
        carrier=shipment.carrier,
        service=shipment.service,
        tracking_number=number,
        shipped_at=shipment.shipped_at,
        manifest_id=shipment.manifest_id,
        created_at=desk.now(),
    )
    session.add(box)
    order = session.get_one(Order, shipment.order_id)
    order.updated_at = desk.now()
    order.record("box_added", stamp=desk.stamp(), shipment=str(box.id))
    session.flush()
    return box.id


def tracking_of(typed: str) -> str:
    """A tracking number as it is stored: capitals and digits; "" for none.

    The column has a check of its own instead of the card guard, which letters and the length of most
    carriers' numbers would pass anyway; digits alone that could be a card's are not let through to it.

    Raises:
        Refused: `tracking_wrong` or `tracking_card`; what was typed is not repeated.
    """
    number = typed.translate(_PASSED_OVER).upper()
    if number and not TrackingText(40).accepts(number):
        raise Refused("tracking_wrong", field="tracking")
    if number.isdigit() and card_guard.looks_like_card(number):
        raise Refused("tracking_card", field="tracking")
    return number


def _sendable(session: Session, order_id: uuid.UUID) -> Order:
    order = session.get_one(
        Order,
        order_id,
        options=(selectinload(Order.lines), selectinload(Order.holds)),
        with_for_update=True,
    )
    if order.open_holds:
        raise Refused("held")
    if order.state not in to_ship.SENDABLE:
        raise Refused("not_released")
    return order


def _wanted(
    row: ToShip, pieces: Mapping[uuid.UUID, int] | None, *, anyway: bool
) -> dict[uuid.UUID, int]:
    if pieces is None:
        wanted = {line.line_id: line.left if anyway else line.ready for line in row.lines}
    else:
        wanted = dict(pieces)
        left = {line.line_id: line for line in row.lines}
        for line_id, count in pieces.items():
            most = left[line_id].left if line_id in left else 0
            if not 0 <= count <= most:
                raise Refused("too_many", field=str(line_id), most=most)
            if count and not anyway and count > left[line_id].ready:
                raise Refused("short_of_stock", field=str(line_id), most=left[line_id].ready)
    wanted = {line_id: count for line_id, count in wanted.items() if count}
    if not wanted:
        raise Refused("nothing_to_pack")
    if row.choice is BackorderChoice.HOLD and not anyway:
        rest = sum(line.left for line in row.lines) - sum(wanted.values())
        if rest:
            raise Refused("goes_together", rest=rest)
    return wanted


def _refuse_used(session: Session, desk: Desk, shipment: Shipment, number: str) -> None:
    if not number:
        return
    other = session.execute(
        select(Order.number)
        .join(Shipment, Shipment.order_id == Order.id)
        .where(
            Shipment.store_id == desk.store_id,
            Shipment.tracking_number == number,
            Shipment.id != shipment.id,
        )
        .limit(1)
    ).scalar()
    if other is not None:
        raise Refused("tracking_used", field="tracking", order=order_numbers.display(other))


def _move_on(desk: Desk, order: Order, shipment: Shipment) -> None:
    gone = all(line.shipped + line.cancelled >= line.ordered for line in order.lines)
    state = OrderState.SHIPPED if gone else OrderState.PARTLY_SHIPPED
    order.updated_at = desk.now()
    if order.state is state:
        order.record("parcel_shipped", stamp=desk.stamp(), shipment=str(shipment.id))
    else:
        order.move_to(state, kind=state.value, stamp=desk.stamp(), shipment=str(shipment.id))


def _settle(
    session: Session, desk: Desk, order: Order, shipment: Shipment
) -> tuple[uuid.UUID, ...]:
    """What the order's money has to do now; a capture says for which parcel it is."""
    attempts = order_money.settle(session, order, desk.stamp())
    for attempt_id in attempts:
        attempt = session.get_one(PaymentAttempt, attempt_id)
        if attempt.purpose is Purpose.CAPTURE:
            attempt.shipment_id = shipment.id
    session.flush()
    return attempts
