"""What lies on the shelf as a file, in the form that the same program reads."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from desktop.exports.table_writing import Cancelled, Progress, write_table
from desktop.imports.stock_file import OWN_HEADINGS
from desktop.services.desk import Desk
from models.product import ProductVariant
from models.session import Database


def write(
    database: Database,
    desk: Desk,
    path: Path,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Write every SKU's stock to the new file *path*, and return how many.

    Raises:
        AgentError: there is such a file already.
        WorldError: it cannot be written.
        WritingCancelled: *cancelled* said so; no file is left.
    """
    query = (
        select(
            ProductVariant.sku, ProductVariant.gtin, ProductVariant.stock_on_hand,
            ProductVariant.low_stock_at, ProductVariant.restock_on,
        )
        .where(ProductVariant.store_id == desk.store_id)
        .order_by(ProductVariant.id)
        .execution_options(yield_per=500)
    )  # fmt: skip
    with database.read() as session:
        rows = (
            ["" if value is None else str(value) for value in row] for row in session.execute(query)
        )
        return write_table(path, tuple(OWN_HEADINGS), rows, progress=progress, cancelled=cancelled)
