"""What the orders page itself can do with an order: its confirmation, a note, its number."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication

from desktop.services.order_story_shapes import OrderStory
from models.order import OrderState
from ui.labels_orders import tr
from ui.pages.orders.kit import OrdersKit
from ui.pages.orders.note_sheet import NoteSheet
from ui.pages.orders.order_actions import OrderAction
from ui.shortcuts import KEYS
from ui.widgets.side_sheet import SideSheet


def own_actions(
    *,
    kit: OrdersKit,
    open_sheet: Callable[[SideSheet], object],
    failed: Callable[[BaseException], object],
) -> tuple[OrderAction, ...]:
    """The actions in the order of their buttons; *failed* is told of a note that was not kept."""

    def open_note(story: OrderStory) -> None:
        sheet = NoteSheet(kit=kit, story=story)
        sheet.failed.connect(failed)
        open_sheet(sheet)

    def copy_number(story: OrderStory) -> None:
        QGuiApplication.clipboard().setText(story.shown_number)
        words = tr("{number} is in the clipboard.").format(number=story.shown_number)
        kit.announce(words, "ok")

    def action(
        name: str,
        text: str,
        icon: str,
        keys: tuple[str, ...],
        run: Callable[[OrderStory], None],
        why_not: Callable[[OrderStory], str] = lambda _story: "",
    ) -> OrderAction:
        return OrderAction(id=name, text=text, icon=icon, keys=keys, why_not=why_not, run=run)

    return (
        action(
            "confirmation",
            tr("Confirmation"),
            "printer",
            KEYS["confirmation"],
            lambda story: kit.show_confirmation(story.id),
            _why_no_paper,
        ),
        action("note", tr("Note"), "note", ("Alt+N",), open_note),
        action("copy_number", tr("Copy the number"), "copy", ("Alt+C",), copy_number),
    )


def _why_no_paper(story: OrderStory) -> str:
    if story.state is OrderState.DRAFT:
        return tr("It has not been placed yet.")
    if story.state is OrderState.CANCELLED:
        return tr("It was cancelled: there is nothing to confirm.")
    return ""
