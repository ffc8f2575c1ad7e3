"""Reading batches: which there are, and which nobody has answered for."""

from __future__ import annotations

import uuid
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop.services.desk import Desk
from desktop.services.print_room_shapes import Batch
from models.agent import Agent
from models.dispatch import Dispatch, DispatchState
from models.print_batch import BatchState, PrintBatch

WITH_A_PRINTER = (DispatchState.SENDING, DispatchState.SENT)
"""States of the letters of a batch that nobody has answered for."""
HANDED_OVER = "-"
"""The value of `PrintBatch.job` while nobody knows what the print system calls it."""


def open_batches(session: Session, desk: Desk) -> tuple[Batch, ...]:
    """Batches that nobody has answered for, the oldest first."""
    is_open = PrintBatch.state.in_((BatchState.SENDING, BatchState.SENT))
    return _batches(session, desk, is_open)


def batch_shape(session: Session, desk: Desk, batch_id: uuid.UUID) -> Batch:
    """The batch alone.

    Raises:
        LookupError: there is none with that id.
    """
    found = _batches(session, desk, PrintBatch.id == batch_id)
    if not found:
        raise LookupError("no such batch")
    return found[0]


def of_batch(desk: Desk, batch_id: uuid.UUID) -> tuple[ColumnElement[bool], ...]:
    """Which dispatches belong to it."""
    return Dispatch.store_id == desk.store_id, Dispatch.batch_id == batch_id


def _batches(session: Session, desk: Desk, which: ColumnElement[bool]) -> tuple[Batch, ...]:
    found = session.execute(
        select(PrintBatch, Agent.display_name)
        .join(Agent, Agent.id == PrintBatch.agent_id)
        .where(PrintBatch.store_id == desk.store_id, which)
        .order_by(PrintBatch.created_at, PrintBatch.id)
    ).all()
    silent = session.execute(
        select(Dispatch.batch_id, func.count())
        .where(
            Dispatch.store_id == desk.store_id,
            Dispatch.batch_id.in_([made.id for made, _ in found]),
            Dispatch.state.in_(WITH_A_PRINTER),
        )
        .group_by(Dispatch.batch_id)
    )
    unanswered = dict(silent.all())
    return tuple(
        Batch(
            id=made.id,
            number=_number(desk, made),
            state=made.state,
            printer=made.printer,
            job=made.job if made.job != HANDED_OVER else "",
            handed_over=bool(made.job),
            failure=made.failure,
            letters=made.letters,
            pages=made.pages,
            unanswered=unanswered.get(made.id, 0),
            made_at=made.created_at,
            agent_name=agent,
            workstation_id=made.workstation_id,
        )
        for made, agent in found
    )


def _number(desk: Desk, made: PrintBatch) -> str:
    """The hour at which it was made and a few letters of its own: ``1130-7F3A``."""
    hour = made.created_at.astimezone(ZoneInfo(desk.time_zone))
    return f"{hour:%H%M}-{made.id.hex[-4:].upper()}"
