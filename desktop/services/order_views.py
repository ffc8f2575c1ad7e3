"""What the pages show of an order: frozen values, made from the rows in one place."""

from __future__ import annotations

import dataclasses
import uuid
from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from desktop.services import (
    backorders,
    catalogue,
    change_views,
    coupons,
    not_sent,
    promises,
    shipping,
)
from desktop.services.desk import Desk
from desktop.services.order_addresses import ADDRESS_PARTS, differing_parts
from desktop.services.order_shapes import HoldView, LineView, OrderBrief, OrderView
from desktop.services.shipping import ShippingChoice
from desktop.services.verification_rules import holds_after_change, wanted_holds
from models import address_checks, order_numbers
from models.addresses_rules import PostalAddress, state_code, zip_parts
from models.order import Order, OrderLine, OrderState
from models.product import ProductVariant

SIMILAR_HOURS = 24
"""How far back a second order like this one is looked for."""


__all__ = [
    "ADDRESS_PARTS", "SIMILAR_HOURS", "HoldView", "LineView", "OrderBrief", "OrderView",
    "address_of", "brief", "briefs", "differing_parts", "is_complete", "lacking", "lines_of",
    "number_of", "offered", "view", "view_with",
]  # fmt: skip


def view(session: Session, desk: Desk, order: Order) -> OrderView:
    """Everything that is shown of *order*."""
    return view_with(session, desk, order, offered(session, desk, order))


def offered(session: Session, desk: Desk, order: Order) -> tuple[ShippingChoice, ...]:
    """The shipping methods for a draft as it stands; none for an order that was placed, and none
    where nothing needs shipping."""
    if order.state is not OrderState.DRAFT or not not_sent.is_sent(order):
        return ()
    return shipping.choices(
        session,
        desk,
        subtotal_minor=order.subtotal_minor - order.discount_minor,
        weight_grams=not_sent.weight_grams(order),
        ship_to=address_of(order.ship_to or order.bill_to),
    )


def lacking(
    session: Session, desk: Desk, order: Order
) -> tuple[tuple[str, ...], tuple[HoldView, ...]]:
    """What keeps a draft from being placed, and the holds that placing it would open."""
    bill_to, ship_to = address_of(order.bill_to), address_of(order.ship_to)
    chosen = _chosen(order, offered(session, desk, order))
    return _missing(order, bill_to, ship_to, chosen), _holds(session, desk, order)


def view_with(
    session: Session,
    desk: Desk,
    order: Order,
    choices: tuple[ShippingChoice, ...],
    *,
    lines: tuple[LineView, ...] | None = None,
) -> OrderView:
    """As `view`, where *choices*, what is `offered`, and maybe `lines_of` it are known already."""
    draft = order.state is OrderState.DRAFT
    bill_to, ship_to = address_of(order.bill_to), address_of(order.ship_to)
    lines = lines_of(session, desk, order) if lines is None else lines
    chosen = _chosen(order, choices)
    number = number_of(session, order)
    coupon = coupons.view_of(session, desk, order)
    missing = _missing(order, bill_to, ship_to, chosen) if draft else ()
    if coupon is not None and coupon.refusal is not None:
        missing = (*missing, "coupon")
    return OrderView(
        id=order.id,
        version=order.version,
        number=number,
        shown_number=order_numbers.display(number),
        spoken_number=order_numbers.spoken(number),
        state=order.state,
        channel=order.channel,
        currency=order.currency,
        customer_id=order.customer_id,
        call_id=order.call_id,
        lines=lines,
        piece_count=sum(line.quantity for line in lines),
        subtotal_minor=order.subtotal_minor,
        discount_minor=order.discount_minor,
        shipping_minor=order.shipping_minor,
        tax_minor=order.tax_minor,
        total_minor=order.total_minor,
        tax_rate_ppm=order.tax_rate_ppm,
        tax_jurisdiction=order.tax_jurisdiction,
        tax_is_estimate=order.tax_is_estimate,
        tax_exempt_certificate=order.tax_exempt_certificate,
        bill_to=bill_to,
        ship_to=ship_to,
        differing=differing_parts(bill_to, ship_to) if not_sent.is_sent(order) else (),
        gift_message=order.gift_message,
        shipping_method_id=order.shipping_method_id,
        shipping_name=order.shipping_name,
        shipping_choices=choices,
        promise_date=order.promise_date,
        promise_words=order.promise_words,
        promise_basis=order.promise_basis,
        promise_choices=()
        if not not_sent.is_sent(order)
        else promises.choices(
            desk.today(),
            method=chosen,
            short=any(line.short for line in lines),
            leaves_by=max((line.later_by for line in lines if line.later_by), default=None),
        ),
        backorder_choice=order.backorder_choice,
        source_code=order.source_code,
        wants_catalog=order.wants_catalog,
        coupon=coupon,
        holds=_holds(session, desk, order),
        missing=missing,
        similar=_similar(session, desk, order) if draft else (),
        placed_at=order.placed_at,
        updated_at=order.updated_at,
        change=change_views.change_view(session, desk, order),
    )


def number_of(session: Session, order: Order) -> str:
    """The number people know an order by; of a draft that changes one, the number of that one."""
    if order.changes_order_id is None:
        return order.number
    return session.get_one(Order, order.changes_order_id).number


def address_of(value: Mapping[str, str] | None) -> PostalAddress | None:
    """The address in a snapshot column."""
    return None if value is None else PostalAddress(**value)


def is_complete(address: PostalAddress) -> bool:
    """Whether something could be sent there: someone, and all that the country's addresses need."""
    if address.country.strip().upper() != "US":
        return bool(address.country.strip()) and not address_checks.problems(address)
    if not (address.name.strip() or address.company.strip()):
        return False
    if not (address.line1.strip() and address.city.strip()):
        return False
    return state_code(address.state) is not None and zip_parts(address.postal_code) is not None


