"""Signing in at a live shop: passwords, locks and accounts that nobody uses.

The numbers are PCI DSS 8.2.6, 8.3.4 and 8.3.9, kept in `models.limits`.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from desktop.services import audit, people
from desktop.services.desk import Desk
from desktop.services.people import Person
from models import limits
from models.agent import Agent, Role


@dataclass(frozen=True)
class SignInAnswer:
    """What came of a try. `code` is "" when the person is in.

    Else it is `wrong_password`, `locked` (until `person.locked_until`), `switched_off`, `unused`
    (and so switched off just now), or `password_old`: right, but it has to be changed first.
    """

    code: str
    person: Person


def sign_in(
    session: Session,
    *,
    store_id: uuid.UUID,
    workstation_id: uuid.UUID,
    agent_id: uuid.UUID,
    password: str,
    now: datetime,
) -> SignInAnswer:
    """Check a password.

    A refusal is returned and not raised, for the count of failures has to be committed. What was
    typed is nowhere in the answer, the audit or an exception.

    Raises:
        LookupError: there is nobody of that id in this store.
    """
    agent = _agent(session, store_id, agent_id)
    desk = _desk(store_id, workstation_id, agent_id, now)
    code = _try_password(session, agent, password, now)
    if not code and _is_old(agent, now):
        code = "password_old"
    if not code:
        agent.last_signed_in_at = now
    _note_try(session, desk, code)
    return SignInAnswer(code, people.person(session, store_id, agent_id))


def change_password(
    session: Session,
    *,
    store_id: uuid.UUID,
    workstation_id: uuid.UUID,
    agent_id: uuid.UUID,
    password: str,
    new_password: str,
    now: datetime,
) -> SignInAnswer:
    """Change one's own password, and sign in with it.

    Raises:
        LookupError: there is nobody of that id in this store.
        Refused: the new password is against the rules, on the field `password`; nothing is changed.
    """
    agent = _agent(session, store_id, agent_id)
    desk = _desk(store_id, workstation_id, agent_id, now)
    code = _try_password(session, agent, password, now)
    if not code:
        people.set_password(session, agent, new_password, now=now)
        agent.last_signed_in_at = now
        audit.note(
            session, desk, "password_changed", subject_kind="agent", subject_id=desk.agent_id
        )
    _note_try(session, desk, code)
    return SignInAnswer(code, people.person(session, store_id, agent_id))


def _try_password(session: Session, agent: Agent, password: str, now: datetime) -> str:
    if agent.switched_off_at is not None:
        return "switched_off"
    if agent.locked_until is not None and agent.locked_until > now:
        return "locked"
    if people.unused_too_long(agent, now) and not _is_last_supervisor(session, agent):
        agent.switched_off_at = now
        return "unused"
    if agent.password_hash is None or not people.matches(agent.password_hash, password):
        return _count_failure(agent, now)
    agent.failed_sign_ins, agent.locked_until = 0, None
    return ""


def _count_failure(agent: Agent, now: datetime) -> str:
    agent.failed_sign_ins += 1
    if agent.failed_sign_ins < limits.SIGN_IN_FAILURES:
        return "wrong_password"
    agent.locked_until = now + timedelta(minutes=limits.LOCK_MINUTES)
    agent.failed_sign_ins = 0
    return "locked"


def _is_old(agent: Agent, now: datetime) -> bool:
    set_at = agent.password_set_at or agent.created_at
    return now - set_at > timedelta(days=limits.PASSWORD_DAYS)


def _is_last_supervisor(session: Session, agent: Agent) -> bool:
    """A shop that was shut for a season must open again: its last supervisor stays."""
    return agent.role is Role.SUPERVISOR and not people.another_supervisor(session, agent)


def _note_try(session: Session, desk: Desk, code: str) -> None:
    audit.note(
        session,
        desk,
        "sign_in_failed" if code else "signed_in",
        subject_kind="agent",
        subject_id=desk.agent_id,
        answer=code or "right",
    )


def _agent(session: Session, store_id: uuid.UUID, agent_id: uuid.UUID) -> Agent:
    people.person(session, store_id, agent_id)
    return session.get_one(Agent, agent_id)


def _desk(
    store_id: uuid.UUID, workstation_id: uuid.UUID, agent_id: uuid.UUID, now: datetime
) -> Desk:
    """Who tries, where and when: all that the audit asks of a desk nobody sits at yet."""
    return Desk(
        store_id=store_id,
        workstation_id=workstation_id,
        agent_id=agent_id,
        practice=False,
        currency="",
        country="",
        time_zone="UTC",
        now=lambda: now,
    )
