"""What the bank said and what the books know, as rows of words."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desktop.services.payments import PaymentStanding
from desktop.services.verification_shapes import Verification
from models.hold import HoldKind
from models.payment import Check
from ui import labels, labels_counts, labels_verification
from ui.pages.verification.mark_rows import Mark

MOST_NOTES = 3


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("KnownWords", text)


def bank_marks(seen: Verification) -> list[Mark]:
    """The three answers in words, and until when the authorization can be used."""
    payment = seen.payment
    if payment is None:
        return [Mark(tr("No card was taken for this order"), "info-fill")]
    card = labels.card_words(payment.brand, payment.last4)
    if payment.standing is PaymentStanding.DECLINED:
        return [Mark(tr("{card}: declined").format(card=card), "x-circle-fill", "held_text",
                     attention=True)]  # fmt: skip
    if payment.standing is not PaymentStanding.AUTHORIZED:
        return [Mark(tr("{card}: no answer yet").format(card=card), "question-fill", "held_text",
                     attention=True)]  # fmt: skip
    marks = [
        _check(HoldKind.STREET_CHECK, payment.street),
        _check(HoldKind.POSTAL_CHECK, payment.postal_code),
        _check(HoldKind.CODE_CHECK, payment.code),
    ]
    if seen.authorization_days is not None:
        words, icon, tone = labels_verification.authorization_end(seen.authorization_days)
        marks.append(Mark(words, icon, tone, attention=tone == "held_text"))
    return marks


def _check(kind: HoldKind, check: Check | None) -> Mark:
    words, icon, tone = labels_verification.check_sentence(kind, check)
    return Mark(words, icon, tone, attention=check is not Check.MATCH)


def known_marks(seen: Verification, zone: str, now: datetime) -> list[Mark]:
    """The customer's history, the address's, and what was noted."""
    return [
        *_history(seen, zone),
        *_number(seen),
        _sent_before(seen, zone),
        *_others(seen),
        *_notes(seen, zone, now),
    ]


def _history(seen: Verification, zone: str) -> list[Mark]:
    past = seen.history
    if not past.orders:
        return [Mark(tr("First order of this customer"), "info-fill", "held_text")]
    parts = [tr("{orders} before").format(orders=labels_counts.orders(past.orders))]
    if past.since is not None:
        parts[0] = tr("{orders} before, since {month}").format(
            orders=labels_counts.orders(past.orders),
            month=labels.month_and_year(past.since, zone),
        )
    bad = []
    if past.cancelled:
        bad.append(tr("{n} cancelled").format(n=past.cancelled))
    if past.refunded:
        bad.append(tr("{n} refunded").format(n=past.refunded))
    marks = [Mark(parts[0], "check", "ok_text")]
    if bad:
        marks.append(Mark(tr("Of these {counts}").format(counts=", ".join(bad)), "info-fill"))
    else:
        marks.append(Mark(tr("None cancelled, none refunded"), "check", "ok_text"))
    return marks


def _number(seen: Verification) -> list[Mark]:
    past = seen.history
    if not past.called_from:
        return []
    if past.called_from_known:
        return [Mark(tr("Called from a number on file"), "check", "ok_text")]
    words = tr("Called from {number}, not on file").format(number=past.called_from)
    return [Mark(words, "phone", "held_text", attention=True)]


def _sent_before(seen: Verification, zone: str) -> Mark:
    count, last = seen.sent_before
    if not count or last is None:
        return Mark(tr("Nothing was sent to this address before"), "info-fill", "held_text")
    day = labels_verification.long_day(last, zone)
    if count == 1:
        return Mark(tr("Sent to this address once, {day}").format(day=day), "check", "ok_text")
    words = tr("Sent to this address {n} times, last {day}")
    return Mark(words.format(n=count, day=day), "check", "ok_text")


def _others(seen: Verification) -> list[Mark]:
    if not seen.others_today:
        return []
    numbers = ", ".join(seen.others_today[:3])
    if len(seen.others_today) > 3:
        numbers = tr("{numbers} and {n} more").format(numbers=numbers, n=len(seen.others_today) - 3)
    words = tr("Also to this address today: {numbers}").format(numbers=numbers)
    return [Mark(words, "warning-fill", "held_text", attention=True)]


def _notes(seen: Verification, zone: str, now: datetime) -> list[Mark]:
    return [
        Mark(
            tr("“{words}”, {agent}, {when}").format(
                words=note.words,
                agent=note.agent,
                when=labels_verification.moment(note.at, zone, now),
            ),
            "note",
        )
        for note in seen.notes[:MOST_NOTES]
    ]


def ask_marks(seen: Verification) -> list[Mark]:
    """What to ask whoever answers the billing phone, and what the books would answer."""
    lines = [line.name for line in seen.lines[:2]]
    marks = [
        Mark(tr("The order number: {number}").format(number=seen.shown_number), "question"),
        Mark(tr("An item of it: {items}").format(items=", ".join(lines)), "question"),
        Mark(
            tr("Who it is for: {name}").format(name=seen.ship_to.name or seen.ship_to.company),
            "question",
        ),
    ]
    if seen.payment is not None and seen.payment.last4:
        card = labels.card_words(seen.payment.brand, seen.payment.last4)
        words = tr("The bank's name on the card, {card}; never the number").format(card=card)
        marks.append(Mark(words, "question"))
    if seen.gift_message:
        words = tr("The gift message: “{words}”").format(words=seen.gift_message)
        marks.append(Mark(words, "gift"))
    return marks
