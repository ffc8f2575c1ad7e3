"""Earlier orders in a sheet, where the page is too narrow for their list."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services.order_views import OrderBrief
from ui import labels
from ui.pages.call_desk.earlier_list import EarlierList
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.side_sheet import SideSheet
from ui.widgets.text_label import TextLabel


class EarlierSheet(SideSheet):
    """The list; Enter opens the order's confirmation in its place.

    Signals:
        order_chosen(UUID).
    """

    order_chosen = Signal(object)

    def __init__(
        self, *, kit: DeskKit, orders: tuple[OrderBrief, ...], parent: QWidget | None = None
    ) -> None:
        """List *orders*."""
        super().__init__(
            labels.tr("Earlier orders"), theme=kit.theme, name="earlier_sheet", parent=parent
        )
        self.earlier_list = EarlierList(kit=kit)
        self.earlier_list.setObjectName("earlier_sheet_list")
        self.earlier_list.show_orders(orders)
        if orders:
            self.body.addWidget(self.earlier_list, 1)
        else:
            self.body.addWidget(TextLabel(self.tr("None yet."), theme=kit.theme, tone="muted"))
            self.body.addStretch(1)
        self.earlier_list.order_chosen.connect(self._on_list_order_chosen)
        self.sheet_closed.connect(self.deleteLater)

    def _on_list_order_chosen(self, order_id: uuid.UUID) -> None:
        self.close_sheet()
        self.order_chosen.emit(order_id)
