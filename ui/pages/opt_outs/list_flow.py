"""What the page does with whole lists: the report, a list to clean, one to bring in, partners."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ui.actions import Action, DeskAction
from ui.files.list_run import ListRun
from ui.files.list_sheet import ListSheet
from ui.labels_opt_out_lists import tr
from ui.pages.opt_outs.import_sheet import ImportSheet
from ui.pages.opt_outs.kit import OptOutsKit
from ui.pages.opt_outs.partners_sheet import PartnersSheet
from ui.pages.opt_outs.report_sheet import ReportSheet
from ui.pages.opt_outs.scrub_sheet import ScrubSheet
from ui.widgets.side_sheet import SideSheet

CONTEXT = "opt_outs"


class ListFlow(QObject):
    """Opens their sheets. What leaves the house or changes many at once is a supervisor's matter.

    Signals:
        sheet_wanted(SideSheet): the window opens it.
    """

    sheet_wanted = Signal(SideSheet)

    def __init__(self, *, kit: OptOutsKit, host: QWidget, parent: QObject) -> None:
        """Open nothing yet; *host* is the page while whose keys work."""
        super().__init__(parent)
        self._kit, self._host = kit, host
        self._runs: set[ListRun] = set()

    def actions(self) -> tuple[DeskAction, ...]:
        """In the order of the key bar."""
        return (
            self._add("report", tr("Report"), "chart-bar", "Alt+R", self._open_report, lambda: ""),
            self._add("scrub", tr("Clean a list"), "funnel", "Alt+S", self._open_scrub),
            self._add(
                "import", tr("Bring in a list"), "download-simple", "Alt+G", self._open_import
            ),
            self._add("partners", tr("Partners"), "handshake", "Alt+P", self._open_partners),
        )

    def stop(self) -> None:
        """The window closes: lists that are under way end without a result."""
        for run in self._runs:
            run.stop()

    def _add(
        self,
        name: str,
        text: str,
        icon: str,
        key: str,
        run: Callable[[], object],
        blocked: Callable[[], str] | None = None,
    ) -> DeskAction:
        action = Action(f"{CONTEXT}.{name}", text, icon=icon, context=CONTEXT, keys=(key,))
        return self._kit.actions.add(
            action, run, host=self._host, blocked=blocked or self._why_not_supervisor
        )

    def _why_not_supervisor(self) -> str:
        return "" if self._kit.desk.may_supervise else tr("A supervisor does this.")

    def _open_report(self) -> None:
        self.sheet_wanted.emit(ReportSheet(kit=self._kit))

    def _open_scrub(self) -> None:
        self._open_list(ScrubSheet(kit=self._kit, owner=self))

    def _open_import(self) -> None:
        self._open_list(ImportSheet(kit=self._kit, owner=self))

    def _open_partners(self) -> None:
        self.sheet_wanted.emit(PartnersSheet(kit=self._kit))

    def _open_list(self, sheet: ListSheet[OptOutsKit]) -> None:
        sheet.run_begun.connect(self._runs.add)
        sheet.run_ended.connect(self._runs.discard)
        self.sheet_wanted.emit(sheet)
