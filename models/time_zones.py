"""What time it is where a caller is, and how far that is from the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_EASTERN, _CENTRAL = "America/New_York", "America/Chicago"
_MOUNTAIN, _PACIFIC = "America/Denver", "America/Los_Angeles"

# 49 CFR 71: the zones of each state, the one where most people live first.
_OF_STATES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        [
            "CT",
            "DC",
            "DE",
            "GA",
            "MA",
            "MD",
            "ME",
            "NC",
            "NH",
            "NJ",
            "NY",
            "OH",
            "PA",
            "RI",
            "SC",
            "VA",
            "VT",
            "WV",
        ],
        (_EASTERN,),
    ),
    **dict.fromkeys(["AL", "AR", "IA", "IL", "LA", "MN", "MO", "MS", "OK", "WI"], (_CENTRAL,)),
    **dict.fromkeys(["CO", "MT", "NM", "UT", "WY"], (_MOUNTAIN,)),
    **dict.fromkeys(["CA", "WA"], (_PACIFIC,)),
    **dict.fromkeys(["KS", "NE", "ND", "SD", "TX"], (_CENTRAL, _MOUNTAIN)),
    "AK": ("America/Anchorage", "America/Adak"),
    "AZ": ("America/Phoenix",),
    "FL": (_EASTERN, _CENTRAL),
    "HI": ("Pacific/Honolulu",),
    "ID": ("America/Boise", _PACIFIC),
    "IN": ("America/Indiana/Indianapolis", _CENTRAL),
    "KY": (_EASTERN, _CENTRAL),
    "MI": ("America/Detroit", "America/Menominee"),
    "NV": (_PACIFIC, _MOUNTAIN),
    "OR": (_PACIFIC, "America/Boise"),
    "TN": (_CENTRAL, _EASTERN),
    "AS": ("Pacific/Pago_Pago",),
    "FM": ("Pacific/Chuuk", "Pacific/Pohnpei"),
    "GU": ("Pacific/Guam",),
    "MH": ("Pacific/Majuro",),
    "MP": ("Pacific/Saipan",),
    "PR": ("America/Puerto_Rico",),
    "PW": ("Pacific/Palau",),
    "VI": ("America/St_Thomas",),
}

# States in association, with country codes of their own: +691, +692, +680.
_NOT_UNDER_PLUS_ONE = frozenset({"FM", "MH", "PW"})


@dataclass(frozen=True, slots=True)
class LocalTime:
    """The time at a place that may lie in one of several zones.

    Attributes:
        earliest: The time in the westernmost of the zones.
        latest: The time in the easternmost; the same where there is but one.
        least_ahead: How far ``earliest`` is ahead of the store's clock; negative when behind.
        most_ahead: How far ``latest`` is.
    """

    earliest: datetime
    latest: datetime
    least_ahead: timedelta
    most_ahead: timedelta

    @property
    def words(self) -> str:
        """Such as ``2:15 PM, 3 hours ahead of us`` or ``2:15 to 3:15 PM, 1 to 2 hours behind us``."""
        return f"{self.clock}, {self.difference}"

    @property
    def clock(self) -> str:
        """The time alone: ``2:15 PM``, ``11:15 AM to 1:15 PM``, ``3:45 AM tomorrow``."""
        today = (self.earliest - self.least_ahead).date()
        early, late = (_clock(moment, today) for moment in (self.earliest, self.latest))
        if early == late:
            return early
        if early.partition(" ")[2] == late.partition(" ")[2]:
            early = early.partition(" ")[0]
        return f"{early} to {late}"

    @property
    def difference(self) -> str:
        """How far from the store's time: ``3 hours behind us``, ``same time as here``."""
        least, most = self.least_ahead, self.most_ahead
        if least == most:
            return _ahead(least)
        if not least or not most:
            far = f"up to {_hours(most - least)}"
            return f"{far} {'ahead of' if most else 'behind'} us"
        if least > timedelta(0):
            return f"{_count(least)} to {_hours(most)} ahead of us"
        if most < timedelta(0):
            return f"{_count(-most)} to {_hours(-least)} behind us"
        return f"{_ahead(least)} to {_ahead(most)}"


def zones_of_state(state: str) -> tuple[str, ...]:
    """Return the IANA zones of a state by its two letters; none where it does not tell (AE)."""
    return _OF_STATES.get(state.strip().upper(), ())


@lru_cache(maxsize=1)
def zones_of_united_states() -> tuple[str, ...]:
    """Return every IANA zone in which a number of the United States (+1) may be."""
    zones = (
        zone
        for state, zones in _OF_STATES.items()
        if state not in _NOT_UNDER_PLUS_ONE
        for zone in zones
    )
    return tuple(sorted(set(zones)))


def local_time(now: datetime, zones: Sequence[str], store_zone: str) -> LocalTime | None:
    """Return the time in ``zones`` (of a telephone number or a state) at the moment ``now``.

    Args:
        now: Any moment with a time zone.
        zones: IANA names; unknown ones are passed over.
        store_zone: IANA name of the store's own zone.

    Returns:
        The time, or None when no zone is known.

    Raises:
        ValueError: ``now`` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("a local time needs a moment with a time zone")
    home = _zone(store_zone)
    known = [zone for zone in map(_zone, zones) if zone is not None]
    if home is None or not known:
        return None
    times = sorted((now.astimezone(zone) for zone in known), key=_offset)
    here = _offset(now.astimezone(home))
    return LocalTime(
        earliest=times[0],
        latest=times[-1],
        least_ahead=_offset(times[0]) - here,
        most_ahead=_offset(times[-1]) - here,
    )


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta(0)


def _clock(moment: datetime, today: date) -> str:
    shown = f"{moment.hour % 12 or 12}:{moment.minute:02d} {'AM' if moment.hour < 12 else 'PM'}"
    if moment.date() == today:
        return shown
    return f"{shown} {'tomorrow' if moment.date() > today else 'yesterday'}"


def _count(span: timedelta) -> str:
    hours = span / timedelta(hours=1)
    return f"{hours:g}"


def _hours(span: timedelta) -> str:
    return "1 hour" if span == timedelta(hours=1) else f"{_count(span)} hours"


def _ahead(span: timedelta) -> str:
    if span == timedelta(0):
        return "same time as here"
    return f"{_hours(abs(span))} {'ahead of' if span > timedelta(0) else 'behind'} us"
