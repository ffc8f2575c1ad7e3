"""Placed orders that are paid for, changed and looked at, as the tests of changing ask for them."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from desktop.payments.order_effects import OrderEffects
from desktop.services import changing, orders
from desktop.services.changing import Applied
from desktop.services.order_views import OrderView
from desktop.services.orders import Draft
from desktop.services.placing import CardEntry
from models.hold import Hold, HoldKind, HoldState
from models.ids import uuid7
from models.order import Order, OrderEvent, OrderState, Stamp
from models.payment import AttemptState, Check, Payment, PaymentAttempt, Purpose
from models.product import StockReservation
from models.shipment import Shipment
from tests.desktop.factories import DeskShop

MATCH = {"street_check": Check.MATCH, "postal_check": Check.MATCH, "code_check": Check.MATCH}


def answer(shop: DeskShop, attempt_id: uuid.UUID, **checks: Any) -> None:
    """The bank agrees to hold an attempt's money."""
    _end(shop, attempt_id, AttemptState.SUCCEEDED, lambda e: e.authorized(), **(MATCH | checks))


def decline(shop: DeskShop, attempt_id: uuid.UUID) -> None:
    """The bank says no."""
    _end(shop, attempt_id, AttemptState.DECLINED, lambda e: e.declined())


def lose(shop: DeskShop, attempt_id: uuid.UUID) -> None:
    """No answer comes."""
    _end(shop, attempt_id, AttemptState.UNKNOWN, lambda e: e.unknown())


def _end(
    shop: DeskShop,
    attempt_id: uuid.UUID,
    state: AttemptState,
    effect: Callable[[OrderEffects], None],
    **columns: Any,
) -> None:
    with shop.database.write() as session:
        attempt = session.get_one(PaymentAttempt, attempt_id)
        if attempt.state is AttemptState.CREATED:
            attempt.move_to(AttemptState.SENT, at=shop.clock.now())
        attempt.move_to(state, at=shop.clock.now())
        for name, value in columns.items():
            setattr(attempt, name, value)
        session.flush()
        order = session.get_one(Order, attempt.payment.order_id)
        stamp = Stamp(at=shop.clock.now(), actor_id=None, workstation_id=None)
        effect(OrderEffects(session=session, order=order, attempt=attempt, stamp=stamp))


def paid(shop: DeskShop, draft: Draft | None = None) -> OrderView:
    """An order that is placed, with its money held."""
    view, placed = shop.placed(draft)
    answer(shop, placed.attempt_id)
    return shop.order(view.id)


def begin(shop: DeskShop, order_id: uuid.UUID, *, desk: int = 1) -> OrderView:
    """A change of it."""
    with shop.database.write() as session:
        return changing.begin_change(session, shop.desk(desk), order_id, command_id=uuid7())


def key(shop: DeskShop, view: OrderView, *, desk: int = 1, **fields: Any) -> OrderView:
    """Key something in a change; `quantity` is the first line's."""
    with shop.database.read() as session:
        draft = orders.draft_of(session, view.id)
    if "quantity" in fields:
        first = dataclasses.replace(draft.lines[0], quantity=fields.pop("quantity"))
        fields["lines"] = (first, *draft.lines[1:])
    if "more" in fields:
        fields["lines"] = (*fields.get("lines", draft.lines), fields.pop("more"))
    return shop.save(dataclasses.replace(draft, **fields), desk=desk, version=view.version)


def apply(
    shop: DeskShop,
    view: OrderView,
    card: CardEntry | None = None,
    *,
    desk: int = 1,
    command_id: uuid.UUID | None = None,
) -> Applied:
    """Save a change."""
    assert view.change is not None
    with shop.database.write() as session:
        return changing.apply_change(
            session, shop.desk(desk), view.id, version=view.version,
            original_version=view.change.original_version, card=card,
            command_id=command_id or uuid7(),
        )  # fmt: skip


def changed(
    shop: DeskShop, order_id: uuid.UUID, card: CardEntry | None = None, **fields: Any
) -> Applied:
    """Change an order in one go."""
    return apply(shop, key(shop, begin(shop, order_id), **fields), card)


def attempts(shop: DeskShop, order_id: uuid.UUID) -> list[tuple[Purpose, AttemptState, int]]:
    """Purpose, state and amount of an order's attempts, oldest first."""
    with shop.database.read() as session:
        rows = session.scalars(
            select(PaymentAttempt)
            .join(Payment)
            .where(Payment.order_id == order_id)
            .order_by(PaymentAttempt.created_at, PaymentAttempt.id)
        )
        return [(row.purpose, row.state, row.amount_minor) for row in rows]


def kinds(shop: DeskShop, order_id: uuid.UUID) -> list[str]:
    """The kinds of an order's events."""
    with shop.database.read() as session:
        rows = select(OrderEvent.kind).where(OrderEvent.order_id == order_id)
        return list(session.scalars(rows.order_by(OrderEvent.sequence)))


def open_kinds(shop: DeskShop, order_id: uuid.UUID) -> list[HoldKind]:
    """The kinds of its open holds."""
    with shop.database.read() as session:
        rows = select(Hold.kind).where(Hold.order_id == order_id, Hold.state == HoldState.OPEN)
        return list(session.scalars(rows.order_by(Hold.opened_at, Hold.id)))


def set_aside(shop: DeskShop, sku: str) -> list[int]:
    """The pieces that are set aside of an item, by line."""
    with shop.database.read() as session:
        rows = select(StockReservation.quantity).where(
            StockReservation.variant_id == shop.goods[sku].id, StockReservation.quantity > 0
        )
        return sorted(session.scalars(rows))


def put_state(shop: DeskShop, order_id: uuid.UUID, state: OrderState) -> None:
    """Have an order in a state, as if everything before it had happened."""
    with shop.database.write() as session:
        session.get_one(Order, order_id).state = state


def pack(shop: DeskShop, order_id: uuid.UUID, **fields: Any) -> uuid.UUID:
    """A parcel of it is being packed."""
    shipment = Shipment(
        id=uuid7(), store_id=shop.store_id, order_id=order_id, carrier="Parcel",
        created_at=shop.clock.now(), **fields,
    )  # fmt: skip
    shipment_id = shipment.id
    with shop.database.write() as session:
        session.add(shipment)
    return shipment_id
