"""The review of a received fax: new pixels in, the original and its key out.

The order matters. The pages are committed first, then the key is overwritten, then that it was is
written down: whatever breaks in between, no page is lost, and a key that is still owed its end is
found by `owed` and ended by the next sweep.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desktop.errors import WorldError
from desktop.fax.boxes import Box
from desktop.fax.losses import Loss
from desktop.services import audit, fax_inbox
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused
from desktop.services.fax_rows import (
    demand_free,
    demand_held,
    fax_of,
    has_original,
    let_go,
    original_of,
)
from desktop.services.received_fax_shapes import FaxDetail, PageIn, Reviewed
from models.order import Stamp
from models.received_fax import FaxState, ReceivedFax, ReceivedFaxPage, SealedOriginal

DestroyKey = Callable[[int, uuid.UUID], bool]
"""`desktop.fax.vault.destroy_key` of the shop's file: slot and fax to whether it is destroyed."""

_PNG = b"\x89PNG\r\n\x1a\n"
_TURNS = (0, 90, 180, 270)

log = logging.getLogger(__name__)


def keep_boxes(
    session: Session,
    desk: Desk,
    fax_id: uuid.UUID,
    boxes: Sequence[Box],
    rotations: Sequence[int],
    command_id: uuid.UUID,
) -> None:
    """Keep the boxes of a review that was left half-way: whoever goes on with it finds them.

    Raises:
        Refused: `not_taken`; `original_gone`, it is reviewed already.
    """

    def work() -> dict[str, str]:
        fax = fax_of(session, desk, fax_id)
        demand_held(fax, desk)
        if fax.state is not FaxState.UNREVIEWED:
            raise Refused("original_gone")
        fax.proposals = [box.to_record() for box in boxes]
        fax.rotations = [turn if turn in _TURNS else 0 for turn in rotations]
        return {"fax": str(fax_id)}

    once(session, desk, command_id, "keep_fax_boxes", work)


def review(
    session: Session,
    desk: Desk,
    fax_id: uuid.UUID,
    reviewed: Reviewed,
    *,
    destroy_key: DestroyKey,
    command_id: uuid.UUID,
) -> FaxDetail:
    """The whole of it for the task runner: `keep_pages`, **commit**, `end_key`.

    Where the key cannot be overwritten now the pages are safe all the same, `is_key_destroyed` of the
    answer is False, and the sweep tries again.

    Raises:
        Refused: as `keep_pages`.
    """
    keep_pages(session, desk, fax_id, reviewed, command_id=command_id)
    session.commit()
    end_key(session, desk.store_id, fax_id, destroy_key=destroy_key, stamp=desk.stamp())
    return fax_inbox.detail(session, desk, fax_id)


def keep_pages(
    session: Session, desk: Desk, fax_id: uuid.UUID, reviewed: Reviewed, *, command_id: uuid.UUID
) -> None:
    """Keep the redacted pages and drop the sealed original. The key is still there: see `end_key`.

    Raises:
        Refused: `not_taken`; `original_gone`, it is reviewed already.
        ValueError: the pages are not those of this fax, or no pictures.
    """

    def work() -> dict[str, str]:
        fax = fax_of(session, desk, fax_id)
        demand_held(fax, desk)
        if fax.state is not FaxState.UNREVIEWED:
            raise Refused("original_gone")
        _demand_whole(fax, reviewed)
        session.add_all(_page(fax, page) for page in reviewed.pages)
        drop_original(session, fax)
        fax.boxes = reviewed.boxes
        fax.reviewed_at, fax.reviewed_by_id = desk.now(), desk.agent_id
        fax.move_to(
            FaxState.REVIEWED,
            at=desk.now(),
            actor_id=desk.agent_id,
            workstation_id=desk.workstation_id,
        )
        audit.note(
            session, desk, "fax_reviewed", subject_kind="received_fax", subject_id=fax.id,
            boxes=reviewed.boxes, pages=len(reviewed.pages),
        )  # fmt: skip
        return {"fax": str(fax_id)}

    once(session, desk, command_id, "review_fax", work)


def end_key(
    session: Session,
    store_id: uuid.UUID,
    fax_id: uuid.UUID,
    *,
    destroy_key: DestroyKey,
    stamp: Stamp,
) -> bool:
    """Overwrite the key of a fax that has no sealed original any more, and write down that it was.

    False where the disk refused, or the file of keys knows nothing of it: then it is still owed.
    """
    slot = session.scalar(select(ReceivedFax.key_slot).where(ReceivedFax.id == fax_id))
    if slot is None:
        return True
    try:
        was_there = destroy_key(slot, fax_id)
    except WorldError as error:
        log.warning("the key of a reviewed fax could not be destroyed yet: %s", error.words)
        return False
    if settled(session, store_id, fax_id, stamp, was_there=was_there):
        return True
    log.warning("the key of a reviewed fax is not in the file of fax keys")
    return False


