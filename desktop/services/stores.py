"""The shop's own profile, its shipping methods, tax rates and source codes, as settings."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from desktop.services import audit
from desktop.services.desk import Desk, Refused, Stale
from models.ids import uuid7
from models.shipping import PriceBasis, ShippingMethod, ShippingPrice
from models.store import SourceCode, Store, StoreMode
from models.tax import TaxRate


@dataclass(frozen=True)
class StoreProfile:
    """What the letterhead and the words to callers are made from."""

    id: uuid.UUID
    version: int
    mode: StoreMode
    name: str
    country: str
    currency: str
    time_zone: str
    languages: tuple[str, ...]
    address_lines: tuple[str, ...]
    phone_domestic: str
    phone_abroad: str
    fax: str
    email: str
    website: str
    opt_out_phone: str
    opt_out_fax: str
    opt_out_email: str
    opt_out_address_lines: tuple[str, ...]


PROFILE_TEXTS = (
    "name", "time_zone", "phone_domestic", "phone_abroad", "fax", "email", "website",
    "opt_out_phone", "opt_out_fax", "opt_out_email",
)  # fmt: skip
"""Fields of the profile that are plain text and may be changed at any time."""


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


@dataclass(frozen=True)
class TaxRow:
    """A tax rate as the settings page edits it; a new one has no id. 87500 ppm is 8.75 %."""

    id: uuid.UUID | None
    country: str
    state: str
    postal_prefix: str
    tax_class: str
    jurisdiction: str
    rate_ppm: int
    taxes_shipping: bool
    is_estimate: bool
    effective_from: date
    source: str


@dataclass(frozen=True)
class SourceChoice:
    """An answer to "where did you see us"."""

    code: str
    name: str


def profile(session: Session, store_id: uuid.UUID) -> StoreProfile:
    """The shop's profile."""
    row = session.get_one(Store, store_id)
    return StoreProfile(
        id=row.id,
        version=row.version,
        mode=row.mode,
        country=row.country,
        currency=row.currency,
        languages=tuple(row.languages),
        address_lines=tuple(row.address_lines),
        opt_out_address_lines=tuple(row.opt_out_address_lines),
        **{name: getattr(row, name) for name in PROFILE_TEXTS},
    )


def save_profile(session: Session, desk: Desk, changed: StoreProfile) -> StoreProfile:
    """Save the profile; mode, country and currency never change.

    Raises:
        Refused: not a supervisor; `name_missing`; `time_zone_unknown`.
        Stale: it was saved by someone else in the meantime.
    """
    _supervisor(desk)
    if not changed.name.strip():
        raise Refused("name_missing", field="name")
    try:
        ZoneInfo(changed.time_zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Refused("time_zone_unknown", field="time_zone") from error
    row = session.get_one(Store, desk.store_id)
    if row.version != changed.version:
        raise Stale
    for name in PROFILE_TEXTS:
        setattr(row, name, getattr(changed, name).strip())
    row.address_lines = [line for line in changed.address_lines if line.strip()]
    row.opt_out_address_lines = [line for line in changed.opt_out_address_lines if line.strip()]
    row.languages = list(changed.languages)
    audit.note(session, desk, "store_changed", subject_kind="store", subject_id=row.id)
    session.flush()
    return profile(session, desk.store_id)


def shipping_rows(session: Session, desk: Desk) -> tuple[ShippingRow, ...]:
    """Every shipping method, in the shop's order."""
    rows = session.scalars(
        select(ShippingMethod)
        .where(ShippingMethod.store_id == desk.store_id)
        .options(selectinload(ShippingMethod.prices))
        .order_by(ShippingMethod.position)
    )
    return tuple(_shipping_row(row) for row in rows)


def save_shipping(session: Session, desk: Desk, changed: ShippingRow) -> ShippingRow:
    """Make or change a shipping method with its price rules.

    Raises:
        Refused: not a supervisor; `name_missing`, `code_missing`, `code_taken`, `days_wrong`,
            `rules_missing`, each with its field.
    """
    _supervisor(desk)
    _check_shipping(session, desk, changed)
    if changed.id is None:
        row = ShippingMethod(id=uuid7(), store_id=desk.store_id, position=_last(session, desk) + 1)
        session.add(row)
    else:
        row = session.get_one(ShippingMethod, changed.id)
    for name in (
        "name", "carrier", "reaches_po_boxes", "reaches_military", "least_days", "most_days",
        "active",
    ):  # fmt: skip
        setattr(row, name, getattr(changed, name))
    row.code = changed.code.strip()
    row.countries = list(changed.countries)
    row.states_not_reached = list(changed.states_not_reached)
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


def tax_rows(session: Session, desk: Desk) -> tuple[TaxRow, ...]:
    """Every tax rate, by state and prefix, the latest first."""
    rows = session.scalars(
        select(TaxRate)
        .where(TaxRate.store_id == desk.store_id)
        .order_by(
            TaxRate.country,
            TaxRate.state,
            TaxRate.postal_prefix,
            TaxRate.tax_class,
            TaxRate.effective_from.desc(),
        )
    )
    return tuple(_tax_row(row) for row in rows)


def save_tax(session: Session, desk: Desk, changed: TaxRow) -> TaxRow:
    """Make or change a rate. A rate without a source is refused (RULES, numbers and addresses).

    Raises:
        Refused: not a supervisor; `state_missing`, `source_missing`, `rate_wrong`.
    """
    _supervisor(desk)
    if not changed.state.strip():
        raise Refused("state_missing", field="state")
    if not changed.source.strip():
        raise Refused("source_missing", field="source")
    if not 0 <= changed.rate_ppm <= 1_000_000:
        raise Refused("rate_wrong", field="rate_ppm")
    if changed.id is None:
        row = TaxRate(id=uuid7(), store_id=desk.store_id, created_at=desk.now(), version=1)
        session.add(row)
    else:
        row = session.get_one(TaxRate, changed.id)
    for name in TaxRow.__dataclass_fields__:
        if name != "id":
            setattr(row, name, getattr(changed, name))
    session.flush()
    audit.note(session, desk, "tax_changed", subject_kind="tax_rate", subject_id=row.id)
    return _tax_row(row)


def delete_tax(session: Session, desk: Desk, rate_id: uuid.UUID) -> None:
    """Remove a rate; orders keep the rate and source that they were placed with."""
    _supervisor(desk)
    session.delete(session.get_one(TaxRate, rate_id))
    audit.note(session, desk, "tax_removed", subject_kind="tax_rate", subject_id=rate_id)


def source_choices(session: Session, desk: Desk) -> tuple[SourceChoice, ...]:
    """The active source codes, in the shop's order."""
    rows = session.scalars(
        select(SourceCode)
        .where(SourceCode.store_id == desk.store_id, SourceCode.active.is_(True))
        .order_by(SourceCode.position)
    )
    return tuple(SourceChoice(row.code, row.name) for row in rows)


def _supervisor(desk: Desk) -> None:
    if not desk.may_supervise:
        raise Refused("supervisor_needed")


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
    if not 0 <= changed.least_days <= changed.most_days:
        raise Refused("days_wrong", field="most_days")
    if not changed.rules:
        raise Refused("rules_missing", field="rules")
    taken = session.scalar(
        select(ShippingMethod.id).where(
            ShippingMethod.store_id == desk.store_id, ShippingMethod.code == changed.code.strip()
        )
    )
    if taken is not None and taken != changed.id:
        raise Refused("code_taken", field="code")


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


def _tax_row(row: TaxRate) -> TaxRow:
    return TaxRow(**{name: getattr(row, name) for name in TaxRow.__dataclass_fields__})
