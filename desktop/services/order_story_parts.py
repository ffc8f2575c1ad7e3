"""The parts of an order's story, each read from its own rows."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from desktop.services import change_views
from desktop.services.desk import Desk
from desktop.services.order_snapshots import OrderChange
from desktop.services.order_story_shapes import (
    StoryCall,
    StoryDisclosure,
    StoryFax,
    StoryHold,
    StoryNote,
    StoryPaper,
    StoryRefundDue,
    StorySending,
    StoryShipment,
    StoryVersion,
)
from models import phone_numbers
from models.agent import Agent
from models.call import Call
from models.dispatch import Dispatch
from models.document import Document
from models.order import Order
from models.order_version import OrderNote, OrderVersion
from models.payment import RefundDue
from models.received_fax import FaxOutcome, ReceivedFax
from models.shipment import Disclosure, Shipment
from models.store import Workstation

MOST_CALLS = 20
"""How many of the customer's latest calls are part of the story; the order's own always is."""


class Names:
    """Names of people and desks, each read once."""

    def __init__(self, session: Session) -> None:
        """Read nothing yet."""
        self._session = session
        self._agents: dict[uuid.UUID, str] = {}
        self._desks: dict[uuid.UUID, str] = {}

    def agent(self, agent_id: uuid.UUID | None) -> str:
        """A person's name; "" for the program itself."""
        if agent_id is None:
            return ""
        if agent_id not in self._agents:
            found = self._session.get(Agent, agent_id)
            self._agents[agent_id] = found.display_name if found else ""
        return self._agents[agent_id]

    def desk(self, workstation_id: uuid.UUID | None) -> str:
        """A desk's name; "" for none."""
        if workstation_id is None:
            return ""
        if workstation_id not in self._desks:
            found = self._session.get(Workstation, workstation_id)
            self._desks[workstation_id] = found.name if found else ""
        return self._desks[workstation_id]


def holds_of(order: Order, who: Names) -> tuple[StoryHold, ...]:
    """Its holds, oldest first."""
    return tuple(
        StoryHold(
            id=hold.id,
            kind=hold.kind,
            state=hold.state,
            details=hold.details or {},
            opened_at=hold.opened_at,
            opened_by=who.agent(hold.opened_by_id),
            ask_again_at=hold.ask_again_at,
            ended_at=hold.ended_at,
            ended_by=who.agent(hold.ended_by_id),
            note=hold.end_note,
        )
        for hold in order.holds
    )


def notes_of(session: Session, order: Order, who: Names) -> tuple[StoryNote, ...]:
    """What was noted, newest first."""
    rows = session.scalars(
        select(OrderNote)
        .where(OrderNote.order_id == order.id)
        .order_by(OrderNote.created_at.desc(), OrderNote.id.desc())
    )
    return tuple(StoryNote(n.id, n.words, who.agent(n.agent_id), n.created_at) for n in rows)


def papers_of(session: Session, order: Order, who: Names) -> tuple[StoryPaper, ...]:
    """Its papers, newest first, each with where it went."""
    papers = session.scalars(
        select(Document)
        .where(Document.order_id == order.id)
        .order_by(Document.created_at.desc(), Document.id.desc())
    ).all()
    sendings = _sendings(session, [paper.id for paper in papers], who)
    return tuple(
        StoryPaper(
            id=paper.id,
            kind=paper.kind,
            pages=paper.pages,
            made_at=paper.created_at,
            by=who.agent(paper.agent_id),
            sendings=tuple(sendings[paper.id]),
        )
        for paper in papers
    )


def _sendings(
    session: Session, papers: Sequence[uuid.UUID], who: Names
) -> defaultdict[uuid.UUID, list[StorySending]]:
    found: defaultdict[uuid.UUID, list[StorySending]] = defaultdict(list)
    if not papers:
        return found
    rows = session.scalars(
        select(Dispatch)
        .where(Dispatch.document_id.in_(papers))
        .order_by(Dispatch.created_at, Dispatch.id)
    )
    for row in rows:
        found[row.document_id].append(
            StorySending(
                id=row.id,
                route=row.route,
                destination=row.destination,
                copies=row.copies,
                state=row.state,
                at=row.state_at,
                created_at=row.created_at,
                failure=row.failure,
                by=who.agent(row.agent_id),
            )
        )
    return found


