"""What the payment panel says in each state: words only, made from what is known."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.payments.words import UNKNOWN_AGENT, UNKNOWN_CALLER, words_for
from desktop.services.order_views import OrderView
from desktop.services.payments import PaymentStanding, PaymentView
from models.hold import HoldState
from models.order import OrderState
from ui import labels
from ui.labels import tr

Fact = tuple[str, str, str, str]


@dataclass(frozen=True, kw_only=True)
class PaymentWords:
    """One state of the payment panel."""

    state: str
    icon: str = ""
    tone: str = "text"
    kind: str = ""
    title: str = ""
    detail: str = ""
    order_number: str = ""
    spoken: str = ""
    facts: tuple[Fact, ...] = ()
    say: str = ""
    say_kind: str = "info"
    note: str = ""
    buttons: tuple[str, ...] = ()


def card_window(*, sandboxed: bool, placed: bool) -> PaymentWords:
    """While the card window is open."""
    notes = [tr("What comes back: brand, last four, a token. Nothing else.")]
    if not sandboxed:
        notes.append(
            tr(
                "Practice only: run as root, the card window has no sandbox. A live shop refuses it."
            )
        )
    if not placed:
        notes.append(tr("This system does not let programs place windows: look for it elsewhere."))
    return PaymentWords(
        state="card_window",
        say=tr("I am ready for the card number, whenever you are."),
        note=" ".join(notes),
    )


def recorder_failed(words: str, *, draft: bool) -> PaymentWords:
    """The recorder did not pause, so the card window has not opened."""
    detail = tr("{reason} No card is read out while it records.")
    note = tr("Open it all the same only when the recording has been paused by hand.")
    return PaymentWords(
        state="recorder_failed",
        icon="warning-fill",
        tone="held_text",
        kind="held",
        title=tr("The recorder did not pause"),
        detail=detail.format(reason=words),
        say=tr("One moment please. Do not say the card number yet."),
        say_kind="held",
        note=note,
        buttons=("card", "card_unpaused", "back") if draft else ("card", "card_unpaused"),
    )


def card_taken(view: OrderView, card: str, *, amount_minor: int | None = None) -> PaymentWords:
    """A token is here; nothing has been asked of the bank yet. *amount_minor* where the card is to
    hold less than the total."""
    amount = view.total_minor if amount_minor is None else amount_minor
    total = labels.money(amount, view.currency, symbol=True)
    draft = view.state is OrderState.DRAFT
    holds = [hold.kind for hold in view.holds if draft]
    detail = tr("{total} will be authorized when the order is placed.")
    say = tr("Your total is {total}. Shall I place the order?")
    if not draft:
        detail = tr("{total} will be authorized on this card.")
        say = tr("Your total is {total}. Shall I try this card?")
    if view.change is not None:
        detail = tr("{total} will be authorized; what is held before is let go after that.")
        say = tr("Your new total is {total}. Shall I save the change?")
    return PaymentWords(
        state="card_taken",
        icon="credit-card",
        title=tr("Card taken"),
        detail=detail.format(total=total),
        facts=((tr("Card"), card, "credit-card", "muted"),),
        say=say.format(total=total),
        note=tr("Will be held: {reason}").format(reason=labels.hold_reason(holds[0]))
        if holds
        else "",
        buttons=("finish", "card", "back") if draft else ("finish", "card"),
    )


def card_failed(error: str) -> PaymentWords:
    """The card window ended without a token."""
    words = {
        "cancelled": tr("The card window was closed. Nothing was taken."),
        "processor_unreachable": tr("The processor's page did not load. Nothing was taken."),
        "page_failed": tr("The card page broke. Nothing was taken."),
        "sandbox_refused": tr(
            "A live card is not taken here: the card window cannot be sealed off when the program "
            "runs as root. Start Order Desk as an ordinary user."
        ),
        "timed_out": tr("Nothing happened for too long, so the card window closed."),
        "rejected": tr("The processor refused the card's details. Nothing was taken."),
        "died": tr("The card window ended by itself. Nothing was taken."),
        "used": tr("A card entry serves once, and this one has been used. Take the card again."),
    }.get(error, tr("The card window ended without a card. Nothing was taken."))
    calm = error == "cancelled"
    return PaymentWords(
        state="card_failed",
        icon="info-fill" if calm else "warning-fill",
        tone="muted" if calm else "held_text",
        kind="" if calm else "held",
        title=tr("No card taken"),
        detail=words,
        say="" if calm else tr("One moment please, I open the card form once more."),
        say_kind="held",
        buttons=("card", "back"),
    )


def placing(view: OrderView, *, again: bool) -> PaymentWords:
    """F10 has been pressed; nothing has been committed yet."""
    if view.change is not None:
        return PaymentWords(
            state="sending",
            icon="clock",
            title=tr("Saving the change"),
            detail=tr("Order {number} is being changed.").format(number=view.shown_number),
            say=tr("One moment, I am changing your order."),
        )
    words = tr("Order {number} is being placed.")
    if again:
        words = tr("Order {number} is kept. The new card is being sent.")
    return PaymentWords(
        state="sending",
        icon="clock",
        title=tr("Placing") if not again else tr("Authorizing"),
        detail=words.format(number=view.shown_number),
        say=tr("One moment, I am placing your order."),
    )


def sending(view: OrderView, payment: PaymentView) -> PaymentWords:
    """Placed; the bank is being asked."""
    facts = ((tr("Card"), labels.card_words(payment.brand, payment.last4), "credit-card", "muted"),)
    return PaymentWords(
        state="sending",
        icon="clock",
        title=tr("Authorizing"),
        detail=tr("Order {number} is placed. Asking the bank.").format(number=view.shown_number),
        facts=facts,
        say=tr("One moment, I am asking your bank."),
        buttons=("park",),
    )


def answered(view: OrderView, payment: PaymentView, *, zone: str) -> PaymentWords:
    """The attempt has an answer, or none that is known."""
    word, icon, kind = labels.standing(payment.standing)
    card = (tr("Card"), labels.card_words(payment.brand, payment.last4), "credit-card", "muted")
    total = labels.money(payment.amount_minor, payment.currency, symbol=True)
    common = {"icon": icon, "tone": f"{kind}_text", "kind": kind, "title": word}
    if payment.standing is PaymentStanding.AUTHORIZED:
        return _approved(view, payment, card, total, common)
    if payment.standing is PaymentStanding.DECLINED:
        agent, caller = words_for(payment.decline_code)
        return PaymentWords(
            state="declined",
            detail=tr("Nothing was taken. Order {number} is kept.").format(
                number=view.shown_number
            ),
            facts=(card, (tr("For you only"), agent, "eye-slash-fill", "muted")),
            say=caller,
            say_kind="bad",
            note=tr("The bank's reason is for you only: the caller asks the bank."),
            buttons=("card", "tender", "wrap_up", "park"),
            **common,
        )
    facts = [card]
    if payment.sent_at is not None:
        facts.append((tr("Sent"), labels.clock_seconds(payment.sent_at, zone), "clock", "muted"))
    facts.append(
        (tr("Next look-up"), tr("by itself, in a few seconds"), "arrows-clockwise", "muted")
    )
    return PaymentWords(
        state="unknown",
        detail=tr("{reason}. It may have authorized.").format(reason=UNKNOWN_AGENT.capitalize()),
        facts=tuple(facts),
        say=UNKNOWN_CALLER,
        say_kind="held",
        buttons=("finish", "card", "park"),
        **common,
    )


def _approved(
    view: OrderView, payment: PaymentView, card: Fact, total: str, common: dict[str, str]
) -> PaymentWords:
    checks = (
        (tr("Street"), payment.street),
        (tr("ZIP"), payment.postal_code),
        (tr("Security code"), payment.code),
    )
    facts = [card]
    for name, check in checks:
        word, icon, tone = labels.check_words(check)
        facts.append((name, word, icon, tone))
    kinds = [hold.kind for hold in view.holds if hold.state is HoldState.OPEN]
    say = tr("Your card is approved, and your order number is {number}.").format(
        number=unbroken(view.spoken_number)
    )
    for kind in kinds:
        facts.append((tr("Held"), labels.hold_reason(kind), "hourglass-medium-fill", "held_text"))
    if kinds:
        say = f"{say} {labels.hold_say(kinds)}"
    return PaymentWords(
        state="approved",
        detail=tr("{total} authorized, not yet taken").format(total=total),
        order_number=view.shown_number,
        spoken=tr("Say it in groups: {spoken}").format(spoken=unbroken(view.spoken_number)),
        facts=tuple(facts),
        say=say,
        say_kind="held" if kinds else "ok",
        buttons=("confirmation", "wrap_up"),
        **common,
    )


def unbroken(spoken: str) -> str:
    """A number as it is said, broken into lines between its groups only."""
    return ", ".join(group.replace(" ", "\u00a0") for group in spoken.split(", "))
