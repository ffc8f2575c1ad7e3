"""Finding the caller among 1,000,000 customers and the item among 100,000, against hand-written SQL."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from desktop.services import catalogue, customer_search
from desktop.services.catalogue import fold_sku
from desktop.services.desk import Desk
from models import names
from models.session import Database
from tests.benchmarks.bare_lookup import BareLookup, Row
from tests.benchmarks.big_shop import number_of
from tests.benchmarks.lookup_shop import (
    COMMON_FAMILY,
    COMMON_GIVEN,
    PRODUCTS,
    QUICK_PRODUCTS,
    gtin_of,
    lookup_shop_file,
    name_of,
    sku_of,
)
from tests.benchmarks.measure import Figure, Stage, in_turn, most_under
from tests.benchmarks.shop import open_bare, open_shop

AIM = most_under(10)
_TEXTS = 40
Text = tuple[str, Any]
"""What an agent types, and what the bare driver is asked for."""


@dataclass(frozen=True)
class _Kind:
    what: str
    texts: list[Text]
    bare: Callable[[Any], list[Row]]
    is_item: bool = False


def run(stage: Stage) -> list[Figure]:
    """One figure for each kind of look-up."""
    file = lookup_shop_file(stage)
    database, desk = open_shop(file)
    connection = open_bare(file)
    try:
        bare = BareLookup(connection)
        products = QUICK_PRODUCTS if stage.quick else PRODUCTS
        kinds = [*_callers(connection, bare), *_items(bare, products)]
        return [_figure(kind, database, desk, stage.rounds) for kind in kinds]
    finally:
        connection.close()
        database.close()


def _figure(kind: _Kind, database: Database, desk: Desk, rounds: int) -> Figure:
    look_up = catalogue.find_items if kind.is_item else customer_search.search

    def ours(text: Text) -> list[str]:
        with database.read() as session:
            return [found.id.hex for found in look_up(session, desk, text[0])]

    def bare(text: Text) -> list[Row]:
        return kind.bare(text[1])

    others = sum({row[0] for row in bare(text)} != set(ours(text)) for text in kind.texts)
    note = f"other rows than the bare driver for {others} of {len(kind.texts)} texts"
    mine, theirs = in_turn(ours, bare, kind.texts, rounds)
    return Figure(kind.what, mine, theirs, AIM, note if others else "")


def _callers(connection: sqlite3.Connection, bare: BareLookup) -> Iterator[_Kind]:
    chance = random.Random(1)
    rows = _some(connection, chance, "customers", "given_name, family_name", 400)
    people = [row for row in rows if all(row)]
    plain = [p for p in people if _is_one_word(p) and f"{p[0]}{p[1]}".isascii()]
    accented = [p for p in people if _is_one_word(p) and not f"{p[0]}{p[1]}".isascii()]
    points = _some(connection, chance, "contact_points", "normalised", 400)
    emails = [value for (value,) in points if "@" in value]
    codes = [code for (code,) in _some(connection, chance, "addresses", "postal_code", _TEXTS)]
    orders = connection.execute("SELECT number FROM orders WHERE customer_id IS NOT NULL LIMIT 400")
    numbers = [number_of(place) for place in chance.sample(range(4_000), _TEXTS)]
    common = [(given, family) for given in COMMON_GIVEN for family in COMMON_FAMILY]

    def names_of(what: str, those: list[Any]) -> _Kind:
        pairs = [f"{given} {family}" for given, family in those]
        return _Kind(what, [(pair, _words(pair)) for pair in pairs], bare.all_words)

    yield _Kind("whole number", [(_typed(n), n) for n in numbers], bare.phone)
    yield _Kind("part of a number", [(n[2:8], n[2:8]) for n in numbers], bare.phone_beginning)
    yield _Kind("last four", [(n[-4:], n[-4:]) for n in numbers], bare.phone_end)
    families = [family for _given, family in [*plain[: _TEXTS - 10], *common[:10]]]
    yield _Kind("name, one word", [(f, names.fold(f)) for f in families], bare.one_word)
    yield names_of("name, two words", plain[:_TEXTS])
    yield names_of("two common names", chance.sample(common, _TEXTS))
    yield names_of("their beginnings", [(g[:3], f[:3]) for g, f in plain[:_TEXTS]])
    yield names_of("name with accents", accented[:_TEXTS])
    yield _Kind("e-mail", [(e, e) for e in emails[:_TEXTS]], bare.email)
    yield _Kind("ZIP", [(c, c) for c in codes], bare.postal_code)
    some_orders = chance.sample([number for (number,) in orders], _TEXTS)
    yield _Kind("order number", [(n, n) for n in some_orders], bare.order)
    yield _Kind("nobody's name", [("Zzyzx", "zzyzx")], bare.one_word)
    yield _Kind("nobody's number", [("(999) 555-0100", "+19995550100")], bare.phone)


def _items(bare: BareLookup, products: int) -> Iterator[_Kind]:
    chance = random.Random(2)
    places = chance.sample(range(products), _TEXTS)

    def by_column(asked: tuple[str, str]) -> list[Row]:
        return bare.item(*asked)

    def kind(what: str, texts: list[Text], how: Callable[[Any], list[Row]]) -> _Kind:
        return _Kind(what, texts, how, is_item=True)

    def named(what: str, said: list[str]) -> _Kind:
        return kind(what, [(text, _words(text)) for text in said], bare.items_of_words)

    skus = [sku_of(place) for place in places]
    yield kind("SKU", [(s.lower(), ("sku_key", fold_sku(s))) for s in skus], by_column)
    starts = [fold_sku(sku)[: 6 + at % 4] for at, sku in enumerate(skus)]
    yield kind("beginning of a SKU", [(s, s) for s in starts], bare.items_beginning)
    gtins = [gtin_of(place) for place in places]
    yield kind("barcode", [(gtin, ("gtin", gtin.zfill(14))) for gtin in gtins], by_column)
    whole = [name_of(place).replace(",", "").replace(".", "") for place in places]
    yield named("words of a name", [" ".join(name.split()[1:]) for name in whole])
    yield named("a word that thousands have", ["black", "white", "steel", "brass", "lamp", "no"])
    pairs = ["black lamp", "steel mug", "black steel", "white no", "linen shirt", "blue shade"]
    yield named("two such words", pairs)
    yield named("their beginnings, too", [f"{a[:3]} {b[:3]}" for a, b in map(str.split, pairs)])


def _some(
    connection: sqlite3.Connection, chance: random.Random, table: str, columns: str, count: int
) -> list[Any]:
    """Rows from all over a table."""
    (last,) = connection.execute(f"SELECT max(rowid) FROM {table}").fetchone()  # noqa: S608
    asked = f"SELECT {columns} FROM {table} WHERE rowid = ?"  # noqa: S608
    found = (connection.execute(asked, (chance.randint(1, last),)).fetchone() for _ in range(count))
    return [row for row in found if row is not None]


def _words(text: str) -> list[str]:
    return sorted(set(names.fold(text).split()), key=len, reverse=True)


def _is_one_word(name: Any) -> bool:
    return all(len(names.search_words(part)) == 1 for part in name)


def _typed(e164: str) -> str:
    return f"({e164[2:5]}) {e164[5:8]}-{e164[8:]}"
