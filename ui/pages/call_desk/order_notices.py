"""What the desk says of an order beside the money: the hold to come, and a second order alike."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.services.order_views import OrderView
from ui import labels
from ui.labels import tr


@dataclass(frozen=True)
class Notice:
    """A title, a text, and what to say to the caller; all empty where there is nothing to say."""

    title: str = ""
    text: str = ""
    say: str = ""

    @property
    def line(self) -> str:
        """Title and text as one line."""
        return tr("{title}: {text}").format(title=self.title, text=self.text) if self.title else ""


def hold_notice(view: OrderView | None) -> Notice:
    """That the draft will be held once it is placed, and why."""
    kinds = list(dict.fromkeys(hold.kind for hold in view.holds)) if view else []
    if not kinds:
        return Notice()
    return Notice(
        tr("Will be held for verification"),
        " ".join(labels.hold_reason(kind) for kind in kinds),
        labels.hold_say(kinds),
    )


def similar_notice(view: OrderView | None, *, zone: str) -> Notice:
    """That the same items were ordered within the last 24 hours."""
    similar = view.similar if view else ()
    if not similar:
        return Notice()
    other = similar[0]
    words = tr("At {time}, {total}. Ask whether a second one is wanted.")
    return Notice(
        tr("The same items were ordered within 24 hours: {number}").format(
            number=other.shown_number
        ),
        words.format(
            time=labels.clock_time(other.at, zone),
            total=labels.money(other.total_minor, other.currency, symbol=True),
        ),
        tr("I see an order of yours with the same items. Do you want it once more?"),
    )
