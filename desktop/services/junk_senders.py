"""Numbers whose faxes are put aside. Nothing of them is deleted unseen."""

from __future__ import annotations

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.services import audit
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused
from desktop.services.received_fax_shapes import JunkSenderView
from models import phone_numbers
from models.agent import Agent
from models.ids import uuid7
from models.received_fax import FaxState, JunkSender, ReceivedFax


def junk_senders(session: Session, desk: Desk) -> tuple[JunkSenderView, ...]:
    """All of them, the newest first."""
    rows = session.execute(
        select(JunkSender.number, JunkSender.created_at, Agent.display_name)
        .join(Agent, Agent.id == JunkSender.added_by_id)
        .where(JunkSender.store_id == desk.store_id, JunkSender.ended_at.is_(None))
        .order_by(JunkSender.created_at.desc(), JunkSender.id.desc())
    ).all()
    counted = session.execute(
        select(ReceivedFax.sender, func.count())
        .where(
            ReceivedFax.store_id == desk.store_id,
            ReceivedFax.sender.in_([number for number, _since, _by in rows]),
        )
        .group_by(ReceivedFax.sender)
    )
    sent = {number: int(count) for number, count in counted}
    return tuple(
        JunkSenderView(
            number=number,
            shown=phone_numbers.display(number, desk.country),
            since=since,
            by=by,
            faxes=sent.get(number, 0),
        )
        for number, since, by in rows
    )


def is_junk(session: Session, store_id: uuid.UUID, number: str | None) -> bool:
    """Whether what comes from *number* (E.164) is put aside."""
    return number is not None and _standing(session, store_id, number) is not None


def remember_junk_sender(
    session: Session, desk: Desk, number: str, command_id: uuid.UUID
) -> JunkSenderView:
    """Put aside what comes from *number*, and what has come and waits.

    Raises:
        Refused: `number_wrong`, with the field `number`.
    """
    parsed = phone_numbers.parse(number, desk.country)
    if parsed is None:
        raise Refused("number_wrong", field="number")

    def work() -> dict[str, str]:
        remember(session, desk, parsed.e164)
        return {"number": parsed.e164}

    once(session, desk, command_id, "remember_junk_sender", work)
    session.flush()
    return next(one for one in junk_senders(session, desk) if one.number == parsed.e164)


def remember(session: Session, desk: Desk, number: str) -> None:
    """As `remember_junk_sender`, as a part of another command; *number* is E.164."""
    if _standing(session, desk.store_id, number) is None:
        added = JunkSender(
            id=uuid7(),
            store_id=desk.store_id,
            number=number,
            added_by_id=desk.agent_id,
            created_at=desk.now(),
        )
        session.add(added)
        session.flush()
        audit.note(
            session, desk, "junk_sender_added", subject_kind="junk_sender", subject_id=added.id
        )
    _flag(session, desk, number, is_junk=True)


def forget_junk_sender(session: Session, desk: Desk, number: str, command_id: uuid.UUID) -> None:
    """Treat what comes from *number* (E.164) as anybody's again, and what waits too."""

    def work() -> dict[str, str]:
        sender = _standing(session, desk.store_id, number)
        if sender is not None:
            sender.ended_at, sender.ended_by_id = desk.now(), desk.agent_id
            audit.note(
                session, desk, "junk_sender_ended", subject_kind="junk_sender",
                subject_id=sender.id,
            )  # fmt: skip
        _flag(session, desk, number, is_junk=False)
        return {"number": number}

    once(session, desk, command_id, "forget_junk_sender", work)


def _standing(session: Session, store_id: uuid.UUID, number: str) -> JunkSender | None:
    return session.scalar(
        select(JunkSender).where(
            JunkSender.store_id == store_id,
            JunkSender.number == number,
            JunkSender.ended_at.is_(None),
        )
    )


def _flag(session: Session, desk: Desk, number: str, *, is_junk: bool) -> None:
    waiting = session.scalars(
        select(ReceivedFax).where(
            ReceivedFax.store_id == desk.store_id,
            ReceivedFax.sender == number,
            ReceivedFax.state != FaxState.DONE,
        )
    )
    for fax in waiting:
        fax.is_junk_sender = is_junk
