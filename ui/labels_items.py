"""What a list of items says of one that is on sale."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.services.catalogue import Item
from ui import labels


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("ItemLabels", text)


def was(item: Item, currency: str) -> str:
    """What it costs otherwise; "" where it is not on sale."""
    if item.price_minor >= item.usual_minor:
        return ""
    return tr("was {price}").format(price=labels.money(item.usual_minor, currency))


def sale_note(item: Item) -> str:
    """That it is on sale, and until when; "" where it is not."""
    if item.price_minor >= item.usual_minor:
        return ""
    if item.sale_until is None:
        return tr("On sale.")
    return tr("On sale until {day}.").format(day=short_day(item.sale_until))


def short_day(value: date) -> str:
    """Return 30 Nov, in the agent's language."""
    return f"{value.day} {QLocale().monthName(value.month, QLocale.FormatType.ShortFormat)}"
