"""When a task may be put off to: moments on the shop's own clock."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from ui.labels_tasks import tr
from ui.labels_verification import moment

_MORNING, _AFTERNOON = time(9, 0), time(14, 0)


def later(now: datetime, zone: str) -> tuple[tuple[str, datetime], ...]:
    """Words and moments, the nearest first; each is later than *now*."""
    local = now.astimezone(ZoneInfo(zone))

    def at(days: int, clock: time) -> datetime:
        day = local.date() + timedelta(days=days)
        return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(now.tzinfo)

    to_monday = 7 - local.weekday()
    offered = [
        (tr("In half an hour"), now + timedelta(minutes=30)),
        (tr("In two hours"), now + timedelta(hours=2)),
        (tr("This afternoon"), at(0, _AFTERNOON)),
        (tr("Tomorrow morning"), at(1, _MORNING)),
        (tr("Tomorrow afternoon"), at(1, _AFTERNOON)),
        (tr("Monday morning"), at(to_monday, _MORNING)),
        (tr("In a week"), at(7, _MORNING)),
    ]
    words = tr("{when}, {moment}")
    return tuple(
        (words.format(when=when, moment=moment(due, zone, now)), due)
        for when, due in sorted(offered, key=lambda pair: pair[1])
        if due > now
    )
