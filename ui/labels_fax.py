"""What the fax room says: states, damage, outcomes, ages, refusals."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from desktop.services.desk import Refused
from desktop.services.received_fax_shapes import FaxRow
from models import phone_numbers
from models.received_fax import FaxOutcome, FaxState
from ui import labels, labels_counts

SHOWINGS = ("todo", "done", "junk", "all")
"""What the list can show, in the order in which it is offered."""


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("FaxLabels", text)


def showing(what: str) -> str:
    """The name of what the list shows."""
    return {
        "todo": tr("To do"),
        "done": tr("Done"),
        "junk": tr("Junk"),
        "all": tr("All of them"),
    }[what]


def silent(trouble: str, since: str) -> str:
    """That faxes may wait where nobody sees them; *since* is an hour, or ""."""
    words = {
        "gone": tr("The fax server does not answer since {since}. Faxes may wait there."),
        "refused": tr("The fax server refuses Order Desk since {since}. Look at the settings."),
    }.get(trouble, "")
    return words.format(since=since)


def inlet(name: str, trouble: str, since: str) -> str:
    """What is wrong with a way in: a sentence that says what to do; *since* is an hour."""
    words = {
        ("server", "kept"): tr(
            "The fax server keeps what was taken from it: let Order Desk delete there, or delete it "
            "by hand. What was blacked out here can still be read there."
        ),
        ("folder", "gone"): tr(
            "The watched folder cannot be read since {since}. Faxes wait there until it can."
        ),
        ("folder", "kept"): tr(
            "The watched folder keeps what was taken from it: let Order Desk delete there, or delete "
            "it by hand. What was blacked out here can still be read there."
        ),
        ("keys", "keys"): tr(
            "The file of fax keys makes trouble since {since}: tell IT. Was it moved, or is another "
            "one set?"
        ),
        ("anybody", "nobody"): tr(
            "Nobody takes faxes in since {since}: start the worker, or give this computer the "
            "password of the fax server or a way to the watched folder."
        ),
    }.get((name, trouble), "")
    return words.format(since=since)


def none_listed(what: str) -> str:
    """That a list is empty, and what comes there."""
    return {
        "todo": tr("Everything has been dealt with. New faxes come here by themselves."),
        "done": tr("No fax has been finished yet."),
        "junk": tr("Nothing was put aside as junk."),
        "all": tr("No fax has come yet."),
    }[what]


def state(row: FaxRow) -> tuple[str, str, str]:
    """A fax's state in a word or two, its kind (colour) and its icon."""
    if row.state is FaxState.DONE and row.outcome is not None:
        return outcome(row.outcome)
    return {
        FaxState.ARRIVED: (tr("Being read"), "neutral", "hourglass-medium"),
        FaxState.UNREVIEWED: (tr("Unreviewed"), "held", "eye-slash-fill"),
        FaxState.DAMAGED: (tr("Damaged"), "bad", "x-circle-fill"),
        FaxState.REVIEWED: (tr("Reviewed"), "info", "file-text"),
        FaxState.DONE: (tr("Done"), "neutral", "check"),
    }[row.state]


def outcome(value: FaxOutcome) -> tuple[str, str, str]:
    """How a fax ended in a word or two, its kind and its icon."""
    return {
        FaxOutcome.ORDER: (tr("Keyed"), "neutral", "check"),
        FaxOutcome.DOCUMENT: (tr("On an order"), "neutral", "package"),
        FaxOutcome.ANSWERED: (tr("Answered"), "neutral", "paper-plane-tilt"),
        FaxOutcome.OPT_OUT: (tr("Opt-out"), "neutral", "prohibit"),
        FaxOutcome.JUNK: (tr("Junk"), "neutral", "trash"),
    }[value]


def damage(reason: str) -> str:
    """Why a received file could not be opened, as one sentence."""
    return {
        "empty": tr("There was nothing in it."),
        "not_a_page_file": tr("It is no fax page: neither TIFF nor PDF, whatever its name says."),
        "truncated": tr("Its end is missing: the line dropped, or it was not sent whole."),
        "too_large": tr("It is larger than any fax we take."),
        "too_many_pages": tr("It has more pages than any fax we take."),
        "too_many_pixels": tr("Its pages are larger than any paper."),
        "locked": tr("It is locked with a password."),
        "took_too_long": tr("Reading it took too long."),
        "unreadable": tr("It begins as a fax should and cannot be read after that."),
        "not_read": tr("The page reader could not be started: read it again."),
        "not_fetched": tr(
            "It lies where it came in and is not handed over. Look at it there: that copy is left "
            "alone until this fax is finished."
        ),
        "key_gone": tr(
            "Its key is not in the file of fax keys, so nobody can open it. Was the file moved, or "
            "is another one set? Then have that mended and read it again; else answer it."
        ),
        "not_genuine": tr("What is stored is not what came: answer it, and tell IT."),
    }.get(reason, tr("It could not be read."))


