"""Reads the letters and one of them on paper; of several answers only the last asked for counts."""

from __future__ import annotations

import uuid
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.services import confirmations, print_room
from desktop.services.desk import Desk
from desktop.services.print_room_shapes import PrintRow, PrintShowing
from models.document import DocumentKind
from ui.pages.print_room.kit import PrintRoomKit
from ui.pages.print_room.letters import Found, Letters

MOST_FOUND = 200
_REST_MS = 60
"""How long a row has to be current before its paper is read: a held arrow key passes many."""


class LetterReader(QObject):
    """All reading of the page.

    Signals:
        letters_read(Found).
        paper_read(UUID, bytes): the document that was asked for last.
        problem_met(object exc, str where).
    """

    letters_read = Signal(object)
    paper_read = Signal(object, bytes)
    problem_met = Signal(object, str)

    def __init__(self, *, kit: PrintRoomKit, parent: QObject) -> None:
        """Nothing has been read."""
        super().__init__(parent)
        self._kit = kit
        self._asked = 0
        self._paper: uuid.UUID | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._read_paper)

    def read(self, letters: Letters) -> None:
        """Read what *letters* shows again."""
        desk = self._kit.desk
        showing, kind, sought = letters.showing, letters.kind, letters.sought
        self._asked += 1
        asked = self._asked
        self._kit.tasks.query(
            self,
            lambda session: _read(session, desk, showing, kind, sought),
            done=lambda found: self.letters_read.emit(found) if asked == self._asked else None,
            failed=lambda error: self.problem_met.emit(error, "print_room"),
        )

    def want_paper(self, row: PrintRow | None) -> None:
        """Another letter is current; its paper comes when it has been so for a moment."""
        self._paper = row.document_id if row is not None else None
        self._rest.start()

    def _read_paper(self) -> None:
        wanted = self._paper
        if wanted is None:
            return
        self._kit.tasks.query(
            self,
            lambda session: confirmations.letter(session, wanted).pdf,
            done=lambda pdf: self._on_paper(wanted, pdf),
            failed=lambda error: self.problem_met.emit(error, "print_room_paper"),
        )

    def _on_paper(self, document_id: uuid.UUID, pdf: bytes) -> None:
        if document_id == self._paper:
            self.paper_read.emit(document_id, pdf)


def _read(
    session: Any, desk: Desk, showing: PrintShowing, kind: DocumentKind | None, sought: str
) -> Found:
    if sought:
        rows = print_room.find(session, desk, sought, most=MOST_FOUND)
    else:
        rows = print_room.waiting(session, desk, showing, kind=kind)
    return Found(
        rows=rows,
        ready=print_room.ready_ids(session, desk, kind=kind) if showing == "ready" else (),
        kinds=print_room.kinds(session, desk, showing),
        counts=print_room.counts(session, desk),
        batches=print_room.open_batches(session, desk),
    )
