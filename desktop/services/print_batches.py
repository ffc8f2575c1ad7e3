"""Batches: letters that go to a printer in one job, and a person's word on what came out.

A batch is on record before a printer is spoken to. What a crash leaves half-way waits for that word
like the rest; nothing is ever sent to a printer again by itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from desktop.services import audit
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused
from desktop.services.print_addresses import ZIP_ORDER
from desktop.services.print_batch_views import HANDED_OVER, batch_shape, of_batch
from desktop.services.print_moves import move_all
from desktop.services.print_room_shapes import Batch, CameOut
from models.dispatch import Dispatch, DispatchState
from models.document import Document, DocumentFile
from models.ids import uuid7
from models.print_batch import BatchState, PrintBatch

BAD_PAPER = "paper"
"""The value of `Dispatch.reason`: a person said that it did not come out right."""
NOT_TAKEN = "printer"
"""The value of `Dispatch.reason`: the print system did not take the batch."""
HANDING_OVER = timedelta(minutes=2)
"""How long another desk may be at handing a batch to its printer before anybody may answer for it."""
_LONGEST = 200
_OPEN = {BatchState.SENDING: DispatchState.SENDING, BatchState.SENT: DispatchState.SENT}
"""In which state an open batch's letters are."""


@dataclass(frozen=True, slots=True)
class BatchLetter:
    """A letter in the batch's order.

    Attributes:
        position: From 1.
        pages: How many it has.
        sha256: Of its bytes, as `letter_pdfs` gives them.
    """

    position: int
    pages: int
    sha256: str


def begin_batch(
    session: Session,
    desk: Desk,
    dispatch_ids: Sequence[uuid.UUID],
    *,
    printer: str,
    command_id: uuid.UUID,
) -> Batch:
    """Take the letters for one job, in ZIP order whatever order they are given in.

    Commit before a printer is spoken to. A letter with a flaw goes along if it is among them.

    Raises:
        Refused: `nothing_to_print`; `taken_elsewhere` with `n`, so many of them do not wait any more,
            such as because another desk prints them: nothing was taken.
    """
    wanted = list(dict.fromkeys(dispatch_ids))

    def work() -> dict[str, str]:
        if not wanted:
            raise Refused("nothing_to_print")
        made = _add_batch(session, desk, printer)
        moved = move_all(
            session, desk, wanted, DispatchState.QUEUED, DispatchState.SENDING,
            batch_id=made, destination=printer[:_LONGEST], failure="", reason="",
        )  # fmt: skip
        if moved != len(wanted):
            raise Refused("taken_elsewhere", n=len(wanted) - moved)
        _put_in_order(session, made)
        audit.note(
            session, desk, "batch_begun", subject_kind="print_batch", subject_id=made,
            letters=len(wanted),
        )  # fmt: skip
        return {"batch": str(made)}

    begun = once(session, desk, command_id, "begin_batch", work)
    return batch_shape(session, desk, uuid.UUID(begun["batch"]))


def hand_over(session: Session, desk: Desk, batch_id: uuid.UUID) -> Batch:
    """The last word before the printer gets it, said once. Commit, and hand it over only then.

    Raises:
        Refused: `batch_answered`, somebody has said meanwhile what came of it; `handed_over`, a
            printer was given it before, or may have been.
    """
    found = _batch(session, desk, batch_id)
    if found.state is not BatchState.SENDING:
        raise Refused("batch_answered")
    if found.job:
        raise Refused("handed_over")
    found.job, found.state_at = HANDED_OVER, desk.now()
    session.flush()
    return batch_shape(session, desk, batch_id)


def batch_letters(session: Session, desk: Desk, batch_id: uuid.UUID) -> tuple[BatchLetter, ...]:
    """All of its letters, in their order."""
    found = session.execute(
        select(Dispatch.batch_position, Document.pages, Document.pdf_sha256)
        .join(Document, Document.id == Dispatch.document_id)
        .where(*of_batch(desk, batch_id))
        .order_by(Dispatch.batch_position)
    )
    return tuple(BatchLetter(*row) for row in found)


def letter_pdfs(session: Session, desk: Desk, letters: Sequence[BatchLetter]) -> list[bytes]:
    """The bytes of a few letters, in the same order; empty ones where the shop has none."""
    found = session.execute(
        select(DocumentFile.sha256, DocumentFile.pdf).where(
            DocumentFile.store_id == desk.store_id,
            DocumentFile.sha256.in_([letter.sha256 for letter in letters]),
        )
    )
    by_hash = dict(found.all())
    return [by_hash.get(letter.sha256, b"") for letter in letters]


def batch_sent(
    session: Session, desk: Desk, batch_id: uuid.UUID, *, job: str, command_id: uuid.UUID
) -> Batch:
    """The print system has it as *job*. What somebody has answered for meanwhile stays answered."""

    def work() -> dict[str, str]:
        found = _batch(session, desk, batch_id)
        found.job = job[:60]
        if found.state is BatchState.SENDING:
            _end(desk, found, BatchState.SENT)
            ids = _letters(session, desk, batch_id, DispatchState.SENDING)
            move_all(session, desk, list(ids.values()), DispatchState.SENDING, DispatchState.SENT)
            audit.note(session, desk, "batch_sent", subject_kind="print_batch", subject_id=batch_id)
        return {"batch": str(batch_id)}

    once(session, desk, command_id, "batch_sent", work)
    return batch_shape(session, desk, batch_id)


