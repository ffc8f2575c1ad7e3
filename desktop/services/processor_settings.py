"""What a live shop's processor is set to. The secret key is not here: see `desktop.payments.secrets`."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop.services import audit
from desktop.services.desk import Desk, Refused, Stale
from desktop.services.stores import require_supervisor
from models.order import Stamp
from models.store import Store, StoreMode

SETTING = "processor"
"""The name under which `Store.settings` has it."""


@dataclass(frozen=True)
class ProcessorRow:
    """The processor of a shop.

    Attributes:
        publishable_key: The card page's key; no secret.
        shared_account: Others take payments with this account too, such as a web shop: what Order
            Desk did not make is left out of the comparison.
    """

    version: int
    practice: bool
    publishable_key: str
    shared_account: bool


def processor_row(session: Session, store_id: uuid.UUID) -> ProcessorRow:
    """How the shop's processor is set."""
    store = session.get_one(Store, store_id)
    kept = store.settings.get(SETTING) or {}
    return ProcessorRow(
        version=store.version,
        practice=store.mode is StoreMode.PRACTICE,
        publishable_key=str(kept.get("publishable_key") or ""),
        shared_account=bool(kept.get("shared_account", False)),
    )


def save_processor(session: Session, desk: Desk, changed: ProcessorRow) -> ProcessorRow:
    """Keep what was changed; the key has been checked by its form.

    Raises:
        Refused: not a supervisor; `practice_has_no_keys`.
        Stale: the shop's settings were saved by someone else in the meantime.
    """
    require_supervisor(desk)
    return keep_processor(session, desk.store_id, changed, stamp=desk.stamp())


def keep_processor(
    session: Session, store_id: uuid.UUID, changed: ProcessorRow, *, stamp: Stamp
) -> ProcessorRow:
    """Keep it, on the word of whoever owns this computer.

    Raises:
        Refused: `practice_has_no_keys`.
        Stale: as `save_processor`.
    """
    store = session.get_one(Store, store_id)
    if store.mode is StoreMode.PRACTICE:
        raise Refused("practice_has_no_keys")
    if store.version != changed.version:
        raise Stale
    store.settings = {
        **store.settings,
        SETTING: {
            "kind": "stripe",
            "publishable_key": changed.publishable_key.strip(),
            "shared_account": changed.shared_account,
        },
    }
    note_change(session, store_id, "processor_changed", stamp=stamp)
    session.flush()
    return processor_row(session, store_id)


def note_change(session: Session, store_id: uuid.UUID, kind: str, *, stamp: Stamp) -> None:
    """Write into the audit trail that a key was set or taken away, and nothing of the key."""
    audit.append(session, store_id, stamp, kind, subject_kind="store", subject_id=store_id)
