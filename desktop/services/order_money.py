"""What an order's money has to do next: one idempotent look after everything that changes either.

Nothing here talks to a processor. It creates attempts, and the payment runner carries them out.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.services import not_sent
from desktop.services.holds import (
    Standing,
    end_hold,
    open_hold,
    payments_of,
    release_if_ready,
)
from desktop.services.refund_dues import dues_left, note_owed
from models.hold import HoldKind
from models.ids import uuid7
from models.order import Order, OrderState, Stamp
from models.order_value import shipped_minor
from models.payment import (
    OPEN_ATTEMPTS,
    AttemptState,
    Payment,
    PaymentAttempt,
    Purpose,
    Tender,
)
from models.payment_sums import OWED_BACK, sums_of, was_refused
from models.types import canonical_json

_OVER = (OrderState.CANCELLED, OrderState.SHIPPED, OrderState.CLOSED)
_SAID = (HoldKind.PAYMENT, HoldKind.AUTHORIZATION_EXPIRED)

AWAITING_CHEQUE = "awaiting_cheque"
_OURS = (AWAITING_CHEQUE, "card_needed", "shipped_unpaid", "declined")
"""Reasons of payment holds that end by themselves when the money is there."""


def settle(session: Session, order: Order, stamp: Stamp) -> tuple[uuid.UUID, ...]:
    """Create every attempt that the order's state asks for, and release it if it is ready.

    What has shipped is captured; what is held for nothing any more is voided; what was captured and
    is not owed gets its refund date; an order whose money ran out or lacks is held. An order of which
    nothing needs shipping is shipped with its release. Call it after
    every change of the order or of an attempt; doing it twice does nothing the second time.

    Returns:
        The attempts that were created and wait for the runner.
    """
    session.flush()
    _follow_total(session, order, stamp)
    created = [*_capture(session, order, stamp), *_void(session, order, stamp)]
    _note_lacking(session, order, stamp)
    note_owed(session, order, payments_of(session, order, at=stamp.at), stamp)
    release_if_ready(session, order, stamp)
    if not_sent.send_off(session, order, stamp):
        created += _capture(session, order, stamp)
    _close_if_done(session, order, stamp)
    session.flush()
    return tuple(attempt.id for attempt in created)


def new_attempt(
    session: Session,
    payment: Payment,
    purpose: Purpose,
    amount_minor: int,
    *,
    at: datetime,
    releases_rest: bool = False,
    shipment_id: uuid.UUID | None = None,
    reason: str = "",
    owed_back: bool | None = None,
) -> PaymentAttempt:
    """An attempt under an idempotency key of its own, not yet sent.

    *owed_back*: of a refund, that it gives back what is not owed any more; None: it does where so much
    is due back for that reason.
    """
    if owed_back is None and purpose is Purpose.REFUND:
        owed, _promised = dues_left(session, payment, sums_of(payment, at=at))
        owed_back = amount_minor <= owed
    attempt_id = uuid7()
    body: dict[str, object] = {
        "order": str(payment.order_id),
        "payment": str(payment.id),
        "amount": amount_minor,
        "currency": payment.currency,
        "purpose": purpose.value,
    }
    if owed_back:
        body[OWED_BACK] = True
    last = session.scalar(
        select(func.max(PaymentAttempt.sequence)).where(PaymentAttempt.payment_id == payment.id)
    )
    attempt = PaymentAttempt(
        id=attempt_id,
        store_id=payment.store_id,
        sequence=(last or 0) + 1,
        purpose=purpose,
        state=AttemptState.CREATED,
        amount_minor=amount_minor,
        currency=payment.currency,
        idempotency_key=f"od_{attempt_id.hex}",
        body=body,
        body_hash=hashlib.sha256(canonical_json(body).encode()).hexdigest(),
        intent_id=_intent_of(payment),
        releases_rest=releases_rest,
        shipment_id=shipment_id,
        reason=reason,
        created_at=at,
    )
    payment.attempts.append(attempt)
    session.add(payment)
    session.flush()
    return attempt


def needs_card(session: Session, order: Order, *, at: datetime) -> bool:
    """Whether a new card entry is wanted: less is secured than the order needs, nothing is unclear.

    An attempt whose outcome is unknown may still turn out to hold the money: then no new one.
    """
    if order.state is OrderState.DRAFT:
        return False
    standing = payments_of(session, order, at=at)
    if any(is_open(payment, Purpose.AUTHORIZE) for payment, _sums in standing):
        return False
    return lacking_minor(order, standing) > 0


def lacking_minor(order: Order, standing: Standing) -> int:
    """How much of the order is neither held, nor taken, nor owed on terms.

    Of one that is over, only what was sent counts.
    """
    return max(0, _worth(order) - sum(sums.secured for _payment, sums in standing))


def wanted_minor(order: Order, standing: Standing) -> int:
    """What a new card has to hold: the total, less what was taken already or is owed on terms.

    What another card holds does not count: it is let go once the new one is authorized.
    """
    settled = sum(sums.on_terms + sums.taken for _payment, sums in standing)
    return max(0, _worth(order) - settled)


def lacking_to_ship(
    session: Session, order: Order, pieces: Mapping[uuid.UUID, int], *, at: datetime
) -> int:
    """How much of the worth of *pieces*, about to leave, can neither be captured nor is owed on terms.

    A capture under way that lets go of the rest leaves nothing for the next parcel.
    """
    standing = payments_of(session, order, at=at)
    if any(payment.tender is Tender.TERMS for payment, _sums in standing):
        return 0
    taken = sum(sums.captured + sums.capturing for _payment, sums in standing)
    can = sum(sums.capturable for payment, sums in standing if not _is_releasing(payment))
    return max(0, shipped_minor(order, more=pieces) - taken - can)


def is_open(payment: Payment, purpose: Purpose) -> bool:
    """Whether an attempt of this purpose has no end yet."""
    return any(a.purpose is purpose and a.state in OPEN_ATTEMPTS for a in payment.attempts)


def _worth(order: Order) -> int:
    """What the order's money has to come to: of one that is over, what was sent."""
    return shipped_minor(order) if order.state in _OVER else order.total_minor


