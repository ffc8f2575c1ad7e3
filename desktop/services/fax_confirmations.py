"""Orders that came by fax are confirmed to the number they came from, where the shop says so."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.documents.confirmation_data import ConfirmationData
from desktop.documents.rendered import RenderedDocument
from desktop.services import confirmations, fax_settings, outbox, person_tasks, printed_names
from desktop.services.confirmation_words import LetterWords
from desktop.services.desk import Desk, Refused
from models import limits, order_numbers, phone_numbers
from models.channels import Channel
from models.customer import Customer
from models.dispatch import Dispatch, Route
from models.document import Document, DocumentKind
from models.order import Order, OrderState
from models.person_task import PersonTask, PersonTaskKind
from models.received_fax import FaxOutcome, ReceivedFax

if TYPE_CHECKING:
    from desktop.services.fax_parts import FaxParts  # brings what sets letters

_NOT_CONFIRMED = (OrderState.DRAFT, OrderState.CANCELLED)
_ADDRESSES = ("recipient", "bill_to", "ship_to")
"""Values of a letter that name somebody."""
_PURPOSE = uuid.UUID("5f0c9c3e-5b7e-7d51-9a44-3c1f6b0e72a8")
"""Names the commands of this file, so that two desks do the same one and it is done once."""


@dataclass(frozen=True)
class Unconfirmed:
    """An order that waits for its confirmation by fax; `number` is where it came from."""

    order_id: uuid.UUID
    agent_id: uuid.UUID
    fax_id: uuid.UUID
    number: str
    to_name: str


def unconfirmed(session: Session, desk: Desk) -> tuple[Unconfirmed, ...]:
    """Orders to confirm now, the oldest first; none unless the shop wants it.

    Only of the last day: turning the setting on confirms no old order.
    """
    if not fax_settings.get(session, desk.store_id).confirm_by_fax:
        return ()
    since = desk.now() - timedelta(hours=limits.DISPATCH_HOURS)
    faxed = (
        select(Dispatch.id)
        .join(Document, Document.id == Dispatch.document_id)
        .where(
            Document.order_id == Order.id,
            Document.kind == DocumentKind.CONFIRMATION,
            Dispatch.route == Route.FAX,
        )
    )
    told = select(PersonTask.id).where(
        PersonTask.order_id == Order.id, PersonTask.kind == PersonTaskKind.GIVEN_UP_FAX
    )
    rows = session.execute(
        select(Order, ReceivedFax.id, ReceivedFax.sender, Customer.display_name)
        .join(ReceivedFax, ReceivedFax.order_id == Order.id)
        .outerjoin(Customer, Customer.id == Order.customer_id)
        .where(
            Order.store_id == desk.store_id,
            Order.placed_at >= since,
            Order.channel == Channel.FAX,
            Order.state.not_in(_NOT_CONFIRMED),
            # A document on the order may have come from anybody.
            or_(ReceivedFax.outcome.is_(None), ReceivedFax.outcome == FaxOutcome.ORDER),
            ReceivedFax.sender.is_not(None),
            ~faxed.exists(),
            ~told.exists(),
        )
        .order_by(Order.placed_at, Order.id, ReceivedFax.outcome.is_(None), ReceivedFax.received_at)
    )
    found: dict[uuid.UUID, Unconfirmed] = {}
    for order, fax_id, sender, name in rows:
        bill_to = order.bill_to or {}
        given = str(bill_to.get("name", "")) or name or ""
        to_name = printed_names.printed_name(given, str(bill_to.get("roman_name", "")))
        found.setdefault(
            order.id, Unconfirmed(order.id, order.agent_id, fax_id, sender or "", to_name)
        )
    return tuple(found.values())


def confirm(
    session: Session,
    desk: Desk,
    wanted: Unconfirmed,
    *,
    words: LetterWords,
    render: Callable[[ConfirmationData], RenderedDocument],
    make_parts: Callable[..., FaxParts],
) -> uuid.UUID | None:
    """Make the confirmation and put its fax into the outbox, in the name of whoever took the order.

    Where no fax may go to the number, or a name or address in it cannot be printed, a task is made
    instead. Takes some 100 ms.

    Args:
        session: that will be committed.
        desk: where.
        wanted: as `unconfirmed` gave it.
        words: what a letter says of holds and payments.
        render: sets the confirmation on paper.
        make_parts: makes what leaves (`desktop.services.fax_parts.of_document`).

    Returns:
        The dispatch; None where a person has to do it.
    """
    by = dataclasses.replace(desk, agent_id=wanted.agent_id)
    letter = confirmations.make(
        session, by, wanted.order_id, words=words, render=render,
        command_id=_command(wanted, "letter"),
    )  # fmt: skip
    if any(note.where.partition(".")[0] in _ADDRESSES for note in letter.unprintable):
        _tell_a_person(session, by, wanted)  # who sees in the letter what would be squares
        return None
    try:
        number = outbox.check_number(wanted.number, desk.country)
        parts = make_parts(
            session, by, letter.document_id, number=number.shown, to_name=wanted.to_name
        )
        return outbox.queue_fax(
            session, by, letter.document_id, number=wanted.number, to_name=wanted.to_name,
            pdf=parts.pdf, pages=parts.pages, command_id=_command(wanted, "fax"),
        )  # fmt: skip
    except Refused:
        _tell_a_person(session, by, wanted)
        return None


def _tell_a_person(session: Session, desk: Desk, wanted: Unconfirmed) -> None:
    order = session.get_one(Order, wanted.order_id)
    shown = phone_numbers.display(wanted.number, desk.country)
    number = order_numbers.display(order.number)
    person_tasks.add(
        session, desk, PersonTaskKind.GIVEN_UP_FAX,
        f"The confirmation of order {number} cannot be faxed to {shown}", desk.now(),
        command_id=_command(wanted, "task"), owner_id=wanted.agent_id, order_id=order.id,
        customer_id=order.customer_id, received_fax_id=wanted.fax_id,
    )  # fmt: skip


def _command(wanted: Unconfirmed, step: str) -> uuid.UUID:
    return uuid.uuid5(_PURPOSE, f"{wanted.order_id}:{step}")
