"""Envelopes and labels: made, shown, then to a printer or into a file. Nothing of it is on record."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from desktop.dispatch import printing
from desktop.dispatch.print_pieces import PiecesMade
from desktop.dispatch.printing import FileThereError
from desktop.errors import WorldError
from desktop.platform.printers import Printer
from ui import labels_print_room
from ui.labels_print_room import tr
from ui.pages.print_room.kit import PrintRoomKit
from ui.pages.print_room.pieces_sheet import PiecesSheet
from ui.widgets.side_sheet import SideSheet


class PiecesFlow(QObject):
    """One sheet at a time.

    Signals:
        sheet_wanted(SideSheet): the window opens it.
        problem_met(object exc, str where).
    """

    sheet_wanted = Signal(SideSheet)
    problem_met = Signal(object, str)

    def __init__(self, *, kit: PrintRoomKit, parent: QObject) -> None:
        """Nothing is made yet."""
        super().__init__(parent)
        self._kit = kit
        self._made: PiecesMade | None = None

    def open_envelopes(self, ids: Sequence[uuid.UUID], printer: Printer | None) -> None:
        """An envelope for each of these letters."""
        self._open(lambda _first: self._kit.make_envelopes(ids), printer, are_labels=False)

    def open_labels(self, ids: Sequence[uuid.UUID], printer: Printer | None) -> None:
        """A label for each of these letters."""
        self._open(lambda first: self._kit.make_labels(ids, first), printer, are_labels=True)

    def _open(
        self,
        make: Callable[[int], PiecesMade],
        printer: Printer | None,
        *,
        are_labels: bool,
    ) -> None:
        self._made = None
        sheet = PiecesSheet(
            theme=self._kit.theme,
            actions=self._kit.actions,
            are_labels=are_labels,
            printer=printer.description if printer is not None else "",
        )
        sheet.first_changed.connect(lambda first: self._make(sheet, make, first))
        sheet.print_wanted.connect(lambda: self._print(sheet, printer, are_labels))
        sheet.save_wanted.connect(lambda: self._save(sheet, are_labels))
        self.sheet_wanted.emit(sheet)
        self._make(sheet, make, 1)

    def _make(self, sheet: PiecesSheet, make: Callable[[int], PiecesMade], first: int) -> None:
        def made(pieces: PiecesMade) -> None:
            # Of several answers only the one for the label that stands there counts.
            if sheet.first_spin.value() == first:
                self._made = pieces
                sheet.show_made(pieces)

        self._kit.tasks.network(
            sheet,
            lambda: make(first),
            done=made,
            failed=lambda error: self._on_failed(sheet, error),
        )

    def _print(self, sheet: PiecesSheet, printer: Printer | None, are_labels: bool) -> None:
        made = self._made
        if made is None or printer is None:
            return
        sheet.show_working(tr("Sending to the printer"))

        def done(_job: str) -> None:
            sheet.close_sheet()
            words = labels_print_room.pieces_sent(
                made.count, printer.description, are_labels=are_labels
            )
            self._kit.announce(words, "ok")

        def failed(error: BaseException) -> None:
            sheet.show_made(made)
            self._on_failed(sheet, error)

        self._kit.tasks.network(
            sheet,
            lambda: self._kit.print_pieces(made, printer, are_labels),
            done=done,
            failed=failed,
        )

    def _save(self, sheet: PiecesSheet, are_labels: bool) -> None:
        made = self._made
        if made is None:
            return
        now = self._kit.desk.now()
        stem = "labels" if are_labels else "envelopes"
        target = self._kit.folder / f"{stem}-{now:%Y-%m-%d-%H%M%S}.pdf"

        def done(_none: None) -> None:
            sheet.close_sheet()
            self._kit.announce(tr("Saved as {path}").format(path=target), "ok")

        self._kit.tasks.network(
            sheet,
            lambda: printing.save_pdf(made.pdf, target),
            done=done,
            failed=lambda error: self._on_failed(sheet, error),
        )

    def _on_failed(self, sheet: PiecesSheet, error: BaseException) -> None:
        if isinstance(error, WorldError | FileThereError):
            sheet.show_problem(error.words)
        else:
            sheet.show_problem(tr("It did not work."))
            self.problem_met.emit(error, "print_pieces")
