"""Where our books and the processor's do not fit: one intent and one authorization, judged."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from desktop.payments.gateway import IntentView
from desktop.payments.results import Authorized, Declined
from models.order import OrderState
from models.payment import OPEN_ATTEMPTS, AttemptState
from models.reconciliation import FindingKind

MISSING = "missing"
"""Their state, where they do not know the intent."""
_PAID_OR_OVER = (OrderState.CANCELLED, OrderState.SHIPPED, OrderState.CLOSED)


@dataclass(frozen=True, kw_only=True)
class Ours:
    """An authorization as our books have it, with what its payment's attempts come to.

    Attributes:
        held: What we believe may still be captured; 0 once the authorization has run out.
        is_moving: A capture, a void or a refund of it has no end yet.
        was_let_go: A void or a last capture of it has succeeded.
    """

    attempt_id: uuid.UUID
    order_id: uuid.UUID
    order_state: OrderState
    intent_id: str
    state: AttemptState
    amount_minor: int
    currency: str
    captured: int
    held: int
    is_moving: bool
    was_let_go: bool


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing that does not fit, in minor units of the currency."""

    kind: FindingKind
    intent_id: str
    attempt_id: uuid.UUID | None
    order_id: uuid.UUID | None
    our_minor: int
    their_minor: int
    currency: str
    their_state: str


def judge(theirs: IntentView | None, ours: Ours | None) -> Difference | None:
    """What does not fit; None where all does, or where it is still on its way."""
    if theirs is None:
        if ours is None or ours.state is not AttemptState.SUCCEEDED or not _expects_money(ours):
            return None
        return _difference(FindingKind.MISSING_INTENT, None, ours, ours.held + ours.captured, 0)
    if ours is None:
        if not theirs.holds_money:
            return None
        return _difference(FindingKind.UNKNOWN_INTENT, theirs, None, 0, their_money(theirs))
    if ours.state in OPEN_ATTEMPTS or ours.is_moving:
        return None
    if ours.state is AttemptState.DECLINED:
        if not theirs.holds_money:
            return None
        return _difference(FindingKind.STATE_DIFFERS, theirs, ours, 0, their_money(theirs))
    return _judge_authorized(theirs, ours)


def is_decided(theirs: IntentView, ours: Ours) -> bool:
    """Whether they know the end of an attempt that has none here: it only has to be looked up."""
    return ours.state in OPEN_ATTEMPTS and isinstance(theirs.result, Authorized | Declined)


def their_money(theirs: IntentView) -> int:
    """What they hold or took."""
    return theirs.amount_received_minor or theirs.amount_minor


def _judge_authorized(theirs: IntentView, ours: Ours) -> Difference | None:
    money = ours.held + ours.captured
    if (theirs.amount_minor, theirs.currency) != (ours.amount_minor, ours.currency):
        return _difference(
            FindingKind.AMOUNT_DIFFERS, theirs, ours, ours.amount_minor, theirs.amount_minor
        )
    if theirs.amount_received_minor != ours.captured:
        return _difference(
            FindingKind.AMOUNT_DIFFERS, theirs, ours, ours.captured, theirs.amount_received_minor
        )
    if theirs.status == "requires_capture":
        if ours.was_let_go:
            return _difference(FindingKind.STATE_DIFFERS, theirs, ours, 0, their_money(theirs))
        if ours.order_state in _PAID_OR_OVER and ours.held:
            return _difference(FindingKind.HELD_FOR_NOTHING, theirs, ours, money, ours.held)
        return None
    if theirs.status == "succeeded" or not ours.held:
        return None
    # They hold nothing, and we count on it.
    return _difference(FindingKind.STATE_DIFFERS, theirs, ours, money, 0)


def _expects_money(ours: Ours) -> bool:
    return bool(ours.held or ours.captured) and not ours.is_moving


def _difference(
    kind: FindingKind,
    theirs: IntentView | None,
    ours: Ours | None,
    our_minor: int,
    their_minor: int,
) -> Difference:
    intent_id = theirs.intent_id if theirs is not None else ours.intent_id if ours else ""
    currency = theirs.currency if theirs is not None else ours.currency if ours else ""
    return Difference(
        kind=kind,
        intent_id=intent_id,
        attempt_id=ours.attempt_id if ours else None,
        order_id=ours.order_id if ours else None,
        our_minor=our_minor,
        their_minor=their_minor,
        currency=currency,
        their_state=theirs.status if theirs is not None else MISSING,
    )
