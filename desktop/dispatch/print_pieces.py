"""Envelopes and labels for letters whose shop has no window envelopes. Nothing of it is on record.

Takes seconds: call it off the GUI thread.
"""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.dispatch.print_batches import HandOver
from desktop.dispatch.printing import os_error_words
from desktop.documents.envelope import EnvelopeData, render_envelopes
from desktop.documents.labels import LABEL_SHEETS, LabelData, render_labels
from desktop.documents.rendered import RenderedPieces
from desktop.documents.stationery import uses_letter
from desktop.platform.printers import PrintError
from desktop.services.desk import Desk
from desktop.services.envelopes import Pieces, pieces_of
from models.session import Database

NUMBER_10, DL = "na_number-10_4.125x9.5in", "iso_dl_110x220mm"
"""Envelopes as printers call them (PWG 5101.1)."""
_LABEL_MEDIA = {"5160": "Letter", "5163": "Letter", "L7160": "A4"}


@dataclass(frozen=True)
class PiecesMade:
    """Envelopes or labels in one file.

    Attributes:
        count: How many there are.
        too_long: The numbers, from 1, of those on which the address does not fit.
        unprintable: The numbers of those on which squares stand for what cannot be printed.
        without: Letters for which there is none, because nobody knows their address.
    """

    pdf: bytes
    count: int
    pages: int
    too_long: tuple[int, ...]
    unprintable: tuple[int, ...]
    without: tuple[uuid.UUID, ...]


def envelope_media(country: str) -> str:
    """The envelope that a shop in *country* uses, as printers call it: #10, or DL."""
    return NUMBER_10 if uses_letter(country) else DL


def label_media(sheet: str) -> str:
    """The paper of the label sheet of that key, as printers call it."""
    return _LABEL_MEDIA[sheet]


def make_envelopes(database: Database, desk: Desk, dispatch_ids: Sequence[uuid.UUID]) -> PiecesMade:
    """An envelope for each letter, in the order given.

    Raises:
        PrintError: none of them has an address.
    """
    pieces = _pieces(database, desk, dispatch_ids)
    made = render_envelopes(
        [
            EnvelopeData(sender=pieces.sender, recipient=lines, mail_code=code)
            for lines, code in pieces.addressed
        ],
        country=pieces.country,
        practice=desk.practice,
        language=pieces.language,
    )
    return _made(made, pieces)


def make_labels(
    database: Database,
    desk: Desk,
    dispatch_ids: Sequence[uuid.UUID],
    *,
    sheet: str,
    first: int = 1,
) -> PiecesMade:
    """A label for each letter, in the order given.

    Args:
        database: of the shop.
        desk: where.
        dispatch_ids: the letters.
        sheet: a key of `LABEL_SHEETS`.
        first: the label of the first sheet with which it begins; those before it are used up.

    Raises:
        PrintError: none of them has an address.
        ValueError: the sheet has no label *first*.
    """
    pieces = _pieces(database, desk, dispatch_ids)
    made = render_labels(
        [LabelData(recipient=lines, mail_code=code) for lines, code in pieces.addressed],
        LABEL_SHEETS[sheet],
        first=first,
        practice=desk.practice,
        language=pieces.language,
    )
    return _made(made, pieces)


def print_pieces(made: PiecesMade, hand_over: HandOver, *, title: str) -> str:
    """Give them to a printer; what the print system calls the job.

    Raises:
        PrintError: the printer did not take it, why in words.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="orderdesk-") as folder:
            path = Path(folder) / "pieces.pdf"
            path.write_bytes(made.pdf)
            return hand_over(path, title)
    except OSError as error:
        raise PrintError(os_error_words(error)) from error


def _pieces(database: Database, desk: Desk, dispatch_ids: Sequence[uuid.UUID]) -> Pieces:
    with database.read() as session:
        pieces = pieces_of(session, desk, dispatch_ids)
    if not pieces.addressed:
        raise PrintError("None of these letters has an address.", can_retry=False)
    return pieces


def _made(made: RenderedPieces, pieces: Pieces) -> PiecesMade:
    return PiecesMade(
        pdf=made.pdf, count=len(pieces.addressed), pages=made.pages, too_long=made.too_long,
        unprintable=_numbers(made), without=pieces.without,
    )  # fmt: skip


def _numbers(made: RenderedPieces) -> tuple[int, ...]:
    """Of the pieces whose own address has characters that cannot be printed."""
    wheres = (note.where.partition(".") for note in made.unprintable)
    return tuple(sorted({int(first) for first, _, rest in wheres if rest.startswith("recipient")}))
