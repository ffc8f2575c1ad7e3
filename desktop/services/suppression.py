"""What may not be used for marketing, derived from the ledger of opt-outs (DESIGN §4).

The ledger is read in its order: an opt-out stops its topics, a withdrawal allows them again. Nothing is
kept of it anywhere else, so that a request is in force with the transaction that records it.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, KeysView
from dataclasses import dataclass, field
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, String, func, select, type_coerce
from sqlalchemy.orm import Session

from desktop.services.opt_out_shapes import StopMark
from models.channels import Channel, Medium
from models.opt_out import TOPICS, OptOut, OptOutKind, OptOutRequest, Topic
from models.store import Store
from models.suppression_keys import is_same_person
from models.types import as_stored, stored_moment

_BIT: Final = {topic: 1 << index for index, topic in enumerate(TOPICS)}
_EVERY: Final = sum(_BIT.values())
_OWN_MARKETING: Final = _EVERY & ~_BIT[Topic.SHARING]
_BITS_OF: Final = {topic.value: _EVERY if topic is Topic.ALL else _BIT[topic] for topic in Topic}
_TOPIC_OF: Final = {_BITS_OF[topic.value]: topic for topic in Topic}
_CHANNELS: Final = {channel.value: channel for channel in Channel}
_MOST_KEYS = 500
"""In one statement; SQLite takes 32,766 values, older ones 999."""


def bits_of(topic: Topic) -> int:
    """*topic* as the set that it stops."""
    return _BITS_OF[topic.value]


def topics_of(bits: int) -> frozenset[Topic]:
    """The topics of a set."""
    return frozenset(topic for topic, bit in _BIT.items() if bits & bit)


def as_topics(bits: int) -> tuple[Topic, ...]:
    """A set as the ledger keeps it: everything in one line, or else one for each topic."""
    if bits == _EVERY:
        return (Topic.ALL,)
    return tuple(topic for topic in TOPICS if bits & _BIT[topic])


def reference(number: int | None) -> str:
    """What people call a request: `OPT-1203`."""
    return "" if number is None else f"OPT-{number}"


_Line = tuple[bool, int, str, Any, Channel, int | None]
"""A row of the ledger: stops or allows again; topics; person; when it reached us, as the driver gives
it; channel; the request's number. A tuple of plain values, which the garbage collector need not visit:
a book may hold some hundred thousand."""


@dataclass(slots=True)
class _Stop:
    """One request's hold on one value: what of it is still in force."""

    bits: int
    topic: Topic
    received_at: Any
    """As the driver gives it."""
    channel: Channel
    number: int | None


@dataclass(slots=True)
class SuppressionBook:
    """The opt-outs of one medium, for many questions. It knows nothing that came after it was read.

    Attributes:
        sequence: Of the last row of the shop's ledger when it was read.
    """

    medium: Medium
    wanted: int = _OWN_MARKETING
    time_zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    sequence: int = 0
    _lines: dict[str, tuple[_Line, ...]] = field(default_factory=dict)
    _has_domains: bool = False

    def stops(self, value_key: str, name: str = "") -> StopMark | None:
        """The newest request that stops marketing to this value, or None.

        Args:
            value_key: As `models.suppression_keys` makes it.
            name: By post: whom the letter is for; empty: nobody in particular.
        """
        found = self._newest(value_key, name)
        if found is None and self._has_domains:
            found = self._newest(self._domain(value_key), name)
        if found is None:
            return None
        received_at = stored_moment(found.received_at)
        return StopMark(
            reference=reference(found.number),
            received_on=received_at.astimezone(self.time_zone).date(),
            channel=found.channel,
            topic=found.topic,
        )

    def __contains__(self, value_key: object) -> bool:
        """Whether there is anything at all on this value; a quick look before `stops`."""
        return value_key in self._lines or (self._has_domains and isinstance(value_key, str))

    @property
    def known(self) -> KeysView[str]:
        """Every value on which there is anything at all, to look in as fast as can be."""
        return self._lines.keys()

    @property
    def has_domains(self) -> bool:
        """Whether a whole domain is stopped, so that what is not `known` may be stopped as well."""
        return self._has_domains

    def stopped(self, value_key: str, name: str = "") -> int:
        """Everything that is stopped there, as a set of bits."""
        bits = 0
        for key in (value_key, self._domain(value_key)):
            for person in self.persons(key):
                if not person or is_same_person(name, person):
                    bits |= self.bits_at(key, person)
        return bits

    def bits_at(self, value_key: str, person: str) -> int:
        """What is stopped for exactly this person's key, "" being everyone there."""
        bits = 0
        for stop in self._people(value_key).get(person, []):
            bits |= stop.bits
        return bits

    def bits_said(self, value_key: str, person: str) -> int:
        """Of what anything was ever said for exactly this person's key: stopped, or allowed again."""
        bits = 0
        for line in self._lines.get(value_key, ()):
            bits |= line[1] if line[2] == person else 0
        return bits

    def suppressed_keys(self) -> Iterator[str]:
        """Every value to which something is stopped that this book was read for."""
        for key in self._lines:
            people = self._people(key)
            if any(stop.bits & self.wanted for stops in people.values() for stop in stops):
                yield key

    def persons(self, value_key: str) -> tuple[str, ...]:
        """Keys of the persons for whom something is stopped at an address; "" is everyone."""
        said = dict.fromkeys(line[2] for line in self._lines.get(value_key, ()))
        return tuple(person for person in said if self.bits_at(value_key, person))

    def read(self, rows: Iterable[Row[*tuple[Any, ...]]]) -> None:
        """Take the next rows of the ledger into account."""
        lines = self._lines
        for kind, topic, value_key, person_key, received_at, channel, number in rows:
            line = (
                kind == OptOutKind.OPT_OUT.value, _BITS_OF[topic], person_key, received_at,
                _CHANNELS[channel], number,
            )  # fmt: skip
            known = lines.get(value_key)
            lines[value_key] = (line,) if known is None else (*known, line)
            if not self._has_domains and value_key[:1] == "@":
                self._has_domains = True

    @staticmethod
    def _domain(value_key: str) -> str:
        """The key of an e-mail address's whole domain, which a company may have stopped."""
        _local, at, domain = value_key.rpartition("@")
        return at + domain

    def _people(self, value_key: str) -> dict[str, list[_Stop]]:
        """What is in force at a value, by person, from the ledger's rows in their order."""
        people: dict[str, list[_Stop]] = {}
        for is_stop, bits, person, received_at, channel, number in self._lines.get(value_key, ()):
            stops = people.setdefault(person, [])
            if is_stop:
                stops.append(_Stop(bits, _TOPIC_OF[bits], received_at, channel, number))
                continue
            for stop in stops:
                stop.bits &= ~bits
            stops[:] = [stop for stop in stops if stop.bits]
        return people

    def _newest(self, value_key: str, name: str) -> _Stop | None:
        if value_key not in self._lines:
            return None
        found = [
            stop
            for person, stops in self._people(value_key).items()
            for stop in stops
            if stop.bits & self.wanted and (not person or is_same_person(name, person))
        ]
        return max(found, key=lambda stop: stop.received_at, default=None)


