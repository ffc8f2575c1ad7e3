"""Placing an order: the number, the order and the attempt to authorize, in one commit.

The money moves afterwards, in the payment runner (DESIGN §4, Money exactly once).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from desktop.services import (
    card_amounts,
    coupon_people,
    coupons,
    holds,
    order_keys,
    order_money,
    order_views,
    person_tasks,
    tax_exemption,
)
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused, Stale
from desktop.services.reservations import reserve
from models.ids import uuid7
from models.order import Order, OrderState
from models.payment import Payment, PaymentAttempt, Purpose, Tender


@dataclass(frozen=True)
class CardEntry:
    """What came back from the card window: a token, and what may be shown of the card."""

    payment_method: str
    brand: str
    last4: str
    code_asked: bool
    processor: str
    processor_run: str


@dataclass(frozen=True)
class Placed:
    """An order that was placed, and the attempt that the payment runner has to carry out."""

    order_id: uuid.UUID
    attempt_id: uuid.UUID


def place(
    session: Session,
    desk: Desk,
    order_id: uuid.UUID,
    card: CardEntry,
    *,
    version: int,
    command_id: uuid.UUID,
) -> Placed:
    """Place the draft: open its holds and create the attempt that authorizes its total.

    Raises:
        Stale: the draft was saved by someone else since *version*.
        Refused: `not_a_draft`, `missing` (with the codes), `coupon` (with why it does not fit any
            more), `nothing_to_pay`, `card_amount` (with the reason), or `card_used` (a token serves
            once).
    """

    def work() -> dict[str, str]:
        order = leave_draft(session, desk, order_id, version=version)
        if order.total_minor == 0:
            raise Refused("nothing_to_pay")
        attempt = _authorization(
            session, desk, order, card, amount_minor=order.total_minor, replaces=None
        )
        return {"order": str(order_id), "attempt": str(attempt.id)}

    with session.no_autoflush:  # nothing that is looked up here depends on what is written here
        return _placed(once(session, desk, command_id, "place", work))


def leave_draft(session: Session, desk: Desk, order_id: uuid.UUID, *, version: int) -> Order:
    """Turn the draft into a placed order with its holds, whatever it is paid with.

    Every tender goes through here; how it is paid, and the release, are the caller's. Whoever was to be
    called for the payment was reached.

    Raises:
        Stale: the draft was saved by someone else since *version*.
        Refused: `not_a_draft`, `missing` (with the codes), `coupon` (as `coupons.claim`), or `exemption`
            (as `tax_exemption.refuse_outdated`).
    """
    order = session.get_one(Order, order_id, options=(selectinload(Order.lines),))
    if order.state is not OrderState.DRAFT:
        raise Refused("not_a_draft")
    if order.version != version:
        raise Stale
    missing, wanted = order_views.lacking(session, desk, order)
    if missing:
        raise Refused("missing", codes=missing)
    tax_exemption.refuse_outdated(session, desk, order)
    coupons.claim(session, desk, order)
    stamp = desk.stamp()
    order.placed_at = order.updated_at = stamp.at
    reserve(session, order, at=stamp.at)  # a draft that lay for long has given it back
    order.move_to(OrderState.PLACED, kind="placed", stamp=stamp)
    for hold in wanted:
        holds.open_hold(order, hold.kind, stamp, details=hold.details)
    order_keys.write_keys(session, order)
    coupon_people.record_use(session, desk, order)
    person_tasks.called_back(session, desk, order.id, at=stamp.at)
    return order


def take_another_card(
    session: Session, desk: Desk, order_id: uuid.UUID, card: CardEntry, *, command_id: uuid.UUID
) -> Placed:
    """Create an attempt on a new card for an order that needs one.

    The card was declined, its authorization ran out, the order grew, or goods were shipped unpaid. What
    an older card still holds is let go only when the new one is authorized.

    Raises:
        Refused: `not_placed`; `outcome_unknown` while an attempt may still have moved money;
            `already_authorized`; `card_amount`; `card_used`.
    """

    def work() -> dict[str, str]:
        order = session.get_one(Order, order_id)
        if not _takes_cards(session, desk, order):
            raise Refused("not_placed")
        standing = holds.payments_of(session, order, at=desk.now())
        if any(order_money.is_open(payment, Purpose.AUTHORIZE) for payment, _sums in standing):
            raise Refused("outcome_unknown")
        if not order_money.needs_card(session, order, at=desk.now()):
            raise Refused("already_authorized")
        order.updated_at = desk.now()
        order.record("another_card", stamp=desk.stamp())
        attempt = enter_card(session, desk, order, card)
        return {"order": str(order_id), "attempt": str(attempt.id)}

    return _placed(once(session, desk, command_id, "take_another_card", work))


def _takes_cards(session: Session, desk: Desk, order: Order) -> bool:
    """Whether a card may be taken: before all is shipped, and later where what was shipped is unpaid."""
    if order.state in (OrderState.PLACED, OrderState.PARTLY_SHIPPED):
        return True
    over = order.state in (OrderState.SHIPPED, OrderState.CLOSED, OrderState.CANCELLED)
    return (
        over
        and order_money.wanted_minor(order, holds.payments_of(session, order, at=desk.now())) > 0
    )


def enter_card(session: Session, desk: Desk, order: Order, card: CardEntry) -> PaymentAttempt:
    """Create the attempt that holds on *card* what the order needs, in place of what another holds.

    Raises:
        Refused: `card_amount`, `card_used`.
    """
    standing = holds.payments_of(session, order, at=desk.now())
    holding = [payment.id for payment, sums in standing if sums.held > 0]
    return _authorization(
        session,
        desk,
        order,
        card,
        amount_minor=order_money.wanted_minor(order, standing),
        replaces=holding[-1] if holding else None,
    )


def _authorization(
    session: Session,
    desk: Desk,
    order: Order,
    card: CardEntry,
    *,
    amount_minor: int,
    replaces: uuid.UUID | None,
) -> PaymentAttempt:
    refusal = card_amounts.refusal(amount_minor)
    if refusal:
        raise Refused("card_amount", reason=refusal, currency=order.currency)
    used = session.scalar(
        select(Payment.id).where(
            Payment.store_id == desk.store_id, Payment.payment_method == card.payment_method
        )
    )
    if used is not None:
        raise Refused("card_used")
    now = desk.now()
    payment = Payment(
        id=uuid7(),
        store_id=desk.store_id,
        order_id=order.id,
        tender=Tender.CARD,
        amount_minor=amount_minor,
        currency=order.currency,
        replaces_id=replaces,
        processor=card.processor,
        processor_run=card.processor_run,
        payment_method=card.payment_method,
        brand=card.brand,
        last4=card.last4,
        code_asked=card.code_asked,
        created_at=now,
    )
    session.add(payment)
    return order_money.new_attempt(session, payment, Purpose.AUTHORIZE, amount_minor, at=now)


def _placed(result: dict[str, str]) -> Placed:
    return Placed(uuid.UUID(result["order"]), uuid.UUID(result["attempt"]))
