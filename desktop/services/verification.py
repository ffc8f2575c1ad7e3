"""Verification: held orders, and what a supervisor decides about them.

Each reason is released by itself, with who and why. When the last is gone and the money is secured,
the order releases itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session, selectinload

from desktop.services import holds, order_money, order_notes
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused, Stale
from desktop.services.stores import require_supervisor
from desktop.services.verification_detail import detail, hold_refusal, person_refusal
from desktop.services.verification_queue import NOT_A_PERSONS, count, queue
from desktop.services.verification_rules import rules_of
from desktop.services.verification_shapes import HeldOrder, Released, Verification
from models import card_guard, names
from models.business_days import add_business_days
from models.hold import Hold, HoldKind, HoldState
from models.order import Order, OrderState

__all__ = [
    "NOT_A_PERSONS", "HeldOrder", "Released", "Verification", "ask_again", "count",
    "detail", "hold", "queue", "release_hold", "release_order",
]  # fmt: skip

ASK_AGAIN_HOUR = 9
"""On the shop's clock, of the next business day."""


def release_hold(
    session: Session,
    desk: Desk,
    hold_id: uuid.UUID,
    note: str,
    *,
    version: int,
    command_id: uuid.UUID,
) -> Released:
    """Release one reason by itself; the order follows when it was the last.

    Raises:
        Stale: the order has changed since *version*.
        Refused: `supervisor_needed`, `own_order`, `note_missing`, `card_number`; `hold_ended`, where
            somebody else was first; `payment_hold`, `authorization_expired` or `outcome_unknown`,
            which money ends and no word of a person.
    """
    words = _note(note)

    def work() -> dict[str, Any]:
        require_supervisor(desk)
        order = _order(session, session.get_one(Hold, hold_id).order_id)
        wanted = next((one for one in order.open_holds if one.id == hold_id), None)
        if wanted is None:
            raise Refused("hold_ended")
        if hold_refusal(wanted):
            raise Refused(hold_refusal(wanted))
        return _release(session, desk, order, [wanted], words, version)

    return _released(once(session, desk, command_id, "release_hold", work))


def release_order(
    session: Session,
    desk: Desk,
    order_id: uuid.UUID,
    note: str,
    *,
    version: int,
    command_id: uuid.UUID,
) -> Released:
    """Release every reason that a person can; what is left waits for its money.

    Raises:
        Stale: the order has changed since *version*.
        Refused: `supervisor_needed`, `own_order`, `note_missing`, `card_number`; `hold_ended` where
            nothing holds it any more; the code of what holds it where no person can release that.
    """
    words = _note(note)

    def work() -> dict[str, Any]:
        require_supervisor(desk)
        order = _order(session, order_id)
        if not order.open_holds:
            raise Refused("hold_ended")
        wanted = [one for one in order.open_holds if not hold_refusal(one)]
        if not wanted:
            raise Refused(hold_refusal(order.open_holds[0]))
        return _release(session, desk, order, wanted, words, version)

    return _released(once(session, desk, command_id, "release_order", work))


def hold(
    session: Session, desk: Desk, order_id: uuid.UUID, reason: str, *, command_id: uuid.UUID
) -> uuid.UUID:
    """Hold a placed or released order by hand; anybody may. A released one goes back to placed.

    Raises:
        Refused: `not_holdable` once something of it has shipped or it is over; `note_missing`.
    """
    words = _note(reason)

    def work() -> dict[str, str]:
        order = _order(session, order_id)
        if order.state not in (OrderState.PLACED, OrderState.RELEASED):
            raise Refused("not_holdable")
        stamp = desk.stamp()
        note_id = order_notes.keep(session, desk, order, words).id
        order.updated_at = stamp.at
        opened = holds.open_hold(order, HoldKind.MANUAL, stamp, details={"note": str(note_id)})
        opened.ask_again_at = None
        session.flush()
        return {"hold": str(opened.id)}

    return uuid.UUID(once(session, desk, command_id, "hold_order", work)["hold"])


def ask_again(
    session: Session, desk: Desk, order_id: uuid.UUID, note: str, *, command_id: uuid.UUID
) -> datetime:
    """Nobody could be reached: the order stands back until the next business day, 9:00.

    The note is kept where there is one. The promise's clock goes on.

    Raises:
        Refused: `supervisor_needed`; `hold_ended` where nothing holds it any more.
    """
    require_supervisor(desk)
    words = _note(note, needed=False)

    def work() -> dict[str, str]:
        order = _order(session, order_id)
        if not order.open_holds:
            raise Refused("hold_ended")
        if words:
            order_notes.keep(session, desk, order, words)
        again = _tomorrow(desk)
        for standing in order.open_holds:
            standing.ask_again_at = again
        order.updated_at = desk.now()
        order.record("ask_again", stamp=desk.stamp(), at=again.isoformat())
        session.flush()
        return {"at": again.isoformat()}

    return datetime.fromisoformat(once(session, desk, command_id, "ask_again", work)["at"])


def _release(
    session: Session, desk: Desk, order: Order, wanted: Iterable[Hold], words: str, version: int
) -> dict[str, Any]:
    refusal = person_refusal(desk, order, rules_of(session, desk.store_id))
    if refusal:
        raise Refused(refusal)
    if order.version != version:
        raise Stale
    stamp = desk.stamp()
    order_notes.keep(session, desk, order, words)
    kinds = []
    for one in wanted:
        holds.end_hold(order, one, stamp, state=HoldState.RELEASED, note=words)
        kinds.append(one.kind.value)
    order.updated_at = stamp.at
    attempts = order_money.settle(session, order, stamp)
    return {
        "order": str(order.id),
        "state": order.state.value,
        "released": kinds,
        "left": [one.kind.value for one in order.open_holds],
        "attempts": [str(attempt) for attempt in attempts],
    }


def _order(session: Session, order_id: uuid.UUID) -> Order:
    """The order for writing, as it stands now and not as this session may remember it."""
    return session.get_one(
        Order,
        order_id,
        options=(selectinload(Order.holds), selectinload(Order.lines)),
        with_for_update=True,
        populate_existing=True,
    )


def _note(typed: str, *, needed: bool = True) -> str:
    words = names.tidy(typed)[: order_notes.LONGEST_NOTE]
    if needed and not words:
        raise Refused("note_missing", field="note")
    if card_guard.looks_like_card(words):
        raise Refused("card_number", field="note")
    return words


def _tomorrow(desk: Desk) -> datetime:
    zone = ZoneInfo(desk.time_zone)
    day = add_business_days(desk.today(), 1)
    at = datetime.combine(day, time(ASK_AGAIN_HOUR), zone)
    return at.astimezone(desk.now().tzinfo)


def _released(result: dict[str, Any]) -> Released:
    return Released(
        order_id=uuid.UUID(result["order"]),
        state=OrderState(result["state"]),
        released=tuple(HoldKind(kind) for kind in result["released"]),
        left=tuple(HoldKind(kind) for kind in result["left"]),
        attempts=tuple(uuid.UUID(one) for one in result["attempts"]),
    )
