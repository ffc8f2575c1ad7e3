"""Recording what failed at the web checkout, with no path to the person who said so."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from models.checkout_report import CheckoutFailure, CheckoutPlace, FailedCheckoutReport


def record(
    session: Session,
    *,
    store_id: uuid.UUID,
    now: datetime,
    failure: CheckoutFailure,
    place: CheckoutPlace,
) -> None:
    """Store a report: a random id and the hour (RULES, the shop's own words).

    Takes no desk on purpose, and runs in a session of its own: no command, no audit entry and no call
    may be written with it.
    """
    session.add(FailedCheckoutReport(store_id=store_id, hour=now, failure=failure, place=place))
