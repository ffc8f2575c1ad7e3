"""The shop's products as a file, in the form that the same program reads: nothing is another then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Row, String, Table, select, type_coerce
from sqlalchemy.orm import Session

from desktop.exports.table_writing import Cancelled, Progress, write_table
from desktop.exports.words import money_text, yes_or_no
from desktop.imports.catalogue_columns import OWN_HEADINGS
from desktop.imports.own_keys import own_key
from desktop.services.desk import Desk
from desktop.services.stores import require_supervisor
from models.money import exponent
from models.product import Price, Product, ProductVariant
from models.session import Database

_PRODUCTS = cast("Table", Product.__table__)
_VARIANTS = cast("Table", ProductVariant.__table__)
_PRICES = cast("Table", Price.__table__)


def write(
    database: Database,
    desk: Desk,
    path: Path,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Write every product to the new file *path*: a row for each SKU, and one for each product without.

    Returns:
        The number of rows.

    Raises:
        Refused: `supervisor_needed`.
        AgentError: there is such a file already.
        WorldError: it cannot be written.
        WritingCancelled: *cancelled* said so; no file is left.
    """
    require_supervisor(desk)
    with database.read() as session:
        return write_table(
            path, tuple(OWN_HEADINGS), _rows(session, desk), progress=progress, cancelled=cancelled
        )


def _rows(session: Session, desk: Desk) -> Iterator[list[str]]:
    digits = exponent(desk.currency)
    joined = _VARIANTS.outerjoin(
        _PRICES, (_PRICES.c.variant_id == _VARIANTS.c.id) & (_PRICES.c.currency == desk.currency)
    )
    query = (
        select(*_labelled(_PRODUCTS, "p"), *_labelled(_VARIANTS, "v"), *_labelled(_PRICES, "r"))
        .select_from(_PRODUCTS.outerjoin(joined, _VARIANTS.c.product_id == _PRODUCTS.c.id))
        .where(_PRODUCTS.c.store_id == desk.store_id)
        .order_by(_PRODUCTS.c.id, _VARIANTS.c.position, type_coerce(_VARIANTS.c.sku_key, String))
        .execution_options(yield_per=500)
    )
    for row in session.execute(query):
        if row.v_id is not None or row.p_source_key:
            yield _cells(row, digits)


def _labelled(table: Table, before: str) -> list[Any]:
    return [column.label(f"{before}_{column.name}") for column in table.c]


def _cells(row: Row[Any], digits: int) -> list[str]:
    said: dict[str, str] = {
        "product": row.p_name,
        "product_key": row.p_source_key or own_key(row.p_id),
        "description": row.p_description,
        "vendor": row.p_vendor,
        "category": "\n".join(row.p_categories),
        "tax_class": row.p_tax_class,
        "hidden": yes_or_no(row.p_is_hidden),
        "members": "\n".join(row.p_members),
    }
    if row.v_id is not None:
        said |= {
            "sku": row.v_sku,
            "barcode": row.v_gtin or "",
            "name": row.v_name,
            "caption": row.v_caption,
            "price": money_text(row.r_amount_minor, digits),
            "sale_price": money_text(row.r_sale_minor, digits),
            "sale_from": _text(row.r_sale_from),
            "sale_until": _text(row.r_sale_until),
            "weight": str(row.v_weight_grams),
            "stock": _text(row.v_stock_on_hand),
            "low_stock": str(row.v_low_stock_at),
            "restock_on": _text(row.v_restock_on),
            "needs_shipping": yes_or_no(row.v_needs_shipping),
            "published": yes_or_no(row.v_discontinued_at is None),
            "position": str(row.v_position),
        }
    return [said.get(kind, "") for kind in OWN_HEADINGS.values()]


def _text(value: object) -> str:
    return "" if value is None else str(value)
