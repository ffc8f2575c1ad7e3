"""Authorizations that run out: a warning 48 hours before, and a hold once it has happened.

The code of a card is gone with its entry (PCI DSS 3.3.1.2), so what has run out is asked for anew; no
other card is ever charged for it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from desktop.services import order_money
from desktop.services.desk import Desk
from desktop.services.holds import payments_of
from desktop.services.order_parties import customer_names
from models import limits, order_numbers
from models.hold import HoldKind
from models.order import Order, OrderState, Stamp
from models.payment import AttemptState, Payment, PaymentAttempt, Purpose

_RUNNING = (OrderState.PLACED, OrderState.RELEASED, OrderState.PARTLY_SHIPPED)
BATCH = 500
_SECONDS_OF_AN_HOUR = 3600


@dataclass(frozen=True, kw_only=True)
class ExpiringView:
    """An authorization that the order still needs and that soon cannot be captured any more."""

    order_id: uuid.UUID
    shown_number: str
    customer_name: str
    state: OrderState
    is_held: bool
    brand: str
    last4: str
    amount_minor: int
    currency: str
    expires_at: datetime
    hours_left: int


def expiring(session: Session, desk: Desk) -> tuple[ExpiringView, ...]:
    """What runs out within `limits.AUTHORIZATION_WARNING_HOURS`, the soonest first."""
    now = desk.now()
    until = now + timedelta(hours=limits.AUTHORIZATION_WARNING_HOURS)
    window = (PaymentAttempt.expires_at > now, PaymentAttempt.expires_at <= until)
    orders = list(_orders_with(session, desk.store_id, *window))
    names = customer_names(session, orders)
    found = [
        view
        for order in orders
        for view in _views(session, order, names[order.id], now=now, until=until)
    ]
    return tuple(sorted(found, key=lambda view: (view.expires_at, view.shown_number)))


def sweep(session: Session, by: Desk | Stamp) -> int:
    """Hold every order whose authorization has run out with money still to capture; how many.

    A released order goes back to placed, one that is partly shipped keeps its state. Twice does nothing
    the second time. With a `Stamp`, every store's.
    """
    stamp = by.stamp() if isinstance(by, Desk) else by
    store_id = by.store_id if isinstance(by, Desk) else None
    count = 0
    for order in _orders_with(session, store_id, PaymentAttempt.expires_at <= stamp.at):
        if _says_so(order):
            continue
        order_money.settle(session, order, stamp)
        if _says_so(order):
            order.updated_at = stamp.at
            count += 1
    return count


def _says_so(order: Order) -> bool:
    return any(hold.kind is HoldKind.AUTHORIZATION_EXPIRED for hold in order.open_holds)


def _orders_with(
    session: Session, store_id: uuid.UUID | None, *expiry: ColumnElement[bool]
) -> Iterator[Order]:
    """Orders that go on, and have an authorization of that time; found from the few that go on."""
    running = select(Order.id).where(Order.state.in_(_RUNNING))
    if store_id is not None:
        running = running.where(Order.store_id == store_id)
    ids = list(session.scalars(running.order_by(Order.created_at, Order.id)))
    for start in range(0, len(ids), BATCH):
        found = (
            select(Payment.order_id)
            .join(PaymentAttempt, PaymentAttempt.payment_id == Payment.id)
            .where(
                Payment.order_id.in_(ids[start : start + BATCH]),
                PaymentAttempt.purpose == Purpose.AUTHORIZE,
                PaymentAttempt.state == AttemptState.SUCCEEDED,
                *expiry,
            )
        )
        wanted = set(session.scalars(found))
        yield from (
            session.get_one(Order, one) for one in ids[start : start + BATCH] if one in wanted
        )


def _views(
    session: Session, order: Order, name: str, *, now: datetime, until: datetime
) -> list[ExpiringView]:
    standing = payments_of(session, order, at=now)
    settled = sum(sums.on_terms + sums.taken for _payment, sums in standing)
    if order.total_minor <= settled:
        return []
    found = []
    for payment, sums in standing:
        soon = sums.expires_at is not None and now < sums.expires_at <= until
        if not soon or sums.expires_at is None or sums.capturable <= 0:
            continue
        left = (sums.expires_at - now).total_seconds()
        found.append(
            ExpiringView(
                order_id=order.id,
                shown_number=order_numbers.display(order.number),
                customer_name=name,
                state=order.state,
                is_held=bool(order.open_holds),
                brand=payment.brand,
                last4=payment.last4 or "",
                amount_minor=sums.capturable,
                currency=payment.currency,
                expires_at=sums.expires_at,
                hours_left=int(left // _SECONDS_OF_AN_HOUR),
            )
        )
    return found
