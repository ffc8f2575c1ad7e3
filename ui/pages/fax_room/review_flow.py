"""From a sealed fax to reviewed pages: take it, open the redaction window, keep what it hands back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import WorldError
from desktop.fax.losses import Loss
from desktop.services import received_faxes
from desktop.services.desk import Refused
from desktop.services.received_fax_shapes import FaxDetail, Original, PageIn, Reviewed
from models.ids import uuid7
from ui import labels_fax
from ui.pages.fax_room.kit import FaxRoomKit
from ui.redaction.look import RedactionLook
from ui.redaction.request import RedactionRequest, RedactionResult

_KEEP_EVERY_MS = 5 * 60 * 1000
"""A sign of life every third of the time after which somebody else may take it."""
RETRY_MS = 8_000
_LOSSES = {"key_destroyed": Loss.KEY_GONE, "not_genuine": Loss.NOT_GENUINE}
"""After these it cannot be opened the next time either. A file of keys that is away may come back."""


@dataclass(frozen=True)
class _Opened:
    """The fax that is in the window, and where its key is."""

    fax_id: uuid.UUID
    key_file: Path


@dataclass(frozen=True)
class _Confirmed:
    """What a person confirmed, until the database has it."""

    opened: _Opened
    reviewed: Reviewed
    command_id: uuid.UUID


class ReviewFlow(QObject):
    """One window at a time. The pages are kept first, then the key is destroyed, then it is said.

    What a person has confirmed is not lost with the database: it is kept here and tried again.

    Signals:
        changed: another fax is in the window, or none.
        reviewed(FaxDetail): the pages are kept.
        ended(UUID): the window is gone without a confirmation; the boxes are kept.
        refused(str words): it could not be taken.
        problem_said(str words): what stays until it is dealt with; "" for nothing.
        problem_met(object exc, str where).
    """

    changed = Signal()
    reviewed = Signal(object)
    ended = Signal(object)
    refused = Signal(str)
    problem_said = Signal(str)
    problem_met = Signal(object, str)

    def __init__(self, *, kit: FaxRoomKit, anchor: QWidget, parent: QObject) -> None:
        """The window lies over *anchor*."""
        super().__init__(parent)
        self._kit = kit
        self._window = kit.make_redaction(anchor)
        self._window.finished.connect(self._on_window_finished)
        self._taking: uuid.UUID | None = None
        self._opened: _Opened | None = None
        self._confirmed: _Confirmed | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_KEEP_EVERY_MS)
        self._timer.timeout.connect(self._keep)
        self._retry_timer = QTimer(self)
        self._retry_timer.setSingleShot(True)
        self._retry_timer.setInterval(RETRY_MS)
        self._retry_timer.timeout.connect(self._save)

    @property
    def fax_id(self) -> uuid.UUID | None:
        """The fax that is being opened, is in the window, or is being kept."""
        if self._opened is not None:
            return self._opened.fax_id
        return self._confirmed.opened.fax_id if self._confirmed is not None else self._taking

    def open(self, fax: FaxDetail) -> None:
        """Take a fax and lay its pages into the window."""
        if self.fax_id is not None:
            return
        self._taking = fax.row.id
        desk, kit, command_id = self._kit.desk, self._kit, uuid7()

        def take(session: Any) -> tuple[FaxDetail, Original, Path]:
            taken = received_faxes.take(session, desk, fax.row.id, command_id=command_id)
            original = received_faxes.original(session, desk, fax.row.id)
            return taken, original, kit.key_file(session)

        kit.tasks.command(
            self,
            take,
            done=lambda found: self._on_taken(*found),
            failed=self._on_take_failed,
            changed={"faxes"},
            name="take_fax",
        )

    def shutdown(self) -> None:
        """The program ends."""
        self._timer.stop()
        self._retry_timer.stop()
        self._window.shutdown()

    def try_again(self) -> None:
        """The database is back."""
        if self._retry_timer.isActive():
            self._save()

    # Taking

    def _on_taken(self, fax: FaxDetail, original: Original, key_file: Path) -> None:
        self._taking = None
        self._opened = _Opened(fax.row.id, key_file)
        self._timer.start()
        self.problem_said.emit("")
        self.changed.emit()
        self._window.open(
            RedactionRequest(
                document_id=fax.row.id,
                sealed=original.sealed,
                key_file=key_file,
                slot=original.slot,
                boxes=fax.proposals,
                looked=fax.looked,
                page_count=fax.row.pages,
                rotations=fax.rotations,
                title=labels_fax.title(fax.row, self._kit.desk.country),
                practice=self._kit.desk.practice,
                look=RedactionLook.of(self._kit.theme),
            )
        )

    def _on_take_failed(self, error: BaseException) -> None:
        self._taking = None
        if isinstance(error, Refused):
            self.refused.emit(labels_fax.refusal(error))
        else:
            self.problem_met.emit(error, "take_fax")
        self.changed.emit()

    def _keep(self) -> None:
        if self._opened is None:
            return
        fax_id, desk = self._opened.fax_id, self._kit.desk
        self._kit.tasks.command(
            self,
            lambda session: received_faxes.keep(session, desk, fax_id),
            done=None,
            # What is wrong is said where the boxes are confirmed; until then nothing is lost.
            failed=lambda _error: None,
            name="keep_fax",
        )

    # What came of it

    def _on_window_finished(self, result: RedactionResult) -> None:
        opened, self._opened = self._opened, None
        self._timer.stop()
        if opened is None:
            return
        if result.was_confirmed:
            pages = tuple(
                PageIn(
                    number=page.number, width=page.width, height=page.height, dpi_x=page.dpi_x,
                    dpi_y=page.dpi_y, image=page.image, thumb=page.thumb,
                )
                for page in result.pages
            )  # fmt: skip
            reviewed = Reviewed(pages, len(result.boxes), result.rotations)
            self._confirmed = _Confirmed(opened, reviewed, uuid7())
            self.changed.emit()
            self._save()
            return
        self._leave(opened, result)

    def _leave(self, opened: _Opened, result: RedactionResult) -> None:
        """Esc, or the window fell over: the boxes stay for whoever opens it next."""
        desk, fax_id, command_id, second_id = self._kit.desk, opened.fax_id, uuid7(), uuid7()
        has_boxes = bool(result.boxes) or not result.error
        loss = _LOSSES.get(result.error)

        def leave(session: Any) -> None:
            if loss is not None:
                received_faxes.mark_lost(session, desk, fax_id, command_id, loss=loss)
            elif has_boxes:
                received_faxes.keep_boxes(
                    session, desk, fax_id, result.boxes, result.rotations, command_id
                )
            received_faxes.give_back(session, desk, fax_id, second_id)

        if result.error:
            self.problem_said.emit(labels_fax.window_error(result.error))
        self._kit.tasks.command(
            self,
            leave,
            done=lambda _none: self.ended.emit(fax_id),
            failed=lambda error: self._on_leave_failed(fax_id, error),
            changed={"faxes"},
            name="keep_fax_boxes",
        )
        self.changed.emit()

    def _on_leave_failed(self, fax_id: uuid.UUID, error: BaseException) -> None:
        if isinstance(error, Refused):
            self.problem_said.emit(labels_fax.refusal(error))
        else:
            self.problem_met.emit(error, "keep_fax_boxes")
        self.ended.emit(fax_id)

    def _save(self) -> None:
        """Keep the confirmed pages, then destroy the key: in the one thread that writes."""
        confirmed = self._confirmed
        if confirmed is None:
            return
        self._retry_timer.stop()
        desk, kit, opened = self._kit.desk, self._kit, confirmed.opened
        said: list[str] = []

        def destroy(slot: int, fax_id: uuid.UUID) -> bool:
            try:
                return kit.destroy_key(opened.key_file, slot, fax_id)
            except WorldError as error:
                said.append(error.words)
                raise

        kit.tasks.command(
            self,
            lambda session: received_faxes.review(
                session, desk, opened.fax_id, confirmed.reviewed, destroy_key=destroy,
                command_id=confirmed.command_id,
            ),
            done=lambda fax: self._on_kept(fax, said),
            failed=self._on_save_failed,
            changed={"faxes"},
            name="review_fax",
        )  # fmt: skip

    def _on_kept(self, fax: FaxDetail, said: Sequence[str]) -> None:
        confirmed, self._confirmed = self._confirmed, None
        if said:
            self.problem_said.emit(labels_fax.key_not_destroyed(said[0]))
        else:
            self.problem_said.emit("")
        self.changed.emit()
        self.reviewed.emit(fax)
        if confirmed is not None:
            self._read_words(fax.row.id, [page.image for page in confirmed.reviewed.pages])

    def _on_save_failed(self, error: BaseException) -> None:
        if isinstance(error, Refused):
            self._confirmed = None
            self.problem_said.emit(labels_fax.refusal(error))
            self.changed.emit()
            return
        self.problem_said.emit(labels_fax.pages_wait())
        self.problem_met.emit(error, "review_fax")
        self._retry_timer.start()

    # Words

    def _read_words(self, fax_id: uuid.UUID, pages: Sequence[bytes]) -> None:
        """Words only make keying quicker: where they cannot be read the worker tries again."""
        self._kit.tasks.network(
            self,
            lambda: self._kit.read_words(pages),
            done=lambda words: self._keep_words(fax_id, words),
            failed=lambda _error: None,
        )

    def _keep_words(self, fax_id: uuid.UUID, words: Sequence[Sequence[Any]]) -> None:
        store_id = self._kit.desk.store_id
        self._kit.tasks.command(
            self,
            lambda session: received_faxes.keep_words(session, store_id, fax_id, words),
            done=None,
            failed=lambda error: self.problem_met.emit(error, "keep_fax_words"),
            changed={"fax_words"},
            name="keep_fax_words",
        )
