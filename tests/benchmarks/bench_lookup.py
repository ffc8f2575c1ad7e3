"""Finding the caller and the item at many customers, against the same rows by hand-written SQL."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services import catalogue, customer_search
from desktop.services.catalogue import fold_sku
from desktop.services.desk import Desk
from models import names
from models.customer import Address, ContactKind, ContactPoint, Customer
from models.order import Order
from models.product import ProductVariant
from models.session import Database
from tests.benchmarks.bare_lookup import BareLookup, Row
from tests.benchmarks.big_shop import number_of
from tests.benchmarks.measure import Figure, Stage, in_turn, most_under
from tests.benchmarks.shop import big_shop_file, open_bare, open_shop

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
    file = big_shop_file(stage)
    database, desk = open_shop(file)
    connection = open_bare(file)
    try:
        with database.read() as session:
            kinds = [
                *_callers(session, BareLookup(connection)),
                *_items(session, BareLookup(connection)),
            ]
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


def _callers(session: Session, bare: BareLookup) -> Iterator[_Kind]:
    chance = random.Random(1)
    people = session.execute(
        select(Customer.given_name, Customer.family_name).where(
            Customer.given_name != "", Customer.family_name != ""
        )
    ).all()
    plain = [p for p in people if _is_one_word(p) and f"{p[0]}{p[1]}".isascii()]
    accented = [p for p in people if _is_one_word(p) and not f"{p[0]}{p[1]}".isascii()]
    emails = session.scalars(
        select(ContactPoint.normalised).where(ContactPoint.kind == ContactKind.EMAIL)
    ).all()
    codes = session.scalars(select(Address.postal_code).distinct()).all()
    orders = session.scalars(select(Order.number).where(Order.customer_id.is_not(None))).all()
    numbers = [number_of(place) for place in chance.sample(range(4_000), _TEXTS)]
    yield _Kind("whole number", [(_typed(n), n) for n in numbers], bare.phone)
    yield _Kind("part of a number", [(n[2:8], n[2:8]) for n in numbers], bare.phone_beginning)
    yield _Kind("last four", [(n[-4:], n[-4:]) for n in numbers], bare.phone_end)
    yield _Kind(
        "name, one word",
        [(family, names.fold(family)) for _given, family in chance.sample(plain, _TEXTS)],
        bare.one_word,
    )
    for what, those in (("name, two words", plain), ("name with accents", accented)):
        pairs = [f"{given} {family}" for given, family in chance.sample(those, _TEXTS)]
        yield _Kind(what, [(pair, names.fold(pair).split()) for pair in pairs], bare.two_words)
    yield _Kind("e-mail", [(e, e) for e in chance.sample(emails, _TEXTS)], bare.email)
    yield _Kind("ZIP", [(c, c) for c in chance.sample(codes, _TEXTS)], bare.postal_code)
    yield _Kind("order number", [(n, n) for n in chance.sample(orders, _TEXTS)], bare.order)
    yield _Kind("nobody's name", [("Zzyzx", "zzyzx")], bare.one_word)
    yield _Kind("nobody's number", [("(999) 555-0100", "+19995550100")], bare.phone)


def _items(session: Session, bare: BareLookup) -> Iterator[_Kind]:
    chance = random.Random(2)
    variants = session.execute(
        select(ProductVariant.sku, ProductVariant.gtin).where(
            ProductVariant.gtin.is_not(None), ProductVariant.discontinued_at.is_(None)
        )
    ).all()
    some = chance.sample(variants, _TEXTS)
    words = ["lamp", "brass lamp", "glass", "lantern", "book lamp", "wick"]

    def by_column(asked: tuple[str, str]) -> list[Row]:
        return bare.item(*asked)

    skus: list[Text] = [(sku.lower(), ("sku_key", fold_sku(sku))) for sku, _gtin in some]
    yield _Kind("item by SKU", skus, by_column, is_item=True)
    gtins: list[Text] = [(str(gtin), ("gtin", gtin)) for _sku, gtin in some]
    yield _Kind("item by barcode", gtins, by_column, is_item=True)
    said: list[Text] = [(text, text.split()) for text in words]
    yield _Kind("item by words", said, bare.items_of_words, is_item=True)


def _is_one_word(name: Any) -> bool:
    return all(len(names.search_words(part)) == 1 for part in name)


def _typed(e164: str) -> str:
    return f"({e164[2:5]}) {e164[5:8]}-{e164[8:]}"