def _follow_total(session: Session, order: Order, stamp: Stamp) -> None:
    """What is owed on terms, or awaited by cheque, follows the order's total as it changes."""
    standing = payments_of(session, order, at=stamp.at)
    for payment, sums in standing:
        if payment.tender is Tender.CARD or payment.received_at is not None:
            continue
        others = sum(s.secured for p, s in standing if p is not payment)
        wanted = max(0, _worth(order) - others)
        if wanted and wanted != payment.amount_minor and sums.captured == 0:
            payment.amount_minor = wanted
            order.record("awaited_changed", stamp=stamp, payment=str(payment.id))


def _capture(session: Session, order: Order, stamp: Stamp) -> list[PaymentAttempt]:
    """Capture what has shipped and is not captured yet, on the cards that were entered for it.

    The newest card first: it was entered for all that was not taken then.
    """
    standing = payments_of(session, order, at=stamp.at)
    if any(payment.tender is Tender.TERMS for payment, _sums in standing):
        return []
    due = shipped_minor(order) - sum(sums.taken for _payment, sums in standing)
    created = []
    for payment, sums in reversed(standing):
        if due <= 0:
            break
        if payment.tender is not Tender.CARD or sums.capturable <= 0 or sums.capturing:
            continue
        amount = min(due, sums.capturable)
        last = order.state in _OVER or not _allows_more(payment)
        attempt = new_attempt(
            session, payment, Purpose.CAPTURE, amount, at=stamp.at, releases_rest=last
        )
        order.record("capture_asked", stamp=stamp, attempt=str(attempt.id))
        created.append(attempt)
        due -= amount
    moving = any(
        is_open(payment, purpose)
        for payment, _sums in standing
        for purpose in (Purpose.CAPTURE, Purpose.AUTHORIZE)
    )
    if due > 0 and not created and not moving:
        _wait_for_money(order, stamp, "shipped_unpaid")
    return created


