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
    from desktop.dispatch.print_batches import HandOver, PrinterWord
    from desktop.dispatch.print_pieces import PiecesMade
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
    from desktop.settings import LETTER_PRINTER
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
        make_envelopes=lambda ids: _make_envelopes(room, ids),
        make_labels=lambda ids, first: _make_labels(room, ids, first),
        print_pieces=lambda made, printer, are_labels: _print_pieces(
            room, made, printer, are_labels
        ),
        printer_says=printer_says,
        remembered_printer=lambda: room.settings.get(LETTER_PRINTER),
        remember_printer=lambda name: room.settings.put(LETTER_PRINTER, name),
        folder=room.page.paper.folder,
    )


def printer_says(batch: Batch) -> PrinterWord | None:
    """What the print system tells of a batch; blocks."""
    from desktop.dispatch import print_batches

    return print_batches.printer_says(batch)


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
    from desktop.documents.stationery import stationery_for

    way = _way_to(printer, stationery_for(room.desk.country).media)
    return _carry_out(room, ids, way, printer.description, command_id, progress)


def _save(
    room: Workspace,
    ids: Sequence[uuid.UUID],
    target: Path,
    replace: bool,
    command_id: uuid.UUID,
    progress: Progress,
) -> Batch:
    """The same batch into a file, for which a person answers as for a printer's."""
    from desktop.dispatch.print_batches import into_file

    way = into_file(target, overwrite=replace)
    return _carry_out(room, ids, way, target.name, command_id, progress)


def _carry_out(
    room: Workspace,
    ids: Sequence[uuid.UUID],
    way: HandOver,
    called: str,
    command_id: uuid.UUID,
    progress: Progress,
) -> Batch:
    from desktop.dispatch.print_batches import PrintBench, print_batch

    bench = PrintBench(room.database, room.desk, way)
    return print_batch(bench, ids, printer=called, command_id=command_id, progress=progress)


def _way_to(printer: Printer, media: str) -> HandOver:
    """To a queue of CUPS, or through Qt where there is none."""
    from desktop.dispatch.print_batches import by_cups
    from desktop.platform import printers

    if printers.has_print_system():
        return by_cups(printer.name, media=media)
    from ui.widgets.qt_printing import by_qt

    return by_qt(printer.name)


def _make_envelopes(room: Workspace, ids: Sequence[uuid.UUID]) -> PiecesMade:
    from desktop.dispatch import print_pieces

    return print_pieces.make_envelopes(room.database, room.desk, ids)


def _make_labels(room: Workspace, ids: Sequence[uuid.UUID], first: int) -> PiecesMade:
    from desktop.dispatch import print_pieces
    from desktop.documents.labels import LABEL_SHEETS

    sheet = LABEL_SHEETS[_label_sheet(room)]
    begin = (first - 1) % sheet.labels + 1
    return print_pieces.make_labels(room.database, room.desk, ids, sheet=sheet.key, first=begin)


def _print_pieces(room: Workspace, made: PiecesMade, printer: Printer, are_labels: bool) -> str:
    from desktop.dispatch import print_pieces

    if are_labels:
        media, title = print_pieces.label_media(_label_sheet(room)), "Order Desk labels"
    else:
        media, title = print_pieces.envelope_media(room.desk.country), "Order Desk envelopes"
    return print_pieces.print_pieces(made, _way_to(printer, media), title=title)


def _label_sheet(room: Workspace) -> str:
    """The sheet of labels that the shop uses."""
    from desktop.services import mailing_settings

    with room.database.read() as session:
        return mailing_settings.get(session, room.desk.store_id).labels
