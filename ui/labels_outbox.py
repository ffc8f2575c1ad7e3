"""What the outbox says: how a fax or an e-mail stands, why it did not arrive, what can be done."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desktop.services.desk import Refused
from desktop.services.outbox_shapes import OutboxRow
from models.dispatch import DispatchState, Route
from ui import labels, labels_counts, labels_orders
from ui.labels_verification import moment


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("OutboxLabels", text)


def showing(value: str) -> str:
    """Which of them."""
    return {
        "open": tr("Under way"),
        "trouble": tr("In trouble"),
        "done": tr("Done with"),
        "all": tr("Everything"),
    }[value]


def none_of(value: str) -> tuple[str, str]:
    """Head and text where there is nothing to show."""
    head = {
        "open": tr("Nothing is under way"),
        "trouble": tr("Nothing is in trouble"),
        "done": tr("Nothing is done with yet"),
        "all": tr("The outbox is empty"),
    }[value]
    return head, tr("What you fax or e-mail stands here until it has arrived. F4 shows others.")


def state(row: OutboxRow, zone: str, now: datetime) -> tuple[str, str, str]:
    """How it stands: words, kind of pill, icon."""
    if row.stop_asked_at is not None and row.is_open:
        return tr("Being taken back"), "held", "hourglass-medium-fill"
    if row.state is DispatchState.QUEUED and row.tries:
        again = tr("Again at {when}") if row.next_try_at else tr("Again at once")
        when = moment(row.next_try_at, zone, now) if row.next_try_at else ""
        return again.format(when=when), "held", "clock"
    if row.state is DispatchState.SENT and row.route is Route.FAX:
        return _with_server(row), "info", "paper-plane-tilt"
    return {
        DispatchState.QUEUED: (tr("Waiting to go"), "info", "clock"),
        DispatchState.SENDING: (tr("Being handed over"), "info", "paper-plane-tilt"),
        DispatchState.SENT: (tr("Sent"), "ok", "check-circle-fill"),
        DispatchState.DELIVERED: (tr("Delivered"), "ok", "check-circle-fill"),
        DispatchState.FAILED: (tr("Failed"), "bad", "x-circle-fill"),
        DispatchState.GIVEN_UP: (tr("Given up"), "bad", "x-circle-fill"),
        DispatchState.STOPPED: (tr("Taken back"), "neutral", "arrow-counter-clockwise"),
        DispatchState.PRACTICE: (tr("Practice, not sent"), "neutral", "graduation-cap-fill"),
        DispatchState.PRINTED: (tr("Printed"), "ok", "check-circle-fill"),
        DispatchState.MAILED: (tr("Mailed"), "ok", "check-circle-fill"),
        DispatchState.RETURNED: (tr("Came back"), "bad", "x-circle-fill"),
    }[row.state]


def _with_server(row: OutboxRow) -> str:
    if not row.pages_sent:
        return tr("With the fax server")
    page = min(row.pages_sent + 1, row.pages)
    return tr("Sending, page {page} of {pages}").format(page=page, pages=row.pages)


def what(row: OutboxRow) -> str:
    """Confirmation, order 4718 2063-5."""
    kind = labels_orders.document(row.kind)
    if not row.order_number:
        return kind
    return tr("{document}, order {number}").format(document=kind, number=row.order_number)


def head(row: OutboxRow) -> str:
    """Fax to (805) 555-0163."""
    words = tr("Fax to {where}") if row.route is Route.FAX else tr("E-mail to {where}")
    return words.format(where=row.destination)


def reason(value: str) -> str:
    """Why a try did not succeed, in plain words; "" where none has failed."""
    return {
        "": "",
        "busy": tr("The line was busy."),
        "no_answer": tr("Nobody answered."),
        "not_a_fax": tr("What answered is no fax machine."),
        "dropped": tr("The line dropped before the last page."),
        "no_line": tr("Our own line or modem does not work."),
        "rejected": tr("The number does not exist, or cannot be called."),
        "server": tr("The fax server could not work with it."),
        "stopped": tr("Somebody took it off the fax server."),
        "bounced": tr("It came back: it could not be delivered."),
        "refused": tr("The other side refuses mail for this address."),
        "later": tr("The mail server wants it later."),
        "not_taken": tr("The mail server refused the message."),
        "address": tr("This address cannot be written to."),
        "sender": tr("The mail server does not send for the shop: look at the settings."),
        "login": tr("The mail server does not accept our name and password."),
        "unsafe": tr("The way to the mail server is not encrypted as it must be."),
        "gone": tr("The mail server does not answer."),
        "interrupted": tr("It was interrupted while it left. It may have arrived."),
    }.get(value, tr("It did not arrive, and nobody says why."))


def trouble(row: OutboxRow) -> tuple[str, str]:
    """Title and text of the strip over one that is not well; ("", "") where it is."""
    why = reason(row.reason)
    if row.reason == "dropped" and row.pages_sent:
        why = tr("The line dropped after page {page}.").format(page=row.pages_sent)
    if row.state is DispatchState.GIVEN_UP:
        text = tr("{why} A task says so. Send it again, to another number, or print it.")
        return tr("It was given up"), text.format(why=why).strip()
    if row.state is DispatchState.FAILED:
        return tr("It did not arrive"), why
    if row.state is DispatchState.QUEUED and row.reason:
        return "", tr("{why} It is tried again by itself.").format(why=why)
    return "", ""


def tries(row: OutboxRow) -> str:
    """2 of 5."""
    if not row.tries:
        return tr("none yet")
    return tr("{n} of {most}").format(n=row.tries, most=max(row.tries, row.tries_most))


def pages(row: OutboxRow) -> str:
    """2 pages, cover sheet included."""
    if row.state is DispatchState.DELIVERED and row.route is Route.FAX:
        return tr("{pages}, all confirmed").format(pages=labels_counts.pages(row.pages))
    return labels_counts.pages(row.pages)


def why_not_again(row: OutboxRow) -> str:
    """Why it cannot be sent again now."""
    return "" if row.can_send_again else tr("The server has it now.")


def why_not_stop(row: OutboxRow) -> str:
    """Why it cannot be taken back."""
    if row.can_stop:
        return ""
    if row.stop_asked_at is not None and row.is_open:
        return tr("The server has been asked for it.")
    return tr("It has left, or is over.")


def refusal(error: Refused) -> str:
    """Why something was not done; the words of every page where this one has none of its own."""
    return {
        "number_missing": tr("Type the fax number."),
        "number_wrong": tr("No fax can be sent to this number. Type it with its area code."),
        "barred": tr("This number may not be called: it is an emergency, short or premium number."),
        "name_unprintable": tr(
            "This name cannot be printed on the cover. Type it in Latin letters (romanized)."
        ),
        "email_missing": tr("Type the e-mail address."),
        "email_wrong": tr("This is no e-mail address."),
        "stop_late": tr("It has left already, or is over."),
        "under_way": tr("The server has it now. Take it back first."),
    }.get(error.code) or labels.refusal(error)
