"""Keeping the words by which an order is found beside what they are made from."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from models.order import Order
from models.order_search import OrderKey, order_words


def write_keys(session: Session, order: Order) -> None:
    """Have exactly the words that its addresses give now."""
    session.execute(delete(OrderKey).where(OrderKey.order_id == order.id))
    words = order_words(order.bill_to, order.ship_to)
    session.add_all(
        OrderKey(store_id=order.store_id, word=word, order_id=order.id) for word in sorted(words)
    )
