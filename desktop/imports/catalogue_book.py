"""What a product file's rows change in the records: looked up, compared and made ready, many at once.

Nothing is written here. What is ready goes to the database in one step of its own (`bulk_rows`), so
that the other desks need not wait while a long file is read.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Row, String, Table, select, type_coerce

from desktop.imports import catalogue_words as words
from desktop.imports.bulk_rows import BulkBatch, BulkTable, Ready
from desktop.imports.catalogue_groups import Groups
from desktop.imports.catalogue_rows import IS_TAXABLE, ProductRow
from desktop.imports.importing import Outcome
from desktop.imports.own_keys import id_of, own_key
from desktop.services.desk import Desk
from desktop.services.taxes import EXEMPT, STANDARD
from models.card_guard import CardNumberRefused
from models.ids import uuid7s
from models.product import Price, Product, ProductVariant, ProductWord

PRODUCTS = cast("Table", Product.__table__)
VARIANTS = cast("Table", ProductVariant.__table__)
PRICES = cast("Table", Price.__table__)
WORDS = cast("Table", ProductWord.__table__)
TABLES = (PRODUCTS, VARIANTS, PRICES, WORDS)
"""In the order in which they refer to each other."""
_NEW_PRODUCT: Mapping[str, Any] = {
    "description": "", "tax_class": STANDARD, "source_key": "", "vendor": "", "categories": [],
    "is_hidden": False, "members": [],
}  # fmt: skip
_NEW_VARIANT: Mapping[str, Any] = {
    "gtin": None, "caption": "", "weight_grams": 0, "needs_shipping": True, "stock_on_hand": None,
    "low_stock_at": 5, "restock_on": None, "discontinued_at": None, "position": 0,
}  # fmt: skip
_NEW_PRICE: Mapping[str, Any] = {"sale_minor": None, "sale_from": None, "sale_until": None}
_PRICE_FIELDS = ("amount_minor", *_NEW_PRICE)
_LONGEST_NAME = 200
_IDS_AT_ONCE = 4096

Results = list[tuple[Outcome, tuple[str, ...]]]


class CatalogueBook:
    """Compares one file's rows with the records that *connection* sees."""

    def __init__(self, connection: Connection, desk: Desk) -> None:
        self.connection, self.desk, self.now = connection, desk, desk.now()
        same = {"store_id": desk.store_id, "created_at": self.now}
        self.tables = {table.name: BulkTable(table, connection.dialect, same) for table in TABLES}
        self.ready = BulkBatch()
        self.products: dict[str, tuple[uuid.UUID, str]] = {}
        """Of products of this file: id and name by key."""
        self.said: dict[uuid.UUID, int] = {}
        """Of products that a row has said something of: a mark of what."""
        self.groups = Groups(self)
        self._first: tuple[str, Outcome] = ("", Outcome.UNCHANGED)
        self._ids: list[uuid.UUID] = []

    def compare(self, rows: Sequence[ProductRow]) -> Results:
        """What becomes of each row, and what is told of it."""
        batch = _Batch(
            self, [row for row in rows if not (row.refusal or row.follows or row.repeats)]
        )
        return [self._outcome(batch, row) for row in rows]

    def take(self) -> list[Any]:
        """What is ready since the last time, as JSON has it."""
        ready, self.ready = self.ready, BulkBatch()
        return ready.plain()

    def finish(self) -> None:
        """Have the groups' names find their members, and nothing else any more."""
        self.ready.add(self.groups.finish())

    def new_id(self) -> uuid.UUID:
        """An id for a new row."""
        if not self._ids:
            self._ids = uuid7s(_IDS_AT_ONCE)[::-1]
        return self._ids.pop()

    def word_rows(self, variant_id: uuid.UUID, found_by: set[str]) -> list[Ready]:
        """The words that find a new variant, or one whose words are gone."""
        each = [(word, self.new_id()) for word in sorted(found_by)]
        return self.tables[WORDS.name].new_alike({"variant_id": variant_id}, "word", each)

    def without_words(self, variant_id: uuid.UUID) -> Ready:
        """Take the words of a variant away."""
        return self.tables[WORDS.name].gone("variant_id", variant_id)

    def _outcome(self, batch: _Batch, row: ProductRow) -> tuple[Outcome, tuple[str, ...]]:
        if row.repeats:
            return Outcome.UNCHANGED, row.told
        if row.follows and row.key == self._first[0]:
            is_refused = self._first[1] is Outcome.REFUSED
            return self._first[1], (words.NO_PRODUCT,) if is_refused else row.told
        outcome, why = Outcome.REFUSED, row.refusal
        if not row.refusal:
            try:
                outcome, why = batch.compare(row)
            except CardNumberRefused:
                why = words.CARD
        if row.key and row.key != self._first[0]:
            self._first = (row.key, outcome)
        if outcome is Outcome.REFUSED:
            return outcome, (why,)
        return outcome, (*row.told, why) if why else row.told


