"""The orders page's own lines of the table of actions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.actions import Action, ActionTable, DeskAction
from ui.labels_orders import tr
from ui.pages.orders.context import CONTEXT


class PageActions:
    """Find, filter, show, the parts of the page, and back."""

    def __init__(
        self, *, table: ActionTable, host: QWidget, does: dict[str, Callable[[], object]]
    ) -> None:
        """Add them; *does* says what each one does, by its name here."""

        def add(name: str, text: str, icon: str, *keys: str, hint: str = "") -> DeskAction:
            line = Action(f"{CONTEXT}.{name}", text, icon, CONTEXT, hint=hint, keys=keys)
            return table.add(line, lambda: does[name](), host=host)

        self.find = add("find", tr("Find an order"), "magnifying-glass", "Ctrl+F")
        self.filter = add("filter", tr("Filter"), "funnel", "F4")
        self.show = add("show", tr("Show"), "list-dashes", "Alt+F")
        self.all = add("all", tr("All orders"), "", "Alt+A")
        self.next = add("next_part", tr("Next part of the story"), "", "Ctrl+PgDown")
        self.before = add("part_before", tr("Part of the story before"), "", "Ctrl+PgUp")
        self.other = add(
            "other_side", tr("Between list and story"), "", "Ctrl+Tab", hint=tr("other side")
        )
        self.back = add("back", tr("Back to the list"), "", "Esc", hint=tr("list"))