def damage_in_brief(reason: str) -> str:
    """The same in two words, for the list."""
    return {
        "empty": tr("nothing in it"),
        "not_a_page_file": tr("no fax page"),
        "truncated": tr("end is missing"),
        "too_large": tr("too large"),
        "too_many_pages": tr("too many pages"),
        "too_many_pixels": tr("pages too large"),
        "locked": tr("locked"),
        "took_too_long": tr("took too long"),
        "unreadable": tr("damaged inside"),
        "not_read": tr("not read yet"),
        "not_fetched": tr("not handed over"),
        "key_gone": tr("its key is gone"),
        "not_genuine": tr("not what came"),
    }.get(reason, tr("not readable"))


def sender(row: FaxRow, country: str) -> str:
    """Who sent it, as far as the machine at the other end said."""
    if row.sender:
        return phone_numbers.display(row.sender, country)
    return row.sender_words or tr("No number")


def title(row: FaxRow, country: str) -> str:
    """The head of the page panel, and of the redaction window."""
    if row.sender or row.sender_words:
        return tr("Fax from {sender}").format(sender=sender(row, country))
    return tr("Fax without a number")


def came(moment: datetime, now: datetime, zone: str) -> str:
    """Return 09:14 of today, 28 Nov of another day."""
    there, today = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    if there.date() == today.date():
        return there.strftime("%H:%M")
    weekday_and_day = labels.short_date(there.date())
    return weekday_and_day.split(" ", 1)[1]


