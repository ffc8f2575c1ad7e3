"""Finding what the shop sells, and how much of it is left."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, String, func, select, type_coerce
from sqlalchemy.orm import Session

from desktop.services.desk import Desk
from desktop.services.price_in_force import price_on
from models import check_digits, names
from models.product import Price, Product, ProductVariant, ProductWord, StockReservation

MOST_ITEMS = 12
LEAST_LETTERS = 2
MOST_TYPED = 200
MOST_WORDS = 8
_PAST = "\U0010ffff"


@dataclass(frozen=True)
class Item:
    """A variant as the line grid offers it. `available` is None where stock is not counted."""

    id: uuid.UUID
    sku: str
    name: str
    caption: str
    price_minor: int
    """The price in force today."""
    usual_minor: int
    """What it costs when there is no sale."""
    sale_until: date | None
    available: int | None
    low: bool
    exact: bool
    """The text was its whole SKU or barcode, so that Enter may add it unseen."""


@dataclass(frozen=True)
class Stock:
    """Pieces on the shelf, less those set aside for other lines; never less than none."""

    available: int | None
    low: bool


def fold_sku(text: str) -> str:
    """Letters and digits of a SKU, in capitals: how SKUs are compared."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())


def find_items(session: Session, desk: Desk, text: str) -> tuple[Item, ...]:
    """What *text* may mean: a barcode, a SKU or its beginning, or words of the name."""
    text = text.encode("utf-8", "ignore").decode("utf-8").strip()
    if len(text) > MOST_TYPED:
        return ()
    gtin = check_digits.normalise_gtin(text)
    if gtin is not None:
        scanned = _rows(session, _variants(desk).where(ProductVariant.gtin == gtin))
        if scanned:
            return _items(session, desk, scanned, exact=True)
    key = fold_sku(text)
    if not key:
        return ()
    # A scanned code may look like a card number: what is only looked for passes no guard.
    sku_key = type_coerce(ProductVariant.sku_key, String)
    whole = _rows(session, _variants(desk).where(sku_key == key))
    if whole:
        return _items(session, desk, whole, exact=True)
    if len(key) < LEAST_LETTERS:
        return ()
    by_sku = _rows(
        session,
        _shown(desk)
        .where(sku_key >= key, sku_key < key + _PAST)
        .order_by(ProductVariant.sku_key)
        .limit(MOST_ITEMS),
    )
    by_words = _by_words(session, desk, text)
    seen = {variant.id: (variant, price) for variant, price in (*by_sku, *by_words)}
    return _items(session, desk, list(seen.values())[:MOST_ITEMS], exact=False)


def stock_of(
    session: Session, variants: Iterable[ProductVariant], *, but_lines: Iterable[uuid.UUID] = ()
) -> dict[uuid.UUID, Stock]:
    """Stock per variant id, not counting what is set aside for the lines *but_lines*."""
    variants = list(variants)
    reserved = _reserved(session, [v.id for v in variants], list(but_lines))
    found = {}
    for variant in variants:
        if variant.stock_on_hand is None:
            found[variant.id] = Stock(None, False)
            continue
        left = max(0, variant.stock_on_hand - reserved.get(variant.id, 0))
        found[variant.id] = Stock(left, left <= variant.low_stock_at)
    return found


def list_price(session: Session, variant_id: uuid.UUID, currency: str) -> int | None:
    """The list price in minor units, or None where the variant has none in *currency*."""
    return session.scalar(
        select(Price.amount_minor).where(Price.variant_id == variant_id, Price.currency == currency)
    )


def has_products(session: Session, desk: Desk) -> bool:
    """Whether the shop has anything that could be sold: a new one has nothing yet."""
    first = select(ProductVariant.id).where(ProductVariant.store_id == desk.store_id).limit(1)
    return session.scalar(first) is not None


def _variants(desk: Desk) -> Select[ProductVariant, Price]:
    return (
        select(ProductVariant, Price)
        .join(Price, (Price.variant_id == ProductVariant.id) & (Price.currency == desk.currency))
        .where(ProductVariant.store_id == desk.store_id, ProductVariant.discontinued_at.is_(None))
    )


def _shown(desk: Desk) -> Select[ProductVariant, Price]:
    """Without what the shop does not show: that is found by its whole SKU or barcode only."""
    return _variants(desk).join(Product).where(Product.is_hidden.is_(False))


def _rows(
    session: Session, query: Select[ProductVariant, Price]
) -> list[tuple[ProductVariant, Price]]:
    return [(variant, price) for variant, price in session.execute(query)]


def _by_words(session: Session, desk: Desk, text: str) -> list[tuple[ProductVariant, Price]]:
    words = sorted(set(names.fold(text).split()), key=len, reverse=True)
    if not words or len(words[0]) < LEAST_LETTERS:
        return []
    query = _shown(desk)
    begins = type_coerce(ProductWord.word, String)
    for word in words[:MOST_WORDS]:
        matching = select(ProductWord.variant_id).where(
            ProductWord.store_id == desk.store_id, begins >= word, begins < word + _PAST
        )
        query = query.where(ProductVariant.id.in_(matching))
    return _rows(session, query.order_by(ProductVariant.name).limit(MOST_ITEMS))


def _reserved(
    session: Session, variant_ids: list[uuid.UUID], but_lines: list[uuid.UUID]
) -> dict[uuid.UUID, int]:
    if not variant_ids:
        return {}
    query = (
        select(StockReservation.variant_id, func.sum(StockReservation.quantity))
        .where(StockReservation.variant_id.in_(variant_ids))
        .group_by(StockReservation.variant_id)
    )
    if but_lines:
        query = query.where(StockReservation.order_line_id.not_in(but_lines))
    return {variant_id: int(total) for variant_id, total in session.execute(query)}


def _items(
    session: Session, desk: Desk, rows: list[tuple[ProductVariant, Price]], *, exact: bool
) -> tuple[Item, ...]:
    today = desk.today()
    stock = stock_of(session, [variant for variant, _price in rows])
    return tuple(
        Item(
            id=variant.id,
            sku=variant.sku,
            name=variant.name,
            caption=variant.caption,
            price_minor=price.minor,
            usual_minor=price.usual_minor,
            sale_until=price.sale_until,
            available=stock[variant.id].available,
            low=stock[variant.id].low,
            exact=exact,
        )
        for variant, price in ((variant, price_on(row, today)) for variant, row in rows)
    )


def is_barcode(text: str) -> bool:
    """Whether *text* is a whole barcode with a valid check digit."""
    return check_digits.normalise_gtin(text) is not None
