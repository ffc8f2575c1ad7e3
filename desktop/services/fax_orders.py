"""An order from a reviewed fax: its customer found or made, a draft, and a task to call back."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services import (
    audit,
    customers,
    fax_drafts,
    fax_finishing,
    order_notes,
    orders,
    person_tasks,
)
from desktop.services.commands import once
from desktop.services.customer_search import is_value
from desktop.services.customers import ContactInput, CustomerInput, CustomerView
from desktop.services.desk import Desk, Refused
from desktop.services.drafts import Draft
from desktop.services.fax_addresses import address_of
from desktop.services.fax_rows import fax_of
from desktop.services.received_fax_shapes import FaxOrder, FaxOrderForm
from models import card_guard, limits, names, order_numbers, phone_numbers
from models.addresses_rules import PostalAddress
from models.business_days import add_business_days
from models.channels import Channel
from models.customer import ContactKind, ContactPoint, Customer
from models.ids import uuid7
from models.order import Order
from models.person_task import PersonTaskKind
from models.received_fax import FaxOutcome, ReceivedFax

MOST_MATCHES = 5
LONGEST_HOURS = 60


def match_for(session: Session, desk: Desk, sender: str | None) -> tuple[CustomerView, ...]:
    """The customers with the number *sender* (E.164), at most `MOST_MATCHES`, the newest first."""
    if sender is None:
        return ()
    reached = select(ContactPoint.customer_id).where(
        ContactPoint.store_id == desk.store_id, *is_value(ContactPoint.normalised, sender)
    )
    ids = session.scalars(
        select(Customer.id)
        .where(
            Customer.id.in_(reached),
            Customer.merged_into_id.is_(None),
            Customer.erased_at.is_(None),
        )
        .order_by(Customer.created_at.desc(), Customer.id.desc())
        .limit(MOST_MATCHES)
    )
    return tuple(customers.view(session, desk, one) for one in ids)


def order_from_fax(
    session: Session, desk: Desk, fax_id: uuid.UUID, form: FaxOrderForm, *, command_id: uuid.UUID
) -> FaxOrder:
    """Make a draft order of what was keyed from a reviewed fax; the fax has then ended as an order.

    The order reached us by fax, so that no security code is asked for its card. Nobody is on the
    line: the draft belongs to no call until `taking_up.open_draft` brings it to one.

    Raises:
        Refused: as `fax_finishing.finish`; `name_missing`, `phone_unreadable`, `email_unreadable`,
            `phone_missing`, `note_long`, `hours_long`, `card_number`, each with its field of the
            form; as `orders.save_draft`; `lines_missing`.
    """

    def work() -> dict[str, str]:
        fax = fax_of(session, desk, fax_id)
        fax_finishing.demand_may_end(session, desk, fax, FaxOutcome.ORDER)
        _check(desk, form)
        customer = _customer(session, desk, form)
        order = _draft(session, desk, fax, form, customer)
        fax.customer_id = customer.id
        fax_finishing.end(session, desk, fax, FaxOutcome.ORDER, order_id=order.id)
        order.record("fax_keyed", stamp=desk.stamp(), fax=str(fax.id), pages=fax.pages)
        task = _call_back(session, desk, fax, form, order) if form.call_back else None
        session.flush()
        return {
            "order": str(order.id),
            "number": order.number,
            "customer": str(customer.id),
            "task": str(task) if task else "",
        }

    made = once(session, desk, command_id, "order_from_fax", work)
    return FaxOrder(
        order_id=uuid.UUID(made["order"]),
        order_number=order_numbers.display(made["number"]),
        customer_id=uuid.UUID(made["customer"]),
        task_id=uuid.UUID(made["task"]) if made["task"] else None,
    )


def _check(desk: Desk, form: FaxOrderForm) -> None:
    if not form.lines:
        raise Refused("lines_missing", field="lines")
    if form.call_back and not form.phone.strip():
        raise Refused("phone_missing", field="phone")
    for field in ("phone", "fax"):
        typed = getattr(form, field)
        if typed.strip() and phone_numbers.parse(typed, desk.country) is None:
            raise Refused("phone_unreadable", field=field)
    if len(names.tidy(form.remarks)) > order_notes.LONGEST_NOTE:
        raise Refused("note_long", field="remarks", most=order_notes.LONGEST_NOTE)
    if len(names.tidy(form.hours)) > LONGEST_HOURS:
        raise Refused("hours_long", field="hours", most=LONGEST_HOURS)
    for field in (
        "given_name", "family_name", "company", "line1", "line2", "city", "state", "postal_code",
        "district", "sorting_code", "email", "hours", "remarks",
    ):  # fmt: skip
        if card_guard.looks_like_card(getattr(form, field)):
            raise Refused("card_number", field=field)


def _customer(session: Session, desk: Desk, form: FaxOrderForm) -> CustomerView:
    """Whoever was chosen, or has one of these numbers and this name; else a new one."""
    typed = CustomerInput(
        given_name=form.given_name,
        family_name=form.family_name,
        company_name=form.company,
        contacts=_contacts(form),
        address=_address(desk, form),
    )
    known = None
    if form.customer_id is not None:
        known = customers.view(session, desk, form.customer_id)
    else:
        reached = dataclasses.replace(typed, address=None)
        found = customers.likely_duplicates(session, desk, reached)
        known = next((one for one in found if _name_of(one) == _name_in(form)), None)
    if known is None:
        return customers.create(session, desk, typed, command_id=uuid7())
    return _completed(session, desk, known, typed)


def _completed(
    session: Session, desk: Desk, known: CustomerView, typed: CustomerInput
) -> CustomerView:
    """The customer with the numbers and the address of the form, where they were not on file."""
    there = {(point.kind, point.normalised) for point in known.contacts}
    fresh = tuple(contact for contact in typed.contacts if _key(desk, contact) not in there)
    if fresh:
        kept = tuple(ContactInput(point.kind, point.typed) for point in known.contacts)
        changed = CustomerInput(
            given_name=known.given_name,
            family_name=known.family_name,
            company_name=known.company_name,
            contacts=kept + fresh,
            language=known.language,
            notes=known.notes,
            wants_catalog=known.wants_catalog,
            tax_exempt_certificate=known.tax_exempt_certificate,
            tax_exempt_until=known.tax_exempt_until,
            romanised_name=known.romanised_name,
        )
        customers.change(
            session, desk, known.id, changed, version=known.version, command_id=uuid7()
        )
    if typed.address is not None:
        customers.add_address(session, desk, known.id, typed.address)
    return customers.view(session, desk, known.id)


def _contacts(form: FaxOrderForm) -> tuple[ContactInput, ...]:
    typed = (
        (ContactKind.PHONE, form.phone), (ContactKind.FAX, form.fax), (ContactKind.EMAIL, form.email),
    )  # fmt: skip
    return tuple(ContactInput(kind, text.strip()) for kind, text in typed if text.strip())


def _key(desk: Desk, contact: ContactInput) -> tuple[ContactKind, str]:
    return contact.kind, customers.normalised(desk, contact)


def _name_in(form: FaxOrderForm) -> str:
    return names.fold(names.display_name(form.given_name, form.family_name, form.company))


def _name_of(customer: CustomerView) -> str:
    return names.fold(customer.display_name)


def _address(desk: Desk, form: FaxOrderForm) -> PostalAddress | None:
    if not form.line1.strip() and not form.city.strip() and not form.postal_code.strip():
        return None
    name = names.display_name(form.given_name, form.family_name)
    return address_of(desk, form, name=name)


def _draft(
    session: Session, desk: Desk, fax: ReceivedFax, form: FaxOrderForm, customer: CustomerView
) -> Order:
    on_file = customer.bill_to.address if customer.bill_to is not None else None
    draft = Draft(
        # What was saved while it was keyed is this very order.
        order_id=fax_drafts.draft_id(session, fax) or uuid7(),
        customer_id=customer.id,
        channel=Channel.FAX,
        lines=form.lines,
        bill_to=_address(desk, form) or on_file,
    )
    orders.save_draft(session, desk, draft)
    order = session.get_one(Order, draft.order_id)
    remarks = names.tidy(form.remarks)
    if remarks:
        order_notes.keep(session, desk, order, remarks)
    audit.note(
        session, desk, "fax_order_made", subject_kind="order", subject_id=order.id,
        fax=str(fax.id),
    )  # fmt: skip
    return order


def _call_back(
    session: Session, desk: Desk, fax: ReceivedFax, form: FaxOrderForm, order: Order
) -> uuid.UUID:
    return person_tasks.append(
        session,
        desk.store_id,
        desk.stamp(),
        PersonTaskKind.CALL_BACK,
        "",
        _due(desk),
        customer_id=order.customer_id,
        order_id=order.id,
        received_fax_id=fax.id,
        phone=form.phone.strip(),
        hours=names.tidy(form.hours),
    )


def _due(desk: Desk) -> datetime:
    """The same hour of the next working day, on the shop's clock."""
    zone = ZoneInfo(desk.time_zone)
    local = desk.now().astimezone(zone)
    day = add_business_days(local.date(), limits.CALL_BACK_WORKING_DAYS)
    same_hour = local + timedelta(days=(day - local.date()).days)
    return same_hour.astimezone(desk.now().tzinfo)
