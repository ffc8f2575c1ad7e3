"""The shop's tax rates as a file, in the form that the same program reads."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from desktop.exports.table_writing import Cancelled, Progress, write_table
from desktop.exports.words import yes_or_no
from desktop.imports.tax_rates_columns import OWN_HEADINGS
from desktop.services.desk import Desk
from desktop.services.stores import require_supervisor
from desktop.services.tax_settings import format_percent
from models.session import Database
from models.tax import TaxRate


def write(
    database: Database,
    desk: Desk,
    path: Path,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Write every rate, of every day, to the new file *path*, and return how many.

    Raises:
        Refused: `supervisor_needed`.
        AgentError: there is such a file already.
        WorldError: it cannot be written.
        WritingCancelled: *cancelled* said so; no file is left.
    """
    require_supervisor(desk)
    query = (
        select(
            TaxRate.country, TaxRate.state, TaxRate.postal_prefix, TaxRate.tax_class,
            TaxRate.jurisdiction, TaxRate.rate_ppm, TaxRate.taxes_shipping, TaxRate.is_estimate,
            TaxRate.effective_from, TaxRate.source,
        )
        .where(TaxRate.store_id == desk.store_id)
        .order_by(
            TaxRate.country, TaxRate.state, TaxRate.postal_prefix, TaxRate.tax_class,
            TaxRate.effective_from,
        )
        .execution_options(yield_per=500)
    )  # fmt: skip
    with database.read() as session:
        rows = (
            (
                *place, jurisdiction, format_percent(rate), yes_or_no(shipping), yes_or_no(estimate),
                begins.isoformat(), source,
            )
            for *place, jurisdiction, rate, shipping, estimate, begins, source in session.execute(
                query
            )
        )  # fmt: skip
        return write_table(path, tuple(OWN_HEADINGS), rows, progress=progress, cancelled=cancelled)