class _Batch:
    """Some rows that are looked up together."""

    def __init__(self, book: CatalogueBook, rows: Sequence[ProductRow]) -> None:
        self._book, self._desk = book, book.desk
        self._variants = self._look_up_variants(rows)
        self._products = self._look_up_products(rows)
        self._ready: list[Ready] = []
        self._kept: list[Callable[[], object]] = []

    def compare(self, row: ProductRow) -> tuple[Outcome, str]:
        """What becomes of one row, and why it is refused or what is told of it.

        Raises:
            CardNumberRefused: it holds what looks like a card number; nothing of it is kept.
        """
        self._ready, self._kept = [], []
        known = self._variants.get(row.variant["sku_key"]) if row.variant else None
        has_price = "amount_minor" in row.price
        if row.variant is not None and known is None and not (has_price or row.may_lack_price):
            return Outcome.REFUSED, words.NO_PRICE
        product_id, name, outcome, told = self._product(row, known)
        if product_id is None:
            return Outcome.REFUSED, words.NO_PRODUCT
        if row.variant is not None:
            values = self._variant_values(row, product_id, name, known)
            if known is None:
                self._add_variant(row, values)
                outcome = Outcome.CREATED
                told = told if has_price else words.UNPRICED
            elif self._change_variant(known, values, row) or outcome is Outcome.CREATED:
                outcome = Outcome.UPDATED
        self._book.ready.add(self._ready)
        for keep in self._kept:
            keep()
        return outcome, told

    def _look_up_variants(self, rows: Sequence[ProductRow]) -> dict[str, dict[str, Any]]:
        keys = {row.variant["sku_key"] for row in rows if row.variant is not None}
        price = PRICES.alias()
        found = self._book.connection.execute(
            select(
                VARIANTS, price.c.id.label("price_id"), *(price.c[name] for name in _PRICE_FIELDS)
            )
            .outerjoin(
                price,
                (price.c.variant_id == VARIANTS.c.id) & (price.c.currency == self._desk.currency),
            )
            .where(
                VARIANTS.c.store_id == self._desk.store_id,
                type_coerce(VARIANTS.c.sku_key, String).in_(keys),
            )
        )
        return {row.sku_key: dict(row._mapping) for row in found}

    def _look_up_products(self, rows: Sequence[ProductRow]) -> dict[Any, dict[str, Any]]:
        """By key and by id."""
        keys = {row.key for row in rows if row.key}
        ids = {variant["product_id"] for variant in self._variants.values()}
        ids |= {own for key in keys if (own := id_of(key)) is not None}
        by_id = select(PRODUCTS).where(PRODUCTS.c.id.in_(ids))
        by_key = select(PRODUCTS).where(
            PRODUCTS.c.store_id == self._desk.store_id,
            type_coerce(PRODUCTS.c.source_key, String).in_(keys),
        )
        found: dict[Any, dict[str, Any]] = {}
        for query in (by_id, by_key):
            for row in self._book.connection.execute(query):
                # Asked for the store as well as the id, SQLite goes through all of the store.
                if row.store_id == self._desk.store_id:
                    _note(found, row)
        return found

    def _product(
        self, row: ProductRow, known: dict[str, Any] | None
    ) -> tuple[uuid.UUID | None, str, Outcome, str]:
        """The row's product: its id, its name, what becomes of it, and what is told of it."""
        seen = self._book.products.get(row.key) if row.key else None
        if seen is not None:
            told = self._said_before(seen[0], row)
            return *seen, Outcome.UNCHANGED, told
        current = self._current(row, known)
        if current is None and "name" not in row.product:
            return None, "", Outcome.REFUSED, ""
        if current is None:
            return *self._add_product(row), Outcome.CREATED, ""
        told = self._said_before(current["id"], row)
        changes = {} if current["id"] in self._book.said else self._changes(row, known, current)
        name = changes.get("name", current["name"])
        self._keep_product(row, current["id"], name)
        outcome = Outcome.UNCHANGED
        if self._change(PRODUCTS, current, changes):
            outcome = Outcome.UPDATED
        return current["id"], name, outcome, told

    def _current(self, row: ProductRow, known: dict[str, Any] | None) -> dict[str, Any] | None:
        """The product on file: by its key, else by what is ordered of it."""
        found = self._products.get(row.key) if row.key else None
        if found is not None or known is None:
            return found
        own = self._products[known["product_id"]]
        if not row.key or row.is_away:
            return own
        # It came from a file that knew nothing of products, or from another store's.
        is_free = not own["source_key"] and own["id"] not in self._book.said
        return own if is_free else None

    def _said_before(self, product_id: uuid.UUID, row: ProductRow) -> str:
        """What is told where an earlier row has spoken for the product, and otherwise than this one."""
        before = self._book.said.get(product_id)
        if before is None or not row.product or before == _mark(row):
            return ""
        return words.FIRST_COUNTS

    def _changes(
        self, row: ProductRow, known: dict[str, Any] | None, current: dict[str, Any]
    ) -> dict[str, Any]:
        changes = dict(row.product)
        if changes.pop(IS_TAXABLE, False) and current["tax_class"] == EXEMPT:
            changes["tax_class"] = STANDARD
        is_named_alike = known is not None and known["name"] == current["name"]
        if not row.key and not is_named_alike:
            changes.pop("name", None)  # the row's name is that of one of several choices
        return changes

    def _add_product(self, row: ProductRow) -> tuple[uuid.UUID, str]:
        said = {name: value for name, value in row.product.items() if name != IS_TAXABLE}
        values = {**_NEW_PRODUCT, **said, "id": self._book.new_id()}
        values["source_key"] = values["source_key"] or row.key
        self._ready.append(self._book.tables[PRODUCTS.name].new(values))
        self._keep_product(row, values["id"], values["name"])
        self._kept.append(lambda: self._book.groups.see(values["id"], values))
        return values["id"], values["name"]

    def _keep_product(self, row: ProductRow, product_id: uuid.UUID, name: str) -> None:
        if row.key:
            self._kept.append(lambda: self._book.products.update({row.key: (product_id, name)}))
        if row.product:
            self._kept.append(lambda: self._book.said.setdefault(product_id, _mark(row)))

    def _variant_values(
        self, row: ProductRow, product_id: uuid.UUID, name: str, known: dict[str, Any] | None
    ) -> dict[str, Any]:
        values = dict(row.variant or {})
        values["product_id"] = product_id
        if "name" not in values and (row.options or "name" in row.product or known is None):
            values["name"] = (f"{name}, {row.options}" if row.options else name)[:_LONGEST_NAME]
        sold = values.pop("sold", None)
        if sold is not None:
            since: datetime | None = None if known is None else known["discontinued_at"]
            values["discontinued_at"] = None if sold else since or self._book.now
        return values

    def _add_variant(self, row: ProductRow, values: dict[str, Any]) -> None:
        made = {**_NEW_VARIANT, **values, "id": self._book.new_id()}
        self._ready.append(self._book.tables[VARIANTS.name].new(made))
        if "amount_minor" in row.price:
            self._add_price(made["id"], row)
        self._ready += self._book.word_rows(made["id"], self._book.groups.words_of(made))
        self._kept.append(lambda: self._book.groups.bring(made))

    def _add_price(self, variant_id: uuid.UUID, row: ProductRow) -> None:
        price = {
            **_NEW_PRICE, **row.price, "id": self._book.new_id(), "variant_id": variant_id,
            "currency": self._desk.currency,
        }  # fmt: skip
        self._ready.append(self._book.tables[PRICES.name].new(price))

    def _change_variant(
        self, known: dict[str, Any], values: dict[str, Any], row: ProductRow
    ) -> bool:
        is_renamed = values.get("name", known["name"]) != known["name"]
        changed = self._change(VARIANTS, known, values)
        if is_renamed:
            now = known | values
            self._kept.append(lambda: self._book.groups.bring(now))
            self._ready.append(self._book.without_words(known["id"]))
            self._ready += self._book.word_rows(known["id"], self._book.groups.words_of(now))
        if "amount_minor" not in row.price:
            return changed
        if known["price_id"] is None:
            self._add_price(known["id"], row)
            return True
        price = dict(row.price)
        sale = price.get("sale_minor", known["sale_minor"])
        if sale is not None and sale >= price["amount_minor"]:
            price |= _NEW_PRICE  # it is no sale any more
        current = {name: known[name] for name in _PRICE_FIELDS} | {"id": known["price_id"]}
        return self._change(PRICES, current, price) or changed

    def _change(self, table: Table, current: dict[str, Any], values: Mapping[str, Any]) -> bool:
        other = {name: value for name, value in values.items() if current[name] != value}
        if not other:
            return False
        self._ready.append(self._book.tables[table.name].changed(current["id"], other))
        if table is PRODUCTS:
            self._kept.append(lambda: self._book.groups.see(current["id"], current | other))
        return True


def _note(found: dict[Any, dict[str, Any]], row: Row[Any]) -> None:
    values = found.setdefault(row.id, dict(row._mapping))
    if row.source_key:
        found[row.source_key] = values
    found[own_key(row.id)] = values


def _mark(row: ProductRow) -> int:
    """What a row says of its product, in few bytes; a name that may be a choice's is left out."""
    said = {name: value for name, value in row.product.items() if row.key or name != "name"}
    return hash(repr(sorted(said.items())))
