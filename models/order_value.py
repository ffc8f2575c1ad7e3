"""What the shipped part of an order is worth: what may be captured for it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from models.order import Order


def shipped_minor(order: Order, *, more: Mapping[uuid.UUID, int] | None = None) -> int:
    """The worth of everything shipped so far, in minor units, shipping and tax included.

    It grows with each parcel and comes to the whole total with the last piece, so that the captures of
    a split shipment add up to what the caller was told. Shipping is charged with the first parcel; the
    tax follows the goods. *more* counts as shipped too: pieces by line that are about to leave.
    """
    leaving = more or {}
    gone = [(line, line.shipped + leaving.get(line.id, 0)) for line in order.lines]
    if not any(pieces for _line, pieces in gone):
        return 0
    if all(pieces == line.ordered for line, pieces in gone):
        return order.total_minor
    goods = sum(line.amount_minor for line in order.lines)
    sent = sum(line.amount_minor * pieces // line.ordered for line, pieces in gone)
    tax = order.tax_minor * sent // goods if goods else 0
    return sent + tax + order.shipping_minor
