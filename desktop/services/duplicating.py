"""The same order once more, at today's prices."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from desktop.services import order_views, orders
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused
from desktop.services.drafts import Draft, DraftLine
from desktop.services.price_in_force import price_on
from models.channels import Channel
from models.ids import uuid7
from models.order import Order, OrderLine, OrderState
from models.product import Price, ProductVariant


@dataclass(frozen=True)
class Repriced:
    """An item whose price is another than it was said then, in minor units."""

    sku: str
    was_minor: int
    now_minor: int


@dataclass(frozen=True)
class Duplicated:
    """The new draft; what is no longer sold and so not in it; what costs something else now."""

    order_id: uuid.UUID
    left_out: tuple[str, ...]
    repriced: tuple[Repriced, ...]


def duplicate(
    session: Session,
    desk: Desk,
    order_id: uuid.UUID,
    *,
    call_id: uuid.UUID | None,
    command_id: uuid.UUID,
) -> Duplicated:
    """A draft with the customer, addresses, shipping and items of an order that was placed.

    Prices and discounts of its own were agreed for that order, and are not agreed for this one. The
    promise and the gift message are said anew.

    Raises:
        Refused: `duplicate_draft`, it has not been placed; `duplicate_gone`, none of it is sold.
    """

    def work() -> dict[str, Any]:
        order = session.get_one(Order, order_id, options=(selectinload(Order.lines),))
        if order.state is OrderState.DRAFT:
            raise Refused("duplicate_draft")
        prices = _todays_prices(session, desk, order)
        kept = [line for line in order.lines if line.variant_id in prices]
        if not kept:
            raise Refused("duplicate_gone")
        draft = Draft(
            order_id=uuid7(),
            call_id=call_id,
            customer_id=order.customer_id,
            channel=order.channel if call_id is None else Channel.PHONE,
            lines=tuple(DraftLine(uuid7(), line.variant_id, line.ordered) for line in kept),
            bill_to=order_views.address_of(order.bill_to),
            ship_to=order_views.address_of(order.ship_to),
            shipping_method_id=order.shipping_method_id,
        )
        orders.save_draft(session, desk, draft)
        new = session.get_one(Order, draft.order_id)
        new.record("duplicated", stamp=desk.stamp(), order=str(order.id))
        return {
            "order": str(draft.order_id),
            "left_out": [line.sku for line in order.lines if line.variant_id not in prices],
            "repriced": [
                [line.sku, _said(line), prices[line.variant_id]]
                for line in kept
                if _said(line) != prices[line.variant_id]
            ],
        }

    result = once(session, desk, command_id, "duplicate_order", work)
    return Duplicated(
        uuid.UUID(result["order"]),
        tuple(result["left_out"]),
        tuple(Repriced(*row) for row in result["repriced"]),
    )


def _said(line: OrderLine) -> int:
    return line.unit_price_minor


def _todays_prices(session: Session, desk: Desk, order: Order) -> dict[uuid.UUID, int]:
    rows = session.execute(
        select(ProductVariant.id, Price)
        .join(Price, (Price.variant_id == ProductVariant.id) & (Price.currency == desk.currency))
        .where(
            ProductVariant.store_id == desk.store_id,
            ProductVariant.id.in_([line.variant_id for line in order.lines]),
            ProductVariant.discontinued_at.is_(None),
        )
    )
    today = desk.today()
    return {variant_id: price_on(price, today).minor for variant_id, price in rows}
