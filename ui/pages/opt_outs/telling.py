"""What the page tells of one request: how it stands, all that is known of it, what has happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop.services import calls, opt_out_views, outbox
from desktop.services.calls import CallView
from desktop.services.desk import Desk
from desktop.services.opt_out_shapes import ConfirmState, OptOutView
from desktop.services.outbox_shapes import OutboxEvent
from models.dispatch import DispatchState, Route
from models.opt_out import OptOutKind, RequestState
from ui import labels_opt_out_lists, labels_opt_outs, labels_orders
from ui.labels_opt_out_lists import tr
from ui.labels_verification import moment
from ui.pages.list_page_shapes import Fact, Told


@dataclass(frozen=True)
class Around:
    """One request with what stands around it: the call that shows it, its confirmation's way."""

    view: OptOutView
    call: CallView | None
    events: tuple[OutboxEvent, ...]


def read_around(session: Any, desk: Desk, view: OptOutView) -> Around:
    """All of a request, in a working thread."""
    whole = opt_out_views.request(session, desk, view.id)
    events: tuple[OutboxEvent, ...] = ()
    if whole.confirm_dispatch_id is not None:
        events = outbox.history(session, desk, whole.confirm_dispatch_id)
    call = calls.view(session, whole.call_id) if whole.call_id is not None else None
    return Around(whole, call, events)


def told(around: Around, desk: Desk) -> Told:
    """All of it, for the right side of the page."""
    view = around.view
    word, kind, icon = _state(view)
    strip_kind, title, text = _strip(view)
    return Told(
        head=labels_opt_out_lists.who(view, desk.country),
        state=word,
        kind=kind,
        icon=icon,
        strip_kind=strip_kind,
        strip_title=title,
        strip_text=text,
        facts=tuple(fact for fact in _facts(around, desk) if fact[1]),
        history=_history(around, desk),
    )


def stopped_facts(view: OptOutView) -> list[Fact]:
    """What stands in the ledger because of it: one line for each medium and value."""
    found = []
    for value in view.stopped:
        word, icon = labels_opt_outs.medium(value.medium)
        found.append((word, labels_opt_outs.stopped(value), icon, "muted"))
    return found


def _state(view: OptOutView) -> tuple[str, str, str]:
    if view.is_late:
        return labels_opt_outs.due(view)[0].capitalize(), "bad", "warning-fill"
    if view.state is RequestState.PENDING:
        return labels_opt_outs.due(view)[0].capitalize(), "held", "clock"
    return labels_opt_outs.state(view.state)


def _strip(view: OptOutView) -> tuple[str, str, str]:
    """The one thing that is to be done: kind, title, text; empty where there is none."""
    if view.state is RequestState.PENDING:
        day = labels_opt_outs.day(view.due_on)
        title = tr("It waits, and stops nothing yet. Latest day: {day}.").format(day=day)
        return ("bad" if view.is_late else "held"), title, view.note
    if view.state is RequestState.CLOSED:
        return "neutral", tr("There was nothing to record."), view.closed_reason
    if view.confirm_state is ConfirmState.TROUBLE:
        why = labels_opt_out_lists.trouble(view.confirm_dispatch_state)
        return "held", tr("They have no confirmation yet."), why
    if view.confirm_state is ConfirmState.TO_MAKE:
        return "held", tr("They asked for a confirmation."), tr("F10 makes it and sends it off.")
    return "info", "", ""


def _facts(around: Around, desk: Desk) -> list[Fact]:
    view = around.view
    return [*_asked(view), *_reached(around, desk), *_whom(view, desk), *_confirmed(view, desk)]


def _asked(view: OptOutView) -> list[Fact]:
    what = labels_opt_out_lists.what(view.media, everything=view.everything)
    again = view.kind is OptOutKind.WITHDRAWAL
    topics = labels_opt_outs.topics(view.topics)
    return [
        (tr("Request"), view.reference, "", ""),
        (tr("Wanted again") if again else tr("To stop"), what, "prohibit", "muted"),
        (tr("About"), topics[:1].upper() + topics[1:], "", ""),
        (tr("For whom"), labels_opt_outs.scope(view.scope), "users", "muted"),
        (
            tr("Their words"),
            view.words and tr("“{words}”").format(words=view.words),
            "note",
            "muted",
        ),
        (tr("Our note"), view.note if view.state is not RequestState.PENDING else "", "", ""),
    ]


