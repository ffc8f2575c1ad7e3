"""Reading the tasks for people."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from desktop.services import refund_dues
from desktop.services.desk import Desk
from models import order_numbers
from models.agent import Agent
from models.customer import Customer
from models.order import Order
from models.payment import RefundDue
from models.person_task import PersonTask, PersonTaskKind

TaskShowing = Literal["mine", "open", "done"]
MOST_ROWS = 200
_REFUND_WORDS = {
    refund_dues.CANCELLED: "The order was cancelled: give the money back",
    refund_dues.OVERPAID: "More was paid than the order is worth: give the rest back",
}


@dataclass(frozen=True)
class TaskRow:
    """One task.

    Attributes:
        words: What is to be done or has happened, for people.
        owner_id: Who has it; None: whoever takes it.
        phone, hours: Whom to call, as written, and when.
        amount_minor, currency: Of money that is due; None and empty otherwise.
        can_be_done: False where it is done by itself, once a refund is on record.
    """

    id: uuid.UUID
    kind: PersonTaskKind
    words: str
    owner_id: uuid.UUID | None
    owner_name: str
    customer_id: uuid.UUID | None
    customer_name: str
    order_id: uuid.UUID | None
    order_number: str
    received_fax_id: uuid.UUID | None
    dispatch_id: uuid.UUID | None
    phone: str
    hours: str
    amount_minor: int | None
    currency: str
    due_at: datetime
    created_at: datetime
    done_at: datetime | None
    done_by_name: str
    is_late: bool

    @property
    def can_be_done(self) -> bool:
        """Whether a person may say that it is done."""
        return self.done_at is None and self.kind is not PersonTaskKind.REFUND_DUE


@dataclass(frozen=True)
class TaskCounts:
    """How many are not done, how many of them are late, and how many are the agent's own."""

    open: int
    late: int
    mine: int


def tasks(
    session: Session, desk: Desk, *, showing: TaskShowing = "open", most: int = MOST_ROWS
) -> tuple[TaskRow, ...]:
    """At most *most*: what is due first comes first; of what is done, the newest."""
    query = _rows(desk).limit(most)
    if showing == "done":
        query = query.where(PersonTask.done_at.is_not(None)).order_by(
            PersonTask.done_at.desc(), PersonTask.id
        )
    else:
        query = query.where(PersonTask.done_at.is_(None)).order_by(PersonTask.due_at, PersonTask.id)
    if showing == "mine":
        query = query.where(PersonTask.owner_id == desk.agent_id)
    return tuple(_row(desk, found) for found in session.execute(query))


def row(session: Session, desk: Desk, task_id: uuid.UUID) -> TaskRow:
    """One task.

    Raises:
        LookupError: there is none with that id.
    """
    found = session.execute(_rows(desk).where(PersonTask.id == task_id)).one_or_none()
    if found is None:
        raise LookupError("no such task")
    return _row(desk, found)


def counts(session: Session, desk: Desk) -> TaskCounts:
    """For the badge."""

    def how_many(*which: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(PersonTask)
        query = query.where(
            PersonTask.store_id == desk.store_id, PersonTask.done_at.is_(None), *which
        )
        return session.scalar(query) or 0

    return TaskCounts(
        open=how_many(),
        late=how_many(PersonTask.due_at < desk.now()),
        mine=how_many(PersonTask.owner_id == desk.agent_id),
    )


def _rows(desk: Desk) -> Any:
    owner, doer = aliased(Agent), aliased(Agent)
    return (
        select(
            PersonTask, Order.number, Customer.display_name,
            owner.display_name.label("owner"), doer.display_name.label("doer"),
            RefundDue.amount_minor, RefundDue.currency,
        )
        .outerjoin(Order, Order.id == PersonTask.order_id)
        .outerjoin(Customer, Customer.id == PersonTask.customer_id)
        .outerjoin(owner, owner.id == PersonTask.owner_id)
        .outerjoin(doer, doer.id == PersonTask.done_by_id)
        .outerjoin(RefundDue, RefundDue.id == PersonTask.id)  # they share their id
        .where(PersonTask.store_id == desk.store_id)
    )  # fmt: skip


def _row(desk: Desk, found: Any) -> TaskRow:
    task: PersonTask = found.PersonTask
    return TaskRow(
        id=task.id,
        kind=task.kind,
        words=_words(task),
        owner_id=task.owner_id,
        owner_name=found.owner or "",
        customer_id=task.customer_id,
        customer_name=found.display_name or "",
        order_id=task.order_id,
        order_number=order_numbers.display(found.number) if found.number else "",
        received_fax_id=task.received_fax_id,
        dispatch_id=task.dispatch_id,
        phone=task.phone or "",
        hours=task.hours,
        amount_minor=found.amount_minor,
        currency=found.currency or "",
        due_at=task.due_at,
        created_at=task.created_at,
        done_at=task.done_at,
        done_by_name=found.doer or "",
        is_late=task.done_at is None and task.due_at < desk.now(),
    )


def _words(task: PersonTask) -> str:
    """A refund's row keeps its reason alone; everything else says what it is."""
    if task.kind is PersonTaskKind.REFUND_DUE:
        return _REFUND_WORDS.get(task.words, f"Give money back: {task.words}")
    return task.words
