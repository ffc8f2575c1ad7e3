"""What the page of tasks says."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from desktop.services.desk import Refused
from desktop.services.task_views import TaskCounts, TaskRow
from models.person_task import PersonTaskKind
from ui import labels
from ui.labels_verification import moment, waiting


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("TaskLabels", text)


def kind(value: PersonTaskKind) -> tuple[str, str]:
    """What is to be done, and its icon."""
    return {
        PersonTaskKind.CALL_BACK: (tr("Call back"), "phone-outgoing"),
        PersonTaskKind.GIVEN_UP_FAX: (tr("Fax given up"), "printer"),
        PersonTaskKind.GIVEN_UP_EMAIL: (tr("E-mail given up"), "at"),
        PersonTaskKind.BOUNCE: (tr("E-mail came back"), "at"),
        PersonTaskKind.RETURNED_LETTER: (tr("Letter came back"), "envelope-simple"),
        PersonTaskKind.REFUND_DUE: (tr("Refund due"), "currency-dollar"),
    }[value]


def showing(value: str) -> str:
    """Which tasks."""
    return {
        "mine": tr("My tasks"), "open": tr("Tasks to do"), "done": tr("Tasks that are done"),
    }[value]  # fmt: skip


def none_of(value: str) -> tuple[str, str]:
    """Head and text where there is nothing to show."""
    head = {
        "mine": tr("You have no task"),
        "open": tr("Nothing is to be done"),
        "done": tr("Nothing was done yet"),
    }[value]
    return head, tr("Who is to be called back, and what could not be sent, stands here.")


def counts(found: TaskCounts) -> str:
    """4 to do, 1 late."""
    words = tr("{open} to do").format(open=found.open)
    if found.late:
        words = tr("{words}, {late} late").format(words=words, late=found.late)
    return words


def due(row: TaskRow, zone: str, now: datetime) -> tuple[str, str, str]:
    """When it is due: words, icon, tone."""
    if row.done_at is not None:
        return moment(row.done_at, zone, now), "check", "ok_text"
    when = moment(row.due_at, zone, now)
    return (when, "warning-fill", "held_text") if row.is_late else (when, "clock", "muted")


def state(row: TaskRow, now: datetime) -> tuple[str, str, str]:
    """The pill: words, kind, icon."""
    if row.done_at is not None:
        return tr("Done"), "ok", "check-circle-fill"
    if row.is_late:
        late = waiting(now - row.due_at)
        return tr("Late by {span}").format(span=late), "held", "warning-fill"
    left = waiting(row.due_at - now + timedelta(seconds=59))
    return tr("Due in {span}").format(span=left), "neutral", "clock"


def owner(row: TaskRow) -> str:
    """Who has it."""
    return row.owner_name or tr("Nobody yet")


def about(row: TaskRow) -> str:
    """What it is about, in words: a call that the fax room asks for has none of its own."""
    if not row.words and row.kind is PersonTaskKind.CALL_BACK and row.received_fax_id is not None:
        return tr("Take the payment for the order from their fax")
    return row.words


def amount(row: TaskRow) -> str:
    """Money that is due, or ""."""
    if row.amount_minor is None:
        return ""
    return labels.money(row.amount_minor, row.currency, symbol=True)


def refusal(error: Refused) -> str:
    """Why something was not done."""
    if error.code == "taken":
        return tr("{who} has this task.").format(who=error.values.get("who") or tr("Somebody else"))
    return {
        "task_done": tr("It is done already."),
        "not_yours": tr("Somebody else has this task."),
        "refund_not_recorded": tr("It is done by itself once the refund is on record: Alt+0."),
        "refund_recorded": tr("The money has gone back already."),
        "refund_due_fixed": tr("The law says when this is due."),
        "due_past": tr("That moment is over. Choose a later one."),
        "words_missing": tr("Say what is to be done."),
        "words_long": tr("Say it in 200 characters."),
        "phone_wrong": tr("Nobody can be called at this number. Type it with its area code."),
    }.get(error.code) or labels.refusal(error)
