"""Who has used a coupon: a customer is known by everything that reaches them, not by one card."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from desktop.services.desk import Desk
from models.addresses_rules import PostalAddress
from models.coupon import Coupon, CouponUse, person_key
from models.customer import ContactPoint
from models.order import Order
from models.suppression_keys import address_key


def keys_of(
    session: Session, customer_id: uuid.UUID, bill_to: Mapping[str, str] | None
) -> frozenset[str]:
    """By what a customer is known: the customer's own row, every number and e-mail, the bill-to."""
    contacts = session.scalars(
        select(ContactPoint.normalised).where(ContactPoint.customer_id == customer_id)
    )
    keys = {person_key("customer", str(customer_id))}
    keys |= {person_key("contact", contact) for contact in contacts if contact}
    postal = address_key(PostalAddress(**bill_to)) if bill_to else None
    if postal:
        keys.add(person_key("post", postal))
    return frozenset(keys)


def has_used(
    session: Session, coupon: Coupon, keys: frozenset[str], *, but: uuid.UUID | None
) -> bool:
    """Whether another order than *but* was placed with *coupon* by whoever has one of *keys*."""
    used = select(CouponUse.id).where(
        CouponUse.coupon_id == coupon.id, CouponUse.person_key.in_(keys), CouponUse.order_id != but
    )
    return session.scalar(used.limit(1)) is not None


def use_count(session: Session, coupon_id: uuid.UUID, *, but: uuid.UUID | None = None) -> int:
    """In how many orders, *but* apart, a coupon is used."""
    orders = func.count(CouponUse.order_id.distinct())
    query = select(orders).where(CouponUse.coupon_id == coupon_id)
    if but is not None:
        query = query.where(CouponUse.order_id != but)
    return session.scalar(query) or 0


def record_use(session: Session, desk: Desk, order: Order) -> None:
    """Have the uses on record that *order* says now: of its coupon by its customer, or none."""
    give_back(session, order)
    if order.coupon_id is None or order.customer_id is None:
        return
    session.add_all(
        CouponUse(
            store_id=order.store_id,
            coupon_id=order.coupon_id,
            order_id=order.id,
            person_key=key,
            created_at=desk.now(),
        )
        for key in sorted(keys_of(session, order.customer_id, order.bill_to))
    )


def give_back(session: Session, order: Order) -> None:
    """What *order* used of a coupon may be used again."""
    session.execute(delete(CouponUse).where(CouponUse.order_id == order.id))
