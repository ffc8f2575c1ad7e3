"""Calls: begin, park, resume, end."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.services import order_views
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused
from desktop.services.reservations import release_all, reserve
from models import phone_numbers
from models.call import Call, CallOutcome, CallState
from models.channels import Channel
from models.customer import Customer
from models.hold import Hold, HoldState
from models.order import Order, OrderLine, OrderState

TAKEN_UP = "order"
"""The field of a call's form that names the placed order which the call is about."""


@dataclass(frozen=True)
class CallView:
    """A call as the call bar and the lists show it."""

    id: uuid.UUID
    state: CallState
    number_typed: str
    number: str | None
    has_caller_id: bool
    customer_id: uuid.UUID | None
    customer_name: str
    order_id: uuid.UUID | None
    order_number: str
    order_state: OrderState | None
    order_held: bool
    line_count: int
    started_at: datetime
    parked_at: datetime | None
    ended_at: datetime | None
    outcome: CallOutcome | None
    form: Mapping[str, str]


@dataclass(frozen=True)
class DaySummary:
    """Today at this desk, by this agent."""

    calls: tuple[CallView, ...]
    parked: tuple[CallView, ...]
    call_count: int
    order_count: int
    total_minor: int


def begin(session: Session, desk: Desk, *, command_id: uuid.UUID, caller_id: str = "") -> CallView:
    """Begin a call; *caller_id* is the number that the telephone showed, if it did."""

    def work() -> dict[str, str]:
        number = phone_numbers.parse(caller_id, desk.country) if caller_id else None
        call = Call(
            store_id=desk.store_id,
            workstation_id=desk.workstation_id,
            agent_id=desk.agent_id,
            state=CallState.ACTIVE,
            number_typed=caller_id[:60],
            number=number.e164 if number else None,
            has_caller_id=number is not None,
            started_at=desk.now(),
        )
        session.add(call)
        session.flush()
        return {"call": str(call.id)}

    return view(session, uuid.UUID(once(session, desk, command_id, "begin_call", work)["call"]))


def park(session: Session, desk: Desk, call_id: uuid.UUID, *, command_id: uuid.UUID) -> CallView:
    """Put the call aside as it stands; what is typed in it stays.

    Raises:
        Refused: `call_not_active`, it was parked or ended already.
    """

    def work() -> dict[str, str]:
        call = _get(session, call_id)
        if call.state is not CallState.ACTIVE:
            raise Refused("call_not_active")
        call.move_to(CallState.PARKED)
        call.parked_at = desk.now()
        return {"call": str(call_id)}

    once(session, desk, command_id, "park_call", work)
    return view(session, call_id)


def resume(session: Session, desk: Desk, call_id: uuid.UUID, *, command_id: uuid.UUID) -> CallView:
    """Take a parked call back, at whichever desk of the shop; its draft goes with it.

    What the draft needs is set aside again, should it have been given back meanwhile.

    Raises:
        Refused: `call_not_parked`, somebody was quicker.
    """

    def work() -> dict[str, str]:
        call = _get(session, call_id)
        if call.state is not CallState.PARKED:
            raise Refused("call_not_parked")
        call.move_to(CallState.ACTIVE)
        call.parked_at = None
        call.agent_id, call.workstation_id = desk.agent_id, desk.workstation_id
        for order in _drafts(session, call_id):
            order.agent_id, order.workstation_id = desk.agent_id, desk.workstation_id
            order.updated_at = desk.now()
            reserve(session, order, at=desk.now())
        return {"call": str(call_id)}

    once(session, desk, command_id, "resume_call", work)
    return view(session, call_id)


def end(
    session: Session,
    desk: Desk,
    call_id: uuid.UUID,
    *,
    outcome: CallOutcome,
    command_id: uuid.UUID,
) -> CallView:
    """End the call with its outcome. What was never placed ends with it, and so does what was typed.

    A draft that came by fax or by mail does not end with a call: it waits for another one.

    Raises:
        Refused: `call_ended`, it was ended already.
    """

    def work() -> dict[str, str]:
        call = _get(session, call_id)
        if call.state is CallState.ENDED:
            raise Refused("call_ended")
        call.move_to(CallState.ENDED)
        call.ended_at, call.outcome, call.form = desk.now(), outcome, None
        for order in _drafts(session, call_id):
            let_go_of_draft(session, desk, order)
        return {"call": str(call_id)}

    once(session, desk, command_id, "end_call", work)
    return view(session, call_id)


def save_form(
    session: Session,
    call_id: uuid.UUID,
    *,
    customer_id: uuid.UUID | None,
    form: Mapping[str, str],
) -> None:
    """Keep what is half typed in the call, and whom it is about. Sent as it is typed."""
    call = _get(session, call_id)
    if call.state is CallState.ENDED:
        return
    call.customer_id = customer_id
    taken_up = {name: text for name, text in (call.form or {}).items() if name == TAKEN_UP}
    call.form = (dict(form) | taken_up) or None


