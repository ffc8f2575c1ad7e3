"""Taking a received fax: never two at one, and never for good."""

from __future__ import annotations

import uuid
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services import fax_inbox
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused
from desktop.services.fax_rows import (
    demand_free,
    demand_held,
    fax_of,
    is_held,
    let_go,
    original_of,
)
from desktop.services.received_fax_shapes import FaxDetail, Original
from models.received_fax import FaxState, ReceivedFax, SealedOriginal

TAKE_MINUTES = 15
"""A desk that is not heard of for so long has gone, or its program has ended."""


def mark_read(session: Session, desk: Desk, fax_id: uuid.UUID, command_id: uuid.UUID) -> None:
    """Somebody has looked at its line, and it no longer stands among the new ones."""

    def work() -> dict[str, str]:
        fax = fax_of(session, desk, fax_id)
        if fax.read_at is None:
            fax.read_at = desk.now()
        return {"fax": str(fax_id)}

    once(session, desk, command_id, "read_fax", work)


def take(session: Session, desk: Desk, fax_id: uuid.UUID, *, command_id: uuid.UUID) -> FaxDetail:
    """Work on it, for `TAKE_MINUTES` and as long as `keep` is said; whoever had it longer has lost it.

    The same person may take it over from another desk of theirs.

    Raises:
        Refused: `taken`, with the person in `who`; `fax_being_read`, the page reader has it;
            `fax_done`, it has ended: take it up again first.
    """

    def work() -> dict[str, str]:
        fax = fax_of(session, desk, fax_id)
        if fax.state is FaxState.ARRIVED:
            raise Refused("fax_being_read")
        if fax.state is FaxState.DONE:
            raise Refused("fax_done")
        demand_free(session, fax, desk)
        hold(fax, desk)
        if fax.read_at is None:
            fax.read_at = desk.now()
        session.flush()
        return {"fax": str(fax_id)}

    once(session, desk, command_id, "take_fax", work)
    return fax_inbox.detail(session, desk, fax_id)


def hold(fax: ReceivedFax, desk: Desk) -> None:
    """As a part of another command, which has asked whether it is free: it is this desk's now."""
    fax.taken_by_id, fax.taken_at_id = desk.agent_id, desk.workstation_id
    fax.taken_until = desk.now() + timedelta(minutes=TAKE_MINUTES)


def keep(session: Session, desk: Desk, fax_id: uuid.UUID) -> None:
    """A sign of life of whoever has taken it: their time begins anew.

    Somebody whose time was over and whom nobody has followed gets it back.

    Raises:
        Refused: `taken`, somebody else has it now; `not_taken`, it was given back.
    """
    fax = fax_of(session, desk, fax_id)
    demand_free(session, fax, desk)
    if (fax.taken_by_id, fax.taken_at_id) != (desk.agent_id, desk.workstation_id):
        raise Refused("not_taken")
    fax.taken_until = desk.now() + timedelta(minutes=TAKE_MINUTES)


def give_back(session: Session, desk: Desk, fax_id: uuid.UUID, command_id: uuid.UUID) -> None:
    """Leave it to others as it stands; harmless where it is another's by now."""

    def work() -> dict[str, str]:
        fax = fax_of(session, desk, fax_id)
        if is_held(fax, desk):
            let_go(fax)
        return {"fax": str(fax_id)}

    once(session, desk, command_id, "give_fax_back", work)


def original(session: Session, desk: Desk, fax_id: uuid.UUID) -> Original:
    """What the redaction window needs besides the key; for the one who has taken it alone.

    Raises:
        Refused: `not_taken`; `original_gone`, it was reviewed, or its bytes could not be kept.
    """
    fax = fax_of(session, desk, fax_id)
    demand_held(fax, desk)
    sealed = session.scalar(select(SealedOriginal.sealed).where(*original_of(fax)))
    if sealed is None or fax.key_slot is None:
        raise Refused("original_gone")
    return Original(sealed=sealed, slot=fax.key_slot)
