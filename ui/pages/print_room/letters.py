"""The letters that are shown, and which of them go."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.services.print_room_shapes import (
    Batch,
    Flaw,
    PrintCounts,
    PrintRow,
    PrintShowing,
)
from models.dispatch import DispatchState
from models.document import DocumentKind
from ui import labels_print_room
from ui.labels_print_room import tr
from ui.tables.list_table import ListColumn, ListRow


def columns() -> tuple[ListColumn, ...]:
    """Letter, to, place, pages, state."""
    return (
        ListColumn(tr("Letter")),
        ListColumn(tr("To"), strong=True, stretch=True),
        ListColumn(tr("Place"), tone="muted"),
        ListColumn(tr("Pages"), tone="muted", right=True),
        ListColumn(tr("State")),
    )


@dataclass(frozen=True)
class Found:
    """One reading of the print room.

    Attributes:
        rows: the letters of one showing, as many as a list shows.
        ready: every letter that goes with the next batch unless somebody leaves it out, of which there
            may be more than are shown.
        kinds: how many there are of each kind, shown or not.
        batches: nobody has answered for them; the oldest first.
        has_window: whether the shop's envelopes have one.
    """

    rows: tuple[PrintRow, ...] = ()
    ready: tuple[uuid.UUID, ...] = ()
    kinds: Mapping[DocumentKind, int] = field(default_factory=dict)
    counts: PrintCounts = field(default_factory=lambda: PrintCounts(0, 0, 0, 0))
    batches: tuple[Batch, ...] = ()
    has_window: bool = True


class Letters:
    """What the page knows of its rows between two readings; no widget, no session.

    A letter with a flaw stays behind unless somebody sends it all the same; one without goes unless
    somebody leaves it out. Both are forgotten with a new batch.
    """

    def __init__(self) -> None:
        """Nothing has been read."""
        self.showing: PrintShowing = "ready"
        self.kind: DocumentKind | None = None
        self.sought = ""
        self.found = Found()
        self._rows: dict[uuid.UUID, PrintRow] = {}
        self._has_window = True
        self._other_way: set[uuid.UUID] = set()

    # What there is

    def take(self, found: Found) -> None:
        """What has been read; what somebody said of a letter holds as long as it is there."""
        self.found = found
        self._rows = {row.dispatch_id: row for row in found.rows}
        self._other_way &= self._rows.keys()

    def show(self, showing: PrintShowing, kind: DocumentKind | None) -> None:
        """Others are wanted; what was said of those that were shown is forgotten."""
        self.showing, self.kind, self.sought = showing, kind, ""
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget what was left out or sent along."""
        self._other_way.clear()

    def set_window(self, has_window: bool) -> None:
        """Whether the envelope has one: without it an address that is too long does no harm."""
        if has_window != self._has_window:
            self._has_window = has_window
            long = {row.dispatch_id for row in self._rows.values() if row.flaw is Flaw.ADDRESS}
            self._other_way -= long

    @property
    def rows(self) -> tuple[PrintRow, ...]:
        """What is shown, in the order in which it was read."""
        return self.found.rows

    @property
    def total(self) -> int:
        """How many there are, shown or not."""
        if self.sought:
            return len(self.rows)
        wanted = [n for kind, n in self.found.kinds.items() if self.kind in (None, kind)]
        return max(sum(wanted), len(self.rows))

    def row(self, row_id: str) -> PrintRow | None:
        """The row of an id of the list."""
        return self._rows.get(uuid.UUID(row_id)) if row_id else None

    # Which of them go

    def turn(self, row: PrintRow) -> None:
        """Leave it out, or take it in again; one with a flaw the other way round."""
        self._other_way ^= {row.dispatch_id}

    def is_flawed(self, row: PrintRow) -> bool:
        """Whether something keeps it here unless somebody sends it all the same."""
        if row.state is not DispatchState.QUEUED or row.flaw is Flaw.NONE:
            return False
        return row.flaw is not Flaw.ADDRESS or self._has_window

    def goes(self, row: PrintRow) -> bool:
        """Whether it goes with the batch, or to the mail."""
        return self.is_flawed(row) == (row.dispatch_id in self._other_way)

    def going(self) -> list[uuid.UUID]:
        """All that go, those that the list has no room for too."""
        shown = [row.dispatch_id for row in self.rows if self.goes(row)]
        return shown + [one for one in self.found.ready if one not in self._rows]

    def behind(self) -> list[PrintRow]:
        """All that a flaw keeps, of those that are shown."""
        return [row for row in self.rows if self.is_flawed(row) and not self.goes(row)]

    def line(self, row: PrintRow) -> ListRow:
        """The row as the list shows it."""
        goes, flawed = self.goes(row), self.is_flawed(row)
        word, icon, tone = labels_print_room.state(row, goes=goes, flawed=flawed)
        return ListRow(
            str(row.dispatch_id),
            (labels_print_room.document(row), row.to_name, row.place, str(row.pages), word),
            ((4, icon, tone),),
            faint=not goes and not flawed,
        )
