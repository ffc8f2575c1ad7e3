"""Terms: within how many days a company pays what it orders with a purchase order."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop.services import audit
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused
from desktop.services.stores import require_supervisor
from models.customer import Customer

MOST_TERMS_DAYS = 180


@dataclass(frozen=True, kw_only=True)
class TermsView:
    """Whether a customer may order on terms: a company whose `days` are more than none."""

    customer_id: uuid.UUID
    company_name: str
    days: int

    @property
    def refusal(self) -> str:
        """The code of why it may not, or ""."""
        if not self.company_name:
            return "terms_company"
        return "" if self.days > 0 else "terms_none"


def terms_of(session: Session, desk: Desk, customer_id: uuid.UUID) -> TermsView:
    """Within how many days the customer, or what it was merged into, pays on terms."""
    customer = _customer(session, customer_id)
    return TermsView(
        customer_id=customer.id,
        company_name=customer.company_name.strip(),
        days=customer.terms_days,
    )


def set_terms(
    session: Session, desk: Desk, customer_id: uuid.UUID, days: int, *, command_id: uuid.UUID
) -> TermsView:
    """Let a company pay within *days* of each order; 0 takes its terms away.

    Raises:
        Refused: `supervisor_needed`, `terms_company`, `terms_days` (with `most`) with its field.
    """

    def work() -> dict[str, str]:
        require_supervisor(desk)
        customer = _customer(session, customer_id)
        if not customer.company_name.strip():
            raise Refused("terms_company")
        if not 0 <= days <= MOST_TERMS_DAYS:
            raise Refused("terms_days", field="terms_days", most=MOST_TERMS_DAYS)
        if customer.terms_days != days:
            customer.terms_days = days
            audit.note(
                session, desk, "terms_changed", subject_kind="customer", subject_id=customer.id,
                days=days,
            )  # fmt: skip
        return {"customer": str(customer.id)}

    once(session, desk, command_id, "set_terms", work)
    return terms_of(session, desk, customer_id)


def _customer(session: Session, customer_id: uuid.UUID) -> Customer:
    customer = session.get_one(Customer, customer_id)
    while customer.merged_into_id is not None:
        customer = session.get_one(Customer, customer.merged_into_id)
    return customer
