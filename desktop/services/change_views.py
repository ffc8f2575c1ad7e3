"""What a draft that changes a placed order is compared with."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.services import change_money
from desktop.services.desk import Desk
from desktop.services.order_shapes import ChangeView
from desktop.services.order_snapshots import OrderChange, Snapshot, changes_between, snapshot_of
from models.agent import Agent
from models.order import Order, OrderEvent
from models.order_version import OrderVersion

BEGUN = "change_begun"
"""The event of a draft that says which order it changes, and from which of its versions."""


@dataclass(frozen=True)
class ChangeMade:
    """One change in the trail of an order: who, when, and what differs since."""

    by: str
    at: datetime
    changes: tuple[OrderChange, ...]


@dataclass(frozen=True)
class VersusRow:
    """One row of two versions side by side, as a snapshot has the values; None: not there."""

    kind: str
    item: str
    theirs: object
    yours: object

    @property
    def differs(self) -> bool:
        """Whether the two say something else."""
        return bool(self.theirs != self.yours)


@dataclass(frozen=True)
class Conflict:
    """An order that somebody else has changed since this change of it began.

    `original_version` is what a save has to know of to be taken now.
    """

    order_id: uuid.UUID
    original_version: int
    by: str
    at: datetime
    rows: tuple[VersusRow, ...]


def change_view(session: Session, desk: Desk, draft: Order) -> ChangeView | None:
    """What *draft* would change, or None where it is an order of its own."""
    if draft.changes_order_id is None:
        return None
    order = session.get_one(Order, draft.changes_order_id)
    money = change_money.standing(session, order, at=desk.now())
    total = draft.total_minor
    return ChangeView(
        order_id=order.id,
        original_version=begun_from(session, draft),
        changes=changes_between(snapshot_of(order), said_by(draft, order)),
        total_before_minor=order.total_minor,
        secured_minor=money.secured_minor,
        needs_card=change_money.needs_new_card(money, total),
        unclear=change_money.is_unclear(money, total),
    )


def line_id_in(draft_id: uuid.UUID, line_id: uuid.UUID) -> uuid.UUID:
    """By which id a placed order's line goes in a draft that changes it."""
    return uuid.uuid5(draft_id, str(line_id))


def said_by(draft: Order, order: Order) -> Snapshot:
    """What *draft* says, its lines under the ids that they have in *order*."""
    return snapshot_of(
        draft, line_ids={line_id_in(draft.id, line.id): line.id for line in order.lines}
    )


def times_changed(session: Session, order_id: uuid.UUID) -> int:
    """How often a placed order has been changed."""
    last = session.scalar(
        select(func.max(OrderVersion.sequence)).where(OrderVersion.order_id == order_id)
    )
    return last or 0


def begun_from(session: Session, draft: Order) -> int:
    """How often the placed order had been changed when *draft* began, or was last compared."""
    event = session.scalars(
        select(OrderEvent)
        .where(OrderEvent.order_id == draft.id, OrderEvent.kind == BEGUN)
        .order_by(OrderEvent.sequence.desc())
        .limit(1)
    ).one()
    return int(event.details["version"])


def said_before(session: Session, order: Order, version: int) -> Snapshot:
    """What *order* said when it had been changed *version* times."""
    row = session.scalars(
        select(OrderVersion).where(
            OrderVersion.order_id == order.id, OrderVersion.sequence == version + 1
        )
    ).one_or_none()
    kept: Snapshot = row.snapshot if row is not None else snapshot_of(order)
    return kept


def conflict(session: Session, desk: Desk, draft_id: uuid.UUID) -> Conflict | None:
    """The placed order as it is now beside what *draft_id* makes of it; None: nobody changed it."""
    draft = session.get_one(Order, draft_id)
    order = session.get_one(Order, draft.changes_order_id)
    now = times_changed(session, order.id)
    if begun_from(session, draft) == now:
        return None
    by, at = session.execute(
        select(Agent.display_name, OrderVersion.replaced_at)
        .join(Agent, Agent.id == OrderVersion.replaced_by_id)
        .where(OrderVersion.order_id == order.id, OrderVersion.sequence == now)
    ).one()
    rows = side_by_side(snapshot_of(order), said_by(draft, order))
    return Conflict(order.id, now, by, at, rows)


def trail(session: Session, order_id: uuid.UUID) -> tuple[ChangeMade, ...]:
    """Every change of an order, oldest first."""
    order = session.get_one(Order, order_id)
    kept = session.execute(
        select(OrderVersion, Agent.display_name)
        .join(Agent, Agent.id == OrderVersion.replaced_by_id)
        .where(OrderVersion.order_id == order_id)
        .order_by(OrderVersion.sequence)
    ).all()
    said = [row.snapshot for row, _name in kept] + [snapshot_of(order)]
    return tuple(
        ChangeMade(name, row.replaced_at, changes_between(said[at], said[at + 1]))
        for at, (row, name) in enumerate(kept)
    )


def side_by_side(theirs: Snapshot, yours: Snapshot) -> tuple[VersusRow, ...]:
    """Two versions row by row: every line of either, then the rest of the order."""
    there = {line["id"]: line for line in theirs["lines"]}
    here = {line["id"]: line for line in yours["lines"]}
    rows = []
    for line_id in dict.fromkeys((*there, *here)):
        one, other = there.get(line_id), here.get(line_id)
        if one and other and one["variant_id"] != other["variant_id"]:
            rows += [_line_row(one, None), _line_row(None, other)]
        else:
            rows.append(_line_row(one, other))
    for kind, key in _ROWS:
        rows.append(VersusRow(kind, "", theirs.get(key), yours.get(key)))
    return tuple(rows)


_ROWS = (
    ("bill_to", "bill_to"), ("ship_to", "ship_to"), ("shipping", "shipping_name"),
    ("promise", "promise_words"), ("coupon", "coupon_code"), ("gift", "gift_message"),
    ("source", "source_code"), ("total", "total_minor"),
)  # fmt: skip


def _line_row(one: dict[str, object] | None, other: dict[str, object] | None) -> VersusRow:
    shown = one or other or {}
    return VersusRow("line", str(shown["sku"]), _line_value(one), _line_value(other))


def _line_value(line: dict[str, Any] | None) -> object:
    """The amount is before the order's coupon, of which a row of its own tells."""
    if line is None:
        return None
    amount = line["amount_minor"] + line.get("coupon_minor", 0)
    return line["ordered"], line["unit_price_minor"], amount
