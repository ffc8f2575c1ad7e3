"""The draft of a change: made from the order as it stands, or from one of its versions."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from desktop.services import order_views
from desktop.services.change_views import line_id_in
from desktop.services.desk import Desk
from desktop.services.drafts import Discount, Draft, DraftLine
from desktop.services.order_snapshots import LINE_SAID, PRICED, SAID, Snapshot
from models.ids import uuid7
from models.order import BackorderChoice, DiscountKind, Order, OrderLine, OrderState


def new_draft(order: Order, desk: Desk, *, number: str, call_id: uuid.UUID | None) -> Order:
    """A draft that says what *order* says, and points at it."""
    draft = Order(
        id=uuid7(),
        store_id=order.store_id,
        number=number,
        state=OrderState.DRAFT,
        channel=order.channel,
        workstation_id=desk.workstation_id,
        agent_id=desk.agent_id,
        call_id=call_id,
        changes_order_id=order.id,
        created_at=desk.now(),
        updated_at=desk.now(),
    )
    for name in (*SAID, *PRICED):
        setattr(draft, name, getattr(order, name))
    draft.lines = copied_lines(order, draft.id)
    return draft


def copied_lines(order: Order, draft_id: uuid.UUID) -> list[OrderLine]:
    """The order's lines as they were said, for a draft; each under an id that leads back to it."""
    lines = []
    for line in order.lines:
        copy = OrderLine(
            id=line_id_in(draft_id, line.id),
            store_id=order.store_id,
            position=line.position,
            cancelled=0,
            shipped=0,
        )
        for name in LINE_SAID:
            setattr(copy, name, getattr(line, name))
        lines.append(copy)
    return lines


def draft_from(row: Order, said: Snapshot) -> Draft:
    """What would have to be keyed in the draft *row* for it to say what a version says."""
    shipping = said["shipping_method_id"]
    promised = said["promise_date"]
    return Draft(
        order_id=row.id,
        call_id=row.call_id,
        customer_id=uuid.UUID(said["customer_id"]) if said["customer_id"] else None,
        channel=row.channel,
        lines=tuple(_line(row.id, line) for line in said["lines"]),
        bill_to=order_views.address_of(said["bill_to"]),
        ship_to=order_views.address_of(said["ship_to"]),
        gift_message=said["gift_message"],
        shipping_method_id=uuid.UUID(shipping) if shipping else None,
        promise_date=date.fromisoformat(promised) if promised else None,
        promise_words=said["promise_words"],
        promise_basis=said["promise_basis"],
        backorder_choice=BackorderChoice(said["backorder_choice"])
        if said["backorder_choice"]
        else None,
        source_code=said["source_code"],
        wants_catalog=said["wants_catalog"],
        coupon_code=said.get("coupon_code", ""),
    )


def _line(draft_id: uuid.UUID, line: Mapping[str, Any]) -> DraftLine:
    own = line["unit_price_minor"] != line["list_price_minor"] or line["price_reason"]
    discount = None
    if line["discount_kind"]:
        discount = Discount(
            DiscountKind(line["discount_kind"]), line["discount_value"], line["discount_reason"]
        )
    return DraftLine(
        id=line_id_in(draft_id, uuid.UUID(line["id"])),
        variant_id=uuid.UUID(line["variant_id"]),
        quantity=line["ordered"],
        unit_price_minor=line["unit_price_minor"] if own else None,
        price_reason=line["price_reason"],
        discount=discount,
    )
