"""In what an order's two addresses differ."""

from __future__ import annotations

from models.addresses_rules import PostalAddress, differences

ADDRESS_PARTS = frozenset({"line1", "line2", "city", "state", "postal_code", "country", "district"})
"""Parts whose difference makes the ship-to another address; another name alone does not."""


def differing_parts(
    bill_to: PostalAddress | None, ship_to: PostalAddress | None
) -> tuple[str, ...]:
    """In which parts the order goes to another address than the bill, or ()."""
    if bill_to is None or ship_to is None:
        return ()
    return tuple(part for part in differences(bill_to, ship_to) if part in ADDRESS_PARTS)
