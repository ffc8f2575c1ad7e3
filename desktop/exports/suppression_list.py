"""The list of what is suppressed, for a partner: no value of it can be read, each can be recognised.

HMAC-SHA-256 with the partner's own key: a plain hash of a telephone number is undone in minutes, and
with one key for all two partners could compare their lists. `resources/guides/suppression-lists.md`
tells partners how each value is written before it is hashed.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.errors import AgentError, WorldError
from desktop.exports.new_files import NewFile, check_places
from desktop.exports.partner_keys import key_of
from desktop.exports.settling import check_purpose, settle
from desktop.services import scrub_records, suppression
from desktop.services.desk import Desk
from desktop.services.partners import PartnerView
from desktop.services.scrub_records import ScrubEntry
from desktop.services.suppression import SuppressionBook
from models.channels import Medium
from models.opt_out import ScrubKind, Topic
from models.session import Database

ANYBODY: Final = "*"
_LINE_END: Final = "\r\n"
_MOST_TRIES: Final = 4
_NUMBER: Final = "number in E.164: +19095682800"
HEADINGS: Mapping[Medium, str] = {
    Medium.CALL: f"call; HMAC-SHA-256 in hex; {_NUMBER}",
    Medium.TEXT: f"text; HMAC-SHA-256 in hex; {_NUMBER}",
    Medium.FAX: f"fax; HMAC-SHA-256 in hex; {_NUMBER}",
    Medium.EMAIL: "email; HMAC-SHA-256 in hex; lower case with the domain in ASCII, or @domain",
    Medium.POST: "post; HMAC-SHA-256 in hex; standard address alone, with |person, or with |*",
}
"""The first line of a list: the medium, and how a value is written before it is hashed."""


@dataclass(frozen=True)
class Release:
    """A list that was given out."""

    partner: PartnerView
    medium: Medium
    values: int
    sha256: str
    opt_outs_to: int


def hashed(key: bytes, value: str) -> str:
    """One normalised value as it stands in a partner's list."""
    return hmac.digest(key, value.encode(), "sha256").hex()


def release(
    database: Database,
    desk: Desk,
    partner: PartnerView,
    medium: Medium,
    out: Path,
    *,
    signed_in: bool,
    purpose: str = "",
    replace: bool = False,
) -> Release:
    """Write the list of *medium* for a partner, on record. What may not be passed on is in it too.

    Raises:
        AgentError: there is a file of that name; the partner has ended; *purpose* is too long.
        WorldError: the key or the file cannot be had; or requests came faster than the list.
    """
    if partner.ended_at is not None:
        raise AgentError("This partner has ended and gets no more lists.", field="name")
    check_purpose(purpose)
    check_places((out,), sources=(), replace=replace)
    key = key_of(desk, partner)
    for _try in range(_MOST_TRIES):
        with database.read() as session:
            book = suppression.load(session, desk.store_id, medium)
        lines = sorted({hashed(key, value) for value in _values(book)})
        with ExitStack() as stack:
            file = NewFile(out)
            stack.callback(file.discard)
            file.write(
                "".join(f"{line}{_LINE_END}" for line in (HEADINGS[medium], *lines)).encode()
            )
            file.finish()
            entry = ScrubEntry(
                kind=ScrubKind.RELEASE,
                medium=medium,
                topic=Topic.ALL,
                purpose=purpose.strip(),
                list_name=out.name,
                list_sha256=file.sha256,
                out_sha256=file.sha256,
                rows=len(lines),
                allowed=len(lines),
                account=scrub_records.computer_account(),
                signed_in=signed_in,
                partner_id=partner.id,
            )
            settled = settle(
                database, desk, entry, (file,), sequence=book.sequence, is_touched=bool,
                replace=replace,
            )  # fmt: skip
        if settled is not None:
            return Release(partner, medium, len(lines), file.sha256, settled.opt_outs_to)
    raise WorldError("Requests kept coming that this list did not hold yet. Try again.")


def _values(book: SuppressionBook) -> Iterator[str]:
    """Every value that is stopped, for marketing or for passing on.

    By post with the person who asked, and with a star for mail there that names nobody.
    """
    book.wanted = suppression.bits_of(Topic.ALL)
    for key in book.suppressed_keys():
        for person in book.persons(key):
            if book.bits_at(key, person):
                yield f"{key}|{person}" if person else key
                if person:
                    yield f"{key}|{ANYBODY}"
