"""Where a customer's papers may go: the fax number and the e-mail address that are known."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.services import printed_names
from desktop.services.desk import Desk
from desktop.services.order_views import address_of
from models import phone_numbers
from models.channels import Channel
from models.customer import ContactKind, ContactPoint, Customer
from models.document import Document
from models.order import Order
from models.received_fax import FaxOutcome, ReceivedFax


@dataclass(frozen=True)
class PaperContacts:
    """Where a document may go.

    Attributes:
        name: Who it is for.
        fax: The number as people write it; empty where none is known.
        email: The address; empty where none is known.
    """

    name: str = ""
    fax: str = ""
    email: str = ""


def of_document(session: Session, desk: Desk, document_id: uuid.UUID) -> PaperContacts:
    """The contacts of whoever a document is for; empty where it is about nobody.

    The number that an order was faxed from comes before the one that the customer has on file.
    """
    document = session.get_one(Document, document_id)
    order = session.get(Order, document.order_id) if document.order_id else None
    came_from = _came_from(session, order) if order is not None else None
    customer = session.get(Customer, document.customer_id) if document.customer_id else None
    if customer is None:
        return PaperContacts(name=_bill_to_name(order), fax=_shown(came_from, desk.country))
    points = session.scalars(
        select(ContactPoint)
        .where(ContactPoint.customer_id == customer.id)
        .order_by(ContactPoint.position)
    ).all()
    fax = next((p.normalised for p in points if p.kind is ContactKind.FAX), None)
    email = next((p.normalised for p in points if p.kind is ContactKind.EMAIL), "")
    name = _bill_to_name(order)
    if not name:
        romanised = customer.romanised_name
        name = printed_names.printed_name(customer.display_name, romanised) or customer.display_name
    return PaperContacts(name=name, fax=_shown(came_from or fax, desk.country), email=email)


def _came_from(session: Session, order: Order) -> str | None:
    if order.channel is not Channel.FAX:
        return None
    return session.scalar(
        select(ReceivedFax.sender)
        .where(
            ReceivedFax.order_id == order.id,
            # A document on the order may have come from anybody.
            or_(ReceivedFax.outcome.is_(None), ReceivedFax.outcome == FaxOutcome.ORDER),
            ReceivedFax.sender.is_not(None),
        )
        .order_by(ReceivedFax.outcome.is_(None), ReceivedFax.received_at)
        .limit(1)
    )


def _bill_to_name(order: Order | None) -> str:
    address = address_of(order.bill_to) if order is not None else None
    return printed_names.printed_form(address).name if address is not None else ""


def _shown(number: str | None, country: str) -> str:
    return phone_numbers.display(number, country) if number else ""
