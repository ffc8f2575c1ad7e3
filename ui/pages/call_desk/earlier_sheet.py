"""Earlier orders in a sheet, where the page is too narrow for their list."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services.order_views import OrderBrief
from ui import labels
from ui.actions import Action
from ui.pages.call_desk.earlier_list import EarlierList
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet
from ui.widgets.text_label import TextLabel


class EarlierSheet(SideSheet):
    """The list; Enter opens the order's confirmation in its place.

    Signals:
        order_chosen(UUID).
        deed_wanted(str action id, UUID): the marked order is to be changed, repeated or cancelled.
    """

    order_chosen = Signal(object)
    deed_wanted = Signal(str, object)

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
        kit.actions.remove_context(self.sheet_id)
        row = QHBoxLayout()
        row.setSpacing(kit.theme.px(8))
        for name in ("change_order", "duplicate_order", "cancel_order"):
            row.addWidget(self._deed_button(kit, name))
        if orders:
            self.foot.addLayout(row)
        self.sheet_closed.connect(self.deleteLater)

    def _deed_button(self, kit: DeskKit, name: str) -> KeyButton:
        """The desk's own action and key, here for the marked order."""
        of_desk = kit.actions.get(name)
        made = kit.actions.add(
            Action(f"earlier.{name}", of_desk.hint.capitalize(), icon=of_desk.icon_name,
                   context=self.sheet_id, keys=of_desk.keys),
            lambda: self._on_deed_triggered(name),
            host=self,
        )  # fmt: skip
        danger = name == "cancel_order"
        button = KeyButton(theme=kit.theme, action=made, variant="danger" if danger else "plain")
        button.setEnabled(self.earlier_list.current is not None)
        return button

    def _on_deed_triggered(self, name: str) -> None:
        order = self.earlier_list.current
        self.close_sheet()
        if order is not None:
            self.deed_wanted.emit(name, order.id)

    def _on_list_order_chosen(self, order_id: uuid.UUID) -> None:
        self.close_sheet()
        self.order_chosen.emit(order_id)
