"""What F4 offers: what waits, each kind of it apart, what is to mail, what left, what came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.services.print_room_shapes import PrintCounts, PrintShowing
from models.document import DocumentKind
from ui import labels_print_room
from ui.dialogs.choice_sheet import ChoiceSheet
from ui.labels_print_room import tr
from ui.theme import Theme

SHOWINGS: tuple[PrintShowing, ...] = ("ready", "to_mail", "mailed", "returned")


@dataclass(frozen=True)
class Choice:
    """One line of it."""

    showing: PrintShowing
    kind: DocumentKind | None
    words: str


def choices(
    showing: PrintShowing, kinds: Mapping[DocumentKind, int], counts: PrintCounts
) -> list[Choice]:
    """Every showing; under the one that is shown, each kind that it has, if it has several."""
    known = {"ready": counts.ready + counts.flawed, "to_mail": counts.to_mail}
    made: list[Choice] = []
    for one in SHOWINGS:
        words = labels_print_room.showing(one)
        if one in known:
            words = tr("{what} ({n})").format(what=words, n=f"{known[one]:,}")
        made.append(Choice(one, None, words))
        if one == showing and len(kinds) > 1:
            made += [
                Choice(one, kind, f"    {labels_print_room.kind_word(kind)} ({n:,})")
                for kind, n in sorted(kinds.items(), key=lambda item: item[0].value)
            ]
    return made


def showing_sheet(
    offered: list[Choice], showing: PrintShowing, kind: DocumentKind | None, *, theme: Theme
) -> ChoiceSheet:
    """The sheet that asks; it begins at what is shown."""
    places = [(one.showing, one.kind) for one in offered]
    now = (showing, kind)
    return ChoiceSheet(
        tr("Show in the print room"),
        theme=theme,
        name="print_room_showing",
        words=[one.words for one in offered],
        current=places.index(now) if now in places else 0,
    )
