"""Telling a carrier of its parcels: one file, only the fields it needs, and each telling on record."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from desktop.exports.consignment import Consignment
from desktop.exports.csv_file import csv_bytes
from desktop.exports.manifest_rows import ManifestRow, fit
from desktop.services import audit, carrier_mappings
from desktop.services.carrier_mappings import Mapping
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused
from desktop.services.order_views import address_of
from desktop.services.to_ship import SENDABLE
from models import order_numbers, phone_numbers
from models.addresses_rules import PostalAddress
from models.customer import ContactKind, ContactPoint
from models.hold import Hold, HoldState
from models.ids import uuid7
from models.order import Order
from models.shipment import Disclosure, Manifest, Shipment

PURPOSE = "delivery"
MOST_ROWS = 2_000


@dataclass(frozen=True)
class Preview:
    """What a file would say: a row for each parcel, those that cannot be in it with their reason."""

    mapping: Mapping
    rows: tuple[ManifestRow, ...]

    @property
    def good(self) -> tuple[ManifestRow, ...]:
        """The rows that are written."""
        return tuple(row for row in self.rows if row.refusal is None)

    @property
    def refused(self) -> tuple[ManifestRow, ...]:
        """The parcels that are left out."""
        return tuple(row for row in self.rows if row.refusal is not None)


@dataclass(frozen=True)
class ManifestMade:
    """A file on record."""

    id: uuid.UUID
    carrier: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class CarrierParcels:
    """A carrier, and how many parcels wait for it: not yet told of, and told of already."""

    carrier: str
    fresh: int
    told: int


def carriers(session: Session, desk: Desk) -> tuple[CarrierParcels, ...]:
    """Every carrier with the parcels that wait for it, those with parcels first."""
    counts = session.execute(
        select(func.lower(Shipment.carrier), Shipment.manifest_id.is_not(None), func.count())
        .join(Order, Order.id == Shipment.order_id)
        .where(*_waiting(desk))
        .group_by(func.lower(Shipment.carrier), Shipment.manifest_id.is_not(None))
    )
    found = {(name, bool(told)): int(count) for name, told, count in counts}
    rows = [
        CarrierParcels(
            name, found.get((name.lower(), False), 0), found.get((name.lower(), True), 0)
        )
        for name in carrier_mappings.carriers(session, desk)
    ]
    return tuple(sorted(rows, key=lambda row: (-row.fresh, -row.told, row.carrier.casefold())))


def preview(session: Session, desk: Desk, carrier: str, *, again: bool = False) -> Preview:
    """The rows of the parcels that are packed for *carrier*, oldest first.

    An order that was held since its parcel was packed is not among them. *again* also takes those
    that were in a file before.
    """
    mapped = carrier_mappings.mapping(session, desk, carrier)
    parcels = _consignments(session, desk, carrier, again=again)
    return Preview(mapped, tuple(fit(one, mapped.columns, mapped.rules) for one in parcels))


def write(
    session: Session,
    desk: Desk,
    carrier: str,
    save: Callable[[bytes], None],
    *,
    command_id: uuid.UUID,
    again: bool = False,
) -> ManifestMade:
    """Write the file by *save*, and put on record of which orders the carrier was told what.

    *save* comes last: when it raises, the session is rolled back and nothing was told.

    Raises:
        Refused: `no_parcels`.
    """

    def work() -> dict[str, object]:
        seen = preview(session, desk, carrier, again=again)
        if not seen.good:
            raise Refused("no_parcels")
        content = content_of(seen)
        manifest = Manifest(
            id=uuid7(),
            store_id=desk.store_id,
            carrier=seen.mapping.carrier,
            agent_id=desk.agent_id,
            rows=len(seen.good),
            sha256=hashlib.sha256(content).hexdigest(),
            created_at=desk.now(),
        )
        session.add(manifest)
        session.flush()
        _record(session, desk, manifest, seen.good)
        audit.note(
            session, desk, "manifest_written", subject_kind="manifest", subject_id=manifest.id
        )
        save(content)
        return {
            "manifest": str(manifest.id), "carrier": manifest.carrier, "rows": manifest.rows,
            "sha256": manifest.sha256,
        }  # fmt: skip

    made = once(session, desk, command_id, "write_manifest", work)
    return ManifestMade(uuid.UUID(made["manifest"]), made["carrier"], made["rows"], made["sha256"])


def content_of(seen: Preview) -> bytes:
    """The file of a preview, without the refused rows."""
    return csv_bytes(
        [column.heading for column in seen.mapping.columns],
        [row.cells for row in seen.good],
        encoding=seen.mapping.rules.encoding,
    )


def _record(session: Session, desk: Desk, manifest: Manifest, rows: Sequence[ManifestRow]) -> None:
    stamp = desk.stamp()
    shipments = {
        row.id: row
        for row in session.scalars(
            select(Shipment).where(Shipment.id.in_([row.shipment_id for row in rows]))
        )
    }
    told: dict[uuid.UUID, dict[str, None]] = {}
    for row in rows:
        shipments[row.shipment_id].manifest_id = manifest.id
        told.setdefault(row.order_id, {}).update(dict.fromkeys(row.told))
    session.add_all(
        Disclosure(
            store_id=desk.store_id,
            order_id=order_id,
            recipient=manifest.carrier,
            purpose=PURPOSE,
            fields=list(fields),
            manifest_id=manifest.id,
            at=stamp.at,
            workstation_id=stamp.workstation_id,
            actor_id=stamp.actor_id,
        )
        for order_id, fields in told.items()
    )
    session.flush()


def _waiting(desk: Desk) -> tuple[ColumnElement[bool], ...]:
    held = exists().where(Hold.order_id == Order.id, Hold.state == HoldState.OPEN)
    return (
        Shipment.store_id == desk.store_id,
        Shipment.shipped_at.is_(None),
        Order.state.in_(SENDABLE),
        ~held,
    )


def _consignments(
    session: Session, desk: Desk, carrier: str, *, again: bool
) -> tuple[Consignment, ...]:
    query = (
        select(Shipment, Order)
        .join(Order, Order.id == Shipment.order_id)
        .where(*_waiting(desk), func.lower(Shipment.carrier) == carrier.strip().lower())
        .order_by(Shipment.created_at, Shipment.id)
        .limit(MOST_ROWS)
    )
    if not again:
        query = query.where(Shipment.manifest_id.is_(None))
    pairs = [(shipment, order) for shipment, order in session.execute(query)]
    phones = _telephones(session, [order for _shipment, order in pairs], desk.country)
    places = _places(session, [order.id for _shipment, order in pairs])
    return tuple(
        Consignment(
            shipment_id=shipment.id,
            order_id=order.id,
            number=order.number,
            shown_number=order_numbers.display(order.number),
            parcel=places[shipment.id],
            address=_address(order),
            address_lines=(),
            telephone=phones.get(order.id, ""),
            service=shipment.service,
            boxes=shipment.parcels,
            weight_grams=shipment.weight_grams,
            ship_date=desk.today(),
        )
        for shipment, order in pairs
    )


def _address(order: Order) -> PostalAddress:
    return address_of(order.ship_to or order.bill_to) or PostalAddress(country="")


def _places(session: Session, order_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Which parcel of its order each one is, from 1."""
    places: dict[uuid.UUID, int] = {}
    counted: Counter[uuid.UUID] = Counter()
    for shipment_id, order_id in session.execute(
        select(Shipment.id, Shipment.order_id)
        .where(Shipment.order_id.in_(order_ids))
        .order_by(Shipment.created_at, Shipment.id)
    ):
        counted[order_id] += 1
        places[shipment_id] = counted[order_id]
    return places


def _telephones(session: Session, orders: Sequence[Order], country: str) -> dict[uuid.UUID, str]:
    """By order, the number at which its customer is called, in digits as dialled from *country*."""
    of_customer: dict[uuid.UUID, str] = {}
    for row in session.scalars(
        select(ContactPoint)
        .where(
            ContactPoint.customer_id.in_({o.customer_id for o in orders if o.customer_id}),
            ContactPoint.kind == ContactKind.PHONE,
        )
        .order_by(ContactPoint.position.desc(), ContactPoint.id.desc())
    ):
        of_customer[row.customer_id] = row.normalised
    return {
        order.id: _dialled(of_customer[order.customer_id], country)
        for order in orders
        if order.customer_id in of_customer
    }


def _dialled(e164: str, country: str) -> str:
    shown = phone_numbers.display(e164, country)
    if shown.startswith("+"):
        return e164.lstrip("+")
    return phone_numbers.national_digits(e164)
