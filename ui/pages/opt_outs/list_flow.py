"""What the page does with whole lists: the report, a list to clean, one to bring in, partners."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ui.actions import Action, DeskAction
from ui.labels_opt_out_lists import tr
from ui.pages.opt_outs.kit import OptOutsKit
from ui.widgets.side_sheet import SideSheet

CONTEXT = "opt_outs"


class ListFlow(QObject):
    """Opens their sheets. What leaves the house or changes many at once is a supervisor's matter.

    Signals:
        sheet_wanted(SideSheet): the window opens it.
        problem_met(object exc, str where).
    """

    sheet_wanted = Signal(SideSheet)
    problem_met = Signal(object, str)

    def __init__(self, *, kit: OptOutsKit, host: QWidget, parent: QObject) -> None:
        """Open nothing yet; *host* is the page while whose keys work."""
        super().__init__(parent)
        self._kit, self._host = kit, host

    def actions(self) -> tuple[DeskAction, ...]:
        """In the order of the key bar."""
        return (self._add("report", tr("Report"), "chart-bar", "Alt+R", self._open_report),)

    def _add(
        self, name: str, text: str, icon: str, key: str, run: Callable[[], object]
    ) -> DeskAction:
        action = Action(f"{CONTEXT}.{name}", text, icon=icon, context=CONTEXT, keys=(key,))
        return self._kit.actions.add(action, run, host=self._host)

    def _open_report(self) -> None:
        pass
