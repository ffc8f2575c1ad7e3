"""Held orders for the tests of verification: supervisors, bank answers, rules."""

from __future__ import annotations

import uuid
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from desktop.payments.order_effects import OrderEffects
from desktop.services import verification, verification_rules
from desktop.services.desk import Desk
from desktop.services.orders import Draft
from desktop.services.verification_rules import Rules
from desktop.services.verification_shapes import Verification
from models.hold import HoldState
from models.ids import uuid7
from models.order import Order, Stamp
from models.payment import AttemptState, Check, PaymentAttempt
from models.store import Store
from tests.desktop.factories import RENO, DeskShop, card


def supervisor(shop: DeskShop, number: int = 2) -> Desk:
    """Omar at desk 2, who may supervise; orders are taken by Dana at desk 1."""
    return replace(shop.desk(number), may_supervise=True)


def set_rules(shop: DeskShop, **changes: Any) -> None:
    """Put rules into the shop without going through the form."""
    with shop.database.write() as session:
        store = session.get_one(Store, shop.store_id)
        store.settings = {**store.settings, "verification": asdict(Rules(**changes))}


def stored_rules(shop: DeskShop) -> Rules:
    """The rules in force."""
    with shop.database.read() as session:
        return verification_rules.rules_of(session, shop.store_id)


def place(shop: DeskShop, *lines: Any, method: str = "", **fields: Any) -> uuid.UUID:
    """An order placed by Dana; its authorization has not been sent."""
    draft: Draft = shop.ready_draft(*lines, **fields)
    view, _placed = shop.placed(draft, entry=card(method or f"pm_{uuid7().hex}"))
    return view.id


def answer(
    shop: DeskShop,
    order_id: uuid.UUID,
    *,
    state: AttemptState = AttemptState.SUCCEEDED,
    street: Check | None = Check.MATCH,
    postal: Check | None = Check.MATCH,
    code: Check | None = Check.MATCH,
) -> None:
    """The bank's answer to the order's open attempt."""
    at = shop.clock.now()
    with shop.database.write() as session:
        order = session.get_one(Order, order_id)
        attempt = session.scalars(
            select(PaymentAttempt)
            .where(PaymentAttempt.state == AttemptState.CREATED)
            .order_by(PaymentAttempt.created_at)
        ).one()
        attempt.street_check, attempt.postal_check, attempt.code_check = street, postal, code
        attempt.expires_at = at + timedelta(days=7) if state is AttemptState.SUCCEEDED else None
        for step in (AttemptState.SENT, state):
            attempt.move_to(step, at=at)
        effects = OrderEffects(
            session=session, order=order, attempt=attempt,
            stamp=Stamp(at=at, actor_id=None, workstation_id=None),
        )  # fmt: skip
        if state is AttemptState.SUCCEEDED:
            effects.authorized()
        elif state is AttemptState.DECLINED:
            effects.declined()
        else:
            effects.unknown()


def held(shop: DeskShop, **fields: Any) -> uuid.UUID:
    """An order to another address, its money held: it waits for a person only."""
    order_id = place(shop, **({"ship_to": RENO} | fields))
    answer(shop, order_id)
    return order_id


def detail(shop: DeskShop, order_id: uuid.UUID, *, desk: Desk | None = None) -> Verification:
    """The order as the page shows it."""
    with shop.database.read() as session:
        return verification.detail(session, desk or supervisor(shop), order_id)


def holds_of(shop: DeskShop, order_id: uuid.UUID) -> list[tuple[str, str]]:
    """Kind and state of every hold, in the order they were opened."""
    with shop.database.read() as session:
        order = session.get_one(Order, order_id)
        return [(hold.kind.value, hold.state.value) for hold in order.holds]


def open_kinds(shop: DeskShop, order_id: uuid.UUID) -> set[str]:
    """What holds the order."""
    return {kind for kind, state in holds_of(shop, order_id) if state == HoldState.OPEN.value}


def state_of(shop: DeskShop, order_id: uuid.UUID) -> str:
    """The order's state."""
    with shop.database.read() as session:
        return session.get_one(Order, order_id).state.value


def events_of(shop: DeskShop, order_id: uuid.UUID) -> list[str]:
    """The order's events."""
    with shop.database.read() as session:
        return [event.kind for event in session.get_one(Order, order_id).events]
