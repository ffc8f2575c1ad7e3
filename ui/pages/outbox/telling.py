"""What the outbox tells of one fax or e-mail: how it stands, what is known, what has happened."""

from __future__ import annotations

from datetime import datetime

from desktop.services.outbox_shapes import OutboxEvent, OutboxRow
from models.dispatch import DispatchState, Route
from ui import labels_orders, labels_outbox
from ui.labels_outbox import tr
from ui.labels_verification import moment
from ui.pages.list_page_shapes import Fact, Told


def told(row: OutboxRow, history: tuple[OutboxEvent, ...], *, zone: str, now: datetime) -> Told:
    """All of it, for the right side of the page."""
    word, kind, icon = labels_outbox.state(row, zone, now)
    title, text = labels_outbox.trouble(row)
    return Told(
        head=labels_outbox.head(row),
        state=word,
        kind=kind,
        icon=icon,
        strip_kind="held" if row.state is DispatchState.QUEUED else "bad",
        strip_title=title,
        strip_text=text,
        facts=_facts(row, zone, now),
        history=tuple(_event(event, row, zone, now) for event in history),
    )


def _facts(row: OutboxRow, zone: str, now: datetime) -> tuple[Fact, ...]:
    facts = (
        (tr("What"), labels_outbox.what(row), "file-text", "muted"),
        (tr("For whom"), row.to_name or row.customer_name, "user", "muted"),
        (tr("Pages"), labels_outbox.pages(row) if row.pages else "", "", ""),
        (tr("Tries"), labels_outbox.tries(row), "", ""),
        (tr("Last try"), labels_outbox.reason(row.reason), "warning", "held_text"),
        (tr("The server said"), row.failure, "", ""),
        (tr("Since"), moment(row.created_at, zone, now), "clock", "muted"),
        (tr("By"), row.agent_name, "user-circle", "muted"),
    )
    return tuple(fact for fact in facts if fact[1])


def _event(event: OutboxEvent, row: OutboxRow, zone: str, now: datetime) -> Fact:
    words = labels_orders.sending(event.to_state, row.route)
    if event.to_state is DispatchState.SENT and row.route is Route.FAX:
        words = tr("taken by the fax server")
    who = f", {event.agent_name}" if event.agent_name else ""
    return moment(event.at, zone, now), words[0].upper() + words[1:] + who, "", ""
