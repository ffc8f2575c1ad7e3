"""A batch on its way: put together, handed to a printer or into a file; and what went wrong."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from desktop.dispatch.batch_files import Progress
from desktop.dispatch.printing import FileThereError
from desktop.errors import WorldError
from desktop.platform.printers import Printer
from desktop.services.desk import Refused
from desktop.services.print_room_shapes import Batch
from models.ids import uuid7
from models.print_batch import BatchState
from ui import labels_print_room
from ui.labels_print_room import tr
from ui.pages.print_room.kit import PrintRoomKit
from ui.pages.print_room.save_sheet import SaveSheet
from ui.widgets.side_sheet import SideSheet


@dataclass(frozen=True)
class Stage:
    """How far the batch under way is; no words where none is.

    Attributes:
        words: what happens.
        done, of: letters put together; of 0, nobody knows how long it takes.
        cancels: whether Esc can still stop it.
    """

    words: str = ""
    done: int = 0
    of: int = 0
    cancels: bool = False


class BatchFlow(QObject):
    """One batch at a time; it goes on while other pages are in front.

    Signals:
        stage_changed: see `stage`.
        failed(str title, str text): it did not get to its printer; nothing was lost.
        sheet_wanted(SideSheet): the window opens it.
        problem_met(object exc, str where).
    """

    stage_changed = Signal()
    failed = Signal(str, str)
    sheet_wanted = Signal(SideSheet)
    problem_met = Signal(object, str)
    _told = Signal(int, int)

    def __init__(self, *, kit: PrintRoomKit, parent: QObject) -> None:
        """Nothing is under way."""
        super().__init__(parent)
        self._kit = kit
        self._progress: Progress | None = None
        self._printer = ""
        self._is_cancelled = False
        self.stage = Stage()
        self.begun: datetime | None = None
        """Since when a batch of this desk is under way; None where none is."""
        self._told.connect(self._on_told)

    @property
    def why_busy(self) -> str:
        """Why another batch cannot begin now; "" where it can."""
        return tr("A batch is on its way already.") if self.stage.words else ""

    def print(self, ids: Sequence[uuid.UUID], printer: Printer | None) -> None:
        """Print these letters in one job; without a printer nothing happens."""
        if printer is None:
            return
        kit = self._kit
        self._begin(
            len(ids),
            printer.description,
            lambda command_id, watch: kit.print_batch(ids, printer, command_id, watch),
            refused=self._on_refused,
        )

    def ask_file(self, ids: Sequence[uuid.UUID]) -> None:
        """Ask where these letters go as one file, and save them there."""
        if self.why_busy or not ids:
            return
        now = self._kit.desk.now().astimezone(ZoneInfo(self._kit.desk.time_zone))
        sheet = SaveSheet(
            theme=self._kit.theme,
            actions=self._kit.actions,
            count=len(ids),
            path=str(self._kit.folder / f"letters-{now:%Y-%m-%d-%H%M}.pdf"),
        )
        sheet.save_wanted.connect(lambda path, replace: self._save(sheet, ids, path, replace))
        self.sheet_wanted.emit(sheet)

    def cancel(self) -> None:
        """Esc: no batch after all, if the printer has it not yet."""
        if self._progress is not None:
            self._is_cancelled = True
            self._progress.stop()
            self._show(Stage(tr("Stopping"), 0, 0))

    def _save(self, sheet: SaveSheet, ids: Sequence[uuid.UUID], path: str, replace: bool) -> None:
        kit, target = self._kit, Path(path).expanduser()

        def refused(error: BaseException) -> None:
            if isinstance(error, FileThereError):
                sheet.show_file_there()
            else:
                sheet.close_sheet()
                self._on_refused(error)

        self._begin(
            len(ids),
            target.name,
            lambda command_id, watch: kit.save_batch(ids, target, replace, command_id, watch),
            refused=refused,
            done=sheet.close_sheet,
        )

    def _begin(
        self,
        count: int,
        printer: str,
        work: Callable[[uuid.UUID, Progress], Batch],
        *,
        refused: Callable[[BaseException], None],
        done: Callable[[], None] = lambda: None,
    ) -> None:
        if self.why_busy or not count:
            return
        self._printer, command_id = printer, uuid7()
        watch = self._progress = Progress(self._told.emit)
        self.begun = self._kit.desk.now()
        self._show(self._making(0, count))

        def ended(batch: Batch) -> None:
            done()
            self._on_ended(batch)

        def failed(error: BaseException) -> None:
            self._forget()
            refused(error)

        self._kit.tasks.network(self, lambda: work(command_id, watch), done=ended, failed=failed)

    def _making(self, done: int, of: int) -> Stage:
        words = tr("Putting {letters} together.").format(letters=labels_print_room.letters(of))
        return Stage(words, done, of, cancels=True)

    # Slots

    def _on_told(self, done: int, of: int) -> None:
        if self._progress is None or not self.stage.cancels:
            return
        if done < of:
            self._show(self._making(done, of))
        else:
            words = tr("Handing {letters} to {printer}.")
            letters = labels_print_room.letters(of)
            self._show(Stage(words.format(letters=letters, printer=self._printer)))

    def _on_ended(self, batch: Batch) -> None:
        cancelled = self._is_cancelled
        self._forget()
        if batch.state is BatchState.FAILED and cancelled:
            self._kit.announce(tr("The batch is cancelled. Its letters wait as before."), "info")
        elif batch.state is BatchState.FAILED:
            self.failed.emit(*labels_print_room.batch_failed(batch))
        elif batch.state is BatchState.SENT:
            words = labels_print_room.sent_to(batch.letters, batch.printer)
            self._kit.announce(words, "ok")

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, Refused):
            self.failed.emit(tr("Nothing was printed"), labels_print_room.refusal(error))
        elif isinstance(error, WorldError):
            self.failed.emit(tr("Nothing was printed"), error.words)
        else:
            self.problem_met.emit(error, "print_batch")

    def _forget(self) -> None:
        """It is over, one way or the other: what is on record is read again."""
        self._progress, self.begun, self._is_cancelled = None, None, False
        self._show(Stage())
        self._kit.changes.broadcast({"dispatches"})

    def _show(self, stage: Stage) -> None:
        self.stage = stage
        self.stage_changed.emit()
