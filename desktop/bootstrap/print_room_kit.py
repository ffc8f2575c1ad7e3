"""The print room in its window, its printers, and the ways from it to orders and opt-outs."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.bootstrap.page_place import PagePlace
from desktop.services import print_room
from ui import labels_print_room
from ui.widgets.page import Page

if TYPE_CHECKING:
    from desktop.bootstrap.workspace import Workspace
    from desktop.dispatch.batch_files import Progress
    from desktop.dispatch.print_batches import HandOver
    from desktop.platform.printers import Printer
    from desktop.services.print_room_shapes import Batch
    from ui.pages.print_room.kit import PrintRoomKit


def print_room_place(
    workspace: Workspace,
    *,
    meet_problem: Callable[[object, str], None],
    show_bar: Callable[..., None],
    open_request: Callable[[uuid.UUID], None],
) -> PagePlace:
    """The print room's place in the rail; its count is the letters that are ready.

    *open_request* shows an opt-out request on its own page.
    """
    return PagePlace(
        workspace=workspace,
        page_id="print_room",
        title=labels_print_room.tr("Print room"),
        icon="printer",
        make=lambda: _make(workspace, open_request),
        count=lambda session: print_room.counts(session, workspace.desk).ready,
        counted=frozenset({"dispatches"}),
        meet_problem=meet_problem,
        show_bar=show_bar,
    )


def _make(room: Workspace, open_request: Callable[[uuid.UUID], None]) -> Page:
    from ui.pages.print_room.page import PrintRoomPage

    return PrintRoomPage(kit=print_room_kit(room, open_request))


def print_room_kit(room: Workspace, open_request: Callable[[uuid.UUID], None]) -> PrintRoomKit:
    """What the page is handed."""
    from desktop.settings import LETTER_ENVELOPE, LETTER_PRINTER
    from ui.pages.print_room.kit import PrintRoomKit

    return PrintRoomKit(
        theme=room.theme,
        actions=room.actions,
        tasks=room.tasks,
        changes=room.changes,
        desk=room.desk,
        announce=room.window.announce,
        open_order=room.show_order,
        open_request=open_request,
        list_printers=list_printers,
        print_batch=lambda ids, printer, command_id, progress: _print(
            room, ids, printer, command_id, progress
        ),
        save_batch=lambda ids, path, replace, command_id, progress: _save(
            room, ids, path, replace, command_id, progress
        ),
        remembered_printer=lambda: room.settings.get(LETTER_PRINTER),
        remember_printer=lambda name: room.settings.put(LETTER_PRINTER, name),
        remembered_envelope=lambda: room.settings.get(LETTER_ENVELOPE),
        remember_envelope=lambda key: room.settings.put(LETTER_ENVELOPE, key),
        folder=room.page.paper.folder,
    )


def list_printers() -> tuple[Printer, ...]:
    """The printers of this computer, through Qt where there is no CUPS; blocks."""
    from desktop.platform import printers

    if printers.has_print_system():
        return printers.list_printers()
    from ui.widgets.qt_printing import qt_printers

    return qt_printers()


def _print(
    room: Workspace,
    ids: Sequence[uuid.UUID],
    printer: Printer,
    command_id: uuid.UUID,
    progress: Progress,
) -> Batch:
    from desktop.dispatch.print_batches import PrintBench, print_batch

    bench = PrintBench(room.database, room.desk, _hand_over(room, printer.name))
    called = printer.description
    return print_batch(bench, ids, printer=called, command_id=command_id, progress=progress)


def _hand_over(room: Workspace, printer: str) -> HandOver:
    from desktop.dispatch.print_batches import by_cups
    from desktop.documents.stationery import stationery_for
    from desktop.platform import printers

    if printers.has_print_system():
        return by_cups(printer, media=stationery_for(room.desk.country).media)
    from ui.widgets.qt_printing import print_with_qt

    def by_qt(path: Path, title: str) -> str:
        print_with_qt(path.read_bytes(), printer=printer, copies=1, title=title)
        return ""

    return by_qt


def _save(
    room: Workspace,
    ids: Sequence[uuid.UUID],
    target: Path,
    replace: bool,
    command_id: uuid.UUID,
    progress: Progress,
) -> Batch:
    """The same batch into a file, for which a person answers as for a printer's."""
    from desktop.dispatch import printing
    from desktop.dispatch.print_batches import PrintBench, print_batch
    from desktop.platform.printers import PrintError

    if target.exists() and not replace:
        raise printing.FileThereError("There is a file of that name already.", field="path")

    def put(path: Path, _title: str) -> str:
        try:
            printing.save_file(path.read_bytes(), target, overwrite=replace)
        except (printing.FileThereError, printing.SaveError) as error:
            raise PrintError(error.words) from error
        return target.name

    bench = PrintBench(room.database, room.desk, put)
    return print_batch(bench, ids, printer=target.name, command_id=command_id, progress=progress)
