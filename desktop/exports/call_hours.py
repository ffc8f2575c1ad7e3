"""When a number may be called: 8:00 to 21:00 where it is (47 CFR 64.1200(c)), as moments in UTC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from models import phone_numbers, time_zones
from models.limits import CALLS_FROM_HOUR, CALLS_TO_HOUR

_NANP_EXCHANGE = len("+1909568")
"""Every number of one exchange of North America has the same zones."""
_DAYS_AHEAD = 3


@dataclass(frozen=True, slots=True)
class CallWindow:
    """From when and until when, UTC."""

    opens: datetime
    closes: datetime


class CallHours:
    """The window of a day's list for each number; remembers what it worked out.

    Args:
        now: The moment from which windows count: the one that is open, or else the next.
    """

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)
        self._windows: dict[tuple[str, ...], CallWindow | None] = {}
        self._exchanges: dict[str, tuple[str, ...]] = {}

    def window(self, numbers: Sequence[str]) -> CallWindow | None:
        """When every one of these numbers may be called; None where no hour is right for all.

        A row with two numbers has the hours of both. A number that may be in several zones has the
        hours that are right in all of them; one of North America that tells no zone may be anywhere
        in the United States.
        """
        zones = self._zones_of(numbers[0])
        if len(numbers) > 1:
            zones = tuple(sorted({zone for each in numbers for zone in self._zones_of(each)}))
        try:
            return self._windows[zones]
        except KeyError:
            return self._windows.setdefault(zones, next_window(zones, self._now))

    def _zones_of(self, e164: str) -> tuple[str, ...]:
        if not e164.startswith("+1"):
            return zones_of(e164)
        exchange = e164[:_NANP_EXCHANGE]
        try:
            return self._exchanges[exchange]
        except KeyError:
            return self._exchanges.setdefault(exchange, zones_of(e164))


def zones_of(e164: str) -> tuple[str, ...]:
    """Every zone in which the number may be."""
    zones = phone_numbers.time_zones_of(e164)
    if zones:
        return zones
    if e164.startswith("+1"):
        return time_zones.zones_of_united_states()
    return phone_numbers.country_zones_of(e164)


def next_window(zones: Sequence[str], now: datetime) -> CallWindow | None:
    """The first span of time, open or to come, in which it is calling time in all of *zones*."""
    known = [zone for zone in map(_zone, zones) if zone is not None]
    if len(known) < len(zones) or not known:
        return None
    shared = _windows(known[0], now)
    for zone in known[1:]:
        shared = [
            CallWindow(max(one.opens, other.opens), min(one.closes, other.closes))
            for one in shared
            for other in _windows(zone, now)
            if max(one.opens, other.opens) < min(one.closes, other.closes)
        ]
    return next((window for window in shared if window.closes > now), None)


def _windows(zone: ZoneInfo, now: datetime) -> list[CallWindow]:
    """The calling times of the days around *now* in one zone."""
    today = now.astimezone(zone).date()
    days = (today + timedelta(days=ahead) for ahead in range(-1, _DAYS_AHEAD))
    return [
        CallWindow(_moment(day, CALLS_FROM_HOUR, zone), _moment(day, CALLS_TO_HOUR, zone))
        for day in days
    ]


def _moment(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
