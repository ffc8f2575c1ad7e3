"""What opt-outs say, wherever they are shown: media, channels, topics, states, days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.services.desk import Refused
from desktop.services.opt_out_shapes import MEDIA, ConfirmState, OptOutView, Standing, StoppedValue
from models.channels import Channel, Medium
from models.opt_out import TOPICS, OptOutKind, OptOutScope, RequestState, Topic
from ui import labels


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("OptOutLabels", text)


def medium(value: Medium) -> tuple[str, str]:
    """How we reach people, as the head of a row, and its icon."""
    return {
        Medium.CALL: (tr("Calls"), "phone"),
        Medium.TEXT: (tr("Text"), "chat-text"),
        Medium.FAX: (tr("Fax"), "printer"),
        Medium.EMAIL: (tr("E-mail"), "at"),
        Medium.POST: (tr("Post"), "envelope-simple"),
    }[value]


def media(values: Iterable[Medium]) -> str:
    """Several media in a row, in the order of their keys: text, post. All five: everything."""
    chosen = [value for value in MEDIA if value in set(values)]
    if len(chosen) == len(MEDIA):
        return tr("everything")
    words = {
        Medium.CALL: tr("calls"),
        Medium.TEXT: tr("text"),
        Medium.FAX: tr("fax"),
        Medium.EMAIL: tr("e-mail"),
        Medium.POST: tr("post"),
    }
    return ", ".join(words[value] for value in chosen)


def channel(value: Channel) -> tuple[str, str]:
    """How something reached us, and its icon."""
    return {
        Channel.PHONE: (tr("Phone"), "phone"),
        Channel.FAX: (tr("Fax"), "printer"),
        Channel.MAIL: (tr("Letter"), "envelope-simple"),
        Channel.EMAIL: (tr("E-mail"), "at"),
    }[value]


def by_channel(value: Channel) -> str:
    """How something reached us, inside a sentence: by phone."""
    return {
        Channel.PHONE: tr("by phone"),
        Channel.FAX: tr("by fax"),
        Channel.MAIL: tr("by letter"),
        Channel.EMAIL: tr("by e-mail"),
    }[value]


def topic(value: Topic) -> str:
    """What someone wants no more of, as the head of a row."""
    return {
        Topic.ALL: tr("All marketing"),
        Topic.PROMOTIONS: tr("Promotions"),
        Topic.EVENTS: tr("Special events"),
        Topic.CATALOGS: tr("Catalogs"),
        Topic.OFFERS: tr("Offers"),
        Topic.SHARING: tr("Passing on to others"),
    }[value]


def topics(values: Iterable[Topic]) -> str:
    """Several topics in a row: catalogs, offers. All of them: all marketing."""
    chosen = set(values)
    if Topic.ALL in chosen or chosen >= set(TOPICS):
        return tr("all marketing")
    return ", ".join(topic(value).lower() for value in TOPICS if value in chosen)


def scope(value: OptOutScope) -> str:
    """For whom."""
    return {
        OptOutScope.PERSON: tr("This person"),
        OptOutScope.HOUSEHOLD: tr("Everyone at the address"),
        OptOutScope.COMPANY: tr("The whole company"),
    }[value]


def state(value: RequestState) -> tuple[str, str, str]:
    """The pill of a request: words, kind, icon."""
    return {
        RequestState.PENDING: (tr("Waits"), "held", "hourglass-medium-fill"),
        RequestState.RECORDED: (tr("In force"), "ok", "check-circle-fill"),
        RequestState.CLOSED: (tr("Closed"), "neutral", "x-circle"),
    }[value]


def confirm_by(value: Medium | None) -> str:
    """How a request is confirmed."""
    words = {
        Medium.POST: tr("By letter"),
        Medium.FAX: tr("By fax"),
        Medium.EMAIL: tr("By e-mail"),
    }
    return tr("Not wanted") if value is None else words.get(value, "")


def confirm_state(value: ConfirmState) -> tuple[str, str, str]:
    """What has become of the confirmation: words, icon, tone."""
    return {
        ConfirmState.NOT_WANTED: (tr("No confirmation wanted"), "minus", "muted"),
        ConfirmState.TO_MAKE: (tr("To confirm"), "hourglass-medium", "held_text"),
        ConfirmState.ON_ITS_WAY: (tr("Confirmation on its way"), "paper-plane-tilt", "muted"),
        ConfirmState.DONE: (tr("Confirmed"), "check", "ok_text"),
        ConfirmState.TROUBLE: (tr("Confirmation did not go"), "warning-fill", "held_text"),
    }[value]


def day(value: date) -> str:
    """Return 2 Mar 2026, in the agent's language."""
    month = QLocale().monthName(value.month, QLocale.FormatType.ShortFormat)
    return f"{value.day} {month} {value.year}"


