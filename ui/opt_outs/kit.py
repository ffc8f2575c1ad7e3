"""What the form of an opt-out is handed, and with what it begins."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.services.desk import Desk
from desktop.services.opt_out_shapes import OptOutView, OptOutWho
from desktop.zip_codes import ZipPlace
from models.channels import Channel
from models.opt_out import OptOutKind
from ui.actions import ActionTable
from ui.tasks import Tasks
from ui.theme import Theme

NOBODY: Final = OptOutWho()
"""Whoever it is, nothing is known yet."""


@dataclass(frozen=True, kw_only=True)
class OptOutKit:
    """Theme, actions, work off the GUI thread, and the facts of this desk and shop.

    Attributes:
        announce: one line in the key bar: (text, kind).
        look_up_zip: town and state of a ZIP, quick enough for a key press.
        languages: of the shop's papers: (code, name in words), the shop's own first.
        confirm: has the confirmation of a recorded request made and queued. It returns at once; the
            request stands whatever becomes of it.
    """

    theme: Theme
    actions: ActionTable
    tasks: Tasks
    desk: Desk
    announce: Callable[[str, str], None]
    look_up_zip: Callable[[str], ZipPlace | None]
    languages: Sequence[tuple[str, str]]
    confirm: Callable[[OptOutView], None]


@dataclass(frozen=True, kw_only=True)
class OptOutStart:
    """What is known when the form opens.

    Attributes:
        customer_id: Whose values are filled in; else those of *who* are, as far as there are any.
        evidence: What shows the request, in words: the call, the fax.
        fax_id: The fax or scan that shows it; it ends as an opt-out with the request.
        dated_on: The postmark or the date of the fax's header.
        received_on: None: today.
        pending: A request that waits and is to be completed.
        kind: They want no more, or want it again.
    """

    customer_id: uuid.UUID | None = None
    who: OptOutWho = NOBODY
    channel: Channel = Channel.MAIL
    evidence: str = ""
    call_id: uuid.UUID | None = None
    fax_id: uuid.UUID | None = None
    dated_on: date | None = None
    received_on: date | None = None
    pending: OptOutView | None = None
    kind: OptOutKind = OptOutKind.OPT_OUT
