"""Reads the letters and one of them on paper; of several answers only the last asked for counts."""

from __future__ import annotations

import uuid
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.services import confirmations, mailing_settings, print_room
from desktop.services.desk import Desk
from desktop.services.print_room_shapes import PrintRow, PrintShowing
from models.dispatch import DispatchState
from models.document import DocumentKind
from ui.labels_print_room import tr
from ui.pages.print_room.kit import PrintRoomKit
from ui.pages.print_room.letters import Found, Letters

MOST_FOUND = 200
_STANDS: dict[DispatchState, PrintShowing] = {
    DispatchState.QUEUED: "ready",
    DispatchState.PRINTED: "to_mail",
    DispatchState.MAILED: "mailed",
    DispatchState.RETURNED: "returned",
}
_REST_MS = 60
"""How long a row has to be current before its paper is read: a held arrow key passes many."""


class LetterReader(QObject):
    """All reading of the page.

    Signals:
        letters_read(Found).
        paper_read(UUID, bytes): the document that was asked for last.
        one_found(PrintRow, str): a letter that was asked for, and the showing in which it stands.
        problem_met(object exc, str where).
    """

    letters_read = Signal(object)
    paper_read = Signal(object, bytes)
    one_found = Signal(object, str)
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

    def find_one(self, dispatch_id: uuid.UUID) -> None:
        """Find out where a letter stands."""
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: print_room.row(session, desk, dispatch_id),
            done=self._on_one,
            failed=lambda error: self.problem_met.emit(error, "print_room_letter"),
        )

    def want_paper(self, row: PrintRow | None) -> None:
        """Another letter is current; its paper comes when it has been so for a moment."""
        self._paper = row.document_id if row is not None else None
        self._rest.start()

    def _on_one(self, row: PrintRow) -> None:
        showing = _STANDS.get(row.state)
        if showing is None:
            self._kit.announce(tr("It is with its printer, or was taken out."), "info")
        else:
            self.one_found.emit(row, showing)

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
        has_window=mailing_settings.get(session, desk.store_id).has_window,
    )
