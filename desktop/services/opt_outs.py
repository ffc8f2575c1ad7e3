"""Taking an opt-out: in force with the transaction that records it, and never edited afterwards."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from desktop.services import audit, opt_out_people, opt_out_views, suppression
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused
from desktop.services.opt_out_shapes import OptOutAsk, OptOutView, OptOutWho
from desktop.services.opt_out_values import Value, chosen, confirm_to, values_of
from models import card_guard, names
from models.channels import Medium
from models.customer import Customer
from models.ids import uuid7
from models.opt_out import OptOut, OptOutKind, OptOutRequest, OptOutScope, RequestState, Topic
from models.opt_out_due import latest_day
from models.suppression_keys import is_same_person

__all__ = [
    "close_request", "complete", "extend_to_new_values", "put_aside", "record_opt_out",
    "take_up_again",
]  # fmt: skip

_LONGEST_NAME, _LONGEST_WORDS, _LONGEST_REASON = 200, 2000, 200
_MIDDAY = time(12)


def record_opt_out(
    session: Session, desk: Desk, ask: OptOutAsk, *, command_id: uuid.UUID
) -> OptOutView:
    """Record what somebody wants no more, or wants again; in force when this is committed.

    Raises:
        Refused: `no_who`, `no_medium`, `no_value`, `bad_…`, `confirm_…` (desktop.services.
            opt_out_values); `in_the_future` and `dated_after_received` with the day's field;
            `card_number`; `nothing_to_withdraw`: nothing of it is stopped.
    """

    def work() -> dict[str, str]:
        values = _checked(session, desk, ask)
        request = _new_request(session, desk, ask, RequestState.RECORDED)
        _write(session, desk, request, ask, values)
        _note(session, desk, "opt_out_recorded", request)
        return {"request": str(request.id)}

    made = once(session, desk, command_id, "record_opt_out", work)
    return opt_out_views.request(session, desk, uuid.UUID(made["request"]))


def put_aside(session: Session, desk: Desk, ask: OptOutAsk, *, command_id: uuid.UUID) -> OptOutView:
    """Keep a request that cannot be recorded yet, with its latest day; *ask.note* says why.

    Raises:
        Refused: `note_needed`, `in_the_future`, `dated_after_received`, `card_number`.
    """

    def work() -> dict[str, str]:
        if not ask.note.strip():
            raise Refused("note_needed", field="note")
        _check_words(desk, ask)
        request = _new_request(session, desk, ask, RequestState.PENDING)
        session.flush()
        _note(session, desk, "opt_out_put_aside", request)
        return {"request": str(request.id)}

    made = once(session, desk, command_id, "put_opt_out_aside", work)
    return opt_out_views.request(session, desk, uuid.UUID(made["request"]))


def complete(
    session: Session,
    desk: Desk,
    request_id: uuid.UUID,
    ask: OptOutAsk,
    *,
    command_id: uuid.UUID,
) -> OptOutView:
    """Record what was put aside. Its day of receipt stays: the clock has been running since.

    Raises:
        Refused: `not_pending`; as `record_opt_out`.
    """

    def work() -> dict[str, str]:
        request = _pending(session, desk, request_id)
        kept = dataclasses.replace(
            ask, received_on=opt_out_views.received_on(desk, request), fax_id=request.fax_id,
            call_id=request.call_id,
        )  # fmt: skip
        values = _checked(session, desk, kept)
        request.move_to(RequestState.RECORDED, at=desk.now())
        _fill(session, desk, request, kept)
        _write(session, desk, request, kept, values)
        _note(session, desk, "opt_out_completed", request)
        return {"request": str(request_id)}

    once(session, desk, command_id, "complete_opt_out", work)
    return opt_out_views.request(session, desk, request_id)


def close_request(
    session: Session, desk: Desk, request_id: uuid.UUID, *, reason: str, command_id: uuid.UUID
) -> OptOutView:
    """Close what waits: nothing in it can be recorded, and *reason* says why. It stays on record.

    Raises:
        Refused: `not_pending`, `reason_needed`, `card_number`.
    """

    def work() -> dict[str, str]:
        request = _pending(session, desk, request_id)
        if not reason.strip():
            raise Refused("reason_needed", field="reason")
        if card_guard.looks_like_card(reason):
            raise Refused("card_number", field="reason")
        request.closed_reason = names.tidy(reason)[:_LONGEST_REASON]
        request.move_to(RequestState.CLOSED, at=desk.now())
        _note(session, desk, "opt_out_closed", request)
        return {"request": str(request_id)}

    once(session, desk, command_id, "close_opt_out", work)
    return opt_out_views.request(session, desk, request_id)


def take_up_again(
    session: Session, desk: Desk, request_id: uuid.UUID, *, command_id: uuid.UUID
) -> OptOutView:
    """Open what was closed again.

    Raises:
        Refused: `not_closed`.
    """

    def work() -> dict[str, str]:
        request = _of_shop(session, desk, request_id)
        if request.state is not RequestState.CLOSED:
            raise Refused("not_closed")
        request.closed_reason = ""
        request.move_to(RequestState.PENDING, at=desk.now())
        _note(session, desk, "opt_out_taken_up_again", request)
        return {"request": str(request_id)}

    once(session, desk, command_id, "take_up_opt_out", work)
    return opt_out_views.request(session, desk, request_id)


def extend_to_new_values(session: Session, desk: Desk, customer_id: uuid.UUID) -> int:
    """Stop what a customer who wanted to hear nothing at all has given us since; how many lines.

    Whoever wanted something again at a value said so: there it is left as it is.
    """
    added = 0
    for request, bits in _in_force(session, desk, customer_id):
        fresh: list[tuple[Value, Topic]] = []
        for value in _values_of_customer(session, desk, customer_id, request.scope):
            book = suppression.load_for(session, desk.store_id, value.medium, [value.key])
            lacking = bits & ~book.bits_said(value.key, value.person_key)
            fresh += [(value, topic) for topic in suppression.as_topics(lacking)]
        _append(session, desk, request, fresh)
        added += len(fresh)
    return added


def _in_force(
    session: Session, desk: Desk, customer_id: uuid.UUID
) -> list[tuple[OptOutRequest, int]]:
    """The requests of a customer for every medium, each with the topics that it still holds for.

    Those of the customers who were found to be this one are theirs too.
    """
    merged = select(Customer.id).where(Customer.merged_into_id == customer_id)
    rows = session.scalars(
        select(OptOutRequest)
        .where(
            OptOutRequest.store_id == desk.store_id,
            or_(OptOutRequest.customer_id == customer_id, OptOutRequest.customer_id.in_(merged)),
            OptOutRequest.state == RequestState.RECORDED,
            OptOutRequest.everything,
        )
        .order_by(OptOutRequest.effective_at, OptOutRequest.number)
    )
    holding: list[tuple[OptOutRequest, int]] = []
    for row in rows:
        bits = sum({suppression.bits_of(Topic(value)) for value in row.topics})
        if row.kind is OptOutKind.OPT_OUT:
            holding.append((row, bits))
        else:
            holding = [(request, kept & ~bits) for request, kept in holding]
    return [(request, bits) for request, bits in holding if bits]


def _values_of_customer(
    session: Session, desk: Desk, customer_id: uuid.UUID, scope: OptOutScope
) -> Iterable[Value]:
    """Every value of a customer, each once."""
    who = opt_out_people.who_of(session, desk, customer_id)
    return dict.fromkeys(
        value
        for place in opt_out_people.places_of(session, customer_id) or (None,)
        for value in values_of(desk, dataclasses.replace(who, address=place), scope)
    )


def _checked(session: Session, desk: Desk, ask: OptOutAsk) -> tuple[Value, ...]:
    _check_words(desk, ask)
    values = chosen(desk, ask)
    confirm_to(desk, ask)
    found = {(value.medium, value.key): value for value in _elsewhere(session, desk, ask)}
    known = {(value.medium, value.key) for value in values}
    return (*values, *(value for at, value in found.items() if at not in known))


def _elsewhere(session: Session, desk: Desk, ask: OptOutAsk) -> Iterable[Value]:
    """The other addresses on the card of whoever wants no mail: the form shows one of them.

    A household or a company is at the one that was named; who lives at the others said nothing.
    """
    by_post = ask.everything or Medium.POST in ask.media
    customer_id = ask.who.customer_id
    if ask.kind is not OptOutKind.OPT_OUT or ask.scope is not OptOutScope.PERSON or not by_post:
        return
    if customer_id is None:
        return
    owner = opt_out_people.who_of(session, desk, customer_id).customer_id or customer_id
    for place in opt_out_people.places_of(session, owner):
        yield from _at(desk, OptOutWho(name=ask.who.name, address=place), ask.scope)


def _at(desk: Desk, who: OptOutWho, scope: OptOutScope) -> tuple[Value, ...]:
    """The values of *who*; none where an address on a card is none that mail could reach."""
    try:
        return values_of(desk, who, scope)
    except Refused:
        return ()


def _check_words(desk: Desk, ask: OptOutAsk) -> None:
    today = desk.today()
    if ask.received_on > today:
        raise Refused("in_the_future", field="received_on")
    if ask.dated_on is not None and ask.dated_on > today:
        raise Refused("in_the_future", field="dated_on")
    if ask.dated_on is not None and ask.dated_on > ask.received_on:
        raise Refused("dated_after_received", field="dated_on")
    for field in ("words", "note", "confirm_to"):
        if card_guard.looks_like_card(getattr(ask, field)):
            raise Refused("card_number", field=field)


def _new_request(
    session: Session, desk: Desk, ask: OptOutAsk, state: RequestState
) -> OptOutRequest:
    now = desk.now()
    last = session.scalar(
        select(func.max(OptOutRequest.number)).where(OptOutRequest.store_id == desk.store_id)
    )
    request = OptOutRequest(
        id=uuid7(),
        store_id=desk.store_id,
        number=(last or 0) + 1,
        state=state,
        state_at=now,
        received_at=_moment(desk, ask.received_on),
        effective_at=now if state is RequestState.RECORDED else None,
        agent_id=desk.agent_id,
        created_at=now,
    )
    _fill(session, desk, request, ask)
    session.add(request)
    session.flush()
    return request


def _fill(session: Session, desk: Desk, request: OptOutRequest, ask: OptOutAsk) -> None:
    request.kind, request.channel, request.scope = ask.kind, ask.channel, ask.scope
    request.dated_on, request.form_1500 = ask.dated_on, ask.form_1500
    request.everything = ask.everything
    media = frozenset(Medium) if ask.everything else ask.media
    request.media = sorted(medium.value for medium in media)
    request.topics = sorted(topic.value for topic in _topics(ask))
    request.customer_id = ask.who.customer_id
    request.display_name = _shown_name(ask.who)
    request.who = opt_out_people.to_record(ask.who)
    request.words = ask.words.strip()[:_LONGEST_WORDS]
    request.note = ask.note.strip()[:_LONGEST_WORDS]
    request.fax_id, request.call_id = ask.fax_id, ask.call_id
    request.language = ask.language
    request.confirm_by = ask.confirm_by
    request.confirm_to = _confirm_place(desk, ask, request.state)
    state = ask.who.address.state if ask.who.address is not None else ""
    request.due_on = latest_day(
        media or frozenset(Medium), ask.received_on, form_1500=ask.form_1500,
        topics=_topics(ask), state=state,
    )  # fmt: skip


def _confirm_place(desk: Desk, ask: OptOutAsk, state: RequestState) -> str:
    """Normalised once it is recorded; what waits keeps what was typed, whatever it is."""
    if state is RequestState.RECORDED:
        return confirm_to(desk, ask)
    return ask.confirm_to.strip()[:_LONGEST_NAME]


def _topics(ask: OptOutAsk) -> frozenset[Topic]:
    """All stands for itself alone; none said is all."""
    if not ask.topics or Topic.ALL in ask.topics:
        return frozenset({Topic.ALL})
    return ask.topics


def _shown_name(who: OptOutWho) -> str:
    """By what the request stands in a list; a stranger has only the value that was given."""
    given = (who.name, who.company, *who.emails, *who.phones, *who.faxes)
    place = who.address.line1 if who.address is not None else ""
    return next((names.tidy(text)[:_LONGEST_NAME] for text in (*given, place) if text.strip()), "")


def _write(
    session: Session,
    desk: Desk,
    request: OptOutRequest,
    ask: OptOutAsk,
    values: Sequence[Value],
) -> None:
    """Append the ledger's rows of the request."""
    topics = sorted(_topics(ask), key=lambda topic: topic.value)
    if ask.kind is OptOutKind.OPT_OUT:
        _append(session, desk, request, [(value, topic) for value in values for topic in topics])
        return
    lines = [
        (line, topic)
        for value in values
        for topic in topics
        for line in _stopped_lines(session, desk, value, topic)
    ]
    if not lines:
        raise Refused("nothing_to_withdraw", field="media")
    _append(session, desk, request, lines)


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


