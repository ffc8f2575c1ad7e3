"""Held orders in the practice shop, as placing and the bank's answers make them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from desktop.bootstrap import Workspace
from desktop.payments.order_effects import OrderEffects
from desktop.services import customer_views, orders, placing
from desktop.services.desk import Desk
from desktop.services.orders import Draft, DraftLine
from desktop.services.placing import CardEntry
from models.addresses_rules import PostalAddress
from models.agent import Agent
from models.channels import Channel
from models.customer import Customer
from models.ids import uuid7
from models.order import Order, Stamp
from models.payment import AttemptState, Check, Payment, PaymentAttempt
from models.product import ProductVariant
from models.session import Database
from models.shipping import ShippingMethod

HOLLOWAY = "Marguerite Holloway"
QUARRY = PostalAddress(
    name="Theo Holloway", line1="88 Quarry Road", city="San Luis Obispo", state="CA",
    postal_code="93401", country="US",
)  # fmt: skip
NO, MISSING = {"street": Check.NO_MATCH}, {"code": Check.NOT_PROVIDED}


@dataclass(frozen=True)
class Held:
    """An order as it is to be held: for whom, how long ago, where to, what the bank answers."""

    customer: str = HOLLOWAY
    sku: str = "LMP-2204"
    minutes: int = 10
    quantity: int = 1
    ship_to: PostalAddress | None = None
    checks: Mapping[str, Check] | None = None
    state: AttemptState = AttemptState.SUCCEEDED
    promise_days: int | None = 5
    gift: str = ""


QUEUE = (
    Held("Odile Brandt", minutes=130, ship_to=replace(QUARRY, name="Jean Brandt"),
         checks={"postal": Check.NO_MATCH}, promise_days=1),
    Held(HOLLOWAY, minutes=112, ship_to=QUARRY, checks=NO | MISSING, gift="Happy birthday, Theo"),
    Held(minutes=91, checks={"code": Check.NO_MATCH}),
    Held(minutes=44, ship_to=replace(QUARRY, line1="12 Mill Lane")),
    Held(minutes=12, checks={"street": Check.NOT_CHECKED, "postal": Check.NOT_CHECKED}),
    Held(minutes=8, state=AttemptState.DECLINED),
)  # fmt: skip


def hold(database: Database, desk: Desk, told: Held) -> uuid.UUID:
    """Place the order and let the bank answer; the id of the order."""
    at = desk.now() - timedelta(minutes=told.minutes)
    then = replace(desk, now=lambda: at)
    with database.write() as session:
        customer = session.scalars(
            select(Customer).where(Customer.display_name == told.customer).limit(1)
        ).first() or session.scalars(
            select(Customer).where(Customer.addresses.any(state="CA")).order_by(Customer.id)
            .offset(told.minutes % 20).limit(1)
        ).one()  # fmt: skip
        seen = customer_views.view(session, then, customer.id)
        assert seen.bill_to is not None
        variant = session.scalars(
            select(ProductVariant).where(ProductVariant.sku == told.sku)
        ).one()
        method = session.scalars(
            select(ShippingMethod).order_by(ShippingMethod.position).limit(1)
        ).one()
        promised = then.today() + timedelta(days=told.promise_days or 0)
        draft = Draft(
            order_id=uuid7(),
            channel=Channel.PHONE,
            customer_id=customer.id,
            lines=(DraftLine(id=uuid7(), variant_id=variant.id, quantity=told.quantity),),
            bill_to=seen.bill_to.address,
            ship_to=told.ship_to,
            gift_message=told.gift,
            shipping_method_id=method.id,
            promise_date=promised if told.promise_days is not None else None,
            promise_words=f"Leaves by {promised:%a %d %b}" if told.promise_days is not None else "",
            promise_basis="stock" if told.promise_days is not None else "",
        )
        saved = orders.save_draft(session, then, draft)
    with database.write() as session:
        card = CardEntry(f"pm_{uuid7().hex}", "visa", "4242", True, "practice", "run")
        placed = placing.place(
            session, then, saved.id, card, version=saved.version, command_id=uuid7()
        )
    with database.write() as session:
        _answer(session, placed.attempt_id, told, then)
    return saved.id


def fill(workspace: Workspace) -> list[uuid.UUID]:
    """A queue as on a Monday morning; the orders' ids, the oldest first."""
    with workspace.database.read() as session:
        other = session.scalars(
            select(Agent.id).where(Agent.id != workspace.desk.agent_id).limit(1)
        ).first()
    desk = replace(workspace.desk, agent_id=other or workspace.desk.agent_id)
    return [hold(workspace.database, desk, told) for told in QUEUE]


def _answer(session: Any, attempt_id: uuid.UUID, told: Held, desk: Desk) -> None:
    at = desk.now()
    attempt = session.get_one(PaymentAttempt, attempt_id)
    order = session.get_one(Order, session.get_one(Payment, attempt.payment_id).order_id)
    checks = dict(told.checks or {})
    attempt.street_check = checks.get("street", Check.MATCH)
    attempt.postal_check = checks.get("postal", Check.MATCH)
    attempt.code_check = checks.get("code", Check.MATCH)
    if told.state is AttemptState.SUCCEEDED:
        attempt.expires_at = at + timedelta(days=7)
    for state in (AttemptState.SENT, told.state):
        attempt.move_to(state, at=at)
    stamp = Stamp(at=at, actor_id=None, workstation_id=None)
    effects = OrderEffects(session=session, order=order, attempt=attempt, stamp=stamp)
    ends = {
        AttemptState.SUCCEEDED: effects.authorized,
        AttemptState.DECLINED: effects.declined,
        AttemptState.UNKNOWN: effects.unknown,
    }
    ends[told.state]()
