"""Shipping, hung onto the orders page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.documents.rendered import RenderedDocument
from ui.actions import Action
from ui.pages.shipping.flow import PaperMakers, ShippingFlow
from ui.pages.shipping.kit import ShippingKit

if TYPE_CHECKING:
    from desktop.bootstrap.workspace import Workspace
    from ui.pages.orders.page import OrdersPage


def add_shipping(workspace: Workspace, page: OrdersPage) -> ShippingFlow:
    """Add what ships orders to their page."""
    flow = ShippingFlow(
        kit=ShippingKit(
            theme=workspace.theme,
            actions=workspace.actions,
            tasks=workspace.tasks,
            desk=workspace.desk,
            papers=workspace.page.paper,
            announce=workspace.window.announce,
            open_sheet=workspace.window.open_sheet,
            problem=lambda error, where: workspace.tasks.unhandled.emit(error, where),
            folder=workspace.page.paper.folder,
            show_order=page.show_order,
        ),
        makers=PaperMakers(packing_slip=_packing_slip, pick_list=_pick_list),
        parent=page,
    )
    for action in flow.order_actions():
        page.add_order_action(action)
    page.add_page_action(
        Action(
            "orders.to_ship", page.tr("All that is to ship"), "truck", "orders",
            hint=page.tr("to ship"), keys=("Alt+S",),
        ),
        flow.open_to_ship,
    )  # fmt: skip
    return flow


def _packing_slip(data: Any) -> RenderedDocument:
    from desktop.documents.packing_slip import render_packing_slip

    return render_packing_slip(data)


def _pick_list(data: Any) -> RenderedDocument:
    from desktop.documents.pick_list import render_pick_list

    return render_pick_list(data)
