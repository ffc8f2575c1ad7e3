"""The end of every list that leaves: no request goes round it, and it is on record before it is."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from desktop.errors import AgentError
from desktop.exports.new_files import NewFile, put_all
from desktop.services import scrub_records, suppression
from desktop.services.desk import Desk
from desktop.services.scrub_records import ScrubEntry
from models import card_guard
from models.session import Database

_LONGEST_PURPOSE = 200


@dataclass(frozen=True)
class Settled:
    """A list on record and in its place; the ledger's last row that it honours."""

    scrub_id: uuid.UUID
    opt_outs_to: int


def settle(
    database: Database,
    desk: Desk,
    entry: ScrubEntry,
    files: Sequence[NewFile],
    *,
    sequence: int,
    is_touched: Callable[[Collection[str]], bool],
    replace: bool,
) -> Settled | None:
    """Put a finished list on record and its files in their places.

    Two transactions, in each of which no request can be recorded: the first commits the record, the
    second gives the files their names. So a list that is there is on record, whatever happens; where
    the computer stops between the two, the record stays without its list, which is made again.

    Args:
        sequence: Of the last row of the ledger that the list honours.
        is_touched: Whether values that were stopped meanwhile are in the list.

    Returns:
        None where a request came that the list does not honour: nothing is in its place.

    Raises:
        AgentError, WorldError: as `put_all`; nothing is in its place.
    """
    with database.write() as session:
        scrub_records.hold_requests(session)
        if is_touched(scrub_records.stopped_since(session, desk.store_id, entry.medium, sequence)):
            return None
        sequence = suppression.newest(session, desk.store_id)
        scrub_id = scrub_records.append(session, desk, entry, opt_outs_to=sequence)
    with database.write() as session:
        scrub_records.hold_requests(session)
        if is_touched(scrub_records.stopped_since(session, desk.store_id, entry.medium, sequence)):
            return None
        put_all(files, replace=replace)
    return Settled(scrub_id, sequence)


def check_purpose(purpose: str) -> None:
    """Look at the words for the record before a list is made.

    Raises:
        AgentError: they are too long, or could be a card number.
    """
    if len(purpose.strip()) > _LONGEST_PURPOSE:
        raise AgentError(
            f"Say in at most {_LONGEST_PURPOSE} characters what the list is for.", field="purpose"
        )
    if card_guard.looks_like_card(purpose):
        raise AgentError("This could be a card number; it was not kept.", field="purpose")
