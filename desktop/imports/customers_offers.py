"""What the marketing columns of a file of customers say: a no stops what reaches whom the row names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from desktop.imports import opt_out_cells, opt_out_dates
from desktop.imports.customers_columns import ACCEPTS, REFUSES
from desktop.imports.customers_rows import FAX, CustomerRow
from desktop.imports.file_cells import says_yes
from desktop.imports.opt_out_dates import When
from desktop.imports.opt_out_rows import Stop
from desktop.services.desk import Desk
from models.addresses_rules import PostalAddress
from models.channels import Medium

_NOT_STOPPED = (
    "It asks for no more offers by a medium that has no value here; the others are stopped."
)
_UNCLEAR = "What it says of offers is neither a yes nor a no; nothing is stopped by it."
_STOPPED = re.compile(
    r"(?:un-?subscribed?|opt(?:ed)?[ _-]?out|do not|don.?t|stop|cleaned|redacted)(?![a-z])",
    re.IGNORECASE,
)
"""A no under any heading."""
_NEVER = re.compile(
    rf"{_STOPPED.pattern}|(?:no|not|never|declined|refused|revoked|withdrawn)(?![a-z])",
    re.IGNORECASE,
)
"""A no to "may we": "never subscribed", "not_subscribed", "no consent"."""
_EVER = re.compile(
    r"(?:subscribed|opt(?:ed)?[ _-]?in|pending|single|double)(?![a-z])", re.IGNORECASE
)
"""A yes, or none yet."""


class OfferReader:
    """Reads the marketing columns of the rows of one file.

    Args:
        at: The columns, from 0, of each kind.
    """

    def __init__(self, at: Mapping[str, Sequence[int]], desk: Desk) -> None:
        self._at, self._desk = at, desk
        self._kinds = [kind for kind in at if kind in ACCEPTS or kind in REFUSES]

    def read(self, row: CustomerRow, cells: Sequence[str], told: list[str]) -> None:
        """Have *row* say what it stops, and *told* what is taken otherwise than it stands there."""
        stopped: dict[Medium, When | None] = {}
        for kind, cell in self._said(cells):
            says, when = says_yes(cell), None
            if says is None:
                says, when = self._says(kind, cell)
            if says is None:
                told.append(_UNCLEAR)
            elif kind in ACCEPTS and not says:
                stopped.setdefault(ACCEPTS[kind], None)
            elif kind in REFUSES and says:
                stopped[REFUSES[kind]] = when or stopped.get(REFUSES[kind])
        if not stopped:
            return
        row.since = next((when for when in stopped.values() if when is not None), None)
        stops = [stop for medium in stopped for stop in _stops(row, medium)]
        row.stops = tuple(dict.fromkeys(stops))
        if {stop.medium for stop in row.stops} != set(stopped):
            told.append(_NOT_STOPPED)

    def _said(self, cells: Sequence[str]) -> Iterator[tuple[str, str]]:
        """What each marketing column says, where it says anything."""
        for kind in self._kinds:
            for at in self._at[kind]:
                cell = cells[at].strip() if at < len(cells) else ""
                if cell:
                    yield kind, cell

    def _says(self, kind: str, cell: str) -> tuple[bool | None, When | None]:
        """Whether a marketing cell says yes, in a store's words or with the day of a no."""
        if kind in REFUSES:
            when = opt_out_dates.read(cell, self._desk.country, self._desk.time_zone)
            says = when is not None or _STOPPED.match(cell) is not None
            return says or (False if _EVER.match(cell) else None), when
        return False if _NEVER.match(cell) else True if _EVER.match(cell) else None, None


def _stops(row: CustomerRow, medium: Medium) -> Iterable[Stop]:
    """What a medium is stopped at: every value of the row that it reaches."""
    if medium is Medium.POST:
        values = [
            value
            for place in row.places
            for value in opt_out_cells.address(PostalAddress(*place.kept), row.written_name)
        ]
    else:
        is_fax = any(contact.kind == FAX for contact in row.contacts)
        values = [
            value
            for contact in row.contacts
            if not (is_fax and medium is Medium.FAX and contact.kind != FAX)
            for value in opt_out_cells.numbers_and_emails(
                contact.normalised, "", is_fax=contact.kind == FAX
            )
        ]
    for value in values:
        if medium in value.possible and value.may_be_kept:
            yield Stop(medium, value.key, value.person, value.scope)
