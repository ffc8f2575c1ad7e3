"""The whole of a call for the page that shows it: the caller, the order, where it was left."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desktop.services import callers, calls, customers, order_views, orders
from desktop.services.callers import NumberFacts
from desktop.services.calls import CallView
from desktop.services.customers import CustomerView
from desktop.services.desk import Desk
from desktop.services.order_views import OrderBrief, OrderView
from desktop.services.orders import Draft
from models.order import OrderState


@dataclass(frozen=True)
class CallerView:
    """Everything about the caller that the left column shows."""

    customer: CustomerView
    facts: NumberFacts | None
    orders: tuple[OrderBrief, ...]
    order_count: int
    first_order_at: datetime | None


@dataclass(frozen=True)
class Resumed:
    """A call taken up again: with it its caller and its order, as they were."""

    call: CallView
    caller: CallerView | None
    draft: Draft | None
    order: OrderView | None


def caller(session: Session, desk: Desk, customer_id: uuid.UUID) -> CallerView:
    """A customer with the facts of the number and the latest orders."""
    customer = customers.view(session, desk, customer_id)
    found, count, first = order_views.briefs(session, desk, customer.id)
    phone = customer.phone
    facts = (
        callers.number_facts(phone.typed, desk.country, practice=desk.practice) if phone else None
    )
    return CallerView(customer, facts, found, count, first)


def resumed(session: Session, desk: Desk, call_id: uuid.UUID) -> Resumed:
    """A call with its caller and its order, as they were left."""
    call = calls.view(session, call_id)
    who = caller(session, desk, call.customer_id) if call.customer_id else None
    draft = order = None
    if call.order_id is not None and call.order_state is not OrderState.CANCELLED:
        order = orders.get(session, desk, call.order_id)
        if order.state is OrderState.DRAFT:
            draft = orders.draft_of(session, call.order_id)
    return Resumed(call, who, draft, order)


def open_call(session: Session, desk: Desk) -> Resumed | None:
    """What was on this desk when the program last ended without ending its call."""
    call = calls.open_call(session, desk)
    return None if call is None else resumed(session, desk, call.id)
