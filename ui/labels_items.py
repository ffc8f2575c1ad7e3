"""What a list of items says of one."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from desktop.services.catalogue import Item
from ui import labels
from ui.labels import tr


def item_name(item: Item, currency: str) -> str:
    """Its name, and that it is on sale: what it costs otherwise, and until when."""
    if item.price_minor >= item.usual_minor:
        return item.name
    usual = labels.money(item.usual_minor, currency)
    if item.sale_until is None:
        return tr("{name}, on sale, else {price}").format(name=item.name, price=usual)
    month = QLocale().monthName(item.sale_until.month, QLocale.FormatType.ShortFormat)
    return tr("{name}, on sale until {day}, else {price}").format(
        name=item.name, day=f"{item.sale_until.day} {month}", price=usual
    )
