"""What the orders page itself does with the order that is shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication

from desktop.services.order_story_shapes import OrderStory
from models.order import OrderState
from ui.dialogs.one_line_sheet import OneLine
from ui.labels_orders import tr
from ui.pages.orders.kit import OrdersKit
from ui.pages.orders.one_lines import hold_of, note_on, why_no_hold
from ui.pages.orders.order_actions import OrderAction
from ui.shortcuts import KEYS


def own_actions(*, kit: OrdersKit, ask: Callable[[OneLine], None]) -> tuple[OrderAction, ...]:
    """Confirmation, note, hold, number; *ask* opens the sheet for one line."""
    return (
        OrderAction(
            id="confirmation",
            text=tr("Confirmation"),
            icon="printer",
            keys=KEYS["confirmation"],
            why_not=_why_no_paper,
            run=lambda story: kit.show_confirmation(story.id),
        ),
        OrderAction(
            id="note",
            text=tr("Note"),
            icon="note",
            keys=("Alt+N",),
            why_not=lambda _story: "",
            run=lambda story: ask(note_on(kit.desk, story)),
        ),
        OrderAction(
            id="hold",
            text=tr("Put on hold"),
            icon="hourglass-medium",
            keys=("Alt+O",),
            why_not=why_no_hold,
            run=lambda story: ask(hold_of(kit.desk, story)),
        ),
        OrderAction(
            id="copy_number",
            text=tr("Copy the number"),
            icon="copy",
            keys=("Alt+C",),
            why_not=lambda _story: "",
            run=lambda story: _copy_number(kit, story),
        ),
    )


def _copy_number(kit: OrdersKit, story: OrderStory) -> None:
    QGuiApplication.clipboard().setText(story.shown_number)
    words = tr("{number} is in the clipboard.").format(number=story.shown_number)
    kit.announce(words, "ok")


def _why_no_paper(story: OrderStory) -> str:
    if story.state is OrderState.DRAFT:
        return tr("It has not been placed yet.")
    if story.state is OrderState.CANCELLED:
        return tr("It was cancelled: there is nothing to confirm.")
    return ""
