"""What a medium's row shows, worked out before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.services.opt_out_shapes import MEDIA, OptOutWho, Standing, ValueStanding
from desktop.services.opt_out_values import one_line
from models.channels import Medium
from models.opt_out import TOPICS, OptOutKind, Topic
from ui import labels_opt_outs
from ui.labels_opt_outs import tr

_MARKETING = frozenset(TOPICS) - {Topic.SHARING}


@dataclass
class Wanted:
    """What was ticked so far.

    Attributes:
        everything: All five by one key: what is not known now is stopped once it is.
    """

    kind: OptOutKind = OptOutKind.OPT_OUT
    everything: bool = False
    media: set[Medium] = field(default_factory=set)
    topics: frozenset[Topic] = frozenset({Topic.ALL})

    def toggle(self, medium: Medium) -> None:
        """Tick one, or take its tick away; then it is no longer everything."""
        chosen = set(MEDIA) if self.everything else self.media
        self.everything, self.media = False, chosen ^ {medium}

    def toggle_all(self) -> None:
        """Tick everything, or nothing."""
        self.everything, self.media = not self.everything, set()

    def is_ticked(self, medium: Medium) -> bool:
        """Whether it was ticked here."""
        return self.everything or medium in self.media


@dataclass(frozen=True)
class RowState:
    """One row.

    Attributes:
        caption: The values, or why there is nothing to tick.
        locked: It cannot be ticked or unticked here: stopped already, or nothing to allow again.
        ticked: Whether the box is shown so.
        needs_value: It is ticked, and there is no value to stop: one can be typed.
    """

    caption: str
    ticked: bool
    locked: bool
    needs_value: bool


def row_state(
    medium: Medium, wanted: Wanted, who: OptOutWho, standing: Standing | None
) -> RowState:
    """How the row of *medium* looks; *standing* is None until it has been read."""
    values = standing.of(medium) if standing is not None else ()
    stopped = _are_stopped(values, wanted.topics)
    ticked, known = wanted.is_ticked(medium), values_of(medium, who, values)
    if wanted.kind is OptOutKind.WITHDRAWAL:
        if standing is not None and not any(value.topics for value in values):
            return RowState(tr("Nothing is stopped"), ticked=False, locked=True, needs_value=False)
        return RowState(_since(values, known), ticked=ticked, locked=False, needs_value=False)
    if stopped:
        return RowState(_already(values), ticked=True, locked=True, needs_value=False)
    if known:
        part = any(value.topics for value in values)
        words = tr("{values}; in part already").format(values=known) if part else known
        return RowState(words, ticked=ticked, locked=False, needs_value=False)
    caption = _none_known(medium, who, everything=wanted.everything)
    needs = ticked and not wanted.everything
    return RowState(caption, ticked=ticked, locked=False, needs_value=needs)


def values_of(medium: Medium, who: OptOutWho, values: tuple[ValueStanding, ...] = ()) -> str:
    """The values of a medium in one line: as the records have them, else as they were given."""
    shown = [value.shown for value in values]
    if not shown:
        shown = list(
            {
                Medium.CALL: who.phones,
                Medium.TEXT: who.phones,
                Medium.FAX: who.faxes,
                Medium.EMAIL: who.emails,
                Medium.POST: (one_line(who.address),) if has_place(who) and who.address else (),
            }[medium]
        )
    if len(shown) > 2:
        return tr("{first} and {more} more").format(first=shown[0], more=len(shown) - 1)
    return "; ".join(shown)


def has_place(who: OptOutWho) -> bool:
    """Whether there is an address that a letter could go to."""
    place = who.address
    return place is not None and bool(place.line1.strip() or place.line2.strip())


def _are_stopped(values: tuple[ValueStanding, ...], topics: frozenset[Topic]) -> bool:
    need = _MARKETING if Topic.ALL in topics or not topics else topics
    return bool(values) and all(need <= value.topics for value in values)


def _already(values: tuple[ValueStanding, ...]) -> str:
    last = max((value for value in values if value.since), key=_day, default=None)
    if last is None or last.since is None or last.channel is None:
        return tr("Already opted out")
    return tr("Already opted out, {how}, {day}").format(
        how=labels_opt_outs.by_channel(last.channel), day=labels_opt_outs.day(last.since)
    )


def _since(values: tuple[ValueStanding, ...], known: str) -> str:
    last = max((value for value in values if value.since), key=_day, default=None)
    if last is None or last.since is None:
        return known
    return tr("Since {day}: {values}").format(day=labels_opt_outs.day(last.since), values=known)


def _day(value: ValueStanding) -> int:
    return value.since.toordinal() if value.since is not None else 0


def _none_known(medium: Medium, who: OptOutWho, *, everything: bool) -> str:
    if everything:
        if who.customer_id is not None:
            return tr("None on file. What they give us later is stopped too")
        return tr("None known, so it is left out")
    where = tr("None on file.") if who.customer_id is not None else tr("None known.")
    what = {
        Medium.CALL: tr("Type a number to stop it"),
        Medium.TEXT: tr("Type a number to stop it"),
        Medium.FAX: tr("Type a number to stop it"),
        Medium.EMAIL: tr("Type an address to stop it"),
        Medium.POST: tr("Type an address to stop it"),
    }[medium]
    return f"{where} {what}"
