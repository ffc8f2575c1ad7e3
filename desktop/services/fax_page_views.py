"""The reviewed pages of a fax: their pixels, and the words that were read on them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop.services.desk import Desk, Refused
from desktop.services.received_fax_shapes import FaxWord, WordLike
from models import card_guard
from models.received_fax import FaxState, ReceivedFax, ReceivedFaxPage

_MOST_GROUPS = 8
"""Words in a row that may be one number: 19 digits in groups of three, and one more."""


def page_image(session: Session, desk: Desk, fax_id: uuid.UUID, number: int) -> bytes:
    """A reviewed page as PNG.

    Raises:
        Refused: `not_reviewed`: there is no such page, or none that may be shown.
    """
    return _picture(session, desk, fax_id, number, ReceivedFaxPage.image)


def thumb(session: Session, desk: Desk, fax_id: uuid.UUID, number: int) -> bytes:
    """A reviewed page in small, as PNG.

    Raises:
        Refused: as `page_image`.
    """
    return _picture(session, desk, fax_id, number, ReceivedFaxPage.thumb)


def words(session: Session, desk: Desk, fax_id: uuid.UUID) -> tuple[tuple[FaxWord, ...], ...]:
    """The words of each page in reading order; none for a page that was not read yet."""
    rows = session.execute(
        select(ReceivedFaxPage.number, ReceivedFaxPage.words)
        .where(ReceivedFaxPage.store_id == desk.store_id, ReceivedFaxPage.fax_id == fax_id)
        .order_by(ReceivedFaxPage.number)
    )
    return tuple(
        tuple(
            FaxWord(number, word["x"], word["y"], word["width"], word["height"], word["text"])
            for word in found or ()
        )
        for number, found in rows
    )


def pages_to_read(session: Session, store_id: uuid.UUID, fax_id: uuid.UUID) -> tuple[bytes, ...]:
    """The pictures of a reviewed fax that nobody has read for words yet; none where all is read."""
    rows = session.execute(
        select(ReceivedFaxPage.image, ReceivedFaxPage.words.is_(None))
        .where(ReceivedFaxPage.store_id == store_id, ReceivedFaxPage.fax_id == fax_id)
        .order_by(ReceivedFaxPage.number)
    ).all()
    return tuple(image for image, _unread in rows) if any(unread for _, unread in rows) else ()


def unread_faxes(session: Session, store_id: uuid.UUID, *, most: int = 20) -> tuple[uuid.UUID, ...]:
    """Faxes that are being keyed, with pages that nobody has read for words."""
    # Asked of each fax apart: joined, SQLite may begin with all pages of the store.
    unread = select(ReceivedFaxPage.id).where(
        ReceivedFaxPage.store_id == ReceivedFax.store_id,
        ReceivedFaxPage.fax_id == ReceivedFax.id,
        ReceivedFaxPage.words.is_(None),
    )
    return tuple(
        session.scalars(
            select(ReceivedFax.id)
            .where(
                ReceivedFax.store_id == store_id,
                ReceivedFax.state == FaxState.REVIEWED,
                unread.exists(),
            )
            .limit(most)
        )
    )


def keep_words(
    session: Session,
    store_id: uuid.UUID,
    fax_id: uuid.UUID,
    pages_words: Sequence[Sequence[WordLike]],
) -> int:
    """Keep what was read on the pages, and return how many words were left out.

    Left out is what reads like a card number: then a reviewer has overlooked one, and at least no
    text has it.
    """
    pages = session.scalars(
        select(ReceivedFaxPage)
        .where(ReceivedFaxPage.store_id == store_id, ReceivedFaxPage.fax_id == fax_id)
        .order_by(ReceivedFaxPage.number)
    ).all()
    left_out = 0
    for page, found in zip(pages, pages_words, strict=False):
        kept = _without_cards(found)
        left_out += len(found) - len(kept)
        page.words = [
            {"x": w.x, "y": w.y, "width": w.width, "height": w.height, "text": w.text[:200]}
            for w in kept
        ]
    return left_out


def _without_cards(found: Sequence[WordLike]) -> list[WordLike]:
    """The words less those that are, alone or with their neighbours, like a card number."""
    out: set[int] = set()
    for end in range(1, len(found) + 1):
        for first in range(end - 1, max(-1, end - 1 - _MOST_GROUPS), -1):
            if not card_guard.looks_like_card(_joined(found[first:end])):
                continue
            # The shortest run that ends here; where it is one without its last word, it ended before.
            if not card_guard.looks_like_card(_joined(found[first : end - 1])):
                out.update(range(first, end))
            break
    return [word for index, word in enumerate(found) if index not in out]


def _joined(found: Iterable[WordLike]) -> str:
    return " ".join(word.text for word in found)


def _picture(
    session: Session,
    desk: Desk,
    fax_id: uuid.UUID,
    number: int,
    column: InstrumentedAttribute[bytes],
) -> bytes:
    picture: bytes | None = session.scalar(
        select(column).where(
            ReceivedFaxPage.store_id == desk.store_id,
            ReceivedFaxPage.fax_id == fax_id,
            ReceivedFaxPage.number == number,
        )
    )
    if picture is None:
        raise Refused("not_reviewed")
    return picture
