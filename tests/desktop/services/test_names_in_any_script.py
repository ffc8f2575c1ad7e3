"""Customers and orders are found by names in any script, and by their romanised form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from desktop.services import customer_search, customers, order_search
from desktop.services.order_filters import OrderFilter
from models.addresses_rules import PostalAddress
from tests.desktop.factories import RENO, DeskShop, make_desk_shop

SHENZHEN = PostalAddress(
    name="王小明", line1="科技园路1号", city="深圳市", state="广东省", postal_code="518057",
    country="CN", district="南山区", roman_name="Oh Taiming", roman_line1="1 Keji Yuan Road",
    roman_city="Shenzhen", roman_state="Guangdong",
)  # fmt: skip
PLAIN = replace(SHENZHEN, roman_name="", roman_line1="", roman_city="", roman_state="")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskShop]:
    """One shop for all searches, which change nothing of what the others look for."""
    made = make_desk_shop(tmp_path_factory.mktemp("scripts"))
    for given, family, romanised in (
        ("小明", "王", "Wang Xiaoming"),
        ("", "陳美玲", ""),
        ("ハナコ", "ヤマダ", ""),
        ("민수", "김", "Kim Minsu"),
        ("محمّد", "عبد الله", ""),
        ("ג׳ורג׳", "לוי", ""),
        ("Иван", "Ёжиков", ""),
        ("Πέτρος", "Ελευθερίου", ""),
        ("राम", "शर्मा", ""),
        ("Edgar", "Poe", ""),
    ):
        made.customer(given_name=given, family_name=family, romanised_name=romanised)
    yield made
    made.database.close()


def found(shop: DeskShop, text: str) -> list[str]:
    with shop.database.read() as session:
        return [match.display_name for match in customer_search.search(session, shop.desk(), text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("王", "王小明"),  # the family name alone
        ("王小", "王小明"),
        ("王小明", "王小明"),
        ("王 小明", "王小明"),
        ("小明　王", "王小明"),
        ("xiaom", "王小明"),
        ("WANG xiaoming", "王小明"),
        ("陳", "陳美玲"),
        ("美玲", "陳美玲"),  # typed into one field, and asked for by the given name
        ("玲", "陳美玲"),
        ("やまだ", "ヤマダ ハナコ"),
        ("ﾔﾏﾀﾞ", "ヤマダ ハナコ"),
        ("ヤマダハナコ", "ヤマダ ハナコ"),
        ("ヤマダ ハ", "ヤマダ ハナコ"),
        ("김", "김민수"),
        ("민수", "김민수"),
        ("김민수", "김민수"),
        ("minsu kim", "김민수"),
        ("محمد", "محمّد عبد الله"),
        ("محمــد عبدالله", "محمّد عبد الله"),
        ("ג'ורג'", "ג׳ורג׳ לוי"),
        ("לֵוִי", "ג׳ורג׳ לוי"),
        ("ЕЖИК", "Иван Ёжиков"),
        ("ΠΕΤΡΟΣ ελευ", "Πέτρος Ελευθερίου"),
        ("राम", "राम शर्मा"),
        ("ｐｏｅ", "Edgar Poe"),
    ],
)
def test_a_customer_is_found_by_the_name_in_its_script(
    shop: DeskShop, text: str, name: str
) -> None:
    assert found(shop, text) == [name]


@pytest.mark.parametrize("text", ["李", "и", "j", "明王", "wang minsu"])
def test_nobody_else_is_found(shop: DeskShop, text: str) -> None:
    assert found(shop, text) == []


def test_the_romanised_form_is_kept_with_the_address_and_finds_the_customer(
    shop: DeskShop,
) -> None:
    there = replace(SHENZHEN, name="林", roman_name="Lin Qiu")
    plain = replace(PLAIN, name="林")
    made = shop.customer(given_name="", family_name="林", address=there)
    assert made.addresses[0].address == there
    other = shop.customer(given_name="", family_name="赵", address=plain)
    assert found(shop, "lin q") == ["林"]
    with shop.database.write() as session:
        seen = customers.add_address(session, shop.desk(), other.id, there)
    assert [one.address for one in seen.addresses] == [there]  # put beside, kept once
    assert found(shop, "lin q") == ["林", "赵"]


@pytest.mark.parametrize("text", ["王", "小明", "Taiming", "shenzh", "深圳", "518057"])
def test_an_order_is_found_by_the_name_on_it_and_the_romanised_one(
    shop: DeskShop, text: str
) -> None:
    number = _order_number(shop)
    with shop.database.read() as session:
        page = order_search.search(session, shop.desk(), OrderFilter(text=text))
    assert [row.number for row in page.rows] == [number]


def _order_number(shop: DeskShop) -> str:
    """Of the one order, which is placed when it is first asked for."""
    with shop.database.read() as session:
        rows = order_search.search(session, shop.desk(), OrderFilter()).rows
    if rows:
        return rows[0].number
    view, _placed = shop.placed(shop.ready_draft(bill_to=SHENZHEN, ship_to=RENO))
    assert view.bill_to == SHENZHEN
    return view.number
