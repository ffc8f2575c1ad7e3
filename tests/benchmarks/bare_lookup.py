"""The look-ups by hand-written SQL through sqlite3 alone: what they cost without us.

Each takes what was typed in the form in which it is stored, and reads the rows that our list shows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

_PAST = "\uffff"
_CANDIDATES = 60
_SHOWN = 8
_ITEMS = 12

_BEGINNING = (
    "SELECT customer_id FROM {table} WHERE store_id = ? AND {column} >= ? AND {column} < ? "
    "ORDER BY {column} LIMIT {most}"
)
_TWO_WORDS = (
    "SELECT customer_id FROM customer_words WHERE store_id = ?1 AND word >= ?2 AND word < ?3 "
    "AND customer_id IN (SELECT customer_id FROM customer_words "
    "WHERE store_id = ?1 AND word >= ?4 AND word < ?5) ORDER BY word LIMIT 60"
)
_ITEM = (
    "SELECT v.id, v.sku, v.name, v.caption, p.amount_minor, v.stock_on_hand, v.low_stock_at "
    "FROM product_variants v JOIN prices p ON p.variant_id = v.id AND p.currency = 'USD' "
    "WHERE v.store_id = ? AND v.discontinued_at IS NULL AND "
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

    def two_words(self, words: Sequence[str]) -> list[Row]:
        """Whoever has both names."""
        first, second = sorted(words, key=len, reverse=True)
        values = (self._store, first, first + _PAST, second, second + _PAST)
        return self._customers(self._ask(_TWO_WORDS, values))

    def order(self, number: str) -> list[Row]:
        """Whose order this is."""
        values = (self._store, number)
        return self._customers(
            self._ask("SELECT customer_id FROM orders WHERE store_id = ? AND number = ?", values)
        )

    def item(self, column: str, value: str) -> list[Row]:
        """The item whose *column* is *value*."""
        return self._items(f"v.{column} = ?", (self._store, value))

    def items_of_words(self, words: Sequence[str]) -> list[Row]:
        """Items with all *words* in their names."""
        one = (
            "v.id IN (SELECT variant_id FROM product_words "
            "WHERE store_id = ? AND word >= ? AND word < ?)"
        )
        values = [self._store]
        for word in words:
            values += [self._store, word, word + _PAST]
        condition = " AND ".join(one for _ in words)
        return self._items(f"{condition} ORDER BY v.name LIMIT {_ITEMS}", values)

    def _beginning(self, table: str, column: str, key: str) -> sqlite3.Cursor:
        asked = _BEGINNING.format(table=table, column=column, most=_CANDIDATES)
        return self._ask(asked, (self._store, key, key + _PAST))

    def _customers(self, found: sqlite3.Cursor) -> list[Row]:
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
