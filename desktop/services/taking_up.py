"""Taking a placed order up at the call desk: to look at it, to take a card for it, or to change it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop.services import calling, calls, changing, drafts_at_desk, duplicating, orders
from desktop.services.calling import Resumed
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused
from desktop.services.duplicating import Duplicated
from models.call import Call
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

    The order stays with the call in which it was placed; this call remembers that it is about it. One
    that has not been placed is gone on with: see `open_draft`.

    Raises:
        Refused: `another_draft`, an order is being keyed in that call; `call_ended`; as `open_draft`.
    """

    def work() -> dict[str, str]:
        order = session.get_one(Order, order_id)
        if order.state is OrderState.DRAFT:
            return {"call": str(drafts_at_desk.take_draft(session, desk, order, call_id).id)}
        return {"call": str(_call_about(session, desk, order, call_id).id)}

    done = once(session, desk, command_id, "open_order", work)
    return TakenUp(calling.resumed(session, desk, uuid.UUID(done["call"])))


def open_draft(
    session: Session,
    desk: Desk,
    order_id: uuid.UUID,
    *,
    call_id: uuid.UUID | None,
    command_id: uuid.UUID,
) -> TakenUp:
    """Go on with an order that was begun without a call, such as one from a fax.

    It becomes the order of the call that is going on, else of a new one to its customer, and its
    pieces are set aside again. Where it waits in a parked call, that call is taken back.

    Raises:
        Refused: `not_a_draft`, it was placed or dropped; `draft_in_call`, with whose call in `who`;
            `draft_parked`, it waits in another call than this; `another_draft`, `call_ended`.
    """

    def work() -> dict[str, str]:
        order = session.get_one(Order, order_id, with_for_update=True)
        return {"call": str(drafts_at_desk.take_draft(session, desk, order, call_id).id)}

    done = once(session, desk, command_id, "open_draft", work)
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
    call = drafts_at_desk.call_for(session, desk, order, call_id)
    call.customer_id = order.customer_id
    call.form = {calls.TAKEN_UP: str(order.id)}
    session.flush()
    return call