def near_day(value: date, today: date) -> str:
    """Return 3 Mar, or 3 Mar 2025 where the year is another."""
    words = day(value)
    return words.removesuffix(f" {value.year}") if value.year == today.year else words


def days_left(days: int) -> str:
    """Return 3 days left, 1 day left, due today, 2 days late."""
    if days == 0:
        return tr("due today")
    if days < 0:
        return tr("1 day late") if days == -1 else tr("{n} days late").format(n=-days)
    return tr("1 day left") if days == 1 else tr("{n} days left").format(n=days)


def done_in(span: timedelta) -> str:
    """From receipt to effect: done in 4 min, done in 3 h, done in 2 days."""
    minutes = max(0, int(span.total_seconds() // 60))
    if not minutes:
        return tr("done at once")
    if minutes < 60:
        return tr("done in {n} min").format(n=minutes)
    hours = minutes // 60
    if hours < 24:
        return tr("done in {n} h").format(n=hours)
    days = hours // 24
    return tr("done in 1 day") if days == 1 else tr("done in {n} days").format(n=days)


def due(view: OptOutView) -> tuple[str, str, str]:
    """How a request stands against its latest day: words, icon, tone."""
    if view.state is RequestState.CLOSED:
        return tr("closed"), "x-circle", "muted"
    if view.done_in is not None:
        return done_in(view.done_in), "check", "ok_text"
    words = days_left(view.days_left)
    if view.is_late:
        return words, "warning-fill", "bad_text"
    return words, "clock", "held_text" if view.days_left <= _SOON_DAYS else "muted"


_SOON_DAYS = 3
"""From then on the days that are left are amber."""


def opted_out(standing: Standing) -> tuple[str, str]:
    """What someone hears no more, in two lines; ("", "") where nothing is stopped.

    The second line is the difference that counts: marketing stops, service messages do not.
    """
    whole = tuple(value for value in MEDIA if standing.is_stopped(value))
    part = tuple(value for value in standing.stopped if value not in whole)
    if whole:
        head = tr("Opted out: {media}").format(media=media(whole))
        if part:
            head = tr("{head}; in part: {media}").format(head=head, media=media(part))
        return head, tr("No offers. Confirmations may go.")
    if part:
        head = tr("Opted out in part: {media}").format(media=media(part))
        return head, tr("Some offers. Confirmations may go.")
    return "", ""


def stopped(value: StoppedValue) -> str:
    """One line of the ledger: (909) 555-0142, all marketing."""
    words = tr("{shown}, {topic}").format(shown=value.shown, topic=topic(value.topic).lower())
    if value.medium is Medium.POST:
        whom = value.person or tr("everyone there")
        words = tr("{whom} at {words}").format(whom=whom, words=words)
    return tr("{words}, on file already").format(words=words) if value.was_stopped else words


def refusal(error: Refused) -> str:
    """A refusal, as one sentence that offers the way out."""
    if error.code == "no_value":
        return no_value(error.field)
    return {
        "no_medium": tr("Say what is to stop: 1 to 5, or 0 for all five."),
        "no_who": tr("Type one thing that tells whom: a number, an e-mail address or an address."),
        "bad_phone": tr("Nobody can be called at this number. Type it with its area code."),
        "bad_fax": tr("No fax goes to this number. Type it with its area code."),
        "bad_email": tr("This is not an e-mail address: it needs an @ and what comes after it."),
        "bad_address": tr("The address needs a street or PO box and a ZIP code."),
        "in_the_future": tr("This day is still to come."),
        "dated_after_received": tr("It is dated after the day on which it reached us."),
        "confirm_no_address": tr("A letter needs a name and a whole address."),
        "confirm_bad_fax": tr("No fax goes to this number. Type it with its area code."),
        "confirm_bad_email": tr("This is not an e-mail address: it needs an @."),
        "note_needed": tr("Say why it waits, and what you can read of it."),
        "reason_needed": tr("Say why there is nothing to record."),
        "nothing_to_withdraw": tr("Nothing of this is stopped, so there is nothing to give back."),
        "not_pending": tr("Somebody else has dealt with this request already."),
        "taken": tr("Somebody else works on this page just now."),
        "fax_done": tr("Somebody else has dealt with this page already."),
        "words_needed": tr("Write down their own words: they are what shows that they asked."),
    }.get(error.code) or labels.refusal(error)


def no_value(field: str) -> str:
    """What is missing for a medium that was chosen."""
    return {
        "call": tr("Type the number that is not to be called."),
        "text": tr("Type the number that is not to be texted."),
        "fax": tr("Type the fax number."),
        "email": tr("Type the e-mail address."),
        "post": tr("Type the address: street or PO box, and ZIP code."),
    }.get(field, tr("Type what is to be stopped."))


def say(
    media_chosen: Iterable[Medium],
    *,
    topics_chosen: Iterable[Topic] = (Topic.ALL,),
    scope_chosen: OptOutScope = OptOutScope.PERSON,
    kind_chosen: OptOutKind = OptOutKind.OPT_OUT,
) -> str:
    """What is said to the caller; "" while nothing is chosen."""
    chosen = [value for value in MEDIA if value in set(media_chosen)]
    if not chosen:
        return ""
    if kind_chosen is OptOutKind.WITHDRAWAL:
        said = tr("Done. You may hear from us again {how}. You can change your mind at any time.")
        return said.format(how=_one_of([_by_medium(value) for value in chosen], tr("and")))
    wanted = set(topics_chosen)
    still = tr("You will still hear from us about your orders.")
    if wanted == {Topic.SHARING}:
        return tr("Done. From now on we will not pass your details on to others. {still}").format(
            still=still
        )
    what = _one_of(_topic_nouns(wanted), tr("or"))
    if scope_chosen is OptOutScope.PERSON:
        how = _one_of([_verb(value) for value in chosen], tr("or"))
        said = tr("Done. From now on we will not {how} you {what}. {still}")
        return said.format(how=how, what=what, still=still)
    how = _one_of([_by_medium(value) for value in chosen], tr("or"))
    said = {
        OptOutScope.HOUSEHOLD: tr(
            "Done. From now on we will send nobody at your address {what} {how}. {still}"
        ),
        OptOutScope.COMPANY: tr(
            "Done. From now on we will send nobody at your company {what} {how}. {still}"
        ),
    }[scope_chosen]
    return said.format(how=how, what=what, still=still)


def _one_of(words: list[str], link: str) -> str:
    """Return a; a or b; a, b or c."""
    if len(words) < 2:
        return "".join(words)
    return tr("{first} {link} {last}").format(
        first=", ".join(words[:-1]), link=link, last=words[-1]
    )


def _verb(value: Medium) -> str:
    return {
        Medium.CALL: tr("call"),
        Medium.TEXT: tr("text"),
        Medium.FAX: tr("fax"),
        Medium.EMAIL: tr("e-mail"),
        Medium.POST: tr("mail"),
    }[value]


def _by_medium(value: Medium) -> str:
    return {
        Medium.CALL: tr("by phone"),
        Medium.TEXT: tr("by text"),
        Medium.FAX: tr("by fax"),
        Medium.EMAIL: tr("by e-mail"),
        Medium.POST: tr("by post"),
    }[value]


def _topic_nouns(wanted: set[Topic]) -> list[str]:
    if Topic.ALL in wanted or wanted >= set(TOPICS):
        return [tr("offers")]
    nouns = {
        Topic.PROMOTIONS: tr("promotions"),
        Topic.EVENTS: tr("news of special events"),
        Topic.CATALOGS: tr("catalogs"),
        Topic.OFFERS: tr("offers"),
    }
    return [word for value, word in nouns.items() if value in wanted]


def form_title(value: OptOutKind) -> str:
    """What the form is for."""
    return {
        OptOutKind.OPT_OUT: tr("Record an opt-out"),
        OptOutKind.WITHDRAWAL: tr("They want it again"),
    }[value]


def recorded(view: OptOutView) -> str:
    """What was done, in one line: OPT-1203 is in force: calls, fax."""
    what = media(view.media)
    if view.state is RequestState.PENDING:
        left = days_left(view.days_left)
        return tr("{reference} waits, {left}.").format(reference=view.reference, left=left)
    if view.kind is OptOutKind.WITHDRAWAL:
        words = tr("{reference} is recorded. They hear from us again: {media}.")
        return words.format(reference=view.reference, media=what)
    words = tr("{reference} is in force. Stopped: {media}.")
    return words.format(reference=view.reference, media=what)


def nothing_recorded() -> str:
    """It was closed, and what had been keyed is gone."""
    return tr("Nothing was recorded.")


def batch_done(recorded: int, aside: int, skipped: int) -> str:
    """What came of a batch: 5 recorded, 1 set aside, 2 skipped."""
    if not (recorded or aside or skipped):
        return nothing_recorded()
    parts = [tr("{n} recorded").format(n=recorded)]
    if aside:
        parts.append(tr("{n} set aside").format(n=aside))
    if skipped:
        parts.append(tr("{n} skipped").format(n=skipped))
    return tr("{parts}.").format(parts=", ".join(parts))
