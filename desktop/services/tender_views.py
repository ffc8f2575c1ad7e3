"""How an order is paid where it is no card, and which orders wait for a cheque."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services import holds, order_money
from desktop.services.desk import Desk
from desktop.services.order_parties import customer_names
from models import order_numbers
from models.hold import HoldKind
from models.order import Order, OrderState
from models.payment import Payment, Tender


@dataclass(frozen=True, kw_only=True)
class TenderView:
    """The latest payment of an order that is no card.

    Attributes:
        amount_minor: What is awaited or owed; of a cheque that arrived, what it was.
        reference: The cheque's number, or the purchase order.
        received_at: When it arrived; None while it is awaited.
        wanted_minor: What the order still lacks.
    """

    order_id: uuid.UUID
    payment_id: uuid.UUID
    tender: Tender
    amount_minor: int
    currency: str
    reference: str
    terms_days: int
    received_at: datetime | None
    wanted_minor: int

    @property
    def is_awaited(self) -> bool:
        """A cheque that has not arrived."""
        return self.tender is Tender.CHEQUE and self.received_at is None


@dataclass(frozen=True, kw_only=True)
class ChequeAwaited:
    """A placed order that waits for a cheque or money order."""

    order_id: uuid.UUID
    shown_number: str
    customer_name: str
    amount_minor: int
    currency: str
    reference: str
    since: datetime
    days: int


def standing(session: Session, desk: Desk, order_id: uuid.UUID) -> TenderView | None:
    """The latest payment of the order where it is no card, or None."""
    order = session.get_one(Order, order_id)
    payments = holds.payments_of(session, order, at=desk.now())
    if not payments or payments[-1][0].tender is Tender.CARD:
        return None
    payment = payments[-1][0]
    return TenderView(
        order_id=order.id,
        payment_id=payment.id,
        tender=payment.tender,
        amount_minor=payment.amount_minor,
        currency=payment.currency,
        reference=payment.reference,
        terms_days=payment.terms_days,
        received_at=payment.received_at,
        wanted_minor=order_money.lacking_minor(order, payments),
    )


def cheques_awaited(session: Session, desk: Desk) -> tuple[ChequeAwaited, ...]:
    """The orders that wait for a cheque, the longest first."""
    rows = session.execute(
        select(Payment, Order)
        .join(Order, Order.id == Payment.order_id)
        .where(
            Order.store_id == desk.store_id,
            Order.state.in_((OrderState.PLACED, OrderState.PARTLY_SHIPPED)),
            Payment.tender == Tender.CHEQUE,
            Payment.received_at.is_(None),
        )
        .order_by(Payment.created_at, Payment.id)
    ).all()
    names = customer_names(session, [order for _payment, order in rows])
    return tuple(
        ChequeAwaited(
            order_id=order.id,
            shown_number=order_numbers.display(order.number),
            customer_name=names[order.id],
            amount_minor=payment.amount_minor,
            currency=payment.currency,
            reference=payment.reference,
            since=payment.created_at,
            days=(desk.now() - payment.created_at).days,
        )
        for payment, order in rows
        if any(_waits_for_cheque(hold.kind, hold.details) for hold in order.open_holds)
    )


def _waits_for_cheque(kind: HoldKind, details: dict[str, object]) -> bool:
    return kind is HoldKind.PAYMENT and details.get("reason") == order_money.AWAITING_CHEQUE
