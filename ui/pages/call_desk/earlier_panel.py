"""The customer's earlier orders."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from desktop.services.order_views import OrderBrief
from ui.pages.call_desk.earlier_list import EarlierList
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.panel import Panel
from ui.widgets.text_label import TextLabel


class EarlierPanel(Panel):
    """The list with its head line: how many, since when."""

    def __init__(self, *, kit: DeskKit, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(
            self.tr("Earlier orders"),
            theme=kit.theme,
            name="earlier_panel",
            flush=True,
            parent=parent,
        )
        self._kit = kit
        self._count = TextLabel(theme=kit.theme, role="caption", tone="muted")
        self.add_trailing(self._count)
        self._none = TextLabel(self.tr("None yet."), theme=kit.theme, tone="muted")
        self._none.setContentsMargins(kit.theme.px(16), 0, 0, 0)
        self.earlier_list = EarlierList(kit=kit)
        self.body.addWidget(self._none)
        self.body.addWidget(self.earlier_list, 1)
        self.show_orders((), 0, None)

    def show_orders(
        self, orders: tuple[OrderBrief, ...], count: int, first: datetime | None
    ) -> None:
        """Show a customer's orders; *count* of them since *first*."""
        self.earlier_list.show_orders(orders)
        self._none.setVisible(not orders)
        words = ""
        if first is not None:
            year = first.astimezone(ZoneInfo(self._kit.desk.time_zone)).year
            words = self.tr("{count} since {year}").format(count=count, year=year)
        self._count.setText(words)
