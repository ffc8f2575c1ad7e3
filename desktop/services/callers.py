"""What a telephone number says of the caller: the place, the kind, the time there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from models import phone_numbers


@dataclass(frozen=True)
class NumberFacts:
    """A number as the caller panel shows it. `time_zone` is "" where the number does not tell."""

    e164: str
    shown: str
    extension: str
    region: str
    kind: str
    time_zone: str
    warning: str
    """What the agent should know of it, "" for nothing."""


def number_facts(typed: str, country: str, *, practice: bool) -> NumberFacts | None:
    """The facts of a number as typed; None when it cannot be read.

    In practice every number is one of fiction, so that is not worth a warning there.

    The first call loads the tables of places (a third of a second): call it off the GUI thread.
    """
    number = phone_numbers.parse(typed, country)
    if number is None:
        return None
    zones = number.time_zones
    quiet = practice and number.is_fiction
    return NumberFacts(
        e164=number.e164,
        shown=phone_numbers.display(number.e164, country),
        extension=number.extension,
        region=number.region,
        kind=number.kind,
        time_zone=zones[0] if zones else "",
        warning="" if quiet or not number.warnings else number.warnings[0],
    )


def hours_apart(now: datetime, there: str, here: str) -> float:
    """How many hours the clock *there* is ahead of the one *here* (negative: behind)."""
    offsets = [now.astimezone(ZoneInfo(zone)).utcoffset() for zone in (there, here)]
    assert offsets[0] is not None and offsets[1] is not None  # noqa: S101, PT018  (both aware)
    return (offsets[0] - offsets[1]).total_seconds() / 3600