def age(waited: timedelta) -> str:
    """How long something has been here: 12 min, 3 h, 2 days."""
    minutes = max(0, int(waited.total_seconds() // 60))
    if minutes < 60:
        return labels_counts.minutes(minutes)
    if minutes < 24 * 60:
        return tr("{n} h").format(n=minutes // 60)
    days = minutes // (24 * 60)
    return tr("1 day") if days == 1 else tr("{n} days").format(n=days)


def boxes(number: int) -> str:
    """Return 1 box, 3 boxes."""
    return tr("1 box") if number == 1 else tr("{n} boxes").format(n=number)


def proposed(number: int, *, looked: bool) -> str:
    """What the machine proposes to black out, and what a person does about it."""
    if not looked:
        return tr("The machine has not looked at it: look yourself.")
    if not number:
        return tr("Nothing found by the machine: look.")
    words = tr("{boxes} proposed. What is under a box is destroyed when you confirm.")
    return words.format(boxes=boxes(number))


def no_such_sku(typed: str, near: str) -> str:
    """What was keyed is no SKU, and what it may have been."""
    if not near:
        return tr("No SKU {typed}, and nothing like it.").format(typed=typed)
    words = tr("No SKU {typed}. Did they mean {near}? Enter takes it.")
    return words.format(typed=typed, near=near)


def saving(how: str) -> str:
    """Where what was keyed is kept: saved, saving, local, or "" for a new form."""
    return {
        "saved": tr("Draft, saved"),
        "saving": tr("Saving"),
        "local": tr("On this computer"),
    }.get(how, tr("New customer"))


ANSWERS = (
    "unreadable", "missing_pages", "no_number_to_call", "card_number_written", "other",
)  # fmt: skip
"""Why a fax is answered, as `desktop.documents.fax_answer_data.AnswerReason` has it."""


def answer(reason: str) -> str:
    """Why a fax is answered, for the list of reasons."""
    return {
        "unreadable": tr("It cannot be read"),
        "missing_pages": tr("Pages are missing"),
        "no_number_to_call": tr("No number to call"),
        "card_number_written": tr("A card number was written on it"),
        "other": tr("In words of your own"),
    }[reason]


def todo(unreviewed: int, damaged: int, reviewed: int) -> str:
    """What waits, for the bar: 3 unreviewed, 1 damaged, 2 to key."""
    parts = [
        (unreviewed, tr("{n} unreviewed")),
        (damaged, tr("{n} damaged")),
        (reviewed, tr("{n} to key")),
    ]
    said = ", ".join(words.format(n=number) for number, words in parts if number)
    return said or tr("Nothing to do")


def pages_said(number: int) -> str:
    """How many pages it has, where that is known."""
    return labels_counts.pages(number) if number else ""


def reviewed(number: int, *, who: str, when: str) -> str:
    """What was burnt into the pages, by whom."""
    if not number:
        return tr("Reviewed by {who}, {when}: nothing to black out.").format(who=who, when=when)
    words = tr("Reviewed by {who}, {when}: {boxes} burnt in, the original destroyed.")
    return words.format(who=who, when=when, boxes=boxes(number))


def confirmed(number: int) -> str:
    """What was burnt in just now."""
    if not number:
        return tr("Reviewed: nothing to black out")
    return tr("Reviewed: {boxes} burnt in").format(boxes=boxes(number))


def key_owed() -> str:
    """The pages are safe, and the original's key is still there."""
    return tr("The original's key is not destroyed yet. It is tried again by itself.")


def key_not_destroyed(words: str) -> str:
    """The disk refused: the original may still be read by whoever has it and the key."""
    return tr("The key could not be destroyed: {words} It is tried again by itself.").format(
        words=words
    )


def pages_wait() -> str:
    """The boxes are confirmed, and the database cannot keep the pages."""
    return tr(
        "The boxes are confirmed, but the pages could not be kept yet. They wait here and are "
        "tried again; leave Order Desk open."
    )


def taken(row: FaxRow) -> str:
    """Who has it, or ""."""
    if row.taken_by_id is None:
        return ""
    if row.is_mine:
        return tr("You have it")
    return tr("{name} has it").format(name=row.taken_by_name)


def window_error(code: str) -> str:
    """Why the redaction window ended without the boxes confirmed, and what to do."""
    return {
        "damaged": tr("The original cannot be opened: read it again, or answer it."),
        "key_destroyed": tr(
            "Its key is gone, so nobody can open it any more: answer it or put it aside."
        ),
        "not_genuine": tr("What is stored is not what came: answer it, and tell IT."),
        "keys_gone": tr(
            "The file of fax keys cannot be read. Nothing is lost: tell IT, then try again."
        ),
        "timed_out": tr(
            "The window was closed because nobody touched it. The boxes are kept: open it again."
        ),
        "protocol": tr(
            "The redaction window and this program did not understand each other. Open it again."
        ),
        "died": tr("The redaction window went away by itself. Open it again."),
    }.get(code, tr("The redaction window ended without a word. Open it again."))


def refusal(error: Refused) -> str:
    """A refusal of a fax service, as one sentence that offers the way out."""
    who = str(error.values.get("who") or tr("Somebody else"))
    words = {
        "taken": tr("{who} has taken this fax. It is free again when they are done."),
        "not_taken": tr("This fax is no longer yours: take it again with Enter."),
        "not_reviewed": tr("Nobody has looked at it yet: open it first."),
        "fax_being_read": tr("The machine is still reading it."),
        "fax_done": tr("Somebody has finished it meanwhile."),
        "fax_not_done": tr("Somebody has taken it up again meanwhile."),
        "fax_not_damaged": tr("It is read again already."),
        "original_gone": tr("There is nothing left to open: it was reviewed, or is gone."),
        "order_unknown": tr("There is no order of this number: read it again."),
        "order_missing": tr("Enter the number of the order."),
        "number_missing": tr("Enter the number to send it to."),
        "number_wrong": tr("We cannot dial this number: enter it with its area code."),
        "words_missing": tr("Say in words what is wrong with it."),
        "key_owed": tr("The original is not destroyed yet, so that may not be said."),
        "copy_left": tr(
            "The fax still lies where it came in, so that may not be said: have it deleted there."
        ),
        "barred": tr("Nothing may be sent to this number."),
        "phone_missing": tr("To be called they need a telephone number."),
        "lines_missing": tr("An order needs an item: enter a SKU."),
        "hours_long": tr("These hours are too long: {most} letters at most."),
        "note_long": tr("This is too long: {most} letters at most."),
    }.get(error.code)
    if words is None:
        return labels.refusal(error)
    return words.format(who=who, most=error.values.get("most", ""))
