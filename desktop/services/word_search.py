"""Who or what has all the words that were typed, each given by its beginning.

`customer_words` and `product_words` have one row for each word of a name, and an index by word in which
all that share one lie side by side. What few have is read whole, and its owners are asked for the other
words, which costs one look into the index each. Where many have every word, such as Mary and Smith,
those who have them as whole words come first: the lists, in which the owners stand in order, are merged,
as reading on is far cheaper than looking up. Where few whole words begin so, as with `jen`, their lists
are merged. Where many do, the lists of all those whose words begin so are sorted first; only of the
longest some are asked before, for where so many have a word they mostly share it.

This runs at every key, so the statements are put together once for each number of words.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    SQLColumnExpression,
    String,
    bindparam,
    func,
    intersect,
    literal,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from models.customer import CustomerWord
from models.product import ProductWord

PAST = "\U0010ffff"
"""Behind every letter: what begins with a word is below the word and this."""
_FEW = 300
"""So many are read whole; asking each takes about two microseconds."""
_COUNTED = 2_000
"""So far are those counted who have a word, at every key."""
_MERGED = 13_000
"""Lists of so many are merged at once, which takes a fifth of a microsecond for each."""
_TRIED = 1_000
"""Where both lists are longer, so many of the one are asked, then of the other, as often that is all it
takes: those of the one alone would not do, for of what begins with `bri` the first are given names, and
with none of them goes a family name `pat`."""
_ENOUGH = 16
"""So many fill any list; where many have every word, no more are looked for."""
_SPELT = 16
"""So many pairs of whole words are merged, one after the other, for two that were only begun."""

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
        (fewest, *_), words = self._rarest_first(words, _COUNTED)
        if fewest <= _FEW:
            return self._asked(words, most)
        spelt = self._spelt(words)
        found: dict[uuid.UUID, None] = {}
        if all(whole[:1] == [word] for word, whole in spelt.items()):
            found = dict.fromkeys(self._whole(words, _ENOUGH))
        if len(found) < _ENOUGH and any(whole != [word] for word, whole in spelt.items()):
            one, other = (spelt[word] for word in words[:2])
            if fewest <= _COUNTED:
                found |= dict.fromkeys(self._asked(words, _ENOUGH))
            elif len(one) * len(other) <= _SPELT:
                found |= self._paired(itertools.product(one, other), words[2:])
            else:
                found |= dict.fromkeys(self._common(words, _ENOUGH))
        return list(found)

    def _spelt(self, words: Sequence[str]) -> dict[str, list[str]]:
        """The whole words that begin with each of *words*, in order; more than `_SPELT` are not read."""
        statement = _whole_words(self._table, len(words))
        spelt: dict[str, list[str]] = {word: [] for word in words}
        parameters = self._parameters(words, _SPELT + 1)
        for at, whole, _number in self._session.execute(statement, parameters):
            spelt[words[at]].append(whole)
        return spelt

    def _paired(
        self, pairs: Iterable[tuple[str, str]], others: Sequence[str]
    ) -> dict[uuid.UUID, None]:
        """Those who have both whole words of one of *pairs*, and begin with *others* too."""
        found: dict[uuid.UUID, None] = {}
        for pair in pairs:
            if len(found) < _ENOUGH:
                owners = self._shared([*pair, *others], _ENOUGH, whole=(True, False))
                found |= dict.fromkeys(owners)
        return found

    def _whole(self, words: Sequence[str], most: int) -> Sequence[uuid.UUID]:
        """Those who have all words as they were typed."""
        counts, words = self._rarest_first(words, _COUNTED, whole=True)
        if counts[0] > _COUNTED:
            return self._shared(words, most, whole=(True, True))
        statement = _those_who_have(self._table, len(words), self._also)
        return self._session.scalars(statement, self._parameters(words, most)).all()

    def _common(self, words: Sequence[str], most: int) -> Sequence[uuid.UUID]:
        """Those who begin with all of words that are common."""
        one, other, *rest = words
        statement = _are_longer(self._table, _MERGED)
        is_long = self._session.execute(statement, self._parameters([one, other], 1)).one()
        if is_long[0] and is_long[1]:
            found = self._tried(words, most)
            if len(found) >= most:
                return found
        elif is_long[0]:
            return self._asked([other, one, *rest], most)
        elif is_long[1]:
            return self._asked(words, most)
        return self._shared(words, most, whole=(False, False))

    def _tried(self, words: Sequence[str], most: int) -> list[uuid.UUID]:
        """Those of the first who begin with one of the first two words who have all of them."""
        one, other, *rest = words
        found = dict.fromkeys(self._asked(words, most, out_of=_TRIED))
        if len(found) < most:
            found |= dict.fromkeys(self._asked([other, one, *rest], most, out_of=_TRIED))
        return list(found)[:most]

    def _rarest_first(
        self, words: Sequence[str], most: int, *, whole: bool = False
    ) -> tuple[list[int], list[str]]:
        """How many have each word, at most one more than *most*, and the words, the rarest first."""
        statement = _counts(self._table, len(words), whole)
        counts = self._session.execute(statement, self._parameters(words, most + 1)).one()
        ordered = sorted(zip(counts, (-len(word) for word in words), words, strict=True))
        return [count for count, _length, _word in ordered], [word for _c, _l, word in ordered]

    def _asked(self, words: Sequence[str], most: int, out_of: int | None = None) -> list[uuid.UUID]:
        """Those who have the first word, asked for the others; *out_of* so many."""
        statement = _those_who_begin(self._table, len(words), out_of, self._also)
        ids = self._session.scalars(statement, self._parameters(words, most))
        return list(dict.fromkeys(ids))

    def _shared(
        self, words: Sequence[str], most: int, *, whole: tuple[bool, bool]
    ) -> Sequence[uuid.UUID]:
        """Those who are in the lists of the first two words, and have the others too.

        *whole*: whether the two, and whether the others, are taken as whole words.
        """
        statement = _those_who_share(self._table, len(words), whole, self._also)
        return self._session.scalars(statement, self._parameters(words, most)).all()

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
def _whole_words(table: Table, count: int) -> CompoundSelect[int, str, int]:
    """Which of the words, by its place, and what begins with it, in order; *most* for each.

    It steps from each word to the next: those who have it are not read.
    """
    steps = union_all(*(_steps(table, at) for at in range(count)))
    return steps.order_by("place", "number")


def _steps(table: Table, at: int) -> Select[int, str, int]:
    from_here, to_there = _begins(table, at)
    least = select(func.min(_text(table)).label("word")).where(_in_store(table), to_there)
    step = (
        least.add_columns(literal(1).label("number"))
        .where(from_here)
        .cte(f"steps{at}", recursive=True)
    )
    # Were `from_here` said once more, SQLite would begin there each time.
    following = least.where(_text(table) > step.c.word).scalar_subquery()
    step = step.union_all(
        select(following, step.c.number + 1).where(
            step.c.word.is_not(None), step.c.number < bindparam("most")
        )
    )
    said = select(literal(at).label("place"), step.c.word, step.c.number)
    return said.where(step.c.word.is_not(None))


@cache
def _are_longer(table: Table, most: int) -> Select[bool, bool]:
    """Whether more than *most* have the one, and the other."""
    one, other = (
        select(literal(1))
        .where(_in_store(table), *_begins(table, at))
        .limit(1)
        .offset(most)
        .exists()
        for at in (0, 1)
    )
    return select(one, other)


@cache
def _those_who_begin(
    table: Table, count: int, out_of: int | None, also: Condition | None
) -> Select[uuid.UUID]:
    rows = select(_owner(table).label("owner"), table.word.label("word"))
    rows = rows.where(_in_store(table), *_begins(table, 0)).order_by(table.word)
    first = rows.limit(out_of).subquery() if out_of else rows.subquery()
    query = _with_the_others(table, first.c.owner, range(1, count), _begins, also)
    if out_of is None:
        query = query.order_by(first.c.word)
    return query.limit(bindparam("most"))


@cache
def _those_who_share(
    table: Table, count: int, whole: tuple[bool, bool], also: Condition | None
) -> Select[uuid.UUID]:
    such, others = (_is if one else _begins for one in whole)
    lists = (
        select(_owner(table).label("owner")).where(_in_store(table), *such(table, at))
        for at in (0, 1)
    )
    both = intersect(*lists)
    # In this order SQLite merges the lists, and stops at the last one that is asked of it.
    shared = both.order_by(both.selected_columns.owner).subquery()
    query = _with_the_others(table, shared.c.owner, range(2, count), others, also)
    return query.limit(bindparam("most"))


def _with_the_others(
    table: Table,
    owner: SQLColumnExpression[uuid.UUID],
    words: Iterable[int],
    such: Callable[[Table, int], tuple[ColumnElement[bool], ...]],
    also: Condition | None,
) -> Select[uuid.UUID]:
    """Those of *owner* who have *words* too, which are given by their places."""
    query = select(owner)
    for at in words:
        other = aliased(table)
        # The store is the owner's own; named here, it would make SQLite read all its words. Nothing of
        # the row is asked for: the index by owner and word says it all.
        has = select(literal(1)).where(_owner(other) == owner, *such(other, at))
        query = query.where(has.exists())
    return query if also is None else query.where(also(owner))


@cache
def _those_who_have(table: Table, count: int, also: Condition | None) -> Select[uuid.UUID]:
    first = aliased(table)
    rows = select(_owner(first).label("owner")).where(_in_store(first), *_is(first, 0)).subquery()
    query = _with_the_others(table, rows.c.owner, range(1, count), _is, also)
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
