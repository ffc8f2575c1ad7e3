"""What every part of the call desk is handed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.services.desk import Desk
from desktop.services.stores import SourceChoice, StoreProfile
from desktop.zip_codes import ZipPlace
from ui.actions import ActionTable
from ui.changes import Changes
from ui.tasks import Tasks
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.pages.call_desk.recorder import RecorderKit


@dataclass(frozen=True, kw_only=True)
class DeskKit:
    """Theme, actions, work off the GUI thread, and the facts of this desk and shop.

    Attributes:
        look_up_zip: town and state of a ZIP from the packaged table; quick enough for a key press
            once the table is loaded, which a worker thread does at the start.
        changes: what commands anywhere in this program have changed.
        announce: one line in the key bar: (text, kind).
        recorder: what pauses and resumes call and screen recorders; None where there is none.
        uses_screen_reader: this agent does, so the card window may be read aloud (DESIGN §1).
    """

    theme: Theme
    actions: ActionTable
    tasks: Tasks
    changes: Changes
    desk: Desk
    store: StoreProfile
    sources: tuple[SourceChoice, ...]
    look_up_zip: Callable[[str], ZipPlace | None]
    announce: Callable[[str, str], None]
    uses_screen_reader: bool = False
    recorder: RecorderKit | None = None
