"""Finding what the shop sells: by SKU, by barcode, by words of the name; and how much is left."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services import catalogue
from desktop.services.catalogue import MOST_ITEMS, Item
from models.product import ProductVariant
from tests.desktop.factories import DeskShop, add_goods, make_desk_shop

EAN = "4006381333931"
UNKNOWN_EAN_LIKE_A_CARD = "4" + "0" * 11 + "6"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskShop]:
    """One shop for all searches, which change nothing."""
    made = make_desk_shop(tmp_path_factory.mktemp("catalogue"))
    add_goods(made, "LMP-2204", "Café Lämp, O’Neil’s No. 7", 1_299, stock=2, gtin="012345678905")
    add_goods(made, "LMP-2205", "Brass Lantern", 1_399, stock=0)
    for number in range(15):
        add_goods(made, f"BULK-{number:02}", f"Candle {number}", 100, stock=1)
    yield made
    made.database.close()


def test_a_shop_sells_nothing_until_it_has_products(shop: DeskShop) -> None:
    another = dataclasses.replace(shop.desk(), store_id=uuid.uuid4())
    with shop.database.read() as session:
        assert catalogue.has_products(session, shop.desk())
        assert not catalogue.has_products(session, another)


def _find(shop: DeskShop, text: str) -> tuple[Item, ...]:
    with shop.database.read() as session:
        return catalogue.find_items(session, shop.desk(), text)


def _skus(shop: DeskShop, text: str) -> list[str]:
    return [item.sku for item in _find(shop, text)]


@pytest.mark.parametrize("typed", ["LAMP-1", "lamp-1", "lamp 1", "LAMP1", " lamp.1 ", "lａmp1"])
def test_a_whole_sku_is_exact_however_it_is_typed(shop: DeskShop, typed: str) -> None:
    [item] = _find(shop, typed)
    assert item == Item(
        id=shop.goods["LAMP-1"].id, sku="LAMP-1", name="Brass Lamp", caption="",
        price_minor=1_000, usual_minor=1_000, sale_until=None, available=10, low=False, exact=True,
    )  # fmt: skip


@pytest.mark.parametrize("typed", [EAN, f" {EAN} ", "0" + EAN, "4006381 333931", "4006381-333931"])
def test_a_scanned_barcode_is_exact(shop: DeskShop, typed: str) -> None:
    assert [(item.sku, item.exact) for item in _find(shop, typed)] == [("LAMP-1", True)]


def test_a_short_barcode_is_the_same_as_with_its_zeros(shop: DeskShop) -> None:
    for typed in ("012345678905", "0012345678905", "00012345678905"):
        assert _skus(shop, typed) == ["LMP-2204"]


@pytest.mark.parametrize("typed", [UNKNOWN_EAN_LIKE_A_CARD, EAN[:-1] + "2", "4242" * 4])
def test_an_unknown_code_finds_nothing_though_it_looks_like_a_card(
    shop: DeskShop, typed: str
) -> None:
    assert _find(shop, typed) == ()
    assert _find(shop, f"lamp {typed}") == ()
    assert _find(shop, f"{typed} x{typed}") == ()


@pytest.mark.parametrize(
    ("typed", "skus"),
    [
        ("lmp", ["LMP-2204", "LMP-2205"]),
        ("LMP-22", ["LMP-2204", "LMP-2205"]),
        ("brass", ["LAMP-1", "LMP-2205"]),
        ("la", ["LAMP-1", "LMP-2204", "LMP-2205"]),
        ("lantern br", ["LMP-2205"]),
        ("cafe lamp", ["LMP-2204"]),
        ("lamp oneils 7", ["LMP-2204"]),
        ("ONEIL", ["LMP-2204"]),
        ("round cotton", ["WICK-2"]),
        ("green", ["TEA-3"]),
        ("x", []),
        ("", []),
        (" - ", []),
        ("rass", []),
        ("brass wick", []),
    ],
)
def test_words_and_beginnings_find_items(shop: DeskShop, typed: str, skus: list[str]) -> None:
    found = _find(shop, typed)
    assert sorted(item.sku for item in found) == sorted(skus)
    assert not any(item.exact for item in found)


@pytest.mark.parametrize("typed", ["GONE-5", "gone", "lantern gone", "RARE-6", "rare thing"])
def test_what_is_not_sold_is_not_found(shop: DeskShop, typed: str) -> None:
    assert _find(shop, typed) == ()


def test_so_many_are_shown_and_no_more(shop: DeskShop) -> None:
    assert _skus(shop, "bulk") == [f"BULK-{number:02}" for number in range(MOST_ITEMS)]
    assert len(_find(shop, "candle")) == MOST_ITEMS


@pytest.mark.parametrize(
    "typed",
    [
        "%",
        "l%",
        "_amp",
        "\x00",
        "\ud800la",
        "😀",
        "a " * 50_000,
        "9" * 100_000,
        "ab " * 66,
        "é" * 200,
    ],
)
def test_hostile_text_finds_nothing_and_raises_nothing(shop: DeskShop, typed: str) -> None:
    found = _skus(shop, typed)
    assert set(found) <= {"LAMP-1", "LMP-2204", "LMP-2205"}


@given(st.text(max_size=40))
def test_no_text_raises_anything(shop: DeskShop, typed: str) -> None:
    assert len(_find(shop, typed)) <= MOST_ITEMS


def test_nothing_is_found_of_another_shop(shop: DeskShop) -> None:
    elsewhere = dataclasses.replace(shop.desk(), store_id=uuid.uuid4())
    with shop.database.read() as session:
        for typed in ("LAMP-1", EAN, "brass", "la"):
            assert catalogue.find_items(session, elsewhere, typed) == ()


def test_a_price_is_that_of_the_currency(shop: DeskShop) -> None:
    lamp = shop.goods["LAMP-1"].id
    with shop.database.read() as session:
        (found,) = catalogue.find_items(session, shop.desk(), "LAMP-1")
        assert (found.id, found.price_minor) == (lamp, 1_000)
        euros = dataclasses.replace(shop.desk(), currency="EUR")
        assert catalogue.find_items(session, euros, "LAMP-1") == ()


def test_stock_is_low_at_its_mark_and_never_less_than_none(shop: DeskShop) -> None:
    with shop.database.read() as session:
        made = [
            ProductVariant(id=uuid.uuid4(), stock_on_hand=on_hand, low_stock_at=2)
            for on_hand in (3, 2, 0, -4, None)
        ]
        stock = catalogue.stock_of(session, made)
        seen = [(stock[v.id].available, stock[v.id].low) for v in made]
    assert seen == [(3, False), (2, True), (0, True), (0, True), (None, False)]
    assert (_find(shop, "LMP-2204")[0].low, _find(shop, "LAMP-1")[0].low) == (True, False)


def test_a_barcode_is_told_by_its_check_digit() -> None:
    assert catalogue.is_barcode(EAN)
    assert not catalogue.is_barcode(EAN[:-1] + "2")
    assert not catalogue.is_barcode("LAMP-1")