def load(
    session: Session, store_id: uuid.UUID, medium: Medium, *, topic: Topic = Topic.ALL
) -> SuppressionBook:
    """Every opt-out of a medium, as it stands in this transaction.

    Args:
        topic: What the list is for. All, any marketing: whatever is stopped but passing on to others
            stops it. One topic: only what stops that one.
    """
    book = _book(session, store_id, medium, topic)
    book.sequence = newest(session, store_id)
    statement = _ledger(store_id).where(OptOut.medium == medium)
    book.read(session.connection().execute(statement.execution_options(yield_per=5000)))
    return book


def load_for(
    session: Session, store_id: uuid.UUID, medium: Medium, keys: Collection[str]
) -> SuppressionBook:
    """The opt-outs of a medium to these values alone: what one customer's card needs."""
    book = _book(session, store_id, medium, Topic.ALL)
    wanted = list(dict.fromkeys(keys))
    for start in range(0, len(wanted), _MOST_KEYS):
        some = wanted[start : start + _MOST_KEYS]
        # In the order of an expression: by the column itself SQLite would read a medium's whole ledger
        # in that order, and look at every row's value.
        statement = (
            _ledger(store_id)
            .where(OptOut.medium == medium, type_coerce(OptOut.value_key, String).in_(some))
            .order_by(None)
            .order_by(OptOut.sequence + 0)
        )
        book.read(session.execute(statement))
    return book


def newest(session: Session, store_id: uuid.UUID) -> int:
    """Sequence of the last row of the shop's ledger; 0: there is none."""
    found = session.scalar(select(func.max(OptOut.sequence)).where(OptOut.store_id == store_id))
    return found or 0


def _book(session: Session, store_id: uuid.UUID, medium: Medium, topic: Topic) -> SuppressionBook:
    wanted = _OWN_MARKETING if topic is Topic.ALL else bits_of(topic)
    zone = ZoneInfo(session.get_one(Store, store_id).time_zone)
    return SuppressionBook(medium=medium, wanted=wanted, time_zone=zone)


def _ledger(store_id: uuid.UUID) -> Select[*tuple[Any, ...]]:
    """The ledger's rows in their order, with as little work for each as can be: there may be many."""
    return (
        select(
            type_coerce(OptOut.kind, String), OptOut.topic, OptOut.value_key, OptOut.person_key,
            as_stored(OptOut.received_at), type_coerce(OptOut.channel, String),
            OptOutRequest.number,
        )
        .outerjoin(OptOutRequest, OptOut.request_id == OptOutRequest.id)
        .where(OptOut.store_id == store_id)
        .order_by(OptOut.sequence)
    )  # fmt: skip
