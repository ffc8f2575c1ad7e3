"""Steps that the tests of packing and shipping share: a released order, a parcel, a capture's end."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.payments.order_effects import OrderEffects
from desktop.services import order_money, shipping_out, to_ship
from desktop.services.desk import Desk
from desktop.services.drafts import Draft, DraftLine
from desktop.services.order_views import OrderView
from desktop.services.shipment_shapes import ShipmentView, Shipped, ToShip
from models.ids import uuid7
from models.order import Order, OrderEvent
from models.payment import AttemptState, Check, PaymentAttempt, Purpose
from models.product import ProductVariant
from tests.desktop.factories import DeskShop, card


def released(
    shop: DeskShop,
    *lines: DraftLine,
    draft: Draft | None = None,
    more_captures: bool = False,
    token: str = "",
) -> OrderView:
    """An order whose card was authorized with every check good."""
    _view, placed = shop.placed(
        draft or shop.ready_draft(*lines), entry=card(token or f"pm_{uuid7().hex}")
    )
    authorize(shop, placed.attempt_id, more_captures=more_captures)
    return shop.order(placed.order_id)


def authorize(shop: DeskShop, attempt_id: uuid.UUID, *, more_captures: bool = False) -> None:
    """Let the attempt succeed as the payment runner would."""
    with shop.database.write() as session:
        authorize_in(session, shop.desk(), attempt_id, more_captures=more_captures)


def authorize_in(
    session: Session, desk: Desk, attempt_id: uuid.UUID, *, more_captures: bool = False
) -> None:
    """The same in a session that is open."""
    attempt = session.get_one(PaymentAttempt, attempt_id)
    for state in (AttemptState.SENT, AttemptState.SUCCEEDED):
        attempt.move_to(state, at=desk.now())
    attempt.intent_id = f"pi_{attempt_id.hex}"
    attempt.expires_at = desk.now() + timedelta(days=7)
    attempt.allows_more_captures = more_captures
    attempt.street_check = attempt.postal_check = attempt.code_check = Check.MATCH
    order = session.get_one(Order, attempt.payment.order_id)
    OrderEffects(session=session, order=order, attempt=attempt, stamp=desk.stamp()).authorized()


def end_capture(shop: DeskShop, attempt_id: uuid.UUID, *, good: bool = True) -> None:
    """Let a capture succeed or be declined, and look after the order's money."""
    with shop.database.write() as session:
        attempt = session.get_one(PaymentAttempt, attempt_id)
        end = AttemptState.SUCCEEDED if good else AttemptState.DECLINED
        for state in (AttemptState.SENT, end):
            attempt.move_to(state, at=shop.clock.now())
        order = session.get_one(Order, attempt.payment.order_id)
        order_money.settle(session, order, shop.desk().stamp())


def pack(
    shop: DeskShop,
    order_id: uuid.UUID,
    pieces: Mapping[uuid.UUID, int] | None = None,
    *,
    desk: int = 1,
    command_id: uuid.UUID | None = None,
    carrier: str = "Parcel",
    **options: Any,
) -> ShipmentView:
    """Pack in a session of its own."""
    with shop.database.write() as session:
        return shipping_out.pack(
            session, shop.desk(desk), order_id, pieces, carrier=carrier,
            command_id=command_id or uuid7(), **options,
        )  # fmt: skip


def ship(
    shop: DeskShop,
    shipment_id: uuid.UUID,
    tracking: str = "",
    *,
    command_id: uuid.UUID | None = None,
) -> Shipped:
    """Ship in a session of its own."""
    with shop.database.write() as session:
        return shipping_out.ship(
            session, shop.desk(), shipment_id, tracking, command_id=command_id or uuid7()
        )


def to_send(shop: DeskShop) -> tuple[ToShip, ...]:
    """The list of what is to be sent."""
    with shop.database.read() as session:
        return to_ship.to_ship(session, shop.desk())


def stock(shop: DeskShop, sku: str) -> int | None:
    """What the count says lies on the shelf."""
    with shop.database.read() as session:
        return session.get_one(ProductVariant, shop.goods[sku].id).stock_on_hand


def set_stock(shop: DeskShop, sku: str, count: int | None) -> None:
    """Count the shelf anew."""
    with shop.database.write() as session:
        session.get_one(ProductVariant, shop.goods[sku].id).stock_on_hand = count


def captures(shop: DeskShop, order_id: uuid.UUID) -> list[PaymentAttempt]:
    """The order's captures, in their sequence."""
    return attempts(shop, order_id, Purpose.CAPTURE)


def attempts(shop: DeskShop, order_id: uuid.UUID, purpose: Purpose) -> list[PaymentAttempt]:
    """The order's attempts of a purpose, in their sequence."""
    with shop.database.read() as session:
        rows = session.scalars(
            select(PaymentAttempt)
            .where(PaymentAttempt.purpose == purpose, PaymentAttempt.payment.has(order_id=order_id))
            .order_by(PaymentAttempt.created_at, PaymentAttempt.sequence)
        ).all()
        session.expunge_all()
        return list(rows)


def events(shop: DeskShop, order_id: uuid.UUID) -> list[str]:
    """The kinds of the order's events."""
    with shop.database.read() as session:
        return list(
            session.scalars(
                select(OrderEvent.kind)
                .where(OrderEvent.order_id == order_id)
                .order_by(OrderEvent.sequence)
            )
        )
