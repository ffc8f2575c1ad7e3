"""What every section of the settings is handed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.clock import Clock
from desktop.services.desk import Desk
from ui.tasks import Tasks
from ui.theme import Theme


@dataclass(frozen=True, kw_only=True)
class SettingsKit:
    """Theme, work off the GUI thread, who is at the desk, and the time.

    Attributes:
        desk: who sits here now; another person may take the desk over while the page is open.
    """

    theme: Theme
    tasks: Tasks
    desk: Callable[[], Desk]
    clock: Clock
