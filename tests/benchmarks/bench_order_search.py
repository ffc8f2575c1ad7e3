"""Finding an order among a million, against the same rows by hand-written SQL."""

from __future__ import annotations

import dataclasses
import random
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.services import order_search, order_story
from desktop.services.desk import Desk
from desktop.services.order_filters import OrderFilter, Preset, preset
from models import names
from models.order import OrderState
from models.session import Database
from tests.benchmarks.bare_orders import BareOrders, Row
from tests.benchmarks.big_shop import NOW
from tests.benchmarks.measure import Figure, Samples, Stage, in_turn, most_under, of, taken_by
from tests.benchmarks.order_shop import order_shop_file
from tests.benchmarks.shop import open_bare, open_shop

AIM = most_under(20)
_TEXTS = 40
_OPEN = tuple(state for state in OrderState if state in preset(Preset.TO_SHIP).states)


@dataclass(frozen=True)
class _Kind:
    what: str
    asked: list[tuple[OrderFilter, Any]]
    bare: Callable[[Any], list[Row]]


def run(stage: Stage) -> list[Figure]:
    """One figure for each kind of look-up, then the counts and one order's story."""
    file = order_shop_file(stage)
    database, desk = open_shop(file)
    desk = dataclasses.replace(desk, now=lambda: NOW)
    connection = open_bare(file)
    try:
        kinds = list(_kinds(connection, BareOrders(connection)))
        figures = [_figure(kind, database, desk, stage.rounds) for kind in kinds]
        return [*figures, *_others(kinds, connection, database, desk, stage.rounds)]
    finally:
        connection.close()
        database.close()


def _figure(kind: _Kind, database: Database, desk: Desk, rounds: int) -> Figure:
    def ours(asked: tuple[OrderFilter, Any]) -> list[str]:
        with database.read() as session:
            return [row.id.hex for row in order_search.search(session, desk, asked[0]).rows]

    def bare(asked: tuple[OrderFilter, Any]) -> list[Row]:
        return kind.bare(asked[1])

    others = sum(not _begins(ours(asked), bare(asked)) for asked in kind.asked)
    note = f"other rows than the bare driver for {others} of {len(kind.asked)} texts"
    mine, theirs = in_turn(ours, bare, kind.asked, rounds)
    return Figure(kind.what, mine, theirs, AIM, note if others else "")


def _begins(ours: list[str], bare: list[Row]) -> bool:
    """Whether ours are the first rows of the other's; a page may come in parts."""
    theirs = [row[0] for row in bare[: order_search.PAGE]]
    return ours == theirs[: len(ours)] and bool(ours) == bool(theirs)


def _kinds(connection: sqlite3.Connection, bare: BareOrders) -> Iterator[_Kind]:
    chance = random.Random(1)
    ask = connection.execute
    (count,) = ask("SELECT count(*) FROM orders").fetchone()
    places = sorted(chance.sample(range(100, count - 5_000), _TEXTS))
    numbers = [
        ask("SELECT number FROM orders LIMIT 1 OFFSET ?", (p,)).fetchone()[0] for p in places
    ]

    def kind(
        what: str, texts: list[Any], keys: list[Any], how: Callable[[Any], list[Row]]
    ) -> _Kind:
        return _Kind(what, list(zip(map(_text, texts), keys, strict=True)), how)

    yield kind("newest", [""], [""], bare.newest)
    yield kind("order number", numbers, numbers, bare.number)
    yield kind(
        "its beginning", [n[:7] for n in numbers], [n[:7] for n in numbers], bare.number_beginning
    )
    yield from _by_people(connection, bare, chance, kind)
    yield from _by_things(connection, bare, chance, kind)
    yield from _by_filters(bare)


