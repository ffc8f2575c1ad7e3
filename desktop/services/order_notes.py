"""Notes on an order: what was checked, what the customer said."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from desktop.services import audit
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused
from models import names
from models.ids import uuid7
from models.order import Order
from models.order_version import OrderNote

LONGEST_NOTE = 200


def add_note(
    session: Session, desk: Desk, order_id: uuid.UUID, words: str, *, command_id: uuid.UUID
) -> uuid.UUID:
    """Keep *words* with the order, under the name of whoever sits at the desk.

    The note can be erased; the audit refers to it by its id only.

    Raises:
        Refused: `note_empty`, `note_long`.
        CardNumberRefused: it holds what looks like a card number.
    """
    words = names.tidy(words)
    if not words:
        raise Refused("note_empty", field="note")
    if len(words) > LONGEST_NOTE:
        raise Refused("note_long", field="note", most=LONGEST_NOTE)

    def work() -> dict[str, str]:
        note = keep(session, desk, session.get_one(Order, order_id), words)
        audit.note(session, desk, "order_noted", subject_kind="order_note", subject_id=note.id)
        return {"note": str(note.id)}

    return uuid.UUID(once(session, desk, command_id, "add_note", work)["note"])


def keep(session: Session, desk: Desk, order: Order, words: str) -> OrderNote:
    """The words that came with something else that was done to an order; they are tidy already."""
    note = OrderNote(
        id=uuid7(),
        store_id=order.store_id,
        order_id=order.id,
        agent_id=desk.agent_id,
        words=words,
        created_at=desk.now(),
    )
    session.add(note)
    session.flush()
    return note
