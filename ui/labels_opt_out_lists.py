"""What the opt-outs page says: of requests, of their confirmations, and of whole lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from desktop.imports.opt_out_rows import Unclear
from desktop.services.desk import Refused
from desktop.services.opt_out_shapes import MEDIA, ConfirmState, OptOutCounts, OptOutView, OptOutWho
from desktop.services.partners import PartnerView
from models import phone_numbers
from models.channels import Medium
from models.dispatch import DispatchState, Route
from models.opt_out import OptOutKind, RequestState
from ui import labels, labels_opt_outs


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("OptOutLists", text)


def showing(value: str) -> str:
    """Which requests."""
    return {
        "pending": tr("Waiting for a person"),
        "to_confirm": tr("To confirm"),
        "recent": tr("Recent"),
        "late": tr("Late"),
    }[value]


def none_of(value: str) -> tuple[str, str]:
    """Head and text where there is nothing to show."""
    head = {
        "pending": tr("No request waits"),
        "to_confirm": tr("Every confirmation has gone"),
        "recent": tr("No request yet"),
        "late": tr("Nothing is late"),
    }[value]
    text = {
        "pending": tr("What nobody could read at once stands here, with the days that are left."),
        "to_confirm": tr("What still has to be confirmed, or did not get there, stands here."),
        "recent": tr("Every request that reached us stands here. F7 records one."),
        "late": tr("A request that is not in force after its latest day would stand here."),
    }[value]
    return head, text


def none_found() -> tuple[str, str]:
    """Head and text where nothing fits what was typed."""
    return tr("No request fits"), tr("Type its number, a name, a telephone number or an e-mail.")


def counts(found: OptOutCounts) -> str:
    """2 wait, 1 to confirm; 1 late where there is one."""
    words = tr("{pending} waiting, {confirm} to confirm").format(
        pending=found.pending, confirm=found.to_confirm
    )
    if found.late:
        words = tr("{words}, {late} late").format(words=words, late=found.late)
    return words


def what(values: Iterable[Medium], *, everything: bool = False) -> str:
    """What is to stop, in a few words: Everything; Calls, text; All but post."""
    chosen = [value for value in MEDIA if value in set(values)]
    left = [value for value in MEDIA if value not in chosen]
    if not left or everything:
        return tr("Everything")
    if len(chosen) > len(left):
        return tr("All but {media}").format(media=labels_opt_outs.media(left))
    words = labels_opt_outs.media(chosen)
    return words[:1].upper() + words[1:]


def asked(view: OptOutView) -> str:
    """What a request asks for, in a few words, with its being a withdrawal."""
    words = what(view.media, everything=view.everything)
    if view.kind is OptOutKind.WITHDRAWAL:
        return tr("Again: {media}").format(media=words[:1].lower() + words[1:])
    return words


def who(view: OptOutView, country: str) -> str:
    """Whom it is about: a name, else the first value that is known; of a list, the file."""
    name = view.display_name or first_value(view.who) or view.source
    return number(name, country) if name else tr("Not known yet")


def number(typed: str, country: str) -> str:
    """A telephone number as people write it; what is none stays as it was typed."""
    if any(letter.isalpha() for letter in typed):
        return typed
    parsed = phone_numbers.parse(typed, country)
    return typed if parsed is None else phone_numbers.display(parsed.e164, country)


def first_value(known: OptOutWho) -> str:
    """The first thing that is known of someone without a name."""
    values = (known.name, known.company, *known.phones, *known.emails, *known.faxes)
    found = next((value for value in values if value), "")
    if not found and known.address is not None:
        place = (known.address.line1, known.address.city, known.address.postal_code)
        found = ", ".join(part for part in place if part)
    return found


def address(known: OptOutWho, *, country: str) -> str:
    """The address, line by line; "" where none is known."""
    if known.address is None:
        return ""
    return "\n".join(labels.address_lines(known.address, home_country=country))


def reached(view: OptOutView, today: date) -> tuple[str, str]:
    """How and when it reached us: Phone, 3 Mar; with the year where it is another; and the icon."""
    word, icon = labels_opt_outs.channel(view.channel)
    return tr("{channel}, {day}").format(
        channel=word, day=labels_opt_outs.near_day(view.received_on, today)
    ), icon


def confirmation(view: OptOutView) -> tuple[str, str, str]:
    """What has become of the confirmation, in a word or two: words, icon, tone."""
    if view.confirm_state is ConfirmState.TO_MAKE and view.state is RequestState.PENDING:
        return tr("After that"), "clock", "muted"
    if view.state is RequestState.CLOSED and view.confirm_state is ConfirmState.TO_MAKE:
        return tr("None"), "minus", "muted"
    return {
        ConfirmState.NOT_WANTED: (tr("Not wanted"), "minus", "muted"),
        ConfirmState.TO_MAKE: (tr("To make"), "hourglass-medium", "held_text"),
        ConfirmState.ON_ITS_WAY: (tr("On its way"), "paper-plane-tilt", "muted"),
        ConfirmState.DONE: (tr("Done"), "check", "ok_text"),
        ConfirmState.TROUBLE: (tr("In trouble"), "warning-fill", "held_text"),
    }[view.confirm_state]


def route_of(view: OptOutView) -> Route:
    """By what the confirmation leaves."""
    return {Medium.FAX: Route.FAX, Medium.EMAIL: Route.EMAIL}.get(
        view.confirm_by or Medium.POST, Route.PRINTER
    )


def trouble(value: DispatchState | None) -> str:
    """Why the confirmation did not get there, as one sentence."""
    return {
        DispatchState.FAILED: tr("It did not arrive."),
        DispatchState.GIVEN_UP: tr("It was given up after several tries."),
        DispatchState.RETURNED: tr("The letter came back."),
        DispatchState.STOPPED: tr("It was taken back before it left."),
    }.get(value or DispatchState.FAILED, tr("It did not get there."))


def on_its_way(view: OptOutView) -> str:
    """What has just been done with a confirmation."""
    return {
        Route.PRINTER: tr("The letter waits in the print room."),
        Route.FAX: tr("The fax is in the outbox."),
        Route.EMAIL: tr("The e-mail is in the outbox."),
    }.get(route_of(view), tr("It is on its way."))


def stopped_head(view: OptOutView) -> str:
    """Over the lines of the ledger."""
    if view.kind is OptOutKind.WITHDRAWAL:
        return tr("What may be sent again")
    return tr("What is stopped by it")


def column_kind(value: str) -> str:
    """What a column of somebody's list holds."""
    return {
        "value": tr("What is to stop"),
        "email": tr("E-mail address"),
        "phone": tr("Telephone number"),
        "mobile": tr("Mobile number"),
        "fax": tr("Fax number"),
        "address1": tr("Street or PO box"),
        "address2": tr("Apartment or unit"),
        "city": tr("City"),
        "state": tr("State"),
        "zip": tr("ZIP code"),
        "country": tr("Country"),
        "name": tr("Whole name"),
        "first_name": tr("First name"),
        "last_name": tr("Last name"),
        "company": tr("Company"),
        "medium": tr("What to stop it on"),
        "topic": tr("What about"),
        "received": tr("Day it reached us"),
        "dated": tr("Day it is dated"),
        "channel": tr("How it reached us"),
        "note": tr("Note"),
        "status": tr("Opted out or in"),
        "opted_out": tr("Yes: opted out"),
        "opted_in": tr("Yes: wants it"),
    }[value]