def briefs(
    session: Session, desk: Desk, customer_id: uuid.UUID, *, most: int = 8
) -> tuple[tuple[OrderBrief, ...], int, datetime | None]:
    """A customer's latest placed orders, how many there are, and when the first was."""
    mine = (
        Order.store_id == desk.store_id,
        Order.customer_id == customer_id,
        Order.placed_at.is_not(None),
    )
    rows = session.scalars(select(Order).where(*mine).order_by(Order.placed_at.desc()).limit(most))
    found = tuple(brief(order) for order in rows)
    count, first = session.execute(
        select(func.count(), func.min(Order.placed_at)).where(*mine)
    ).one()
    return found, int(count), first


def brief(order: Order) -> OrderBrief:
    """The order as one row of a list."""
    return OrderBrief(
        id=order.id,
        number=order.number,
        shown_number=order_numbers.display(order.number),
        state=order.state,
        held=bool(order.open_holds),
        at=order.placed_at or order.updated_at,
        total_minor=order.total_minor,
        currency=order.currency,
    )


def _chosen(order: Order, choices: tuple[ShippingChoice, ...]) -> ShippingChoice | None:
    return next((c for c in choices if c.id == order.shipping_method_id), None)


def lines_of(session: Session, desk: Desk, order: Order) -> tuple[LineView, ...]:
    """The lines as shown, each with what is left for it and by when the rest leaves."""
    ids = {line.variant_id for line in order.lines}
    variants = session.scalars(select(ProductVariant).where(ProductVariant.id.in_(ids))).all()
    restock = {variant.id: variant.restock_on for variant in variants}
    own = [line.id for line in order.lines]
    if order.changes_order_id is not None:
        own += session.scalars(
            select(OrderLine.id).where(OrderLine.order_id == order.changes_order_id)
        )
    stock = catalogue.stock_of(session, variants, but_lines=own)
    views = []
    taken: Counter[uuid.UUID] = Counter()
    for line in order.lines:
        shown = _line(line, stock[line.variant_id], taken[line.variant_id])
        if order.state is OrderState.DRAFT and shown.short:
            comes = restock[line.variant_id]
            by = backorders.leaves_on(desk.today(), comes)
            shown = dataclasses.replace(shown, restock_on=comes, later_by=by)
        elif order.state is not OrderState.DRAFT and line.promise_basis in backorders.LATER:
            shown = dataclasses.replace(shown, later_by=line.promise_date)
        views.append(shown)
        taken[line.variant_id] += line.ordered
    return tuple(views)


def _line(line: OrderLine, stock: catalogue.Stock, taken_above: int) -> LineView:
    available = None if stock.available is None else max(0, stock.available - taken_above)
    return LineView(
        id=line.id,
        variant_id=line.variant_id,
        sku=line.sku,
        name=line.name,
        caption=line.caption,
        quantity=line.ordered,
        available=available,
        low=stock.low or (available is not None and available < line.ordered),
        list_price_minor=line.list_price_minor,
        unit_price_minor=line.unit_price_minor,
        price_reason=line.price_reason,
        discount_kind=line.discount_kind,
        discount_value=line.discount_value,
        discount_reason=line.discount_reason,
        discount_minor=line.discount_minor - line.coupon_minor,
        amount_minor=line.amount_minor + line.coupon_minor,
        is_sale_price=line.is_sale_price,
        needs_shipping=line.needs_shipping,
    )


def _holds(session: Session, desk: Desk, order: Order) -> tuple[HoldView, ...]:
    if order.state is not OrderState.DRAFT:
        return tuple(HoldView(hold.kind, hold.state, hold.details) for hold in order.holds)
    placed = session.get(Order, order.changes_order_id) if order.changes_order_id else None
    if placed is not None:
        moved = (placed.bill_to, placed.ship_to) != (order.bill_to, order.ship_to)
        return holds_after_change(
            session, desk, order, placed, moved=moved, total_before=placed.total_minor
        )
    return wanted_holds(session, desk, order)


def _missing(
    order: Order,
    bill_to: PostalAddress | None,
    ship_to: PostalAddress | None,
    method: ShippingChoice | None,
) -> tuple[str, ...]:
    codes = []
    if order.customer_id is None:
        codes.append("customer")
    if not order.lines:
        codes.append("lines")
    if bill_to is None or not is_complete(bill_to):
        codes.append("bill_to")
    if not not_sent.is_sent(order):
        return tuple(codes)
    if ship_to is not None and not is_complete(ship_to):
        codes.append("ship_to")
    if method is None:
        codes.append("shipping")
    elif method.not_reached:
        codes.append(f"shipping_{method.not_reached}")
    return tuple(codes)


def _similar(session: Session, desk: Desk, order: Order) -> tuple[OrderBrief, ...]:
    """Orders of the last 24 hours by this customer with the same items."""
    if order.customer_id is None or not order.lines:
        return ()
    since = promises.hours_before(desk.now(), SIMILAR_HOURS)
    recent = session.scalars(
        select(Order)
        .where(
            Order.store_id == desk.store_id,
            Order.customer_id == order.customer_id,
            Order.placed_at >= since,
            Order.state != OrderState.CANCELLED,
            Order.id != (order.changes_order_id or order.id),
        )
        .options(selectinload(Order.lines), selectinload(Order.holds))
    )
    items = {line.variant_id for line in order.lines}
    return tuple(
        brief(other) for other in recent if items == {line.variant_id for line in other.lines}
    )