def _append(
    session: Session,
    desk: Desk,
    request: OptOutRequest,
    lines: Sequence[tuple[Value, Topic]],
) -> None:
    sequence = suppression.newest(session, desk.store_id)
    stamp = desk.stamp()
    dated = _moment(desk, request.dated_on) if request.dated_on is not None else None
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


def _moment(desk: Desk, day: date) -> datetime:
    """Now, where it came today; else midday of that day at the shop: the hour is not known."""
    if day == desk.today():
        return desk.now()
    return datetime.combine(day, _MIDDAY, tzinfo=ZoneInfo(desk.time_zone))


def _of_shop(session: Session, desk: Desk, request_id: uuid.UUID) -> OptOutRequest:
    request = session.get_one(OptOutRequest, request_id, with_for_update=True)
    if request.store_id != desk.store_id:
        raise LookupError("no such request")
    return request


def _pending(session: Session, desk: Desk, request_id: uuid.UUID) -> OptOutRequest:
    request = _of_shop(session, desk, request_id)
    if request.state is not RequestState.PENDING:
        raise Refused("not_pending")
    return request


def _note(session: Session, desk: Desk, kind: str, request: OptOutRequest) -> None:
    audit.note(
        session, desk, kind, subject_kind="opt_out_request", subject_id=request.id,
        channel=request.channel.value, kind_of=request.kind.value,
    )  # fmt: skip
