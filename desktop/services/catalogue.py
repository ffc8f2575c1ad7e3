"""Finding what the shop sells, and how much of it is left."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    String,
    bindparam,
    func,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from desktop.services.desk import Desk
from desktop.services.price_in_force import price_on
from desktop.services.word_search import PAST, WordSearch
from models import check_digits, names
from models.product import Price, Product, ProductVariant, ProductWord, StockReservation

MOST_ITEMS = 12
LEAST_LETTERS = 2
MOST_TYPED = 200
MOST_WORDS = 8
_CANDIDATES = 60
"""How many with all words are read before the first by name are shown: a color may have thousands."""


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


class Counted(Protocol):
    """A variant, as far as its stock is counted."""

    @property
    def id(self) -> uuid.UUID: ...

    @property
    def stock_on_hand(self) -> int | None: ...

    @property
    def low_stock_at(self) -> int: ...


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
        scanned = _rows(session, desk, _BY_GTIN, gtin=gtin)
        if scanned:
            return _items(session, desk, scanned, exact=True)
    key = fold_sku(text)
    if not key:
        return ()
    whole = _rows(session, desk, _BY_SKU, key=key)
    if whole:
        return _items(session, desk, whole, exact=True)
    if len(key) < LEAST_LETTERS:
        return ()
    by_sku = _rows(session, desk, _BY_BEGINNING, key=key, past=key + PAST)
    by_words = _by_words(session, desk, text)
    seen = {row.id: row for row in (*by_sku, *by_words)}
    return _items(session, desk, list(seen.values())[:MOST_ITEMS], exact=False)


def stock_of(
    session: Session, variants: Iterable[Counted], *, but_lines: Iterable[uuid.UUID] = ()
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


def has_products(session: Session, desk: Desk) -> bool:
    """Whether the shop has anything that could be sold: a new one has nothing yet."""
    first = select(ProductVariant.id).where(ProductVariant.store_id == desk.store_id).limit(1)
    return session.scalar(first) is not None


_VARIANTS = (
    select(
        ProductVariant.id, ProductVariant.sku, ProductVariant.name, ProductVariant.caption,
        ProductVariant.stock_on_hand, ProductVariant.low_stock_at,
        Price.amount_minor, Price.sale_minor, Price.sale_from, Price.sale_until,
    )
    .join(
        Price,
        (Price.variant_id == ProductVariant.id) & (Price.currency == bindparam("currency")),
    )
    .where(ProductVariant.discontinued_at.is_(None))
)  # fmt: skip
_SHOWN = _VARIANTS.join(Product).where(Product.is_hidden.is_(False))
"""Without what the shop does not show: that is found by its whole SKU or barcode only."""
_in_store = ProductVariant.store_id == bindparam("store")
# A scanned code may look like a card number: what is only looked for passes no guard.
_sku_key = type_coerce(ProductVariant.sku_key, String)
_BY_GTIN = _VARIANTS.where(_in_store, ProductVariant.gtin == bindparam("gtin"))
_BY_SKU = _VARIANTS.where(_in_store, _sku_key == bindparam("key"))
_BY_BEGINNING = (
    _SHOWN.where(_in_store, _sku_key >= bindparam("key"), _sku_key < bindparam("past"))
    .order_by(ProductVariant.sku_key)
    .limit(MOST_ITEMS)
)
_BY_ID = (
    # Without the store, by which SQLite would rather read all that it sells.
    _SHOWN.where(ProductVariant.id.in_(bindparam("ids", expanding=True)))
    .order_by(ProductVariant.name)
    .limit(MOST_ITEMS)
)
"""Made once: this is asked at every key."""


def _rows(
    session: Session, desk: Desk, query: Select[*tuple[Any, ...]], **values: Any
) -> list[Any]:
    asked = {"store": desk.store_id, "currency": desk.currency, **values}
    return list(session.execute(query, asked))


def _by_words(session: Session, desk: Desk, text: str) -> list[Any]:
    words = sorted(set(names.fold(text).split()), key=len, reverse=True)
    if not words or len(words[0]) < LEAST_LETTERS:
        return []
    search = WordSearch(
        session, ProductWord, desk.store_id, also=_is_shown, values={"currency": desk.currency}
    )
    ids = search.owners(words[:MOST_WORDS], _CANDIDATES)
    return _rows(session, desk, _BY_ID, ids=ids) if ids else []


def _is_shown(variant_id: SQLColumnExpression[uuid.UUID]) -> ColumnElement[bool]:
    """The condition that a variant is among the `_SHOWN`, asked of one at a time."""
    priced = (Price.variant_id == ProductVariant.id) & (Price.currency == bindparam("currency"))
    return (
        select(ProductVariant.id)
        .join(Price, priced)
        .join(Product)
        .where(
            ProductVariant.id == variant_id,
            ProductVariant.discontinued_at.is_(None),
            Product.is_hidden.is_(False),
        )
        .exists()
    )


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


def _items(session: Session, desk: Desk, rows: Sequence[Any], *, exact: bool) -> tuple[Item, ...]:
    today = desk.today()
    stock = stock_of(session, rows)
    found = []
    for row in rows:
        price = price_on(row, today)
        item = Item(
            id=row.id,
            sku=row.sku,
            name=row.name,
            caption=row.caption,
            price_minor=price.minor,
            usual_minor=price.usual_minor,
            sale_until=price.sale_until,
            available=stock[row.id].available,
            low=stock[row.id].low,
            exact=exact,
        )
        found.append(item)
    return tuple(found)


def is_barcode(text: str) -> bool:
    """Whether *text* is a whole barcode with a valid check digit."""
    return check_digits.normalise_gtin(text) is not None
