"""What the supervisor sees of opt-outs: how many came, by which way, and whether any was late."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.exports.csv_file import csv_bytes
from desktop.services import opt_out_views
from desktop.services.desk import Desk, Refused
from desktop.services.opt_out_shapes import MEDIA, ConfirmState, OptOutView
from models.channels import Channel, Medium
from models.opt_out import OptOut, OptOutKind, RequestState

MOST_DAYS = 62
"""A longer period is told by weeks."""
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_HEADINGS = (
    "of", "name", "taken", "effective", "pending", "closed", "late", "confirmed",
    "to confirm", "withdrawn", "median hours", "longest hours", "lines",
)  # fmt: skip


@dataclass(frozen=True)
class OptOutFigures:
    """How many requests of a period.

    Attributes:
        taken: Opt-outs that reached us: those effective, pending and closed.
        effective: In force.
        pending: They wait for a person; the clock runs.
        closed: Nothing in them could be recorded.
        late: In force after their latest day, or waiting past it. There should be none.
        confirmed: Their confirmation has left.
        to_confirm: A confirmation is wanted and has not left yet.
        withdrawn: Withdrawals that reached us; they are none of those taken.
    """

    taken: int = 0
    effective: int = 0
    pending: int = 0
    closed: int = 0
    late: int = 0
    confirmed: int = 0
    to_confirm: int = 0
    withdrawn: int = 0


@dataclass(frozen=True)
class TakenIn:
    """How many were taken in some days, for the plot."""

    first: date
    last: date
    by_channel: Mapping[Channel, int]

    @property
    def taken(self) -> int:
        """All of them."""
        return sum(self.by_channel.values())


@dataclass(frozen=True)
class ListRead:
    """A list that was imported in the period; its rows have their own dates and are not counted."""

    reference: str
    name: str
    read_on: date
    by_medium: Mapping[Medium, int]
    """Lines of the ledger."""

    @property
    def lines(self) -> int:
        """All of them."""
        return sum(self.by_medium.values())


@dataclass(frozen=True)
class OptOutReport:
    """The requests that reached us in a period, on the shop's calendar.

    Attributes:
        by_channel: Each request once.
        by_medium: Each request under every medium that it names.
        median: From receipt to effect; None where nothing came into force. What was received on an
            earlier day counts whole days.
        longest: The same, of the one that took longest.
        late: References of those that were, or are.
        by_day: Without a gap; by weeks from `MOST_DAYS` on.
        lists: Imported lists, told apart.
    """

    first: date
    last: date
    total: OptOutFigures
    by_channel: Mapping[Channel, OptOutFigures]
    by_medium: Mapping[Medium, OptOutFigures]
    median: timedelta | None
    longest: timedelta | None
    late: tuple[str, ...]
    by_day: tuple[TakenIn, ...]
    lists: tuple[ListRead, ...]


def report(session: Session, desk: Desk, first: date, last: date) -> OptOutReport:
    """Count the requests received from *first* to *last*, both included.

    Raises:
        Refused: `backwards` with the field `last`: it lies before *first*.
    """
    if last < first:
        raise Refused("backwards", field="last")
    seen = tuple(opt_out_views.received_between(session, desk, first, last))
    single = tuple(view for view in seen if not view.source)
    waits = [
        view.done_in
        for view in single
        if view.kind is OptOutKind.OPT_OUT and view.done_in is not None
    ]
    return OptOutReport(
        first=first,
        last=last,
        total=_figures(desk, single),
        by_channel={
            channel: _figures(desk, (view for view in single if view.channel is channel))
            for channel in Channel
        },
        by_medium={
            medium: _figures(desk, (view for view in single if medium in view.media))
            for medium in MEDIA
        },
        median=_median(waits),
        longest=max(waits, default=None),
        late=tuple(view.reference for view in single if _is_late(desk, view)),
        by_day=tuple(_by_day(single, first, last)),
        lists=tuple(_list(session, view) for view in seen if view.source),
    )


def to_csv(made: OptOutReport) -> bytes:
    """The report as a table, UTF-8: in all, by channel, by medium, by day, and the lists."""
    return csv_bytes(_HEADINGS, _table(made), encoding="utf-8-sig")


def _figures(desk: Desk, views: Iterable[OptOutView]) -> OptOutFigures:
    every = tuple(views)
    asked = tuple(view for view in every if view.kind is OptOutKind.OPT_OUT)

    def count(test: Callable[[OptOutView], bool]) -> int:
        return sum(map(test, asked))

    wanted = (ConfirmState.TO_MAKE, ConfirmState.ON_ITS_WAY, ConfirmState.TROUBLE)
    recorded = RequestState.RECORDED
    return OptOutFigures(
        taken=len(asked),
        effective=count(lambda view: view.state is recorded),
        pending=count(lambda view: view.state is RequestState.PENDING),
        closed=count(lambda view: view.state is RequestState.CLOSED),
        late=count(lambda view: _is_late(desk, view)),
        confirmed=count(lambda view: view.confirm_state is ConfirmState.DONE),
        to_confirm=count(lambda view: view.state is recorded and view.confirm_state in wanted),
        withdrawn=len(every) - len(asked),
    )


def _median(waits: Sequence[timedelta]) -> timedelta | None:
    if not waits:
        return None
    return timedelta(seconds=statistics.median(wait.total_seconds() for wait in waits))


def _is_late(desk: Desk, view: OptOutView) -> bool:
    if view.kind is not OptOutKind.OPT_OUT:
        return False
    if view.effective_at is None:
        return view.is_late
    return view.effective_at.astimezone(ZoneInfo(desk.time_zone)).date() > view.due_on


def _by_day(views: Sequence[OptOutView], first: date, last: date) -> Iterator[TakenIn]:
    """Every day, or every week beginning on the weekday of *first*."""
    step = _DAY if (last - first).days < MOST_DAYS else _WEEK
    counts: Counter[tuple[int, Channel]] = Counter(
        ((view.received_on - first) // step, view.channel)
        for view in views
        if view.kind is OptOutKind.OPT_OUT
    )
    for place in range((last - first) // step + 1):
        begins = first + place * step
        ends = min(begins + step - _DAY, last)
        yield TakenIn(begins, ends, {channel: counts[place, channel] for channel in Channel})


def _list(session: Session, view: OptOutView) -> ListRead:
    counted = session.execute(
        select(OptOut.medium, func.count())
        .where(OptOut.request_id == view.id)
        .group_by(OptOut.medium)
    )
    by_medium = {row[0]: row[1] for row in counted}
    return ListRead(
        reference=view.reference,
        name=view.source,
        read_on=view.received_on,
        by_medium={medium: by_medium.get(medium, 0) for medium in MEDIA},
    )


def _table(made: OptOutReport) -> Iterator[Sequence[str]]:
    times = (_hours(made.median), _hours(made.longest), "")
    yield ("all", f"{made.first} to {made.last}", *_cells(made.total), *times)
    for channel, figures in made.by_channel.items():
        yield ("channel", channel.value, *_cells(figures), "", "", "")
    for medium, figures in made.by_medium.items():
        yield ("medium", medium.value, *_cells(figures), "", "", "")
    blank = [""] * (len(_HEADINGS) - 3)
    for taken in made.by_day:
        is_day = taken.first == taken.last
        name = f"{taken.first}" if is_day else f"{taken.first} to {taken.last}"
        yield ("day" if is_day else "week", name, str(taken.taken), *blank)
    for read in made.lists:
        name = f"{read.reference} {read.name} {read.read_on}"
        yield ("list", name, "", *blank[:-1], str(read.lines))


def _cells(figures: OptOutFigures) -> tuple[str, ...]:
    return tuple(
        str(count)
        for count in (
            figures.taken, figures.effective, figures.pending, figures.closed, figures.late,
            figures.confirmed, figures.to_confirm, figures.withdrawn,
        )
    )  # fmt: skip


def _hours(taken: timedelta | None) -> str:
    return "" if taken is None else f"{taken / _HOUR:.2f}"
