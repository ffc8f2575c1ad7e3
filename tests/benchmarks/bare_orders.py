"""The orders page's look-ups by hand-written SQL through sqlite3 alone: what they cost without us.

Each takes what was typed in the form in which it is stored, and reads the rows that our list shows.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

_PAST = "\U0010ffff"
_PAGE = 61
_COLUMNS = (
    "o.id, o.number, o.state, o.bill_to, o.ship_to, o.created_at, o.placed_at, o.total_minor, "
    "o.currency, o.promise_date"
)
_OF_CUSTOMER = (
    "EXISTS (SELECT 1 FROM customer_words w WHERE w.customer_id = o.customer_id "
    "AND w.word >= ? AND w.word < ?)"
)
_WORD = (
    "SELECT order_id FROM order_keys WHERE store_id = ? AND word >= ? AND word < ? UNION ALL "  # noqa: S608
    "SELECT id FROM orders o WHERE store_id = ? AND state = 'draft' AND " + _OF_CUSTOMER
)
"""Of placed orders their own words, of drafts their customers'."""
_HAS_WORD = (
    "EXISTS (SELECT 1 FROM order_keys k WHERE k.order_id = o.id AND k.word >= ? AND k.word < ?)"
)
_CUSTOMERS = (
    "SELECT o.id FROM orders o WHERE o.store_id = ?1 AND o.customer_id IN (SELECT customer_id "
    "FROM contact_points WHERE store_id = ?1 AND {column} >= ?2 AND {column} < ?3)"
)

Row = tuple[Any, ...]


class BareOrders:
    """One connection, one store."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._ask = connection.execute
        (self._store,) = self._ask("SELECT id FROM stores").fetchone()

    def newest(self, _text: str) -> list[Row]:
        """Every order."""
        return self._walk("1", ())

    def number(self, number: str) -> list[Row]:
        """The one of this number."""
        return self._of_ids("SELECT id FROM orders WHERE store_id = ? AND number = ?", (number,))

    def number_beginning(self, beginning: str) -> list[Row]:
        """Those whose number begins so."""
        asked = "SELECT id FROM orders WHERE store_id = ? AND number >= ? AND number < ?"
        return self._of_ids(asked, (beginning, beginning + _PAST))

    def words(self, words: Sequence[str]) -> list[Row]:
        """Those for whom every word fits, the rarest first."""
        first, *others = words
        asked, values = f"SELECT order_id FROM ({_WORD})", self._word(first)  # noqa: S608
        for number, word in enumerate(others):
            asked += " WHERE " if number == 0 else " AND "
            asked += f"order_id IN ({_WORD})"
            values += self._word(word)
        return self._of_ids(asked, values[1:])

    def common_word(self, beginning: str) -> list[Row]:
        """The newest in which a word begins so."""
        values = [beginning, beginning + _PAST]
        return self._walk(f"({_HAS_WORD} OR o.state = 'draft' AND {_OF_CUSTOMER})", values * 2)

    def _word(self, word: str) -> list[str]:
        return [self._store, word, word + _PAST] * 2

    def phone(self, e164: str) -> list[Row]:
        """The orders of whoever has this number."""
        return self._of_ids(_CUSTOMERS.format(column="normalised"), (e164, e164 + " "))

    def phone_beginning(self, digits: str) -> list[Row]:
        """The orders of whoever has a number that begins so."""
        key = f"+1{digits}"
        return self._of_ids(_CUSTOMERS.format(column="normalised"), (key, key + _PAST))

    def email(self, address: str) -> list[Row]:
        """The orders of whoever has an address that begins so."""
        return self._of_ids(_CUSTOMERS.format(column="normalised"), (address, address + _PAST))

    def tracking(self, number: str) -> list[Row]:
        """Those in a parcel of this number."""
        return self._of_ids(
            "SELECT order_id FROM shipments WHERE store_id = ? AND tracking_number = ?", (number,)
        )

    def reference(self, reference: str) -> list[Row]:
        """Those paid by this cheque or purchase order."""
        asked = "SELECT order_id FROM payments WHERE store_id = ? AND reference = ?"
        return self._of_ids(asked, (reference,))

    def last_four(self, digits: str) -> list[Row]:
        """Those paid by a card that ends so, and those whose ZIP begins so."""
        asked = "SELECT order_id FROM payments WHERE store_id = ? AND last4 = ?"
        return self._of_ids(f"{asked} UNION ALL {_WORD}", (digits, *self._word(digits)))

    def item(self, sku: str) -> list[Row]:
        """The newest with this item."""
        has = "EXISTS (SELECT 1 FROM order_lines l WHERE l.order_id = o.id AND l.sku = ?)"
        return self._walk(has, (sku,))

    def held(self, _text: str) -> list[Row]:
        """Those with an open hold."""
        asked = "SELECT order_id FROM holds WHERE store_id = ? AND state = 'open'"
        return self._of_ids(asked, ())

    def in_states(self, states: Sequence[str]) -> list[Row]:
        """Those in one of some states."""
        marks = ", ".join("?" * len(states))
        asked = f"SELECT id FROM orders WHERE store_id = ? AND state IN ({marks})"  # noqa: S608
        return self._of_ids(asked, states)

    def in_a_common_state(self, state: str) -> list[Row]:
        """The newest in a state that many have; drafts that were dropped apart."""
        return self._walk("o.state = ? AND o.placed_at IS NOT NULL", (state,))

    def placed_between(self, since: str, until: str) -> list[Row]:
        """Those placed in between, newest first."""
        rows = self._ask(
            f"SELECT {_COLUMNS} FROM orders o WHERE o.store_id = ? AND o.placed_at >= ? "  # noqa: S608
            f"AND o.placed_at < ? ORDER BY o.placed_at DESC, o.id DESC LIMIT {_PAGE}",
            (self._store, since, until),
        ).fetchall()
        return self._with_holds(rows)

    def _of_ids(self, asked: str, values: Sequence[str]) -> list[Row]:
        self._ask("BEGIN")
        newest = f"SELECT DISTINCT * FROM ({asked}) ORDER BY 1 DESC LIMIT {_PAGE}"  # noqa: S608
        ids = [row[0] for row in self._ask(newest, (self._store, *values))]
        marks = ", ".join("?" * len(ids))
        rows = self._ask(
            f"SELECT {_COLUMNS} FROM orders o WHERE o.id IN ({marks}) ORDER BY o.id DESC",  # noqa: S608
            ids,
        ).fetchall()
        return self._with_holds(rows)

    def _walk(self, condition: str, values: Sequence[str]) -> list[Row]:
        self._ask("BEGIN")
        rows = self._ask(
            f"SELECT {_COLUMNS} FROM orders o WHERE {condition} ORDER BY o.id DESC LIMIT {_PAGE}",  # noqa: S608
            values,
        ).fetchall()
        return self._with_holds(rows)

    def _with_holds(self, rows: list[Row]) -> list[Row]:
        ids = [row[0] for row in rows]
        marks = ", ".join("?" * len(ids))
        holds = self._ask(
            f"SELECT order_id, kind, details FROM holds WHERE order_id IN ({marks}) "  # noqa: S608
            "AND state = 'open'",
            ids,
        ).fetchall()
        if self._ask("SELECT 1").connection.in_transaction:
            self._ask("ROLLBACK")
        waits = {row[0]: row[1] for row in holds}
        return [(*row, json.loads(row[3] or "null"), waits.get(row[0])) for row in rows]
