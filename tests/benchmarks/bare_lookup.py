"""The look-ups by hand-written SQL through sqlite3 alone: what they cost without us.

Each takes what was typed in the form in which it is stored, and reads the rows that our list shows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

_PAST = "\uffff"
_CANDIDATES = 60
_SHOWN = 8
_ITEMS = 12
_ITEM_CANDIDATES = 60
_FEW, _COUNTED, _COUNTED_ON, _ENOUGH = 300, 2_000, 8_000, 16

_BEGINNING = (
    "SELECT customer_id FROM {table} WHERE store_id = ? AND {column} >= ? AND {column} < ? "
    "ORDER BY {column} LIMIT {most}"
)
_SKU_BEGINS = (
    "v.store_id = ? AND v.sku_key >= ? AND v.sku_key < ? AND NOT (SELECT is_hidden FROM products d "
    "WHERE d.id = v.product_id) ORDER BY v.sku_key LIMIT 12"
)
_HAS_BEGINNING = (
    " AND EXISTS (SELECT 1 FROM {table} o WHERE o.{owner} = f.{owner} "
    "AND o.word >= ? AND o.word < ?)"
)
_HAS_WORD = (
    " AND EXISTS (SELECT 1 FROM {table} o WHERE o.store_id = ? AND o.word = ? "
    "AND o.{owner} = f.{owner})"
)
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM {table} WHERE store_id = ? AND {words} LIMIT {most})"
_SHOWN_ITEM = (
    " AND EXISTS (SELECT 1 FROM product_variants v JOIN prices p ON p.variant_id = v.id AND "
    "p.currency = 'USD' JOIN products d ON d.id = v.product_id WHERE v.id = f.variant_id AND "
    "v.discontinued_at IS NULL AND NOT d.is_hidden)"
)
_ITEM = (
    "SELECT v.id, v.sku, v.name, v.caption, p.amount_minor, p.sale_minor, p.sale_from, p.sale_until, "
    "v.stock_on_hand, v.low_stock_at FROM product_variants v "
    "JOIN prices p ON p.variant_id = v.id AND p.currency = 'USD' "
    "WHERE v.discontinued_at IS NULL AND "
)

_NAMES = (
    "SELECT id, display_name, company_name FROM customers "
    "WHERE id IN (IDS) AND merged_into_id IS NULL ORDER BY display_name"
)
_PHONES = (
    "SELECT customer_id, normalised FROM contact_points "
    "WHERE customer_id IN (IDS) AND kind IN ('phone', 'mobile') ORDER BY position DESC"
)
_PLACES = (
    "SELECT customer_id, city || ', ' || state FROM addresses "
    "WHERE customer_id IN (IDS) ORDER BY position DESC"
)
_RESERVED = (
    "SELECT variant_id, sum(quantity) FROM stock_reservations "
    "WHERE variant_id IN (IDS) GROUP BY variant_id"
)

Row = tuple[str, ...]


class BareLookup:
    """One connection, one store."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._ask = connection.execute
        (self._store,) = self._ask("SELECT id FROM stores").fetchone()

    def phone(self, e164: str) -> list[Row]:
        """Whoever has exactly this number."""
        return self._customers(
            self._ask(
                "SELECT customer_id FROM contact_points "
                "WHERE store_id = ? AND normalised >= ? AND normalised <= ?",
                (self._store, e164, e164),
            )
        )

    def phone_beginning(self, digits: str) -> list[Row]:
        """Whoever has a number that begins so."""
        return self._customers(self._beginning("contact_points", "normalised", f"+1{digits}"))

    def phone_end(self, digits: str) -> list[Row]:
        """Whoever has a number that ends so."""
        return self._customers(self._beginning("contact_points", "reversed_value", digits[::-1]))

    def email(self, address: str) -> list[Row]:
        """Whoever has an address that begins so."""
        return self._customers(self._beginning("contact_points", "normalised", address))

    def postal_code(self, code: str) -> list[Row]:
        """Whoever lives in a place whose code begins so."""
        return self._customers(self._beginning("addresses", "postal_code", code))

    def one_word(self, word: str) -> list[Row]:
        """Whoever has a name that begins so."""
        return self._customers(self._beginning("customer_words", "word", word))

    def all_words(self, words: Sequence[str]) -> list[Row]:
        """Whoever has names that begin with all of *words*."""
        ids = self._owners("customer_words", "customer_id", words, _CANDIDATES, "")
        return self._customers(iter([(one,) for one in ids]))

    def order(self, number: str) -> list[Row]:
        """Whose order this is."""
        values = (self._store, number)
        return self._customers(
            self._ask("SELECT customer_id FROM orders WHERE store_id = ? AND number = ?", values)
        )

    def item(self, column: str, value: str) -> list[Row]:
        """The item whose *column* is *value*."""
        return self._items(f"v.store_id = ? AND v.{column} = ?", (self._store, value))

    def items_beginning(self, key: str) -> list[Row]:
        """Items whose SKU begins so."""
        return self._items(_SKU_BEGINS, (self._store, key, key + _PAST))

    def items_of_words(self, words: Sequence[str]) -> list[Row]:
        """Items with all *words* in their names."""
        ids = self._owners("product_words", "variant_id", words, _ITEM_CANDIDATES, _SHOWN_ITEM)
        marks = ", ".join("?" * len(ids))
        return self._items(f"v.id IN ({marks}) ORDER BY v.name LIMIT {_ITEMS}", ids)

    def _owners(
        self, table: str, owner: str, words: Sequence[str], most: int, also: str
    ) -> list[str]:
        """As our way does it: what few have is read whole; else whole words first."""
        named = {"table": table, "owner": owner}
        words = list(words)
        found: list[str] = []
        fewest = 0
        if len(words) > 1:
            fewest, words = self._rarest_first(table, words, _COUNTED)
        if fewest > _FEW:
            most = _ENOUGH
            asked = f"SELECT {owner} FROM {table} f WHERE f.store_id = ? AND f.word = ?"  # noqa: S608
            values = [self._store, words[0]]
            for word in words[1:]:
                asked += _HAS_WORD.format(**named)
                values += [self._store, word]
            found = [row[0] for row in self._ask(f"{asked}{also} LIMIT {most}", values)]
            if len(found) >= _ENOUGH:
                return found
            if fewest > _COUNTED:
                words = self._rarest_first(table, words, _COUNTED_ON)[1]
        begins = "f.word >= ? AND f.word < ?"
        asked = f"SELECT {owner} FROM {table} f WHERE f.store_id = ? AND {begins}"  # noqa: S608
        values = [self._store, words[0], words[0] + _PAST]
        for word in words[1:]:
            asked += _HAS_BEGINNING.format(**named)
            values += [word, word + _PAST]
        rows = self._ask(f"{asked}{also} ORDER BY f.word LIMIT {most}", values)
        return list(dict.fromkeys([*found, *(row[0] for row in rows)]))

    def _rarest_first(self, table: str, words: Sequence[str], most: int) -> tuple[int, list[str]]:
        asked = _COUNT.format(table=table, words="word >= ? AND word < ?", most=most + 1)
        counted = sorted(
            (self._ask(asked, (self._store, word, word + _PAST)).fetchone()[0], -len(word), word)
            for word in words
        )
        return counted[0][0], [word for _count, _length, word in counted]

    def _beginning(self, table: str, column: str, key: str) -> sqlite3.Cursor:
        asked = _BEGINNING.format(table=table, column=column, most=_CANDIDATES)
        return self._ask(asked, (self._store, key, key + _PAST))

    def _customers(self, found: Iterable[Any]) -> list[Row]:
        self._ask("BEGIN")
        ids = list(dict.fromkeys(row[0] for row in found))
        shown = self._of(_NAMES, ids)[:_SHOWN]
        ids = [row[0] for row in shown]
        phones, places = dict(self._of(_PHONES, ids)), dict(self._of(_PLACES, ids))
        self._ask("ROLLBACK")
        return [(*row, phones.get(row[0], ""), places.get(row[0], "")) for row in shown]

    def _of(self, asked: str, ids: list[str]) -> list[Any]:
        return self._ask(asked.replace("IDS", ", ".join("?" * len(ids))), ids).fetchall()

    def _items(self, condition: str, values: Sequence[str]) -> list[Row]:
        self._ask("BEGIN")
        rows = self._ask(_ITEM + condition, values).fetchall()
        self._of(_RESERVED, [row[0] for row in rows])
        self._ask("ROLLBACK")
        return rows
