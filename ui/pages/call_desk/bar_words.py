"""What the call bar says of the call."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.services.calls import CallView, DaySummary
from desktop.services.desk import Desk
from ui import labels
from ui.labels import tr


@dataclass(frozen=True)
class BarWords:
    """State, detail, icon, tone, and how many seconds the call lasts (None: there is none)."""

    title: str
    detail: str
    icon: str
    tone: str
    seconds: int | None = None


def bar_words(call: CallView | None, ringing: str, day: DaySummary, desk: Desk) -> BarWords:
    """The words of the moment; *ringing* is what the telephone shows, or ""."""
    if call is not None:
        shown = tr("Caller-ID shown") if call.has_caller_id else tr("No caller-ID")
        seconds = max(0, int((desk.now() - call.started_at).total_seconds()))
        return BarWords(tr("On call"), shown, "phone-call-fill", "ok_text", seconds)
    if ringing:
        words = tr("{number}: F2 takes the call").format(number=ringing)
        return BarWords(tr("Ringing"), words, "phone-incoming", "ok_text")
    ended = day.calls[0].ended_at if day.calls else None
    last = ""
    if ended is not None:
        last = tr("Last call ended {time}").format(time=labels.clock_time(ended, desk.time_zone))
    return BarWords(tr("Waiting for a call"), last, "phone", "muted")
