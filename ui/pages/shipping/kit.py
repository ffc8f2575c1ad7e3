"""What every sheet about shipping is handed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop.services.desk import Desk
from ui.actions import ActionTable
from ui.pages.call_desk.paper_flow import PaperFlow
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.side_sheet import SideSheet


@dataclass(frozen=True, kw_only=True)
class ShippingKit:
    """Theme, actions, work off the GUI thread, papers, and who sits here.

    Attributes:
        announce: one line in the key bar: (text, kind).
        open_sheet: shows a sheet over the work.
        problem: tells of what nobody here can mend: (exception, where).
        folder: where files for carriers go unless something else is typed.
        show_order: brings an order to the front, by its shown number.
    """

    theme: Theme
    actions: ActionTable
    tasks: Tasks
    desk: Desk
    papers: PaperFlow
    announce: Callable[[str, str], None]
    open_sheet: Callable[[SideSheet], None]
    problem: Callable[[object, str], None]
    folder: Path
    show_order: Callable[[str], None]


CHANGED = frozenset({"orders", "payments", "shipments"})
"""What packing and shipping change; the payment runner is told by it too."""
