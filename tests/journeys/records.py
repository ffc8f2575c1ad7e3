"""What the database says after a call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.paths import DataFolder
from models import all_records as _all_records  # noqa: F401  (foreign keys need every table)
from models.call import Call
from models.checkout_report import FailedCheckoutReport
from models.customer import Customer
from models.document import Document, DocumentFile
from models.hold import HoldState
from models.order import Order
from models.payment import Payment
from models.session import Database, database_url
from models.store import Store


@dataclass(frozen=True, kw_only=True)
class OrderSeen:
    """An order that was taken in a call, as it stands. Enumerations by their stored words."""

    number: str
    state: str
    open_holds: tuple[str, ...]
    ended_holds: tuple[str, ...]
    lines: tuple[tuple[str, int], ...]
    amounts: tuple[int, int, int, int]
    """Subtotal, shipping, tax and total, in minor units."""
    customer: str
    ship_to: str
    """Name and street of the ship-to; "" where the order goes to the bill-to."""
    shipping: str
    payments: tuple[tuple[str, tuple[str, ...]], ...]
    """Last four, and the states of the attempts, of each card entry in turn."""
    events: tuple[str, ...]
    documents: tuple[str, ...]
    """SHA-256 of each paper."""
    hold_details: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class CallSeen:
    """A call as it stands."""

    state: str
    outcome: str
    number: str
    has_caller_id: bool
    customer: str
    form: dict[str, str]


@contextmanager
def reading(folder: DataFolder) -> Iterator[Session]:
    """A look at the practice shop's database from outside the program."""
    database = Database(database_url(folder.practice.database))
    try:
        with database.read() as session:
            yield session
    finally:
        database.close()


def set_up(folder: DataFolder, **settings: dict[str, Any]) -> None:
    """Give the practice shop settings, before its program starts."""
    database = Database(database_url(folder.practice.database))
    with database.write() as session:
        store = session.scalars(select(Store)).one()
        store.settings = {**store.settings, **settings}
    database.close()


def orders(folder: DataFolder) -> list[OrderSeen]:
    """Every order that was keyed in a call, oldest first."""
    wanted = select(Order).where(Order.call_id.is_not(None)).order_by(Order.created_at, Order.id)
    with reading(folder) as session:
        return [_order(session, order) for order in session.scalars(wanted)]


def the_order(folder: DataFolder) -> OrderSeen:
    """The one order that was keyed."""
    (found,) = orders(folder)
    return found


def calls(folder: DataFolder) -> list[CallSeen]:
    """Every call, oldest first."""
    with reading(folder) as session:
        return [_call(session, c) for c in session.scalars(select(Call).order_by(Call.started_at))]


def reports(folder: DataFolder) -> list[FailedCheckoutReport]:
    """Every failed-checkout report."""
    with reading(folder) as session:
        found = list(session.scalars(select(FailedCheckoutReport)))
        session.expunge_all()
        return found


def pdf_on_record(folder: DataFolder, sha256: str) -> bytes:
    """The bytes of a stored paper."""
    with reading(folder) as session:
        pdf = session.scalars(select(DocumentFile.pdf).where(DocumentFile.sha256 == sha256)).one()
        return bytes(pdf)


def _order(session: Session, order: Order) -> OrderSeen:
    of_order = Payment.order_id == order.id
    payments = session.scalars(select(Payment).where(of_order).order_by(Payment.created_at))
    papers = select(Document.pdf_sha256).where(Document.order_id == order.id)
    ship = order.ship_to or {}
    return OrderSeen(
        number=order.number,
        state=order.state.value,
        open_holds=tuple(hold.kind.value for hold in order.open_holds),
        ended_holds=tuple(h.kind.value for h in order.holds if h.state is not HoldState.OPEN),
        lines=tuple((line.sku, line.ordered) for line in order.lines),
        amounts=(order.subtotal_minor, order.shipping_minor, order.tax_minor, order.total_minor),
        customer=_name(session, order.customer_id),
        ship_to=", ".join(str(ship[part]) for part in ("name", "line1") if ship),
        shipping=order.shipping_name,
        payments=tuple(
            (str(one.last4), tuple(attempt.state.value for attempt in one.attempts))
            for one in payments
        ),
        events=tuple(event.kind for event in order.events),
        documents=tuple(session.scalars(papers.order_by(Document.created_at))),
        hold_details={hold.kind.value: hold.details for hold in order.holds},
    )


def _call(session: Session, call: Call) -> CallSeen:
    return CallSeen(
        state=call.state.value,
        outcome=call.outcome.value if call.outcome else "",
        number=str(call.number or ""),
        has_caller_id=call.has_caller_id,
        customer=_name(session, call.customer_id),
        form=dict(call.form or {}),
    )


def _name(session: Session, customer_id: object) -> str:
    customer = session.get(Customer, customer_id) if customer_id is not None else None
    return "" if customer is None else f"{customer.given_name} {customer.family_name}".strip()
