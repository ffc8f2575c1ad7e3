"""What the confirmation of an order says, gathered from its rows as plain values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from desktop.documents.confirmation_data import (
    ConfirmationData,
    ConfirmationLine,
    Letterhead,
    OptOutWays,
    Reduction,
    TaxLine,
)
from desktop.documents.texts import FALLBACK, load_texts
from desktop.services import backorders, not_sent
from desktop.services.desk import Desk
from desktop.services.order_money import AWAITING_CHEQUE
from desktop.services.order_views import address_of
from models import order_numbers
from models.address_lines import on_paper
from models.addresses_rules import PostalAddress
from models.hold import HoldKind
from models.order import Order, OrderLine
from models.payment import AttemptState, Payment, Tender
from models.store import Store


@dataclass(frozen=True)
class LetterWords:
    """The words of a letter that depend on a state, in the letter's language."""

    hold: Callable[[HoldKind], str]
    card: Callable[[str, str], str]
    """(brand, last four) → "Visa ending 4242"."""
    cheque: Callable[[bool], str] = lambda _awaited: ""
    """(whether it is awaited) → "Cheque or money order, awaited"."""
    terms: Callable[[int, str], str] = lambda _days, _purchase_order: ""
    """(days, purchase order) → "On terms: 30 days, purchase order 7781"."""
    nothing_to_pay: str = ""


def confirmation_data(
    session: Session, desk: Desk, order: Order, words: LetterWords
) -> ConfirmationData:
    """What the confirmation of *order* says, as plain values."""
    store = session.get_one(Store, order.store_id)
    bill_to = address_of(order.bill_to)
    ship_to = address_of(order.ship_to) or bill_to if not_sent.is_sent(order) else None
    placed_at = order.placed_at or order.updated_at
    cheque = _cheque_awaited(session, order)
    holds = [h for h in order.open_holds if not (cheque and h.kind is HoldKind.PAYMENT)]
    reasons = tuple(dict.fromkeys(words.hold(hold.kind) for hold in holds))
    return ConfirmationData(
        letterhead=letterhead_of(store),
        order_number=order.number,
        order_number_display=order_numbers.display(order.number),
        order_date=placed_at.astimezone(ZoneInfo(store.time_zone)).date(),
        channel=order.channel.value,
        recipient=address_lines(bill_to, store.country),
        bill_to=address_lines(bill_to, store.country),
        ship_to=address_lines(ship_to, store.country),
        gift_message=order.gift_message,
        lines=tuple(
            _line(line, waiting=backorders.is_waiting(order.lines)) for line in order.lines
        ),
        currency=order.currency,
        subtotal_minor=order.subtotal_minor,
        discounts=_reductions(order),
        shipping_method=order.shipping_name,
        shipping_minor=order.shipping_minor + order.coupon_shipping_minor,
        taxes=(_tax(order),),
        total_minor=order.total_minor,
        payment_words=_payment_words(session, order, words),
        cheque_minor=cheque,
        hold_reasons=reasons or None,
        ship_promise=order.promise_words,
        opt_out=opt_out_ways_of(store),
        practice=desk.practice,
    )


def address_lines(address: PostalAddress | None, home_country: str) -> tuple[str, ...]:
    """An address as it is written on an envelope; the country only where it is not the shop's own."""
    return () if address is None else on_paper(address, home_country)


def letterhead_of(store: Store) -> Letterhead:
    """The shop as it stands at the top of its papers."""
    return Letterhead(
        name=store.name,
        address_lines=tuple(store.address_lines),
        country=store.country,
        phone=store.phone_domestic,
        phone_abroad=store.phone_abroad,
        fax=store.fax,
        email=store.email,
        website=store.website,
    )


def opt_out_ways_of(store: Store) -> OptOutWays:
    """Where the shop takes opt-outs, and where they are taken back."""
    return OptOutWays(
        phone=store.opt_out_phone,
        phone_abroad=store.phone_abroad,
        mail_lines=tuple(store.opt_out_address_lines),
        fax=store.opt_out_fax,
        email=store.opt_out_email,
    )


def _line(line: OrderLine, *, waiting: bool) -> ConfirmationLine:
    """A line, with its own date where not all of the order leaves at once; the coupon has a row of
    its own under the lines."""
    return ConfirmationLine(
        sku=line.sku,
        name=line.name,
        note=line.caption,
        quantity=line.ordered,
        unit_price_minor=line.unit_price_minor,
        discount_minor=line.discount_minor - line.coupon_minor,
        discount_words=line.discount_reason,
        amount_minor=line.amount_minor + line.coupon_minor,
        promise=line.promise_words if waiting else "",
    )


def discount_words(order: Order, line: OrderLine) -> str:
    """Why a line costs less, its share of the coupon with it: for a paper without the order's sums."""
    coupon = ""
    if line.coupon_minor:
        coupon = load_texts(FALLBACK).say("total.coupon", words=order.coupon_code)
    return ", ".join(part for part in (line.discount_reason, coupon) if part)


def _reductions(order: Order) -> tuple[Reduction, ...]:
    """The lines' own discounts together, then what the coupon takes off lines and shipping."""
    say = load_texts(FALLBACK).say
    words = {"words": order.coupon_code}
    rows = (
        Reduction(words="", minor=order.discount_minor - order.coupon_minor),
        Reduction(words=say("total.coupon", **words), minor=order.coupon_minor),
        Reduction(words=say("total.coupon_shipping", **words), minor=order.coupon_shipping_minor),
    )
    return tuple(row for row in rows if row.minor)


def _tax(order: Order) -> TaxLine:
    rate = f"{order.tax_rate_ppm / 10_000:.3f}".rstrip("0").rstrip(".") + "%"
    return TaxLine(
        minor=order.tax_minor,
        words=order.tax_jurisdiction,
        rate=rate if order.tax_rate_ppm else "",
        estimate=order.tax_is_estimate,
    )


def _payment_words(session: Session, order: Order, words: LetterWords) -> tuple[str, ...]:
    payments = session.scalars(
        select(Payment)
        .where(Payment.order_id == order.id)
        .options(selectinload(Payment.attempts))
        .order_by(Payment.created_at)
    )
    said = [_paid_with(payment, words) for payment in payments]
    if not said and order.total_minor == 0:
        said = [words.nothing_to_pay]
    return tuple(one for one in said if one)


def _paid_with(payment: Payment, words: LetterWords) -> str:
    """One payment in words, or "" for a card that paid nothing."""
    if payment.tender is Tender.CHEQUE:
        return words.cheque(payment.received_at is None)
    if payment.tender is Tender.TERMS:
        return words.terms(payment.terms_days, payment.reference)
    good = (AttemptState.SUCCEEDED, AttemptState.UNKNOWN, AttemptState.SENT)
    if payment.last4 and any(attempt.state in good for attempt in payment.attempts):
        return words.card(payment.brand, payment.last4)
    return ""


def _cheque_awaited(session: Session, order: Order) -> int:
    """What the order waits for by cheque, or 0."""
    waits = any(
        hold.kind is HoldKind.PAYMENT and hold.details.get("reason") == AWAITING_CHEQUE
        for hold in order.open_holds
    )
    if not waits:
        return 0
    amounts = session.scalars(
        select(Payment.amount_minor)
        .where(
            Payment.order_id == order.id,
            Payment.tender == Tender.CHEQUE,
            Payment.received_at.is_(None),
        )
        .order_by(Payment.created_at.desc())
    )
    return next(iter(amounts), 0)
