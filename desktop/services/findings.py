"""Differences with the processor, as a supervisor sees them and settles them.

What moves money is only asked for here; whoever has the processor's key carries it out.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services import audit, order_money
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused
from desktop.services.holds import payments_of
from desktop.services.stores import require_supervisor
from models.order import Order
from models.order_numbers import display
from models.payment import Purpose
from models.reconciliation import Finding, FindingKind, ReconciliationRun

Action = Literal["void", "refund", "accept"]
MOST = 200
"""Findings that are listed at once; there are more only where the two books do not belong together."""


@dataclass(frozen=True, kw_only=True)
class FindingView:
    """One difference.

    Attributes:
        order_number: As people see it; empty where no order of ours is known.
        asked: A void or refund that has been asked for and is not done: `void_asked`, `refund_asked`.
        refused: What the processor called its refusal of what was asked, or empty.
        actions: What can settle it.
    """

    id: uuid.UUID
    kind: FindingKind
    order_id: uuid.UUID | None
    order_number: str
    intent_id: str
    our_minor: int
    their_minor: int
    currency: str
    their_state: str
    found_at: datetime
    asked: str
    refused: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, kw_only=True)
class RunView:
    """The last comparison that has ended."""

    ended_at: datetime
    intents: int
    attempts: int
    settled: int
    failure: str


def open_findings(session: Session, desk: Desk) -> tuple[FindingView, ...]:
    """What waits for a supervisor, the oldest first."""
    rows = session.execute(
        select(Finding, Order.number)
        .outerjoin(Order, Order.id == Finding.order_id)
        .where(Finding.store_id == desk.store_id, Finding.settled_at.is_(None))
        .order_by(Finding.created_at, Finding.id)
        .limit(MOST)
    )
    return tuple(_view(finding, number) for finding, number in rows)


def last_run(session: Session, desk: Desk) -> RunView | None:
    """When the books were compared last, and what came of it."""
    run = session.scalar(
        select(ReconciliationRun)
        .where(ReconciliationRun.store_id == desk.store_id, ReconciliationRun.ended_at.is_not(None))
        .order_by(ReconciliationRun.created_at.desc())
        .limit(1)
    )
    if run is None or run.ended_at is None:
        return None
    return RunView(
        ended_at=run.ended_at,
        intents=run.intents,
        attempts=run.attempts,
        settled=run.settled,
        failure=run.failure,
    )


def settle_finding(
    session: Session,
    desk: Desk,
    finding_id: uuid.UUID,
    action: Action,
    *,
    note: str = "",
    command_id: uuid.UUID,
) -> FindingView:
    """Accept a difference with a note, or ask for its money to be let go or given back.

    Raises:
        Refused: `supervisor_needed`; `finding_settled`; `finding_asked` while something asked for is
            not done; `finding_action` where this cannot settle it; `note_missing`.
    """
    require_supervisor(desk)

    def work() -> dict[str, str]:
        finding = session.get_one(Finding, finding_id, with_for_update=True)
        view = _view(finding, None)
        if finding.settled_at is not None:
            raise Refused("finding_settled")
        if view.asked:
            raise Refused("finding_asked")
        if action not in view.actions:
            raise Refused("finding_action")
        if action == "accept" and not note.strip():
            raise Refused("note_missing", field="note")
        finding.settled_by_id, finding.note = desk.agent_id, note.strip()
        if action == "accept":
            finding.settled_at, finding.settlement = desk.now(), "accepted"
        else:
            finding.settlement = f"{action}_asked"
            _let_go(session, desk, finding)
        audit.note(
            session, desk, f"difference_{action}", subject_kind="finding", subject_id=finding_id
        )
        return {"finding": str(finding_id)}

    once(session, desk, command_id, "settle_finding", work)
    finding = session.get_one(Finding, finding_id)
    number = session.scalar(select(Order.number).where(Order.id == finding.order_id))
    return _view(finding, number)


def _let_go(session: Session, desk: Desk, finding: Finding) -> None:
    """What our own payment holds is let go by an attempt of ours, so that our books say so."""
    if finding.kind is not FindingKind.HELD_FOR_NOTHING or finding.order_id is None:
        return
    order = session.get_one(Order, finding.order_id, with_for_update=True)
    for payment, sums in payments_of(session, order, at=desk.now()):
        is_it = any(attempt.id == finding.attempt_id for attempt in payment.attempts)
        if is_it and sums.held > 0 and not sums.voiding and not sums.capturing:
            attempt = order_money.new_attempt(
                session, payment, Purpose.VOID, sums.held, at=desk.now()
            )
            order.record("void_asked", stamp=desk.stamp(), attempt=str(attempt.id))


def _view(finding: Finding, number: str | None) -> FindingView:
    settlement = finding.settlement
    return FindingView(
        id=finding.id,
        kind=finding.kind,
        order_id=finding.order_id,
        order_number=display(number) if number else "",
        intent_id=finding.intent_id or "",
        our_minor=finding.our_minor,
        their_minor=finding.their_minor,
        currency=finding.currency,
        their_state=finding.their_state,
        found_at=finding.created_at,
        asked=settlement if settlement.endswith("_asked") else "",
        refused=settlement.removeprefix("refused:") if settlement.startswith("refused:") else "",
        actions=_actions(finding),
    )


def _actions(finding: Finding) -> tuple[Action, ...]:
    """Money that nobody here counts on can go back; everything can be accepted with a reason."""
    ours_is_out = finding.kind in (FindingKind.UNKNOWN_INTENT, FindingKind.STATE_DIFFERS)
    if finding.their_state == "requires_capture" and (
        finding.kind is FindingKind.HELD_FOR_NOTHING or (ours_is_out and not finding.our_minor)
    ):
        return ("void", "accept")
    if finding.their_state == "succeeded" and ours_is_out and not finding.our_minor:
        return ("refund", "accept")
    return ("accept",)
