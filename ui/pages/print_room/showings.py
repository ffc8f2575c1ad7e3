"""What F4 offers: what waits, each kind of it apart, what is to mail, what left, what came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.services.print_room_shapes import PrintCounts, PrintShowing
from models.document import DocumentKind
from ui import labels_print_room
from ui.labels_print_room import tr

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
