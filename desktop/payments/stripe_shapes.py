"""Stripe's JSON, read into our own values. Members that other API versions leave out may be missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from desktop.payments import words
from desktop.payments.gateway import IntentView, RefundView
from desktop.payments.results import RAW_NAMES, Authorized, Checks, Declined, Result, Unknown


def view_of(intent: Mapping[str, Any]) -> IntentView:
    """A payment intent with its latest charge expanded."""
    return IntentView(
        intent_id=str(intent["id"]),
        status=str(intent["status"]),
        result=_result(intent),
        amount_minor=int(intent["amount"]),
        amount_received_minor=int(intent.get("amount_received") or 0),
        currency=str(intent["currency"]).upper(),
        created_at=datetime.fromtimestamp(intent["created"], UTC),
        metadata=_metadata(intent),
        amount_capturable_minor=int(intent.get("amount_capturable") or 0),
        cancelled_because=str(intent.get("cancellation_reason") or ""),
    )


def refund_view_of(refund: Mapping[str, Any]) -> RefundView:
    """A refund."""
    return RefundView(
        refund_id=str(refund["id"]),
        intent_id=str(refund.get("payment_intent") or ""),
        status=str(refund.get("status") or "pending"),
        amount_minor=int(refund["amount"]),
        currency=str(refund["currency"]).upper(),
        created_at=datetime.fromtimestamp(refund["created"], UTC),
        metadata=_metadata(refund),
        failure=str(refund.get("failure_reason") or ""),
    )


def _metadata(thing: Mapping[str, Any]) -> dict[str, str]:
    return {str(k): str(v) for k, v in dict(thing.get("metadata") or {}).items()}


def _result(intent: Mapping[str, Any]) -> Result | None:
    """What an intent's state says of the authorization; None while it has not been confirmed."""
    intent_id, status = str(intent["id"]), str(intent["status"])
    match status:
        case "requires_capture" | "succeeded":
            return _authorized(intent)
        case "requires_payment_method" if intent.get("last_payment_error"):
            error = intent["last_payment_error"]
            code = error.get("decline_code") or error.get("code")
            return Declined(
                code=str(code or "generic_decline"),
                intent_id=intent_id,
                charge_id=str(error.get("charge") or ""),
            )
        case "canceled" if intent.get("amount_received"):
            return _authorized(intent)  # a part was taken before the rest was let go
        case "canceled":
            return Declined(code=words.INTENT_CANCELLED, intent_id=intent_id)
        case "requires_action":
            return Declined(code="authentication_required", intent_id=intent_id)
        case "requires_confirmation" | "requires_payment_method":
            return None
        case _:
            return Unknown(reason=status, intent_id=intent_id)


def _authorized(intent: Mapping[str, Any]) -> Authorized:
    charge = intent.get("latest_charge") or ""
    if isinstance(charge, str):  # not expanded
        charge = {"id": charge}
    card = (charge.get("payment_method_details") or {}).get("card") or {}
    raw = card.get("checks")
    if raw is None:  # nothing said of any check is not the same as nothing given
        raw = dict.fromkeys(RAW_NAMES.values(), "unchecked")
    expires = card.get("capture_before")
    multicapture = card.get("multicapture") or {}
    return Authorized(
        intent_id=str(intent["id"]),
        charge_id=str(charge["id"]),
        checks=Checks.from_raw(raw),
        network=str(card.get("network") or ""),
        brand=str(card.get("brand") or ""),
        last4=str(card.get("last4") or ""),
        expires_at=datetime.fromtimestamp(expires, UTC) if expires else None,
        allows_more_captures=multicapture.get("status") == "available",
    )
