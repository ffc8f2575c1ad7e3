"""Shipping methods and their price rules as the settings page edits them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from desktop.services import audit
from desktop.services.desk import Desk, Refused, Stale
from desktop.services.stores import require_supervisor
from models.ids import uuid7
from models.shipping import PriceBasis, ShippingMethod, ShippingPrice


@dataclass(frozen=True)
class ShippingRule:
    """From `from_value` on (minor units or grams, by the basis) the method costs `amount_minor`."""

    basis: PriceBasis
    from_value: int
    amount_minor: int


@dataclass(frozen=True)
class ShippingRow:
    """A shipping method as the settings page edits it; a new one has no id."""

    id: uuid.UUID | None
    code: str
    name: str
    carrier: str
    reaches_po_boxes: bool
    reaches_military: bool
    countries: tuple[str, ...]
    states_not_reached: tuple[str, ...]
    least_days: int
    most_days: int
    active: bool
    rules: tuple[ShippingRule, ...]


def shipping_rows(session: Session, desk: Desk) -> tuple[ShippingRow, ...]:
    """Every shipping method, in the shop's order."""
    rows = session.scalars(
        select(ShippingMethod)
        .where(ShippingMethod.store_id == desk.store_id)
        .options(selectinload(ShippingMethod.prices))
        .order_by(ShippingMethod.position)
    )
    return tuple(_shipping_row(row) for row in rows)


def save_shipping(
    session: Session, desk: Desk, changed: ShippingRow, *, before: ShippingRow | None = None
) -> ShippingRow:
    """Make or change a shipping method with its price rules.

    Args:
        session: a session that will be committed.
        desk: where and by whom.
        changed: the method as it shall be.
        before: what the form was filled from, so that nobody's change is lost.

    Raises:
        Refused: not a supervisor; `name_missing`, `code_missing`, `code_taken`,
            `countries_missing`, `days_wrong`, `rules_missing`, `rules_mixed`, `rules_double`,
            `rules_negative`, each with its field.
        Stale: it was saved by someone else in the meantime.
    """
    require_supervisor(desk)
    _check_shipping(session, desk, changed)
    if changed.id is None:
        row = ShippingMethod(id=uuid7(), store_id=desk.store_id, position=_last(session, desk) + 1)
        session.add(row)
    else:
        row = session.get_one(ShippingMethod, changed.id)
        if before is not None and _shipping_row(row) != before:
            raise Stale
    for name in ("reaches_po_boxes", "reaches_military", "least_days", "most_days", "active"):
        setattr(row, name, getattr(changed, name))
    for name in ("code", "name", "carrier"):
        setattr(row, name, getattr(changed, name).strip())
    row.countries = _codes(changed.countries)
    row.states_not_reached = _codes(changed.states_not_reached)
    row.prices.clear()
    session.flush()
    row.prices.extend(
        ShippingPrice(
            store_id=desk.store_id,
            currency=desk.currency,
            basis=rule.basis,
            from_value=rule.from_value,
            amount_minor=rule.amount_minor,
        )
        for rule in changed.rules
    )
    session.flush()
    audit.note(session, desk, "shipping_changed", subject_kind="shipping", subject_id=row.id)
    return _shipping_row(row)


def _last(session: Session, desk: Desk) -> int:
    positions = session.scalars(
        select(ShippingMethod.position).where(ShippingMethod.store_id == desk.store_id)
    )
    return max(positions, default=0)


def _check_shipping(session: Session, desk: Desk, changed: ShippingRow) -> None:
    if not changed.name.strip():
        raise Refused("name_missing", field="name")
    if not changed.code.strip():
        raise Refused("code_missing", field="code")
    if not any(code.strip() for code in changed.countries):
        raise Refused("countries_missing", field="countries")
    if not 0 <= changed.least_days <= changed.most_days:
        raise Refused("days_wrong", field="most_days")
    _check_rules(changed.rules)
    taken = session.scalar(
        select(ShippingMethod.id).where(
            ShippingMethod.store_id == desk.store_id, ShippingMethod.code == changed.code.strip()
        )
    )
    if taken is not None and taken != changed.id:
        raise Refused("code_taken", field="code")


def _check_rules(rules: tuple[ShippingRule, ...]) -> None:
    """One basis to a method: pounds and dollars have no order among them."""
    if not rules:
        raise Refused("rules_missing", field="rules")
    if len({rule.basis for rule in rules}) > 1:
        raise Refused("rules_mixed", field="rules")
    if len({rule.from_value for rule in rules}) < len(rules):
        raise Refused("rules_double", field="rules")
    if min(min(rule.from_value, rule.amount_minor) for rule in rules) < 0:
        raise Refused("rules_negative", field="rules")


def _codes(typed: tuple[str, ...]) -> list[str]:
    return [code.strip().upper() for code in typed if code.strip()]


def _shipping_row(row: ShippingMethod) -> ShippingRow:
    return ShippingRow(
        id=row.id,
        code=row.code,
        name=row.name,
        carrier=row.carrier,
        reaches_po_boxes=row.reaches_po_boxes,
        reaches_military=row.reaches_military,
        countries=tuple(row.countries),
        states_not_reached=tuple(row.states_not_reached),
        least_days=row.least_days,
        most_days=row.most_days,
        active=row.active,
        rules=tuple(
            ShippingRule(rule.basis, rule.from_value, rule.amount_minor) for rule in row.prices
        ),
    )
