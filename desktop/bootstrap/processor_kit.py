"""What the card processor's settings are handed: the keyring, a harmless question, the payments."""

from __future__ import annotations

from typing import Any

from desktop.errors import WorldError
from desktop.payments import secrets
from desktop.payments.connection import live_connection
from desktop.payments.live_payments import LivePayments
from desktop.payments.processor_state import reach
from desktop.services.desk import Desk
from desktop.services.processor_settings import processor_row
from models.session import Database
from ui import labels
from ui.actions import ActionTable
from ui.changes import Changes
from ui.pages.settings.processor_section import ProcessorKit


def processor_kit(
    *,
    database: Database,
    desk: Desk,
    payments: Any,
    actions: ActionTable,
    changes: Changes,
) -> ProcessorKit:
    """The kit of this desk."""

    def secret_words() -> str:
        found = secrets.read_secret_key(desk.store_id)
        facts = secrets.facts_of(found.value) if found is not None else None
        if found is None:
            return labels.tr("None is set on this computer.")
        if facts is None:
            return labels.tr("What is set on this computer is not a key.")
        kind = labels.tr("Live key") if facts.kind == "live" else labels.tr("Test key")
        from_where = labels.tr("{kind} ending …{ending}, set on this computer")
        return from_where.format(kind=kind, ending=facts.ending)

    def save_secret(key: str) -> None:
        secrets.save_secret_key(desk.store_id, key)

    def check() -> tuple[bool, str]:
        with database.read() as session:
            row = processor_row(session, desk.store_id)
        found = secrets.read_secret_key(desk.store_id)
        if not row.publishable_key or found is None:
            raise WorldError(labels.tr("Keys are missing: save both first."), can_retry=False)
        try:
            made = live_connection(publishable_key=row.publishable_key, secret_key=found.value)
        except ValueError as error:
            return False, str(error)
        state = reach(made)
        return state.ok, state.words

    def keys_changed() -> None:
        if isinstance(payments, LivePayments):
            payments.forget()
        changes.broadcast({"processor"})

    return ProcessorKit(
        secret_words=secret_words,
        save_secret=save_secret,
        check=check,
        keys_changed=keys_changed,
        actions=actions,
        context="settings",
    )
