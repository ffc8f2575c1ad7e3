"""What the ship sheet is filled from: the order, its carriers, and what would be captured."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session, selectinload

from desktop.services import (
    carrier_mappings,
    holds,
    not_sent,
    order_money,
    shipping_out,
    to_ship,
)
from desktop.services.desk import Desk, Refused
from desktop.services.shipment_shapes import Shipped, ToShip
from models.ids import uuid7
from models.order import Order
from models.order_value import shipped_minor
from models.payment import Tender


@dataclass(frozen=True)
class Money:
    """What happens to the money when these pieces leave; minor units.

    Attributes:
        captured: Taken from the cards that hold it.
        lacking: What no card holds; then nothing may leave.
        on_terms: It is owed, and nothing is captured.
        cards: Brand and last four of the cards that hold something.
    """

    captured: int
    lacking: int
    currency: str
    on_terms: bool = False
    cards: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ShipOffer:
    """An order as the sheet begins with it."""

    order: ToShip
    carriers: tuple[str, ...]
    held: bool


@dataclass(frozen=True)
class Sending:
    """What the sheet says of a parcel that is packed and handed over at once."""

    order_id: uuid.UUID
    pieces: Mapping[uuid.UUID, int]
    carrier: str
    service: str = ""
    boxes: int = 1
    weight_grams: int | None = None
    tracking: str = ""
    anyway: bool = False


def offer(session: Session, desk: Desk, order_id: uuid.UUID) -> ShipOffer:
    """The order, and who may carry it."""
    row = to_ship.of_order(session, desk, order_id)
    order = session.get_one(Order, order_id, options=(selectinload(Order.holds),))
    return ShipOffer(row, carrier_mappings.carriers(session, desk), bool(order.open_holds))


def money_for(
    session: Session, desk: Desk, order_id: uuid.UUID, pieces: Mapping[uuid.UUID, int]
) -> Money:
    """What shipping *pieces* would capture."""
    order = session.get_one(Order, order_id, options=(selectinload(Order.lines),))
    if any(pieces.values()):
        pieces = not_sent.going_along(order, pieces)
    standing = holds.payments_of(session, order, at=desk.now())
    terms = any(payment.tender is Tender.TERMS for payment, _sums in standing)
    taken = sum(sums.captured + sums.capturing for _payment, sums in standing)
    due = max(0, shipped_minor(order, more=pieces) - taken) if any(pieces.values()) else 0
    lacking = order_money.lacking_to_ship(session, order, pieces, at=desk.now()) if due else 0
    return Money(
        captured=0 if terms else due - lacking,
        lacking=lacking,
        currency=order.currency,
        on_terms=terms,
        cards=tuple((p.brand, p.last4) for p, sums in standing if sums.held > 0 and p.last4),
    )


def send(session: Session, desk: Desk, sending: Sending, *, command_id: uuid.UUID) -> Shipped:
    """Pack and ship in one go; the same command again does nothing.

    Raises:
        Refused: as `shipping_out.pack` and `shipping_out.ship`.
    """
    shipping_out.tracking_of(sending.tracking)
    parcel = shipping_out.pack(
        session, desk, sending.order_id, sending.pieces, carrier=sending.carrier,
        service=sending.service, boxes=sending.boxes, weight_grams=sending.weight_grams,
        anyway=sending.anyway, command_id=command_id,
    )  # fmt: skip
    if parcel.shipped_at is not None:
        raise Refused("already_shipped")
    return shipping_out.ship(session, desk, parcel.id, sending.tracking, command_id=uuid7())
