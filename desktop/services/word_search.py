"""Who or what has all the words that were typed, each given by its beginning.

`customer_words` and `product_words` have one row for each word of a name, and an index by word in which
all that share one lie side by side. What few have is read whole, and its owners are asked for the other
words. Where many have every word, such as Mary and Smith, those who have them as whole words come
first, and of the others only so many are asked, so that no key takes long.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    String,
    func,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from models.customer import CustomerWord
from models.product import ProductWord

PAST = "\U0010ffff"
"""Behind every letter: what begins with a word is below the word and this."""
_FEW = 2_000
"""So many are read whole; asking each takes about two microseconds."""
_ASKED = 20_000
"""Of more, so many are asked: those who share two words that many have are found among the first."""
_ENOUGH = 12
"""So many who have the whole words fill any list."""

Table = type[CustomerWord] | type[ProductWord]
Rows = Callable[[Table, str], tuple[ColumnElement[bool], ...]]
Condition = Callable[[SQLColumnExpression[uuid.UUID]], ColumnElement[bool]]


class WordSearch:
    """One table of words in one store."""

    def __init__(
        self, session: Session, table: Table, store_id: uuid.UUID, *, also: Condition | None = None
    ) -> None:
        """*also*: what else must hold of an owner, by the column with its id."""
        self._session = session
        self._table = table
        self._store_id = store_id
        self._also = also

    def owners(self, words: Sequence[str], most: int) -> list[uuid.UUID]:
        """The owners of names with all of *words*, whole words first, at most *most*."""
        if len(words) == 1:
            return self._asked(words, most)
        fewest, words = self._rarest_first(words, self._begins)
        if fewest <= _FEW:
            return self._asked(words, most)
        found = self._whole(words, most)
        if len(found) < _ENOUGH:
            found += self._asked(words, most, out_of=_ASKED)
        return list(dict.fromkeys(found))[:most]

    def _rarest_first(self, words: Sequence[str], such: Rows) -> tuple[int, list[str]]:
        """How many have the rarest word, at most one more than a few, and the words from it on."""
        counted = []
        for word in words:
            some = select(literal(1)).where(*such(self._table, word)).limit(_FEW + 1).subquery()
            count = self._session.scalar(select(func.count()).select_from(some)) or 0
            counted.append((count, -len(word), word))
        counted.sort()
        return counted[0][0], [word for _count, _length, word in counted]

    def _asked(self, words: Sequence[str], most: int, out_of: int | None = None) -> list[uuid.UUID]:
        """Those who have the first word, asked for the others; *out_of* so many."""
        table = self._table
        rows = select(_owner(table).label("owner"), table.word.label("word"))
        rows = rows.where(*self._begins(table, words[0])).order_by(table.word)
        first = rows.limit(out_of).subquery() if out_of else rows.subquery()
        query = select(first.c.owner)
        for word in words[1:]:
            other = aliased(table)
            # The store is the owner's own; named here, it would make SQLite read all its words.
            has = select(other.id).where(_owner(other) == first.c.owner, *_range(other, word))
            query = query.where(has.exists())
        if self._also is not None:
            query = query.where(self._also(first.c.owner))
        if out_of is None:
            query = query.order_by(first.c.word)
        return list(dict.fromkeys(self._session.scalars(query.limit(most))))

    def _whole(self, words: Sequence[str], most: int) -> list[uuid.UUID]:
        """Those who have all words as they were typed."""
        fewest, words = self._rarest_first(words, self._is)
        if not fewest:
            return []
        first = aliased(self._table)
        query = select(_owner(first)).where(*self._is(first, words[0]))
        for word in words[1:]:
            other = aliased(self._table)
            has = select(other.id).where(*self._is(other, word), _owner(other) == _owner(first))
            query = query.where(has.exists())
        if self._also is not None:
            query = query.where(self._also(_owner(first)))
        return list(self._session.scalars(query.limit(most)))

    def _begins(self, table: Table, word: str) -> tuple[ColumnElement[bool], ...]:
        return table.store_id == self._store_id, *_range(table, word)

    def _is(self, table: Table, word: str) -> tuple[ColumnElement[bool], ...]:
        return table.store_id == self._store_id, _text(table) == word


def _owner(table: Table) -> InstrumentedAttribute[uuid.UUID]:
    column: InstrumentedAttribute[uuid.UUID]
    # An alias answers as its record does, and is an instance of neither.
    column = table.customer_id if hasattr(table, "customer_id") else table.variant_id
    return column


def _text(table: Table) -> ColumnElement[str]:
    """The word as plain text: what is only looked for passes no guard."""
    return type_coerce(table.word, String)


def _range(table: Table, word: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _text(table) >= word, _text(table) < word + PAST
