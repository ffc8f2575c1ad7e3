"""The sample shop's earlier orders: what "7 since 2019" and "ditto" are shown on."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from desktop.sample_people import SampleCustomer
from desktop.sample_rows import Sample, put
from models import order_numbers
from models.channels import Channel
from models.customer import CustomerKind
from models.ids import uuid7
from models.order import Order, OrderEvent, OrderLine, OrderState
from models.order_search import OrderKey, order_words
from models.payment import Payment, Tender
from models.shipment import Shipment, ShipmentLine
from models.store import NumberBlock

FIRST_SEQUENCE = 43_912_205
LAST_SEQUENCE = 47_182_000
"""The block of order numbers that the earlier orders came from; new ones follow it."""
TERMS_DAYS = 30
_PROMISE = timedelta(days=5)

# Each state an earlier order ends in: what happened, and how long after it was placed.
_COURSE: dict[OrderState, tuple[tuple[str, OrderState, OrderState, timedelta], ...]] = {
    OrderState.CANCELLED: (
        ("cancelled", OrderState.PLACED, OrderState.CANCELLED, timedelta(hours=26)),
    ),
    OrderState.SHIPPED: (
        ("released", OrderState.PLACED, OrderState.RELEASED, timedelta(minutes=25)),
        ("shipped", OrderState.RELEASED, OrderState.SHIPPED, timedelta(days=2)),
    ),
}
_COURSE[OrderState.CLOSED] = (
    *_COURSE[OrderState.SHIPPED],
    ("closed", OrderState.SHIPPED, OrderState.CLOSED, timedelta(days=11)),
)


def put_orders(
    session: Session,
    sample: Sample,
    orders: list[dict[str, Any]],
    *,
    customers: dict[str, SampleCustomer],
    variants: dict[str, dict[str, Any]],
    methods: dict[str, tuple[uuid.UUID, str, str]],
    tax_source: str,
    workstation_id: uuid.UUID,
    agent_id: uuid.UUID,
) -> None:
    """Insert the earlier orders, oldest first, paid by cheque or on terms (no card was taken)."""
    made: dict[type, list[dict[str, Any]]] = {
        kind: []
        for kind in (Order, OrderKey, OrderLine, OrderEvent, Shipment, ShipmentLine, Payment)
    }
    step = (LAST_SEQUENCE - FIRST_SEQUENCE) // len(orders)
    for place, told in enumerate(orders):
        customer = customers[told["customer"]]
        order = _order(sample, told, customer, methods, tax_source)
        sequence = FIRST_SEQUENCE + place * step
        order |= {
            "number": order_numbers.compose(sequence, practice=True),
            "workstation_id": workstation_id,
            "agent_id": agent_id,
        }
        lines = _lines(sample, order, told["lines"], variants)
        made[Order].append(order)
        words = sorted(order_words(order["bill_to"], order["ship_to"]))
        made[OrderKey] += [sample.row(order_id=order["id"], word=word) for word in words]
        made[OrderLine] += lines
        made[OrderEvent] += _events(sample, order)
        if order["state"] is not OrderState.CANCELLED:
            shipment, pieces = _shipment(sample, order, lines, methods[told["shipping"]][2], place)
            made[Shipment].append(shipment)
            made[ShipmentLine] += pieces
            made[Payment].append(_payment(sample, order, customer))
    block = {"first": FIRST_SEQUENCE, "last": LAST_SEQUENCE, "next": LAST_SEQUENCE + 1}
    put(
        session,
        NumberBlock,
        [sample.row(workstation_id=workstation_id, created_at=sample.opened_at, **block)],
    )
    for kind, rows in made.items():
        put(session, kind, rows)


def _order(
    sample: Sample,
    told: dict[str, Any],
    customer: SampleCustomer,
    methods: dict[str, tuple[uuid.UUID, str, str]],
    tax_source: str,
) -> dict[str, Any]:
    placed_at = _moment(sample, told["days_ago"], told["minute"])
    state = OrderState(told["state"])
    method_id, method_name, _carrier = methods[told["shipping"]]
    certificate = customer.certificate
    released = [after for kind, *_states, after in _COURSE[state] if kind == "released"]
    return sample.row(
        id=uuid7(placed_at),
        state=state,
        channel=Channel(told["channel"]),
        customer_id=customer.id,
        source_code=told["source_code"],
        bill_to=customer.addresses[0],
        ship_to=customer.addresses[told["ship_to"]] if told["ship_to"] else None,
        currency=sample.currency,
        subtotal_minor=told["subtotal_minor"],
        discount_minor=0,
        shipping_minor=told["shipping_minor"],
        tax_minor=told["tax_minor"],
        total_minor=told["subtotal_minor"] + told["shipping_minor"] + told["tax_minor"],
        shipping_method_id=method_id,
        shipping_name=method_name,
        tax_rate_ppm=0 if certificate else told["tax_rate_ppm"],
        tax_jurisdiction=told["tax_jurisdiction"],
        tax_source=tax_source if told["tax_jurisdiction"] else "",
        tax_is_estimate=told["tax_is_estimate"],
        tax_exempt_certificate=certificate,
        promise_date=(placed_at + _PROMISE).date(),
        promise_words="Leaves within five days",
        promise_basis="stock",
        placed_at=placed_at,
        completed_order_at=placed_at,
        released_at=placed_at + released[0] if released else None,
        updated_at=placed_at + _COURSE[state][-1][3],
        version=1,
        created_at=placed_at - timedelta(minutes=6),
    )


def _moment(sample: Sample, days_ago: int, minute: int) -> datetime:
    zone = ZoneInfo(sample.time_zone)
    day = sample.now.astimezone(zone).date() - timedelta(days=days_ago)
    return datetime.combine(day, time(minute // 60, minute % 60), zone)


def _lines(
    sample: Sample,
    order: dict[str, Any],
    told: list[tuple[str, int]],
    variants: dict[str, dict[str, Any]],
) -> list[dict[str, Any]]:
    cancelled = order["state"] is OrderState.CANCELLED
    return [
        sample.row(
            id=uuid7(order["placed_at"]),
            order_id=order["id"],
            position=place,
            variant_id=variants[sku]["id"],
            sku=sku,
            name=variants[sku]["name"],
            caption=variants[sku]["caption"],
            tax_class=variants[sku]["tax_class"],
            weight_grams=variants[sku]["weight_grams"],
            ordered=quantity,
            cancelled=quantity if cancelled else 0,
            shipped=0 if cancelled else quantity,
            list_price_minor=variants[sku]["price_minor"],
            unit_price_minor=variants[sku]["price_minor"],
            discount_kind=None,
            amount_minor=variants[sku]["price_minor"] * quantity,
        )
        for place, (sku, quantity) in enumerate(told)
    ]


def _events(sample: Sample, order: dict[str, Any]) -> list[dict[str, Any]]:
    draft, placed = OrderState.DRAFT, OrderState.PLACED
    course = (
        ("draft_started", draft, draft, order["created_at"] - order["placed_at"]),
        ("placed", draft, placed, timedelta()),
        *_COURSE[order["state"]],
    )
    return [
        sample.row(
            id=uuid7(order["placed_at"] + after),
            order_id=order["id"],
            sequence=place + 1,
            kind=kind,
            from_state=before,
            to_state=state,
            at=order["placed_at"] + after,
            workstation_id=order["workstation_id"],
            actor_id=order["agent_id"],
            details={},
        )
        for place, (kind, before, state, after) in enumerate(course)
    ]


def _shipment(
    sample: Sample, order: dict[str, Any], lines: list[dict[str, Any]], carrier: str, place: int
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    left = order["placed_at"] + _COURSE[OrderState.SHIPPED][-1][3]
    shipment = sample.row(
        id=uuid7(left),
        order_id=order["id"],
        carrier=carrier,
        tracking_number=f"SAMPLE{place + 1:06d}",
        shipped_at=left,
        created_at=left,
    )
    pieces = [
        sample.row(
            id=uuid7(left),
            shipment_id=shipment["id"],
            order_line_id=line["id"],
            quantity=line["ordered"],
        )
        for line in lines
    ]
    return shipment, pieces


def _payment(sample: Sample, order: dict[str, Any], customer: SampleCustomer) -> dict[str, Any]:
    on_terms = customer.kind is CustomerKind.COMPANY
    closed = order["state"] is OrderState.CLOSED
    paid_at = order["updated_at"] if closed else None
    return sample.row(
        id=uuid7(order["placed_at"]),
        order_id=order["id"],
        tender=Tender.TERMS if on_terms else Tender.CHEQUE,
        amount_minor=order["total_minor"],
        currency=order["currency"],
        payment_method=None,
        last4=None,
        code_asked=False,
        terms_days=TERMS_DAYS if on_terms else 0,
        received_at=paid_at if on_terms else order["placed_at"],
        created_at=order["placed_at"],
    )
