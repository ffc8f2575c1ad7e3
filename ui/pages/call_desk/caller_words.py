"""What is said of a caller: the number, where it is, what the time is there, since when we know them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from desktop.services.callers import NumberFacts, hours_apart
from desktop.services.customers import CustomerView


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("CallerWords", text)


def number(customer: CustomerView | None, facts: NumberFacts | None) -> str:
    """The number that calls, else the one on file, with its extension."""
    phone = customer.phone if customer else None
    if facts is None:
        return phone.shown if phone else ""
    if facts.extension:
        return tr("{number} x{extension}").format(number=facts.shown, extension=facts.extension)
    return facts.shown


def place(facts: NumberFacts | None) -> str:
    """Where the number is, and what kind of line."""
    return ", ".join(part for part in (facts.region, facts.kind) if part) if facts else ""


def since(customer: CustomerView | None, zone: str) -> str:
    """Since which year they are on file, in the shop's time zone *zone*."""
    if customer is None:
        return ""
    year = customer.since.astimezone(ZoneInfo(zone)).year
    return tr("Customer since {year}").format(year=year)


def time_there(now: datetime, zone: str, home: str, *, brief: bool) -> str:
    """What the time is in *zone*, and how far that is from *home*; *brief*: only where it differs."""
    there = now.astimezone(ZoneInfo(zone)).strftime("%I:%M %p").lstrip("0")
    apart = hours_apart(now, zone, home)
    if brief:
        return tr("{time} there").format(time=there) if apart else ""
    if not apart:
        return tr("{time} there, as here").format(time=there)
    hours = f"{abs(apart):g}"
    if apart < 0:
        return tr("{time} there, {hours} h behind us").format(time=there, hours=hours)
    return tr("{time} there, {hours} h ahead of us").format(time=there, hours=hours)
