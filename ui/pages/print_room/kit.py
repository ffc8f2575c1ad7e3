"""What the print room is handed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop.dispatch.printing import PrintJob
from desktop.platform.printers import Printer
from desktop.services.desk import Desk
from ui.actions import ActionTable
from ui.changes import Changes
from ui.tasks import Tasks
from ui.theme import Theme


@dataclass(frozen=True, kw_only=True)
class PrintRoomKit:
    """Theme, actions, work off the GUI thread, printers, and the ways out of the page.

    Attributes:
        announce: one line in the key bar: (text, kind).
        open_order, open_request: show an order, or an opt-out request, on its own page.
        list_printers: blocks; off the GUI thread.
        print_pdf: (pdf, printer, title) to the job that the printer took; blocks.
        remembered_printer, remember_printer: the printer used last.
        remembered_envelope, remember_envelope: the envelope used last, by its key.
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
    print_pdf: Callable[[bytes, str, str], PrintJob]
    remembered_printer: Callable[[], str]
    remember_printer: Callable[[str], None]
    remembered_envelope: Callable[[], str]
    remember_envelope: Callable[[str], None]
    folder: Path
