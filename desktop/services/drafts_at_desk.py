"""The call in which an order is taken up, and drafts that wait for one."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services import calls, customers
from desktop.services.desk import Desk, Refused
from desktop.services.reservations import reserve
from models.agent import Agent
from models.call import Call, CallState
from models.ids import uuid7
from models.order import Order, OrderState
from models.person_task import PersonTask, PersonTaskKind


def take_draft(session: Session, desk: Desk, order: Order, call_id: uuid.UUID | None) -> Call:
    """The call that the draft is gone on with in.

    Raises:
        Refused: as `taking_up.open_draft`.
    """
    if order.state is not OrderState.DRAFT or order.changes_order_id is not None:
        raise Refused("not_a_draft")
    theirs = session.get(Call, order.call_id) if order.call_id is not None else None
    if theirs is not None and theirs.state is not CallState.ENDED:
        return _where_it_is(session, desk, theirs, call_id)
    call = call_for(session, desk, order, call_id)
    call.customer_id, call.form = order.customer_id, None
    order.call_id = call.id
    order.agent_id, order.workstation_id = desk.agent_id, desk.workstation_id
    order.updated_at = desk.now()
    order.record("draft_taken_up", stamp=desk.stamp())
    reserve(session, order, at=desk.now())
    session.flush()
    return call


def call_for(session: Session, desk: Desk, order: Order, call_id: uuid.UUID | None) -> Call:
    """The call that is going on, with nothing keyed in it, else a new one to the order's customer.

    Raises:
        Refused: `another_draft`, an order is being keyed in it; `call_ended`.
    """
    if call_id is None:
        return _call_back(session, desk, order)
    call = session.get_one(Call, call_id)
    if call.state is not CallState.ACTIVE:
        raise Refused("call_ended")
    _drop_empty_drafts(session, desk, call)
    return call


def _where_it_is(session: Session, desk: Desk, theirs: Call, call_id: uuid.UUID | None) -> Call:
    """The call that has the draft already, if it can be had here."""
    if theirs.id == call_id:
        return theirs
    if theirs.state is CallState.ACTIVE:
        if (theirs.agent_id, theirs.workstation_id) == (desk.agent_id, desk.workstation_id):
            return theirs  # a crash cut it off
        agent = session.get(Agent, theirs.agent_id)
        raise Refused("draft_in_call", who=agent.display_name if agent else "")
    if call_id is not None:
        raise Refused("draft_parked")
    calls.resume(session, desk, theirs.id, command_id=uuid7())
    return theirs


def _call_back(session: Session, desk: Desk, order: Order) -> Call:
    """A new call to the order's customer, at the number they want to be called at, or on file."""
    number = session.scalar(
        select(PersonTask.phone)
        .where(
            PersonTask.store_id == desk.store_id,
            PersonTask.order_id == order.id,
            PersonTask.kind == PersonTaskKind.CALL_BACK,
            PersonTask.done_at.is_(None),
            PersonTask.phone.is_not(None),
        )
        .order_by(PersonTask.due_at)
        .limit(1)
    )
    if number is None and order.customer_id is not None:
        phone = customers.view(session, desk, order.customer_id).phone
        number = phone.typed if phone is not None else None
    begun = calls.begin(session, desk, command_id=uuid7(), caller_id=number or "")
    call = session.get_one(Call, begun.id)
    call.has_caller_id = False
    return call


def _drop_empty_drafts(session: Session, desk: Desk, call: Call) -> None:
    """What has no line yet gives way; what has is somebody's order."""
    drafts = session.scalars(
        select(Order).where(Order.call_id == call.id, Order.state == OrderState.DRAFT)
    )
    for draft in drafts.all():
        if draft.lines:
            raise Refused("another_draft")
        calls.let_go_of_draft(session, desk, draft)
