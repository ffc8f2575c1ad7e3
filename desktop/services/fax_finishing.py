"""How a received fax ends: every one ends somewhere, and by somebody's word."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services import audit, fax_inbox, junk_senders
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused
from desktop.services.fax_reviewing import DestroyKey, drop_original, end_key
from desktop.services.fax_rows import demand_free, fax_of, let_go
from desktop.services.received_fax_shapes import FaxDetail
from models import order_numbers
from models.order import Order, OrderState
from models.received_fax import FaxOutcome, FaxState, ReceivedFax

_UNSEEN = {
    FaxState.UNREVIEWED: (FaxOutcome.JUNK,),
    FaxState.DAMAGED: (FaxOutcome.JUNK, FaxOutcome.ANSWERED),
}
"""What a fax may end as that nobody could look at."""


def finish(
    session: Session,
    desk: Desk,
    fax_id: uuid.UUID,
    outcome: FaxOutcome,
    *,
    order_id: uuid.UUID | None = None,
    dispatch_id: uuid.UUID | None = None,
    remember_junk: bool = False,
    destroy_key: DestroyKey | None = None,
    command_id: uuid.UUID,
) -> FaxDetail:
    """End a received fax.

    One that nobody has reviewed may be junk, and a damaged one junk or answered; its original goes
    with it. The key is then overwritten by *destroy_key* after a **commit**, else by the sweep.

    Args:
        order_id: The order that it became or belongs to; needed for those two outcomes.
        dispatch_id: The answer that it got.
        remember_junk: Put aside what the same number sends from now on.

    Raises:
        Refused: `taken`; `not_reviewed`, it has to be looked at first; `fax_being_read`; `fax_done`,
            with the outcome in `outcome`; `order_missing`.
    """

    def work() -> dict[str, str]:
        fax = fax_of(session, desk, fax_id)
        end(session, desk, fax, outcome, order_id=order_id, dispatch_id=dispatch_id)
        if remember_junk and outcome is FaxOutcome.JUNK and fax.sender is not None:
            fax.is_junk_sender = True
            junk_senders.remember(session, desk, fax.sender)
        return {"fax": str(fax_id)}

    once(session, desk, command_id, "finish_fax", work)
    if destroy_key is not None:
        session.commit()
        end_key(session, desk.store_id, fax_id, destroy_key=destroy_key, stamp=desk.stamp())
    return fax_inbox.detail(session, desk, fax_id)


def end(
    session: Session,
    desk: Desk,
    fax: ReceivedFax,
    outcome: FaxOutcome,
    *,
    order_id: uuid.UUID | None = None,
    dispatch_id: uuid.UUID | None = None,
) -> None:
    """As `finish`, as a part of another command."""
    demand_may_end(session, desk, fax, outcome)
    if outcome in (FaxOutcome.ORDER, FaxOutcome.DOCUMENT):
        fax.order_id = order_id or fax.order_id
        if fax.order_id is None:
            raise Refused("order_missing", field="order")
        order = session.get(Order, fax.order_id)
        if order is None or order.store_id != desk.store_id:
            raise LookupError("no such order in this store")
    if dispatch_id is not None:
        fax.dispatch_id = dispatch_id
    if fax.reviewed_at is None:
        drop_original(session, fax)
    let_go(fax)
    fax.keyed = None
    fax.move_to(
        FaxState.DONE,
        at=desk.now(),
        actor_id=desk.agent_id,
        workstation_id=desk.workstation_id,
        outcome=outcome,
    )
    session.flush()
    audit.note(
        session, desk, "fax_done", subject_kind="received_fax", subject_id=fax.id,
        outcome=outcome.value,
    )  # fmt: skip


def demand_may_end(session: Session, desk: Desk, fax: ReceivedFax, outcome: FaxOutcome) -> None:
    """Let only that go on which `finish` allows.

    Raises:
        Refused: as `finish`, `order_missing` apart.
    """
    if fax.state is FaxState.ARRIVED:
        raise Refused("fax_being_read")
    if fax.state is FaxState.DONE:
        raise Refused("fax_done", outcome=fax.outcome)
    demand_free(session, fax, desk)
    if outcome not in _UNSEEN.get(fax.state, (outcome,)):
        raise Refused("not_reviewed")


def reopen(session: Session, desk: Desk, fax_id: uuid.UUID, *, command_id: uuid.UUID) -> FaxDetail:
    """Take up again what had ended; what it was linked to stays linked until it ends otherwise.

    Raises:
        Refused: `original_gone`, it was never reviewed, so nothing is left of it; `fax_not_done`.
    """

    def work() -> dict[str, str]:
        fax = fax_of(session, desk, fax_id)
        if fax.state is not FaxState.DONE:
            raise Refused("fax_not_done")
        if fax.reviewed_at is None:
            raise Refused("original_gone")
        if fax.outcome is FaxOutcome.DOCUMENT:
            _unlink_draft(session, fax)
        fax.move_to(
            FaxState.REVIEWED,
            at=desk.now(),
            actor_id=desk.agent_id,
            workstation_id=desk.workstation_id,
        )
        session.flush()
        audit.note(session, desk, "fax_reopened", subject_kind="received_fax", subject_id=fax.id)
        return {"fax": str(fax_id)}

    once(session, desk, command_id, "reopen_fax", work)
    return fax_inbox.detail(session, desk, fax_id)


def attach(
    session: Session, desk: Desk, fax_id: uuid.UUID, order_number: str, command_id: uuid.UUID
) -> FaxDetail:
    """Make it a document on the order with that number, as typed; the order's story says so.

    Raises:
        Refused: as `finish`; `order_unknown`, with the field `order`.
    """

    def work() -> dict[str, str]:
        fax = fax_of(session, desk, fax_id)
        order = _order_of(session, desk, order_number)
        end(session, desk, fax, FaxOutcome.DOCUMENT, order_id=order.id)
        if fax.customer_id is None:
            fax.customer_id = order.customer_id
        order.record("fax_attached", stamp=desk.stamp(), fax=str(fax.id), pages=fax.pages)
        return {"fax": str(fax_id)}

    once(session, desk, command_id, "attach_fax", work)
    session.flush()
    return fax_inbox.detail(session, desk, fax_id)


def _unlink_draft(session: Session, fax: ReceivedFax) -> None:
    """A draft that it was only put on is another fax's: nothing of this one may be keyed into it."""
    order = session.get(Order, fax.order_id) if fax.order_id is not None else None
    if order is not None and order.state is OrderState.DRAFT:
        fax.order_id = None


def _order_of(session: Session, desk: Desk, typed: str) -> Order:
    number = order_numbers.parse(typed)
    if number is None:
        raise Refused("order_unknown", field="order")
    if desk.practice and not order_numbers.is_practice(number):
        number = order_numbers.PRACTICE_PREFIX + number  # written without its P
    order = session.scalar(
        select(Order).where(Order.store_id == desk.store_id, Order.number == number)
    )
    if order is None:
        raise Refused("order_unknown", field="order")
    return order
