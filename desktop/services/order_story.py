"""The whole story of one order: money, holds, papers, calls, and all that happened, in one reading."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from desktop.services import order_views
from desktop.services.desk import Desk
from desktop.services.holds import payments_of
from desktop.services.order_story_parts import (
    Names,
    calls_of,
    disclosures_of,
    faxes_of,
    holds_of,
    notes_of,
    papers_of,
    refunds_due_of,
    shipments_of,
    versions_of,
)
from desktop.services.order_story_shapes import (
    OPEN_STATES,
    OrderStory,
    StoryAttempt,
    StoryLine,
    StoryPayment,
)
from desktop.services.order_timeline import Parts, timeline
from models import names, order_numbers
from models.customer import Customer
from models.order import Order, OrderEvent, OrderLine, OrderState
from models.payment import Payment, PaymentAttempt
from models.payment_sums import PaymentSums


def read(session: Session, desk: Desk, order_id: uuid.UUID) -> OrderStory | None:
    """Everything that is known of an order; None where it is not in this store."""
    order = session.get(
        Order, order_id, options=(selectinload(Order.lines), selectinload(Order.holds))
    )
    if order is None or order.store_id != desk.store_id:
        return None
    who = Names(session)
    parts = Parts(
        payments=_payments(session, desk, order),
        holds=holds_of(order, who),
        notes=notes_of(session, order, who),
        papers=papers_of(session, order, who),
        calls=calls_of(session, desk, order, who),
        shipments=shipments_of(session, order),
        versions=versions_of(session, order, who),
        disclosures=disclosures_of(session, order),
        faxes=faxes_of(session, desk, order),
    )
    return _story(session, desk, order, parts, who)


def _story(session: Session, desk: Desk, order: Order, parts: Parts, who: Names) -> OrderStory:
    bill_to, ship_to = order_views.address_of(order.bill_to), order_views.address_of(order.ship_to)
    events = session.scalars(
        select(OrderEvent).where(OrderEvent.order_id == order.id).order_by(OrderEvent.sequence)
    ).all()
    return OrderStory(
        id=order.id,
        version=order.version,
        number=order.number,
        shown_number=order_numbers.display(order.number),
        state=order.state,
        channel=order.channel,
        currency=order.currency,
        customer_id=order.customer_id,
        customer_name=_customer_name(session, order),
        call_id=order.call_id,
        changes_order_id=order.changes_order_id,
        changed_by_order_id=_change_under_way(session, order),
        agent_id=order.agent_id,
        taken_by=who.agent(order.agent_id),
        source_code=order.source_code,
        wants_catalog=order.wants_catalog,
        bill_to=bill_to,
        ship_to=ship_to,
        differing=order_views.differing_parts(bill_to, ship_to),
        gift_message=order.gift_message,
        shipping_name=order.shipping_name,
        coupon_code=order.coupon_code,
        subtotal_minor=order.subtotal_minor,
        discount_minor=order.discount_minor,
        coupon_minor=order.coupon_minor,
        shipping_minor=order.shipping_minor,
        coupon_shipping_minor=order.coupon_shipping_minor,
        tax_minor=order.tax_minor,
        total_minor=order.total_minor,
        tax_rate_ppm=order.tax_rate_ppm,
        tax_is_estimate=order.tax_is_estimate,
        tax_exempt_certificate=order.tax_exempt_certificate,
        promise_date=order.promise_date,
        promise_words=order.promise_words,
        days_left=days_left(order.state, order.promise_date, desk.today()),
        backorder_choice=order.backorder_choice,
        begun_at=order.created_at,
        placed_at=order.placed_at,
        released_at=order.released_at,
        read_at=desk.now(),
        lines=tuple(_line(line) for line in order.lines),
        payments=parts.payments,
        holds=parts.holds,
        notes=parts.notes,
        papers=parts.papers,
        calls=parts.calls,
        shipments=parts.shipments,
        versions=parts.versions,
        disclosures=parts.disclosures,
        refunds_due=refunds_due_of(session, order),
        faxes=parts.faxes,
        timeline=timeline(events, parts, who),
    )


def days_left(state: OrderState, promise: date | None, today: date) -> int | None:
    """Until the promise runs out; a hold does not stop that clock (16 CFR 435)."""
    if promise is None or state not in OPEN_STATES:
        return None
    return (promise - today).days


def _customer_name(session: Session, order: Order) -> str:
    """As the order says it: a snapshot, whatever became of the customer since."""
    for address in (order.bill_to, order.ship_to):
        if address:
            name = names.tidy(address.get("name", "")) or names.tidy(address.get("company", ""))
            if name:
                return name
    customer = session.get(Customer, order.customer_id) if order.customer_id else None
    return customer.display_name if customer else ""


def _change_under_way(session: Session, order: Order) -> uuid.UUID | None:
    return session.scalar(
        select(Order.id)
        .where(Order.changes_order_id == order.id, Order.state == OrderState.DRAFT)
        .limit(1)
    )


def _line(line: OrderLine) -> StoryLine:
    return StoryLine(
        id=line.id,
        variant_id=line.variant_id,
        sku=line.sku,
        name=line.name,
        caption=line.caption,
        ordered=line.ordered,
        shipped=line.shipped,
        cancelled=line.cancelled,
        unit_price_minor=line.unit_price_minor,
        discount_minor=line.discount_minor - line.coupon_minor,
        amount_minor=line.amount_minor + line.coupon_minor,
        price_reason=line.price_reason,
        promise_date=line.promise_date,
        promise_words=line.promise_words,
    )


def _payments(session: Session, desk: Desk, order: Order) -> tuple[StoryPayment, ...]:
    standing = payments_of(session, order, at=desk.now())
    replaced = {payment.replaces_id for payment, _sums in standing}
    return tuple(
        _payment(payment, sums, replaced=payment.id in replaced) for payment, sums in standing
    )


def _payment(payment: Payment, sums: PaymentSums, *, replaced: bool) -> StoryPayment:
    return StoryPayment(
        id=payment.id,
        tender=payment.tender,
        brand=payment.brand,
        last4=payment.last4 or "",
        reference=payment.reference,
        terms_days=payment.terms_days,
        amount_minor=payment.amount_minor,
        currency=payment.currency,
        received_at=payment.received_at,
        created_at=payment.created_at,
        replaced=replaced,
        sums=sums,
        attempts=tuple(_attempt(attempt) for attempt in payment.attempts),
    )


def _attempt(attempt: PaymentAttempt) -> StoryAttempt:
    return StoryAttempt(
        id=attempt.id,
        payment_id=attempt.payment_id,
        purpose=attempt.purpose,
        state=attempt.state,
        amount_minor=attempt.amount_minor,
        currency=attempt.currency,
        decline_code=attempt.decline_code,
        reason=attempt.reason,
        created_at=attempt.created_at,
        answered_at=attempt.answered_at,
        next_look_up_at=attempt.next_look_up_at,
        look_ups=attempt.look_ups,
        street_check=attempt.street_check,
        postal_check=attempt.postal_check,
        code_check=attempt.code_check,
    )
