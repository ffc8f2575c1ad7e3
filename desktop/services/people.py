"""The people of the shop: signing in, passwords, roles."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services import audit
from desktop.services.desk import Desk, Refused
from models import limits
from models.agent import Agent, FormerPassword, Role

_hasher = PasswordHasher()


@dataclass(frozen=True)
class Person:
    """Someone who may sign in, without anything of the password."""

    id: uuid.UUID
    sign_in_name: str
    display_name: str
    role: Role
    locked_until: datetime | None
    switched_off: bool
    last_signed_in_at: datetime | None
    uses_screen_reader: bool
    has_password: bool


@dataclass(frozen=True)
class PersonInput:
    """What the settings page says of a person; an empty password leaves it as it is."""

    id: uuid.UUID | None
    sign_in_name: str
    display_name: str
    role: Role
    password: str
    switched_off: bool
    uses_screen_reader: bool

    def __repr__(self) -> str:
        return f"PersonInput({self.sign_in_name!r})"


def check_password(password: str) -> None:
    """Hold a new password against the rules (PCI DSS 8.3.6).

    Raises:
        Refused: `password_short` or `password_plain`, on the field `password`.
    """
    if len(password) < limits.PASSWORD_LENGTH:
        raise Refused("password_short", field="password", length=limits.PASSWORD_LENGTH)
    if not any(c.isalpha() for c in password) or not any(c.isdigit() for c in password):
        raise Refused("password_plain", field="password")


def hash_password(password: str) -> str:
    """The argon2 hash that is stored in place of *password*."""
    return _hasher.hash(password)


def people(session: Session, store_id: uuid.UUID) -> tuple[Person, ...]:
    """Everyone, by name."""
    rows = session.scalars(
        select(Agent).where(Agent.store_id == store_id).order_by(Agent.display_name)
    )
    return tuple(_person(agent) for agent in rows)


def sign_in(
    session: Session,
    *,
    store_id: uuid.UUID,
    workstation_id: uuid.UUID,
    agent_id: uuid.UUID,
    password: str,
    now: datetime,
) -> str:
    """Check a password. Returns "" when it is right, else the code of what is wrong.

    A refusal is returned and not raised, for the count of failures has to be committed:
    `wrong_password`, `locked`, `switched_off`, `unused`, `password_old`. The numbers are PCI DSS
    8.2.6, 8.3.4 and 8.3.9.
    """
    agent = session.get_one(Agent, agent_id)
    answer = _try_password(agent, password, now)
    desk = Desk(
        store_id=store_id,
        workstation_id=workstation_id,
        agent_id=agent_id,
        practice=False,
        currency="",
        country="",
        time_zone="UTC",
        now=lambda: now,
    )
    kind = "signed_in" if answer in ("", "password_old") else "sign_in_failed"
    audit.note(
        session, desk, kind, subject_kind="agent", subject_id=agent_id, answer=answer or "right"
    )
    return answer


def save_person(session: Session, desk: Desk, person: PersonInput) -> Person:
    """Make or change a person.

    Raises:
        Refused: not a supervisor, a name missing or taken, a password against the rules, or the last
            supervisor would be gone.
    """
    if not desk.may_supervise:
        raise Refused("supervisor_needed")
    if not person.display_name.strip():
        raise Refused("name_missing", field="display_name")
    if not person.sign_in_name.strip():
        raise Refused("name_missing", field="sign_in_name")
    _refuse_taken_name(session, desk, person)
    agent = session.get_one(Agent, person.id) if person.id else _new_agent(session, desk)
    agent.sign_in_name = person.sign_in_name.strip()
    agent.display_name = person.display_name.strip()
    agent.role = person.role
    agent.uses_screen_reader = person.uses_screen_reader
    agent.switched_off_at = desk.now() if person.switched_off else None
    if not person.switched_off:
        agent.locked_until, agent.failed_sign_ins = None, 0
    if person.password:
        set_password(session, agent, person.password, now=desk.now())
    elif agent.password_hash is None and not desk.practice:
        raise Refused("password_missing", field="password")
    session.flush()
    _refuse_no_supervisor(session, desk)
    audit.note(
        session,
        desk,
        "account_changed" if person.id else "account_made",
        subject_kind="agent",
        subject_id=agent.id,
        role=person.role.value,
        switched_off=person.switched_off,
        password_set=bool(person.password),
    )
    return _person(agent)


def set_password(session: Session, agent: Agent, password: str, *, now: datetime) -> None:
    """Give *agent* a new password.

    Raises:
        Refused: it is against the rules, or among the last four (PCI DSS 8.3.7).
    """
    check_password(password)
    former = list(
        session.scalars(
            select(FormerPassword)
            .where(FormerPassword.agent_id == agent.id)
            .order_by(FormerPassword.created_at.desc())
            .limit(limits.PASSWORDS_REMEMBERED)
        )
    )
    hashes = [row.password_hash for row in former]
    if agent.password_hash:
        hashes.append(agent.password_hash)
    if any(_matches(stored, password) for stored in hashes):
        raise Refused("password_used_before", field="password")
    agent.password_hash = hash_password(password)
    agent.password_set_at = now
    session.add(
        FormerPassword(
            store_id=agent.store_id,
            agent_id=agent.id,
            password_hash=agent.password_hash,
            created_at=now,
        )
    )


def _try_password(agent: Agent, password: str, now: datetime) -> str:
    if agent.switched_off_at is not None:
        return "switched_off"
    if agent.locked_until is not None and agent.locked_until > now:
        return "locked"
    since = agent.last_signed_in_at or agent.created_at
    if now - since > timedelta(days=limits.ACCOUNT_UNUSED_DAYS):
        agent.switched_off_at = now
        return "unused"
    if agent.password_hash is None or not _matches(agent.password_hash, password):
        agent.failed_sign_ins += 1
        if agent.failed_sign_ins >= limits.SIGN_IN_FAILURES:
            agent.locked_until = now + timedelta(minutes=limits.LOCK_MINUTES)
            agent.failed_sign_ins = 0
            return "locked"
        return "wrong_password"
    agent.failed_sign_ins, agent.locked_until, agent.last_signed_in_at = 0, None, now
    set_at = agent.password_set_at or agent.created_at
    if now - set_at > timedelta(days=limits.PASSWORD_DAYS):
        return "password_old"
    return ""


def _matches(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _new_agent(session: Session, desk: Desk) -> Agent:
    agent = Agent(store_id=desk.store_id, created_at=desk.now(), failed_sign_ins=0)
    session.add(agent)
    return agent


def _refuse_taken_name(session: Session, desk: Desk, person: PersonInput) -> None:
    taken = session.scalar(
        select(Agent.id).where(
            Agent.store_id == desk.store_id, Agent.sign_in_name == person.sign_in_name.strip()
        )
    )
    if taken is not None and taken != person.id:
        raise Refused("name_taken", field="sign_in_name")


def _refuse_no_supervisor(session: Session, desk: Desk) -> None:
    left = session.scalar(
        select(Agent.id)
        .where(
            Agent.store_id == desk.store_id,
            Agent.role == Role.SUPERVISOR,
            Agent.switched_off_at.is_(None),
        )
        .limit(1)
    )
    if left is None:
        raise Refused("last_supervisor", field="role")


def _person(agent: Agent) -> Person:
    return Person(
        id=agent.id,
        sign_in_name=agent.sign_in_name,
        display_name=agent.display_name,
        role=agent.role,
        locked_until=agent.locked_until,
        switched_off=agent.switched_off_at is not None,
        last_signed_in_at=agent.last_signed_in_at,
        uses_screen_reader=agent.uses_screen_reader,
        has_password=agent.password_hash is not None,
    )
