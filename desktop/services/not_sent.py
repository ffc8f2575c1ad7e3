"""What needs no shipping (a download, a voucher, a service): it is in no parcel and delays none.

It counts as shipped with the last parcel of its order. Of an order of nothing else there is no parcel:
it is shipped by being released.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from sqlalchemy.orm import Session

from desktop.services import shelf
from desktop.services.reservations import give_back
from models.order import Order, OrderLine, OrderState, Stamp


def is_sent(order: Order) -> bool:
    """Whether there is something to ship. An order without lines is still to get some."""
    return not order.lines or any(line.needs_shipping for line in order.lines)


def weight_grams(order: Order) -> int:
    """What the pieces weigh that are shipped."""
    return sum(line.weight_grams * line.ordered for line in order.lines if line.needs_shipping)


def going_along(order: Order, pieces: Mapping[uuid.UUID, int]) -> dict[uuid.UUID, int]:
    """*pieces* that leave, by line; with the last of what is shipped, all that needs no shipping."""
    going = dict(pieces)
    sent = [line for line in order.lines if line.needs_shipping]
    if all(_left(line) <= going.get(line.id, 0) for line in sent):
        going |= {line.id: _left(line) for line in order.lines if line not in sent and _left(line)}
    return going


def send_off(session: Session, order: Order, stamp: Stamp) -> bool:
    """Have a released order of which nothing is shipped count as shipped; True if that was done."""
    if order.state is not OrderState.RELEASED or is_sent(order):
        return False
    for line in order.lines:
        shelf.take(session, line, _left(line))
        line.shipped += _left(line)
    session.flush()
    give_back(session, order)
    order.updated_at = stamp.at
    order.move_to(OrderState.SHIPPED, kind="nothing_to_ship", stamp=stamp)
    return True


def _left(line: OrderLine) -> int:
    return line.ordered - line.cancelled - line.shipped