def _reached(around: Around, desk: Desk) -> list[Fact]:
    view = around.view
    channel, icon = labels_opt_outs.channel(view.channel)
    dated = labels_opt_outs.day(view.dated_on) if view.dated_on else ""
    form = tr("On the post office's form 1500") if view.form_1500 else ""
    return [
        (tr("Reached us"), tr("{channel}, {day}").format(
            channel=channel, day=labels_opt_outs.day(view.received_on)), icon, "muted"),
        (tr("Dated"), dated, "", ""),
        (tr("Form"), form, "", ""),
        (tr("Shown by"), _evidence(around, desk), "file-text", "muted"),
        (tr("From the list"), view.source, "list-dashes", "muted"),
    ]  # fmt: skip


def _evidence(around: Around, desk: Desk) -> str:
    if around.view.fax_id is not None:
        return tr("A page on file: Alt+O")
    if around.call is not None:
        when = moment(around.call.started_at, desk.time_zone, desk.now())
        number = around.call.number_typed
        words = tr("The call of {when}, {number}") if number else tr("The call of {when}")
        return words.format(when=when, number=number)
    return ""


def _whom(view: OptOutView, desk: Desk) -> list[Fact]:
    who = view.who
    numbers = [labels_opt_out_lists.number(value, desk.country) for value in who.phones]
    faxes = [labels_opt_out_lists.number(value, desk.country) for value in who.faxes]
    return [
        (tr("Company"), who.company, "storefront", "muted"),
        (tr("Number"), "\n".join(numbers), "phone", "muted"),
        (tr("Fax number"), "\n".join(faxes), "printer", "muted"),
        (tr("E-mail address"), "\n".join(who.emails), "at", "muted"),
        (
            tr("Address"),
            labels_opt_out_lists.address(who, country=desk.country),
            "map-pin",
            "muted",
        ),
    ]


def _confirmed(view: OptOutView, desk: Desk) -> list[Fact]:
    if view.state is RequestState.CLOSED:
        return []
    by = labels_opt_outs.confirm_by(view.confirm_by)
    if view.confirm_to:
        to = labels_opt_out_lists.number(view.confirm_to, desk.country)
        by = tr("{by}, {to}").format(by=by, to=to)
    _word, icon, tone = labels_opt_out_lists.confirmation(view)
    state = labels_opt_outs.confirm_state(view.confirm_state)[0]
    if view.confirm_by is None or view.state is RequestState.PENDING:
        return [(tr("Confirmation"), by, icon, tone)]
    return [(tr("Confirmation"), tr("{by}: {state}").format(
        by=by, state=state[:1].lower() + state[1:]), icon, tone)]  # fmt: skip


def _history(around: Around, desk: Desk) -> tuple[Fact, ...]:
    view, zone, now = around.view, desk.time_zone, desk.now()
    taken = tr("Put aside by {who}") if view.state is not RequestState.RECORDED else ""
    effective = view.effective_at
    happened: list[tuple[datetime, str]] = []
    if not taken and effective is not None and (effective - view.created_at).total_seconds() > 1:
        taken = tr("Put aside by {who}")
    if taken:
        happened.append((view.created_at, taken.format(who=view.agent_name)))
    if effective is not None:
        words = tr("Recorded by {who}: in force") if not taken else tr("Recorded: in force")
        words = words.format(who=view.agent_name)
        if view.done_in is not None:
            words = tr("{words}, {done}").format(
                words=words, done=labels_opt_outs.done_in(view.done_in)
            )
        happened.append((effective, words))
    route = labels_opt_out_lists.route_of(view)
    happened += [(event.at, _sending(event, route)) for event in around.events]
    return tuple((moment(at, zone, now), words, "", "") for at, words in happened)


def _sending(event: OutboxEvent, route: Route) -> str:
    words = labels_orders.sending(event.to_state, route)
    if event.to_state is DispatchState.SENT and route is Route.FAX:
        words = tr("taken by the fax server")
    words = tr("Confirmation: {what}").format(what=words)
    return f"{words}, {event.agent_name}" if event.agent_name else words
