"""What the print system says of the batch that is asked about: a hint beside the question."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.dispatch.print_batches import PrinterWord
from desktop.services.print_room_shapes import Batch
from ui import labels_print_room
from ui.pages.print_room.kit import PrintRoomKit

ASK_AGAIN_MS = 5_000


class PrinterHint(QObject):
    """Asks the print system as long as the job goes on and somebody looks.

    Signals:
        changed: see `words`.
    """

    changed = Signal()

    def __init__(
        self, *, kit: PrintRoomKit, is_watched: Callable[[], bool], parent: QObject
    ) -> None:
        """Nothing is asked. While nobody watches it is not asked again."""
        super().__init__(parent)
        self._kit, self._is_watched = kit, is_watched
        self._batch: Batch | None = None
        self._is_asking = False
        self.words = ""
        """A sentence or two; empty where the print system tells nothing."""
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._on_again_timeout)

    def follow(self, batch: Batch | None) -> None:
        """Ask about *batch* from now on; None: about none."""
        is_other = self._id_of(batch) != self._id_of(self._batch)
        self._batch = batch if batch is not None and batch.handed_over else None
        if is_other:
            self.words = ""
        self._again.stop()
        self.ask()

    def ask(self) -> None:
        """Ask now, unless an answer is awaited."""
        asked = self._batch
        if asked is None or self._is_asking:
            return
        self._is_asking = True
        self._kit.tasks.network(
            self,
            lambda: self._kit.printer_says(asked),
            done=lambda word: self._on_told(asked, word),
            failed=lambda _error: self._on_told(asked, None),
        )

    def _on_told(self, asked: Batch, word: PrinterWord | None) -> None:
        self._is_asking = False
        if self._id_of(self._batch) != asked.id:
            self.ask()
            return
        words = labels_print_room.printer_word(word) if word else ""
        if word is not None and not word.job.state.is_over:
            self._again.start(ASK_AGAIN_MS)
        if words != self.words:
            self.words = words
            self.changed.emit()

    def _on_again_timeout(self) -> None:
        if self._is_watched():
            self.ask()
        else:
            self._again.start(ASK_AGAIN_MS)

    def _id_of(self, batch: Batch | None) -> uuid.UUID | None:
        return batch.id if batch else None
