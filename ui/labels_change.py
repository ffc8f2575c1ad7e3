"""The words of changing, cancelling and repeating an order, and of who else has it open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from desktop.services.cancelling import CancelView
from desktop.services.change_money import MoneyStanding
from desktop.services.change_views import VersusRow
from desktop.services.desk import Refused
from desktop.services.duplicating import Duplicated
from desktop.services.order_snapshots import OrderChange
from desktop.services.presence import Other
from models.addresses_rules import PostalAddress
from models.order import BackorderChoice, OrderState
from ui import labels, labels_counts
from ui.labels import tr

ARROW = "\u2192"


def change(one: OrderChange, currency: str) -> str:
    """One thing that differs, as a sentence without its full stop."""
    if one.kind in _OF_LINES:
        before, after = _amounts(one, currency)
        words = {
            "line_added": tr("{sku} added, {after}"),
            "line_removed": tr("{sku} removed, {before}"),
            "quantity": tr("{sku}: quantity {before} {arrow} {after}"),
            "price": tr("{sku}: price {before} {arrow} {after}"),
            "discount": tr("{sku}: discount {before} {arrow} {after}"),
        }[one.kind]
        return words.format(sku=one.item, before=before, after=after, arrow=ARROW)
    if one.kind == "total":
        before, after = (labels.money(n, currency, symbol=True) for n in (one.before, one.after))
        return tr("Total {before} {arrow} {after}").format(before=before, after=after, arrow=ARROW)
    before, after = _value(one.kind, one.before), _value(one.kind, one.after)
    name = aspect(one.kind)
    if not before:
        return tr("{name}: {after}").format(name=name, after=after or tr("none"))
    if not after:
        return tr("{name}: {before} taken back").format(name=name, before=before)
    words = tr("{name}: {before} {arrow} {after}")
    return words.format(name=name, before=before, after=after, arrow=ARROW)


def changes(several: Iterable[OrderChange], currency: str) -> tuple[str, ...]:
    """What differs, one sentence for each."""
    return tuple(change(one, currency) for one in several)


def changes_in_brief(several: Iterable[OrderChange]) -> str:
    """What differs by name only: "2 lines, ship-to, shipping"."""
    kinds = [one.kind for one in several]
    lines = sum(kind in _OF_LINES for kind in kinds)
    parts = [labels_counts.lines(lines)] if lines else []
    parts += [aspect(kind) for kind in kinds if kind not in _OF_LINES and kind != "total"]
    return ", ".join(parts)


def aspect(kind: str) -> str:
    """What part of an order a change is about."""
    return {
        "customer": tr("Customer"),
        "bill_to": tr("Bill-to"),
        "ship_to": tr("Ship-to"),
        "shipping": tr("Shipping"),
        "promise": tr("Promise"),
        "backorder": tr("Backorder"),
        "coupon": tr("Coupon"),
        "gift": tr("Gift message"),
        "source": tr("Source"),
        "catalog": tr("Catalog"),
        "total": tr("Total"),
    }[kind]


_OF_LINES = frozenset({"line_added", "line_removed", "quantity", "price", "discount"})


def _amounts(one: OrderChange, currency: str) -> tuple[str, str]:
    def word(value: Any) -> str:
        if value is None:
            return ""
        if one.kind in ("line_added", "line_removed"):
            return labels_counts.pieces(value)
        return str(value) if one.kind == "quantity" else labels.money(value, currency)

    return word(one.before), word(one.after)


def _value(kind: str, value: Any) -> str:
    """A value of a snapshot in words; "" for none."""
    if kind in ("bill_to", "ship_to"):
        return _address(value)
    if kind == "shipping":
        return str(value[0]) if value else ""
    if kind == "promise":
        return _promise(*value) if value else ""
    if kind == "backorder" and value:
        return {
            BackorderChoice.SPLIT: tr("what is there first"), BackorderChoice.HOLD: tr("together"),
        }[BackorderChoice(value)]  # fmt: skip
    if kind == "catalog":
        return tr("wanted") if value else tr("not wanted")
    if kind == "customer":
        return tr("another")
    return str(value or "")


def _address(value: Mapping[str, str] | None) -> str:
    if value is None:
        return tr("same as bill-to")
    address = PostalAddress(**value)
    return ", ".join(part for part in (address.name, address.line1, address.city) if part)


def _promise(words: str, day: str | None) -> str:
    if words:
        return words
    return labels.short_date(date.fromisoformat(day)) if day else ""


def versus(row: VersusRow, currency: str) -> tuple[str, str, str]:
    """One row of two versions: its name, theirs, yours."""
    if row.kind == "line":
        return row.item, _line(row.theirs, currency), _line(row.yours, currency)
    if row.kind == "total":
        theirs, yours = (
            labels.money(int(str(n)), currency, symbol=True) for n in (row.theirs, row.yours)
        )
        return aspect("total"), theirs, yours
    if row.kind in ("bill_to", "ship_to"):
        return aspect(row.kind), _value(row.kind, row.theirs), _value(row.kind, row.yours)
    none = tr("None")
    return aspect(row.kind), str(row.theirs or none), str(row.yours or none)


def _line(value: Any, currency: str) -> str:
    if value is None:
        return tr("Not in the order")
    quantity, price, amount = value
    return tr("{quantity} at {price}, {amount}").format(
        quantity=quantity,
        price=labels.money(price, currency),
        amount=labels.money(amount, currency),
    )


def others_here(others: tuple[Other, ...], zone: str) -> str:
    """Who has the order open too, a sentence for each."""
    words = tr("{agent} at {workstation} has this order open since {time}.")
    return " ".join(
        words.format(
            agent=other.agent, workstation=other.workstation,
            time=labels.clock_time(other.since, zone),
        )
        for other in others
    )  # fmt: skip


def money_of_change(view_total: int, secured: int, currency: str, *, needs_card: bool) -> str:
    """What the new total means for the card, in one sentence."""
    total, held = (labels.money(n, currency, symbol=True) for n in (view_total, secured))
    if needs_card:
        return tr("{total} is over the {held} that is held: F8 takes a new card first.").format(
            total=total, held=held
        )
    return tr("{held} is held, which is enough: no new card is needed.").format(held=held)


def cancelling_money(view: CancelView, currency: str) -> tuple[str, ...]:
    """What cancelling does with the money, a sentence for each part of it."""
    money = view.money
    words = []
    if money.asked_minor:
        words.append(
            tr(
                "Nobody knows yet whether the card holds {amount}. Should it turn out that it does, it "
                "is let go by itself."
            ).format(amount=labels.money(money.asked_minor, currency, symbol=True))
        )
    unshipped = money.held_minor - max(0, view.shipped_minor - money.taken_minor)
    if unshipped > 0:
        words.append(
            tr("{amount} held on {card} is let go. Nothing of it is taken.").format(
                amount=labels.money(unshipped, currency, symbol=True), card=_cards(money)
            )
        )
    if view.shipped_minor:
        words.append(
            tr("What has shipped, {amount}, stays paid for.").format(
                amount=labels.money(view.shipped_minor, currency, symbol=True)
            )
        )
    if view.back_minor:
        words.append(
            tr("{amount} was taken and goes back: it is put on the list of refunds due.").format(
                amount=labels.money(view.back_minor, currency, symbol=True)
            )
        )
    return tuple(words) or (tr("No money is held or taken for it."),)


def _cards(money: MoneyStanding) -> str:
    cards = [labels.card_words(brand, last4) for brand, last4 in money.held_cards]
    return ", ".join(cards) or tr("the card")


def cancelling_what(view: CancelView) -> str:
    """What of the order is cancelled."""
    if view.state is OrderState.PARTLY_SHIPPED:
        return tr("What has not shipped is cancelled; what has shipped stays.")
    return tr("The whole order is cancelled. It cannot be brought back; it can be ordered again.")


def duplicated(made: Duplicated, currency: str) -> str:
    """What is another in a second order."""
    words = []
    if made.repriced:
        prices = ", ".join(
            tr("{sku} {was} {arrow} {now}").format(
                sku=one.sku, was=labels.money(one.was_minor, currency), arrow=ARROW,
                now=labels.money(one.now_minor, currency),
            )
            for one in made.repriced
        )  # fmt: skip
        words.append(tr("Other prices today: {prices}.").format(prices=prices))
    if made.left_out:
        gone = ", ".join(made.left_out)
        words.append(tr("No longer sold, so left out: {items}.").format(items=gone))
    return " ".join(words) or tr("At the same prices as then.")


def refusal(error: Refused) -> str:
    """Why it was not done, in one sentence that offers the way out."""
    words = {
        "change_draft": tr("This order has not been placed yet: key it as it is to be."),
        "change_cancelled": tr("This order was cancelled: order it again with Alt+U."),
        "change_shipped": tr("This order has shipped: a new order takes what is wanted now."),
        "change_partly_shipped": tr(
            "A part of this order has shipped: cancel the rest, or take a new order."
        ),
        "change_packed": tr("A parcel of this order is being packed: have it unpacked first."),
        "nothing_changed": tr("Nothing has been changed."),
        "not_a_change": tr("This change has been saved or dropped already."),
        "card_needed": tr("The new total is over what is held: F8 takes a new card first."),
        "already_authorized": tr("What is held covers the order: no new card is needed."),
        "outcome_unknown": tr("The bank's answer is not known yet, and this rests on it."),
        "another_draft": tr("An order is being keyed: place it or take its lines out first."),
        "cancel_shipped": tr("This order has shipped: what comes back is refunded."),
        "cancelled_already": tr("This order was cancelled already."),
        "cancel_handed_over": tr(
            "The carrier has been told of a parcel: take it off the carrier's list first."
        ),
        "not_a_draft": tr("This order has been placed or dropped meanwhile."),
        "draft_in_call": tr("{who} has this order in a call now.").format(
            who=error.values.get("who") or tr("Somebody")
        ),
        "draft_parked": tr("This order waits in a parked call: end this call and take that back."),
        "duplicate_draft": tr("This order has not been placed yet."),
        "duplicate_gone": tr("Nothing of this order is sold any more."),
    }.get(error.code)
    return words or labels.refusal(error)
