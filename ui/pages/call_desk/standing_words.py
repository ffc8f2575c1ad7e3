"""What the payment panel says of an order that was placed before: opened, changed, cancelled."""

from __future__ import annotations

import dataclasses

from desktop.services.change_money import MoneyStanding
from desktop.services.order_views import OrderView
from desktop.services.payments import PaymentStanding, PaymentView
from models.order import OrderState
from ui import labels
from ui.labels import tr
from ui.pages.call_desk import payment_words
from ui.pages.call_desk.payment_words import PaymentWords


def standing(
    view: OrderView,
    payment: PaymentView | None,
    money: MoneyStanding,
    *,
    came: str,
    zone: str,
) -> PaymentWords:
    """The state of an order's payment. *came* says how it got here: `placed` in this call,
    `changed` in it, or `opened`."""
    if view.state is OrderState.CANCELLED:
        return _cancelled(view, money)
    declined = payment is not None and payment.standing is PaymentStanding.DECLINED
    if money.needs_card and not declined:
        return _card_needed(view, money)
    if payment is None:
        return _opened(view, money)
    words = payment_words.answered(view, payment, zone=zone)
    if came == "changed":
        return _changed(view, payment, money, words)
    if declined and not money.needs_card:
        return _opened(view, money)
    if came == "opened" and words.state == "approved":
        return dataclasses.replace(words, say=_have_here(view), say_kind="info")
    return words


def _have_here(view: OrderView) -> str:
    number = payment_words.unbroken(view.spoken_number)
    return tr("I have your order here, number {number}.").format(number=number)


def _amount(minor: int, view: OrderView) -> str:
    return labels.money(minor, view.currency, symbol=True)


def _card_fact(money: MoneyStanding, view: OrderView) -> tuple[payment_words.Fact, ...]:
    cards = ", ".join(labels.card_words(brand, last4) for brand, last4 in money.held_cards)
    facts: list[payment_words.Fact] = [
        (tr("Total"), _amount(view.total_minor, view), "receipt", "muted"),
        (tr("Secured"), _amount(money.secured_minor, view), "shield-check-fill", "muted"),
    ]
    if cards:
        facts.append((tr("Held on"), cards, "credit-card", "muted"))
    return tuple(facts)


def _card_needed(view: OrderView, money: MoneyStanding) -> PaymentWords:
    """Less is held than the order needs: it grew, or an authorization ran out."""
    detail = tr("{secured} of {total} is secured. Order {number} waits for a card.")
    return PaymentWords(
        state="card_needed",
        icon="credit-card",
        tone="held_text",
        kind="held",
        title=tr("A new card is needed"),
        detail=detail.format(
            secured=_amount(money.secured_minor, view), total=_amount(view.total_minor, view),
            number=view.shown_number,
        ),
        facts=_card_fact(money, view),
        say=tr("To go on with your order I need a card for {amount}, please.").format(
            amount=_amount(money.wanted_minor, view)
        ),
        say_kind="held",
        note=tr("What another card still holds is let go once the new one is authorized."),
        buttons=("card", "wrap_up", "park"),
    )  # fmt: skip


def _opened(view: OrderView, money: MoneyStanding) -> PaymentWords:
    """Nothing is wanted of a card: terms, a cheque, or an older card that holds enough."""
    word, kind = labels.order_state(view.state, held=view.held)
    return PaymentWords(
        state="approved",
        icon="info-fill",
        tone=f"{kind}_text",
        kind=kind,
        title=word,
        detail=tr("Order {number} needs no card now.").format(number=view.shown_number),
        order_number=view.shown_number,
        facts=_card_fact(money, view),
        say=_have_here(view),
        buttons=("confirmation", "wrap_up"),
    )


def _cancelled(view: OrderView, money: MoneyStanding) -> PaymentWords:
    detail = tr("Nothing is held or taken for it.")
    say = tr("Your order is cancelled, and nothing is charged.")
    if money.asked_minor:
        detail = tr("Should the card turn out to hold something, it is let go by itself.")
    elif money.held_minor:
        detail = tr("{amount} is being let go.").format(amount=_amount(money.held_minor, view))
        say = tr("Your order is cancelled. What your bank has set aside is let go.")
    elif money.taken_minor:
        detail = tr("{amount} was taken; what is not owed goes back.").format(
            amount=_amount(money.taken_minor, view)
        )
        say = tr("Your order is cancelled, and what you paid for it is paid back.")
    return PaymentWords(
        state="cancelled",
        icon="prohibit",
        tone="neutral_text",
        kind="neutral",
        title=tr("Cancelled"),
        detail=detail,
        order_number=view.shown_number,
        say=say,
        buttons=("confirmation", "wrap_up"),
    )


def _changed(
    view: OrderView, payment: PaymentView, money: MoneyStanding, words: PaymentWords
) -> PaymentWords:
    """What became of the card that a change asked for, or that it asked for none."""
    total = _amount(view.total_minor, view)
    if payment.standing is PaymentStanding.DECLINED and money.needs_card:
        kept = tr("The change is saved, and order {number} waits for another card.").format(
            number=view.shown_number
        )
        if money.held_minor:
            held = _amount(money.held_minor, view)
            kept += " " + tr("The {held} held before stays held.").format(held=held)
        return dataclasses.replace(words, detail=kept)
    if payment.standing not in (PaymentStanding.AUTHORIZED, PaymentStanding.DECLINED):
        return words
    say = tr("I have changed your order. It comes to {total} now.").format(total=total)
    detail = tr("{held} is held; {total} of it is taken when it ships.")
    if money.secured_minor <= view.total_minor:
        detail = tr("{total} authorized, not yet taken")
    opened = [hold.kind for hold in view.holds if hold.state.value == "open"]
    if opened:
        say = f"{say} {labels.hold_say(opened)}"
    return dataclasses.replace(
        words,
        state="approved",
        icon="check-circle-fill",
        tone="held_text" if opened else "ok_text",
        kind="ok",
        title=tr("Change saved"),
        detail=detail.format(held=_amount(money.secured_minor, view), total=total),
        order_number=view.shown_number,
        say=say,
        say_kind="held" if opened else "ok",
        note="",
        buttons=("confirmation", "wrap_up"),
    )
