"""The filters of the orders page, as conditions and as sets of orders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select, text
from sqlalchemy.orm import Session

from desktop.services.desk import Desk
from desktop.services.order_filters import MoneyState, OrderFilter
from desktop.services.order_sources import Source, either
from desktop.services.order_story_shapes import OPEN_STATES, RISK_DAYS
from models import limits
from models.hold import Hold, HoldKind, HoldState
from models.order import Order, OrderState
from models.payment import AttemptState, Payment, PaymentAttempt, Purpose, RefundDue, Tender

_UNSETTLED = (HoldKind.PAYMENT, HoldKind.AUTHORIZATION_EXPIRED)
_OPEN_ATTEMPTS = cast(
    "ColumnElement[bool]", text("payment_attempts.state IN ('created', 'sent', 'unknown')")
)
"""As the partial index says it; with bound values no database can tell that it may be used."""


def conditions(desk: Desk, wanted: OrderFilter) -> list[ColumnElement[bool]]:
    """What can be seen of the order's own row, or one look away from it."""
    found: list[ColumnElement[bool]] = []
    if wanted.channels:
        found.append(Order.channel.in_(wanted.channels))
    if wanted.agent_id is not None:
        found.append(Order.agent_id == wanted.agent_id)
    if wanted.total_from_minor is not None:
        found.append(Order.total_minor >= wanted.total_from_minor)
    if wanted.total_to_minor is not None:
        found.append(Order.total_minor <= wanted.total_to_minor)
    if wanted.tenders:
        paid_so = Payment.order_id == Order.id, Payment.tender.in_(wanted.tenders)
        found.append(select(Payment.id).where(*paid_so).exists())
    since, until = placed_between(desk, wanted)
    if since is not None:
        found.append(Order.placed_at >= since)
    if until is not None:
        found.append(Order.placed_at < until)
    return found


def placed_between(desk: Desk, wanted: OrderFilter) -> tuple[datetime | None, datetime | None]:
    """The first moment of the first day and the first moment after the last."""
    zone = ZoneInfo(desk.time_zone)

    def begin(day: date) -> datetime:
        return datetime.combine(day, time(), zone)

    since = begin(wanted.placed_from) if wanted.placed_from else None
    until = begin(wanted.placed_to + timedelta(days=1)) if wanted.placed_to else None
    return since, until


def sources(session: Session, desk: Desk, wanted: OrderFilter) -> Iterator[Source]:
    """The filters that may have few orders, each as a set."""
    if wanted.states:
        yield _in_store(desk, Order.state.in_(wanted.states))
    if wanted.held or wanted.hold_kinds:
        yield _held(desk, wanted.hold_kinds)
    if wanted.at_risk:
        latest = desk.today() + timedelta(days=RISK_DAYS)
        yield _in_store(desk, Order.state.in_(OPEN_STATES), Order.promise_date <= latest)
    if wanted.backordered:
        short = or_(Order.backorder_choice.is_not(None), Order.state == OrderState.PARTLY_SHIPPED)
        yield _in_store(desk, Order.state.in_(OPEN_STATES), short)
    if wanted.money:
        yield either(session, [_money(desk, state) for state in wanted.money])


def _in_store(desk: Desk, *those: ColumnElement[bool]) -> Source:
    ids = select(Order.id).where(Order.store_id == desk.store_id, *those)
    return Source(ids, and_(*those), is_dear=True)


def _held(desk: Desk, kinds: tuple[HoldKind, ...]) -> Source:
    is_open = [Hold.state == HoldState.OPEN]
    if kinds:
        is_open.append(Hold.kind.in_(kinds))
    return Source(
        select(Hold.order_id).where(Hold.store_id == desk.store_id, *is_open),
        select(Hold.id).where(Hold.order_id == Order.id, *is_open).exists(),
    )


def _money(desk: Desk, state: MoneyState) -> Source:
    if state is MoneyState.NOT_SETTLED:
        return _held(desk, _UNSETTLED)
    if state is MoneyState.AWAITING_CHEQUE:
        comes = (
            Payment.order_id == Order.id,
            Payment.tender == Tender.CHEQUE,
            Payment.received_at.is_(None),
        )
        waits = select(Payment.id).where(*comes).exists()
        return _in_store(desk, Order.state == OrderState.PLACED, waits)
    if state is MoneyState.REFUND_DUE:
        due = RefundDue.done_at.is_(None)
        return Source(
            select(RefundDue.order_id).where(RefundDue.store_id == desk.store_id, due),
            select(RefundDue.id).where(RefundDue.order_id == Order.id, due).exists(),
        )
    if state is MoneyState.OUTCOME_UNKNOWN:
        return _by_attempt(desk, _OPEN_ATTEMPTS, PaymentAttempt.state == AttemptState.UNKNOWN)
    return _running_out(desk)


def _running_out(desk: Desk) -> Source:
    """An open order whose money is held for less than 48 hours more (RULES, Authorizations)."""
    now = desk.now()
    until = now + timedelta(hours=limits.AUTHORIZATION_WARNING_HOURS)
    later = PaymentAttempt.__table__.alias("later")
    let_go = (
        select(later.c.id)
        .where(
            later.c.payment_id == PaymentAttempt.payment_id,
            later.c.state == AttemptState.SUCCEEDED,
            or_(later.c.purpose == Purpose.VOID, later.c.releases_rest.is_(True)),
        )
        .exists()
    )
    waits = (
        select(Order.id)
        .where(Order.id == Payment.order_id, Order.state.in_(OPEN_STATES))
        .correlate(Payment)
        .exists()
    )
    held = (
        PaymentAttempt.purpose == Purpose.AUTHORIZE,
        PaymentAttempt.state == AttemptState.SUCCEEDED,
        PaymentAttempt.expires_at > now,
        PaymentAttempt.expires_at <= until,
        ~let_go,
    )
    runs_out = _by_attempt(desk, *held)
    ran_out = _held(desk, (HoldKind.AUTHORIZATION_EXPIRED,))
    return Source(
        runs_out.ids.where(waits).union_all(ran_out.ids).subquery().select(),
        or_(and_(Order.state.in_(OPEN_STATES), runs_out.holds), ran_out.holds),
    )


def _by_attempt(desk: Desk, *such: ColumnElement[bool]) -> Source:
    mine = PaymentAttempt.payment_id == Payment.id
    return Source(
        select(Payment.order_id)
        .join(PaymentAttempt, mine)
        .where(PaymentAttempt.store_id == desk.store_id, *such),
        select(Payment.id)
        .join(PaymentAttempt, mine)
        .where(Payment.order_id == Order.id, *such)
        .exists(),
    )