def open_call(session: Session, desk: Desk) -> CallView | None:
    """The call that was active at this workstation when the program last ended, if any."""
    call_id = session.scalar(
        select(Call.id)
        .where(
            Call.store_id == desk.store_id,
            Call.workstation_id == desk.workstation_id,
            Call.agent_id == desk.agent_id,
            Call.state == CallState.ACTIVE,
        )
        .order_by(Call.started_at.desc())
        .limit(1)
    )
    return None if call_id is None else view(session, call_id)


def parked(session: Session, desk: Desk) -> tuple[CallView, ...]:
    """Every parked call of the shop, the longest waiting first."""
    ids = session.scalars(
        select(Call.id)
        .where(Call.store_id == desk.store_id, Call.state == CallState.PARKED)
        .order_by(Call.parked_at)
    )
    return tuple(view(session, call_id) for call_id in ids)


def today(session: Session, desk: Desk, *, most: int = 12) -> DaySummary:
    """This agent's calls since midnight on the shop's clock, newest first, and the parked ones."""
    midnight = datetime.combine(desk.today(), time(), ZoneInfo(desk.time_zone))
    mine = (
        Call.store_id == desk.store_id,
        Call.agent_id == desk.agent_id,
        Call.started_at >= midnight,
    )
    ids = session.scalars(
        select(Call.id)
        .where(*mine, Call.state == CallState.ENDED)
        .order_by(Call.started_at.desc())
        .limit(most)
    )
    calls = tuple(view(session, call_id) for call_id in ids)
    count = session.scalar(select(func.count()).select_from(Call).where(*mine)) or 0
    orders, total = session.execute(
        select(func.count(), func.coalesce(func.sum(Order.total_minor), 0)).where(
            Order.store_id == desk.store_id,
            Order.agent_id == desk.agent_id,
            Order.placed_at >= midnight,
            Order.state != OrderState.CANCELLED,
        )
    ).one()
    return DaySummary(calls, parked(session, desk), count, int(orders), int(total))


def view(session: Session, call_id: uuid.UUID) -> CallView:
    """The call as it stands."""
    call = _get(session, call_id)
    order = _order_of(session, call)
    customer = session.get(Customer, call.customer_id) if call.customer_id else None
    lines = held = 0
    if order is not None:
        lines = (
            session.scalar(
                select(func.count()).select_from(OrderLine).where(OrderLine.order_id == order.id)
            )
            or 0
        )
        held = (
            session.scalar(
                select(func.count())
                .select_from(Hold)
                .where(Hold.order_id == order.id, Hold.state == HoldState.OPEN)
            )
            or 0
        )
    return CallView(
        id=call.id,
        state=call.state,
        number_typed=call.number_typed,
        number=call.number,
        has_caller_id=call.has_caller_id,
        customer_id=call.customer_id,
        customer_name=customer.display_name if customer else "",
        order_id=order.id if order else None,
        order_number=order_views.number_of(session, order) if order else "",
        order_state=order.state if order else None,
        order_held=held > 0,
        line_count=lines,
        started_at=call.started_at,
        parked_at=call.parked_at,
        ended_at=call.ended_at,
        outcome=call.outcome,
        form=call.form or {},
    )


def _get(session: Session, call_id: uuid.UUID) -> Call:
    return session.get_one(Call, call_id)


def _order_of(session: Session, call: Call) -> Order | None:
    """What is on the desk in this call: what is being keyed, else the order that was taken up."""
    mine = select(Order).where(Order.call_id == call.id).order_by(Order.created_at.desc()).limit(1)
    keyed = session.scalar(mine.where(Order.state == OrderState.DRAFT))
    taken_up = (call.form or {}).get(TAKEN_UP)
    if keyed is None and taken_up:
        return session.get(Order, uuid.UUID(taken_up))
    return keyed or session.scalar(mine)


def _drafts(session: Session, call_id: uuid.UUID) -> Sequence[Order]:
    return session.scalars(
        select(Order).where(Order.call_id == call_id, Order.state == OrderState.DRAFT)
    ).all()


def let_go_of_draft(session: Session, desk: Desk, order: Order) -> None:
    """A draft that was never placed ends with its call, and its reservations are given back.

    One that did not come by telephone stays a draft: somebody's paper stands behind it.
    """
    release_all(session, order)
    order.updated_at = desk.now()
    if order.channel is Channel.PHONE or order.changes_order_id is not None:
        order.move_to(OrderState.CANCELLED, kind="draft_dropped", stamp=desk.stamp())
    else:
        order.call_id = None
        order.record("draft_kept", stamp=desk.stamp())
