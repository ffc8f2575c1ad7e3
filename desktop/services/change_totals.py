"""What was said on the telephone stays said while an order is changed."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop.services.order_snapshots import PRICED
from models.order import Order, OrderLine

_RESTS_ON = ("bill_to", "ship_to", "shipping_method_id", "customer_id")
_LINE_RESTS_ON = (
    "variant_id", "ordered", "unit_price_minor", "discount_kind", "discount_value",
)  # fmt: skip


def keep_what_was_said(session: Session, draft: Order) -> None:
    """Give a change its order's own sums again where nothing that they rest on is another.

    A rate or a postage that went up since does not make another gift message cost more.
    """
    if draft.changes_order_id is None:
        return
    order = session.get_one(Order, draft.changes_order_id)
    if draft.coupon_id != order.coupon_id or not says_the_same(draft, order):
        return
    for name in (*PRICED, "shipping_name"):
        setattr(draft, name, getattr(order, name))
    for line, said in zip(draft.lines, order.lines, strict=True):
        line.discount_minor, line.amount_minor = said.discount_minor, said.amount_minor
        line.coupon_minor = said.coupon_minor


def says_the_same(draft: Order, order: Order) -> bool:
    """Whether all that the sums rest on is the same, the coupon apart."""
    return _basis(draft) == _basis(order)


def _basis(order: Order) -> tuple[object, ...]:
    return (
        *(getattr(order, name) for name in _RESTS_ON),
        *(_line_basis(line) for line in order.lines),
    )


def _line_basis(line: OrderLine) -> tuple[object, ...]:
    return tuple(getattr(line, name) for name in _LINE_RESTS_ON)
