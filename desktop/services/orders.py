"""Orders while the agent talks: a draft is saved whole, as often as something in it changes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from desktop.documents.texts import FALLBACK, load_texts
from desktop.services import backorders, coupons, drafts, not_sent, order_views, shipping, taxes
from desktop.services.change_totals import keep_what_was_said
from desktop.services.desk import Desk, Refused, Stale
from desktop.services.drafts import (
    MOST_LINES,
    MOST_PIECES,
    MOST_PRICE_MINOR,
    Discount,
    Draft,
    DraftLine,
    snapshot,
)
from desktop.services.line_prices import priced_line
from desktop.services.numbers import next_number
from desktop.services.order_views import LineView, OrderView
from desktop.services.price_in_force import PriceToday, price_on
from desktop.services.reservations import release_all, reserve
from models import pricing
from models.addresses_rules import PostalAddress
from models.customer import Customer
from models.order import Order, OrderLine, OrderState
from models.product import Price, ProductVariant
from models.store import Store

__all__ = [
    "MOST_LINES", "MOST_PIECES", "MOST_PRICE_MINOR", "Discount", "Draft", "DraftLine",
    "discard_draft", "draft_of", "get", "save_draft",
]  # fmt: skip


def save_draft(
    session: Session, desk: Desk, draft: Draft, *, version: int | None = None
) -> OrderView:
    """Make the draft in the database say what *draft* says, and give it back with its totals.

    The first save takes the order number and sets the pieces of every line aside.

    Raises:
        Stale: somebody else saved the order since *version*.
        Refused: `not_a_draft`; `too_many_lines`; `quantity`, `price`, `discount` or `item_gone`,
            with the line's id in `field`; `card_number`, with what holds it in `field`.
    """
    drafts.check(draft)
    order = session.get(Order, draft.order_id, options=_LOADED)
    if order is None:
        order = _new_order(session, desk, draft)
    elif order.state is not OrderState.DRAFT:
        raise Refused("not_a_draft")
    elif version is not None and order.version != version:
        raise Stale
    with session.no_autoflush:  # a look-up half-way would have the head and the lines written twice
        _write_head(order, draft)
        _write_lines(session, desk, order, draft.lines)
        offered = _write_totals(session, desk, order)
        keep_what_was_said(session, order)
        lines = order_views.lines_of(session, desk, order)
        _write_promises(session, desk, order, draft, lines)
    order.updated_at = desk.now()
    session.flush()
    reserve(session, order, at=desk.now())
    session.flush()
    return order_views.view_with(session, desk, order, offered, lines=lines)


def get(session: Session, desk: Desk, order_id: uuid.UUID) -> OrderView:
    """The order as it stands."""
    return order_views.view(session, desk, session.get_one(Order, order_id, options=_LOADED))


def discard_draft(session: Session, desk: Desk, order_id: uuid.UUID) -> None:
    """Cancel a draft and give back what it had set aside."""
    order = session.get_one(Order, order_id, options=_LOADED)
    if order.state is not OrderState.DRAFT:
        raise Refused("not_a_draft")
    release_all(session, order)
    order.updated_at = desk.now()
    order.move_to(OrderState.CANCELLED, kind="draft_dropped", stamp=desk.stamp())


def draft_of(session: Session, order_id: uuid.UUID) -> Draft:
    """The draft as it was last saved: what a page is filled from after a crash or a resume."""
    order = session.get_one(Order, order_id, options=_LOADED)
    return Draft(
        order_id=order.id,
        call_id=order.call_id,
        customer_id=order.customer_id,
        channel=order.channel,
        lines=tuple(_draft_line(line) for line in order.lines),
        bill_to=order_views.address_of(order.bill_to),
        ship_to=order_views.address_of(order.ship_to),
        gift_message=order.gift_message,
        shipping_method_id=order.shipping_method_id,
        promise_date=order.promise_date,
        promise_words=order.promise_words,
        promise_basis=order.promise_basis,
        backorder_choice=order.backorder_choice,
        source_code=order.source_code,
        wants_catalog=order.wants_catalog,
        coupon_code=order.coupon_code,
    )


_LOADED = (selectinload(Order.lines), selectinload(Order.holds))


def _new_order(session: Session, desk: Desk, draft: Draft) -> Order:
    order = Order(
        id=draft.order_id,
        store_id=desk.store_id,
        number=next_number(session, desk),
        state=OrderState.DRAFT,
        channel=draft.channel,
        workstation_id=desk.workstation_id,
        agent_id=desk.agent_id,
        currency=desk.currency,
        created_at=desk.now(),
        updated_at=desk.now(),
    )
    session.add(order)
    order.record("draft_started", stamp=desk.stamp())
    return order


def _write_head(order: Order, draft: Draft) -> None:
    order.call_id = draft.call_id
    order.customer_id = draft.customer_id
    order.channel = draft.channel
    order.bill_to = snapshot(draft.bill_to)
    order.ship_to = snapshot(draft.ship_to)
    order.gift_message = draft.gift_message
    order.shipping_method_id = draft.shipping_method_id
    order.promise_date = draft.promise_date
    order.promise_words = draft.promise_words
    order.promise_basis = draft.promise_basis
    order.source_code = draft.source_code
    order.wants_catalog = draft.wants_catalog
    order.coupon_code = draft.coupon_code.strip()


def _write_lines(session: Session, desk: Desk, order: Order, keyed: tuple[DraftLine, ...]) -> None:
    standing = {line.id: line for line in order.lines}
    fresh = [line for line in keyed if not _stands(standing.get(line.id), line)]
    items = _items(session, desk, {line.variant_id for line in fresh})
    lines = []
    for position, line in enumerate(keyed):
        row = standing.get(line.id) or _new_line(desk, line.id)
        if not _stands(row, line):
            if line.variant_id not in items:
                raise Refused("item_gone", field=str(line.id))
            _describe(row, *items[line.variant_id])
        _write_line(row, line, position)
        lines.append(row)
    if lines != list(order.lines):
        order.lines = lines


def _stands(row: OrderLine | None, line: DraftLine) -> bool:
    """Whether the row was keyed for this item: it keeps the name and list price that were said."""
    return row is not None and row.variant_id == line.variant_id


def _new_line(desk: Desk, line_id: uuid.UUID) -> OrderLine:
    return OrderLine(
        id=line_id,
        store_id=desk.store_id,
        cancelled=0,
        shipped=0,
        discount_minor=0,
        coupon_minor=0,
        amount_minor=0,
    )


def _describe(row: OrderLine, variant: ProductVariant, price: PriceToday) -> None:
    row.variant_id = variant.id
    row.sku, row.name, row.caption = variant.sku, variant.name, variant.caption
    row.tax_class = variant.product.tax_class
    row.weight_grams = variant.weight_grams
    row.needs_shipping = variant.needs_shipping
    row.list_price_minor = price.minor
    row.is_sale_price = price.is_on_sale


def _write_line(row: OrderLine, line: DraftLine, position: int) -> None:
    row.position = position
    row.ordered = line.quantity
    own_price = line.unit_price_minor
    row.unit_price_minor = row.list_price_minor if own_price is None else own_price
    row.price_reason = line.price_reason
    row.discount_kind = line.discount.kind if line.discount else None
    row.discount_value = line.discount.value if line.discount else 0
    row.discount_reason = line.discount.reason if line.discount else ""


def _items(
    session: Session, desk: Desk, ids: set[uuid.UUID]
) -> dict[uuid.UUID, tuple[ProductVariant, PriceToday]]:
    if not ids:
        return {}
    today = desk.today()
    rows = session.execute(
        select(ProductVariant, Price)
        .join(Price, (Price.variant_id == ProductVariant.id) & (Price.currency == desk.currency))
        .where(
            ProductVariant.store_id == desk.store_id,
            ProductVariant.id.in_(ids),
            ProductVariant.discontinued_at.is_(None),
        )
        .options(joinedload(ProductVariant.product, innerjoin=True))
    )
    return {variant.id: (variant, price_on(price, today)) for variant, price in rows}


def _write_totals(
    session: Session, desk: Desk, order: Order
) -> tuple[shipping.ShippingChoice, ...]:
    """Price the order as it stands; returns the shipping methods for it."""
    is_sent = not_sent.is_sent(order)
    goes_to = order_views.address_of((order.ship_to if is_sent else None) or order.bill_to)
    answer = taxes.rates_at(session, desk, goes_to)
    certificate = _certificate(session, desk, order.customer_id)
    weighed = coupons.weigh(session, desk, order)
    before_shipping = _priced(order, answer, weighed, exempt=bool(certificate), shipping_minor=0)
    offered = (
        ()
        if not is_sent
        else shipping.choices(
            session,
            desk,
            subtotal_minor=before_shipping.subtotal_minor - before_shipping.discount_minor,
            weight_grams=not_sent.weight_grams(order),
            ship_to=goes_to,
        )
    )
    method = _chosen(order, offered, goes_to)
    shipping_minor = method.amount_minor if method is not None and not method.not_reached else 0
    totals = _priced(
        order, answer, weighed, exempt=bool(certificate), shipping_minor=shipping_minor
    )
    for line, priced in zip(order.lines, totals.lines, strict=True):
        line.discount_minor, line.amount_minor = priced.discount_minor, priced.amount_minor
    coupons.write(order, weighed, totals)
    order.subtotal_minor = totals.subtotal_minor
    order.discount_minor = totals.discount_minor
    order.shipping_minor = totals.shipping_minor
    order.tax_minor = totals.tax_minor
    order.total_minor = totals.total_minor
    order.shipping_name = method.name if method else ""
    order.tax_rate_ppm = 0 if certificate else answer.rate_ppm
    order.tax_jurisdiction, order.tax_source = answer.jurisdiction, answer.source
    order.tax_is_estimate = answer.is_estimate and not certificate
    order.tax_exempt_certificate = certificate
    return offered


def _write_promises(
    session: Session, desk: Desk, order: Order, draft: Draft, lines: Sequence[LineView]
) -> None:
    if not not_sent.is_sent(order):
        order.promise_date, order.promise_words, order.promise_basis = None, "", ""
    backorders.promise_lines(
        order,
        [
            (line.quantity if not line.short else line.available or 0, line.restock_on)
            for line in lines
        ],
        chosen=draft.backorder_choice,
        today=desk.today(),
        texts=lambda: load_texts(_language(session, desk)),
    )


def _language(session: Session, desk: Desk) -> str:
    store = session.get_one(Store, desk.store_id)
    return store.languages[0] if store.languages else FALLBACK


def _chosen(
    order: Order, offered: tuple[shipping.ShippingChoice, ...], goes_to: PostalAddress | None
) -> shipping.ShippingChoice | None:
    """The method that was chosen; with none chosen, the first that reaches is taken."""
    chosen = next((c for c in offered if c.id == order.shipping_method_id), None)
    if chosen is None and goes_to is not None:
        chosen = next((c for c in offered if not c.not_reached), None)
        order.shipping_method_id = chosen.id if chosen else None
    return chosen


def _priced(
    order: Order,
    answer: taxes.TaxAnswer,
    weighed: coupons.Weighed,
    *,
    exempt: bool,
    shipping_minor: int,
) -> pricing.Totals:
    return pricing.totals(
        [
            priced_line(
                line,
                tax_rate_ppm=answer.rate_of(line.tax_class),
                takes_coupon=line.id in weighed.takes,
            )
            for line in order.lines
        ],
        coupon=weighed.terms,
        shipping_minor=shipping_minor,
        shipping_tax_rate_ppm=answer.rate_ppm if answer.taxes_shipping else 0,
        tax_exempt=exempt,
    )


def _certificate(session: Session, desk: Desk, customer_id: uuid.UUID | None) -> str:
    """The customer's tax-exempt certificate, if it is still good."""
    customer = session.get(Customer, customer_id) if customer_id else None
    if customer is None or not customer.tax_exempt_certificate:
        return ""
    until = customer.tax_exempt_until
    return customer.tax_exempt_certificate if until is None or until >= desk.today() else ""


def _draft_line(line: OrderLine) -> DraftLine:
    own_price = line.unit_price_minor != line.list_price_minor or bool(line.price_reason)
    discount = None
    if line.discount_kind is not None:
        discount = Discount(line.discount_kind, line.discount_value, line.discount_reason)
    return DraftLine(
        id=line.id,
        variant_id=line.variant_id,
        quantity=line.ordered,
        unit_price_minor=line.unit_price_minor if own_price else None,
        price_reason=line.price_reason,
        discount=discount,
    )
