"""The shop's shipping methods as a file, in the form that the same program reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from desktop.exports.table_writing import Cancelled, Progress, write_table
from desktop.exports.words import money_text, yes_or_no
from desktop.imports.shipping_columns import OWN_HEADINGS
from desktop.services.desk import Desk
from desktop.services.stores import require_supervisor
from models.money import exponent
from models.session import Database
from models.shipping import PriceBasis, ShippingMethod, ShippingPrice


def write(
    database: Database,
    desk: Desk,
    path: Path,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Write every method, a row for each of its prices, to the new file *path*; return how many rows.

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


def _rows(session: Session, desk: Desk) -> Iterator[tuple[str, ...]]:
    methods = session.scalars(
        select(ShippingMethod)
        .where(ShippingMethod.store_id == desk.store_id)
        .options(selectinload(ShippingMethod.prices))
        .order_by(ShippingMethod.position, ShippingMethod.code)
    )
    for method in methods:
        said = (
            method.code, method.name, method.carrier, yes_or_no(method.reaches_po_boxes),
            yes_or_no(method.reaches_military), " ".join(method.countries),
            " ".join(method.states_not_reached), str(method.least_days), str(method.most_days),
            yes_or_no(method.active), str(method.position),
        )  # fmt: skip
        for price in method.prices:
            yield *said, *_price(price)


def _price(price: ShippingPrice) -> tuple[str, ...]:
    digits = exponent(price.currency)
    is_weight = price.basis is PriceBasis.WEIGHT
    start = str(price.from_value) if is_weight else money_text(price.from_value, digits)
    return price.currency, price.basis.value, start, money_text(price.amount_minor, digits)
