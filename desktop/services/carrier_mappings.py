"""Which of our fields stand in which column of a carrier's file, as the shop edits it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.exports.carrier_rules import CarrierRules, Column, rules_of
from desktop.exports.consignment import FIELDS
from desktop.services import audit
from desktop.services.desk import Desk, Refused, Stale
from desktop.services.stores import require_supervisor
from models import card_guard
from models.ids import uuid7
from models.shipment import CarrierMapping, Shipment
from models.shipping import ShippingMethod

UPS_NAME = "UPS"
OTHER_NAME = "Other carrier"
MOST_COLUMNS = 40
HEADING_LENGTH = 60
_NEEDED = ("reference", "address1", "city", "postal_code")
"""Without these no parcel is delivered, or none is known again in the carrier's file."""


@dataclass(frozen=True)
class Mapping:
    """A carrier's columns. `version` is None while they are the program's own."""

    carrier: str
    columns: tuple[Column, ...]
    rules: CarrierRules
    version: int | None = None

    @property
    def edited(self) -> bool:
        """The shop has columns of its own."""
        return self.version is not None


def carriers(session: Session, desk: Desk) -> tuple[str, ...]:
    """Names of carriers: of shipping methods, edited files and parcels, and two that many have."""
    named = set(
        session.scalars(
            select(ShippingMethod.carrier).where(
                ShippingMethod.store_id == desk.store_id, ShippingMethod.active.is_(True)
            )
        )
    )
    named |= set(
        session.scalars(
            select(CarrierMapping.carrier).where(CarrierMapping.store_id == desk.store_id)
        )
    )
    named |= set(
        session.scalars(
            select(Shipment.carrier)
            .where(Shipment.store_id == desk.store_id, Shipment.shipped_at.is_(None))
            .distinct()
        )
    )
    by_key = {name.casefold(): name for name in sorted(named) if name.strip()}
    for name in (UPS_NAME, OTHER_NAME):
        by_key.setdefault(name.casefold(), name)
    return tuple(sorted(by_key.values(), key=str.casefold))


def mapping(session: Session, desk: Desk, carrier: str) -> Mapping:
    """The columns of *carrier*: the shop's, else the program's own."""
    row = _row(session, desk, carrier)
    rules = rules_of(carrier)
    if row is None:
        known = {name.casefold(): name for name in carriers(session, desk)}
        return Mapping(known.get(carrier.strip().casefold(), carrier), rules.columns, rules)
    columns = tuple(Column(item["heading"], item["field"]) for item in row.columns)
    return Mapping(row.carrier, columns, rules, row.version)


def save_mapping(session: Session, desk: Desk, changed: Mapping) -> Mapping:
    """Keep the columns of a carrier.

    Raises:
        Refused: `supervisor_needed`; `carrier_missing`; `heading_missing`, `heading_long`,
            `heading_double`, `card_number` or `field_unknown`, with the column's number in `field`;
            `columns_many`; `columns_lack`, with the first field that is missing in `lacking`.
        Stale: somebody else saved them meanwhile.
    """
    require_supervisor(desk)
    _check(changed)
    row = _row(session, desk, changed.carrier)
    if (row.version if row else None) != changed.version:
        raise Stale
    columns = [{"heading": c.heading.strip(), "field": c.field} for c in changed.columns]
    if row is None:
        row = CarrierMapping(
            id=uuid7(),
            store_id=desk.store_id,
            carrier=changed.carrier.strip(),
            columns=columns,
            created_at=desk.now(),
        )
        session.add(row)
    else:
        row.columns = columns
    session.flush()
    audit.note(session, desk, "carrier_columns_changed", subject_kind="carrier", subject_id=row.id)
    return mapping(session, desk, row.carrier)


def reset_mapping(session: Session, desk: Desk, carrier: str) -> Mapping:
    """Go back to the program's own columns."""
    require_supervisor(desk)
    row = _row(session, desk, carrier)
    if row is not None:
        audit.note(
            session, desk, "carrier_columns_reset", subject_kind="carrier", subject_id=row.id
        )
        session.delete(row)
        session.flush()
    return mapping(session, desk, carrier)


def _row(session: Session, desk: Desk, carrier: str) -> CarrierMapping | None:
    return session.scalar(
        select(CarrierMapping).where(
            CarrierMapping.store_id == desk.store_id,
            func.lower(CarrierMapping.carrier) == carrier.strip().lower(),
        )
    )


def _check(changed: Mapping) -> None:
    if not changed.carrier.strip():
        raise Refused("carrier_missing", field="carrier")
    if len(changed.columns) > MOST_COLUMNS:
        raise Refused("columns_many", most=MOST_COLUMNS)
    seen: set[str] = set()
    for place, column in enumerate(changed.columns):
        heading = column.heading.strip()
        if not heading:
            raise Refused("heading_missing", field=str(place))
        if len(heading) > HEADING_LENGTH:
            raise Refused("heading_long", field=str(place), most=HEADING_LENGTH)
        if heading.casefold() in seen:
            raise Refused("heading_double", field=str(place))
        if card_guard.looks_like_card(heading):
            raise Refused("card_number", field=str(place))
        if column.field not in FIELDS:
            raise Refused("field_unknown", field=str(place))
        seen.add(heading.casefold())
    fields = {column.field for column in changed.columns}
    for needed in _NEEDED:
        if needed not in fields:
            raise Refused("columns_lack", lacking=needed)
    if not fields & {"name", "company_or_name"}:
        raise Refused("columns_lack", lacking="name")
