"""Changing a placed order: a draft of its own, and one commit that puts it in the order's place.

The order is untouched until then. A new card is authorized before the old one's hold is let go, and
what the order said before is kept beside it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from desktop.services import (
    change_holds,
    change_money,
    change_views,
    coupon_people,
    coupons,
    holds,
    order_keys,
    order_money,
    order_views,
    orders,
    placing,
)
from desktop.services.change_drafts import copied_lines, draft_from, new_draft
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused, Stale
from desktop.services.draft_merge import merged
from desktop.services.numbers import next_number
from desktop.services.order_snapshots import (
    LINE_SAID,
    PRICED,
    SAID,
    Snapshot,
    changes_between,
    snapshot_of,
)
from desktop.services.order_views import OrderView
from desktop.services.placing import CardEntry
from desktop.services.reservations import release_all, reserve
from models.ids import uuid7
from models.order import DelayNotice, Order, OrderLine, OrderState, Stamp
from models.order_version import OrderVersion
from models.payment import Tender
from models.shipment import Shipment

_LOADED = (selectinload(Order.lines), selectinload(Order.holds))


class ChangedElsewhere(Stale):
    """Somebody else has changed the order since this change of it began; nothing was saved."""


@dataclass(frozen=True)
class Applied:
    """An order that says something else now, and what the payment runner has to carry out."""

    order_id: uuid.UUID
    attempts: tuple[uuid.UUID, ...]
    needs_card: bool


def begin_change(
    session: Session,
    desk: Desk,
    order_id: uuid.UUID,
    *,
    command_id: uuid.UUID,
    call_id: uuid.UUID | None = None,
) -> OrderView:
    """A draft that says what the placed order says; `orders.save_draft` works on it.

    It takes a number from the block, for the records want one, and nobody ever sees that number.

    Raises:
        Refused: why the order cannot be changed, as `why_not` has it.
    """

    def work() -> dict[str, str]:
        order = session.get_one(Order, order_id, options=_LOADED)
        _refuse_unchangeable(session, order)
        stamp = desk.stamp()
        draft = new_draft(order, desk, number=next_number(session, desk), call_id=call_id)
        session.add(draft)
        _note_begun(draft, order, change_views.times_changed(session, order.id), stamp)
        session.flush()
        reserve(session, draft, at=stamp.at)
        session.flush()
        return {"draft": str(draft.id)}

    begun = once(session, desk, command_id, "begin_change", work)
    return orders.get(session, desk, uuid.UUID(begun["draft"]))


def why_not(session: Session, order: Order) -> str:
    """Why an order cannot be changed: `change_draft`, `change_cancelled`, `change_shipped`,
    `change_partly_shipped`, or `change_packed` (a parcel is being packed); "" when it can."""
    codes = {
        OrderState.DRAFT: "change_draft",
        OrderState.CANCELLED: "change_cancelled",
        OrderState.PARTLY_SHIPPED: "change_partly_shipped",
        OrderState.SHIPPED: "change_shipped",
        OrderState.CLOSED: "change_shipped",
    }
    if order.state in codes:
        return codes[order.state]
    packed = session.scalar(select(Shipment.id).where(Shipment.order_id == order.id).limit(1))
    return "change_packed" if packed is not None else ""


def apply_change(
    session: Session,
    desk: Desk,
    draft_id: uuid.UUID,
    *,
    version: int,
    original_version: int,
    card: CardEntry | None,
    command_id: uuid.UUID,
) -> Applied:
    """Put what the draft says in the place of what the order said.

    The order keeps its number. It goes back to placed, and on by itself once nothing keeps it.

    Args:
        version: of the draft, as last seen.
        original_version: `ChangeView.original_version` as last seen.
        card: the new card entry, where the total grew over what is secured.

    Raises:
        Stale: somebody else saved the draft.
        ChangedElsewhere: somebody else changed the order itself.
        Refused: `not_a_change`; why the order cannot be changed any more, as `why_not` has it;
            `nothing_changed`; `missing` with the codes; `coupon` as `coupons.claim`; `card_needed`,
            the total grew and there is no card; `already_authorized`, there is one for nothing;
            `outcome_unknown` while a bank's answer may still decide it; `card_used`.
    """

    def work() -> dict[str, Any]:
        draft, order = _both(session, draft_id, version=version)
        if change_views.times_changed(session, order.id) != original_version:
            raise ChangedElsewhere
        missing, _wanted = order_views.lacking(session, desk, draft)
        if missing:
            raise Refused("missing", codes=missing)
        coupons.claim(session, desk, draft)
        _owe_new_total(session, order, draft, desk)
        _refuse_wrong_card(session, desk, order, draft, card)
        stamp = desk.stamp()
        before = snapshot_of(order)
        _write_change(session, order, draft)
        _keep_version(session, desk, order, before, original_version, draft.call_id)
        change_holds.decide(session, desk, order, before, stamp)
        _put_away(session, draft, order, stamp)
        order_keys.write_keys(session, order)
        coupon_people.record_use(session, desk, order)
        session.flush()
        reserve(session, order, at=stamp.at)
        attempts = []
        if card is not None:
            order.record("another_card", stamp=stamp)
            attempts.append(placing.enter_card(session, desk, order, card).id)
        attempts += order_money.settle(session, order, stamp)
        needs = order_money.needs_card(session, order, at=stamp.at)
        return {"order": str(order.id), "attempts": [str(a) for a in attempts], "needs": needs}

    with session.no_autoflush:  # the lines and the head are written in one go
        result = once(session, desk, command_id, "apply_change", work)
    attempts = tuple(uuid.UUID(attempt) for attempt in result["attempts"])
    return Applied(uuid.UUID(result["order"]), attempts, result["needs"])


def rebase_change(
    session: Session,
    desk: Desk,
    draft_id: uuid.UUID,
    *,
    version: int,
    keep: Literal["mine", "theirs"],
    command_id: uuid.UUID,
) -> OrderView:
    """After `ChangedElsewhere`: lay what was keyed here over the order as it is now, or drop it.

    Raises:
        Stale: somebody else saved the draft.
        Refused: `not_a_change`; why the order cannot be changed any more.
    """

    def work() -> dict[str, str]:
        draft, order = _both(session, draft_id, version=version)
        begun, now = (
            change_views.begun_from(session, draft),
            change_views.times_changed(session, order.id),
        )
        theirs = draft_from(draft, snapshot_of(order))
        wanted = theirs
        if keep == "mine":
            base = draft_from(draft, change_views.said_before(session, order, begun))
            wanted = merged(base, orders.draft_of(session, draft_id), theirs)
        _note_begun(draft, order, now, desk.stamp())
        known = {line.id for line in draft.lines}
        draft.lines += [line for line in copied_lines(order, draft.id) if line.id not in known]
        session.flush()
        orders.save_draft(session, desk, wanted)
        return {"draft": str(draft_id)}

    once(session, desk, command_id, "rebase_change", work)
    return orders.get(session, desk, draft_id)


def _both(session: Session, draft_id: uuid.UUID, *, version: int) -> tuple[Order, Order]:
    """The draft and the order it changes, which nobody else can change until the commit."""
    draft = session.get_one(Order, draft_id, options=_LOADED)
    if draft.changes_order_id is None or draft.state is not OrderState.DRAFT:
        raise Refused("not_a_change")
    if draft.version != version:
        raise Stale
    order = session.get_one(
        Order, draft.changes_order_id, options=_LOADED, with_for_update=True, populate_existing=True
    )
    _refuse_unchangeable(session, order)
    return draft, order


def _refuse_unchangeable(session: Session, order: Order) -> None:
    code = why_not(session, order)
    if code:
        raise Refused(code)


def _note_begun(draft: Order, order: Order, version: int, stamp: Stamp) -> None:
    draft.record(change_views.BEGUN, stamp=stamp, order=str(order.id), version=version)


def _owe_new_total(session: Session, order: Order, draft: Order, desk: Desk) -> None:
    """Terms and a cheque that has not come are for the order's total, whatever that is."""
    payments = holds.payments_of(session, order, at=desk.now())
    if len(payments) != 1:
        return
    payment, _sums = payments[0]
    awaited = payment.tender is Tender.CHEQUE and payment.received_at is None
    if awaited or payment.tender is Tender.TERMS:
        payment.amount_minor += draft.total_minor - order.total_minor


