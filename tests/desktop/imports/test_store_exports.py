"""Product exports as stores write them on other days: sorted, in parts, with marks of spreadsheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.exports import catalogue_file as writing
from desktop.imports.importing import FileResult
from desktop.services.desk import Refused
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

NO_PRODUCT = "The row of its product was refused or is missing."


def woo(shop: DeskShop, folder: Path, name: str, *rows: dict[str, str]) -> FileResult:
    """Read a file of WooCommerce's with these *rows*."""
    headings = WOOCOMMERCE.rstrip().split(",")
    lines = [",".join(row.get(heading, "") for heading in headings) for row in rows]
    return take(shop, written(folder, WOOCOMMERCE + "\n".join(lines) + "\n", name=name))


def shopify(**said: str) -> str:
    """A row of Shopify's; of headings with several words the underscores are spaces."""
    cells = {name.replace("_", " "): text for name, text in said.items()}
    return ",".join(cells.pop(heading, "") for heading in SHOPIFY.rstrip().split(",")) + "\n"


@pytest.mark.parametrize(("sku", "parent"), [("HOOD", "HOOD"), ("HOOD", "hood"), ("", "id:10")])
def test_a_choice_finds_the_product_of_an_earlier_file(
    shop: DeskShop, tmp_path: Path, sku: str, parent: str
) -> None:
    product = {"ID": "10", "Type": "variable", "SKU": sku, "Name": "Hoodie", "Weight (lbs)": "2"}
    blue = {"ID": "11", "Type": "variation", "SKU": "H-1", "Name": "Hoodie - Blue"}
    blue |= {"Parent": parent, "Regular price": "45"}
    red = blue | {"ID": "12", "SKU": "H-2", "Name": "Hoodie - Red"}
    lost = red | {"ID": "13", "SKU": "H-3", "Parent": "id:99"}
    assert counts(woo(shop, tmp_path, "1.csv", product, blue)) == (2, 0, 0, 0)
    done = woo(shop, tmp_path, "2.csv", red, blue | {"Regular price": "44"}, lost)
    assert (counts(done), done.told[NO_PRODUCT]) == ((1, 1, 0, 1), 1)
    bundle = {"ID": "99", "Type": "bundle", "Name": "Set", "Regular price": "9"}
    assert counts(woo(shop, tmp_path, "lost.csv", lost, bundle)) == (2, 0, 0, 0)
    first, second = variant(shop, "H-1"), variant(shop, "H-2")
    assert first["product_id"] == second["product_id"]
    assert (first["amount_minor"], first["weight_grams"]) == (4400, 907)
    assert counts(woo(shop, tmp_path, "3.csv", product, red, blue)) == (0, 2, 1, 0)
    assert variant(shop, "H-2")["weight_grams"] == 907


def test_rows_of_a_product_may_stand_apart_and_repeat_its_title(
    shop: DeskShop, tmp_path: Path
) -> None:
    text = SHOPIFY + "".join(
        (
            shopify(Handle="mug", Title="Mug", Option1_Value="S", Variant_SKU="M1",
                    Variant_Price="3", Published="false"),
            shopify(Handle="mug", Title="Mug", Image_Src="x"),
            shopify(Handle="cap", Title="Cap", Option1_Value="Default Title", Variant_SKU="C1",
                    Variant_Price="4", Published="true", Status="unlisted"),
            shopify(Handle="mug", Option1_Value="L", Variant_SKU="M2", Variant_Price="5"),
            shopify(Handle="cap", Image_Src="y"),
        )
    )  # fmt: skip
    path = written(tmp_path, text)
    done = take(shop, path)
    assert (counts(done), done.told["A further picture: it counts with its product."]) == (
        (4, 0, 1, 0), 2,
    )  # fmt: skip
    large = variant(shop, "M2")
    assert (large["name"], large["product_id"]) == ("Mug, L", variant(shop, "M1")["product_id"])
    assert large["discontinued_at"] is not None
    cap = variant(shop, "C1")
    assert (cap["is_hidden"], cap["discontinued_at"]) == (True, None)
    assert counts(take(shop, path)) == (0, 0, 5, 0)


def test_apostrophes_that_keep_numbers_as_texts_are_no_part_of_them(
    shop: DeskShop, tmp_path: Path
) -> None:
    row = shopify(Handle="a", Title="'90s Mug", Variant_SKU="'00123", Variant_Price="'5.00",
                  Variant_Barcode="'0012345678905")  # fmt: skip
    done = take(shop, written(tmp_path, SHOPIFY + row))
    assert (counts(done), "The barcode is none and was not taken." in done.told) == (
        (1, 0, 0, 0), False,
    )  # fmt: skip
    mug = variant(shop, "00123")
    assert (mug["name"], mug["gtin"], mug["amount_minor"]) == ("'90s Mug", "00012345678905", 500)


def test_only_supervisors_write_the_products_out(shop: DeskShop, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="supervisor_needed"):
        writing.write(shop.database, shop.desk(), tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_a_row_of_ours_with_neither_sku_nor_key_is_no_product(
    shop: DeskShop, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    writing.write(shop.database, supervisor(shop), out)
    headings = out.read_text("utf-8-sig").splitlines()[0]
    names = {"Name": "New", "Product": "New", "Price": "5.00"}
    cells = [f'"{names.get(heading.strip(chr(34)), "")}"' for heading in headings.split(",")]
    path = written(tmp_path, f"{headings}\n{','.join(cells)}\n", name="edited.csv")
    done = take(shop, path)
    assert (counts(done), done.told) == (
        (0, 0, 0, 1), {"It has no SKU and nothing to make one from.": 1},
    )  # fmt: skip


def test_groups_are_known_by_sku_and_categories_are_one_line(
    shop: DeskShop, tmp_path: Path
) -> None:
    lamp = {"ID": "7", "Type": "simple", "SKU": "L-1", "Name": "Lamp", "Regular price": "5"}
    lamp |= {"Categories": '"Lamps\nand  more > Oil"'}
    group = {"Type": "grouped", "SKU": "SET-1", "Name": "Set", "Grouped products": "L-1"}
    done = woo(shop, tmp_path, "1.csv", lamp, group, group | {"SKU": ""})
    assert (counts(done), variant(shop, "L-1")["categories"]) == (
        (2, 0, 0, 1), ["Lamps and more > Oil"],
    )  # fmt: skip
    assert counts(woo(shop, tmp_path, "2.csv", lamp, group)) == (0, 0, 2, 0)
    out = tmp_path / "out.csv"
    rows = writing.write(shop.database, supervisor(shop), out)
    assert counts(take(shop, out)) == (0, 0, rows, 0)
