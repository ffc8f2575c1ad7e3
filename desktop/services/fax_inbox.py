"""Reading the fax inbox: unread first, then the newest, and junk senders at the end."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from desktop.fax.boxes import Box
from desktop.services.desk import Desk
from desktop.services.fax_rows import has_original
from desktop.services.received_fax_shapes import (
    FaxCounts,
    FaxDetail,
    FaxEventView,
    FaxRow,
    PageView,
)
from models import order_numbers
from models.agent import Agent
from models.customer import Customer
from models.order import Order
from models.received_fax import (
    FaxOutcome,
    FaxState,
    ReceivedFax,
    ReceivedFaxEvent,
    ReceivedFaxPage,
)

Showing = Literal["todo", "done", "junk", "all"]

WAITING = (FaxState.ARRIVED, FaxState.UNREVIEWED, FaxState.DAMAGED, FaxState.REVIEWED)
MOST = 200


def inbox(
    session: Session,
    desk: Desk,
    *,
    showing: Showing = "todo",
    most: int = MOST,
    before: datetime | None = None,
) -> tuple[FaxRow, ...]:
    """Received faxes as a list.

    Args:
        showing: todo: what has no outcome yet, damaged ones among them, unread first, then the
            newest, those of junk senders last; done: what ended otherwise than as junk; junk: what
            ended as that, and what junk senders sent; all. These three the newest first.
        most: How many rows at most.
        before: Only what came in before then, for the next stretch of the list.
    """
    wanted = [ReceivedFax.store_id == desk.store_id, *_conditions(showing)]
    if before is not None:
        wanted.append(ReceivedFax.received_at < before)
    newest = (ReceivedFax.received_at.desc(), ReceivedFax.id.desc())
    # The list is cut before the names are looked up: ten thousand faxes, two hundred names.
    ids = select(ReceivedFax.id).where(*wanted).limit(most)
    if showing == "todo":
        first = (ReceivedFax.is_junk_sender, ReceivedFax.read_at.is_not(None))
        ids, query = ids.order_by(*first, *newest), _rows().order_by(*first, *newest)
    else:
        ids, query = ids.order_by(*newest), _rows().order_by(*newest)
    found = session.execute(query.where(ReceivedFax.id.in_(ids.subquery().select())))
    return tuple(_row(desk, *row) for row in found)


def counts(session: Session, desk: Desk) -> FaxCounts:
    """How many wait, and since when; for the badge, which is always in view."""
    rows = session.execute(
        select(
            ReceivedFax.state,
            ReceivedFax.is_junk_sender,
            ReceivedFax.read_at.is_(None),
            func.count(),
            func.min(ReceivedFax.received_at),
        )
        .where(ReceivedFax.store_id == desk.store_id, ReceivedFax.state.in_(WAITING))
        .group_by(ReceivedFax.state, ReceivedFax.is_junk_sender, ReceivedFax.read_at.is_(None))
    ).all()
    new = (FaxState.ARRIVED, FaxState.UNREVIEWED)
    return FaxCounts(
        unreviewed=sum(row[3] for row in rows if row[0] in new),
        damaged=sum(row[3] for row in rows if row[0] is FaxState.DAMAGED),
        reviewed=sum(row[3] for row in rows if row[0] is FaxState.REVIEWED),
        oldest_at=min((row[4] for row in rows), default=None),
        unread=sum(row[3] for row in rows if row[2]),
        junk=sum(row[3] for row in rows if row[1]),
    )


def row(session: Session, desk: Desk, fax_id: uuid.UUID) -> FaxRow:
    """One fax as the list shows it.

    Raises:
        LookupError: there is none in this store.
    """
    found = session.execute(
        _rows().where(ReceivedFax.id == fax_id, ReceivedFax.store_id == desk.store_id)
    ).first()
    if found is None:
        raise LookupError("no such received fax")
    return _row(desk, *found)


def detail(session: Session, desk: Desk, fax_id: uuid.UUID) -> FaxDetail:
    """Everything that may be shown of one fax.

    Raises:
        LookupError: there is none in this store.
    """
    shown = row(session, desk, fax_id)
    fax = session.get_one(ReceivedFax, fax_id)
    reviewer = session.get(Agent, fax.reviewed_by_id) if fax.reviewed_by_id else None
    return FaxDetail(
        row=shown,
        pages=_pages(session, desk.store_id, fax_id),
        proposals=tuple(Box.from_record(box) for box in fax.proposals or ()),
        rotations=tuple(int(degrees) for degrees in fax.rotations or ()),
        looked=fax.looked,
        has_original=fax.key_slot is not None and has_original(session, fax),
        is_key_destroyed=fax.key_slot is None,
        reviewed_at=fax.reviewed_at,
        reviewed_by_name=reviewer.display_name if reviewer else "",
        order_id=fax.order_id,
        dispatch_id=fax.dispatch_id,
        version=fax.version,
        history=_history(session, fax_id),
    )


def _conditions(showing: Showing) -> list[ColumnElement[bool]]:
    todo = ReceivedFax.state.in_(WAITING)
    junk = ReceivedFax.outcome == FaxOutcome.JUNK
    conditions: dict[Showing, list[ColumnElement[bool]]] = {
        "todo": [todo],
        "done": [ReceivedFax.state == FaxState.DONE, ReceivedFax.outcome != FaxOutcome.JUNK],
        "junk": [or_(junk, and_(todo, ReceivedFax.is_junk_sender.is_(True)))],
        "all": [],
    }
    return conditions[showing]


_Taker = aliased(Agent)


def _rows() -> Select[Any, Any, Any, Any]:
    return (
        select(ReceivedFax, Customer.display_name, _Taker.display_name, Order.number)
        .outerjoin(Customer, Customer.id == ReceivedFax.customer_id)
        .outerjoin(_Taker, _Taker.id == ReceivedFax.taken_by_id)
        .outerjoin(Order, Order.id == ReceivedFax.order_id)
    )


def _row(
    desk: Desk, fax: ReceivedFax, customer: str | None, taker: str | None, number: str | None
) -> FaxRow:
    is_taken = fax.taken_until is not None and fax.taken_until > desk.now()
    mine = (fax.taken_by_id, fax.taken_at_id) == (desk.agent_id, desk.workstation_id)
    return FaxRow(
        id=fax.id,
        received_at=fax.received_at,
        sender=fax.sender,
        sender_words=fax.sender_words,
        customer_id=fax.customer_id,
        customer_name=customer or "",
        pages=fax.pages,
        state=fax.state,
        outcome=fax.outcome,
        damage=fax.damage,
        is_read=fax.read_at is not None,
        taken_by_id=fax.taken_by_id if is_taken else None,
        taken_by_name=(taker or "") if is_taken else "",
        is_mine=is_taken and mine,
        is_junk_sender=fax.is_junk_sender,
        boxes=fax.boxes,
        order_id=fax.order_id,
        order_number=order_numbers.display(number) if number else "",
        source=fax.source,
    )


def _pages(session: Session, store_id: uuid.UUID, fax_id: uuid.UUID) -> tuple[PageView, ...]:
    rows = session.execute(
        select(
            ReceivedFaxPage.number, ReceivedFaxPage.width, ReceivedFaxPage.height,
            ReceivedFaxPage.dpi_x, ReceivedFaxPage.dpi_y, ReceivedFaxPage.words.is_not(None),
        )
        .where(ReceivedFaxPage.store_id == store_id, ReceivedFaxPage.fax_id == fax_id)
        .order_by(ReceivedFaxPage.number)
    )  # fmt: skip
    return tuple(PageView(*row) for row in rows)


def _history(session: Session, fax_id: uuid.UUID) -> tuple[FaxEventView, ...]:
    rows = session.execute(
        select(
            ReceivedFaxEvent.at, Agent.display_name, ReceivedFaxEvent.from_state,
            ReceivedFaxEvent.to_state, ReceivedFaxEvent.outcome,
        )
        .outerjoin(Agent, Agent.id == ReceivedFaxEvent.actor_id)
        .where(ReceivedFaxEvent.fax_id == fax_id)
        .order_by(ReceivedFaxEvent.sequence)
    )  # fmt: skip
    return tuple(
        FaxEventView(at=at, by=by or "", from_state=before, to_state=after, outcome=outcome)
        for at, by, before, after, outcome in rows
    )
