"""Customers who buy free of tax: on which certificate, and until when it is good."""

from __future__ import annotations

import enum
import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desktop.services.desk import Desk, Refused
from models.customer import Customer
from models.order import Order, OrderState

_SOON = timedelta(days=30)
"""So long before its end a customer is asked for the next certificate."""


class ExemptionState(enum.Enum):
    """What a certificate is worth on a day."""

    GOOD = "good"
    ENDS_SOON = "ends_soon"
    OVER = "over"


@dataclass(frozen=True)
class Exemption:
    """A certificate. `until` is the last day on which it is good; None: it has no end."""

    certificate: str
    until: date | None
    state: ExemptionState

    @property
    def in_force(self) -> str:
        """The certificate on which no tax is charged; "" where it is over."""
        return "" if self.state is ExemptionState.OVER else self.certificate


def exemption(certificate: str, until: date | None, today: date) -> Exemption | None:
    """What a certificate is worth on the day *today* of the shop's calendar; None: there is none."""
    if not certificate:
        return None
    state = ExemptionState.GOOD
    if until is not None and until < today:
        state = ExemptionState.OVER
    elif until is not None and until < today + _SOON:
        state = ExemptionState.ENDS_SOON
    return Exemption(certificate, until, state)


def of_customer(session: Session, desk: Desk, customer_id: uuid.UUID | None) -> Exemption | None:
    """The customer's certificate today."""
    customer = session.get(Customer, customer_id) if customer_id else None
    if customer is None:
        return None
    return exemption(customer.tax_exempt_certificate, customer.tax_exempt_until, desk.today())


def of_order(session: Session, desk: Desk, order: Order) -> Exemption | None:
    """Of a draft the customer's certificate, of a placed order the one that it was placed on."""
    if order.state is OrderState.DRAFT and order.changes_order_id is None:
        return of_customer(session, desk, order.customer_id)
    return exemption(order.tax_exempt_certificate, None, desk.today())


def is_outdated(session: Session, desk: Desk, order: Order) -> bool:
    """Whether the totals of a draft rest on another certificate than the customer has today."""
    if order.state is not OrderState.DRAFT or order.changes_order_id is not None:
        return False
    found = of_customer(session, desk, order.customer_id)
    return order.tax_exempt_certificate != (found.in_force if found else "")


def refuse_outdated(session: Session, desk: Desk, order: Order) -> None:
    """Make sure that the caller was told the total that holds today.

    Raises:
        Refused: `exemption`: the certificate ended, or came, since the draft was saved.
    """
    if is_outdated(session, desk, order):
        raise Refused("exemption")
