"""The hosted fields in a real web engine: what the page is told, and what it can never see."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from desktop.payments.connection import ProcessorConnection
from desktop.practice.test_cards import NAMES, keys_for
from tests.desktop.practice.support import ask, intent_fields, running_server

FLAGS = "--disable-gpu --site-per-process --allow-pre-commit-input"
BILLING = {"name": "Marguerite Holloway", "address": {"line1": "1 Road", "postal_code": "92373"}}


@pytest.fixture(scope="module")
def connection() -> Iterator[ProcessorConnection]:
    with running_server() as made:
        yield made


def play(
    connection: ProcessorConnection, steps: list[dict[str, Any]], **order: Any
) -> list[dict[str, Any]]:
    """What the page told while the steps were played; the driver must have come to its end."""
    order = {
        "script_url": connection.script_url,
        "publishable_key": connection.publishable_key,
        "steps": steps,
        **order,
    }
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QTWEBENGINE_CHROMIUM_FLAGS": FLAGS,
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.desktop.practice.page_driver"],
        input=json.dumps(order) + "\n",
        text=True,
        capture_output=True,
        env=environment,
        timeout=90,
        check=False,
    )
    assert done.stdout, "the driver told nothing"
    told: list[dict[str, Any]] = json.loads(done.stdout)
    assert done.returncode == 0, [one for one in told if one["on"] != "change"]
    return told


def into(field: str, keys: str, card: str | None = None, **wait: Any) -> list[dict[str, Any]]:
    """Steps: focus *field*, type, wait for its change event."""
    typed = {"keys": keys, "card": card} if card else {"keys": keys}
    return [
        {"js": f"fields.{field}.focus()", "wait": {"on": "focus", "elementType": field}},
        typed,
        {"wait": {"on": "change", "elementType": field, **wait}},
    ]


def ready(count: int = 3) -> list[dict[str, Any]]:
    return [{"wait": {"on": "ready"}}] * count


def entry(card: str) -> list[dict[str, Any]]:
    return [
        *into("cardNumber", "number", card, complete=True),
        *into("cardExpiry", "expiry", card, complete=True),
        *into("cardCvc", "code", card, complete=True),
    ]


@pytest.mark.parametrize("card", ["visa_approved", "amex_approved"])
def test_a_card_becomes_a_token(connection: ProcessorConnection, card: str) -> None:
    told = play(
        connection,
        [
            *ready(),
            {"js": "peek()", "wait": {"on": "peek"}},
            *entry(card),
            {"keys": "\x1b"},
            {"wait": {"on": "escape", "elementType": "cardCvc"}},
            {"keys": "\r"},
            {"wait": {"on": "submit"}},
            {"js": f"token({json.dumps(BILLING)})", "wait": {"on": "token"}},
        ],
    )
    made = told[-1]["result"]["paymentMethod"]
    assert made["card"]["last4"] == "".join(keys_for(card).number[-4:])
    assert made["card"]["brand"] == card.removesuffix("_approved")
    answer = ask(connection, "POST", "/v1/payment_intents", intent_fields(made["id"]))
    assert answer.body["status"] == "requires_confirmation"
    peeked = next(one for one in told if one["on"] == "peek")
    assert peeked["out"] == ["SecurityError"] * 3
    text = "".join(c for c in json.dumps(told) if c.isdigit())
    for name in NAMES:
        assert "".join(keys_for(name).number) not in text
    kinds = [one for one in told if one["on"] == "change" and one["elementType"] == "cardNumber"]
    assert kinds[0]["empty"] is False
    assert kinds[-1] == {
        "on": "change",
        "elementType": "cardNumber",
        "empty": False,
        "complete": True,
        "brand": card.removesuffix("_approved"),
    }


def test_without_a_code_field_no_code_is_sent(connection: ProcessorConnection) -> None:
    told = play(
        connection,
        [
            *ready(2),
            *into("cardNumber", "number", "visa_approved", complete=True),
            *into("cardExpiry", "expiry", "visa_approved", complete=True),
            {"js": "token({})", "wait": {"on": "token"}},
        ],
        skip=["cardCvc"],
    )
    assert told[-1]["result"]["paymentMethod"]["card"]["checks"]["cvc_check"] is None


def test_an_unpublished_number_is_dropped_in_the_field(connection: ProcessorConnection) -> None:
    told = play(
        connection,
        [
            *ready(),
            {"js": "fields.cardNumber.focus()", "wait": {"on": "focus"}},
            {"type_unpublished_number": True},
            {"wait": {"on": "change", "elementType": "cardNumber", "empty": True}},
            {"js": "token({})", "wait": {"on": "token"}},
        ],
    )
    change = [one for one in told if one["on"] == "change" and one["elementType"] == "cardNumber"][
        -1
    ]
    assert change["error"]["message"] == "Practice mode takes the published test cards only."
    assert told[-1]["result"]["error"]["message"] == change["error"]["message"]
    assert not any(one.get("complete") for one in told)


def test_incomplete_fields_say_so(connection: ProcessorConnection) -> None:
    told = play(
        connection,
        [
            *ready(),
            *into("cardNumber", "4242", brand="visa"),
            *into("cardExpiry", "1"),
            {"js": "token({})", "wait": {"on": "token"}},
            {"js": "fields.cardNumber.clear()"},
            {"wait": {"on": "change", "elementType": "cardNumber", "empty": True}},
        ],
    )
    left = [
        one["error"]["code"]
        for one in told
        if one["on"] == "change" and one["elementType"] == "cardNumber" and "error" in one
    ]
    assert left == ["incomplete_number"]
    token = next(one for one in told if one["on"] == "token")
    assert token["result"]["error"]["code"] == "incomplete_number"


def test_another_page_cannot_frame_the_fields(connection: ProcessorConnection) -> None:
    told = play(
        connection,
        [{"js": "setTimeout(() => told.push({on: 'later'}), 1500)", "wait": {"on": "later"}}],
        page_origin="https://evil.example",
    )
    assert [one["on"] for one in told] == ["later"]