def _by_people(
    connection: sqlite3.Connection, bare: BareOrders, chance: random.Random, kind: Any
) -> Iterator[_Kind]:
    ask = connection.execute
    people = [row[0] for row in ask("SELECT name FROM addresses WHERE name LIKE '% %'")]
    some = chance.sample([name for name in people if len(names.fold(name).split()) == 2], _TEXTS)
    families = [name.rpartition(" ")[2] for name in some]
    yield kind("name, one word", families, [[names.fold(f)] for f in families], bare.words)
    both = [names.fold(name).split() for name in some]
    yield kind("name, two words", some, both, bare.words)
    yield kind(
        "one letter", list("abcdefghijklmnoprst"), list("abcdefghijklmnoprst"), bare.common_word
    )
    places = ask("SELECT postal_code, city FROM addresses GROUP BY postal_code").fetchall()
    codes = [row[0] for row in chance.sample(places, min(_TEXTS, len(places)))]
    yield kind("ZIP", codes, [[code] for code in codes], bare.words)
    pairs = [(f, places[at % len(places)][0]) for at, f in enumerate(families)]
    texts = [f"{family} {code}" for family, code in pairs]
    yield kind("name and ZIP", texts, [[c, names.fold(f)] for f, c in pairs], bare.words)
    yield kind("nobody's name", ["Zzyzx"], [["zzyzx"]], bare.words)
    phones = [row[0] for row in ask("SELECT normalised FROM contact_points WHERE kind = 'phone'")]
    phones = chance.sample([p for p in phones if p.startswith("+1")], _TEXTS)
    typed = [f"({p[2:5]}) {p[5:8]}-{p[8:]}" for p in phones]
    yield kind("telephone", typed, phones, bare.phone)
    emails = [row[0] for row in ask("SELECT normalised FROM contact_points WHERE kind = 'email'")]
    emails = chance.sample(emails, min(_TEXTS, len(emails)))
    yield kind("e-mail", emails, emails, bare.email)


def _by_things(
    connection: sqlite3.Connection, bare: BareOrders, chance: random.Random, kind: Any
) -> Iterator[_Kind]:
    ask = connection.execute
    (count,) = ask("SELECT count(*) FROM shipments").fetchone()
    parcels = [
        ask("SELECT tracking_number FROM shipments LIMIT 1 OFFSET ?", (place,)).fetchone()[0]
        for place in sorted(chance.sample(range(count), _TEXTS))
    ]
    yield kind("tracking number", parcels, parcels, bare.tracking)
    papers = [
        row[0] for row in ask("SELECT reference FROM payments WHERE reference != '' LIMIT 4000")
    ]
    papers = chance.sample(papers, _TEXTS)
    yield kind("cheque, purchase order", papers, papers, bare.reference)
    skus = [row[0] for row in ask("SELECT sku FROM product_variants WHERE sku LIKE '%-%'")]
    skus = chance.sample(skus, _TEXTS)
    yield kind("SKU", skus, skus, bare.item)
    # No telephone number begins with a 0, and none here ends with these.
    fours = [f"0{200 + place * 19}" for place in range(_TEXTS)]
    yield kind("last four of a card", fours, fours, bare.last_four)


def _by_filters(bare: BareOrders) -> Iterator[_Kind]:
    yield _Kind("held", [(preset(Preset.HELD), "")], bare.held)
    to_ship = [state.value for state in _OPEN]
    yield _Kind("to ship", [(preset(Preset.TO_SHIP), to_ship)], bare.in_states)
    cancelled = preset(Preset.CANCELLED)
    yield _Kind("cancelled", [(cancelled, "cancelled")], bare.in_a_common_state)
    june = OrderFilter(placed_from=date(2025, 6, 2), placed_to=date(2025, 6, 3))
    since, until = "2025-06-02 07:00:00.000000", "2025-06-04 07:00:00.000000"
    yield _Kind(
        "placed on two days", [(june, (since, until))], lambda span: bare.placed_between(*span)
    )


def _others(
    kinds: list[_Kind],
    connection: sqlite3.Connection,
    database: Database,
    desk: Desk,
    rounds: int,
) -> list[Figure]:
    """What has no counterpart: the count of what was found, and the whole story of an order."""
    asked = [wanted for kind in kinds for wanted, _key in kind.asked]
    ids = [row[0] for row in connection.execute("SELECT id FROM orders ORDER BY id DESC LIMIT 400")]

    def count(at: int) -> object:
        with database.read() as session:
            return order_search.count(session, desk, asked[at * 7 % len(asked)])

    def story(at: int) -> object:
        with database.read() as session:
            return order_story.read(session, desk, uuid.UUID(ids[at * 7 % len(ids)]))

    return [
        Figure("how many there are", _samples(count, rounds)),
        Figure("one order's story", _samples(story, rounds), None, AIM),
    ]


def _samples(work: Callable[[int], object], rounds: int) -> Samples:
    return of([taken_by(lambda at=at: work(at)) for at in range(rounds + 5)][5:])  # type: ignore[misc]


def _text(text: str) -> OrderFilter:
    return OrderFilter(text=text)
