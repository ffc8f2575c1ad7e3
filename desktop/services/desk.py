"""Where a service is called from: which store, which desk, who, and what time it is."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from models.order import Stamp


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Desk:
    """What every verb needs to know of its caller. Made once per sign-in, handed to every call.

    `now` gives the present moment, UTC-aware; tests hand in their own.
    """

    store_id: uuid.UUID
    workstation_id: uuid.UUID
    agent_id: uuid.UUID
    practice: bool
    currency: str
    country: str
    time_zone: str
    may_supervise: bool = False
    now: Callable[[], datetime] = field(default=_now, compare=False)

    def stamp(self) -> Stamp:
        """The who, where and when of an event that happens now."""
        return Stamp(at=self.now(), actor_id=self.agent_id, workstation_id=self.workstation_id)

    def today(self) -> date:
        """The date on the shop's calendar."""
        return self.now().astimezone(ZoneInfo(self.time_zone)).date()


class Refused(Exception):
    """The agent can mend this: *code* says what is wrong, *field* where, *values* fill the words.

    The words themselves are in `ui.labels`; nothing here repeats what was typed.
    """

    def __init__(self, code: str, *, field: str = "", **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.values = values


class Stale(Exception):
    """Someone else saved this record in the meantime; nothing was changed."""
