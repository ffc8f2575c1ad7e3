"""Taking a placed order up at the call desk: to look at it, to take a card for it, or to change it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services import calling, calls, changing, customers, duplicating, orders
from desktop.services.calling import Resumed
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused
from desktop.services.duplicating import Duplicated
from models.call import Call, CallState
from models.ids import uuid7
from models.order import Order, OrderState


@dataclass(frozen=True)
class TakenUp:
    """The call with its caller and the order on the desk; of a second order, what is another."""

    resumed: Resumed
    duplicated: Duplicated | None = None


def open_order(
    session: Session,
    desk: Desk,
    order_id: uuid.UUID,
    *,
    call_id: uuid.UUID | None,
    command_id: uuid.UUID,
) -> TakenUp:
    """Have the order on the desk: in the call that is going on, else in a new one to its customer.

    The order stays with the call in which it was placed; this call remembers that it is about it.

    Raises:
        Refused: `another_draft`, an order is being keyed in that call; `call_ended`.
    """

    def work() -> dict[str, str]:
        order = session.get_one(Order, order_id)
        return {"call": str(_call_about(session, desk, order, call_id).id)}

    done = once(session, desk, command_id, "open_order", work)
    return TakenUp(calling.resumed(session, desk, uuid.UUID(done["call"])))


def change_order(
    session: Session,
    desk: Desk,
    order_id: uuid.UUID,
    *,
    call_id: uuid.UUID | None,
    command_id: uuid.UUID,
) -> TakenUp:
    """As `open_order`, with a change of it begun.

    Raises:
        Refused: as `open_order`; why the order cannot be changed (`changing.why_not`).
    """

    def work() -> dict[str, str]:
        order = session.get_one(Order, order_id)
        call = _call_about(session, desk, order, call_id)
        changing.begin_change(session, desk, order_id, call_id=call.id, command_id=uuid7())
        return {"call": str(call.id)}

    done = once(session, desk, command_id, "change_order", work)
    return TakenUp(calling.resumed(session, desk, uuid.UUID(done["call"])))


def duplicate_order(
    session: Session,
    desk: Desk,
    order_id: uuid.UUID,
    *,
    call_id: uuid.UUID | None,
    command_id: uuid.UUID,
) -> TakenUp:
    """A second order like this one on the desk.

    Raises:
        Refused: as `open_order` and `duplicating.duplicate`.
    """
    made = uuid.uuid5(command_id, "duplicate")

    def work() -> dict[str, str]:
        order = session.get_one(Order, order_id)
        call = _call_about(session, desk, order, call_id)
        call.form = None  # it is about the new order
        duplicating.duplicate(session, desk, order_id, call_id=call.id, command_id=made)
        return {"call": str(call.id)}

    done = once(session, desk, command_id, "duplicate_at_desk", work)
    call_at = uuid.UUID(done["call"])
    again = duplicating.duplicate(session, desk, order_id, call_id=call_at, command_id=made)
    return TakenUp(calling.resumed(session, desk, call_at), again)


def give_up_change(
    session: Session, desk: Desk, draft_id: uuid.UUID, *, command_id: uuid.UUID
) -> Resumed | None:
    """Drop what was keyed of a change; the order is as it was, and back on the desk."""

    def work() -> dict[str, str]:
        draft = session.get_one(Order, draft_id)
        if draft.changes_order_id is None:
            raise Refused("not_a_change")
        if draft.state is OrderState.DRAFT:
            orders.discard_draft(session, desk, draft_id)
        return {"call": str(draft.call_id) if draft.call_id else ""}

    done = once(session, desk, command_id, "give_up_change", work)
    if not done["call"]:
        return None
    return calling.resumed(session, desk, uuid.UUID(done["call"]))


def _call_about(session: Session, desk: Desk, order: Order, call_id: uuid.UUID | None) -> Call:
    """The call in which the order is taken up, with its customer."""
    if call_id is None:
        call = _call_back(session, desk, order)
    else:
        call = session.get_one(Call, call_id)
        if call.state is not CallState.ACTIVE:
            raise Refused("call_ended")
        _drop_empty_drafts(session, desk, call)
    call.customer_id = order.customer_id
    call.form = {calls.TAKEN_UP: str(order.id)}
    session.flush()
    return call


def _call_back(session: Session, desk: Desk, order: Order) -> Call:
    """A new call to the order's customer, at the number on file."""
    number = ""
    if order.customer_id is not None:
        phone = customers.view(session, desk, order.customer_id).phone
        number = phone.typed if phone is not None else ""
    begun = calls.begin(session, desk, command_id=uuid7(), caller_id=number)
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
        orders.discard_draft(session, desk, draft.id)
