"""Shipments: parcels packed and sent, how they are handed to carriers, and what carriers were told."""

from __future__ import annotations

import uuid

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Dated, LedgerRow, StoreRow
from models.types import Count, JsonValue, Moment, Sha256, Text20, Text60, TrackingText


class Shipment(StoreRow, Dated, Base):
    """A parcel: packed while `shipped_at` is None, then on its way."""

    __tablename__ = "shipments"
    __table_args__ = (
        Index("ix_shipments_store_id_tracking_number", "store_id", "tracking_number"),
        Index("ix_shipments_store_id_shipped_at", "store_id", "shipped_at"),
    )

    order_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orders.id"), index=True)
    carrier: Mapped[Text60]
    service: Mapped[Text20] = mapped_column(default="")
    """The carrier's own code of the service, as its manifest wants it."""
    tracking_number: Mapped[str | None] = mapped_column(TrackingText(40))
    shipped_at: Mapped[Moment | None]
    manifest_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("manifests.id"), index=True)
    parcels: Mapped[Count] = mapped_column(default=1)
    weight_grams: Mapped[Count] = mapped_column(default=0)

    lines: Mapped[list[ShipmentLine]] = relationship(cascade="all, delete-orphan")


class ShipmentLine(StoreRow, Base):
    """How many pieces of a line are in a parcel."""

    __tablename__ = "shipment_lines"
    __table_args__ = (
        UniqueConstraint("store_id", "shipment_id", "order_line_id"),
        Index("ix_shipment_lines_shipment_id", "shipment_id"),
    )

    shipment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("shipments.id"))
    order_line_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("order_lines.id"), index=True)
    quantity: Mapped[Count]


class CarrierMapping(StoreRow, Dated, Base):
    """Which of our fields stands in which column of a carrier's import file.

    `columns` is a list of `{"heading": …, "field": …}` in the order of the file; the fields are those
    of `desktop.exports`.
    """

    __tablename__ = "carrier_mappings"
    __table_args__ = (UniqueConstraint("store_id", "carrier"),)

    carrier: Mapped[Text60]
    columns: Mapped[JsonValue]
    version: Mapped[Count] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Manifest(StoreRow, Dated, Base):
    """One file that was written for a carrier."""

    __tablename__ = "manifests"

    carrier: Mapped[Text60]
    agent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agents.id"))
    rows: Mapped[Count]
    sha256: Mapped[Sha256]


class Disclosure(LedgerRow, Base):
    """What of an order was told to whom outside, and for what: names of fields, never their values."""

    __tablename__ = "disclosures"
    __table_args__ = (Index("ix_disclosures_order_id", "order_id"),)

    order_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orders.id"))
    recipient: Mapped[Text60]
    purpose: Mapped[Text60]
    fields: Mapped[JsonValue]
    manifest_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("manifests.id"))
