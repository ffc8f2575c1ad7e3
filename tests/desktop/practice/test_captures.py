"""Captures in parts, what runs out, and refunds that end later, by raw requests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from desktop.payments.connection import ProcessorConnection
from tests.desktop.practice.support import Answer, MovableClock, ask, open_intent, running_server

INTENTS = "/v1/payment_intents"
CARD = "payment_method_options[card]"


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def connection(clock: MovableClock) -> Iterator[ProcessorConnection]:
    with running_server(clock=clock) as made:
        yield made


def authorize(
    connection: ProcessorConnection, card: str = "visa_approved", many: str = "if_available"
) -> str:
    intent = open_intent(connection, card)
    fields = {f"{CARD}[moto]": "true", f"{CARD}[request_multicapture]": many}
    assert ask(connection, "POST", f"{INTENTS}/{intent}/confirm", fields).status == 200
    return intent


def capture(connection: ProcessorConnection, intent: str, amount: int, final: str = "") -> Answer:
    fields = {"amount_to_capture": str(amount)} | ({"final_capture": final} if final else {})
    return ask(connection, "POST", f"{INTENTS}/{intent}/capture", fields)


def look(connection: ProcessorConnection, intent: str) -> dict[str, Any]:
    return ask(connection, "GET", f"{INTENTS}/{intent}", {"expand[0]": "latest_charge"}).body


def money(intent: dict[str, Any]) -> tuple[str, int, int]:
    return intent["status"], intent["amount_received"], intent["amount_capturable"]


@pytest.mark.parametrize(
    ("card", "many", "says"),
    [
        ("visa_approved", "if_available", "available"),
        ("visa_approved", "never", "unavailable"),
        ("mastercard_approved", "if_available", "unavailable"),
    ],
)
def test_the_charge_says_whether_parts_can_be_captured(
    connection: ProcessorConnection, card: str, many: str, says: str
) -> None:
    charge = look(connection, authorize(connection, card, many))["latest_charge"]
    assert charge["payment_method_details"]["card"]["multicapture"] == {"status": says}


def test_parts_are_captured_until_the_last(connection: ProcessorConnection) -> None:
    intent = authorize(connection)
    assert money(capture(connection, intent, 5_000, "false").body) == (
        "requires_capture", 5_000, 15_298,
    )  # fmt: skip
    assert capture(connection, intent, 15_299, "false").status == 400
    assert money(capture(connection, intent, 298, "false").body)[1:] == (5_298, 15_000)
    assert money(capture(connection, intent, 9_000, "true").body) == ("succeeded", 14_298, 0)
    assert capture(connection, intent, 1).status == 400


def test_a_part_of_a_card_with_one_capture_is_refused(connection: ProcessorConnection) -> None:
    intent = authorize(connection, "mastercard_approved")
    refused = capture(connection, intent, 5_000, "false")
    assert (refused.status, refused.error["param"]) == (400, "final_capture")
    assert money(look(connection, intent)) == ("requires_capture", 0, 20_298)
    assert money(capture(connection, intent, 5_000).body) == ("succeeded", 5_000, 0)


def test_a_void_after_a_part_keeps_what_was_taken(connection: ProcessorConnection) -> None:
    intent = authorize(connection)
    capture(connection, intent, 5_000, "false")
    ask(connection, "POST", f"{INTENTS}/{intent}/cancel")
    shown = look(connection, intent)
    assert money(shown) == ("succeeded", 5_000, 0)
    assert shown["latest_charge"]["amount_refunded"] == 0


@pytest.mark.parametrize("taken", [0, 5_000])
def test_what_runs_out_is_let_go(
    connection: ProcessorConnection, clock: MovableClock, taken: int
) -> None:
    intent = authorize(connection)
    if taken:
        capture(connection, intent, taken, "false")
    clock.ahead = timedelta(days=7, seconds=-2)
    assert look(connection, intent)["status"] == "requires_capture"
    clock.ahead = timedelta(days=7, seconds=1)
    late = capture(connection, intent, 1_000, "false")
    assert late.error["code"] == "charge_expired_for_capture"
    shown = look(connection, intent)
    assert money(shown) == ("succeeded" if taken else "canceled", taken, 0)
    assert shown["cancellation_reason"] == (None if taken else "automatic")
    refused = ask(connection, "POST", f"{INTENTS}/{intent}/cancel")
    assert refused.error["code"] == "payment_intent_unexpected_state"


@pytest.mark.parametrize(
    ("card", "first", "then", "back"),
    [
        ("visa_approved", "succeeded", "succeeded", 2_000),
        ("refund_later", "pending", "succeeded", 2_000),
        ("refund_fails", "pending", "failed", 0),
    ],
)
def test_how_a_refund_ends(
    connection: ProcessorConnection, card: str, first: str, then: str, back: int
) -> None:
    intent = authorize(connection, card)
    capture(connection, intent, 5_000)
    fields = {"payment_intent": intent, "amount": "2000", "metadata[attempt]": "a-7"}
    made = ask(connection, "POST", "/v1/refunds", fields).body
    assert (made["status"], made["metadata"]) == (first, {"attempt": "a-7"})
    (listed,) = ask(connection, "GET", "/v1/refunds", {"payment_intent": intent}).body["data"]
    assert (listed["id"], listed["status"]) == (made["id"], then)
    assert ("failure_reason" in listed) is (then == "failed")
    assert look(connection, intent)["latest_charge"]["amount_refunded"] == back


def test_a_part_can_be_refunded_while_the_rest_is_held(connection: ProcessorConnection) -> None:
    intent = authorize(connection)
    capture(connection, intent, 5_000, "false")
    too_much = {"payment_intent": intent, "amount": "5001"}
    assert ask(connection, "POST", "/v1/refunds", too_much).status == 400
    whole = {"payment_intent": intent, "amount": "5000"}
    assert ask(connection, "POST", "/v1/refunds", whole).body["status"] == "succeeded"
    assert money(look(connection, intent)) == ("requires_capture", 5_000, 15_298)
