"""The frozen values in which pages are told what is to be sent and what was."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from models.order import BackorderChoice, OrderState


@dataclass(frozen=True)
class LineToShip:
    """A line with pieces to pack.

    Attributes:
        left: Neither sent nor packed nor cancelled.
        ready: Of those, what lies on the shelf for it: orders placed earlier come first.
    """

    line_id: uuid.UUID
    sku: str
    name: str
    caption: str
    left: int
    ready: int
    weight_grams: int
    promise_date: date | None

    @property
    def short(self) -> bool:
        """More is to go than lies there for it."""
        return self.ready < self.left


@dataclass(frozen=True)
class PackedLine:
    """How many pieces of a line are in a parcel."""

    line_id: uuid.UUID
    sku: str
    name: str
    caption: str
    quantity: int


@dataclass(frozen=True)
class ShipmentView:
    """A parcel: packed, then on its way. `parcel` counts the order's parcels from 1."""

    id: uuid.UUID
    order_id: uuid.UUID
    number: str
    shown_number: str
    parcel: int
    carrier: str
    service: str
    tracking_number: str
    boxes: int
    weight_grams: int
    packed_at: datetime
    shipped_at: datetime | None
    manifest_id: uuid.UUID | None
    lines: tuple[PackedLine, ...]


@dataclass(frozen=True)
class ToShip:
    """An order that something of is to be sent.

    Attributes:
        goes_to: The name on the parcel and its town.
        packed: Its parcels that wait for the carrier.
    """

    order_id: uuid.UUID
    number: str
    shown_number: str
    state: OrderState
    placed_at: datetime
    promise_date: date | None
    late: bool
    goes_to: str
    method: str
    carrier: str
    choice: BackorderChoice | None
    lines: tuple[LineToShip, ...]
    packed: tuple[ShipmentView, ...]

    @property
    def short(self) -> bool:
        """Some of it does not lie on the shelf."""
        return any(line.short for line in self.lines)

    @property
    def ready(self) -> int:
        """Pieces that can be packed now."""
        return sum(line.ready for line in self.lines)


@dataclass(frozen=True)
class Shipped:
    """A parcel that left, and the attempts that the payment runner has to carry out for it."""

    order_id: uuid.UUID
    shipment_id: uuid.UUID
    attempts: tuple[uuid.UUID, ...]
