"""One held order in full: addresses side by side, what the bank said, what the books know."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from desktop.services import customer_views, payments, verification_rules, watch_list
from desktop.services.desk import Desk
from desktop.services.holds import payments_of
from desktop.services.verification_queue import NOT_A_PERSONS, due_by, is_at_risk
from desktop.services.verification_rules import Rules
from desktop.services.verification_shapes import (
    AddressPart,
    CustomerHistory,
    HoldRow,
    LineBrief,
    NoteView,
    Verification,
)
from models import order_numbers, phone_numbers
from models.addresses_rules import PostalAddress, differences, format_zip, standardise
from models.agent import Agent
from models.call import Call
from models.customer import ContactPoint
from models.hold import Hold, HoldKind
from models.order import Order, OrderState
from models.order_version import OrderNote
from models.payment import AttemptState, Payment, PaymentAttempt, Purpose

MOST_LOOKED_AT = 200
"""So many of a customer's latest orders are looked through for the address."""


def detail(session: Session, desk: Desk, order_id: uuid.UUID) -> Verification:
    """Everything that is shown of one held order."""
    order = session.get_one(
        Order,
        order_id,
        options=(selectinload(Order.holds), selectinload(Order.lines)),
        populate_existing=True,
    )
    rules = verification_rules.rules_of(session, desk.store_id)
    bill_to = PostalAddress(**(order.bill_to or {}))
    ship_to = PostalAddress(**(order.ship_to or order.bill_to or {}))
    placed_at = order.placed_at or order.updated_at
    due = due_by(order.promise_date, order.completed_order_at or placed_at, desk)
    customer = customer_views.view(session, desk, order.customer_id) if order.customer_id else None
    phone = customer.phone.shown if customer is not None and customer.phone is not None else ""
    parts = _parts(bill_to, ship_to, phone)
    ends_at = _held_until(session, desk, order)
    others = verification_rules.others_to_address(
        session, order, since=verification_rules.day_begin(desk)
    )
    again = [hold.ask_again_at for hold in order.open_holds]
    return Verification(
        order_id=order.id,
        version=order.version,
        number=order.number,
        shown_number=order_numbers.display(order.number),
        state=order.state,
        channel=order.channel,
        agent=session.get_one(Agent, order.agent_id).display_name,
        placed_at=placed_at,
        total_minor=order.total_minor,
        currency=order.currency,
        holds=tuple(_hold(session, hold) for hold in order.open_holds),
        bill_to=bill_to,
        ship_to=ship_to,
        parts=parts,
        differing=sum(not part.same for part in parts),
        payment=payments.latest(session, order.id),
        authorization_ends_at=ends_at,
        authorization_days=None if ends_at is None else (ends_at - desk.now()).days,
        customer=customer.display_name if customer is not None else bill_to.name,
        history=_history(session, desk, order, customer.since if customer is not None else None),
        sent_before=_sent_before(session, order, ship_to),
        others_today=_numbers(session, others),
        notes=_notes(session, order.id),
        lines=tuple(
            LineBrief(one.name, one.ordered, one.amount_minor + one.coupon_minor)
            for one in order.lines
        ),
        gift_message=order.gift_message,
        promise_date=due,
        promise_words=order.promise_words,
        promised=order.promise_date is not None and order.promise_basis != "rule",
        days_left=(due - desk.today()).days,
        at_risk=is_at_risk(due, desk.today()),
        call_back=phone,
        ask_again_at=min(filter(None, again), default=None) if again and all(again) else None,
        refusal=person_refusal(desk, order, rules),
    )


def person_refusal(desk: Desk, order: Order, rules: Rules) -> str:
    """Why whoever sits here may not release the order, or ""."""
    if not desk.may_supervise:
        return "supervisor_needed"
    if not rules.own_release and order.agent_id == desk.agent_id:
        return "own_order"
    return ""


def hold_refusal(hold: Hold) -> str:
    """Why no person can release a hold, or ""."""
    if hold.kind is HoldKind.AUTHORIZATION_EXPIRED:
        return "authorization_expired"
    if hold.kind in NOT_A_PERSONS:
        reason = (hold.details or {}).get("reason")
        return "outcome_unknown" if reason == "unknown" else "payment_hold"
    return ""


def _hold(session: Session, hold: Hold) -> HoldRow:
    ids = [uuid.UUID(str(one)) for one in (hold.details or {}).get("watched", ())]
    return HoldRow(
        id=hold.id,
        kind=hold.kind,
        details=dict(hold.details or {}),
        opened_at=hold.opened_at,
        refusal=hold_refusal(hold),
        watch_reasons=watch_list.reasons(session, ids) if ids else (),
    )


