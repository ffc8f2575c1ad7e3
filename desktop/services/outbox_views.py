"""Reading the outbox: faxes and e-mails only; what was printed is told with its order."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlalchemy.orm import Session, aliased

from desktop.services import fax_settings
from desktop.services.desk import Desk
from desktop.services.outbox_shapes import OutboxCounts, OutboxEvent, OutboxRow, Showing
from models import limits, order_numbers, phone_numbers
from models.agent import Agent
from models.customer import Customer
from models.dispatch import Dispatch, DispatchEvent, DispatchState, Route
from models.document import Document
from models.order import Order
from models.person_task import PersonTask
from models.received_fax import ReceivedFax

ROUTES = (Route.FAX, Route.EMAIL)
MOST_ROWS = 200
_UNDER_WAY = (DispatchState.QUEUED, DispatchState.SENDING)
_WRONG = (DispatchState.FAILED, DispatchState.GIVEN_UP)


@dataclass(frozen=True)
class _Around:
    """What stands in other tables: tries by route, open tasks and answered faxes by dispatch."""

    tries: dict[Route, int]
    tasks: dict[uuid.UUID, uuid.UUID]
    faxes: dict[uuid.UUID, uuid.UUID]


def outbox(
    session: Session,
    desk: Desk,
    *,
    showing: Showing = "all",
    most: int = MOST_ROWS,
    before: datetime | None = None,
) -> tuple[OutboxRow, ...]:
    """At most *most* of them, the newest first; *before*: only those made before then."""
    query = _rows(desk).order_by(Dispatch.created_at.desc(), Dispatch.id.desc()).limit(most)
    chosen = _chosen(desk, showing)
    if chosen is not None:
        query = query.where(chosen)
    if before is not None:
        query = query.where(Dispatch.created_at < before)
    return _read(session, desk, query)


def row(session: Session, desk: Desk, dispatch_id: uuid.UUID) -> OutboxRow:
    """One of them.

    Raises:
        LookupError: there is none with that id.
    """
    found = _read(session, desk, _rows(desk).where(Dispatch.id == dispatch_id))
    if not found:
        raise LookupError("no such dispatch")
    return found[0]


def history(session: Session, desk: Desk, dispatch_id: uuid.UUID) -> tuple[OutboxEvent, ...]:
    """What has happened to it, the oldest first."""
    rows = session.execute(
        select(
            DispatchEvent.at, DispatchEvent.from_state, DispatchEvent.to_state, Agent.display_name
        )
        .outerjoin(Agent, Agent.id == DispatchEvent.actor_id)
        .where(DispatchEvent.store_id == desk.store_id, DispatchEvent.dispatch_id == dispatch_id)
        .order_by(DispatchEvent.sequence)
    )
    return tuple(OutboxEvent(at, before, after, name or "") for at, before, after, name in rows)


def counts(session: Session, desk: Desk) -> OutboxCounts:
    """For the badge."""

    def how_many(which: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(Dispatch).where(*_mine(desk), which)
        return session.scalar(query) or 0

    return OutboxCounts(open=how_many(_is_open()), trouble=how_many(_is_trouble(desk)))


def tries_most(session: Session, store_id: uuid.UUID) -> dict[Route, int]:
    """After how many tries a dispatch is given up, by its route."""
    tries = fax_settings.get(session, store_id).tries
    return {Route.FAX: tries, Route.EMAIL: limits.EMAIL_TRIES}


def _rows(desk: Desk) -> Any:
    sender = aliased(Agent)
    return (
        select(
            Dispatch, Document.kind, Document.order_id, Order.number, Customer.display_name,
            sender.display_name.label("agent"),
        )
        .join(Document, Document.id == Dispatch.document_id)
        .join(sender, sender.id == Dispatch.agent_id)
        .outerjoin(Order, Order.id == Document.order_id)
        .outerjoin(Customer, Customer.id == Document.customer_id)
        .where(*_mine(desk))
    )  # fmt: skip


def _mine(desk: Desk) -> tuple[ColumnElement[bool], ...]:
    return Dispatch.store_id == desk.store_id, Dispatch.route.in_(ROUTES)


def _is_open() -> ColumnElement[bool]:
    taken = and_(Dispatch.state == DispatchState.SENT, Dispatch.route == Route.FAX)
    return or_(Dispatch.state.in_(_UNDER_WAY), taken)


def _is_trouble(desk: Desk) -> ColumnElement[bool]:
    with_task = select(PersonTask.dispatch_id).where(
        PersonTask.store_id == desk.store_id,
        PersonTask.done_at.is_(None),
        PersonTask.dispatch_id.is_not(None),
    )
    return and_(Dispatch.state.in_(_WRONG), Dispatch.id.in_(with_task))


def _chosen(desk: Desk, showing: Showing) -> ColumnElement[bool] | None:
    if showing == "open":
        return _is_open()
    if showing == "trouble":
        return _is_trouble(desk)
    if showing == "done":
        return and_(not_(_is_open()), not_(_is_trouble(desk)))
    return None


def _read(session: Session, desk: Desk, query: Any) -> tuple[OutboxRow, ...]:
    """The rows of *query*, with what points at them: two queries more, however many there are."""
    rows = session.execute(query).all()
    ids = [found.Dispatch.id for found in rows]
    around = _Around(
        tries=tries_most(session, desk.store_id),
        tasks=_pointing(
            session,
            select(PersonTask.dispatch_id, PersonTask.id).where(
                PersonTask.store_id == desk.store_id,
                PersonTask.done_at.is_(None),
                PersonTask.dispatch_id.in_(ids),
            ),
        ),
        faxes=_pointing(
            session,
            select(ReceivedFax.dispatch_id, ReceivedFax.id).where(
                ReceivedFax.store_id == desk.store_id, ReceivedFax.dispatch_id.in_(ids)
            ),
        ),
    )
    return tuple(_row(desk, found, around) for found in rows)


def _pointing(session: Session, query: Any) -> dict[uuid.UUID, uuid.UUID]:
    return {row[0]: row[1] for row in session.execute(query)}


def _row(desk: Desk, found: Any, around: _Around) -> OutboxRow:
    dispatch: Dispatch = found.Dispatch
    return OutboxRow(
        id=dispatch.id,
        document_id=dispatch.document_id,
        kind=found.kind,
        order_id=found.order_id,
        order_number=order_numbers.display(found.number) if found.number else "",
        customer_name=found.display_name or "",
        route=dispatch.route,
        destination=shown_destination(dispatch, desk.country),
        to_name=dispatch.to_name,
        state=dispatch.state,
        pages=dispatch.pages,
        pages_sent=dispatch.pages_sent,
        tries=dispatch.tries,
        tries_most=around.tries[dispatch.route],
        reason=dispatch.reason,
        failure=dispatch.failure,
        next_try_at=dispatch.next_try_at,
        stop_asked_at=dispatch.stop_asked_at,
        state_at=dispatch.state_at,
        created_at=dispatch.created_at,
        agent_name=found.agent,
        fax_id=around.faxes.get(dispatch.id),
        task_id=around.tasks.get(dispatch.id),
    )


def shown_destination(dispatch: Dispatch, country: str) -> str:
    """Where it goes, as people in *country* write it."""
    return (
        phone_numbers.display(dispatch.number, country) if dispatch.number else dispatch.destination
    )
