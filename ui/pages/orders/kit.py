"""What every part of the orders page is handed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from desktop.services.desk import Desk
from ui.actions import ActionTable
from ui.changes import Changes
from ui.tasks import Tasks
from ui.theme import Theme


@dataclass(frozen=True, kw_only=True)
class OrdersKit:
    """Theme, actions, work off the GUI thread, and who sits here.

    Attributes:
        changes: what commands anywhere in this program have changed.
        announce: one line in the key bar: (text, kind).
        show_confirmation: makes or finds an order's confirmation and opens its sheet.
    """

    theme: Theme
    actions: ActionTable
    tasks: Tasks
    changes: Changes
    desk: Desk
    announce: Callable[[str, str], None]
    show_confirmation: Callable[[uuid.UUID], None]
