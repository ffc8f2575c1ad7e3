"""The records as Stripe's JSON. Personal details are not kept, so they are not shown either."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from desktop.practice.records import Charge, Intent, PaymentMethod, Refund


def payment_method(record: PaymentMethod) -> dict[str, Any]:
    """A payment method: brand and last four, never the expiry."""
    return {
        "id": record.id,
        "object": "payment_method",
        "card": {
            "brand": record.card.brand,
            "checks": {
                name: None if answer is None else "unchecked"
                for name, answer in record.checks.items()
            },
            "country": "US",
            "funding": "credit",
            "last4": record.card.last4,
            "networks": {"available": [record.card.brand], "preferred": None},
        },
        "created": record.created,
        "customer": None,
        "livemode": False,
        "metadata": {},
        "type": "card",
    }


def charge(record: Charge, intent: Intent) -> dict[str, Any]:
    """A charge, with the bank's answers and the time until which it can be captured."""
    method = record.method
    decline = method.card.decline
    return {
        "id": record.id,
        "object": "charge",
        "amount": record.amount,
        "amount_captured": record.amount_captured,
        "amount_refunded": record.amount_refunded,
        "captured": record.is_captured,
        "created": record.created,
        "currency": intent.currency,
        "description": intent.description,
        "failure_code": None if record.is_paid or decline is None else decline[0],
        "failure_message": None,
        "livemode": False,
        "metadata": dict(intent.metadata),
        "outcome": _outcome(record),
        "paid": record.is_paid,
        "payment_intent": intent.id,
        "payment_method": method.id,
        "payment_method_details": {
            "type": "card",
            "card": {
                "amount_authorized": record.amount if record.is_paid else None,
                "brand": method.card.brand,
                "capture_before": record.capture_before if record.is_paid else None,
                "checks": method.checks,
                "country": "US",
                "funding": "credit",
                "last4": method.card.last4,
                "multicapture": {
                    "status": "available" if record.allows_more else "unavailable",
                },
                "network": method.card.brand,
            },
        },
        "refunded": record.is_reversed
        or (record.is_captured and record.amount_refunded == record.amount_captured),
        "shipping": intent.shipping,
        "status": "succeeded" if record.is_paid else "failed",
    }


def _outcome(record: Charge) -> dict[str, Any]:
    decline = record.method.card.decline
    if record.is_paid or decline is None:
        return {
            "network_status": "approved_by_network",
            "reason": None,
            "risk_level": "normal",
            "seller_message": "Payment complete.",
            "type": "authorized",
        }
    return {
        "network_status": "declined_by_network",
        "reason": decline[1],
        "risk_level": "normal",
        "seller_message": "The bank did not approve this card.",
        "type": "issuer_declined",
    }


def payment_intent(record: Intent, *, expand: Collection[str] = ()) -> dict[str, Any]:
    """A payment intent; *expand* may name `latest_charge`."""
    latest: str | dict[str, Any] | None = record.charge.id if record.charge else None
    if record.charge and "latest_charge" in expand:
        latest = charge(record.charge, record)
    return {
        "id": record.id,
        "object": "payment_intent",
        "amount": record.amount,
        "amount_capturable": record.amount_capturable,
        "amount_received": record.amount_received,
        "canceled_at": record.canceled_at,
        "cancellation_reason": record.cancellation_reason,
        "capture_method": "manual",
        "confirmation_method": "automatic",
        "created": record.created,
        "currency": record.currency,
        "customer": None,
        "description": record.description,
        "last_payment_error": record.last_error,
        "latest_charge": latest,
        "livemode": False,
        "metadata": dict(record.metadata),
        "next_action": None,
        "payment_method": record.method.id if record.method else None,
        "payment_method_types": ["card"],
        "receipt_email": None,
        "shipping": record.shipping,
        "status": record.status,
    }


def refund(record: Refund) -> dict[str, Any]:
    """A refund."""
    shown = {
        "id": record.id,
        "object": "refund",
        "amount": record.amount,
        "charge": record.intent.charge.id if record.intent.charge else None,
        "created": record.created,
        "currency": record.intent.currency,
        "metadata": dict(record.metadata),
        "payment_intent": record.intent.id,
        "reason": record.reason,
        "status": record.status,
    }
    if record.failure is not None:
        shown["failure_reason"] = record.failure
    return shown


def listing(url: str, items: list[dict[str, Any]], *, has_more: bool) -> dict[str, Any]:
    """A page of a list."""
    return {"object": "list", "url": url, "has_more": has_more, "data": items}
