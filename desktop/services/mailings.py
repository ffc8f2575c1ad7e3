"""Letters by post: marked mailed on the day they left, and what came back, against its address."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from desktop.services import audit, person_tasks, print_addresses
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused
from desktop.services.print_moves import chunks, move_all
from models import card_guard
from models.addresses_rules import PostalAddress
from models.agent import Agent
from models.dispatch import Dispatch, DispatchState, Route
from models.document import Document
from models.ids import uuid7
from models.person_task import PersonTask, PersonTaskKind
from models.print_batch import ReturnedLetter

REASONS: Final = ("moved", "no_such_place", "unknown_person", "refused", "vacant", "other")
"""What the post office, or whoever lives there, says of a letter that comes back."""

_WORDS: Final = {
    "moved": "moved away",
    "no_such_place": "there is no such address",
    "unknown_person": "not known there",
    "refused": "refused",
    "vacant": "nobody lives there",
    "other": "no reason given",
}
_LONGEST = 200
_BY_HAND = {
    DispatchState.SENT: (DispatchState.PRINTED, DispatchState.MAILED, DispatchState.RETURNED),
    DispatchState.PRINTED: (DispatchState.MAILED, DispatchState.RETURNED),
    DispatchState.MAILED: (DispatchState.RETURNED,),
}
"""What came back had been printed and mailed, whether or not somebody said so then."""


@dataclass(frozen=True)
class ReturnedMail:
    """Mail to an address came back, and nobody has said since that it is good after all.

    Attributes:
        reason: one of `REASONS`.
        letters: how many came back.
    """

    id: uuid.UUID
    reason: str
    returned_on: date
    agent_name: str
    letters: int


def mark_mailed(
    session: Session,
    desk: Desk,
    *,
    dispatch_ids: Sequence[uuid.UUID] = (),
    batch_id: uuid.UUID | None = None,
    on: date,
    command_id: uuid.UUID,
) -> int:
    """They left the house on that day: these letters, or all of a batch that came out; how many.

    Raises:
        Refused: `in_the_future` or `too_early` (it was not even in the print room by then), both with
            the field `on`; `not_printed` with `n`, so many of them are not here printed: nothing was
            marked.
    """

    def work() -> dict[str, int]:
        ids = list(dict.fromkeys(dispatch_ids))
        if batch_id is not None:
            ids = _printed_of(session, desk, batch_id)
        if not ids:
            raise Refused("not_printed", n=0)
        _check_day(session, desk, ids, on)
        moved = move_all(
            session, desk, ids, DispatchState.PRINTED, DispatchState.MAILED, left_on=on
        )
        if moved != len(ids):
            raise Refused("not_printed", n=len(ids) - moved)
        audit.note(
            session, desk, "letters_mailed",
            subject_kind="print_batch" if batch_id else "dispatch", subject_id=batch_id or ids[0],
            letters=moved, day=on.isoformat(),
        )  # fmt: skip
        return {"letters": moved}

    return int(once(session, desk, command_id, "mark_mailed", work)["letters"])


def record_returned(
    session: Session,
    desk: Desk,
    dispatch_id: uuid.UUID,
    *,
    reason: str,
    on: date,
    command_id: uuid.UUID,
) -> uuid.UUID:
    """A letter came back: its address is bad from now on, and whoever sent it has a task.

    Raises:
        Refused: `no_reason`, with the field `reason`; `in_the_future` or `before_mailed`, with the
            field `on`; `not_mailed`, it has never left; `returned_already`.
        LookupError: there is no such letter.
    """
    if reason not in REASONS:
        raise Refused("no_reason", field="reason")

    def work() -> dict[str, str]:
        dispatch = _letter(session, desk, dispatch_id)
        _check_returned(desk, dispatch, on)
        stamp = desk.stamp()
        document = session.get_one(Document, dispatch.document_id)
        if not dispatch.address_key:
            print_addresses.put(dispatch, print_addresses.of_document(session, document))
        for state in _BY_HAND[dispatch.state]:
            dispatch.move_to(
                state, at=stamp.at, actor_id=stamp.actor_id, workstation_id=stamp.workstation_id
            )
        dispatch.reason = reason
        if dispatch.address_key:
            _add(session, desk, dispatch, reason, on)
        words = f"Letter to {dispatch.to_name} came back: {_WORDS[reason]}"
        person_tasks.append(
            session, desk.store_id, stamp, PersonTaskKind.RETURNED_LETTER,
            card_guard.scrub(words)[:_LONGEST], stamp.at, owner_id=dispatch.agent_id,
            customer_id=document.customer_id, order_id=document.order_id, dispatch_id=dispatch_id,
        )  # fmt: skip
        audit.note(
            session, desk, "letter_returned", subject_kind="dispatch", subject_id=dispatch_id,
            reason=reason,
        )  # fmt: skip
        return {"dispatch": str(dispatch_id)}

    return uuid.UUID(once(session, desk, command_id, "record_returned", work)["dispatch"])


def returned_at(session: Session, desk: Desk, address: PostalAddress) -> ReturnedMail | None:
    """Whether mail to this address, however it is written, came back; None: not that we know."""
    return _returned(session, desk, print_addresses.address_key(address))


def returned_of(session: Session, desk: Desk, dispatch_id: uuid.UUID) -> ReturnedMail | None:
    """The same of the address to which a letter goes."""
    return _returned(session, desk, _letter(session, desk, dispatch_id).address_key)


def end_returned(
    session: Session, desk: Desk, returned_id: uuid.UUID, *, command_id: uuid.UUID
) -> int:
    """The address is good after all: letters go there again, and the tasks are done; how many letters
    had come back from it.

    Raises:
        Refused: `address_good`, somebody has said so already.
        LookupError: there is no such record.
    """

    def work() -> dict[str, int]:
        told = session.get(ReturnedLetter, returned_id, with_for_update=True)
        if told is None or told.store_id != desk.store_id:
            raise LookupError("no such returned letter")
        if told.ended_at is not None:
            raise Refused("address_good")
        ended = session.scalars(_open(desk, told.address_key).with_for_update()).all()
        for one in ended:
            one.ended_at, one.ended_by_id = desk.now(), desk.agent_id
        _end_tasks(session, desk, [one.dispatch_id for one in ended if one.dispatch_id])
        audit.note(
            session, desk, "address_good", subject_kind="returned_letter", subject_id=returned_id
        )
        return {"letters": len(ended)}

    return int(once(session, desk, command_id, "end_returned", work)["letters"])


def _printed_of(session: Session, desk: Desk, batch_id: uuid.UUID) -> list[uuid.UUID]:
    return list(
        session.scalars(
            select(Dispatch.id).where(
                Dispatch.store_id == desk.store_id,
                Dispatch.batch_id == batch_id,
                Dispatch.state == DispatchState.PRINTED,
            )
        )
    )


def _check_day(session: Session, desk: Desk, ids: Sequence[uuid.UUID], on: date) -> None:
    if on > desk.today():
        raise Refused("in_the_future", field="on")
    for part in chunks(ids):
        last = session.scalar(select(func.max(Dispatch.created_at)).where(Dispatch.id.in_(part)))
        if last and on < last.astimezone(ZoneInfo(desk.time_zone)).date():
            raise Refused("too_early", field="on")


def _check_returned(desk: Desk, dispatch: Dispatch, on: date) -> None:
    if dispatch.state is DispatchState.RETURNED:
        raise Refused("returned_already")
    if dispatch.state not in _BY_HAND:
        raise Refused("not_mailed")
    if on > desk.today():
        raise Refused("in_the_future", field="on")
    left = dispatch.left_on or dispatch.created_at.astimezone(ZoneInfo(desk.time_zone)).date()
    if on < left:
        raise Refused("before_mailed", field="on")


def _add(session: Session, desk: Desk, dispatch: Dispatch, reason: str, on: date) -> None:
    session.add(
        ReturnedLetter(
            id=uuid7(), store_id=desk.store_id, address_key=dispatch.address_key,
            dispatch_id=dispatch.id, reason=reason, returned_on=on, agent_id=desk.agent_id,
            created_at=desk.now(),
        )
    )  # fmt: skip
    session.flush()


def _open(desk: Desk, address_key: str) -> Select[ReturnedLetter]:
    return (
        select(ReturnedLetter)
        .where(
            ReturnedLetter.store_id == desk.store_id,
            ReturnedLetter.address_key == address_key,
            ReturnedLetter.ended_at.is_(None),
        )
        .order_by(ReturnedLetter.returned_on.desc(), ReturnedLetter.id.desc())
    )


def _returned(session: Session, desk: Desk, address_key: str) -> ReturnedMail | None:
    found = session.scalars(_open(desk, address_key)).all() if address_key else []
    if not found:
        return None
    newest = found[0]
    agent = session.get(Agent, newest.agent_id)
    return ReturnedMail(
        id=newest.id,
        reason=newest.reason,
        returned_on=newest.returned_on,
        agent_name=agent.display_name if agent else "",
        letters=len(found),
    )


def _end_tasks(session: Session, desk: Desk, dispatch_ids: Sequence[uuid.UUID]) -> None:
    open_tasks = select(PersonTask).where(
        PersonTask.store_id == desk.store_id,
        PersonTask.done_at.is_(None),
        PersonTask.kind == PersonTaskKind.RETURNED_LETTER,
        PersonTask.dispatch_id.in_(dispatch_ids),
    )
    for task in session.scalars(open_tasks):
        task.done_at, task.done_by_id = desk.now(), desk.agent_id
        audit.note(session, desk, "task_done", subject_kind="person_task", subject_id=task.id)


def _letter(session: Session, desk: Desk, dispatch_id: uuid.UUID) -> Dispatch:
    found = session.get(Dispatch, dispatch_id, with_for_update=True)
    if found is None or found.store_id != desk.store_id or found.route is not Route.PRINTER:
        raise LookupError("no such letter")
    return found
