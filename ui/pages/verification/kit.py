"""What the verification page is handed."""

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
class VerificationKit:
    """Theme, actions, work off the GUI thread, and the ways out of the page.

    Attributes:
        announce: one line in the key bar: (text, kind).
        show_letter: opens the letter of a cancelled order.
    """

    theme: Theme
    actions: ActionTable
    tasks: Tasks
    changes: Changes
    desk: Desk
    announce: Callable[[str, str], None]
    show_letter: Callable[[uuid.UUID], None]
