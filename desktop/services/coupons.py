"""Coupons: whether one fits an order, what it gives, and that nobody gives it twice.

A coupon that does not fit stays named and gives nothing. It is checked at every save of a draft, and
once more in the transaction that places the order.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from desktop.services.catalogue import fold_sku
from desktop.services.change_totals import says_the_same
from desktop.services.coupon_people import has_used, keys_of, use_count
from desktop.services.coupon_shapes import CouponRefusal, CouponView
from desktop.services.desk import Desk, Refused
from desktop.services.drafts import Draft, snapshot
from desktop.services.line_prices import priced_line
from models import pricing
from models.coupon import Coupon, CouponKind
from models.order import Order, OrderLine, OrderState
from models.pricing import NO_COUPON, CouponTerms
from models.product import Product, ProductVariant

fold = fold_sku
"""A code as it is compared: "save 10" is SAVE-10."""


@dataclass(frozen=True)
class Weighed:
    """A coupon laid beside an order: what it takes off, and off which lines; or why nothing."""

    coupon: Coupon | None = None
    terms: CouponTerms = NO_COUPON
    takes: frozenset[uuid.UUID] = frozenset()
    refusal: CouponRefusal | None = None


@dataclass(frozen=True)
class CouponCheck:
    """What came of a code that was typed. `code` is it as the shop writes it."""

    code: str
    refusal: CouponRefusal | None


def check(session: Session, desk: Desk, draft: Draft, typed: str) -> CouponCheck:
    """Whether the code that a caller names fits what has been keyed and saved so far.

    A reason of `coupon_shapes.MENDABLE` may go away with what is keyed next.
    """
    saved = session.get(Order, draft.order_id, options=(selectinload(Order.lines),))
    order = _Asked(
        lines=list(saved.lines) if saved is not None else [],
        currency=desk.currency,
        customer_id=draft.customer_id,
        bill_to=snapshot(draft.bill_to),
        own=_own_id(saved) if saved is not None else draft.order_id,
    )
    coupon = find(session, desk, typed)
    if coupon is None:
        return CouponCheck(typed.strip(), CouponRefusal("unknown"))
    if saved is not None and _is_kept(session, saved, coupon):
        return CouponCheck(coupon.code, _against_lines(session, coupon, order)[1])
    return CouponCheck(coupon.code, _refusal(session, desk, coupon, order)[1])


def find(session: Session, desk: Desk, typed: str, *, lock: bool = False) -> Coupon | None:
    """The coupon of a code, however it is spelled. *lock* keeps other desks from it until the commit."""
    key = fold(typed)
    if not key:
        return None
    query = select(Coupon).where(Coupon.store_id == desk.store_id, Coupon.code_key == key)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(query).one_or_none()


def weigh(session: Session, desk: Desk, order: Order, *, lock: bool = False) -> Weighed:
    """What the coupon that *order* names gives it as it stands.

    While a placed order is changed its coupon goes on being good: it was used when it was placed.
    """
    if not order.coupon_code:
        return Weighed()
    coupon = find(session, desk, order.coupon_code, lock=lock)
    if coupon is None:
        return Weighed(refusal=CouponRefusal("unknown"))
    asked = _Asked(
        list(order.lines), order.currency, order.customer_id, order.bill_to, _own_id(order)
    )
    if _is_kept(session, order, coupon):
        takes, refusal = _against_lines(session, coupon, asked)
        if says_the_same(order, _placed(session, order)):
            refusal = None
    else:
        takes, refusal = _refusal(session, desk, coupon, asked)
    if refusal is not None:
        return Weighed(coupon, refusal=refusal)
    return Weighed(coupon, _terms(coupon), takes)


def write(order: Order, weighed: Weighed, totals: pricing.Totals) -> None:
    """Have *order* say which coupon it is, and what it gives in all and off each line."""
    order.coupon_id = weighed.coupon.id if weighed.coupon is not None else None
    if weighed.coupon is not None:
        order.coupon_code = weighed.coupon.code
    order.coupon_minor = totals.coupon_minor
    order.coupon_shipping_minor = totals.coupon_shipping_minor
    for line, priced in zip(order.lines, totals.lines, strict=True):
        line.coupon_minor = priced.coupon_minor


def claim(session: Session, desk: Desk, order: Order) -> None:
    """Make sure that the coupon fits at the moment of placing, and keep every other desk from it.

    Raises:
        Refused: `coupon`, with its `coupon` (the code) and `refusal`.
    """
    weighed = weigh(session, desk, order, lock=True)
    refusal = weighed.refusal
    if refusal is None and order.changes_order_id is None and not _as_said(order, weighed):
        refusal = CouponRefusal("changed")
    if refusal is not None:
        raise Refused(
            "coupon", field="coupon_code", coupon=order.coupon_code, refusal=refusal,
            currency=order.currency,
        )  # fmt: skip


def view_of(session: Session, desk: Desk, order: Order) -> CouponView | None:
    """The coupon that *order* names; of a draft with why it gives nothing now."""
    if not order.coupon_code:
        return None
    refusal = None
    if order.state is OrderState.DRAFT:
        weighed = weigh(session, desk, order)
        coupon, refusal = weighed.coupon, weighed.refusal
    else:
        coupon = session.get(Coupon, order.coupon_id) if order.coupon_id else None
    return CouponView(
        code=order.coupon_code,
        kind=coupon.kind if coupon is not None else None,
        words=coupon.words if coupon is not None else "",
        minor=order.coupon_minor,
        shipping_minor=order.coupon_shipping_minor,
        refusal=refusal,
    )


@dataclass(frozen=True)
class _Asked:
    """What a coupon is laid beside. `own`: the order whose own use of it counts for nothing."""

    lines: list[OrderLine]
    currency: str
    customer_id: uuid.UUID | None
    bill_to: Mapping[str, str] | None
    own: uuid.UUID


def _own_id(order: Order) -> uuid.UUID:
    return order.changes_order_id or order.id


def _placed(session: Session, draft: Order) -> Order:
    return session.get_one(Order, draft.changes_order_id, options=(selectinload(Order.lines),))


def _is_kept(session: Session, order: Order, coupon: Coupon) -> bool:
    """Whether *order* changes one that was placed with this coupon."""
    return order.changes_order_id is not None and (_placed(session, order).coupon_id == coupon.id)


def _refusal(
    session: Session, desk: Desk, coupon: Coupon, asked: _Asked
) -> tuple[frozenset[uuid.UUID], CouponRefusal | None]:
    """The lines that it takes something off, and the first reason why it gives nothing."""
    refusal = (
        _against_day(desk, coupon)
        or _against_currency(coupon, asked)
        or _against_uses(session, coupon, asked)
    )
    if refusal is not None:
        return frozenset(), refusal
    return _against_lines(session, coupon, asked)


def _against_day(desk: Desk, coupon: Coupon) -> CouponRefusal | None:
    if not coupon.active:
        return CouponRefusal("not_active")
    today = desk.today()
    if coupon.starts_on is not None and today < coupon.starts_on:
        return CouponRefusal("not_yet", day=coupon.starts_on)
    if coupon.ends_on is not None and today > coupon.ends_on:
        return CouponRefusal("over", day=coupon.ends_on)
    return None


def _against_currency(coupon: Coupon, asked: _Asked) -> CouponRefusal | None:
    """A percentage without a minimum names no amount, so it is good in any currency."""
    names_amount = coupon.kind is CouponKind.AMOUNT or coupon.minimum_minor
    if names_amount and coupon.currency != asked.currency:
        return CouponRefusal("wrong_currency", currency=coupon.currency)
    return None


def _against_uses(session: Session, coupon: Coupon, asked: _Asked) -> CouponRefusal | None:
    most = coupon.most_uses
    if most is not None and use_count(session, coupon.id, but=asked.own) >= most:
        return CouponRefusal("used_up", most=most)
    if not coupon.once_per_customer:
        return None
    if asked.customer_id is None:
        return CouponRefusal("needs_customer")
    keys = keys_of(session, asked.customer_id, asked.bill_to)
    return CouponRefusal("used_already") if has_used(session, coupon, keys, but=asked.own) else None


def _against_lines(
    session: Session, coupon: Coupon, asked: _Asked
) -> tuple[frozenset[uuid.UUID], CouponRefusal | None]:
    excluded = _exclusion(session, coupon, asked.lines)
    eligible = [line for line in asked.lines if not excluded(line)]
    base = pricing.coupon_base([priced_line(line, takes_coupon=True) for line in eligible])
    takes = frozenset(line.id for line in eligible)
    ships_free = coupon.kind is CouponKind.FREE_SHIPPING
    refusal = None
    if asked.lines and (not eligible or (not base and not ships_free)):
        refusal = CouponRefusal("nothing_eligible")
    elif base < coupon.minimum_minor:
        lacking = coupon.minimum_minor - base
        refusal = CouponRefusal("minimum", lacking_minor=lacking, currency=coupon.currency)
    elif ships_free and asked.lines and not any(_is_sent(line) for line in asked.lines):
        refusal = CouponRefusal("no_shipping")
    return takes, refusal


def _is_sent(line: OrderLine) -> bool:
    """A line that was keyed a moment ago has no word on it yet, and is a thing as most are."""
    return line.needs_shipping is not False


def _exclusion(
    session: Session, coupon: Coupon, lines: list[OrderLine]
) -> Callable[[OrderLine], bool]:
    skus = {fold_sku(sku) for sku in coupon.excluded_skus}
    paths = [path_of(category) for category in coupon.excluded_categories]
    of_variant = _categories(session, lines) if paths else {}

    def excluded(line: OrderLine) -> bool:
        if coupon.excludes_sale_prices and line.is_sale_price:
            return True
        if fold_sku(line.sku) in skus:
            return True
        return any(
            path_of(category)[: len(path)] == path
            for category in of_variant.get(line.variant_id, ())
            for path in paths
        )

    return excluded


def path_of(category: str) -> tuple[str, ...]:
    """A category's names, the widest first, as they are compared: `Clothing > Hoodies`."""
    return tuple(" ".join(name.split()).casefold() for name in category.split(">") if name.strip())


def _categories(session: Session, lines: list[OrderLine]) -> dict[uuid.UUID, Any]:
    rows = session.execute(
        select(ProductVariant.id, Product.categories)
        .join(Product, Product.id == ProductVariant.product_id)
        .where(ProductVariant.id.in_({line.variant_id for line in lines}))
    )
    return dict(iter(rows))


def _terms(coupon: Coupon) -> CouponTerms:
    return CouponTerms(
        ppm=coupon.value if coupon.kind is CouponKind.PERCENT else 0,
        minor=coupon.value if coupon.kind is CouponKind.AMOUNT else 0,
        free_shipping=coupon.kind is CouponKind.FREE_SHIPPING,
    )


def _as_said(order: Order, weighed: Weighed) -> bool:
    """Whether the coupon gives what the draft's total counts on."""
    lines = [priced_line(line, takes_coupon=line.id in weighed.takes) for line in order.lines]
    shares = pricing.coupon_shares(lines, weighed.terms)
    paid = order.shipping_minor if weighed.terms.free_shipping else order.coupon_shipping_minor
    return shares == [line.coupon_minor for line in order.lines] and not paid
