"""Product files for tests: their headings, and what they leave on file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from desktop.imports import catalogue_file
from desktop.imports.importing import FileResult, FileSpec
from desktop.services.desk import Desk
from models.product import Price, Product, ProductVariant
from tests.desktop.factories import DeskShop

SHOPIFY = (
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Value,"
    "Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,"
    "Variant Compare At Price,Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,"
    "Status\n"
)
WOOCOMMERCE = (
    "ID,Type,SKU,Name,Published,Visibility in catalog,Description,Date sale price starts,"
    "Date sale price ends,Tax status,Tax class,In stock?,Stock,Weight (lbs),Sale price,"
    "Regular price,Categories,Parent,Grouped products\n"
)


def supervisor(shop: DeskShop) -> Desk:
    """Dana, who may do this."""
    return replace(shop.desk(), may_supervise=True)


def written(folder: Path, text: str, *, name: str = "list.csv", encoding: str = "utf-8") -> Path:
    """A file in *folder*."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def take(shop: DeskShop, path: Path, columns: dict[int, str] | None = None) -> FileResult:
    """Read the file."""
    return catalogue_file.run(shop.database, supervisor(shop), FileSpec(path, columns))


def counts(done: FileResult) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, refused."""
    return done.created, done.updated, done.unchanged, done.refused


def variant(shop: DeskShop, sku: str) -> dict[str, Any]:
    """All that is on file of a SKU."""
    with shop.database.read() as session:
        row = session.execute(
            select(ProductVariant, Product, Price)
            .join(Product, Product.id == ProductVariant.product_id)
            .join(Price, Price.variant_id == ProductVariant.id)
            .where(ProductVariant.sku == sku)
        ).one()
        return {key: value for part in reversed(row) for key, value in vars(part).items()}
