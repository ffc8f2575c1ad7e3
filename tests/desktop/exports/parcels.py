"""A parcel to Jane Roe, changed as a test wants it."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import date
from typing import Any

from desktop.exports.consignment import Consignment
from models.addresses_rules import PostalAddress

JANE = PostalAddress(
    name="Jane Roe", line1="5798 Mill Parkway", line2="Apt 5", city="Ontario", state="CA",
    postal_code="01764-1234", country="US",
)  # fmt: skip


def parcel(**changes: Any) -> Consignment:
    """Fields of the address go into the address, others into the parcel."""
    address = {f.name for f in dataclasses.fields(PostalAddress)}
    in_address = {name: value for name, value in changes.items() if name in address}
    others = {name: value for name, value in changes.items() if name not in address}
    made = Consignment(
        shipment_id=uuid.UUID(int=1), order_id=uuid.UUID(int=2), number="P000000127",
        shown_number="P0000 0012-7", parcel=1, address=dataclasses.replace(JANE, **in_address),
        address_lines=(), telephone="9095550100", service="GND", boxes=1, weight_grams=1_300,
        ship_date=date(2026, 3, 2),
    )  # fmt: skip
    return dataclasses.replace(made, **others)
