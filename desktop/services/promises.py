"""What may be promised about shipping, and by when (16 CFR 435)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desktop.services.shipping import ShippingChoice
from models import limits
from models.business_days import add_business_days


@dataclass(frozen=True)
class PromiseChoice:
    """One thing an agent may promise. `code`: `leaves_by`, `arrives_by` or `none`; `basis` says on
    what it rests: `stock`, `restock` or `rule` (30 days where nothing is promised)."""

    code: str
    date: date
    basis: str


def choices(
    today: date, *, method: ShippingChoice | None, short: bool
) -> tuple[PromiseChoice, ...]:
    """The promises that can be kept, the likeliest first.

    What lies on the shelf leaves within `limits.SHIPS_WITHIN_DAYS` business days, what has to be
    ordered first within `limits.RESTOCK_DAYS`; without a promise the rule's 30 days run.
    """
    days = limits.RESTOCK_DAYS if short else limits.SHIPS_WITHIN_DAYS
    basis = "restock" if short else "stock"
    leaves = add_business_days(today, days)
    found = [PromiseChoice("leaves_by", leaves, basis)]
    if method is not None and not method.not_reached:
        arrives = add_business_days(leaves, method.most_days)
        found.append(PromiseChoice("arrives_by", arrives, basis))
    unsaid = today + timedelta(days=limits.SHIP_WITHOUT_PROMISE_DAYS)
    found.append(PromiseChoice("none", unsaid, "rule"))
    return tuple(found)


def hours_before(now: datetime, hours: int) -> datetime:
    """The moment *hours* before *now*."""
    return now - timedelta(hours=hours)


def renewed(
    choices: tuple[PromiseChoice, ...], *, said_for: date | None, basis: str, short: bool
) -> PromiseChoice | None:
    """The promise that takes the place of one that cannot be kept any more, or None where it can.

    It rested on the shelf and the shelf is short now, or its day is before the first on which
    anything can leave.
    """
    if said_for is None or basis == "rule":
        return None
    first = next(choice for choice in choices if choice.code == "leaves_by")
    kept = said_for >= first.date and not (short and basis == "stock")
    return None if kept else first