def _refuse_wrong_card(
    session: Session, desk: Desk, order: Order, draft: Order, card: CardEntry | None
) -> None:
    money = change_money.standing(session, order, at=desk.now())
    total = draft.total_minor
    if change_money.is_unclear(money, total) or (card is not None and money.asked_minor):
        raise Refused("outcome_unknown")
    if card is not None and total <= money.secured_minor:
        raise Refused("already_authorized")
    was_enough = money.secured_minor >= order.total_minor
    if card is None and was_enough and change_money.needs_new_card(money, total):
        raise Refused("card_needed")


def _write_change(session: Session, order: Order, draft: Order) -> None:
    known = {change_views.line_id_in(draft.id, line.id): line for line in order.lines}
    lines = []
    for said in draft.lines:
        line = known.get(said.id)
        if line is None or line.variant_id != said.variant_id:
            line = OrderLine(id=uuid7(), store_id=order.store_id, cancelled=0, shipped=0)
        for name in LINE_SAID:
            setattr(line, name, getattr(said, name))
        line.position = said.position
        lines.append(line)
    gone = [line.id for line in order.lines if line not in lines]
    if gone:
        # What was said of a delay stays on record with the order.
        session.execute(
            update(DelayNotice)
            .where(DelayNotice.order_line_id.in_(gone))
            .values(order_line_id=None)
        )
    order.lines = lines
    for name in (*SAID, *PRICED):
        setattr(order, name, getattr(draft, name))


def _keep_version(
    session: Session,
    desk: Desk,
    order: Order,
    before: Snapshot,
    times: int,
    call_id: uuid.UUID | None,
) -> None:
    """Keep what the order said, and say what of it is another; its event holds no value of it."""
    what = tuple(dict.fromkeys(c.kind for c in changes_between(before, snapshot_of(order))))
    if not what:
        raise Refused("nothing_changed")
    stamp = desk.stamp()
    version = OrderVersion(
        id=uuid7(),
        store_id=order.store_id,
        order_id=order.id,
        sequence=times + 1,
        snapshot=dict(before),
        replaced_at=stamp.at,
        replaced_by_id=desk.agent_id,
    )
    session.add(version)
    order.updated_at = stamp.at
    if order.state is OrderState.RELEASED:
        order.released_at = None
        order.move_to(OrderState.PLACED, kind="taken_back", stamp=stamp, version=str(version.id))
    order.record(
        "changed",
        stamp=stamp,
        version=str(version.id),
        what=list(what),
        call=str(call_id) if call_id is not None else None,
    )


def _put_away(session: Session, draft: Order, order: Order, stamp: Stamp) -> None:
    """The draft has served: what it had set aside goes to the order itself."""
    release_all(session, draft)
    draft.updated_at = stamp.at
    draft.move_to(OrderState.CANCELLED, kind="change_saved", stamp=stamp, order=str(order.id))
