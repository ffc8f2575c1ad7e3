"""Tasks for people: call back, a fax that was given up, an e-mail that came back, money to give back.

Nothing is dropped in silence: whatever a machine could not finish stands here until somebody has.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services import audit
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused
from desktop.services.task_views import TaskCounts, TaskRow, counts, row, tasks
from models import names
from models.agent import Agent
from models.ids import uuid7
from models.order import Stamp
from models.person_task import PersonTask, PersonTaskKind

__all__ = [
    "TaskCounts", "TaskRow", "add", "append", "called_back", "counts", "done", "give_back",
    "not_done", "put_off", "row", "take", "tasks",
]  # fmt: skip

LONGEST_WORDS = 200


def add(
    session: Session,
    desk: Desk,
    kind: PersonTaskKind,
    words: str,
    due_at: datetime,
    *,
    command_id: uuid.UUID,
    **links: Any,
) -> uuid.UUID:
    """Make a task; its id. *links* as in `append`.

    Raises:
        Refused: `words_missing`, `words_long`.
        CardNumberRefused: it holds what looks like a card number.
    """
    tidy = names.tidy(words)
    if not tidy:
        raise Refused("words_missing", field="words")
    if len(tidy) > LONGEST_WORDS:
        raise Refused("words_long", field="words", most=LONGEST_WORDS)

    def work() -> dict[str, str]:
        task = append(session, desk.store_id, desk.stamp(), kind, tidy, due_at, **links)
        return {"task": str(task)}

    return uuid.UUID(once(session, desk, command_id, "add_task", work)["task"])


def append(
    session: Session,
    store_id: uuid.UUID,
    stamp: Stamp,
    kind: PersonTaskKind,
    words: str,
    due_at: datetime,
    *,
    owner_id: uuid.UUID | None = None,
    customer_id: uuid.UUID | None = None,
    order_id: uuid.UUID | None = None,
    received_fax_id: uuid.UUID | None = None,
    dispatch_id: uuid.UUID | None = None,
    phone: str | None = None,
    hours: str = "",
) -> uuid.UUID:
    """`add`, as a part of something else that is done, also where no agent sits."""
    task = PersonTask(
        id=uuid7(),
        store_id=store_id,
        kind=kind,
        words=words[:LONGEST_WORDS],
        due_at=due_at,
        owner_id=owner_id,
        customer_id=customer_id,
        order_id=order_id,
        received_fax_id=received_fax_id,
        dispatch_id=dispatch_id,
        phone=phone or None,
        hours=hours,
        created_at=stamp.at,
    )
    session.add(task)
    session.flush()
    audit.append(
        session, store_id, stamp, "task_added", subject_kind="person_task", subject_id=task.id,
        task=kind.value,
    )  # fmt: skip
    return task.id


def take(session: Session, desk: Desk, task_id: uuid.UUID, *, command_id: uuid.UUID) -> TaskRow:
    """Have it as one's own. A supervisor may take what somebody else has.

    Raises:
        Refused: `taken`, with `who`; `task_done`.
    """

    def change(task: PersonTask) -> None:
        _require_open(task)
        other = task.owner_id not in (None, desk.agent_id)
        if other and not desk.may_supervise:
            owner = session.get(Agent, task.owner_id)
            raise Refused("taken", who=owner.display_name if owner else "")
        task.owner_id = desk.agent_id

    return _change(session, desk, task_id, command_id, "take_task", change)


def give_back(
    session: Session, desk: Desk, task_id: uuid.UUID, *, command_id: uuid.UUID
) -> TaskRow:
    """Leave it to whoever takes it next.

    Raises:
        Refused: `not_yours`, unless a supervisor does it; `task_done`.
    """

    def change(task: PersonTask) -> None:
        _require_open(task)
        if task.owner_id != desk.agent_id and not desk.may_supervise:
            raise Refused("not_yours")
        task.owner_id = None

    return _change(session, desk, task_id, command_id, "give_back_task", change)


def done(session: Session, desk: Desk, task_id: uuid.UUID, *, command_id: uuid.UUID) -> TaskRow:
    """It is done, whoever had it.

    Raises:
        Refused: `task_done`, it was before; `refund_not_recorded`, money that is due is done when
            the refund is on record, and then by itself.
    """

    def change(task: PersonTask) -> None:
        _require_open(task)
        if task.kind is PersonTaskKind.REFUND_DUE:
            raise Refused("refund_not_recorded")
        task.done_at, task.done_by_id = desk.now(), desk.agent_id

    return _change(session, desk, task_id, command_id, "task_done", change)


def called_back(session: Session, desk: Desk, order_id: uuid.UUID, *, at: datetime) -> None:
    """The order is placed, so that whoever was to be called because of it was reached.

    A part of placing it; its tasks are done by whoever placed it.
    """
    open_calls = select(PersonTask).where(
        PersonTask.store_id == desk.store_id,
        PersonTask.done_at.is_(None),
        PersonTask.order_id == order_id,
        PersonTask.kind == PersonTaskKind.CALL_BACK,
    )
    for task in session.scalars(open_calls.with_for_update()).all():
        task.done_at, task.done_by_id = at, desk.agent_id
        audit.note(session, desk, "task_done", subject_kind="person_task", subject_id=task.id)


def not_done(session: Session, desk: Desk, task_id: uuid.UUID, *, command_id: uuid.UUID) -> TaskRow:
    """It is to be done after all.

    Raises:
        Refused: `refund_recorded`, the money has gone back.
    """

    def change(task: PersonTask) -> None:
        if task.kind is PersonTaskKind.REFUND_DUE and task.done_at is not None:
            raise Refused("refund_recorded")
        task.done_at = task.done_by_id = None

    return _change(session, desk, task_id, command_id, "task_not_done", change)


def put_off(
    session: Session, desk: Desk, task_id: uuid.UUID, *, due_at: datetime, command_id: uuid.UUID
) -> TaskRow:
    """Have it due later.

    Raises:
        Refused: `due_past`; `task_done`; `refund_due_fixed`, the law says when.
    """

    def change(task: PersonTask) -> None:
        _require_open(task)
        if task.kind is PersonTaskKind.REFUND_DUE:
            raise Refused("refund_due_fixed", field="due")
        if due_at <= desk.now():
            raise Refused("due_past", field="due")
        task.due_at = due_at

    return _change(session, desk, task_id, command_id, "put_off_task", change)


def _require_open(task: PersonTask) -> None:
    if task.done_at is not None:
        raise Refused("task_done")


def _change(
    session: Session,
    desk: Desk,
    task_id: uuid.UUID,
    command_id: uuid.UUID,
    name: str,
    change: Callable[[PersonTask], None],
) -> TaskRow:
    def work() -> dict[str, str]:
        task = session.get_one(PersonTask, task_id, with_for_update=True)
        change(task)
        session.flush()
        audit.note(session, desk, name, subject_kind="person_task", subject_id=task_id)
        return {"task": str(task_id)}

    once(session, desk, command_id, name, work)
    return row(session, desk, task_id)
