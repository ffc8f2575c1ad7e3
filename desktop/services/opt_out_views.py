"""Reading opt-outs: one request, lists of them, and what somebody hears no more."""

from __future__ import annotations

import dataclasses
import uuid
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TypeVarTuple
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    String,
    and_,
    case,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session, aliased

from desktop.services import suppression
from desktop.services.desk import Desk
from desktop.services.opt_out_people import from_record, places_of, who_of
from desktop.services.opt_out_shapes import (
    MEDIA,
    ConfirmState,
    OptOutCounts,
    OptOutView,
    OptOutWho,
    RequestShowing,
    Standing,
    StoppedValue,
    ValueStanding,
)
from desktop.services.opt_out_values import Value, readable
from desktop.services.suppression import reference
from models import emails, phone_numbers
from models.agent import Agent
from models.channels import Medium
from models.dispatch import Dispatch, DispatchState, Route
from models.opt_out import OptOut, OptOutKind, OptOutRequest, OptOutScope, RequestState, Topic
from models.suppression_keys import phone_key

__all__ = [
    "counts", "places_of", "received_between", "received_on", "reference", "request", "requests",
    "standing", "standing_of", "who_of",
]  # fmt: skip

_TROUBLE = (
    DispatchState.FAILED,
    DispatchState.GIVEN_UP,
    DispatchState.RETURNED,
    DispatchState.STOPPED,
)
_DONE = (DispatchState.DELIVERED, DispatchState.MAILED, DispatchState.PRACTICE)
_Ts = TypeVarTuple("_Ts")


def request(session: Session, desk: Desk, request_id: uuid.UUID) -> OptOutView:
    """One request, with the values that it stopped.

    Raises:
        LookupError: there is none of this shop.
    """
    row = session.execute(_rows(desk).where(OptOutRequest.id == request_id)).one_or_none()
    if row is None:
        raise LookupError("no such request")
    seen = _view(desk, *row)
    return dataclasses.replace(seen, stopped=_stopped(session, desk, row[0]))


def requests(
    session: Session, desk: Desk, showing: RequestShowing, *, text: str = "", most: int = 200
) -> tuple[OptOutView, ...]:
    """The requests of a showing: what waits by its latest day, the rest the newest first.

    Args:
        text: narrows them to a reference, a name, a number, an e-mail address or part of one.
    """
    statement = _rows(desk).where(_shows(desk, showing))
    if text.strip():
        statement = statement.where(_says(desk, text))
    if showing in ("pending", "late"):
        statement = statement.order_by(OptOutRequest.due_on, OptOutRequest.number)
    else:
        statement = statement.order_by(OptOutRequest.number.desc())
    return tuple(_view(desk, *row) for row in session.execute(statement.limit(most)))


def received_between(session: Session, desk: Desk, first: date, last: date) -> Iterator[OptOutView]:
    """Every request received from *first* to *last*, both included, on the shop's calendar."""
    zone = ZoneInfo(desk.time_zone)
    begins, ends = (
        datetime.combine(day, time(), tzinfo=zone) for day in (first, last + timedelta(days=1))
    )
    statement = (
        _rows(desk)
        .where(OptOutRequest.received_at >= begins, OptOutRequest.received_at < ends)
        .order_by(OptOutRequest.received_at, OptOutRequest.number)
    )
    for row in session.execute(statement):
        yield _view(desk, *row)


def counts(session: Session, desk: Desk) -> OptOutCounts:
    """How many wait, are to be confirmed, are late."""

    def count(showing: RequestShowing) -> int:
        statement = _joined(select(func.count(OptOutRequest.id)))
        return session.scalar(statement.where(_of_shop(desk), _shows(desk, showing))) or 0

    return OptOutCounts(
        pending=count("pending"), to_confirm=count("to_confirm"), late=count("late")
    )


def standing(session: Session, desk: Desk, customer_id: uuid.UUID) -> Standing:
    """What a customer hears no more, at every number, e-mail and address on the card."""
    who = who_of(session, desk, customer_id)
    places = places_of(session, who.customer_id or customer_id)
    values = [
        value
        for place in places or (None,)
        for value in readable(desk, dataclasses.replace(who, address=place), OptOutScope.PERSON)
    ]
    return _standing(session, desk, dict.fromkeys(values), who.name or who.company)


def standing_of(session: Session, desk: Desk, who: OptOutWho) -> Standing:
    """The same of somebody who is no customer; what cannot be read is left out."""
    return _standing(
        session, desk, readable(desk, who, OptOutScope.PERSON), who.name or who.company
    )