def _parts(bill_to: PostalAddress, ship_to: PostalAddress, phone: str) -> tuple[AddressPart, ...]:
    """The addresses row by row; company and country only where they say something."""
    differing = set(differences(bill_to, ship_to))

    def part(name: str, *fields: str) -> AddressPart:
        texts = [
            ", ".join(filter(None, (getattr(address, field).strip() for field in fields)))
            for address in (bill_to, ship_to)
        ]
        return AddressPart(name, texts[0], texts[1], same=not differing & set(fields))

    rows = [part("name", "name")]
    if bill_to.company or ship_to.company:
        rows.append(part("company", "company"))
    rows.append(part("street", "line1", "line2"))
    if bill_to.district or ship_to.district:
        rows.append(part("district", "district"))
    rows += [part("city", "city", "sorting_code"), part("state", "state")]
    bill_zip, ship_zip = (format_zip(address.postal_code) for address in (bill_to, ship_to))
    same_zip = "postal_code" not in differing
    rows.append(AddressPart("postal_code", bill_zip, ship_zip, same=same_zip))
    if "country" in differing or bill_to.country != "US":
        rows.append(part("country", "country"))
    # The order has one number: the carrier is told the billing phone too.
    rows.append(AddressPart("phone", phone, phone, same=True))
    return tuple(rows)


def _held_until(session: Session, desk: Desk, order: Order) -> datetime | None:
    """Until when what is held for the order may be taken."""
    ends_at: datetime | None = None
    for _payment, sums in payments_of(session, order, at=desk.now()):
        if sums.authorized > sums.captured and sums.expires_at is not None and not sums.voiding:
            ends_at = sums.expires_at
    return ends_at


def _history(
    session: Session, desk: Desk, order: Order, known_since: datetime | None
) -> CustomerHistory:
    mine = (
        Order.store_id == order.store_id,
        Order.customer_id == order.customer_id,
        Order.placed_at.is_not(None),
        Order.id != order.id,
    )
    count, since = session.execute(
        select(func.count(), func.min(Order.placed_at)).where(*mine)
    ).one()
    cancelled = session.scalar(
        select(func.count()).where(*mine, Order.state == OrderState.CANCELLED)
    )
    refunded = session.scalar(
        select(func.count(func.distinct(Payment.order_id)))
        .join(PaymentAttempt, PaymentAttempt.payment_id == Payment.id)
        .join(Order, Order.id == Payment.order_id)
        .where(
            *mine,
            PaymentAttempt.purpose == Purpose.REFUND,
            PaymentAttempt.state == AttemptState.SUCCEEDED,
        )
    )
    number = session.get_one(Call, order.call_id).number if order.call_id else None
    own = number is not None and session.scalar(
        select(ContactPoint.id)
        .where(ContactPoint.customer_id == order.customer_id, ContactPoint.normalised == number)
        .limit(1)
    )
    return CustomerHistory(
        orders=count,
        since=since,
        cancelled=cancelled or 0,
        refunded=refunded or 0,
        known_since=known_since,
        called_from=phone_numbers.display(number, desk.country) if number else "",
        called_from_known=bool(own),
    )


def _sent_before(
    session: Session, order: Order, ship_to: PostalAddress
) -> tuple[int, datetime | None]:
    """How often something of this customer's went to this address, and when last."""
    key = standardise(ship_to)
    if order.customer_id is None or not key:
        return 0, None
    went = (
        OrderState.SHIPPED,
        OrderState.PARTLY_SHIPPED,
        OrderState.CLOSED,
    )
    rows = session.execute(
        select(Order.bill_to, Order.ship_to, Order.placed_at)
        .where(
            Order.store_id == order.store_id,
            Order.customer_id == order.customer_id,
            Order.id != order.id,
            or_(*(Order.state == state for state in went)),
        )
        .order_by(Order.placed_at.desc())
        .limit(MOST_LOOKED_AT)
    )
    found = [
        placed_at
        for bill, ship, placed_at in rows
        if standardise(PostalAddress(**(ship or bill or {}))) == key
    ]
    return len(found), found[0] if found else None


def _numbers(session: Session, ids: tuple[uuid.UUID, ...]) -> tuple[str, ...]:
    numbers = session.scalars(select(Order.number).where(Order.id.in_(ids)).order_by(Order.number))
    return tuple(order_numbers.display(number) for number in numbers)


def _notes(session: Session, order_id: uuid.UUID) -> tuple[NoteView, ...]:
    rows = session.execute(
        select(OrderNote.created_at, Agent.display_name, OrderNote.words)
        .join(Agent, Agent.id == OrderNote.agent_id)
        .where(OrderNote.order_id == order_id)
        .order_by(OrderNote.created_at.desc(), OrderNote.id.desc())
        .limit(20)
    )
    return tuple(NoteView(at, agent, words) for at, agent, words in rows)
