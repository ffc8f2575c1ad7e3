"""What an order says, as a value that can be kept, and what differs between two such values."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from models.order import Order, OrderLine

Snapshot = Mapping[str, Any]
"""As `snapshot_of` makes it and `OrderVersion` keeps it."""

SAID = (
    "customer_id", "bill_to", "ship_to", "gift_message", "shipping_method_id", "shipping_name",
    "promise_date", "promise_words", "promise_basis", "backorder_choice", "source_code",
    "wants_catalog", "coupon_id", "coupon_code",
)  # fmt: skip
"""What an agent keys of an order, its lines apart."""

PRICED = (
    "currency", "subtotal_minor", "discount_minor", "shipping_minor", "tax_minor", "total_minor",
    "tax_rate_ppm", "tax_jurisdiction", "tax_source", "tax_is_estimate", "tax_exempt_certificate",
    "coupon_minor", "coupon_shipping_minor",
)  # fmt: skip
"""What is worked out from it."""

LINE_SAID = (
    "variant_id", "sku", "name", "caption", "tax_class", "weight_grams", "ordered",
    "list_price_minor", "unit_price_minor", "price_reason", "discount_kind", "discount_value",
    "discount_reason", "discount_minor", "coupon_minor", "amount_minor", "promise_date", "promise_words",
    "promise_basis", "is_sale_price", "needs_shipping",
)  # fmt: skip
"""What a line says; what became of its pieces (shipped, cancelled) is apart."""


@dataclass(frozen=True)
class OrderChange:
    """One thing that differs.

    `kind` is `line_added`, `line_removed`, `quantity`, `price` or `discount`, with the line in `item`;
    or `customer`, `bill_to`, `ship_to`, `gift`, `shipping`, `promise`, `backorder`, `coupon`, `source`,
    `catalog` or `total`. `before` and `after` are values as a snapshot has them.
    """

    kind: str
    item: str = ""
    before: Any = None
    after: Any = None


def snapshot_of(order: Order, *, line_ids: Mapping[uuid.UUID, uuid.UUID] | None = None) -> Snapshot:
    """What *order* says now. *line_ids* gives lines the ids that they go by elsewhere."""
    names = line_ids or {}
    said = {name: _plain(getattr(order, name)) for name in (*SAID, *PRICED)}
    said["lines"] = [_line(line, names.get(line.id, line.id)) for line in order.lines]
    return said


def changes_between(before: Snapshot, after: Snapshot) -> tuple[OrderChange, ...]:
    """What differs, the lines first, as a person would tell it; () where one of them was erased."""
    if not (before.keys() >= _WHOLE_KEYS and after.keys() >= _WHOLE_KEYS):
        return ()
    changes = [*_line_changes(before["lines"], after["lines"])]
    for kind, keys in _WHOLE.items():
        old, new = _value(before, keys), _value(after, keys)
        if old != new:
            changes.append(OrderChange(kind, before=old, after=new))
    return tuple(changes)


_LATER = frozenset({"coupon_id", "coupon_code", "coupon_minor", "coupon_shipping_minor"})
"""What a version that was kept by an older program does not say: there were no coupons."""
_WHOLE_KEYS = frozenset({*SAID, *PRICED, "lines"}) - _LATER
_WHOLE: Mapping[str, tuple[str, ...]] = {
    "customer": ("customer_id",),
    "bill_to": ("bill_to",),
    "ship_to": ("ship_to",),
    "shipping": ("shipping_name", "shipping_method_id"),
    "promise": ("promise_words", "promise_date"),
    "backorder": ("backorder_choice",),
    "coupon": ("coupon_code",),
    "gift": ("gift_message",),
    "source": ("source_code",),
    "catalog": ("wants_catalog",),
    "total": ("total_minor",),
}


def _value(said: Snapshot, keys: tuple[str, ...]) -> Any:
    """The first is what is shown; where there is a second, it is another way to differ."""
    values = tuple(said.get(key, "") if key in _LATER else said[key] for key in keys)
    return values[0] if len(values) == 1 else values


def _line_changes(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[OrderChange]:
    old = {line["id"]: line for line in before}
    new = {line["id"]: line for line in after}
    changes = []
    for line_id, line in old.items():
        now = new.get(line_id)
        if now is None or now["variant_id"] != line["variant_id"]:
            changes.append(OrderChange("line_removed", line["sku"], line["ordered"], None))
    for line_id, line in new.items():
        was = old.get(line_id)
        if was is None or was["variant_id"] != line["variant_id"]:
            changes.append(OrderChange("line_added", line["sku"], None, line["ordered"]))
            continue
        for kind, key in (
            ("quantity", "ordered"), ("price", "unit_price_minor"), ("discount", "discount_minor"),
        ):  # fmt: skip
            if kind == "discount" and _same_discount(was, line):
                continue
            if was[key] != line[key]:
                amount = own_discount if kind == "discount" else itemgetter(key)
                changes.append(OrderChange(kind, line["sku"], amount(was), amount(line)))
    return changes


def own_discount(line: Mapping[str, Any]) -> int:
    """A line's discount in minor units without its share of the order's coupon."""
    return int(line["discount_minor"]) - int(line.get("coupon_minor", 0))


def _same_discount(was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """A percentage of more pieces is another amount and the same discount."""
    keys = ("discount_kind", "discount_value")
    return all(was[key] == now[key] for key in keys)


def _line(line: OrderLine, line_id: uuid.UUID) -> dict[str, Any]:
    return {"id": str(line_id)} | {name: _plain(getattr(line, name)) for name in LINE_SAID}


def _plain(value: Any) -> Any:
    """As JSON has it."""
    if value is None or isinstance(value, str | int | dict):
        return value
    if isinstance(value, uuid.UUID):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value.value
