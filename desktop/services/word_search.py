"""Who or what has all the words that were typed, each given by its beginning.

`customer_words` and `product_words` have one row for each word of a name, and an index by word in which
all that share one lie side by side. What few have is read whole, and its owners are asked for the other
words. Where many have every word, such as Mary and Smith, those who have them as whole words come
first, and of the others only so many are asked, so that no key takes long.

This runs at every key, so the statements are put together once for each number of words.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    String,
    bindparam,
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
_FEW = 300
"""So many are read whole; asking each takes about two microseconds."""
_COUNTED, _COUNTED_ON = 2_000, 8_000
"""So far are those counted who have a word: at every key, and where all words are common."""
_ASKED = 20_000
"""Of more, so many are asked: those who share two words that many have are found among the first."""
_ENOUGH = 16
"""So many fill any list; where many have every word, no more are looked for."""

Table = type[CustomerWord] | type[ProductWord]
Condition = Callable[[SQLColumnExpression[uuid.UUID]], ColumnElement[bool]]


class WordSearch:
    """One table of words in one store."""

    def __init__(
        self,
        session: Session,
        table: Table,
        store_id: uuid.UUID,
        *,
        also: Condition | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        """*also*: what else must hold of an owner, by the column with its id; a function that stays,
        for its statements are kept. *values*: of the parameters in it."""
        self._session = session
        self._table = table
        self._also = also
        self._values = {"store": store_id, **(values or {})}

    def owners(self, words: Sequence[str], most: int) -> list[uuid.UUID]:
        """The owners of names with all of *words*, whole words first, at most *most*."""
        if len(words) == 1:
            return self._asked(words, most)
        fewest, words = self._rarest_first(words, _COUNTED)
        if fewest <= _FEW:
            return self._asked(words, most)
        found = self._whole(words, _ENOUGH)
        if len(found) < _ENOUGH:
            if fewest > _COUNTED:
                _fewest, words = self._rarest_first(words, _COUNTED_ON)
            found += self._asked(words, _ENOUGH, out_of=_ASKED)
        return list(dict.fromkeys(found))

    def _rarest_first(self, words: Sequence[str], most: int) -> tuple[int, list[str]]:
        """How many have the rarest word, at most one more than *most*, and the words from it on."""
        counts = self._counts(words, most + 1)
        ordered = sorted(zip(counts, (-len(word) for word in words), words, strict=True))
        return ordered[0][0], [word for _count, _length, word in ordered]

    def _asked(self, words: Sequence[str], most: int, out_of: int | None = None) -> list[uuid.UUID]:
        """Those who have the first word, asked for the others; *out_of* so many."""
        statement = _those_who_begin(self._table, len(words), out_of, self._also)
        ids = self._session.scalars(statement, self._parameters(words, most))
        return list(dict.fromkeys(ids))

    def _whole(self, words: Sequence[str], most: int) -> list[uuid.UUID]:
        """Those who have all words as they were typed."""
        if not all(self._counts(words, 1, whole=True)):
            return []
        statement = _those_who_have(self._table, len(words), self._also)
        return list(self._session.scalars(statement, self._parameters(words, most)))

    def _counts(self, words: Sequence[str], most: int, *, whole: bool = False) -> Sequence[int]:
        statement = _counts(self._table, len(words), whole)
        return self._session.execute(statement, self._parameters(words, most)).one()

    def _parameters(self, words: Sequence[str], most: int) -> dict[str, Any]:
        numbered = {f"word{at}": word for at, word in enumerate(words)}
        past = {f"past{at}": word + PAST for at, word in enumerate(words)}
        return {**self._values, **numbered, **past, "most": most}


@cache
def _counts(table: Table, count: int, whole: bool) -> Select[*tuple[int, ...]]:
    """How many rows each word has, as far as it matters."""
    such = _is if whole else _begins
    some = (
        select(literal(1))
        .where(_in_store(table), *such(table, at))
        .limit(bindparam("most"))
        .subquery()
        for at in range(count)
    )
    return select(*(select(func.count()).select_from(rows).scalar_subquery() for rows in some))


@cache
def _those_who_begin(
    table: Table, count: int, out_of: int | None, also: Condition | None
) -> Select[uuid.UUID]:
    rows = select(_owner(table).label("owner"), table.word.label("word"))
    rows = rows.where(_in_store(table), *_begins(table, 0)).order_by(table.word)
    first = rows.limit(out_of).subquery() if out_of else rows.subquery()
    query = select(first.c.owner)
    for at in range(1, count):
        other = aliased(table)
        # The store is the owner's own; named here, it would make SQLite read all its words.
        has = select(other.id).where(_owner(other) == first.c.owner, *_begins(other, at))
        query = query.where(has.exists())
    if also is not None:
        query = query.where(also(first.c.owner))
    if out_of is None:
        query = query.order_by(first.c.word)
    return query.limit(bindparam("most"))


@cache
def _those_who_have(table: Table, count: int, also: Condition | None) -> Select[uuid.UUID]:
    first = aliased(table)
    query = select(_owner(first)).where(_in_store(first), *_is(first, 0))
    for at in range(1, count):
        other = aliased(table)
        same = _owner(other) == _owner(first)
        query = query.where(
            select(other.id).where(_in_store(other), *_is(other, at), same).exists()
        )
    if also is not None:
        query = query.where(also(_owner(first)))
    return query.limit(bindparam("most"))


def _owner(table: Table) -> InstrumentedAttribute[uuid.UUID]:
    column: InstrumentedAttribute[uuid.UUID]
    # An alias answers as its record does, and is an instance of neither.
    column = table.customer_id if hasattr(table, "customer_id") else table.variant_id
    return column


def _in_store(table: Table) -> ColumnElement[bool]:
    return table.store_id == bindparam("store")


def _begins(table: Table, at: int) -> tuple[ColumnElement[bool], ...]:
    return _text(table) >= bindparam(f"word{at}"), _text(table) < bindparam(f"past{at}")


def _is(table: Table, at: int) -> tuple[ColumnElement[bool], ...]:
    return (_text(table) == bindparam(f"word{at}"),)


def _text(table: Table) -> ColumnElement[str]:
    """The word as plain text: what is only looked for passes no guard."""
    return type_coerce(table.word, String)
