"""What a shop expects of its web store's products, one rule after the other."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.errors import AgentError
from desktop.exports import catalogue_file as writing
from desktop.imports import catalogue_file, file_run
from desktop.imports.importing import FileSpec
from desktop.services.catalogue import find_items
from models.product import Product, ProductVariant, ProductWord
from tests.desktop.factories import DeskShop, copy_desk_shop
from tests.desktop.imports.catalogues import (
    SHOPIFY,
    WOOCOMMERCE,
    counts,
    supervisor,
    take,
    variant,
    written,
)
from tests.desktop.imports.real_files import real_file

CARD = "4242" * 4
REAL = ("shopify-jewelery.csv", "woocommerce-products.csv", "electronics-33.csv")


def words_of(shop: DeskShop, sku: str) -> list[str]:
    """The words that find a SKU."""
    with shop.database.read() as session:
        return sorted(
            session.scalars(
                select(ProductWord.word)
                .join(ProductVariant, ProductVariant.id == ProductWord.variant_id)
                .where(ProductVariant.sku == sku)
            )
        )


def skus_found(shop: DeskShop, text: str) -> set[str]:
    """What the desk finds."""
    with shop.database.read() as session:
        return {item.sku for item in find_items(session, shop.desk(), text)}


def test_a_price_is_read_as_the_last_row_of_its_column_says(shop: DeskShop, tmp_path: Path) -> None:
    rows = "".join(f"N-{n};Thing {n};{n}\n" for n in range(300))
    done = take(shop, written(tmp_path, f"sku;name;price\nA-1;Lamp;1.299\n{rows}A-2;Wick;3,20\n"))
    assert done.refused == 0
    assert variant(shop, "A-1")["amount_minor"] == 129900
    assert variant(shop, "A-2")["amount_minor"] == 320
    assert variant(shop, "N-12")["amount_minor"] == 1200
    alone = written(tmp_path, "sku,name,price\nB-1,Lamp,1.299\nB-2,Wick,€ 5\n", name="2.csv")
    done = take(shop, alone)
    assert counts(done) == (1, 0, 0, 1)
    assert done.told == {
        "Its price could be read in two ways.": 1,
        "The price names another currency; it was taken in the shop's.": 1,
    }


def test_a_sale_that_is_none_is_told_and_left_out(shop: DeskShop, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "sku,name,price,sale price,sale from,sale until\n"
        "A-1,Lamp,10.00,12.00,,\n"
        "A-2,Wick,10.00,8.00,3/9/2026,3/2/2026\n"
        "A-3,Oil,10.00,8.00,soon,\n"
        "A-4,Jug,10.00,8.00,2026-03-02 00:00:00,2026-03-31 23:59:59\n"
        "A-5,Jar,-1,,,\n",
    )
    done = take(shop, path)
    assert counts(done) == (4, 0, 0, 1)
    assert [variant(shop, f"A-{n}")["sale_minor"] for n in range(1, 5)] == [None, None, None, 800]
    jug = variant(shop, "A-4")
    assert (jug["sale_from"], jug["sale_until"]) == (date(2026, 3, 2), date(2026, 3, 31))
    assert done.told["The days of the sale cannot be read, so the sale price was not taken."] == 2
    dearer = take(shop, written(tmp_path, "sku,price\nA-4,7.50\na-1,11\n", name="2.csv"))
    assert counts(dearer) == (0, 2, 0, 0)
    jug = variant(shop, "A-4")
    assert (jug["amount_minor"], jug["sale_minor"], jug["sale_until"]) == (750, None, None)


def test_a_list_of_choices_leaves_their_product_its_name(shop: DeskShop, tmp_path: Path) -> None:
    take(
        shop,
        written(
            tmp_path,
            SHOPIFY + "tee,Tee,Soft.,,,,true,Size,Small,,T-S,,,,9.00,,true,true,,,active\n"
            "tee,,,,,,,,Large,,T-L,,,,9.00,,true,true,,,\n",
        ),
    )
    path = written(
        tmp_path,
        "sku,name,price,description\nT-S,Tee in small,9.00,One\nT-L,Tee in large,9.00,Two\n",
        name="2.csv",
    )
    done = take(shop, path)
    assert counts(done) == (0, 2, 0, 0)
    assert done.told == {"An earlier row says otherwise of its product, and counts.": 1}
    assert variant(shop, "T-L")["description"] == "One"
    assert words_of(shop, "T-L") == ["in", "large", "tee"]
    with shop.database.read() as session:
        keys = list(
            session.scalars(select(Product.name).where(Product.source_key == "shopify:tee"))
        )
    assert keys == ["Tee"]
    assert counts(take(shop, path)) == (0, 0, 2, 0)


def test_a_group_is_found_by_its_name_until_it_is_another(shop: DeskShop, tmp_path: Path) -> None:
    def group(name: str, members: str) -> Path:
        return written(
            tmp_path,
            f"{WOOCOMMERCE}"
            f'14,grouped,SET,{name},1,visible,,,,taxable,,1,,,,,,,"{members}"\n'
            "10,variable,TEE,Tee,1,visible,,,,taxable,,1,,,,,,,\n"
            "11,variation,TEE-R,Tee - Red,1,visible,,,,taxable,parent,1,,,,5,,TEE,\n"
            "12,variation,,Tee - Blue,1,visible,,,,taxable,parent,1,,,,5,,id:10,\n"
            "13,simple,CAP,Cap,1,visible,,,,taxable,,1,,,,5,,,\n",
        )

    assert counts(take(shop, group("Summer Fun", "id:13, TEE, LAMP-1, gone"))) == (5, 0, 0, 0)
    assert skus_found(shop, "summer") == {"CAP", "TEE-R", "woo-12", "LAMP-1"}
    with shop.database.read() as session:
        members = session.scalar(select(Product.members).where(Product.name == "Summer Fun"))
    assert members == ["CAP", "woo-12", "TEE-R", "LAMP-1", "gone"]
    assert counts(take(shop, group("Summer Fun", "id:13, TEE, LAMP-1, gone"))) == (0, 0, 5, 0)
    assert counts(take(shop, group("Winter Fun", "CAP, WICK-2"))) == (0, 1, 4, 0)
    assert skus_found(shop, "summer") == set()
    assert skus_found(shop, "winter") == {"CAP", "WICK-2"}
    assert words_of(shop, "LAMP-1") == ["brass", "lamp"]
    assert words_of(shop, "CAP") == ["cap", "fun", "winter"]


def test_a_choice_takes_from_its_product_what_it_lacks(shop: DeskShop, tmp_path: Path) -> None:
    head = WOOCOMMERCE.rstrip("\n") + ",Attribute 1 value(s),Attribute 2 value(s)\n"
    text = (
        head + "11,variation,T-R,Tee,1,visible,,,,taxable,parent,1,parent,,,5,,T,,Red,Large\n"
        '10,variable,T,Tee,0,visible,,,,taxable,,1,9,2,,,"Wear \\, Co > Tees",,,"Red, Blue",\n'
        '13,"simple, downloadable",S,Song,1,visible,,,,none,,1,,,,5,,,,,\n'
        "15,external,G,Gift,1,visible,,,,taxable,zero-rate,1,,,,,,,,,\n"
        "16,simple,N,Nothing,1,visible,,,,taxable,,0,,,,,,,,,\n"
        "17,simple,P,Penny,1,visible,,,,taxable,,0,,,,1,,,,,\n"
        "18,variation,,Lone,1,visible,,,,taxable,,1,,,,1,,NOBODY,,,\n"
    )
    done = take(shop, written(tmp_path, text))
    assert counts(done) == (5, 0, 0, 2)
    red = variant(shop, "T-R")
    assert red["name"] == "Tee - Red, Large"
    assert (red["weight_grams"], red["stock_on_hand"]) == (907, None)
    assert red["discontinued_at"] == shop.clock.now()
    assert red["categories"] == ["Wear , Co > Tees"]
    song = variant(shop, "S")
    assert (song["needs_shipping"], song["tax_class"]) == (False, "exempt")
    assert variant(shop, "P")["stock_on_hand"] == 0
    assert done.told["Sold elsewhere: on file, and not offered here."] == 1
    assert done.told["It has no price, so it is not offered."] == 1
    assert done.told["It has no price."] == 1
    assert done.told["The row of its product was refused or is missing."] == 1
    sold_again = text.replace("10,variable,T,Tee,0", "10,variable,T,Tee,1")
    assert take(shop, written(tmp_path, sold_again, name="2.csv")).updated == 1
    assert variant(shop, "T-R")["discontinued_at"] is None


def test_a_made_sku_stays_and_is_never_another_s(shop: DeskShop, tmp_path: Path) -> None:
    long = "a-very-long-handle-that-goes-on-and-on-for-the-sake-of-it"
    text = (
        SHOPIFY + f"{long},Long,,,,,true,Size,Small and more,,,,,,9.00,,true,true,,,active\n"
        f"{long},,,,,,,,Small and less,,,,,,9.00,,true,true,,,\n"
        "sign,Sign,,,,,true,Mark,+,,,,,,9.00,,true,true,,,active\n"
        "sign,,,,,,,,-,,,,,,9.00,,true,true,,,\n"
        "free,Free,,,,,true,Title,Default Title,,,,shopify,-3,0,,false,true,,,draft\n"
    )
    done = take(shop, written(tmp_path, text))
    assert counts(done) == (5, 0, 0, 0)
    with shop.database.read() as session:
        made = list(
            session.scalars(
                select(ProductVariant.sku)
                .join(Product, Product.id == ProductVariant.product_id)
                .where(Product.source_key.startswith("shopify:"))
            )
        )
    assert len(set(made)) == 5
    assert all(len(sku) <= 60 for sku in made)
    free = variant(shop, "free")
    assert (free["stock_on_hand"], free["amount_minor"], free["needs_shipping"]) == (0, 0, False)
    assert free["discontinued_at"] is not None
    assert done.told["The stock is less than none and was taken as none."] == 1
    assert counts(take(shop, written(tmp_path, text))) == (0, 0, 5, 0)


def test_what_looks_like_a_card_refuses_its_row_wherever_it_hides(
    shop: DeskShop, tmp_path: Path
) -> None:
    parted = "/".join(CARD[at : at + 4] for at in range(0, 16, 4))
    path = written(
        tmp_path,
        "sku,upc,name,price,category\n"
        f"{parted},,Lamp,1.00,\n"
        f"A-2,,Lamp '{CARD[:8]}'{CARD[8:]},1.00,\n"
        f"A-3,,Wick,1.00,Lamps;{CARD}\n"
        f"A-4,{CARD},Oil,1.00,\n"
        "A-5,4006381333931,Jug,1.00,\n",
    )
    done = take(shop, path)
    assert counts(done) == (1, 0, 0, 4)
    assert done.told == {"It holds what looks like a card number.": 4}
    assert done.report is not None
    assert not any(card in done.report.read_text("utf-8-sig") for card in (CARD, parted))
    assert variant(shop, "A-5")["gtin"] == "04006381333931"
    shopify = (
        f"{SHOPIFY}pot,Pot,call {CARD},,,,true,Size,Small,,,,,,9.00,,true,true,,,active\n"
        "pot,,,,,,,,Large,,,,,,9.00,,true,true,,,\npot,,,,,,,,,,,,,,,,,,,c.jpg,\n"
    )
    done = take(shop, written(tmp_path, shopify, name="2.csv"))
    assert counts(done) == (0, 0, 0, 3)
    assert done.told["The row of its product was refused or is missing."] == 2


def test_the_desk_s_own_tax_class_stays_while_a_product_is_taxed(
    shop: DeskShop, tmp_path: Path
) -> None:
    def row(taxed: str) -> Path:
        return written(
            tmp_path,
            f"{SHOPIFY}tea,Green Tea,,,,,true,Title,Default Title,,TEA-3,,,,5.00,,true,{taxed},,,"
            "active\n",
        )

    take(shop, row("true"))
    assert variant(shop, "TEA-3")["tax_class"] == "food"
    take(shop, row("false"))
    assert variant(shop, "TEA-3")["tax_class"] == "exempt"
    take(shop, row("true"))
    assert variant(shop, "TEA-3")["tax_class"] == "standard"


def test_weights_are_taken_in_their_unit_and_columns_left_out_are_named(
    shop: DeskShop, tmp_path: Path
) -> None:
    path = written(
        tmp_path,
        "sku,name,price,weight,model,visibility\n"
        "A-1,Lamp,1.00,2,X1,visible\nA-2,Wick,1.00,500 g,X2,hidden\nA-3,Oil,1.00,\"1,5 kg\",,\n"
        "A-4,Jug,1.00,heavy,,\n",
    )  # fmt: skip
    done = take(shop, path)
    assert [variant(shop, f"A-{n}")["weight_grams"] for n in range(1, 5)] == [907, 500, 1500, 0]
    assert [variant(shop, f"A-{n}")["is_hidden"] for n in (1, 2)] == [False, True]
    assert done.told == {
        "Weights that name no unit are taken as pounds.": 4,
        "Columns left out: model.": 4,
        "Hidden in the store: found by its SKU and barcode only.": 1,
        "The weight cannot be read and was not taken.": 1,
    }


def test_products_go_to_another_shop_and_come_back(
    shop: DeskShop, shop_to_copy: DeskShop, tmp_path: Path
) -> None:
    for name in REAL:
        take(shop, real_file(name, tmp_path))
    path = tmp_path / "all.csv"
    rows = writing.write(shop.database, supervisor(shop), path)
    assert rows == 23 + 22 + 33 + 6  # every SKU, and the group; the last six were there before
    assert counts(take(shop, path)) == (0, 0, rows, 0)
    folder = tmp_path / "other"
    folder.mkdir()
    other = copy_desk_shop(shop_to_copy, folder)
    try:
        assert counts(take(other, path)) == (rows - 6, 0, 6, 0)
        back = tmp_path / "back.csv"
        assert writing.write(other.database, supervisor(other), back) == rows
        assert counts(take(shop, back)) == (0, 0, rows, 0)
        assert skus_found(other, "logo collection") == skus_found(shop, "logo collection") != set()
    finally:
        other.database.close()


def test_two_do_not_bring_products_in_at_once(
    shop: DeskShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server's database takes several files at once, and then compares once more."""
    monkeypatch.setattr(file_run, "one_at_a_time", lambda _database: nullcontext())
    first = written(tmp_path, "sku,name,price\nA-1,Lamp,1.00\n")
    second = written(tmp_path, "sku,name,price\nA-1,Lamp,2.00\n", name="2.csv")
    asked = 0

    def meanwhile() -> bool:
        nonlocal asked
        asked += 1
        if asked == 3:  # the rows are compared, and not written yet
            take(shop, second)
        return False

    with pytest.raises(AgentError, match="Somebody else has just brought products in"):
        catalogue_file.run(shop.database, supervisor(shop), FileSpec(first), cancelled=meanwhile)
    assert variant(shop, "A-1")["amount_minor"] == 200
