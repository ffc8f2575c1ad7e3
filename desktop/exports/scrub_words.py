"""The words of the file of rejected rows."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.exports.csv_file import guarded
from desktop.exports.scrub_judges import Verdict
from models.channels import Channel
from models.opt_out import Topic

REJECTED_HEADINGS = ("rejected_because", "request", "received_on", "channel")
"""Before the columns of the list, so that a row that is too long or too short moves none of them."""
CALL_HEADINGS = ("call_from_utc", "call_to_utc")

_STOPPED: Mapping[Topic, str] = {
    Topic.ALL: "all marketing",
    Topic.PROMOTIONS: "promotions",
    Topic.EVENTS: "special events",
    Topic.CATALOGS: "catalogs",
    Topic.OFFERS: "offers",
    Topic.SHARING: "passing on to others",
}
_CHANNELS: Mapping[Channel, str] = {
    Channel.PHONE: "phone",
    Channel.FAX: "fax",
    Channel.MAIL: "mail",
    Channel.EMAIL: "e-mail",
}
_UNREADABLE: Mapping[str, str] = {
    "blank": "nothing stands here",
    "unreadable": "this cannot be read",
    "no_street": "no street or PO box",
    "no_zip": "no ZIP code that can be read",
    "no_town": "neither a town nor a postal code",
    "no_country": "no country that can be read",
}


def rejected_cells(verdict: Verdict, column: str) -> tuple[str, ...]:
    """What is said of a rejected row, one text for each of `REJECTED_HEADINGS`.

    Args:
        column: What the column of the value is called.
    """
    mark = verdict.mark
    if mark is None:
        return guarded(f"{column}: {_UNREADABLE[verdict.code]}"), "", "", ""
    because = guarded(f"{column}: opted out of {_STOPPED[mark.topic]}")
    return because, mark.reference, mark.received_on.isoformat(), _CHANNELS[mark.channel]
