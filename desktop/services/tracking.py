"""Tracking numbers read back: each row ships its parcel, was done before, or says why not."""

from __future__ import annotations

import enum
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from desktop.imports.tracking_file import TrackingRow
from desktop.services import order_money, shipping_out
from desktop.services.desk import Desk, Refused
from desktop.services.shipping_out import tracking_of
from desktop.services.to_ship import SENDABLE
from models import order_numbers
from models.ids import uuid7
from models.order import Order, OrderState
from models.shipment import Shipment


class RowEnd(enum.Enum):
    """What became of a row."""

    SHIPPED = "shipped"
    ALREADY = "already"
    REFUSED = "refused"


@dataclass(frozen=True)
class RowResult:
    """A row's end. *code* says why it was refused, *values* fill the words; nothing else is told."""

    line: int
    end: RowEnd
    shown_number: str = ""
    code: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class TrackingDone:
    """The rows' ends, and the attempts that the payment runner has to carry out."""

    results: tuple[RowResult, ...]
    attempts: tuple[uuid.UUID, ...] = ()


class _Step(enum.Enum):
    SHIP = "ship"
    WRITE = "write"
    ADD_BOX = "add_box"
    NONE = "none"


@dataclass(frozen=True)
class _Plan:
    result: RowResult
    step: _Step = _Step.NONE
    shipment: Shipment | None = None
    number: str = ""


def preview(session: Session, desk: Desk, rows: Iterable[TrackingRow]) -> tuple[RowResult, ...]:
    """What `read_back` would do with each row; nothing is changed."""
    seen = _Seen()
    return tuple(_plan(session, desk, row, seen).result for row in rows)


def read_back(session: Session, desk: Desk, rows: Iterable[TrackingRow]) -> TrackingDone:
    """Ship the parcels that the rows name, under their tracking numbers. Doing it again does nothing."""
    results: list[RowResult] = []
    attempts: list[uuid.UUID] = []
    for row in rows:
        plan = _plan(session, desk, row, _Seen())
        if plan.shipment is not None:
            if plan.step is _Step.SHIP:
                shipped = shipping_out.ship(
                    session, desk, plan.shipment.id, plan.number, command_id=uuid7()
                )
                attempts += shipped.attempts
            elif plan.step is _Step.WRITE:
                shipping_out.set_tracking(session, desk, plan.shipment.id, plan.number)
            elif plan.step is _Step.ADD_BOX:
                shipping_out.add_box(session, desk, plan.shipment.id, plan.number)
        results.append(plan.result)
    return TrackingDone(tuple(results), tuple(attempts))


class _Seen:
    """What the rows before took, where they are only looked at."""

    def __init__(self) -> None:
        self.numbers: dict[str, uuid.UUID] = {}
        self.boxes: dict[uuid.UUID, int] = {}


def _plan(session: Session, desk: Desk, row: TrackingRow, seen: _Seen) -> _Plan:
    number = order_numbers.parse(row.order)
    if number is None:
        return _refused(row, "no_order_number")
    order = session.scalar(
        select(Order)
        .where(Order.store_id == desk.store_id, Order.number == number)
        .options(selectinload(Order.lines), selectinload(Order.holds))
    )
    shown = order_numbers.display(number)
    if order is None or order.state is OrderState.DRAFT:
        return _refused(row, "unknown_order", shown)
    try:
        tracking = tracking_of(row.tracking)
    except Refused as refused:
        return _refused(row, refused.code, shown)
    if not tracking:
        return _refused(row, "tracking_missing", shown)
    return _match(session, desk, row, order, tracking, seen)


def _match(
    session: Session, desk: Desk, row: TrackingRow, order: Order, tracking: str, seen: _Seen
) -> _Plan:
    shown = order_numbers.display(order.number)
    parcels = session.scalars(
        select(Shipment)
        .where(Shipment.order_id == order.id)
        .options(selectinload(Shipment.lines))
        .order_by(Shipment.created_at, Shipment.id)
    ).all()
    known = seen.numbers.get(tracking)
    if known is None:
        known = session.scalar(
            select(Shipment.order_id).where(
                Shipment.store_id == desk.store_id, Shipment.tracking_number == tracking
            )
        )
    if known == order.id and not _waits_under(parcels, tracking):
        return _Plan(RowResult(row.line, RowEnd.ALREADY, shown))
    if known is not None and known != order.id:
        return _refused(row, "tracking_used", shown)
    shipment, step = _parcel(parcels, row.parcel, tracking, seen)
    if shipment is None:
        return _refused(row, "nothing_packed", shown)
    refused = _unsendable(session, desk, order, shipment) if step is _Step.SHIP else None
    if refused is not None:
        return _refused(row, refused.code, shown, refused.values)
    seen.numbers[tracking] = order.id
    if step is _Step.ADD_BOX:
        seen.boxes[shipment.id] = seen.boxes.get(shipment.id, shipment.parcels) - 1
    else:
        seen.boxes[shipment.id] = shipment.parcels
    return _Plan(RowResult(row.line, RowEnd.SHIPPED, shown), step, shipment, tracking)


def _waits_under(parcels: Iterable[Shipment], tracking: str) -> bool:
    """Whether the number was typed for a parcel that has not left."""
    return any(p.tracking_number == tracking and p.shipped_at is None for p in parcels)


def _parcel(
    parcels: Iterable[Shipment], place: str, tracking: str, seen: _Seen
) -> tuple[Shipment | None, _Step]:
    """The parcel that a row is about: the one it names, else the oldest that waits for a number."""
    listed = list(parcels)
    if place.isascii() and place.isdigit() and 1 <= int(place) <= len(listed):
        listed = [listed[int(place) - 1]]
    waiting = [p for p in listed if p.shipped_at is None and p.id not in seen.boxes]
    for parcel in sorted(waiting, key=lambda p: p.tracking_number != tracking):
        return parcel, _Step.SHIP
    for parcel in listed:
        if parcel.shipped_at and not parcel.tracking_number and parcel.id not in seen.boxes:
            return parcel, _Step.WRITE
    for parcel in listed:
        gone = parcel.shipped_at is not None or parcel.id in seen.boxes
        if gone and seen.boxes.get(parcel.id, parcel.parcels) > 1:
            return parcel, _Step.ADD_BOX
    return None, _Step.NONE


def _unsendable(session: Session, desk: Desk, order: Order, shipment: Shipment) -> Refused | None:
    if order.open_holds:
        return Refused("held")
    if order.state not in SENDABLE:
        return Refused("not_released")
    going = {part.order_line_id: part.quantity for part in shipment.lines}
    lacking = order_money.lacking_to_ship(session, order, going, at=desk.now())
    return Refused("money_lacking", lacking=lacking, currency=order.currency) if lacking else None


def _refused(
    row: TrackingRow, code: str, shown: str = "", values: Mapping[str, object] | None = None
) -> _Plan:
    return _Plan(RowResult(row.line, RowEnd.REFUSED, shown, code, dict(values or {})))
