"""Taking an opt-out: in force with the transaction that records it, and never edited afterwards."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.services import audit, opt_out_people, opt_out_views
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused
from desktop.services.opt_out_ledger import moment_of, write
from desktop.services.opt_out_shapes import OptOutAsk, OptOutView, OptOutWho
from desktop.services.opt_out_values import Value, chosen, confirm_to, readable
from models import card_guard, names
from models.channels import Medium
from models.ids import uuid7
from models.opt_out import OptOutKind, OptOutRequest, OptOutScope, RequestState, Topic
from models.opt_out_due import latest_day

_LONGEST_NAME, _LONGEST_WORDS, _LONGEST_REASON = 200, 2000, 200


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
        write(session, desk, request, values, _topics(ask))
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
        write(session, desk, request, values, _topics(kept))
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
        yield from readable(desk, OptOutWho(name=ask.who.name, address=place), ask.scope)


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
        received_at=moment_of(desk, ask.received_on),
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
