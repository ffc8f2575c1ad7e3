"""The report on opt-outs in words: its table, its bars, and what the bars say to who cannot see them."""

from __future__ import annotations

from datetime import date, timedelta

from desktop.services.opt_out_report import OptOutFigures, OptOutReport, TakenIn
from models.channels import Channel
from ui import labels_opt_out_lists, labels_opt_outs
from ui.labels_opt_out_lists import tr
from ui.tables.list_table import ListColumn, ListRow

SPANS = ("month", "month_before", "year", "own")
"""Over which days, by their names in code; the first is shown first."""
_MOST_NAMED = 6


def span(value: str) -> str:
    """Over which days."""
    return {
        "month": tr("This month"),
        "month_before": tr("Last month"),
        "year": tr("The last 12 months"),
        "own": tr("Other days"),
    }[value]


def days_of(value: str, today: date) -> tuple[date, date]:
    """First and last day of a span; of one's own days, those of this month to begin with."""
    first = today.replace(day=1)
    if value == "month_before":
        last = first - timedelta(days=1)
        return last.replace(day=1), last
    if value == "year":
        month = today.month % 12 + 1
        return date(today.year if month == 1 else today.year - 1, month, 1), today
    return first, today


def columns() -> tuple[ListColumn, ...]:
    """Of the table."""
    return (
        ListColumn(tr("Opt-outs"), strong=True, stretch=True),
        ListColumn(tr("Taken"), right=True),
        ListColumn(tr("In force"), right=True),
        ListColumn(tr("Waiting"), right=True),
        ListColumn(tr("Closed"), right=True),
        ListColumn(tr("Late"), right=True),
        ListColumn(tr("Confirmed"), right=True),
        ListColumn(tr("To confirm"), right=True),
        ListColumn(tr("Wanted again"), right=True),
    )


def rows(made: OptOutReport) -> list[ListRow]:
    """In all, by how they reached us, by what they stop."""
    found = [_row("all", tr("In all"), made.total)]
    for channel, figures in made.by_channel.items():
        words = tr("Reached us {how}").format(how=labels_opt_outs.by_channel(channel))
        found.append(_row(f"channel_{channel.value}", words, figures))
    for medium, figures in made.by_medium.items():
        words = tr("About {medium}").format(medium=labels_opt_outs.media((medium,)))
        found.append(_row(f"medium_{medium.value}", words, figures))
    return found


def _row(row_id: str, words: str, figures: OptOutFigures) -> ListRow:
    counts = (
        figures.taken, figures.effective, figures.pending, figures.closed, figures.late,
        figures.confirmed, figures.to_confirm, figures.withdrawn,
    )  # fmt: skip
    marks = ((5, "warning-fill", "bad_text"),) if figures.late else ()
    return ListRow(row_id, (words, *(f"{count:,}" for count in counts)), marks)


def late(made: OptOutReport) -> tuple[str, str, str]:
    """Whether any was late: kind, title, text."""
    text = time(made)
    if not made.late:
        return "ok", tr("None was late."), text
    named = ", ".join(made.late[:_MOST_NAMED])
    if len(made.late) > _MOST_NAMED:
        named = tr("{references} and {n} more").format(
            references=named, n=len(made.late) - _MOST_NAMED
        )
    one = tr("1 was late: {references}.")
    many = tr("{n} were late: {references}.")
    title = (one if len(made.late) == 1 else many).format(n=len(made.late), references=named)
    return "bad", title, text


def time(made: OptOutReport) -> str:
    """How long it took from receipt to effect."""
    if made.median is None or made.longest is None:
        return tr("None came into force in these days.")
    words = tr("From receipt to effect: half were {median}, the slowest was {longest}.")
    return words.format(
        median=labels_opt_outs.done_in(made.median), longest=labels_opt_outs.done_in(made.longest)
    )


def lists(made: OptOutReport) -> str:
    """Lists that were brought in; their rows have their own dates and are counted apart."""
    told = [
        tr("{reference}: {name}, {rows}").format(
            reference=read.reference, name=read.name,
            rows=labels_opt_out_lists.values(read.lines),
        )
        for read in made.lists
    ]  # fmt: skip
    return (
        tr("Lists brought in, not counted here: {lists}.").format(lists="; ".join(told))
        if told
        else ""
    )


def labels(made: OptOutReport) -> list[str]:
    """Under the bars: the day, or the first day of the week."""
    return [labels_opt_outs.near_day(taken.first, made.last) for taken in made.by_day]


def heights(made: OptOutReport) -> list[tuple[str, tuple[int, ...]]]:
    """One kind of bar for each way in which they reached us."""
    return [
        (
            labels_opt_outs.channel(channel)[0],
            tuple(taken.by_channel.get(channel, 0) for taken in made.by_day),
        )
        for channel in Channel
    ]


def said(made: OptOutReport) -> str:
    """What the bars show, in a sentence or two."""
    words = tr("Opt-outs taken from {first} to {last}: {taken}.").format(
        first=labels_opt_outs.day(made.first), last=labels_opt_outs.day(made.last),
        taken=made.total.taken,
    )  # fmt: skip
    if not made.total.taken:
        return words
    parts = [
        tr("{how} {n}").format(how=labels_opt_outs.by_channel(channel), n=figures.taken)
        for channel, figures in made.by_channel.items()
        if figures.taken
    ]
    most = max(made.by_day, key=lambda taken: taken.taken)
    peak = tr("Most {when}: {n}.").format(when=_when(most), n=most.taken)
    joined = ", ".join(parts)
    return f"{words} {joined[:1].upper()}{joined[1:]}. {peak}"


def _when(taken: TakenIn) -> str:
    day = labels_opt_outs.day(taken.first)
    if taken.first == taken.last:
        return tr("on {day}").format(day=day)
    return tr("in the week of {day}").format(day=day)
