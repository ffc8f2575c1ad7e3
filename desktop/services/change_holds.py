"""Deciding an order's holds again after it was changed."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop.services import holds, order_views, verification_rules
from desktop.services.desk import Desk
from desktop.services.order_snapshots import Snapshot
from models.addresses_rules import differences
from models.hold import HoldKind
from models.order import Order, Stamp
from models.payment import Check, Tender

_CHECKED = {"line1": HoldKind.STREET_CHECK, "postal_code": HoldKind.POSTAL_CHECK}
"""What the bank compares of the bill-to, and the hold that waits for its answer."""


def decide(session: Session, desk: Desk, order: Order, before: Snapshot, stamp: Stamp) -> None:
    """Open and end what the change opens and ends.

    A hold that somebody released stays released while what it was about is the same. A bill-to that
    the bank has not seen is one that it has not confirmed: else whoever moves both addresses would
    pass every check.
    """
    moved = any(before[key] != getattr(order, key) for key in ("bill_to", "ship_to"))
    open_now = verification_rules.holds_after_change(
        session, desk, order, order, moved=moved, total_before=before["total_minor"]
    )
    for kind in verification_rules.RULED:
        if kind not in {view.kind for view in open_now}:
            holds.end_holds_of(order, kind, stamp)
    for view in open_now:
        holds.open_hold(order, view.kind, stamp, details=view.details)
    bill_to = order_views.address_of(order.bill_to)
    rules = verification_rules.rules_of(session, order.store_id)
    was = order_views.address_of(before["bill_to"])
    if was is not None and bill_to is not None and _paid_by_card(session, order, stamp):
        for part in differences(was, bill_to):
            if part in _CHECKED and rules.asks_for(_CHECKED[part]):
                details = {"answer": Check.NOT_CHECKED.value}
                holds.open_hold(order, _CHECKED[part], stamp, details=details)
    if holds.is_secured(session, order, at=stamp.at):
        holds.end_holds_of(order, HoldKind.PAYMENT, stamp)


def _paid_by_card(session: Session, order: Order, stamp: Stamp) -> bool:
    payments = holds.payments_of(session, order, at=stamp.at)
    return any(payment.tender is Tender.CARD for payment, _sums in payments)
