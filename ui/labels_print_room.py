"""What the print room says: how a letter stands, what became of a batch, what came back and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.services.desk import Refused
from desktop.services.mailings import ReturnedMail
from desktop.services.print_room_shapes import Batch, Flaw, PrintCounts, PrintRow
from models.addresses_rules import PostalAddress
from models.dispatch import DispatchState
from models.document import DocumentKind
from models.print_batch import BatchState
from ui import labels, labels_counts, labels_opt_outs, labels_orders, labels_scripts
from ui.labels_verification import moment

if TYPE_CHECKING:
    # It brings what sets letters, which is slow; these words are wanted from the start.
    from desktop.dispatch.print_batches import PrinterWord
    from desktop.dispatch.print_pieces import PiecesMade

_MOST_NUMBERS = 12


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("PrintRoomLabels", text)


# How many


def letters(n: int) -> str:
    """Return 1 letter, 16 letters."""
    return tr("1 letter") if n == 1 else tr("{n} letters").format(n=f"{n:,}")


def how_many(count: int, pages: int) -> str:
    """Return 18 letters, 24 pages."""
    return tr("{letters}, {pages}").format(letters=letters(count), pages=labels_counts.pages(pages))


def bar(counts: PrintCounts) -> str:
    """Return 18 ready, 14 to confirm, 9 to mail; what there is none of is not said."""
    said = [tr("{n} ready").format(n=f"{counts.ready:,}")]
    for count, words in (
        (counts.flawed, tr("{n} stay behind")),
        (counts.to_answer, tr("{n} to confirm")),
        (counts.to_mail, tr("{n} to mail")),
    ):
        if count:
            said.append(words.format(n=f"{count:,}"))
    return ", ".join(said)


# What is shown


def showing(value: str) -> str:
    """Which letters."""
    return {
        "ready": tr("To print"),
        "to_mail": tr("To mail"),
        "mailed": tr("Mailed"),
        "returned": tr("Came back"),
    }[value]


def none_of(value: str, kind: DocumentKind | None, sought: bool) -> tuple[str, str]:
    """Head and text where there is nothing to show."""
    if sought:
        return tr("No such letter"), tr("Another name or number may find it.")
    if kind is not None:
        return tr("None of this kind"), tr("F4 shows the others.")
    return {
        "ready": (
            tr("Nothing to print"),
            tr("Letters stand here from “To the print room” until their paper is good."),
        ),
        "to_mail": (tr("Nothing to mail"), tr("What is printed and good waits here for the mail.")),
        "mailed": (
            tr("Nothing was mailed yet"),
            tr("What has left is found here when it comes back."),
        ),
        "returned": (
            tr("Nothing came back"),
            tr("Letters that the mail brings back are kept with their address."),
        ),
    }[value]


def not_read() -> tuple[str, str]:
    """Head and text where nothing could be read."""
    return tr("Not read"), tr("The letters could not be read. They stand here when they can be.")


def list_head(value: str, kind: DocumentKind | None, begun: datetime, zone: str) -> str:
    """What stands over the list; *begun*: when the batch was."""
    words = batch_head(begun, zone) if value == "ready" else showing(value)
    if kind is None:
        return words
    return tr("{what}: {kind}").format(what=words, kind=kind_word(kind).lower())


def list_count(shown: int, total: int, pages: int) -> str:
    """Beside it: how many there are; "" for none."""
    if not shown:
        return ""
    if shown < total:
        return tr("the first {n} of {letters}").format(n=f"{shown:,}", letters=letters(total))
    return how_many(shown, pages)


def batch_head(at: datetime, zone: str) -> str:
    """Return Batch of 22 November, 11:30."""
    there = at.astimezone(ZoneInfo(zone))
    month = QLocale().monthName(there.month, QLocale.FormatType.LongFormat)
    day = tr("{day} {month}").format(day=there.day, month=month)
    return tr("Batch of {day}, {time}").format(day=day, time=there.strftime("%H:%M"))


# One letter


def kind_word(kind: DocumentKind) -> str:
    """What kind of letter, short enough for a column."""
    if kind is DocumentKind.OPT_OUT_CONFIRMATION:
        return tr("Opt-out letter")
    return labels_orders.document(kind)


def document(row: PrintRow) -> str:
    """What it is."""
    return kind_word(row.kind)


def head(row: PrintRow) -> str:
    """Return Confirmation, order 4718 2063-5."""
    if not row.order_number:
        return document(row)
    return tr("{document}, order {number}").format(document=document(row), number=row.order_number)


def state(row: PrintRow, *, goes: bool, flawed: bool) -> tuple[str, str, str]:
    """How it stands: words, icon, tone. *goes*: it is in the batch; *flawed*: its flaw matters."""
    if row.state is DispatchState.QUEUED:
        return _queued(row, goes=goes, flawed=flawed)
    if row.state is DispatchState.PRINTED:
        if not goes:
            return tr("Stays here"), "minus", "muted"
        return tr("Printed"), "check", "muted"
    if row.state is DispatchState.RETURNED:
        return _returned(row)
    if row.left_on is not None:
        words = tr("Mailed {day}").format(day=day(row.left_on))
        return words, "paper-plane-tilt", "muted"
    return tr("With the printer"), "printer", "muted"


def _returned(row: PrintRow) -> tuple[str, str, str]:
    if row.flaw is not Flaw.RETURNED:
        return tr("Came back, address good since"), "check", "muted"
    words = tr("Came back: {why}").format(why=reason(row.flaw_text).lower())
    return words, "warning-fill", "held_text"


def _queued(row: PrintRow, *, goes: bool, flawed: bool) -> tuple[str, str, str]:
    if goes and flawed:
        return tr("Goes all the same"), "check", "held_text"
    if goes:
        return tr("Ready"), "check", "muted"
    if flawed:
        return flaw(row), "warning-fill", "held_text"
    return tr("Left out"), "minus", "muted"


def flaw(row: PrintRow) -> str:
    """Why it stays behind, for its row."""
    if row.flaw is Flaw.CHARACTERS:
        count = len(row.flaw_text.replace(" ", ""))
        if count == 1:
            return tr("1 character cannot print")
        return tr("{n} characters cannot print").format(n=count)
    if row.flaw is Flaw.ADDRESS:
        return tr("Address too long")
    if row.flaw is Flaw.RETURNED:
        return tr("Mail came back: {why}").format(why=reason(row.flaw_text).lower())
    return ""


def flaw_help(row: PrintRow) -> tuple[str, str]:
    """Title and text of the strip over a letter with a flaw."""
    text = {
        Flaw.NONE: "",
        Flaw.CHARACTERS: tr(
            "No font here has these: {characters}. Type the name and address in Latin letters"
            " (romanized) in the order and make the letter again, or press Space: the gap can be"
            " filled in by hand."
        ),
        Flaw.ADDRESS: tr(
            "Shorten the address and make the letter again, or choose an envelope without a window."
        ),
        Flaw.RETURNED: tr(
            "Mail to this address was brought back. Ask for another address, or say that this one"
            " is good. Space sends the letter all the same."
        ),
    }[row.flaw]
    return flaw(row), text.format(characters=labels_scripts.listed(row.flaw_text.replace(" ", "")))


def stay_behind(n: int) -> str:
    """Over the button: how many do not go."""
    if n == 1:
        return tr("1 letter stays behind until it is put right.")
    return tr("{n} letters stay behind until they are put right.").format(n=f"{n:,}")


def reason(value: str) -> str:
    """Why a letter came back."""
    return {
        "moved": tr("Moved, no new address"),
        "no_such_place": tr("No such place"),
        "unknown_person": tr("Not known there"),
        "refused": tr("Refused"),
        "vacant": tr("Vacant"),
        "other": tr("Another reason"),
    }.get(value, tr("Another reason"))


def came_back(address: PostalAddress, told: ReturnedMail, today: date) -> str:
    """Mail came back from 12 Elm Street, 3 Nov: moved, no new address."""
    return tr("Mail came back from {street}, {day}: {why}").format(
        street=address.line1, day=labels_opt_outs.near_day(told.returned_on, today),
        why=reason(told.reason).lower(),
    )  # fmt: skip


def day(value: date) -> str:
    """Return Mon 30 Nov."""
    return labels.short_date(value)


# Batches


def print_button(n: int) -> str:
    """What F10 does."""
    if not n:
        return tr("Print")
    return tr("Print {letters}").format(letters=letters(n))


def mail_button(n: int, on: date | None, today: date) -> str:
    """What F10 does with what is printed."""
    if not n or on is None:
        return tr("Mailed")
    when = tr("today") if on == today else day(on)
    return tr("{letters} mailed {when}").format(letters=letters(n), when=when)


def batch_question(batch: Batch, more: int, zone: str, now: datetime) -> tuple[str, str]:
    """Title and text of the strip that asks about a batch; *more* others wait for their answer."""
    made = moment(batch.made_at, zone, now)
    if batch.state is BatchState.SENDING and not batch.handed_over:
        title = tr("Batch of {when}: it never got to its printer")
        text = tr("Work on it was cut short. {letters} for {printer} wait to be put back.")
    elif batch.state is BatchState.SENDING:
        title = tr("Batch of {when}: did it print?")
        text = tr("Nobody knows whether it went to {printer}: look at the paper. It has {letters}.")
    else:
        title = tr("Batch of {when}: is the paper good?")
        text = tr("{letters} went to {printer}. Nothing counts as printed until you say so.")
    said = text.format(letters=letters(batch.unanswered), printer=batch.printer)
    if more:
        others = tr("1 more batch waits.") if more == 1 else tr("{n} more batches wait.")
        said = f"{said} {others.format(n=more)}"
    return title.format(when=made), said


def printer_word(word: PrinterWord) -> str:
    """What the print system says of a batch, and what keeps its printer from going on."""
    from desktop.platform.print_jobs import JobState  # brings what speaks HTTP, which is slow

    said = {
        JobState.WAITING: tr("It waits in the printer's queue."),
        JobState.HELD: tr("It is held in the printer's queue."),
        JobState.PRINTING: tr("It is at the printer now."),
        JobState.STOPPED: tr("The printer has stopped in the middle of it."),
        JobState.CANCELLED: tr("It was cancelled at the printer."),
        JobState.FAILED: tr("The printer gave it up."),
        JobState.DONE: tr("The printer says that it is done."),
    }[word.job.state]
    if not word.problem:
        return said
    return tr("{state} The printer says: {problem}").format(state=said, problem=word.problem)


def batch_failed(batch: Batch) -> tuple[str, str]:
    """Title and text where the printer has not taken a batch."""
    title = tr("{printer} has not taken the batch").format(printer=batch.printer)
    text = tr("{why} {letters} wait as before; F10 tries again.")
    return title, text.format(why=batch.failure, letters=letters(batch.letters))


def which_came_out(batch: Batch, zone: str, now: datetime) -> str:
    """Head of the sheet that asks."""
    when = moment(batch.made_at, zone, now)
    return tr("Batch of {when}: which came out?").format(when=when)


def record_button(good: int, again: int) -> str:
    """What F10 records of a batch."""
    if not again:
        return tr("{letters} good").format(letters=letters(good))
    if not good:
        return tr("Print {letters} again").format(letters=letters(again))
    return tr("{good} good, {again} again").format(good=f"{good:,}", again=f"{again:,}")


def answered(came_out: int, of: int) -> str:
    """What was recorded of a batch."""
    again = of - came_out
    if not again:
        return tr("{letters} printed, ready to mail.").format(letters=letters(came_out))
    words = tr("{letters} printed, {again} back in the queue.")
    return words.format(letters=letters(came_out), again=again)


def sent_to(count: int, printer: str) -> str:
    """The printer has a batch."""
    return tr("{letters} went to {printer}.").format(letters=letters(count), printer=printer)


# Envelopes and labels


def pieces(n: int, *, are_labels: bool) -> str:
    """Return 1 envelope, 16 labels."""
    if are_labels:
        return tr("1 label") if n == 1 else tr("{n} labels").format(n=f"{n:,}")
    return tr("1 envelope") if n == 1 else tr("{n} envelopes").format(n=f"{n:,}")


def pieces_button(n: int, *, are_labels: bool) -> str:
    """What F10 does with them."""
    return tr("Print {pieces}").format(pieces=pieces(n, are_labels=are_labels))


def pieces_sent(n: int, printer: str, *, are_labels: bool) -> str:
    """The printer has them."""
    words = tr("{pieces} went to {printer}.")
    return words.format(pieces=pieces(n, are_labels=are_labels), printer=printer)


def _some(numbers: Sequence[int]) -> str:
    """The first few of *numbers*."""
    more = " …" if len(numbers) > _MOST_NUMBERS else ""
    return ", ".join(str(number) for number in numbers[:_MOST_NUMBERS]) + more


def pieces_flaws(made: PiecesMade, *, are_labels: bool) -> tuple[str, str]:
    """Title and text of what is wrong with them; ("", "") where all is well."""
    said = []
    if made.too_long:
        said.append(tr("The address is cut off on number {n}.").format(n=_some(made.too_long)))
    if made.unprintable:
        words = tr("Characters that cannot be printed are on number {n}. {way}")
        said.append(words.format(n=_some(made.unprintable), way=labels_scripts.latin_way()))
    if made.without:
        missing = letters(len(made.without))
        said.append(tr("No address is known of {letters}: none is made.").format(letters=missing))
    title = tr("Not every label is good") if are_labels else tr("Not every envelope is good")
    return (title, " ".join(said)) if said else ("", "")


def refusal(error: Refused) -> str:
    """Why something was not done."""
    words = {
        "nothing_to_print": tr("There is no letter to print."),
        "taken_elsewhere": tr("Another desk has taken letters of these meanwhile. Look again."),
        "batch_answered": tr("Somebody has said already what came of this batch."),
        "no_such_letter": tr("The batch has no letter of that number."),
        "still_printing": tr("Another desk is handing this batch to its printer just now."),
        "not_taken_out": tr("It waits already, or has left."),
        "in_the_future": tr("That day is yet to come."),
        "too_early": tr("Some of these letters were not even here on that day."),
        "not_printed": tr("Some of these letters have left, or wait again. Look again."),
        "before_mailed": tr("It had not left on that day."),
        "not_mailed": tr("It has never left."),
        "returned_already": tr("It is on record that it came back."),
        "address_good": tr("Somebody has said so already."),
    }.get(error.code)
    return words or labels.refusal(error)
