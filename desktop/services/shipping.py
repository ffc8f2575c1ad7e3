"""What sending an order costs, by which methods, and which of them reach the address."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from desktop.services.desk import Desk
from models.addresses_rules import PostalAddress, is_military, is_po_box, state_code
from models.shipping import PriceBasis, ShippingMethod


@dataclass(frozen=True)
class ShippingChoice:
    """A method as offered for one order. `not_reached` is "" or why it cannot deliver there:
    `po_box`, `military`, `country`, `state`, or `no_price`."""

    id: uuid.UUID
    name: str
    carrier: str
    amount_minor: int
    least_days: int
    most_days: int
    not_reached: str


def choices(
    session: Session,
    desk: Desk,
    *,
    subtotal_minor: int,
    weight_grams: int,
    ship_to: PostalAddress | None,
) -> tuple[ShippingChoice, ...]:
    """Every active method in the shop's order, with its price and whether it reaches."""
    methods = session.scalars(
        select(ShippingMethod)
        .where(ShippingMethod.store_id == desk.store_id, ShippingMethod.active.is_(True))
        .options(selectinload(ShippingMethod.prices))
        .order_by(ShippingMethod.position)
    )
    return tuple(_choice(method, desk, subtotal_minor, weight_grams, ship_to) for method in methods)


def not_reached(method: ShippingMethod, address: PostalAddress, home_country: str) -> str:
    """Why *method* cannot deliver to *address*, or ""."""
    country = address.country.strip().upper()
    if country not in method.countries:
        return "country"
    if is_military(address):
        return "" if method.reaches_military else "military"
    if is_po_box(address) and not method.reaches_po_boxes:
        return "po_box"
    if country == home_country and state_of(address) in method.states_not_reached:
        return "state"
    return ""


def state_of(address: PostalAddress) -> str:
    """The state as methods and rates name it, however it was typed: `ca` and `California` are CA."""
    return state_code(address.state) or address.state.strip().upper()


def _choice(
    method: ShippingMethod,
    desk: Desk,
    subtotal_minor: int,
    weight_grams: int,
    ship_to: PostalAddress | None,
) -> ShippingChoice:
    amount = _price(method, desk.currency, subtotal_minor, weight_grams)
    reason = not_reached(method, ship_to, desk.country) if ship_to is not None else ""
    return ShippingChoice(
        id=method.id,
        name=method.name,
        carrier=method.carrier,
        amount_minor=amount or 0,
        least_days=method.least_days,
        most_days=method.most_days,
        not_reached=reason or ("no_price" if amount is None else ""),
    )


def _price(
    method: ShippingMethod, currency: str, subtotal_minor: int, weight_grams: int
) -> int | None:
    """The rule with the highest `from_value` that the order has reached; None: no rule at all."""
    reached = [
        rule
        for rule in method.prices
        if rule.currency == currency
        and rule.from_value
        <= (subtotal_minor if rule.basis is PriceBasis.SUBTOTAL else weight_grams)
    ]
    if not reached:
        return None
    return max(reached, key=lambda rule: rule.from_value).amount_minor
