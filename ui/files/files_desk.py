"""Bringing files in and writing them out, from wherever somebody is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.imports.importing import FileKind
from ui.actions import Action, ActionTable
from ui.files.list_run import ListRun
from ui.labels_files import tr
from ui.widgets.side_sheet import SideSheet

if TYPE_CHECKING:
    from ui.files.bring_in_sheet import BringInSheet
    from ui.files.kit import FilesKit
    from ui.files.write_out_sheet import WriteOutSheet

BRING_IN = "bring_in"
WRITE_OUT = "write_out"


class FilesDesk(QObject):
    """Puts both actions into the table, for every page, and opens their sheets.

    Signals:
        sheet_wanted(SideSheet): the window opens it.
    """

    sheet_wanted = Signal(SideSheet)

    def __init__(
        self,
        *,
        actions: ActionTable,
        make_kit: Callable[[], FilesKit],
        kind: Callable[[], FileKind | None],
        host: QWidget,
        parent: QObject,
    ) -> None:
        """Their keys work from now on.

        Args:
            actions: the table.
            make_kit: makes what the sheets need, when one is first wanted.
            kind: what somebody has in front of them, if it is one of the kinds.
            host: the window.
            parent: the owner.
        """
        super().__init__(parent)
        self._make_kit, self._kind = make_kit, kind
        self._kit: FilesKit | None = None
        self._runs: set[ListRun] = set()
        bring = Action(BRING_IN, tr("Bring in a file"), "download-simple")
        write = Action(WRITE_OUT, tr("Write out a file"), "upload-simple")
        actions.add(bring, self._open_bring_in, host=host)
        actions.add(write, self._open_write_out, host=host)

    def stop(self) -> None:
        """The window closes: files that are under way end without a result."""
        for run in self._runs:
            run.stop()

    def _open_bring_in(self) -> None:
        from ui.files.bring_in_sheet import BringInSheet  # with the sheet, not with the start

        self._open(BringInSheet(kit=self._made_kit(), owner=self, kind=self._kind()))

    def _open_write_out(self) -> None:
        from ui.files.write_out_sheet import WriteOutSheet

        self._open(WriteOutSheet(kit=self._made_kit(), owner=self, kind=self._kind()))

    def _open(self, sheet: BringInSheet | WriteOutSheet) -> None:
        sheet.run_begun.connect(self._runs.add)
        sheet.run_ended.connect(self._runs.discard)
        self.sheet_wanted.emit(sheet)

    def _made_kit(self) -> FilesKit:
        if self._kit is None:
            self._kit = self._make_kit()
        return self._kit
