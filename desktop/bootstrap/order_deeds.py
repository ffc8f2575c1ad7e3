"""What can be done with a placed order from the orders page: changed, cancelled, repeated, opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.services.desk import Refused
from models.channels import Channel
from models.order import OrderState
from ui import labels, labels_change
from ui.order_cancelling import OrderCancelling
from ui.pages.orders.order_actions import OrderAction
from ui.shortcuts import KEYS

if TYPE_CHECKING:
    import uuid

    from desktop.bootstrap.workspace import Workspace
    from desktop.services.order_story_shapes import OrderStory, StoryFax
    from ui.pages.orders.page import OrdersPage


def add_order_deeds(workspace: Workspace, page: OrdersPage) -> None:
    """Put them on *page*; what changes the order goes on at the call desk."""
    desk_page = workspace.page
    cancelling = OrderCancelling(kit=desk_page.kit, parent=page)
    cancelling.sheet_wanted.connect(page.sheet_wanted)
    cancelling.problem_met.connect(page.problem_met)

    def at_desk(verb: Callable[[uuid.UUID], None]) -> Callable[[OrderStory], None]:
        def go(story: OrderStory) -> None:
            workspace.window.show_page(desk_page.page_id)
            verb(story.id)

        return go

    for action in (
        OrderAction(
            id="change", text=labels.tr("Change"), icon="pencil-simple",
            keys=KEYS["change_order"], why_not=_why_not_change, run=at_desk(desk_page.change_order),
        ),
        OrderAction(
            id="open_at_desk", text=labels.tr("Call back"), icon="phone-outgoing",
            keys=KEYS["begin"], why_not=_why_not_open, run=at_desk(desk_page.open_order),
        ),
        OrderAction(
            id="duplicate", text=labels.tr("Order once more"), icon="copy",
            keys=KEYS["duplicate_order"], why_not=_why_not_duplicate,
            run=at_desk(desk_page.duplicate_order),
        ),
        OrderAction(
            id="cancel", text=labels.tr("Cancel the order"), icon="prohibit",
            keys=KEYS["cancel_order"], why_not=_why_not_cancel, is_danger=True,
            run=lambda story: cancelling.ask(story.id),
        ),
        OrderAction(
            id="cancellation", text=labels.tr("Cancellation letter"), icon="envelope-simple",
            keys=("Alt+L",), why_not=_why_no_letter,
            run=lambda story: desk_page.paper.open_cancellation(story.id),
        ),
        OrderAction(
            id="refund", text=labels.tr("Refund"), icon="arrow-counter-clockwise",
            keys=("Alt+R",), why_not=_why_no_refund,
            run=lambda story: workspace.money.open_refund(story.id),
        ),
        OrderAction(
            id="open_fax", text=labels.tr("Open the fax"), icon="file-text", keys=("Alt+D",),
            why_not=_why_no_fax, run=lambda story: workspace.show_fax(_fax_of(story).id),
        ),
    ):  # fmt: skip
        page.add_order_action(action)


def _words(code: str) -> str:
    return labels_change.refusal(Refused(code))


def _why_not_change(story: OrderStory) -> str:
    code = {
        OrderState.DRAFT: "change_draft",
        OrderState.CANCELLED: "change_cancelled",
        OrderState.PARTLY_SHIPPED: "change_partly_shipped",
        OrderState.SHIPPED: "change_shipped",
        OrderState.CLOSED: "change_shipped",
    }.get(story.state)
    if code is None and story.shipments:
        code = "change_packed"
    return _words(code) if code else ""


def _why_not_open(story: OrderStory) -> str:
    waits = story.state is OrderState.DRAFT and not _is_on_paper(story)
    return _words("change_draft") if waits else ""


def _is_on_paper(story: OrderStory) -> bool:
    """Whether it came by fax or by mail: then no call ends it while it is a draft."""
    return story.channel is not Channel.PHONE and story.changes_order_id is None


def _why_not_duplicate(story: OrderStory) -> str:
    return _words("duplicate_draft") if story.state is OrderState.DRAFT else ""


def _why_not_cancel(story: OrderStory) -> str:
    if story.state is OrderState.DRAFT and not _is_on_paper(story):
        return labels.tr("It has not been placed: its call ends it.")
    if story.state is OrderState.CANCELLED:
        return _words("cancelled_already")
    if story.state in (OrderState.SHIPPED, OrderState.CLOSED):
        return _words("cancel_shipped")
    return ""


def _why_no_refund(story: OrderStory) -> str:
    if any(payment.sums.refundable > 0 for payment in story.payments):
        return ""
    return labels.tr("Nothing of it was taken that could go back.")


def _why_no_letter(story: OrderStory) -> str:
    cancelled = story.state is OrderState.CANCELLED and story.placed_at is not None
    return "" if cancelled else labels.tr("It has not been cancelled.")


def _why_no_fax(story: OrderStory) -> str:
    return "" if story.faxes else labels.tr("No fax belongs to it.")


def _fax_of(story: OrderStory) -> StoryFax:
    """The fax from which it was keyed, else the last that came for it."""
    keyed = (fax for fax in story.faxes if fax.became_order)
    return next(keyed, max(story.faxes, key=lambda fax: fax.received_at))
