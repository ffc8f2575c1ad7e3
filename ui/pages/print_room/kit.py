"""What the print room is handed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from desktop.dispatch.batch_files import Progress
from desktop.dispatch.print_batches import PrinterWord
from desktop.dispatch.print_pieces import PiecesMade
from desktop.platform.printers import Printer
from desktop.services.desk import Desk
from desktop.services.print_room_shapes import Batch
from ui.actions import ActionTable
from ui.changes import Changes
from ui.tasks import Tasks
from ui.theme import Theme

PrintBatchWay: TypeAlias = Callable[[Sequence[uuid.UUID], Printer, uuid.UUID, Progress], Batch]
"""(letters, printer, command id, progress) to the batch, as what became of it stands on record."""
SaveBatchWay: TypeAlias = Callable[[Sequence[uuid.UUID], Path, bool, uuid.UUID, Progress], Batch]
"""The same into a file: (letters, path, whether it may be replaced, command id, progress)."""


@dataclass(frozen=True, kw_only=True)
class PrintRoomKit:
    """Theme, actions, work off the GUI thread, printers, and the ways out of the page.

    Attributes:
        announce: one line in the key bar: (text, kind).
        open_order, open_request: show an order, or an opt-out request, on its own page.
        list_printers: blocks; off the GUI thread.
        print_batch, save_batch: print letters in one job, or put them into a file; both block, and
            write down what becomes of it.
        make_envelopes, make_labels: for letters, labels from a place of their sheet on; block.
        print_pieces: (what was made, printer, whether it is labels) to the name of the job; blocks.
        remembered_printer, remember_printer: the printer used last.
        printer_says: what the print system tells of a batch; blocks. None: nothing.
        folder: where files go unless something else is typed.
    """

    theme: Theme
    actions: ActionTable
    tasks: Tasks
    changes: Changes
    desk: Desk
    announce: Callable[[str, str], None]
    open_order: Callable[[uuid.UUID], None]
    open_request: Callable[[uuid.UUID], None]
    list_printers: Callable[[], tuple[Printer, ...]]
    print_batch: PrintBatchWay
    save_batch: SaveBatchWay
    make_envelopes: Callable[[Sequence[uuid.UUID]], PiecesMade]
    make_labels: Callable[[Sequence[uuid.UUID], int], PiecesMade]
    print_pieces: Callable[[PiecesMade, Printer, bool], str]
    remembered_printer: Callable[[], str]
    remember_printer: Callable[[str], None]
    printer_says: Callable[[Batch], PrinterWord | None]
    folder: Path
