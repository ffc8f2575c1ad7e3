"""Products read from files: web stores' own, ours, and any list with a SKU."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.errors import AgentError
from desktop.exports import catalogue_file as writing
from desktop.exports import stock_file as stock_writing
from desktop.imports import catalogue_file, stock_file
from desktop.imports.importing import FileSpec, ImportCancelled, Outcome
from desktop.services.catalogue import find_items
from desktop.services.desk import Refused
from models.audit import AuditEntry
from models.product import Price, Product, ProductVariant, ProductWord
from tests.desktop.factories import DeskShop
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


def state(shop: DeskShop) -> list[int]:
    """How many rows there are of all that an import writes."""
    with shop.database.read() as session:
        return [
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Product, ProductVariant, Price, ProductWord, AuditEntry)
        ]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("electronics-33.csv", 33),
        ("shopify-home-and-garden.csv", 21),
        ("shopify-jewelery.csv", 41),
        ("woocommerce-products.csv", 24),
    ],
)
def test_real_files_come_in_whole_and_change_nothing_again(
    shop: DeskShop, tmp_path: Path, name: str, rows: int
) -> None:
    path = real_file(name, tmp_path)
    assert counts(take(shop, path)) == (rows, 0, 0, 0)
    assert counts(take(shop, path)) == (0, 0, rows, 0)


def test_variants_on_following_rows_and_pictures(shop: DeskShop, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        SHOPIFY
        + 'pot,Clay Pot,"<p>A pot &amp; <b>saucer</b></p><ul><li>red</li></ul>",Kiln,Garden,"Clay, Pot",'
        "true,Size,Small,,,500,shopify,7,9.99,12.00,true,true,4006381333931,a.jpg,active\n"
        "pot,,,,,,,,Large,Blue,POT-L,900,,,15.99,,false,true,,b.jpg,\n"
        "pot,,,,,,,,,,,,,,,,,,,c.jpg,\n"
        "gone,Old Pot,,,,,true,Title,Default Title,,OLD,0,,,5,,true,false,,,archived\n",
    )
    done = take(shop, path)
    assert counts(done) == (4, 0, 0, 0)
    small = variant(shop, "pot-small")
    assert small["name"] == "Clay Pot, Small"
    assert small["description"] == "A pot & saucer\nred"
    assert small["categories"] == ["Garden", "Clay", "Pot"]
    assert (small["amount_minor"], small["sale_minor"]) == (1200, 999)
    assert (small["stock_on_hand"], small["weight_grams"]) == (7, 500)
    assert small["gtin"] == "04006381333931"
    large = variant(shop, "POT-L")
    assert large["name"] == "Clay Pot, Large, Blue"
    assert large["product_id"] == small["product_id"]
    assert (large["stock_on_hand"], large["needs_shipping"]) == (None, False)
    old = variant(shop, "OLD")
    assert (old["name"], old["tax_class"]) == ("Old Pot", "exempt")
    assert old["discontinued_at"] is not None
    assert done.told["It had no SKU; one was made."] == 1
    assert done.told["A further picture: it counts with its product."] == 1


def test_a_store_with_variations_groups_and_sales(shop: DeskShop, tmp_path: Path) -> None:
    text = (
        WOOCOMMERCE
        + "11,variation,TEE-R,Tee - Red,1,visible,,2026-03-01,2026-03-31,taxable,parent,1,3,0.5,"
        "20,25.00,,TEE,\n"
        "10,variable,TEE,Tee,1,visible,Soft.,,,taxable,,1,,,,,\"Clothing > Tees, New\",,\n"
        "12,simple,CAP,Cap,1,hidden,,,,none,,0,,,,18,,,\n"
        "13,\"simple, virtual\",TUNE,Tune,0,visible,,,,taxable,reduced-rate,1,,,,2,,,\n"
        "14,grouped,SET,Summer Collection,1,visible,,,,taxable,,1,,,,,,,\"CAP, TEE-R\"\n"
        "15,simple,,Nameless Hat,1,visible,,,,taxable,,1,,,,7.005,,,\n"
    )  # fmt: skip
    done = take(shop, written(tmp_path, text))
    # The variation stood before its product: whoever reads the whole file first knows it.
    assert counts(done) == (6, 0, 0, 0)
    red = variant(shop, "TEE-R")
    assert (red["name"], red["description"]) == ("Tee - Red", "Soft.")
    assert red["categories"] == ["Clothing > Tees", "New"]
    assert (red["amount_minor"], red["sale_minor"]) == (2500, 2000)
    assert (red["sale_from"], red["sale_until"]) == (date(2026, 3, 1), date(2026, 3, 31))
    assert red["weight_grams"] == 227
    cap = variant(shop, "CAP")
    assert (cap["is_hidden"], cap["tax_class"], cap["stock_on_hand"]) == (True, "exempt", 0)
    tune = variant(shop, "TUNE")
    assert (tune["needs_shipping"], tune["tax_class"]) == (False, "reduced-rate")
    assert tune["discontinued_at"] is not None
    assert variant(shop, "woo-15")["amount_minor"] == 701
    with shop.database.read() as session:
        found = find_items(session, shop.desk(), "summer")
        assert "TEE-R" in {item.sku for item in found}
        assert session.scalar(select(Product.members).where(Product.name == "Summer Collection")) == [
            "CAP", "TEE-R",
        ]  # fmt: skip


def test_a_change_in_the_file_changes_what_it_says_and_nothing_else(
    shop: DeskShop, tmp_path: Path
) -> None:
    take(shop, written(tmp_path, "sku,name,price,description\nA-1,Oak Table,10.00,Solid\n"))
    before = variant(shop, "A-1")
    done = take(shop, written(tmp_path, "sku,name,price\na1,Ash Table,12.50\n", name="2.csv"))
    assert counts(done) == (0, 1, 0, 0)
    after = variant(shop, "a1")
    assert (after["name"], after["amount_minor"], after["description"]) == (
        "Ash Table", 1250, "Solid",
    )  # fmt: skip
    assert after["variant_id"] == before["variant_id"]
    with shop.database.read() as session:
        assert find_items(session, shop.desk(), "oak") == ()
        assert [item.sku for item in find_items(session, shop.desk(), "ash")] == ["a1"]


@pytest.mark.parametrize(
    ("price", "minor"),
    [
        ("1.299,00", 129900), ("12,50", 1250), ("€ 5", 500), ("EUR 7,25", 725), ("1.299", 129900),
    ],
)  # fmt: skip
def test_prices_with_a_comma(shop: DeskShop, tmp_path: Path, price: str, minor: int) -> None:
    text = f"sku;name;price\nA-1;Lamp;{price}\nA-2;Wick;3,20\nA-3;Oil;4,10\n"
    take(shop, written(tmp_path, text, encoding="cp1252"))
    assert variant(shop, "A-1")["amount_minor"] == minor


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_prices_with_a_point_tabs_and_encodings(
    shop: DeskShop, tmp_path: Path, encoding: str
) -> None:
    text = 'sku\tname\tprice\nA-1\tLámpara\t"1,299.00"\n\t\t\nA-2\tWick\t3.20\n'
    assert counts(take(shop, written(tmp_path, text, encoding=encoding))) == (2, 0, 0, 0)
    made = variant(shop, "A-1")
    assert (made["name"], made["amount_minor"]) == ("Lámpara", 129900)


def test_refused_rows_are_named_by_line_and_reason(shop: DeskShop, tmp_path: Path) -> None:
    card = "4242" * 4
    path = written(
        tmp_path,
        "sku,name,price,description\n"
        f"A-1,Lamp,1.00,call me at {card}\n"
        "A-2,,2.00,\n"
        "A-3,Oil,minus,\n"
        ",Wick,1.00,\n"
        "A-5,Wick,1.00,\n"
        "a5,Wick,2.00,\n"
        "A-7,Jug,,\n",
    )
    done = take(shop, path)
    assert counts(done) == (1, 0, 0, 6)
    assert done.report == tmp_path / "list.report.csv"
    text = done.report.read_text("utf-8-sig")
    assert card not in text
    told = {
        int(line): (outcome, why) for line, outcome, why in list(csv.reader(text.splitlines()))[1:]
    }
    assert told == {
        2: ("refused", "It holds what looks like a card number."),
        3: ("refused", "It has no name."),
        4: ("refused", "Its price cannot be read."),
        5: ("refused", "It has no SKU and nothing to make one from."),
        6: ("created", ""),
        7: ("refused", "Its SKU stands in this file before, with something else."),
        8: ("refused", "It has no price."),
    }


@pytest.mark.parametrize(
    "damage", ['A-2,"Wick,1.00\n' * 3, "A-2,Wi\0ck,1.00\n", "A-2," + "x" * 5_000_000 + "\n"]
)
def test_a_broken_file_leaves_nothing(shop: DeskShop, tmp_path: Path, damage: str) -> None:
    before = state(shop)
    rows = "".join(f"B-{n},Lamp {n},1.00\n" for n in range(2000))
    path = written(tmp_path, f"sku,name,price\n{rows}{damage}")
    with pytest.raises(AgentError):
        take(shop, path)
    assert state(shop) == before
    assert list(tmp_path.glob("*.report*")) == []


@pytest.mark.parametrize("asked", [0, 1, 2])
def test_stopping_leaves_nothing(shop: DeskShop, tmp_path: Path, asked: int) -> None:
    before, answers = state(shop), iter([False] * asked + [True] * 9)
    path = written(tmp_path, "sku,name,price\nB-1,Lamp,1.00\nB-2,Wick,1.00\n")
    with pytest.raises(ImportCancelled):
        catalogue_file.run(
            shop.database, supervisor(shop), FileSpec(path), cancelled=lambda: next(answers)
        )
    assert state(shop) == before
    assert list(tmp_path.glob("*.report*")) == []


def test_only_supervisors_and_only_with_something_to_tell_products_apart(
    shop: DeskShop, tmp_path: Path
) -> None:
    path = written(tmp_path, "name,price\nLamp,1.00\n")
    with pytest.raises(Refused) as refused:
        catalogue_file.run(shop.database, shop.desk(), FileSpec(path))
    assert refused.value.code == "supervisor_needed"
    with pytest.raises(AgentError, match="SKU or a barcode"):
        take(shop, path)
    seen = catalogue_file.preview(shop.database, supervisor(shop), path)
    assert seen.missing == ("sku", "barcode")


def test_what_was_said_of_the_columns_is_remembered(shop: DeskShop, tmp_path: Path) -> None:
    path = written(tmp_path, "Ref,Was heißt es,Kosten\nA-1,Lampe,1.00\n")
    desk = supervisor(shop)
    assert catalogue_file.preview(shop.database, desk, path).columns == {}
    said = {0: "sku", 1: "name", 2: "price"}
    assert counts(take(shop, path, said)) == (1, 0, 0, 0)
    again = catalogue_file.preview(shop.database, desk, path)
    assert again.columns == said
    assert [row.outcome for row in again.seen] == [Outcome.CREATED]
    assert counts(take(shop, path)) == (0, 0, 1, 0)


def test_round_trips_change_nothing(shop: DeskShop, tmp_path: Path) -> None:
    take(
        shop,
        written(
            tmp_path,
            WOOCOMMERCE
            + '10,variable,TEE,=Tee <b>,1,visible,"5 < 6 & ""so""",,,taxable,,1,,,,,A,,\n'
            "11,variation,'-R,Tee - Red,1,visible,,2026-03-01,2026-03-31,taxable,parent,1,3,0.5,20,"
            "25.00,,TEE,\n"
            '14,grouped,SET,Set,1,hidden,,,,taxable,,1,,,,,,,"-R, LAMP-1"\n',
        ),
    )
    desk = supervisor(shop)
    for module, reading, name in (
        (writing, catalogue_file, "all.csv"),
        (stock_writing, stock_file, "stock.csv"),
    ):
        rows = module.write(shop.database, desk, tmp_path / name)
        done = reading.run(shop.database, desk, FileSpec(tmp_path / name))
        assert counts(done) == (0, 0, rows, 0)
        seen = reading.preview(shop.database, desk, tmp_path / name)
        assert seen.made_by == "Order Desk"
    with pytest.raises(AgentError, match="of that name already"):
        writing.write(shop.database, desk, tmp_path / "all.csv")


