"""Cancelling an order: what has not shipped will not, and its money goes back or is let go."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from desktop.services import change_money, coupon_people, holds, order_money, order_notes, orders
from desktop.services.change_money import MoneyStanding
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused, Stale
from desktop.services.order_notes import LONGEST_NOTE
from desktop.services.reservations import release_all
from models import card_guard
from models.hold import HoldState
from models.order import Order, OrderState
from models.order_value import shipped_minor
from models.shipment import Shipment

_LOADED = (selectinload(Order.lines), selectinload(Order.holds))


@dataclass(frozen=True)
class Cancelled:
    """An order that was cancelled, and what the payment runner has to carry out."""

    order_id: uuid.UUID
    attempts: tuple[uuid.UUID, ...]


@dataclass(frozen=True)
class CancelView:
    """What cancelling would do.

    Attributes:
        version: the order's, for `cancel_order`.
        refusal: why it cannot be cancelled, as `why_not` has it, or "".
        shipped_minor: What has gone out is worth so much; it stays paid for.
        back_minor: Of what was taken, this is owed back.
    """

    order_id: uuid.UUID
    version: int
    state: OrderState
    refusal: str
    money: MoneyStanding
    shipped_minor: int
    back_minor: int


def cancel_view(session: Session, desk: Desk, order_id: uuid.UUID) -> CancelView:
    """The order as the sheet shows it before it is cancelled."""
    order = session.get_one(Order, order_id, options=_LOADED)
    money = change_money.standing(session, order, at=desk.now())
    shipped = shipped_minor(order)
    return CancelView(
        order_id=order.id,
        version=order.version,
        state=order.state,
        refusal=why_not(session, order),
        money=money,
        shipped_minor=shipped,
        back_minor=max(0, money.taken_minor - shipped),
    )


def why_not(session: Session, order: Order) -> str:
    """Why an order cannot be cancelled: `cancel_shipped` (refund instead), `cancelled_already`, or
    `cancel_handed_over` (the carrier has been told of a parcel); "" when it can."""
    if order.state is OrderState.CANCELLED:
        return "cancelled_already"
    if order.state in (OrderState.SHIPPED, OrderState.CLOSED):
        return "cancel_shipped"
    told = session.scalar(
        select(Shipment.id).where(
            Shipment.order_id == order.id,
            Shipment.shipped_at.is_(None),
            Shipment.manifest_id.is_not(None),
        )
    )
    return "cancel_handed_over" if told is not None else ""


def cancel_order(
    session: Session,
    desk: Desk,
    order_id: uuid.UUID,
    *,
    note: str,
    version: int,
    command_id: uuid.UUID,
) -> Cancelled:
    """Cancel a draft, a placed or released order, or the unshipped part of a partly shipped one.

    What is held is let go, what was taken for nothing is due back. Where nobody knows what a card
    holds, the order is cancelled now and the money let go once it is known.

    Raises:
        Stale: the order has changed since *version*.
        Refused: as `why_not` has it; `card_number` in the note.
    """
    if card_guard.looks_like_card(note):
        raise Refused("card_number", field="note")

    def work() -> dict[str, Any]:
        order = session.get_one(
            Order, order_id, options=_LOADED, with_for_update=True, populate_existing=True
        )
        code = why_not(session, order)
        if code:
            raise Refused(code)
        if order.version != version:
            raise Stale
        if order.state is OrderState.DRAFT:
            orders.discard_draft(session, desk, order_id)
            return {"order": str(order_id), "attempts": []}
        return {"order": str(order_id), "attempts": _cancel(session, desk, order, note.strip())}

    result = once(session, desk, command_id, "cancel_order", work)
    attempts = tuple(uuid.UUID(attempt) for attempt in result["attempts"])
    return Cancelled(uuid.UUID(result["order"]), attempts)


def _cancel(session: Session, desk: Desk, order: Order, note: str) -> list[str]:
    stamp = desk.stamp()
    details = {}
    if note:
        kept = order_notes.keep(session, desk, order, note[:LONGEST_NOTE])
        details["note"] = str(kept.id)
    for hold in order.open_holds:
        holds.end_hold(order, hold, stamp, state=HoldState.ORDER_CANCELLED)
    for line in order.lines:
        line.cancelled = line.ordered - line.shipped
    if not any(line.shipped for line in order.lines):
        coupon_people.give_back(session, order)
    _unpack(session, order)
    release_all(session, order)
    order.updated_at = stamp.at
    order.move_to(OrderState.CANCELLED, kind="cancelled", stamp=stamp, **details)
    return [str(attempt) for attempt in order_money.settle(session, order, stamp)]


def _unpack(session: Session, order: Order) -> None:
    """A parcel that was being packed and of which no carrier knows is none any more."""
    packed = session.scalars(
        select(Shipment)
        .where(Shipment.order_id == order.id, Shipment.shipped_at.is_(None))
        .options(selectinload(Shipment.lines))
    )
    for shipment in packed:
        session.delete(shipment)