def _void(session: Session, order: Order, stamp: Stamp) -> list[PaymentAttempt]:
    """Let go of what is held for nothing: a newer card holds it, or nothing more will be taken."""
    standing = payments_of(session, order, at=stamp.at)
    kept = sum(sums.captured - sums.given_back + sums.on_terms for _payment, sums in standing)
    is_wanted, newer_holds = _worth(order) > kept, False
    created = []
    for payment, sums in reversed(standing):
        is_idle = newer_holds or not is_wanted or _is_useless(order, payment)
        newer_holds = newer_holds or (sums.held > 0 and not sums.voiding)
        if not is_idle or sums.rest <= 0 or sums.ran_out or sums.voiding or sums.capturing:
            continue
        if was_refused(payment, Purpose.VOID):
            continue
        attempt = new_attempt(session, payment, Purpose.VOID, sums.rest, at=stamp.at)
        order.record("void_asked", stamp=stamp, attempt=str(attempt.id))
        created.append(attempt)
    return created


def _is_useless(order: Order, payment: Payment) -> bool:
    """Whether the order is cancelled and the processor would not let this card be captured."""
    return order.state is OrderState.CANCELLED and was_refused(payment, Purpose.CAPTURE)


def _note_lacking(session: Session, order: Order, stamp: Stamp) -> None:
    """Have an order whose money is not secured wait and say why; end that once it is."""
    standing = payments_of(session, order, at=stamp.at)
    if any(is_open(payment, Purpose.AUTHORIZE) for payment, _sums in standing):
        return
    if lacking_minor(order, standing) <= 0:
        _end_waiting(order, stamp)
        return
    if order.state not in (OrderState.PLACED, OrderState.RELEASED, OrderState.PARTLY_SHIPPED):
        return
    if any(hold.kind in _SAID for hold in order.open_holds):
        return
    if any(sums.ran_out and sums.rest > 0 for _payment, sums in standing):
        open_hold(order, HoldKind.AUTHORIZATION_EXPIRED, stamp)
        return
    awaited = any(p.tender is Tender.CHEQUE and p.received_at is None for p, _sums in standing)
    _wait_for_money(order, stamp, AWAITING_CHEQUE if awaited else "card_needed")


def _close_if_done(session: Session, order: Order, stamp: Stamp) -> None:
    """Close a shipped order once all of it is paid and no money is under way."""
    if order.state is not OrderState.SHIPPED or order.open_holds:
        return
    standing = payments_of(session, order, at=stamp.at)
    under_way = any(s.capturing or s.refunding or s.voiding or s.held for _payment, s in standing)
    if under_way or sum(s.captured for _payment, s in standing) < shipped_minor(order):
        return
    order.updated_at = stamp.at
    order.move_to(OrderState.CLOSED, kind="closed", stamp=stamp)


def _wait_for_money(order: Order, stamp: Stamp, reason: str) -> None:
    """Have one payment hold that says why, unless another reason stands; twice changes nothing."""
    said = [hold for hold in order.open_holds if hold.kind in _SAID]
    if all(h.kind is HoldKind.PAYMENT and h.details.get("reason") in _OURS for h in said):
        open_hold(order, HoldKind.PAYMENT, stamp, details={"reason": reason})


def _end_waiting(order: Order, stamp: Stamp) -> None:
    """Nothing lacks any more: the holds that asked for money have done their work."""
    for hold in order.open_holds:
        ours = hold.kind is HoldKind.PAYMENT and hold.details.get("reason") in _OURS
        if ours or hold.kind is HoldKind.AUTHORIZATION_EXPIRED:
            end_hold(order, hold, stamp)


def _allows_more(payment: Payment) -> bool:
    return any(
        a.allows_more_captures
        for a in payment.attempts
        if a.purpose is Purpose.AUTHORIZE and a.state is AttemptState.SUCCEEDED
    )


def _is_releasing(payment: Payment) -> bool:
    return any(
        a.purpose is Purpose.CAPTURE and a.releases_rest and a.state in OPEN_ATTEMPTS
        for a in payment.attempts
    )


def _intent_of(payment: Payment) -> str | None:
    """The intent that the payment's money is held under."""
    return next(
        (a.intent_id for a in payment.attempts if a.purpose is Purpose.AUTHORIZE and a.intent_id),
        None,
    )
