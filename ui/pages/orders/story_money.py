"""An order's money in words: what is held, taken, given back, until when, and every attempt."""

from __future__ import annotations

from desktop.services.desk import Desk
from desktop.services.order_story_shapes import (
    OrderStory,
    StoryAttempt,
    StoryPayment,
    StoryRefundDue,
)
from models import limits
from models.payment import AttemptState, Purpose, Tender
from ui import labels, labels_orders
from ui.labels_orders import tr
from ui.pages.orders.story_blocks import Block, Cell, Fact, Facts, Grid, Section, Sentence


def money_section(story: OrderStory, desk: Desk) -> Section | None:
    """The tenders, newest last; None while none was given."""
    if not story.payments and not story.refunds_due:
        return None
    blocks: list[Block] = []
    for payment in story.payments:
        blocks.append(Sentence(payment_words(payment), strong=True))
        blocks.append(Facts(tuple(_facts(payment, desk))))
        if payment.attempts:
            rows = tuple(_attempt_row(attempt, desk) for attempt in payment.attempts)
            headings = (tr("What was asked"), tr("Amount"), tr("When"))
            blocks.append(Grid(headings, rows, right=frozenset({1}), wide=0))
    blocks += [_refund_due(due, desk) for due in story.refunds_due]
    return Section("money", tr("Money"), tuple(blocks))


def payment_words(payment: StoryPayment) -> str:
    """A tender in a line: Visa ending 4242; Cheque 1042."""
    if payment.tender is Tender.CARD:
        words = labels.card_words(payment.brand, payment.last4)
    elif payment.tender is Tender.CHEQUE:
        words = labels_orders.tender(payment.tender)
        if payment.reference:
            words = tr("{what} {number}").format(what=words, number=payment.reference)
    else:
        words = labels_orders.tender(payment.tender)
        if payment.reference:
            words = tr("{what}, purchase order {number}").format(
                what=words, number=payment.reference
            )
    if payment.replaced:
        words = tr("{what} (another card stands in its place)").format(what=words)
    return words


def _facts(payment: StoryPayment, desk: Desk) -> list[Fact]:
    money, sums = payment.currency, payment.sums
    if payment.tender is not Tender.CARD:
        return _paper_facts(payment, desk)
    facts = []
    for label, amount in (
        (tr("Authorized"), sums.authorized),
        (tr("Captured"), sums.captured),
        (tr("Refunded"), sums.refunded),
    ):
        if amount:
            facts.append(Fact(label, labels.money(amount, money, symbol=True)))
    if sums.held:
        facts.append(_held(payment, desk))
    for label, amount in (
        (tr("Being captured"), sums.capturing),
        (tr("Being refunded"), sums.refunding),
    ):
        if amount:
            facts.append(
                Fact(label, labels.money(amount, money, symbol=True), "held_text", "clock")
            )
    if not facts:
        facts.append(Fact(tr("Held"), tr("nothing"), "muted"))
    return facts


def _held(payment: StoryPayment, desk: Desk) -> Fact:
    sums = payment.sums
    words = labels.money(sums.held, payment.currency, symbol=True)
    if sums.expires_at is None:
        return Fact(tr("Held"), words)
    until = labels_orders.when(sums.expires_at, desk.time_zone)
    words = tr("{amount} until {when}").format(amount=words, when=until)
    hours = (sums.expires_at - desk.now()).total_seconds() / 3600
    if hours <= limits.AUTHORIZATION_WARNING_HOURS:
        return Fact(tr("Held"), words, "held_text", "warning-fill")
    return Fact(tr("Held"), words)


def _paper_facts(payment: StoryPayment, desk: Desk) -> list[Fact]:
    amount = labels.money(payment.amount_minor, payment.currency, symbol=True)
    facts = [Fact(tr("Amount"), amount)]
    if payment.terms_days:
        facts.append(Fact(tr("Pays within"), tr("{n} days").format(n=payment.terms_days)))
    if payment.received_at is not None:
        when = labels_orders.when(payment.received_at, desk.time_zone)
        facts.append(Fact(tr("Arrived"), when, "ok_text", "check"))
    elif payment.tender is Tender.CHEQUE:
        facts.append(Fact(tr("Arrived"), tr("not yet"), "held_text", "hourglass-medium-fill"))
    if payment.sums.refunded:
        refunded = labels.money(payment.sums.refunded, payment.currency, symbol=True)
        facts.append(Fact(tr("Refunded"), refunded))
    return facts


def _attempt_row(attempt: StoryAttempt, desk: Desk) -> tuple[Cell, ...]:
    words, icon, tone = labels_orders.attempt(attempt.purpose, attempt.state)
    at = attempt.answered_at or attempt.created_at
    return (
        Cell(words, tone, icon, caption=attempt_more(attempt, desk)),
        Cell(labels.money(attempt.amount_minor, attempt.currency)),
        Cell(labels_orders.when(at, desk.time_zone), tone="muted"),
    )


def attempt_more(attempt: StoryAttempt, desk: Desk) -> str:
    """What else is known of an attempt: the bank's reason, its checks, the next look-up."""
    parts = []
    if attempt.state is AttemptState.DECLINED and attempt.decline_code:
        reason = labels_orders.plain(attempt.decline_code).lower()
        parts.append(tr("the bank's reason, not for the caller: {reason}").format(reason=reason))
    if attempt.reason:
        parts.append(attempt.reason)
    if attempt.state is AttemptState.UNKNOWN and attempt.next_look_up_at is not None:
        when = labels.clock_time(attempt.next_look_up_at, desk.time_zone)
        parts.append(tr("asked after again at {when}").format(when=when))
    if attempt.purpose is Purpose.AUTHORIZE and attempt.state is AttemptState.SUCCEEDED:
        parts += [
            tr("{what} {answer}").format(what=what, answer=labels.check_words(check)[0])
            for what, check in (
                (tr("street"), attempt.street_check),
                (tr("ZIP"), attempt.postal_check),
                (tr("code"), attempt.code_check),
            )
            if check is not None
        ]
    return ", ".join(parts)


def _refund_due(due: StoryRefundDue, desk: Desk) -> Sentence:
    amount = labels.money(due.amount_minor, due.currency, symbol=True)
    if due.done_at is not None:
        when = labels_orders.when(due.done_at, desk.time_zone)
        words = tr("{amount} had to go back; done {when}").format(amount=amount, when=when)
        return Sentence(words, "ok_text", "check")
    when = labels_orders.when(due.due_at, desk.time_zone)
    words = tr("{amount} has to go back by {when}").format(amount=amount, when=when)
    return Sentence(words, "held_text", "warning-fill")
