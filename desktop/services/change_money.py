"""How an order's money stands, and whether what is held is enough for another total."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desktop.services import holds, order_money
from desktop.services.desk import Desk
from models.order import Order
from models.payment import OPEN_ATTEMPTS, Purpose, Tender


@dataclass(frozen=True)
class MoneyStanding:
    """What an order's payments come to, in minor units.

    Attributes:
        total_minor: What the order comes to.
        held_minor: What cards hold and nobody has taken.
        taken_minor: What was taken, or has arrived, less what went back.
        secured_minor: Held, taken, or owed on terms.
        asked_minor: What is being asked of a bank, with no known answer yet.
        wanted_minor: What a new card entry would have to hold.
        by_card: A card was entered for it.
        needs_card: Less is secured than the order needs, and nothing is unclear.
        held_cards: Brand and last four of the cards that hold something.
    """

    total_minor: int
    held_minor: int
    taken_minor: int
    secured_minor: int
    asked_minor: int
    wanted_minor: int
    by_card: bool
    needs_card: bool
    held_cards: tuple[tuple[str, str], ...]


def standing(session: Session, order: Order, *, at: datetime) -> MoneyStanding:
    """The money of *order* as it stands."""
    payments = holds.payments_of(session, order, at=at)
    return MoneyStanding(
        total_minor=order.total_minor,
        held_minor=sum(s.held for _payment, s in payments if not s.voiding),
        taken_minor=sum(s.captured - s.refunded for _payment, s in payments),
        secured_minor=holds.secured_minor(session, order, at=at),
        asked_minor=sum(
            attempt.amount_minor
            for payment, _sums in payments
            for attempt in payment.attempts
            if attempt.purpose is Purpose.AUTHORIZE and attempt.state in OPEN_ATTEMPTS
        ),
        wanted_minor=order_money.wanted_minor(order, payments),
        by_card=any(payment.tender is Tender.CARD for payment, _sums in payments),
        needs_card=order_money.needs_card(session, order, at=at),
        held_cards=tuple(
            (payment.brand, payment.last4 or "")
            for payment, sums in payments
            if sums.held > 0 and not sums.voiding
        ),
    )


def needs_new_card(money: MoneyStanding, total_minor: int) -> bool:
    """Whether an order whose money was enough would lack some at another total."""
    return money.by_card and not money.asked_minor and total_minor > money.secured_minor


def is_unclear(money: MoneyStanding, total_minor: int) -> bool:
    """Whether a total is over what is secured even if what is being asked comes out well."""
    asked = money.asked_minor
    return asked > 0 and total_minor > money.secured_minor + asked


def of_order(session: Session, desk: Desk, order_id: uuid.UUID) -> MoneyStanding:
    """As `standing`, for a page."""
    return standing(session, session.get_one(Order, order_id), at=desk.now())
