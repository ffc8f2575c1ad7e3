"""Whose orders these are, in one name each, for lists that show many."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.customer import Customer
from models.order import Order


def customer_names(session: Session, orders: Iterable[Order]) -> dict[uuid.UUID, str]:
    """The customer's name of each order by its id; the bill-to's where no customer is on file."""
    rows = list(orders)
    ids = {order.customer_id for order in rows if order.customer_id is not None}
    names = (
        dict(
            session.execute(
                select(Customer.id, Customer.display_name).where(Customer.id.in_(ids))
            ).all()
        )
        if ids
        else {}
    )
    found = {}
    for order in rows:
        bill_to = order.bill_to or {}
        name = names.get(order.customer_id) if order.customer_id else None
        found[order.id] = name or bill_to.get("name") or bill_to.get("company") or ""
    return found
