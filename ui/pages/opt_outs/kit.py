"""What every part of the opt-outs page is handed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.services.desk import Desk
from desktop.services.opt_out_shapes import OptOutView
from ui.actions import ActionTable
from ui.changes import Changes
from ui.tasks import Tasks
from ui.theme import Theme

if TYPE_CHECKING:
    from desktop.services.opt_out_letters import WaitingMade  # with what sets letters: slow


@dataclass(frozen=True, kw_only=True)
class OptOutsKit:
    """Theme, actions, work off the GUI thread, and the ways out of the page.

    Attributes:
        announce: one line in the key bar: (text, kind).
        complete: opens the form of a request that waits, filled in with what is known.
        begin_batch: the morning's letters and faxes, one after the other.
        withdraw: opens the form for "they want it again", filled in from a request.
        open_fax: shows a received fax or scan on its own page.
        show_dispatch: shows where a confirmation is, in the print room or in the outbox.
        see_confirmation: shows a confirmation's document in the print sheet.
        make_confirmation: makes a request's confirmation, or sends the one that did not arrive
            again: (session, request, command id); slow, for a working thread.
        make_waiting: makes some of those that are still to be made: (session) to `WaitingMade`.
        database: hands out sessions to what reads and writes long lists by itself.
        folder: where files go unless something else is typed.
    """

    theme: Theme
    actions: ActionTable
    tasks: Tasks
    changes: Changes
    desk: Desk
    announce: Callable[[str, str], None]
    complete: Callable[[OptOutView], None]
    begin_batch: Callable[[], None]
    withdraw: Callable[[OptOutView], None]
    open_fax: Callable[[uuid.UUID], None]
    show_dispatch: Callable[[OptOutView], None]
    see_confirmation: Callable[[OptOutView], None]
    make_confirmation: Callable[[Any, OptOutView, uuid.UUID], object]
    make_waiting: Callable[[Any], WaitingMade]
    database: Any
    folder: Path
