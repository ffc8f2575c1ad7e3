"""Why something cannot be done with a task, in words; "" where it can."""

from __future__ import annotations

from desktop.services.task_views import TaskRow
from models.person_task import PersonTaskKind
from ui.labels_tasks import tr


def why_not_done(row: TaskRow) -> str:
    """Why nobody may say that it is done."""
    if row.done_at is not None:
        return tr("It is done already.")
    if row.kind is PersonTaskKind.REFUND_DUE:
        return tr("It is done by itself once the refund is on record: Alt+0.")
    return ""


def why_no_call(row: TaskRow) -> str:
    """Why nobody can be called."""
    if row.phone or row.order_id is not None or row.customer_id is not None:
        return ""
    return tr("There is nobody to call.")


def why_not_later(row: TaskRow) -> str:
    """Why it cannot be put off."""
    if row.done_at is not None:
        return tr("It is done already.")
    return tr("The law says when.") if row.kind is PersonTaskKind.REFUND_DUE else ""


def why_not_undone(row: TaskRow) -> str:
    """Why it cannot be taken up again."""
    if row.done_at is None:
        return tr("It is not done.")
    return tr("The money has gone back.") if row.kind is PersonTaskKind.REFUND_DUE else ""