def test_stock_is_taken_by_sku_or_barcode(shop: DeskShop, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "SKU,UPC,Quantity,Reorder point\n"
        "lamp 1,,25,4\n"
        ",4006381333931,25,4\n"
        "WICK-2,,100,2\n"
        "TEA-3,,1.5,\n"
        "NONE-9,,1,\n"
        "BOOK-4,,,\n"
        "GONE-5,,-3,\n",
    )
    done = stock_file.run(shop.database, shop.desk(), FileSpec(path))
    assert counts(done) == (0, 3, 2, 2)
    assert variant(shop, "LAMP-1")["stock_on_hand"] == 25
    assert variant(shop, "GONE-5")["stock_on_hand"] == 0
    assert variant(shop, "BOOK-4")["stock_on_hand"] is None
    assert done.told == {
        "Its stock is no whole number of pieces.": 1,
        "There is no product with this SKU or barcode.": 1,
        "Its stock is less than none and was taken as none.": 1,
    }
    again = stock_file.run(shop.database, shop.desk(), FileSpec(path))
    assert counts(again) == (0, 0, 5, 2)


def test_a_barcode_of_several_products_counts_for_none(shop: DeskShop, tmp_path: Path) -> None:
    take(shop, written(tmp_path, "sku,upc,name,price\nLAMP-2,4006381333931,Copper Lamp,9.00\n"))
    stock = written(tmp_path, 'UPC,Quantity\n4006381333931,"1,200"\n', name="stock.csv")
    done = stock_file.run(shop.database, shop.desk(), FileSpec(stock))
    assert (counts(done), done.told) == ((0, 0, 0, 1), {"Several products have this barcode.": 1})
    by_sku = written(tmp_path, 'SKU,Quantity\nlamp2,"1,200"\n', name="skus.csv")
    assert counts(stock_file.run(shop.database, shop.desk(), FileSpec(by_sku))) == (0, 1, 0, 0)
    assert variant(shop, "LAMP-2")["stock_on_hand"] == 1200
    assert variant(shop, "LAMP-1")["stock_on_hand"] == 10