def received_on(desk: Desk, row: OptOutRequest) -> date:
    """The day of receipt on the shop's calendar."""
    return row.received_at.astimezone(ZoneInfo(desk.time_zone)).date()


def _standing(session: Session, desk: Desk, values: Iterable[Value], name: str) -> Standing:
    found: list[ValueStanding] = []
    for medium in MEDIA:
        own = [value for value in values if value.medium is medium]
        keys = [key for value in own for key in (value.key, value.also) if key]
        book = suppression.load_for(session, desk.store_id, medium, keys)
        for value in own:
            found.append(_value_standing(book, value, value.person or name))
    return Standing(values=tuple(found))


def _value_standing(book: suppression.SuppressionBook, value: Value, name: str) -> ValueStanding:
    ways = [key for key in dict.fromkeys((value.key, value.also)) if key]
    marks = [mark for key in ways if (mark := book.stops(key, name)) is not None]
    bits = 0
    for key in ways:
        bits |= book.stopped(key, name)
    mark = max(marks, key=lambda each: each.received_on, default=None)
    return ValueStanding(
        medium=value.medium,
        key=value.key,
        shown=value.shown,
        topics=suppression.topics_of(bits),
        since=mark.received_on if mark else None,
        channel=mark.channel if mark else None,
        reference=mark.reference if mark else "",
    )


def _rows(desk: Desk) -> Select[OptOutRequest, str, uuid.UUID, DispatchState, Route]:
    statement = select(
        OptOutRequest, Agent.display_name, Dispatch.id, Dispatch.state, Dispatch.route
    )
    return _joined(statement.join(Agent, OptOutRequest.agent_id == Agent.id)).where(_of_shop(desk))


def _joined(statement: Select[*_Ts]) -> Select[*_Ts]:
    return statement.outerjoin(Dispatch, Dispatch.id == _going())


@cache
def _going() -> ScalarSelect[uuid.UUID]:
    """The sending by which a confirmation goes now.

    It may have been sent again from the outbox or the print room since: what has arrived goes before
    what is on its way, and that before what is in trouble; among equals the newest.
    """
    sent = aliased(Dispatch)
    return (
        select(sent.id)
        .where(
            sent.document_id == OptOutRequest.confirm_document_id,
            sent.route != Route.FILE,
        )
        .order_by(
            case(
                (sent.state.in_(_TROUBLE), 2),
                (sent.state.in_(_DONE), 0),
                (and_(sent.state == DispatchState.SENT, sent.route == Route.EMAIL), 0),
                else_=1,
            ),
            sent.created_at.desc(),
            sent.id.desc(),
        )
        .limit(1)
        .correlate(OptOutRequest)
        .scalar_subquery()
    )


def _of_shop(desk: Desk) -> ColumnElement[bool]:
    return OptOutRequest.store_id == desk.store_id


def _shows(desk: Desk, showing: RequestShowing) -> ColumnElement[bool]:
    pending = OptOutRequest.state == RequestState.PENDING
    late = and_(pending, OptOutRequest.due_on < desk.today())
    if showing == "pending":
        return pending
    if showing == "late":
        return late
    if showing == "to_confirm":
        return and_(
            OptOutRequest.state == RequestState.RECORDED,
            OptOutRequest.confirm_by.is_not(None),
            or_(OptOutRequest.confirm_dispatch_id.is_(None), Dispatch.state.in_(_TROUBLE)),
        )
    return OptOutRequest.id.is_not(None)


def _says(desk: Desk, text: str) -> ColumnElement[bool]:
    said = text.strip()
    number = said.upper().removeprefix("OPT").lstrip("-# ")
    ways: list[ColumnElement[bool]] = [
        func.lower(type_coerce(OptOutRequest.display_name, String)).contains(
            said.lower(), autoescape=True
        )
    ]
    if number.isdecimal() and len(number) < 10:
        ways.append(OptOutRequest.number == int(number))
    keys = [key for key in (phone_key(said, desk.country), emails.normalise(said)) if key]
    ways.append(
        OptOutRequest.id.in_(
            select(OptOut.request_id).where(
                OptOut.store_id == desk.store_id,
                type_coerce(OptOut.value_key, String).in_(keys),
            )
        )
    )
    return or_(*ways)


