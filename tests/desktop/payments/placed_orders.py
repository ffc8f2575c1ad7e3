"""Placed orders with an attempt to authorize, made straight in a database, and looks at them."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from desktop.payments.connection import ProcessorConnection
from desktop.payments.gateway import IntentView, PaymentGateway
from models.agent import Agent, Role
from models.channels import Channel
from models.hold import HoldKind
from models.ids import uuid7
from models.order import Order, OrderEvent, OrderState
from models.order_numbers import compose
from models.payment import AttemptState, Payment, PaymentAttempt, Purpose, Tender
from models.session import Database
from models.store import Store, StoreMode, Workstation
from tests.desktop.tables import put_tables

TOTAL_MINOR = 20_298


@dataclass
class JumpingClock:
    """The present moment, moved ahead at will."""

    ahead: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass(frozen=True)
class PlacedOrder:
    """Ids of an order and of its attempt."""

    order_id: uuid.UUID
    attempt_id: uuid.UUID


@dataclass(frozen=True)
class Seen:
    """What the book says of an order and its attempt."""

    order: OrderState
    open_holds: list[HoldKind]
    attempt: AttemptState
    order_events: list[str]
    attempt_states: list[AttemptState]
    row: PaymentAttempt
    held_because: list[Any]


def make_shop(database: Database) -> uuid.UUID:
    """Tables, a store, a workstation and an agent; the workstation's id."""
    put_tables(database)
    now = datetime.now(UTC)
    store = Store(
        id=uuid7(), mode=StoreMode.PRACTICE, name="Shop", country="US", currency="USD",
        time_zone="America/Los_Angeles", languages=["en"], address_lines=[], phone_domestic="",
        phone_abroad="", fax="", email="", website="", opt_out_phone="", opt_out_fax="",
        opt_out_email="", opt_out_address_lines=[], settings={}, created_at=now,
    )  # fmt: skip
    desk = Workstation(id=uuid7(), store_id=store.id, name="Desk 3", created_at=now)
    agent = Agent(
        id=uuid7(), store_id=store.id, sign_in_name="dana", display_name="Dana",
        role=Role.AGENT, created_at=now,
    )  # fmt: skip
    with database.write() as session:
        session.add(store)
        session.flush()
        session.add_all([desk, agent])
    return desk.id


def place_order(
    database: Database,
    connection: ProcessorConnection,
    payment_method: str,
    *,
    code_asked: bool = True,
    at: datetime | None = None,
    processor: str = "practice",
) -> PlacedOrder:
    """An order placed at *at*, with a card payment that waits to be authorized."""
    at = at or datetime.now(UTC)
    with database.write() as session:
        store = session.scalars(select(Store)).one()
        agent = session.scalars(select(Agent)).one()
        desk = session.scalars(select(Workstation)).one()
        number = (session.scalar(select(func.count()).select_from(Order)) or 0) + 1
        order = Order(
            id=uuid7(), store_id=store.id, number=compose(number, practice=True),
            state=OrderState.PLACED, channel=Channel.PHONE, workstation_id=desk.id,
            agent_id=agent.id, currency="USD", total_minor=TOTAL_MINOR, created_at=at,
            updated_at=at, placed_at=at,
        )  # fmt: skip
        session.add(order)
        payment = Payment(
            id=uuid7(), store_id=store.id, order_id=order.id, tender=Tender.CARD,
            amount_minor=TOTAL_MINOR, currency="USD", processor=processor,
            processor_run=connection.run_id, payment_method=payment_method, brand="visa",
            last4="4242", code_asked=code_asked, created_at=at,
        )  # fmt: skip
        attempt_id = uuid7()
        attempt = PaymentAttempt(
            id=attempt_id, store_id=store.id, sequence=1, purpose=Purpose.AUTHORIZE,
            state=AttemptState.CREATED, amount_minor=TOTAL_MINOR, currency="USD",
            idempotency_key=f"od_{attempt_id.hex}", body={"order": str(order.id)},
            body_hash=hashlib.sha256(b"body").hexdigest(), created_at=at,
        )  # fmt: skip
        payment.attempts.append(attempt)
        session.add(payment)
    return PlacedOrder(order.id, attempt_id)


def look(database: Database, placed: PlacedOrder) -> Seen:
    """The order and its attempt as they stand."""
    with database.read() as session:
        order = session.get_one(Order, placed.order_id)
        attempt = session.get_one(PaymentAttempt, placed.attempt_id)
        attempt_states = [event.to_state for event in attempt.events]
        session.expunge(attempt)
        return Seen(
            order=order.state,
            open_holds=[hold.kind for hold in order.open_holds],
            attempt=attempt.state,
            order_events=[event.kind for event in order.events],
            attempt_states=attempt_states,
            row=attempt,
            held_because=[hold.details for hold in order.open_holds],
        )


def count_orders(database: Database) -> tuple[int, int, int]:
    """How many orders, payments and attempts there are."""
    with database.read() as session:
        return tuple(  # type: ignore[return-value]
            session.scalar(select(func.count()).select_from(table))
            for table in (Order, Payment, PaymentAttempt)
        )


def event_sequences(database: Database, placed: PlacedOrder) -> Sequence[int]:
    """The sequence numbers of the order's events."""
    query = select(OrderEvent.sequence).where(OrderEvent.order_id == placed.order_id)
    with database.read() as session:
        return list(session.scalars(query.order_by(OrderEvent.sequence)))


def intents_of(gateway: PaymentGateway, placed: PlacedOrder) -> list[IntentView]:
    """The intents at the processor that carry the attempt's id."""
    now = datetime.now(UTC)
    views = gateway.list_created_between(now - timedelta(hours=1), now + timedelta(hours=48))
    return [view for view in views if view.metadata.get("attempt") == str(placed.attempt_id)]
