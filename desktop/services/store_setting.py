"""One named part of `Store.settings`: read with defaults, saved under a lock, told to the audit."""

from __future__ import annotations

import uuid
from dataclasses import asdict, fields, replace
from typing import Any, ClassVar, Protocol, TypeVar

from sqlalchemy.orm import Session

from desktop.services import audit
from desktop.services.desk import Stale
from models.order import Stamp
from models.store import Store


class _Setting(Protocol):
    """A frozen dataclass of plain values, `version` among them."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def version(self) -> int:
        """How often it has been saved: the optimistic lock."""


SettingT = TypeVar("SettingT", bound=_Setting)


def read(session: Session, store_id: uuid.UUID, name: str, unset: SettingT) -> SettingT:
    """What is kept under *name*; what was never set is as in *unset*."""
    kept = session.get_one(Store, store_id).settings.get(name) or {}
    known = {field.name for field in fields(unset)}
    return replace(unset, **{key: value for key, value in kept.items() if key in known})


def keep(
    session: Session,
    store_id: uuid.UUID,
    name: str,
    changed: SettingT,
    *,
    unset: SettingT,
    stamp: Stamp,
) -> SettingT:
    """Keep it; the audit trail names the fields that changed, and none of their values.

    Raises:
        Stale: somebody else saved it since *changed* was read.
    """
    store = session.get_one(Store, store_id, with_for_update=True, populate_existing=True)
    before = read(session, store_id, name, unset)
    if before.version != changed.version:
        raise Stale
    saved = replace(changed, version=changed.version + 1)
    # A new dictionary: a change inside the stored one would go unnoticed.
    store.settings = {**store.settings, name: asdict(saved)}
    session.flush()
    was, now = asdict(before), asdict(saved)
    note(
        session, store_id, f"{name}_settings_changed", stamp=stamp,
        fields=[key for key in now if key != "version" and was[key] != now[key]],
    )  # fmt: skip
    return saved


def note(session: Session, store_id: uuid.UUID, kind: str, *, stamp: Stamp, **details: Any) -> None:
    """Write into the audit trail that a setting of the shop was touched."""
    audit.append(
        session, store_id, stamp, kind, subject_kind="store", subject_id=store_id, **details
    )