def batch_failed(
    session: Session, desk: Desk, batch_id: uuid.UUID, *, words: str, command_id: uuid.UUID
) -> Batch:
    """The print system has not taken it, for sure: its letters wait again."""

    def work() -> dict[str, str]:
        found = _batch(session, desk, batch_id)
        if found.state is BatchState.SENDING:
            found.failure = words[:_LONGEST]
            _end(desk, found, BatchState.FAILED)
            ids = _letters(session, desk, batch_id, DispatchState.SENDING)
            _wait_again(session, desk, list(ids.values()), DispatchState.SENDING, NOT_TAKEN, words)
            audit.note(
                session, desk, "batch_failed", subject_kind="print_batch", subject_id=batch_id
            )
        return {"batch": str(batch_id)}

    once(session, desk, command_id, "batch_failed", work)
    return batch_shape(session, desk, batch_id)


def answer(
    session: Session,
    desk: Desk,
    batch_id: uuid.UUID,
    *,
    came_out: CameOut,
    command_id: uuid.UUID,
) -> Batch:
    """A person's word on the paper, once for the whole batch: what is good counts as printed.

    The others wait again. It holds for a batch of which nobody knows whether the printer ever had it,
    too.

    Raises:
        Refused: `no_such_letter`, with the field `number`; `batch_answered`, it was answered for, or
            never reached a printer; `still_printing`, another desk is handing it over just now.
    """

    def work() -> dict[str, str]:
        found = _batch(session, desk, batch_id)
        letters = _OPEN.get(found.state)
        if letters is None:
            raise Refused("batch_answered")
        _require_handed_over(desk, found)
        ids = _letters(session, desk, batch_id, letters)
        good = _good(came_out, found.letters)
        printed = [dispatch_id for position, dispatch_id in ids.items() if position in good]
        rest = [dispatch_id for position, dispatch_id in ids.items() if position not in good]
        path = (letters, DispatchState.SENT, DispatchState.PRINTED)
        move_all(session, desk, printed, *dict.fromkeys(path))
        _wait_again(session, desk, rest, letters, BAD_PAPER, "the paper was not good")
        found = _batch(session, desk, batch_id)
        found.answered_by_id = desk.agent_id
        _end(desk, found, BatchState.ANSWERED)
        audit.note(
            session, desk, "batch_answered", subject_kind="print_batch", subject_id=batch_id,
            good=len(printed), again=len(rest),
        )  # fmt: skip
        return {"batch": str(batch_id)}

    once(session, desk, command_id, "answer_batch", work)
    return batch_shape(session, desk, batch_id)


def _add_batch(session: Session, desk: Desk, printer: str) -> uuid.UUID:
    now = desk.now()
    made = PrintBatch(
        id=uuid7(), store_id=desk.store_id, state=BatchState.SENDING, state_at=now,
        printer=printer[:_LONGEST], letters=0, pages=0, agent_id=desk.agent_id,
        workstation_id=desk.workstation_id, created_at=now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made.id


def _put_in_order(session: Session, batch_id: uuid.UUID) -> None:
    """Number the letters of a batch by ZIP, and count them."""
    found = session.execute(
        select(Dispatch.id, Document.pages)
        .join(Document, Document.id == Dispatch.document_id)
        .where(Dispatch.batch_id == batch_id, Dispatch.state == DispatchState.SENDING)
        .order_by(*ZIP_ORDER)
    ).all()
    session.execute(
        update(Dispatch),
        [{"id": row[0], "batch_position": at} for at, row in enumerate(found, start=1)],
    )
    made = session.get_one(PrintBatch, batch_id)
    made.letters, made.pages = len(found), sum(row[1] for row in found)
    session.flush()


def _letters(
    session: Session, desk: Desk, batch_id: uuid.UUID, state: DispatchState
) -> dict[int, uuid.UUID]:
    """The batch's letters in that state, by their position."""
    found = session.execute(
        select(Dispatch.batch_position, Dispatch.id)
        .where(*of_batch(desk, batch_id), Dispatch.state == state)
        .order_by(Dispatch.batch_position)
    )
    return dict(found.all())


def _good(came_out: CameOut, letters: int) -> frozenset[int]:
    """Positions of the letters that a person holds in hand."""
    if came_out.how == "none":
        return frozenset()
    if came_out.how == "all":
        return frozenset(range(1, letters + 1))
    if came_out.how == "up_to":
        if not 1 <= came_out.number <= letters:
            raise Refused("no_such_letter", field="number")
        return frozenset(range(1, came_out.number + 1))
    if not came_out.these or not came_out.these <= set(range(1, letters + 1)):
        raise Refused("no_such_letter", field="number")
    return came_out.these


def _wait_again(
    session: Session,
    desk: Desk,
    ids: Sequence[uuid.UUID],
    state: DispatchState,
    reason: str,
    words: str,
) -> None:
    """Back into the queue; `batch_id` still says in which batch each went to a printer last."""
    move_all(
        session, desk, ids, state, DispatchState.FAILED, DispatchState.QUEUED,
        reason=reason, failure=words[:_LONGEST],
    )  # fmt: skip


def _require_handed_over(desk: Desk, found: PrintBatch) -> None:
    """Whoever answers while another desk still makes its file would have it printed and waiting."""
    elsewhere = found.workstation_id != desk.workstation_id
    if found.state is not BatchState.SENDING or not elsewhere:
        return
    if desk.now() - found.state_at < HANDING_OVER:
        raise Refused("still_printing")


def _end(desk: Desk, found: PrintBatch, state: BatchState) -> None:
    if state not in PrintBatch.TRANSITIONS[found.state]:
        raise ValueError(f"a batch cannot go from {found.state.value} to {state.value}")
    found.state, found.state_at = state, desk.now()


def _batch(session: Session, desk: Desk, batch_id: uuid.UUID) -> PrintBatch:
    found = session.get(PrintBatch, batch_id, with_for_update=True)
    if found is None or found.store_id != desk.store_id:
        raise LookupError("no such batch")
    return found
