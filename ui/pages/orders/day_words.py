"""Days as people type them into a filter."""

from __future__ import annotations

import re
from datetime import date, timedelta

from PySide6.QtCore import QLocale

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SLASH = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{2}|\d{4}))?")
_NAMED = re.compile(r"(?:(\d{1,2})\.? ?([^\W\d]{3,})|([^\W\d]{3,}) (\d{1,2})),?(?: (\d{4}))?")
_AGO = re.compile(r"-(\d{1,4})")


def parse_day(
    typed: str, today: date, *, day_first: bool = False, ahead: bool = False
) -> date | None:
    """The day that was typed, or None where it is none.

    ``2026-11-30``, ``11/30``, ``11/30/26``, ``30 Nov``, ``Nov 30 2025``, ``today``, ``yesterday``,
    ``-7`` (a week ago). Without a year it is the last such day that was; *ahead*: the next that comes.
    """
    text = " ".join(typed.casefold().split())
    if text in ("today", "0"):
        return today
    if text == "yesterday":
        return today - timedelta(days=1)
    if (ago := _AGO.fullmatch(text)) is not None:
        return today - timedelta(days=int(ago[1]))
    if (iso := _ISO.fullmatch(text)) is not None:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if (slash := _SLASH.fullmatch(text)) is not None:
        first, second = int(slash[1]), int(slash[2])
        month, day = (second, first) if day_first else (first, second)
        return _with_year(month, day, slash[3], today, ahead=ahead)
    if (named := _NAMED.fullmatch(text)) is not None:
        found = _month(named[2] or named[3])
        day = int(named[1] or named[4])
        return None if found is None else _with_year(found, day, named[5], today, ahead=ahead)
    return None


def _with_year(month: int, day: int, year: str | None, today: date, *, ahead: bool) -> date | None:
    if year is not None:
        number = int(year)
        return _day(number + 2000 if number < 100 else number, month, day)
    this = _day(today.year, month, day)
    if this is not None and (this >= today if ahead else this <= today):
        return this
    return _day(today.year + (1 if ahead else -1), month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(word: str) -> int | None:
    """The month whose name begins so, in the agent's language or in English."""
    for locale in (QLocale(), QLocale(QLocale.Language.English)):
        for month in range(1, 13):
            if locale.monthName(month, QLocale.FormatType.LongFormat).casefold().startswith(word):
                return month
    return None
