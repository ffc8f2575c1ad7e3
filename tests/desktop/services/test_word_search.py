"""Names by their words, where few have one and where many have every one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.dialects import postgresql

from desktop.services import catalogue, word_search
from desktop.services.word_search import WordSearch
from models.customer import Customer, CustomerWord
from models.product import Product, ProductVariant
from tests.desktop.factories import DeskShop, add_goods, make_desk_shop
from tests.desktop.services.watched import watched

NAMES = ("Mary Smith", "Maryann Smith", "Mary Smithson", "Mary Jones", "John Smith", "Smith Mary")


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskShop]:
    """A shop with these customers; nothing is changed in it."""
    folder: Path = tmp_path_factory.mktemp("named")
    shop = make_desk_shop(folder)
    for name in NAMES:
        given, family = name.split()
        shop.customer(given_name=given, family_name=family)
    yield shop
    shop.database.close()


def _found(shop: DeskShop, *words: str, most: int = 60) -> list[str]:
    with shop.database.read() as session:
        ids = WordSearch(session, CustomerWord, shop.store_id).owners(words, most)
        return [session.get_one(Customer, one).display_name for one in ids]


def _make_common(
    patch: pytest.MonkeyPatch,
    *,
    counted: int = 0,
    tried: int = 1,
    enough: int = 16,
    spelt: int = 1,
) -> None:
    """Have every word count as one that many have; of lists of more than *counted* some are *tried*,
    and at most *spelt* pairs of whole words are merged."""
    for name, value in {
        "_FEW": 0, "_COUNTED": 0, "_MERGED": counted, "_TRIED": tried, "_ENOUGH": enough,
        "_SPELT": spelt,
    }.items():  # fmt: skip
        patch.setattr(word_search, name, value)


def test_what_few_have_is_read_whole(named: DeskShop) -> None:
    both = {"Mary Smith", "Maryann Smith", "Mary Smithson", "Smith Mary"}
    assert set(_found(named, "smith", "mary")) == both
    assert set(_found(named, "s", "mary")) == both
    assert set(_found(named, "smithson")) == {"Mary Smithson"}
    assert _found(named, "smith", "zz") == []
    assert len(_found(named, "smith", most=2)) == 2


_WAYS = pytest.mark.parametrize(
    ("counted", "spelt"),
    [(0, 1), (5, 1), (100, 1), (0, 6)],
    ids=["both long", "one long", "merged", "spelt"],
)


@_WAYS
def test_of_what_many_have_whole_words_come_first(
    named: DeskShop, monkeypatch: pytest.MonkeyPatch, counted: int, spelt: int
) -> None:
    _make_common(monkeypatch, counted=counted, spelt=spelt)
    found = _found(named, "smith", "mary")
    assert set(found[:2]) == {"Mary Smith", "Smith Mary"}
    assert set(found[2:]) == {"Maryann Smith", "Mary Smithson"}
    assert len(found) == 4, "nobody comes twice"
    assert set(_found(named, "smi", "mar")) == set(found), "no whole word at all"
    assert set(_found(named, "smi", "m", "mary")) == set(found), "as many words as are typed"
    assert _found(named, "smi", "mar", "jo") == []
    assert _found(named, "smi", "zz") == []
    _make_common(monkeypatch, counted=counted, spelt=spelt, enough=2)
    assert set(_found(named, "smith", "mary")) == {"Mary Smith", "Smith Mary"}
    assert len(_found(named, "smi", "mar")) == 2


@pytest.mark.parametrize("spelt", [1, 6])
def test_a_word_with_which_no_longer_one_begins_is_found_like_any_other(
    named: DeskShop, monkeypatch: pytest.MonkeyPatch, spelt: int
) -> None:
    _make_common(monkeypatch, counted=100, spelt=spelt)
    assert _found(named, "john", "smith") == ["John Smith"]
    assert _found(named, "jones", "mary") == ["Mary Jones"]
    assert set(_found(named, "smith", "john", "j")) == {"John Smith"}
    assert set(_found(named, "john", "jones", "s")) == set()
    assert _found(named, "john", "jones") == []


@pytest.mark.parametrize(
    ("spelt", "enough", "merges"), [(3, 3, 1), (4, 2, 1), (4, 3, 2), (4, 9, 4)]
)
def test_two_beginnings_are_merged_pair_by_pair_of_their_whole_words_until_enough_are_found(
    named: DeskShop, monkeypatch: pytest.MonkeyPatch, spelt: int, enough: int, merges: int
) -> None:
    _make_common(monkeypatch, counted=100, spelt=spelt, enough=enough)
    with watched(named) as (_asked, sent):
        # Mary and Maryann, Smith and Smithson are four pairs; of more than *spelt* none is merged.
        found = _found(named, "smi", "mar")
    assert len(found) == min(enough, 4)
    assert len([sql for sql, _values in sent if "INTERSECT" in sql]) == merges


def test_of_very_common_words_some_are_tried_and_then_all_are_found(
    named: DeskShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = {"Mary Smith", "Maryann Smith", "Mary Smithson", "Smith Mary"}
    _make_common(monkeypatch, tried=1, enough=1)
    assert set(_found(named, "smi", "mar")) < everybody
    assert len(_found(named, "smi", "mar")) == 1
    _make_common(monkeypatch, tried=1, enough=4)
    assert set(_found(named, "smi", "mar")) == everybody, "one that was tried is not enough"
    _make_common(monkeypatch, tried=1, enough=1)
    # Of those who begin with `j` the first is John, and with John goes no Mary.
    assert _found(named, "j", "mary") == ["Mary Jones"]
    assert _found(named, "john", "m") == []


@_WAYS
def test_nothing_but_indexes_is_read_and_every_database_understands(
    named: DeskShop, monkeypatch: pytest.MonkeyPatch, counted: int, spelt: int
) -> None:
    _make_common(monkeypatch, counted=counted, spelt=spelt)
    with watched(named) as (asked, sent):
        _found(named, "smith", "mary")
        _found(named, "smi", "mar", "m")
    steps = []
    with named.database.engine.connect() as connection:
        for sql, values in sent:
            if "customer_words" in sql:
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
                steps += [str(row[3]) for row in plan]
    reads = [step for step in steps if "customer_words" in step]
    assert len(reads) > 10
    for read in reads:
        assert re.search(r"^SEARCH .* USING COVERING INDEX .*word[>=]", read)
    assert any("MERGE (INTERSECT)" in step for step in steps)
    for clause in asked:
        assert str(clause.compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(("counted", "spelt"), [(0, 1), (100, 1), (0, 6)])
def test_of_common_words_too_what_is_hidden_takes_no_place(
    shop: DeskShop, monkeypatch: pytest.MonkeyPatch, counted: int, spelt: int
) -> None:
    _make_common(monkeypatch, counted=counted, enough=1, spelt=spelt)
    hidden = [add_goods(shop, f"HID-{n}", f"Oak Vase {n}", 100, stock=1) for n in range(3)]
    add_goods(shop, "SEE-9", "Oak Vase 9", 100, stock=1)
    with shop.database.write() as session:
        for goods in hidden:
            variant = session.get_one(ProductVariant, goods.id)
            session.get_one(Product, variant.product_id).is_hidden = True
    with shop.database.read() as session:
        for typed in ("oak vase", "oa va", "vase oak 9"):
            items = catalogue.find_items(session, shop.desk(), typed)
            assert [item.sku for item in items] == ["SEE-9"]


def test_what_is_hidden_or_gone_takes_no_place_in_the_list(
    shop: DeskShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "_CANDIDATES", 2)
    hidden = [add_goods(shop, f"HID-{n}", f"Oak Vase {n}", 100, stock=1) for n in range(3)]
    add_goods(shop, "SEE-9", "Oak Vase 9", 100, stock=1)
    with shop.database.write() as session:
        for goods in hidden:
            variant = session.get_one(ProductVariant, goods.id)
            session.get_one(Product, variant.product_id).is_hidden = True
    with shop.database.read() as session:
        for typed in ("oak", "oak vase"):
            assert [item.sku for item in catalogue.find_items(session, shop.desk(), typed)] == [
                "SEE-9"
            ]
