"""What can be done with the order whose story is shown; other parts of the program add theirs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.services.order_story_shapes import OrderStory
from ui.actions import ActionTable
from ui.pages.orders.context import CONTEXT
from ui.widgets.deeds import Deed, Deeds

OrderAction = Deed[OrderStory]
"""One thing to do with one order; in the table of actions it is ``orders.<id>``."""


class OrderActions(Deeds[OrderStory]):
    """The actions of the story that is shown, in the table of actions."""

    def __init__(self, *, table: ActionTable, host: QWidget, no_story: Callable[[], str]) -> None:
        """*no_story* says why nothing can be done while no order is shown."""
        super().__init__(table=table, host=host, context=CONTEXT, nothing=no_story)
