"""The shop's own profile and its source codes, as settings."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services import audit
from desktop.services.desk import Desk, Refused, Stale
from models import emails, phone_numbers
from models.store import SourceCode, Store, StoreMode


@dataclass(frozen=True)
class StoreProfile:
    """What the letterhead and the words to callers are made from."""

    id: uuid.UUID
    version: int
    mode: StoreMode
    name: str
    country: str
    currency: str
    time_zone: str
    languages: tuple[str, ...]
    address_lines: tuple[str, ...]
    phone_domestic: str
    phone_abroad: str
    fax: str
    email: str
    website: str
    opt_out_phone: str
    opt_out_fax: str
    opt_out_email: str
    opt_out_address_lines: tuple[str, ...]


PROFILE_TEXTS = (
    "name", "time_zone", "phone_domestic", "phone_abroad", "fax", "email", "website",
    "opt_out_phone", "opt_out_fax", "opt_out_email",
)  # fmt: skip
"""Fields of the profile that are plain text and may be changed at any time."""


@dataclass(frozen=True)
class SourceChoice:
    """An answer to "where did you see us"."""

    code: str
    name: str


def profile(session: Session, store_id: uuid.UUID) -> StoreProfile:
    """The shop's profile."""
    row = session.get_one(Store, store_id)
    return StoreProfile(
        id=row.id,
        version=row.version,
        mode=row.mode,
        country=row.country,
        currency=row.currency,
        languages=tuple(row.languages),
        address_lines=tuple(row.address_lines),
        opt_out_address_lines=tuple(row.opt_out_address_lines),
        **{name: getattr(row, name) for name in PROFILE_TEXTS},
    )


def save_profile(session: Session, desk: Desk, changed: StoreProfile) -> StoreProfile:
    """Save the profile; mode, country and currency never change.

    Raises:
        Refused: not a supervisor; `name_missing`, `time_zone_unknown`, `language_missing`,
            `phone_wrong`, `email_wrong`, each with its field.
        Stale: it was saved by someone else in the meantime.
    """
    require_supervisor(desk)
    row = session.get_one(Store, desk.store_id)
    _check_profile(changed, row.country)
    if row.version != changed.version:
        raise Stale
    for name in PROFILE_TEXTS:
        setattr(row, name, getattr(changed, name).strip())
    row.address_lines = _lines(changed.address_lines)
    row.opt_out_address_lines = _lines(changed.opt_out_address_lines)
    row.languages = [code.strip().lower() for code in changed.languages if code.strip()]
    audit.note(session, desk, "store_changed", subject_kind="store", subject_id=row.id)
    session.flush()
    return profile(session, desk.store_id)


def source_choices(session: Session, desk: Desk) -> tuple[SourceChoice, ...]:
    """The active source codes, in the shop's order."""
    rows = session.scalars(
        select(SourceCode)
        .where(SourceCode.store_id == desk.store_id, SourceCode.active.is_(True))
        .order_by(SourceCode.position)
    )
    return tuple(SourceChoice(row.code, row.name) for row in rows)


def require_supervisor(desk: Desk) -> None:
    """Raise Refused `supervisor_needed` unless one is at the desk."""
    if not desk.may_supervise:
        raise Refused("supervisor_needed")


def _check_profile(changed: StoreProfile, country: str) -> None:
    if not changed.name.strip():
        raise Refused("name_missing", field="name")
    try:
        ZoneInfo(changed.time_zone.strip())
    except (OSError, LookupError, ValueError) as error:
        raise Refused("time_zone_unknown", field="time_zone") from error
    if not any(code.strip() for code in changed.languages):
        raise Refused("language_missing", field="languages")
    for name in ("phone_domestic", "phone_abroad", "fax", "opt_out_phone", "opt_out_fax"):
        typed = getattr(changed, name).strip()
        if typed and phone_numbers.parse(typed, country) is None:
            raise Refused("phone_wrong", field=name)
    for name in ("email", "opt_out_email"):
        typed = getattr(changed, name).strip()
        if typed and emails.problem(typed):
            raise Refused("email_wrong", field=name)


def _lines(typed: tuple[str, ...]) -> list[str]:
    return [line.strip() for line in typed if line.strip()]
