"""The orders page, built when it is first shown."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from desktop.services import orders
from desktop.services.order_views import OrderView
from ui import labels
from ui.widgets.deferred_page import DeferredPage
from ui.widgets.page import Page

if TYPE_CHECKING:
    from desktop.bootstrap.workspace import Workspace
    from ui.pages.orders.page import OrdersPage


def orders_page(workspace: Workspace) -> DeferredPage:
    """The page's place in the rail; the page itself, and what it imports, costs the start nothing."""
    return DeferredPage(
        theme=workspace.theme,
        page_id="orders",
        title=labels.tr("Orders"),
        icon="package",
        make=lambda: _make(workspace),
    )


def show_order(workspace: Workspace, order_id: uuid.UUID) -> None:
    """Bring the orders page to the front with one order on it."""

    def show(order: OrderView) -> None:
        workspace.window.show_page(workspace.orders_page.page_id)
        page: Any = workspace.orders_page.page
        page.show_order(order.shown_number)

    workspace.tasks.query(
        workspace, lambda session: orders.get(session, workspace.desk, order_id), done=show
    )


def _make(workspace: Workspace) -> Page:
    from ui.pages.orders.kit import OrdersKit
    from ui.pages.orders.page import OrdersPage

    page = OrdersPage(
        kit=OrdersKit(
            theme=workspace.theme,
            actions=workspace.actions,
            tasks=workspace.tasks,
            changes=workspace.changes,
            desk=workspace.desk,
            announce=workspace.window.announce,
            show_confirmation=workspace.page.paper.open,
        )
    )
    page.sheet_wanted.connect(workspace.window.open_sheet)
    page.problem_met.connect(workspace.tasks.unhandled)
    _add_order_actions(workspace, page)
    return page


def _add_order_actions(workspace: Workspace, page: OrdersPage) -> None:
    """What other parts of the program do with an order: each adds its lines here."""
    from desktop.bootstrap.order_deeds import add_order_deeds
    from desktop.bootstrap.shipping_kit import add_shipping

    add_order_deeds(workspace, page)
    add_shipping(workspace, page)
