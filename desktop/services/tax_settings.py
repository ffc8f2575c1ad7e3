"""Tax rates as the settings page edits them: dated and sourced, none built in."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services import audit
from desktop.services.desk import Desk, Refused, Stale
from desktop.services.stores import require_supervisor
from models.ids import uuid7
from models.tax import TaxRate


@dataclass(frozen=True)
class TaxRow:
    """A tax rate as the settings page edits it; a new one has no id. 87500 ppm is 8.75 %."""

    id: uuid.UUID | None
    country: str
    state: str
    postal_prefix: str
    tax_class: str
    jurisdiction: str
    rate_ppm: int
    taxes_shipping: bool
    is_estimate: bool
    effective_from: date
    source: str


def parse_percent(typed: str) -> int | None:
    """Parts per million of a rate typed in percent: "8.75" is 87500; None if it is none.

    At most four places after the point, as the column keeps whole parts per million.
    """
    text = typed.strip().removesuffix("%").strip().replace(",", ".")
    match = re.fullmatch(r"([0-9]{1,3})(?:\.([0-9]{1,4}))?", text, re.ASCII)
    if match is None:
        return None
    return int(match[1]) * 10_000 + int((match[2] or "").ljust(4, "0"))


def format_percent(rate_ppm: int) -> str:
    """A rate as it is typed: 87500 is "8.75", 60000 is "6"."""
    whole, part = divmod(rate_ppm, 10_000)
    return f"{whole}.{part:04d}".rstrip("0").rstrip(".")


def tax_rows(session: Session, desk: Desk) -> tuple[TaxRow, ...]:
    """Every tax rate, by state and prefix, the latest first."""
    rows = session.scalars(
        select(TaxRate)
        .where(TaxRate.store_id == desk.store_id)
        .order_by(
            TaxRate.country,
            TaxRate.state,
            TaxRate.postal_prefix,
            TaxRate.tax_class,
            TaxRate.effective_from.desc(),
        )
    )
    return tuple(_tax_row(row) for row in rows)


def save_tax(
    session: Session, desk: Desk, changed: TaxRow, *, before: TaxRow | None = None
) -> TaxRow:
    """Make or change a rate. A rate without a source is refused (RULES, numbers and addresses).

    Args:
        session: a session that will be committed.
        desk: where and by whom.
        changed: the rate as it shall be.
        before: what the form was filled from, so that nobody's change is lost.

    Raises:
        Refused: not a supervisor; `state_missing`, `class_missing`, `source_missing`, `rate_wrong`,
            `rate_double` (there is one from that day already), each with its field.
        Stale: it was saved by someone else in the meantime.
    """
    require_supervisor(desk)
    if not changed.state.strip():
        raise Refused("state_missing", field="state")
    if not changed.source.strip():
        raise Refused("source_missing", field="source")
    if not 0 <= changed.rate_ppm <= 1_000_000:
        raise Refused("rate_wrong", field="rate_ppm")
    if not changed.tax_class.strip():
        raise Refused("class_missing", field="tax_class")
    changed = replace(
        changed,
        country=changed.country.strip().upper(),
        state=changed.state.strip().upper(),
        postal_prefix=changed.postal_prefix.strip().upper(),
        tax_class=changed.tax_class.strip().lower(),
        jurisdiction=changed.jurisdiction.strip(),
        source=changed.source.strip(),
    )
    _refuse_double_rate(session, desk, changed)
    if changed.id is None:
        row = TaxRate(id=uuid7(), store_id=desk.store_id, created_at=desk.now(), version=1)
        session.add(row)
    else:
        found = session.get(TaxRate, changed.id)
        if found is None:
            raise Stale
        row = found
        if before is not None and _tax_row(row) != before:
            raise Stale
    for name in TaxRow.__dataclass_fields__:
        if name != "id":
            setattr(row, name, getattr(changed, name))
    session.flush()
    audit.note(session, desk, "tax_changed", subject_kind="tax_rate", subject_id=row.id)
    return _tax_row(row)


def delete_tax(session: Session, desk: Desk, rate_id: uuid.UUID) -> None:
    """Remove a rate; orders keep the rate and source that they were placed with.

    Raises:
        Refused: not a supervisor.
        Stale: it is gone already.
    """
    require_supervisor(desk)
    row = session.get(TaxRate, rate_id)
    if row is None:
        raise Stale
    session.delete(row)
    audit.note(session, desk, "tax_removed", subject_kind="tax_rate", subject_id=rate_id)


def _refuse_double_rate(session: Session, desk: Desk, changed: TaxRow) -> None:
    """Two rates for one place, class and day would leave it to chance which of them holds."""
    double = session.scalar(
        select(TaxRate.id).where(
            TaxRate.store_id == desk.store_id,
            TaxRate.country == changed.country,
            TaxRate.state == changed.state,
            TaxRate.postal_prefix == changed.postal_prefix,
            TaxRate.tax_class == changed.tax_class,
            TaxRate.effective_from == changed.effective_from,
            TaxRate.id != (changed.id or desk.store_id),
        )
    )
    if double is not None:
        raise Refused("rate_double", field="effective_from")


def _tax_row(row: TaxRate) -> TaxRow:
    return TaxRow(**{name: getattr(row, name) for name in TaxRow.__dataclass_fields__})
