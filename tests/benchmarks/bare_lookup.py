"""The look-ups by hand-written SQL through sqlite3 alone: what they cost without us.

Each takes what was typed in the form in which it is stored, and reads the rows that our list shows.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any

_PAST = "\uffff"
_CANDIDATES = 60
_SHOWN = 8
_ITEMS = 12
_ITEM_CANDIDATES = 60
_FEW, _COUNTED, _MERGED, _ENOUGH = 300, 2_000, 13_000, 16
_TRIED, _SPELT = 1_000, 16

_BEGINNING = (
    "SELECT customer_id FROM {table} WHERE store_id = ? AND {column} >= ? AND {column} < ? "
    "ORDER BY {column} LIMIT {most}"
)
_SKU_BEGINS = (
    "v.store_id = ? AND v.sku_key >= ? AND v.sku_key < ? AND NOT (SELECT is_hidden FROM products d "
    "WHERE d.id = v.product_id) ORDER BY v.sku_key LIMIT 12"
)
_OWNERS = "SELECT {owner} AS owner FROM {table} WHERE store_id = ? AND {such}"
_BEGINS, _IS = "word >= ? AND word < ?", "word = ?"
_HAS = " AND EXISTS (SELECT 1 FROM {table} o WHERE o.{owner} = f.owner AND {such})"
_NEXT = "SELECT min(word) FROM {table} WHERE store_id = ? AND word {from_here} ? AND word < ?"
_LONGER = "SELECT 1 FROM {table} WHERE store_id = ? AND {such} LIMIT 1 OFFSET {most}"
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM {table} WHERE store_id = ? AND {such} LIMIT {most})"
_SHOWN_ITEM = (
    " AND EXISTS (SELECT 1 FROM product_variants v JOIN prices p ON p.variant_id = v.id AND "
    "p.currency = 'USD' JOIN products d ON d.id = v.product_id WHERE v.id = f.owner AND "
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
        lists = _Lists(self._ask, self._store, table, owner, also)
        if len(words) == 1:
            return lists.asked(words, most)
        counts, words = lists.rarest_first(words, _COUNTED, whole=False)
        if counts[0] <= _FEW:
            return lists.asked(words, most)
        spelt = [lists.spelt(word) for word in words]
        found: dict[str, None] = {}
        if all(word == whole[0] for word, whole in zip(words, spelt, strict=True)):
            found = dict.fromkeys(lists.whole(words))
        if len(found) < _ENOUGH and spelt != [[word] for word in words]:
            if counts[0] <= _COUNTED:
                found |= dict.fromkeys(lists.asked(words, _ENOUGH))
            elif len(spelt[0]) * len(spelt[1]) <= _SPELT:
                for pair in itertools.product(*spelt[:2]):
                    if len(found) < _ENOUGH:
                        found |= dict.fromkeys(lists.paired(pair, words[2:]))
            else:
                found |= dict.fromkeys(lists.common(words))
        return list(found)

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


class _Lists:
    """The lists of one table of words."""

    def __init__(
        self, ask: Callable[..., sqlite3.Cursor], store: str, table: str, owner: str, also: str
    ) -> None:
        self._ask, self._store, self._also = ask, store, also
        self._named = {"table": table, "owner": owner}

    def rarest_first(
        self, words: Sequence[str], most: int, *, whole: bool
    ) -> tuple[list[int], list[str]]:
        """How many have each word, as far as *most*, and the words."""
        asked = _COUNT.format(**self._named, such=_such(whole), most=most + 1)
        counted = sorted(
            (self._ask(asked, (self._store, *_said(word, whole))).fetchone()[0], -len(word), word)
            for word in words
        )
        return [count for count, _length, _word in counted], [word for _c, _l, word in counted]

    def whole(self, words: Sequence[str]) -> list[str]:
        """Who has all words as they are."""
        counts, words = self.rarest_first(words, _COUNTED, whole=True)
        if not counts[0]:
            return []
        if counts[0] > _COUNTED:
            return self._shared(words, whole=True, others_whole=True)
        rows = _OWNERS.format(**self._named, such=_IS)
        return self._with_the_others(rows, [words[0]], words[1:], _ENOUGH, whole=True)

    def spelt(self, word: str) -> list[str]:
        """The first whole words that begin with *word*."""
        found: list[str] = []
        first, following = (_NEXT.format(**self._named, from_here=sign) for sign in (">=", ">"))
        values = (self._store, word, word + _PAST)
        while len(found) <= _SPELT:
            (one,) = self._ask(following if found else first, values).fetchone()
            if one is None:
                break
            found.append(one)
            values = (self._store, one, word + _PAST)
        return found

    def paired(self, pair: Sequence[str], others: Sequence[str]) -> list[str]:
        """Who has both whole words, and begins with *others* too."""
        return self._shared([*pair, *others], whole=True, others_whole=False)

    def common(self, words: list[str]) -> list[str]:
        """Who has words that begin so, of which all are common."""
        one, other, *rest = words
        turned = [other, one, *rest]
        is_long, other_is_long = map(self._is_longer, (one, other))
        if is_long != other_is_long:
            return self.asked(turned if is_long else words, _ENOUGH)
        if not is_long:
            return self._shared(words, whole=False, others_whole=False)
        within = f"ORDER BY word LIMIT {_TRIED}"
        found = dict.fromkeys(self.asked(words, _ENOUGH, within))
        if len(found) < _ENOUGH:
            found |= dict.fromkeys(self.asked(turned, _ENOUGH, within))
        if len(found) < _ENOUGH:
            return self._shared(words, whole=False, others_whole=False)
        return list(found)[:_ENOUGH]

    def asked(self, words: Sequence[str], most: int, within: str = "ORDER BY word") -> list[str]:
        """Those who have the first word, asked for the others."""
        rows = f"{_OWNERS.format(**self._named, such=_BEGINS)} {within}"
        return self._with_the_others(rows, _said(words[0]), words[1:], most, whole=False)

    def _is_longer(self, word: str) -> bool:
        asked = _LONGER.format(**self._named, such=_BEGINS, most=_MERGED)
        return self._ask(asked, (self._store, *_said(word))).fetchone() is not None

    def _shared(self, words: Sequence[str], *, whole: bool, others_whole: bool) -> list[str]:
        one = _OWNERS.format(**self._named, such=_such(whole))
        values = [*_said(words[0], whole), self._store, *_said(words[1], whole)]
        both = f"{one} INTERSECT {one} ORDER BY 1"
        return self._with_the_others(both, values, words[2:], _ENOUGH, whole=others_whole)

    def _with_the_others(
        self, rows: str, values: list[str], words: Sequence[str], most: int, *, whole: bool
    ) -> list[str]:
        has = _HAS.format(**self._named, such=_such(whole)) * len(words)
        others = [value for word in words for value in _said(word, whole)]
        asked = f"SELECT owner FROM ({rows}) f WHERE 1{has}{self._also} LIMIT {most}"  # noqa: S608
        found = self._ask(asked, (self._store, *values, *others))
        return list(dict.fromkeys(row[0] for row in found))


def _such(whole: bool) -> str:
    return _IS if whole else _BEGINS


def _said(word: str, whole: bool = False) -> list[str]:
    return [word] if whole else [word, word + _PAST]
