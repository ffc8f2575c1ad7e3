"""What the outbox page is handed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop.services.desk import Desk
from ui.actions import ActionTable
from ui.changes import Changes
from ui.tasks import Tasks
from ui.theme import Theme


@dataclass(frozen=True, kw_only=True)
class OutboxKit:
    """Theme, actions, work off the GUI thread, and the ways out of the page.

    Attributes:
        announce: one line in the key bar: (text, kind).
        open_order, open_fax: show an order, or a received fax, on its own page.
        print_paper: shows a dispatch's document in the print sheet.
        new_cover: makes what leaves for another number: (session, dispatch id, number, name) to
            (pdf, pages); None where the same bytes go.
        health: what is wrong with the ways out, a sentence for each; empty where all is well.
    """

    theme: Theme
    actions: ActionTable
    tasks: Tasks
    changes: Changes
    desk: Desk
    announce: Callable[[str, str], None]
    open_order: Callable[[uuid.UUID], None]
    open_fax: Callable[[uuid.UUID], None]
    print_paper: Callable[[uuid.UUID], None]
    new_cover: Callable[[Any, uuid.UUID, str, str], tuple[bytes, int] | None]
    health: Callable[[], tuple[str, ...]]