def column_kinds(values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Kinds of columns with their words."""
    return tuple((value, column_kind(value)) for value in values)


def lacking(value: str) -> str:
    """What no column was found for."""
    return {
        "email": tr("Say which column holds the e-mail address."),
        "phone": tr("Say which column holds the telephone number."),
        "mobile": tr("Say which column holds the telephone number."),
        "fax": tr("Say which column holds the fax number."),
        "address1": tr("Say which column holds the street or PO box."),
        "zip": tr("Say which column holds the ZIP code."),
        "city": tr("Say which columns hold city and state, or the ZIP code."),
    }.get(value, tr("Say what the columns hold."))


def refusal(error: Refused) -> str:
    """Why something was not done; the words of every opt-out where there are none of its own."""
    words = {
        "not_closed": tr("Somebody else has taken it up already."),
        "not_recorded": tr("It is not in force yet, so there is nothing to confirm."),
        "confirm_not_wanted": tr("They want no confirmation."),
        "already_confirmed": tr("Its confirmation is on its way already."),
        "confirm_under_way": tr("Nothing is wrong with the confirmation that left."),
        "number_missing": tr("There is no fax number to confirm it to."),
        "number_wrong": tr("No fax goes to the number that they gave."),
        "barred": tr("This number may not be called: it is an emergency, short or premium number."),
        "email_missing": tr("There is no e-mail address to confirm it to."),
        "email_wrong": tr("The e-mail address that they gave is none."),
    }.get(error.code)
    return words or labels_opt_outs.refusal(error)


def all_confirmed(made: int, refused: Sequence[str]) -> str:
    """What has become of all confirmations that were to be made."""
    if not made and not refused:
        return tr("Nothing is to be confirmed.")
    words = (
        tr("1 confirmation is on its way.")
        if made == 1
        else tr("{n} confirmations are on their way.").format(n=made)
    )
    if not refused:
        return words
    told = tr("Look at {references}.").format(references=", ".join(refused[:_MOST_NAMED]))
    return f"{words} {told}" if made else told


_MOST_NAMED = 3


def values(count: int) -> str:
    """Return 1 value, 1,200 values."""
    return tr("1 value") if count == 1 else tr("{n} values").format(n=f"{count:,}")


def unclear(value: Unclear) -> str:
    """Why rows of a list were refused, or what was taken otherwise than it stands there."""
    return {
        Unclear.EMPTY: tr("Refused: there is no value in the row."),
        Unclear.UNREADABLE: tr("Refused: the value is no number, e-mail address or address."),
        Unclear.CARD_NUMBER: tr("Refused: the value looks like a payment card number."),
        Unclear.NOT_AN_OPT_OUT: tr("Refused: it is no opt-out; a list takes none back."),
        Unclear.PARTLY_UNREADABLE: tr("One of several values cannot be read."),
        Unclear.UNKNOWN_MEDIUM: tr("The medium is not known: all that it reaches is stopped."),
        Unclear.UNFITTING_MEDIUM: tr("The medium does not fit: what the value reaches is stopped."),
        Unclear.UNKNOWN_TOPIC: tr("The topic is not known: all marketing is stopped."),
        Unclear.UNREADABLE_DATE: tr("The date cannot be read: today counts."),
        Unclear.FUTURE_DATE: tr("The date is still to come: today counts."),
        Unclear.UNKNOWN_CHANNEL: tr("How it reached us is not known: as set for the list."),
        Unclear.NO_ZIP: tr("No ZIP code: it stops addresses in the town of that name."),
    }[value]


def partner_state(one: PartnerView, zone: str) -> tuple[str, str, str]:
    """Whether a partner gets lists: words, icon, tone."""
    if one.ended_at is None:
        return tr("Gets lists"), "check", "ok_text"
    day = one.ended_at.astimezone(ZoneInfo(zone)).date()
    return tr("Ended {day}").format(day=labels_opt_outs.day(day)), "x", "muted"


def partner_refusal(error: Refused) -> str:
    """Why something was not done with a partner."""
    return {
        "partner_name": tr("Type a name of 1 to 60 characters."),
        "partner_there": tr("There is a partner of this name, or was one. Choose another name."),
        "partner_ended": tr("This partner has ended already."),
    }.get(error.code) or labels.refusal(error)
