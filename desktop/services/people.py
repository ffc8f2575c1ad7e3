"""The people of the shop: names, roles, passwords. Signing in is `desktop.services.sign_in`."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services import audit
from desktop.services.desk import Desk, Refused, Stale
from models import limits
from models.agent import Agent, FormerPassword, Role
from models.ids import uuid7

_hasher = PasswordHasher()

_EDITED: Final = ("sign_in_name", "display_name", "role", "switched_off", "uses_screen_reader")
"""What a form shows of a person; failures and sign-ins meanwhile make nothing stale."""


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
    unlock: bool = False
    """End the lock after too many failures; a new password ends it too."""

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


def person(session: Session, store_id: uuid.UUID, agent_id: uuid.UUID) -> Person:
    """One of them.

    Raises:
        LookupError: there is nobody of that id in this store.
    """
    agent = session.get(Agent, agent_id)
    if agent is None or agent.store_id != store_id:
        raise LookupError("no such person in this store")
    return _person(agent)


def save_person(
    session: Session, desk: Desk, changed: PersonInput, *, before: Person | None = None
) -> Person:
    """Make or change a person.

    Args:
        session: a session that will be committed.
        desk: where and by whom.
        changed: what the form says.
        before: what the form was filled from, so that nobody's change is lost.

    Raises:
        Refused: not a supervisor (`supervisor_needed`), `name_missing`, `name_taken`,
            `password_missing`, `password_needed_again`, a password against the rules, or the
            `last_supervisor` would be gone.
        Stale: it was saved by someone else in the meantime.
    """
    if not desk.may_supervise:
        raise Refused("supervisor_needed")
    for name in ("display_name", "sign_in_name"):
        if not getattr(changed, name).strip():
            raise Refused("name_missing", field=name)
    _refuse_taken_name(session, desk, changed)
    agent = session.get_one(Agent, changed.id) if changed.id else _new_agent(desk)
    if changed.id and before is not None and _edited(_person(agent)) != _edited(before):
        raise Stale
    with session.no_autoflush:
        _fill(session, desk, agent, changed)
        session.add(agent)
    session.flush()
    _refuse_no_supervisor(session, desk)
    audit.note(
        session,
        desk,
        "account_changed" if changed.id else "account_made",
        subject_kind="agent",
        subject_id=agent.id,
        role=changed.role.value,
        switched_off=changed.switched_off,
        password_set=bool(changed.password),
        unlocked=changed.unlock,
    )
    return _person(agent)


def _fill(session: Session, desk: Desk, agent: Agent, changed: PersonInput) -> None:
    now = desk.now()
    if not changed.password and not desk.practice:
        if agent.password_hash is None:
            raise Refused("password_missing", field="password")
        back = agent.switched_off_at is not None and not changed.switched_off
        if back and unused_too_long(agent, now):
            # Else the account would be switched off again at its next sign-in.
            raise Refused("password_needed_again", field="password")
    agent.sign_in_name = changed.sign_in_name.strip()
    agent.display_name = changed.display_name.strip()
    agent.role = changed.role
    agent.uses_screen_reader = changed.uses_screen_reader
    if not changed.switched_off:
        agent.switched_off_at = None
    elif agent.switched_off_at is None:
        agent.switched_off_at = now
    if changed.unlock or changed.password:
        agent.locked_until, agent.failed_sign_ins = None, 0
    if changed.password:
        set_password(session, agent, changed.password, now=now)


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
            .order_by(FormerPassword.created_at.desc(), FormerPassword.id.desc())
            .limit(limits.PASSWORDS_REMEMBERED)
        )
    )
    hashes = [row.password_hash for row in former]
    if agent.password_hash:
        hashes.append(agent.password_hash)
    if any(matches(stored, password) for stored in hashes):
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


def matches(stored: str, password: str) -> bool:
    """Whether *password* is the one whose hash is *stored*."""
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def unused_too_long(agent: Agent, now: datetime) -> bool:
    """Whether an account is to be switched off (PCI DSS 8.2.6). A new password is a use."""
    uses = (agent.created_at, agent.last_signed_in_at, agent.password_set_at)
    last = max(use for use in uses if use is not None)
    return now - last > timedelta(days=limits.ACCOUNT_UNUSED_DAYS)


def another_supervisor(session: Session, agent: Agent) -> bool:
    """Whether a supervisor other than *agent* may sign in."""
    found = session.scalar(
        select(Agent.id)
        .where(
            Agent.store_id == agent.store_id,
            Agent.role == Role.SUPERVISOR,
            Agent.switched_off_at.is_(None),
            Agent.id != agent.id,
        )
        .limit(1)
    )
    return found is not None


def _new_agent(desk: Desk) -> Agent:
    now = desk.now()
    return Agent(id=uuid7(), store_id=desk.store_id, created_at=now, failed_sign_ins=0)


def _edited(person: Person) -> tuple[object, ...]:
    return tuple(getattr(person, name) for name in _EDITED)


def _refuse_taken_name(session: Session, desk: Desk, changed: PersonInput) -> None:
    """Two names that differ by capitals alone would be taken for each other."""
    wanted = changed.sign_in_name.strip().casefold()
    rows = session.execute(
        select(Agent.id, Agent.sign_in_name).where(Agent.store_id == desk.store_id)
    )
    if any(name.casefold() == wanted and agent_id != changed.id for agent_id, name in rows):
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
