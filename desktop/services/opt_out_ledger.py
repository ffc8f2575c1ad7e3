"""Writing opt-outs into the ledger: rows are only ever added."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from desktop.services import suppression
from desktop.services.desk import Desk, Refused
from desktop.services.opt_out_values import Value
from models.opt_out import OptOut, OptOutKind, OptOutRequest, Topic
from models.suppression_keys import is_same_person

_MIDDAY = time(12)


def write(
    session: Session,
    desk: Desk,
    request: OptOutRequest,
    values: Sequence[Value],
    topics: Collection[Topic],
) -> None:
    """Append what *request* stops, or allows again.

    Raises:
        Refused: `nothing_to_withdraw`: nothing of it is stopped.
    """
    wanted = sorted(topics, key=lambda topic: topic.value)
    if request.kind is OptOutKind.OPT_OUT:
        append(session, desk, request, [(value, topic) for value in values for topic in wanted])
        return
    lines = [
        (line, topic)
        for value in values
        for topic in wanted
        for line in _stopped_lines(session, desk, value, topic)
    ]
    if not lines:
        raise Refused("nothing_to_withdraw", field="media")
    append(session, desk, request, lines)


def append(
    session: Session,
    desk: Desk,
    request: OptOutRequest,
    lines: Sequence[tuple[Value, Topic]],
) -> None:
    """Append one row for each value and topic."""
    sequence = suppression.newest(session, desk.store_id)
    stamp = desk.stamp()
    dated = moment_of(desk, request.dated_on) if request.dated_on is not None else None
    for value, topic in lines:
        sequence += 1
        session.add(
            OptOut(
                store_id=desk.store_id,
                sequence=sequence,
                request_id=request.id,
                kind=request.kind,
                channel=request.channel,
                medium=value.medium,
                topic=topic.value,
                scope=request.scope,
                value_key=value.key,
                person_key=value.person_key,
                customer_id=request.customer_id,
                dated_at=dated,
                received_at=request.received_at,
                evidence=None,
                at=stamp.at,
                workstation_id=stamp.workstation_id,
                actor_id=stamp.actor_id,
            )
        )
    session.flush()


def moment_of(desk: Desk, day: date) -> datetime:
    """Now, where it came today; else midday of that day at the shop: the hour is not known."""
    if day == desk.today():
        return desk.now()
    return datetime.combine(day, _MIDDAY, tzinfo=ZoneInfo(desk.time_zone))


def _stopped_lines(session: Session, desk: Desk, value: Value, topic: Topic) -> Iterable[Value]:
    """The value as often as somebody has stopped something of *topic* there: once for each person.

    A household's or a company's is lifted only by the household or the company.
    """
    book = suppression.load_for(session, desk.store_id, value.medium, [value.key])
    bits = suppression.bits_of(topic)
    for person in _whose(value, book.persons(value.key)):
        if book.bits_at(value.key, person) & bits:
            yield dataclasses.replace(value, person=person)


def _whose(value: Value, persons: Sequence[str]) -> Sequence[str]:
    """Whose opt-outs at an address *value* speaks of.

    Those under the very name; else the one that may be theirs, where there is no second one: whoever
    wants the catalog again must not have it sent to a father of nearly the same name.
    """
    if value.person_key in persons or not value.person:
        return [person for person in persons if person == value.person_key]
    alike = [person for person in persons if person and is_same_person(value.person, person)]
    return alike if len(alike) == 1 else []
