"""What is said of orders that are paid without a card: on the sheet, and after they are placed."""

from __future__ import annotations

from desktop.services.order_views import OrderView
from desktop.services.stores import StoreProfile
from desktop.services.tenders import TenderView, TermsView
from models.hold import HoldState
from models.order import OrderState
from models.payment import Tender
from ui import labels
from ui.labels import tr
from ui.pages.call_desk.payment_words import Fact, PaymentWords, unbroken

OTHER_TENDER_STATES = frozenset({"awaiting_cheque", "cheque_here", "on_terms", "free"})
"""States of the payment of an order that was placed without a card."""


def subtitle(view: OrderView) -> str:
    """The order and what it comes to."""
    total = labels.money(view.total_minor, view.currency, symbol=True)
    return tr("Order {number}, {total}").format(number=view.shown_number, total=total)


def way(tender: Tender) -> str:
    """One way to pay, as the list says it."""
    if tender is Tender.CHEQUE:
        return tr("Cheque or money order, by post")
    return tr("On terms, with a purchase order")


def reference(tender: Tender) -> str:
    """What the field asks for."""
    if tender is Tender.CHEQUE:
        return tr("Number of the cheque, if they have it at hand")
    return tr("Purchase order number")


def place(tender: Tender) -> str:
    """What F10 does."""
    if tender is Tender.CHEQUE:
        return tr("Place, and wait for the cheque")
    return tr("Place on terms")


def before(view: OrderView, tender: Tender, terms: TermsView | None, store: StoreProfile) -> str:
    """What to say before it is placed."""
    if tender is Tender.CHEQUE:
        return _where_to_send(view, view.total_minor, store)
    days = terms.days if terms is not None else 0
    return tr("What is the number of your purchase order? It is due within {days} days.").format(
        days=days
    )


def placed(view: OrderView, tender: TenderView | None, store: StoreProfile) -> PaymentWords:
    """An order that was placed without a card; no *tender*: there was nothing to pay."""
    held = [hold.kind for hold in view.holds if hold.state is HoldState.OPEN]
    number = tr("Your order number is {number}.").format(number=unbroken(view.spoken_number))
    if tender is None:
        return _words(view, "free", tr("Placed, nothing to pay"), "", (), number)
    total = labels.money(tender.amount_minor, tender.currency, symbol=True)
    facts: list[Fact] = []
    if tender.tender is Tender.TERMS:
        facts.append((tr("Purchase order"), tender.reference, "receipt", "muted"))
        detail = tr("{total} is due within {days} days").format(total=total, days=tender.terms_days)
        say = tr("It is due within {days} days, on your purchase order.").format(
            days=tender.terms_days
        )
        say = f"{number} {say}"
        if held:
            say = f"{say} {labels.hold_say(held)}"
        return _words(view, "on_terms", tr("Placed on terms"), detail, tuple(facts), say)
    if not tender.is_awaited:
        detail = tr("{total} came by cheque or money order").format(total=total)
        return _words(view, "cheque_here", tr("Paid by cheque"), detail, (), number)
    facts.append((tr("Payable to"), store.name, "user", "muted"))
    facts.append((tr("Amount"), total, "currency-dollar", "muted"))
    facts.append((tr("Send it to"), "\n".join(store.address_lines), "map-pin", "muted"))
    if tender.reference:
        facts.append((tr("Its number"), tender.reference, "receipt", "muted"))
    return PaymentWords(
        state="awaiting_cheque",
        icon="hourglass-medium-fill",
        tone="held_text",
        kind="held",
        title=tr("Placed, awaits the cheque"),
        detail=tr("The order waits until {total} is here").format(total=total),
        order_number=view.shown_number,
        spoken=tr("Say it in groups: {spoken}").format(spoken=unbroken(view.spoken_number)),
        facts=tuple(facts),
        say=f"{number} {_where_to_send(view, tender.amount_minor, store)}",
        say_kind="held",
        buttons=("confirmation", "card", "wrap_up"),
    )


def placing(view: OrderView) -> PaymentWords:
    """F10 has been pressed; nothing has been committed yet."""
    return PaymentWords(
        state="sending",
        icon="clock",
        title=tr("Placing"),
        detail=tr("Order {number} is being placed.").format(number=view.shown_number),
        say=tr("One moment, I am placing your order."),
    )


def blocked(view: OrderView | None, state: str) -> str:
    """Why no other payment can be chosen for a saved order that lacks nothing, or ""."""
    if view is None:
        return ""
    if view.total_minor == 0:
        return tr("There is nothing to pay: F10 places the order.")
    if state in ("sending", "unknown", "card_window"):
        return tr("Wait until the card's outcome is known.")
    if state == "awaiting_cheque":
        return tr("This order waits for a cheque already.")
    if view.state is OrderState.DRAFT or state == "declined":
        return ""
    return tr("The order has been placed.")


def _where_to_send(view: OrderView, amount_minor: int, store: StoreProfile) -> str:
    words = tr(
        "Please make your cheque or money order out to {store} for {total}, write the order number on "
        "it, and send it to {address}. We ship when it is here."
    )
    return words.format(
        store=store.name,
        total=labels.money(amount_minor, view.currency, symbol=True),
        address=", ".join(store.address_lines),
    )


def _words(
    view: OrderView, state: str, title: str, detail: str, facts: tuple[Fact, ...], say: str
) -> PaymentWords:
    kinds = [hold.kind for hold in view.holds if hold.state is HoldState.OPEN]
    held: tuple[Fact, ...] = tuple(
        (tr("Held"), labels.hold_reason(kind), "hourglass-medium-fill", "held_text")
        for kind in kinds
    )
    return PaymentWords(
        state=state,
        icon="check-circle-fill",
        tone="ok_text",
        kind="ok",
        title=title,
        detail=detail,
        order_number=view.shown_number,
        spoken=tr("Say it in groups: {spoken}").format(spoken=unbroken(view.spoken_number)),
        facts=(*facts, *held),
        say=say,
        say_kind="held" if kinds else "ok",
        buttons=("confirmation", "wrap_up"),
    )
