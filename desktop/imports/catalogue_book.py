"""Rows of a product file written to the records: many at once, and only what is another than before."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    Connection,
    Row,
    String,
    Table,
    bindparam,
    delete,
    insert,
    select,
    type_coerce,
    update,
)

from desktop.imports.catalogue_rows import ProductRow
from desktop.imports.importing import Outcome
from desktop.services.catalogue import fold_sku
from desktop.services.desk import Desk
from models import names
from models.ids import uuid7
from models.product import Price, Product, ProductVariant, ProductWord

OWN_KEY = "order-desk:"
"""Before the id of a product that came from no file."""
_PRODUCTS = cast("Table", Product.__table__)
_VARIANTS = cast("Table", ProductVariant.__table__)
_PRICES = cast("Table", Price.__table__)
_WORDS = cast("Table", ProductWord.__table__)
_NO_PRICE = "It has no price."
_NO_PRODUCT = "The row of its product was refused or is missing."
_NEW_PRODUCT: Mapping[str, Any] = {
    "description": "", "tax_class": "standard", "source_key": "", "vendor": "", "categories": [],
    "is_hidden": False, "members": [],
}  # fmt: skip
_NEW_VARIANT: Mapping[str, Any] = {
    "gtin": None, "caption": "", "weight_grams": 0, "needs_shipping": True, "stock_on_hand": None,
    "low_stock_at": 5, "restock_on": None, "discontinued_at": None, "position": 0,
}  # fmt: skip
_OF_PRICES = ("amount_minor", "sale_minor", "sale_from", "sale_until")
_NEW_PRICE: Mapping[str, Any] = {"sale_minor": None, "sale_from": None, "sale_until": None}


class CatalogueBook:
    """Writes one file's rows in the transaction of *connection*."""

    def __init__(
        self,
        connection: Connection,
        desk: Desk,
        *,
        parents: Mapping[str, str],
        groups: Sequence[ProductRow],
    ) -> None:
        """*parents*: folded SKU → key of those products of the file that only have choices; *groups*:
        the file's rows of groups, whose names find their members."""
        self._connection, self._desk, self._now = connection, desk, desk.now()
        self._parents = parents
        self._known: dict[str, tuple[uuid.UUID, str]] = {}
        """Of products of this file: id and name by key."""
        self._outcomes: dict[str, Outcome] = {}
        """Of products' first rows, for the pictures that follow them."""
        self._group_words = self._words_of_groups(groups)
        self._groups = groups

    def write(self, rows: Sequence[ProductRow]) -> list[tuple[Outcome, str]]:
        """What becomes of each row, and why it is refused if it is."""
        batch = _Batch(self, [row for row in rows if not row.refusal and not row.follows])
        results = [self._written(batch, row) for row in rows]
        batch.flush()
        return results

    def finish(self) -> None:
        """Have the groups' names find members that the file did not bring, or brought unchanged."""
        for row in self._groups:
            members = [fold_sku(member) for member in row.product["members"]]
            found = self._connection.execute(
                select(_VARIANTS.c.id).where(
                    _VARIANTS.c.store_id == self._desk.store_id,
                    type_coerce(_VARIANTS.c.sku_key, String).in_(members),
                )
            )
            for (variant_id,) in found.all():
                self.add_words(variant_id, _words(row.product["name"]))

    def add_words(self, variant_id: uuid.UUID, words: Iterable[str]) -> None:
        """Have *words* find the variant too."""
        there = set(
            self._connection.scalars(select(_WORDS.c.word).where(_WORDS.c.variant_id == variant_id))
        )
        fresh = [self.word_row(variant_id, word) for word in words if word not in there]
        if fresh:
            self._connection.execute(insert(_WORDS), fresh)

    def word_row(self, variant_id: uuid.UUID, word: str) -> dict[str, Any]:
        """A word of a variant."""
        return {
            "id": uuid7(), "store_id": self._desk.store_id, "word": word[:200],
            "variant_id": variant_id,
        }  # fmt: skip

    def words_for(self, name: str, sku_key: str) -> set[str]:
        """What finds a variant: its own name, and those of the groups that it is in."""
        return _words(name) | self._group_words.get(sku_key, set())

    def _written(self, batch: _Batch, row: ProductRow) -> tuple[Outcome, str]:
        if row.refusal:
            return Outcome.REFUSED, row.refusal
        if row.follows:
            return self._outcomes.get(row.key, Outcome.UNCHANGED), ""
        outcome, why = batch.write(row)
        if row.product and row.key:
            self._outcomes[row.key] = outcome
        return outcome, why

    def _words_of_groups(self, groups: Sequence[ProductRow]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        on_file = self._connection.execute(
            select(_PRODUCTS.c.name, _PRODUCTS.c.members).where(
                _PRODUCTS.c.store_id == self._desk.store_id,
                type_coerce(_PRODUCTS.c.members, String) != "[]",
            )
        )
        listed = [(name, members) for name, members in on_file]
        listed += [(row.product["name"], row.product["members"]) for row in groups]
        for name, members in listed:
            for member in members:
                found.setdefault(fold_sku(member), set()).update(_words(name))
        return found


class _Batch:
    """Some rows that are looked up and written together."""

    def __init__(self, book: CatalogueBook, rows: Sequence[ProductRow]) -> None:
        self._book = book
        self._desk, self._connection = book._desk, book._connection
        self._new: dict[Table, list[dict[str, Any]]] = {}
        self._changed: dict[tuple[Table, tuple[str, ...]], list[dict[str, Any]]] = {}
        self._renamed: list[uuid.UUID] = []
        self._variants = self._look_up_variants(rows)
        self._products = self._look_up_products(rows)

    def write(self, row: ProductRow) -> tuple[Outcome, str]:
        """Take one row."""
        known = self._variants.get(row.variant["sku_key"]) if row.variant else None
        product = self._product_of(row, known)
        if row.variant is not None and known is None and "amount_minor" not in row.price:
            return Outcome.REFUSED, _NO_PRICE
        if product is None and "name" not in row.product:
            return Outcome.REFUSED, _NO_PRODUCT
        if product is None:
            product_id, name, outcome = self._add_product(row)
        else:
            product_id, name = product["id"], row.product.get("name", product["name"])
            changed = self._change(_PRODUCTS, product, row.product)
            outcome = Outcome.UPDATED if changed else Outcome.UNCHANGED
        if row.key:
            self._book._known[row.key] = (product_id, name)
        if row.variant is None:
            return outcome, ""
        values = self._variant_values(row, product_id, name, known)
        if known is None:
            self._add_variant(row, values)
            return Outcome.CREATED, ""
        changed = self._change_variant(known, values, row)
        return (Outcome.UPDATED if changed or outcome is not Outcome.UNCHANGED else outcome), ""

    def flush(self) -> None:
        """Write what has come together."""
        run = self._connection.execute
        if self._renamed:
            run(delete(_WORDS).where(_WORDS.c.variant_id.in_(self._renamed)))
        for table in (_PRODUCTS, _VARIANTS, _PRICES, _WORDS):
            if self._new.get(table):
                run(insert(table), self._new[table])
        for (table, names_of), rows in self._changed.items():
            statement = update(table).where(table.c.id == bindparam("row_id"))
            run(statement.values({name: bindparam(f"to_{name}") for name in names_of}), rows)

    def _look_up_variants(self, rows: Sequence[ProductRow]) -> dict[str, dict[str, Any]]:
        keys = {row.variant["sku_key"] for row in rows if row.variant is not None}
        price = _PRICES.alias()
        found = self._connection.execute(
            select(
                _VARIANTS,
                price.c.id.label("price_id"),
                price.c.amount_minor,
                price.c.sale_minor,
                price.c.sale_from,
                price.c.sale_until,
            )
            .outerjoin(
                price,
                (price.c.variant_id == _VARIANTS.c.id) & (price.c.currency == self._desk.currency),
            )
            .where(
                _VARIANTS.c.store_id == self._desk.store_id,
                type_coerce(_VARIANTS.c.sku_key, String).in_(keys),
            )
        )
        return {row.sku_key: dict(row._mapping) for row in found}

    def _look_up_products(self, rows: Sequence[ProductRow]) -> dict[Any, dict[str, Any]]:
        """By key and by id."""
        keys = {self._resolved(row.key) for row in rows if row.key}
        ids = {variant["product_id"] for variant in self._variants.values()}
        ids |= {known[0] for key in keys if (known := self._book._known.get(key))}
        ids |= {own for key in keys if (own := _own_id(key)) is not None}
        table = _PRODUCTS
        found: dict[Any, dict[str, Any]] = {}
        for condition in (
            table.c.id.in_(ids),
            type_coerce(table.c.source_key, String).in_(keys - {""}),
        ):
            query = select(table).where(table.c.store_id == self._desk.store_id, condition)
            for row in self._connection.execute(query):
                self._note(found, row)
        return found

    @staticmethod
    def _note(found: dict[Any, dict[str, Any]], row: Row[Any]) -> None:
        values = found.setdefault(row.id, dict(row._mapping))
        if row.source_key:
            found[row.source_key] = values
        found[f"{OWN_KEY}{row.id}"] = values

    def _resolved(self, key: str) -> str:
        """A parent that is named by its SKU, by its key."""
        return self._book._parents.get(key, key) if key.startswith("sku:") else key

    def _product_of(self, row: ProductRow, known: dict[str, Any] | None) -> dict[str, Any] | None:
        """The product on file or of an earlier row; a variant's own where its row names none."""
        row.key = self._resolved(row.key)
        if row.key:
            found = self._products.get(row.key)
            if found is not None:
                return found
            if known is not None:  # it came from a file that knew nothing of products
                own = self._products[known["product_id"]]
                return own if not own["source_key"] else None
            return None
        return self._products[known["product_id"]] if known is not None else None

    def _add_product(self, row: ProductRow) -> tuple[uuid.UUID, str, Outcome]:
        values = {
            **_NEW_PRODUCT, **row.product, "id": uuid7(), "store_id": self._desk.store_id,
            "created_at": self._book._now,
        }  # fmt: skip
        if row.key and not values["source_key"]:
            values["source_key"] = row.key
        self._new.setdefault(_PRODUCTS, []).append(values)
        self._products[values["id"]] = values
        if row.key:
            self._products[row.key] = values
        return values["id"], values["name"], Outcome.CREATED

    def _variant_values(
        self, row: ProductRow, product_id: uuid.UUID, name: str, known: dict[str, Any] | None
    ) -> dict[str, Any]:
        values = dict(row.variant or {})
        values["product_id"] = product_id
        if "name" not in values and (row.options or "name" in row.product or known is None):
            values["name"] = (f"{name}, {row.options}" if row.options else name)[:200]
        sold = values.pop("sold", None)
        if sold is not None:
            since: datetime | None = None if known is None else known["discontinued_at"]
            values["discontinued_at"] = None if sold else since or self._book._now
        return values

    def _add_variant(self, row: ProductRow, values: dict[str, Any]) -> None:
        made = {
            **_NEW_VARIANT, **values, "id": uuid7(), "store_id": self._desk.store_id,
            "created_at": self._book._now,
        }  # fmt: skip
        self._new.setdefault(_VARIANTS, []).append(made)
        self._variants[made["sku_key"]] = made
        self._add_price(made, row)
        words = self._book.words_for(made["name"], made["sku_key"])
        self._new.setdefault(_WORDS, []).extend(
            self._book.word_row(made["id"], word) for word in sorted(words)
        )

    def _add_price(self, variant: dict[str, Any], row: ProductRow) -> None:
        """Give a variant, new or on file, its price in the shop's currency."""
        price = {
            **_NEW_PRICE, **row.price, "id": uuid7(), "store_id": self._desk.store_id,
            "variant_id": variant["id"], "currency": self._desk.currency,
            "created_at": self._book._now,
        }  # fmt: skip
        self._new.setdefault(_PRICES, []).append(price)
        variant["price_id"] = price["id"]
        for name in _OF_PRICES:
            variant[name] = price[name]

    def _change_variant(
        self, known: dict[str, Any], values: dict[str, Any], row: ProductRow
    ) -> bool:
        is_renamed = values.get("name", known["name"]) != known["name"]
        changed = self._change(_VARIANTS, known, values)
        if is_renamed:
            self._renamed.append(known["id"])
            words = self._book.words_for(values["name"], known["sku_key"])
            self._new.setdefault(_WORDS, []).extend(
                self._book.word_row(known["id"], word) for word in sorted(words)
            )
        if row.price and known["price_id"] is None:
            if "amount_minor" in row.price:
                self._add_price(known, row)
                changed = True
        elif row.price:
            price = {**known, "id": known["price_id"]}
            changed = self._change(_PRICES, price, row.price) or changed
        return changed

    def _change(self, table: Table, known: dict[str, Any], values: Mapping[str, Any]) -> bool:
        other = {name: value for name, value in values.items() if known[name] != value}
        if not other:
            return False
        known.update(other)
        row = {f"to_{name}": value for name, value in other.items()} | {"row_id": known["id"]}
        self._changed.setdefault((table, tuple(sorted(other))), []).append(row)
        return True


def _own_id(key: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(key.removeprefix(OWN_KEY)) if key.startswith(OWN_KEY) else None
    except ValueError:
        return None


def _words(name: str) -> set[str]:
    return {word[:200] for word in names.fold(name).split()}
