"""What lies on the pile: reviewed faxes and scans, then letters in the hand."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from desktop.services import received_faxes
from desktop.services.desk import Desk
from desktop.services.opt_out_shapes import OptOutView, OptOutWho
from desktop.services.received_fax_shapes import FaxDetail, FaxRow
from models import phone_numbers
from models.channels import Channel
from models.received_fax import FaxSource, FaxState
from ui import labels_counts, labels_fax, labels_opt_outs
from ui.labels_opt_outs import tr
from ui.opt_outs.kit import OptOutStart

MOST = 200
"""How many are read at once; the rest is there when the batch is begun again."""


@dataclass(frozen=True)
class Sticky:
    """What stays from one letter to the next."""

    channel: Channel | None = None
    received_on: date | None = None


def pile(session: Any, desk: Desk) -> tuple[uuid.UUID, ...]:
    """Faxes and scans that were reviewed and have no outcome yet, the oldest first."""
    rows = received_faxes.inbox(session, desk, showing="todo", most=MOST)
    free = [row for row in rows if row.state is FaxState.REVIEWED and _is_free(row)]
    return tuple(row.id for row in sorted(free, key=lambda row: (row.received_at, row.id)))


def start_for_fax(
    fax: FaxDetail, desk: Desk, sticky: Sticky, pending: OptOutView | None = None
) -> OptOutStart:
    """How the form begins beside a fax or a scan."""
    row, day = fax.row, day_of(fax, desk)
    is_scan = row.source is FaxSource.FOLDER
    channel = (sticky.channel or Channel.MAIL) if is_scan else Channel.FAX
    number = phone_numbers.display(row.sender, desk.country) if row.sender else ""
    who = OptOutWho(faxes=(number,)) if number and row.customer_id is None else OptOutWho()
    return OptOutStart(
        customer_id=row.customer_id if pending is None else None,
        who=who,
        channel=channel,
        evidence=evidence(fax, desk),
        fax_id=row.id,
        dated_on=None if is_scan else day,
        received_on=(sticky.received_on or day) if is_scan else day,
        pending=pending,
    )


def start_for_letter(sticky: Sticky) -> OptOutStart:
    """How the form begins for a letter that was not scanned."""
    return OptOutStart(
        channel=sticky.channel or Channel.MAIL,
        received_on=sticky.received_on,
        evidence=tr("The letter in your hand. Nothing of it is kept but what you key."),
    )


def evidence(fax: FaxDetail, desk: Desk) -> str:
    """What shows the request: Fax of 24 Nov 2026, 2 pages."""
    words = tr("Scan of {day}, {pages}") if fax.row.source is FaxSource.FOLDER else tr(
        "Fax of {day}, {pages}"
    )  # fmt: skip
    return words.format(
        day=labels_opt_outs.day(day_of(fax, desk)), pages=labels_counts.pages(len(fax.pages))
    )


def title(fax: FaxDetail, desk: Desk) -> str:
    """Whose page it is."""
    return fax.row.customer_name or labels_fax.title(fax.row, desk.country)


def day_of(fax: FaxDetail, desk: Desk) -> date:
    """The day on which it came in, on the shop's calendar."""
    return fax.row.received_at.astimezone(ZoneInfo(desk.time_zone)).date()


def _is_free(row: FaxRow) -> bool:
    return row.taken_by_id is None or row.is_mine
