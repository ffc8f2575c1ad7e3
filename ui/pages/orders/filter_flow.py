"""Opens the sheets in which one says which orders are shown."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.services import order_saved_filters, people
from desktop.services.order_filters import OrderFilter
from desktop.services.order_saved_filters import Kept
from ui.pages.orders.filter_sheet import FilterSheet
from ui.pages.orders.kit import OrdersKit
from ui.pages.orders.show_sheet import ShowSheet
from ui.widgets.side_sheet import SideSheet


class FilterFlow(QObject):
    """Reads what a sheet lists, opens it, and tells what was chosen.

    Signals:
        sheet_wanted(SideSheet).
        filter_chosen(OrderFilter, str name).
        problem_met(object exc, str where).
    """

    sheet_wanted = Signal(SideSheet)
    filter_chosen = Signal(object, str)
    problem_met = Signal(object, str)

    def __init__(
        self, *, kit: OrdersKit, wanted: Callable[[], OrderFilter], parent: QObject
    ) -> None:
        """*wanted*: the filter that is shown now; ``name`` is its name."""
        super().__init__(parent)
        self._kit = kit
        self._wanted = wanted
        self.name = ""

    def open_filter(self) -> None:
        """F4."""
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: (
                people.people(session, desk.store_id),
                order_saved_filters.kept(session, desk),
            ),
            done=lambda read: self._on_filter_read(
                {person.id: person.display_name for person in read[0]}, read[1]
            ),
            failed=lambda error: self.problem_met.emit(error, "filter"),
        )

    def open_show(self) -> None:
        """Alt+F."""
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: order_saved_filters.kept(session, desk),
            done=self._on_kept_read,
            failed=lambda error: self.problem_met.emit(error, "show"),
        )

    def _on_filter_read(self, names: dict[uuid.UUID, str], kept: tuple[Kept, ...]) -> None:
        wanted = dataclasses.replace(self._wanted(), text="")
        own = next((one.name for one in kept if one.name == self.name), "")
        sheet = FilterSheet(kit=self._kit, wanted=wanted, name=own, people=names)
        sheet.filter_chosen.connect(self.filter_chosen)
        sheet.failed.connect(lambda error: self.problem_met.emit(error, "keep_filter"))
        self.sheet_wanted.emit(sheet)

    def _on_kept_read(self, kept: tuple[Kept, ...]) -> None:
        sheet = ShowSheet(kit=self._kit, kept=kept, current=self.name)
        sheet.filter_chosen.connect(self.filter_chosen)
        sheet.failed.connect(lambda error: self.problem_met.emit(error, "forget_filter"))
        self.sheet_wanted.emit(sheet)
