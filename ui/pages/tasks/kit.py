"""What the page of tasks is handed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from desktop.services.desk import Desk
from desktop.services.task_views import TaskRow
from ui.actions import ActionTable
from ui.changes import Changes
from ui.tasks import Tasks
from ui.theme import Theme


@dataclass(frozen=True, kw_only=True)
class TasksKit:
    """Theme, actions, work off the GUI thread, and the ways out of the page.

    Attributes:
        announce: one line in the key bar: (text, kind).
        call: begins the call that a task asks for, with its order at the call desk if it has one.
        open_order, open_fax, open_dispatch: show it on its own page.
    """

    theme: Theme
    actions: ActionTable
    tasks: Tasks
    changes: Changes
    desk: Desk
    announce: Callable[[str, str], None]
    call: Callable[[TaskRow], None]
    open_order: Callable[[uuid.UUID], None]
    open_fax: Callable[[uuid.UUID], None]
    open_dispatch: Callable[[uuid.UUID], None]