def _stopped(session: Session, desk: Desk, row: OptOutRequest) -> tuple[StoppedValue, ...]:
    if row.source:
        return ()  # an imported list has as many as it has rows
    lines = session.scalars(
        select(OptOut).where(OptOut.request_id == row.id).order_by(OptOut.sequence)
    ).all()
    who = from_record(row.who, row.customer_id)
    shown = {value.key: value.shown for value in readable(desk, who, OptOutScope.PERSON)}
    return tuple(
        StoppedValue(
            medium=line.medium,
            topic=Topic(line.topic),
            shown=shown.get(line.value_key) or _as_read(line, desk),
            person=who.name if line.person_key else "",
            was_stopped=was_stopped,
        )
        for line, was_stopped in zip(lines, _were_stopped(session, lines), strict=True)
    )


def _as_read(line: OptOut, desk: Desk) -> str:
    if line.medium is Medium.POST:
        return ", ".join(line.value_key.split("|"))
    return phone_numbers.display(line.value_key, desk.country)


def _were_stopped(session: Session, lines: Sequence[OptOut]) -> Iterator[bool]:
    """Of each line, in their order, whether the same was on file already when it was written."""
    earlier = deque(_before(session, lines) if lines else ())
    stopped: Counter[tuple[Medium, str, str]] = Counter()
    for line in lines:
        while earlier and earlier[0].sequence < line.sequence:
            row = earlier.popleft()
            bits = suppression.bits_of(Topic(row.topic))
            if row.kind is OptOutKind.OPT_OUT:
                stopped[row.medium, row.value_key, row.person_key] |= bits
            else:
                stopped[row.medium, row.value_key, row.person_key] &= ~bits
        bits = suppression.bits_of(Topic(line.topic))
        yield stopped[line.medium, line.value_key, line.person_key] & bits == bits


def _before(session: Session, lines: Sequence[OptOut]) -> Iterable[OptOut]:
    """The ledger on the values of *lines*, up to the last of these, in its order."""
    keys = {line.value_key for line in lines}
    return session.scalars(
        select(OptOut)
        .where(
            OptOut.store_id == lines[0].store_id,
            OptOut.sequence < lines[-1].sequence,
            type_coerce(OptOut.value_key, String).in_(keys),
        )
        .order_by(OptOut.sequence)
    )


def _view(
    desk: Desk,
    row: OptOutRequest,
    agent_name: str,
    dispatch_id: uuid.UUID | None,
    dispatch: DispatchState | None,
    route: Route | None,
) -> OptOutView:
    today, day = desk.today(), received_on(desk, row)
    return OptOutView(
        id=row.id,
        reference=reference(row.number),
        kind=row.kind,
        state=row.state,
        channel=row.channel,
        dated_on=row.dated_on,
        received_at=row.received_at,
        received_on=day,
        scope=row.scope,
        everything=row.everything,
        form_1500=row.form_1500,
        media=tuple(medium for medium in MEDIA if medium.value in row.media),
        topics=tuple(topic for topic in Topic if topic.value in row.topics),
        who=from_record(row.who, row.customer_id),
        display_name=row.display_name,
        words=row.words,
        note=row.note,
        closed_reason=row.closed_reason,
        fax_id=row.fax_id,
        call_id=row.call_id,
        source=row.source,
        language=row.language,
        confirm_by=row.confirm_by,
        confirm_to=row.confirm_to,
        confirm_state=_confirm_state(row, dispatch, route),
        confirm_document_id=row.confirm_document_id,
        confirm_dispatch_id=dispatch_id,
        confirm_dispatch_state=dispatch,
        due_on=row.due_on,
        days_left=(row.due_on - today).days,
        effective_at=row.effective_at,
        done_in=_done_in(desk, row),
        is_late=row.state is RequestState.PENDING and row.due_on < today,
        agent_name=agent_name,
        created_at=row.created_at,
    )


def _done_in(desk: Desk, row: OptOutRequest) -> timedelta | None:
    """From receipt to effect. The hour of an earlier day is not known: it counts whole days."""
    if row.effective_at is None:
        return None
    zone = ZoneInfo(desk.time_zone)
    first, last = received_on(desk, row), row.effective_at.astimezone(zone).date()
    if first == last:
        return max(row.effective_at - row.received_at, timedelta())
    return last - first


def _confirm_state(
    row: OptOutRequest, dispatch: DispatchState | None, route: Route | None
) -> ConfirmState:
    if row.confirm_by is None:
        return ConfirmState.NOT_WANTED
    if dispatch is None:
        return ConfirmState.TO_MAKE
    if dispatch in _TROUBLE:
        return ConfirmState.TROUBLE
    sent = dispatch is DispatchState.SENT and route is Route.EMAIL
    return ConfirmState.DONE if sent or dispatch in _DONE else ConfirmState.ON_ITS_WAY