def calls_of(session: Session, desk: Desk, order: Order, who: Names) -> tuple[StoryCall, ...]:
    """The customer's latest calls and the order's own, newest first."""
    if order.customer_id is None and order.call_id is None:
        return ()
    mine = [Call.id == order.call_id] if order.call_id else []
    if order.customer_id is not None:
        latest = (
            select(Call.id)
            .where(Call.customer_id == order.customer_id)
            .order_by(Call.started_at.desc())
            .limit(MOST_CALLS)
        )
        mine.append(Call.id.in_(latest.subquery().select()))
    rows = session.scalars(select(Call).where(or_(*mine)).order_by(Call.started_at.desc()))
    return tuple(
        StoryCall(
            id=call.id,
            number=phone_numbers.display(call.number, desk.country) if call.number else "",
            started_at=call.started_at,
            ended_at=call.ended_at,
            outcome=call.outcome,
            by=who.agent(call.agent_id),
            is_own=call.id == order.call_id,
        )
        for call in rows
    )


def shipments_of(session: Session, order: Order) -> tuple[StoryShipment, ...]:
    """Its parcels, oldest first."""
    skus = {line.id: line.sku for line in order.lines}
    rows = session.scalars(
        select(Shipment)
        .where(Shipment.order_id == order.id)
        .options(selectinload(Shipment.lines))
        .order_by(Shipment.created_at, Shipment.id)
    )
    return tuple(
        StoryShipment(
            id=row.id,
            carrier=row.carrier,
            tracking_number=row.tracking_number or "",
            shipped_at=row.shipped_at,
            packed_at=row.created_at,
            parcels=row.parcels,
            pieces=tuple((skus.get(line.order_line_id, ""), line.quantity) for line in row.lines),
        )
        for row in rows
    )


def versions_of(session: Session, order: Order, who: Names) -> tuple[StoryVersion, ...]:
    """What it said before each change, oldest first."""
    rows = session.scalars(
        select(OrderVersion)
        .where(OrderVersion.order_id == order.id)
        .order_by(OrderVersion.sequence)
    )
    made = change_views.trail(session, order.id)
    return tuple(_version(row, who, one.changes) for row, one in zip(rows, made, strict=True))


def _version(row: OrderVersion, who: Names, changes: tuple[OrderChange, ...]) -> StoryVersion:
    said = row.snapshot if isinstance(row.snapshot, dict) else {}
    total, lines = said.get("total_minor"), said.get("lines")
    return StoryVersion(
        sequence=row.sequence,
        replaced_at=row.replaced_at,
        by=who.agent(row.replaced_by_id),
        total_minor=total if isinstance(total, int) else None,
        line_count=len(lines) if isinstance(lines, list) else None,
        changes=changes,
    )


def disclosures_of(session: Session, order: Order) -> tuple[StoryDisclosure, ...]:
    """What carriers and others were told of it, oldest first."""
    rows = session.scalars(
        select(Disclosure).where(Disclosure.order_id == order.id).order_by(Disclosure.at)
    )
    return tuple(
        StoryDisclosure(
            recipient=row.recipient,
            purpose=row.purpose,
            fields=tuple(str(field) for field in row.fields or ()),
            at=row.at,
        )
        for row in rows
    )


def refunds_due_of(session: Session, order: Order) -> tuple[StoryRefundDue, ...]:
    """What has to go back, the most urgent first."""
    rows = session.scalars(
        select(RefundDue).where(RefundDue.order_id == order.id).order_by(RefundDue.due_at)
    )
    return tuple(
        StoryRefundDue(row.amount_minor, row.currency, row.reason, row.due_at, row.done_at)
        for row in rows
    )


def faxes_of(session: Session, desk: Desk, order: Order) -> tuple[StoryFax, ...]:
    """The received faxes that it came from or that belong to it, oldest first."""
    rows = session.scalars(
        select(ReceivedFax)
        .where(ReceivedFax.order_id == order.id)
        .order_by(ReceivedFax.received_at, ReceivedFax.id)
    )
    return tuple(
        StoryFax(
            id=row.id,
            received_at=row.received_at,
            pages=row.pages,
            boxes=row.boxes,
            sender=phone_numbers.display(row.sender, desk.country)
            if row.sender
            else row.sender_words,
            became_order=row.outcome is FaxOutcome.ORDER,
        )
        for row in rows
    )
