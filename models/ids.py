"""Identifiers that the client makes: time-ordered for records, random where time must not show."""

from __future__ import annotations

import secrets
import struct
import threading
import time
import uuid
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_NANOSECONDS = 1_000_000
"""Of a millisecond."""
# The 12 bits behind the version and 14 more: no run of ids within a millisecond uses them up.
_COUNTER_BITS = 26
_COUNTER_TAIL = 14
_COUNTER_END = 1 << _COUNTER_BITS
_TAIL = (1 << _COUNTER_TAIL) - 1
_HEAD_AT, _TAIL_AT = 64, 48
"""Where the two parts of the counter stand in an id; below them it is chance."""
_NOT_USED = 16
"""Bits of 64 that are left over where 48 are wanted."""


class _Series:
    """Hands out (millisecond, counter) pairs that only grow (RFC 9562 section 6.2, method 1)."""

    def __init__(self, *, may_go_back: bool) -> None:
        self._lock = threading.Lock()
        self._may_go_back = may_go_back
        self._millisecond = -1
        self._counter = 0

    def next_pair(self, millisecond: int) -> tuple[int, int]:
        """Return the pair that follows the last one, at ``millisecond`` where that is possible."""
        with self._lock:
            return self._next(millisecond)

    def next_block(self, millisecond: int, count: int) -> tuple[int, int]:
        """Return the first of *count* pairs of one millisecond, whose counters follow each other."""
        with self._lock:
            millisecond, first = self._next(millisecond)
            if first + count > _COUNTER_END:
                self._millisecond, first = millisecond + 1, 0
            self._counter = first + count - 1
            return self._millisecond, first

    def _next(self, millisecond: int) -> tuple[int, int]:
        back = millisecond < self._millisecond and self._may_go_back
        if millisecond > self._millisecond or back:
            self._millisecond = millisecond
            # A random start in the lower half leaves room to count up within a millisecond.
            self._counter = secrets.randbelow(_COUNTER_END // 2)
        else:
            self._counter += 1
            if self._counter == _COUNTER_END:
                self._millisecond += 1
                self._counter = 0
        return self._millisecond, self._counter


_by_clock = _Series(may_go_back=False)
_by_given_time = _Series(may_go_back=True)


def uuid7(now: datetime | None = None) -> uuid.UUID:
    """Return a UUIDv7 (RFC 9562): sorted by time, unique, made without asking anyone.

    Ids made from the clock are strictly increasing within the process, even when the clock is set
    back. A given ``now`` is kept as it is, so that sample and imported records carry their own
    time; equal given times still increase.

    Args:
        now: The instant to put into the id, timezone-aware; the clock when left out.

    Raises:
        ValueError: ``now`` has no time zone or lies before 1970.
    """
    if now is None:
        pair = _by_clock.next_pair(time.time_ns() // _NANOSECONDS)
    else:
        if now.tzinfo is None:
            raise ValueError("an id needs a time with a time zone")
        if now < _EPOCH:
            raise ValueError("an id cannot hold a time before 1970")
        pair = _by_given_time.next_pair((now - _EPOCH) // _MILLISECOND)
    return _assembled(*pair, secrets.randbits(48))


def _assembled(millisecond: int, counter: int, chance: int) -> uuid.UUID:
    head, tail = counter >> _COUNTER_TAIL, counter & _TAIL
    value = (
        millisecond << 80 | 0x7 << 76 | head << _HEAD_AT | 0b10 << 62 | tail << _TAIL_AT | chance
    )
    return uuid.UUID(int=value)


def uuid7s(count: int) -> list[uuid.UUID]:
    """Return *count* ids such as `uuid7` makes from the clock, in a third of the time."""
    if not count:
        return []
    millisecond, first = _by_clock.next_block(time.time_ns() // _NANOSECONDS, count)
    same = _assembled(millisecond, 0, 0).int
    by_chance = struct.unpack(f"{count}Q", secrets.token_bytes(8 * count))
    made = uuid.UUID
    return [
        made(
            int=same
            | counter >> _COUNTER_TAIL << _HEAD_AT
            | (counter & _TAIL) << _TAIL_AT
            | chance >> _NOT_USED
        )
        for counter, chance in enumerate(by_chance, first)
    ]


def random_id() -> uuid.UUID:
    """Return a UUIDv4: for records whose id must not tell when they were made."""
    return uuid.uuid4()
