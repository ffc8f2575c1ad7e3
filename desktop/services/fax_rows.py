"""The record of a received fax for whoever means to change it, and who may."""

from __future__ import annotations

import uuid

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from desktop.services.desk import Desk, Refused
from models.agent import Agent
from models.received_fax import ReceivedFax, SealedOriginal


def fax_of(session: Session, desk: Desk, fax_id: uuid.UUID) -> ReceivedFax:
    """The record, held until the transaction ends, so that no two desks change it at once.

    Raises:
        LookupError: there is none in this store.
    """
    fax: ReceivedFax | None = session.get(ReceivedFax, fax_id, with_for_update=True)
    if fax is None or fax.store_id != desk.store_id:
        raise LookupError("no such received fax")
    return fax


def is_held(fax: ReceivedFax, desk: Desk) -> bool:
    """Whether whoever sits at this desk has taken it, and their time is not over."""
    mine = (fax.taken_by_id, fax.taken_at_id) == (desk.agent_id, desk.workstation_id)
    return mine and is_taken(fax, desk)


def is_taken(fax: ReceivedFax, desk: Desk) -> bool:
    """Whether somebody works on it now."""
    return fax.taken_until is not None and fax.taken_until > desk.now()


def demand_held(fax: ReceivedFax, desk: Desk) -> None:
    """Let only the one go on who has taken it.

    Raises:
        Refused: `not_taken`.
    """
    if not is_held(fax, desk):
        raise Refused("not_taken")


def demand_free(session: Session, fax: ReceivedFax, desk: Desk) -> None:
    """Let nobody go on while another person works on it.

    Raises:
        Refused: `taken`, with the person in `who` and the hour in `until`.
    """
    if is_taken(fax, desk) and fax.taken_by_id != desk.agent_id:
        taker = session.get(Agent, fax.taken_by_id)
        raise Refused("taken", who=taker.display_name if taker else "", until=fax.taken_until)


def let_go(fax: ReceivedFax) -> None:
    """Nobody works on it any more."""
    fax.taken_by_id = fax.taken_at_id = fax.taken_until = None


def has_original(session: Session, fax: ReceivedFax) -> bool:
    """Whether there is still something sealed."""
    return session.scalar(select(SealedOriginal.id).where(*original_of(fax))) is not None


def original_of(fax: ReceivedFax) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The conditions of its original, by both columns of the index.

    By the second alone every original would be read, with all its bytes.
    """
    return SealedOriginal.store_id == fax.store_id, SealedOriginal.fax_id == fax.id