def settled(
    session: Session, store_id: uuid.UUID, fax_id: uuid.UUID, stamp: Stamp, *, was_there: bool
) -> bool:
    """Write down what became of the key of a fax; False where it is still owed.

    A key that is not in the file of keys is not called destroyed: it may lie in another one. Only of
    a fax that was told to have lost its key nothing more is expected.
    """
    fax = session.get_one(ReceivedFax, fax_id, with_for_update=True)
    if was_there or fax.key_slot is None:
        destroyed(session, store_id, fax_id, stamp)
        return True
    if fax.damage != Loss.KEY_GONE.value:
        return False
    fax.key_slot = None
    kind = "fax_key_missing"
    audit.append(session, store_id, stamp, kind, subject_kind="received_fax", subject_id=fax_id)
    return True


def destroyed(session: Session, store_id: uuid.UUID, fax_id: uuid.UUID, stamp: Stamp) -> None:
    """Write down that the key of a fax is gone.

    Raises:
        ValueError: its sealed original is still there, so its key must not be gone.
    """
    fax = session.get_one(ReceivedFax, fax_id, with_for_update=True)
    if fax.key_slot is None:
        return
    if has_original(session, fax):
        raise ValueError("a key was destroyed whose original is still needed")
    fax.key_slot = None
    audit.append(
        session, store_id, stamp, "fax_key_destroyed", subject_kind="received_fax",
        subject_id=fax_id,
    )  # fmt: skip


def owed(session: Session, store_id: uuid.UUID) -> tuple[tuple[uuid.UUID, int], ...]:
    """The faxes whose key should be gone and is not yet, with its slot: a crash came in between."""
    rows = session.execute(
        select(ReceivedFax.id, ReceivedFax.key_slot)
        .outerjoin(
            SealedOriginal,
            (SealedOriginal.store_id == ReceivedFax.store_id)
            & (SealedOriginal.fax_id == ReceivedFax.id),
        )
        .where(
            ReceivedFax.store_id == store_id,
            ReceivedFax.key_slot.is_not(None),
            SealedOriginal.id.is_(None),
        )
    )
    return tuple((fax_id, slot) for fax_id, slot in rows if slot is not None)


def read_again(session: Session, desk: Desk, fax_id: uuid.UUID, command_id: uuid.UUID) -> None:
    """Have the page reader try a damaged fax once more.

    Raises:
        Refused: `taken`; `original_gone`, there is nothing to read; `fax_not_damaged`.
    """

    def work() -> dict[str, str]:
        fax = fax_of(session, desk, fax_id)
        demand_free(session, fax, desk)
        if fax.state is not FaxState.DAMAGED:
            raise Refused("fax_not_damaged")
        if not has_original(session, fax) or fax.key_slot is None:
            raise Refused("original_gone")
        fax.damage = ""
        let_go(fax)
        fax.move_to(
            FaxState.ARRIVED,
            at=desk.now(),
            actor_id=desk.agent_id,
            workstation_id=desk.workstation_id,
        )
        return {"fax": str(fax_id)}

    once(session, desk, command_id, "read_fax_again", work)


def drop_original(session: Session, fax: ReceivedFax) -> None:
    """Delete the sealed bytes and what a machine thought of them; the key is ended apart."""
    session.execute(delete(SealedOriginal).where(*original_of(fax)))
    fax.proposals, fax.rotations = [], []


def mark_lost(
    session: Session,
    desk: Desk,
    fax_id: uuid.UUID,
    command_id: uuid.UUID,
    *,
    loss: Loss = Loss.KEY_GONE,
) -> None:
    """Nobody can open it, and *loss* says why: it is damaged, so that it can be answered.

    Raises:
        Refused: `not_taken`; `original_gone`, it is not waiting for a review.
    """

    def work() -> dict[str, str]:
        fax = fax_of(session, desk, fax_id)
        demand_held(fax, desk)
        if fax.state is not FaxState.UNREVIEWED:
            raise Refused("original_gone")
        fax.damage = loss.value
        let_go(fax)
        fax.move_to(
            FaxState.DAMAGED,
            at=desk.now(),
            actor_id=desk.agent_id,
            workstation_id=desk.workstation_id,
        )
        return {"fax": str(fax_id)}

    once(session, desk, command_id, "fax_is_lost", work)


def _demand_whole(fax: ReceivedFax, reviewed: Reviewed) -> None:
    numbers = [page.number for page in reviewed.pages]
    if numbers != list(range(1, fax.pages + 1)):
        raise ValueError("these are not the pages of this fax")
    for page in reviewed.pages:
        if not page.image.startswith(_PNG) or not page.thumb.startswith(_PNG):
            raise ValueError("a page is no picture")
        if min(page.width, page.height, page.dpi_x, page.dpi_y) < 1:
            raise ValueError("a page has no size")
    if reviewed.boxes < 0:
        raise ValueError("fewer boxes than none")


def _page(fax: ReceivedFax, page: PageIn) -> ReceivedFaxPage:
    return ReceivedFaxPage(
        store_id=fax.store_id,
        fax_id=fax.id,
        number=page.number,
        width=page.width,
        height=page.height,
        dpi_x=page.dpi_x,
        dpi_y=page.dpi_y,
        image=page.image,
        thumb=page.thumb,
    )
