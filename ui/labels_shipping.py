"""Words for what is packed, sent and short: codes and states in, words out."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.services.order_shapes import LineView, OrderView
from models.order import BackorderChoice
from ui import labels


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("ShippingLabels", text)


def shortage(line: LineView) -> str:
    """What of a line is not here: "3 of 5 now, 2 by Dec 9"; "" where all of it is."""
    if line.later_by is None or not line.short:
        return ""
    day, here = _day(line.later_by), line.available or 0
    if not here:
        return tr("All by {day}").format(day=day)
    return tr("{here} of {all} now, {rest} by {day}").format(
        here=here, all=line.quantity, rest=line.quantity - here, day=day
    )


def _day(day: date) -> str:
    """Return 9 Dec: beside a line there is no room for the weekday."""
    month = QLocale().monthName(day.month, QLocale.FormatType.ShortFormat)
    return f"{day.day} {month}"


def backorder_choice(choice: BackorderChoice) -> str:
    """What may be done with an order that is not whole in stock."""
    return {
        BackorderChoice.SPLIT: tr("Here now, rest later"),
        BackorderChoice.HOLD: tr("Everything together"),
    }[choice]


def shortage_to_say(view: OrderView | None) -> str:
    """What the caller is told of what is short, and the question; "" where nothing is."""
    short = [line for line in view.lines if line.later_by and line.short] if view else []
    if not short or view is None:
        return ""
    said = [tr("Of {name}, {words}.").format(name=line.name, words=_spoken(line)) for line in short]
    latest = max(line.later_by for line in short if line.later_by)
    if view.backorder_choice is BackorderChoice.HOLD:
        said.append(
            tr("We send everything together by {day}.").format(day=labels.short_date(latest))
        )
    else:
        said.append(tr("Shall we send what is here now, and the rest later?"))
    return " ".join(said)


def _spoken(line: LineView) -> str:
    day = labels.short_date(line.later_by) if line.later_by else ""
    here = line.available or 0
    if not here:
        return tr("none is here now; it leaves by {day}").format(day=day)
    return tr("{here} leave now and {rest} by {day}").format(
        here=here, rest=line.quantity - here, day=day
    )
