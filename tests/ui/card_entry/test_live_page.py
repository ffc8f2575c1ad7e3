"""The live card page, with a stand-in for Stripe's script on loopback: the real one was not reached."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from desktop.payments.connection import CARD_PAGE_ORIGIN, LIVE_ORIGINS, LIVE_SCRIPT
from tests.ui.card_entry.conftest import request_for
from tests.ui.card_entry.stripe_stand_in import StandIn, stripe_stand_in
from tests.ui.child_windows import raw_child
from tests.ui.child_windows.raw_child import RawChild
from ui.card_entry.messages import request_message
from ui.card_entry.origins import PAGE_URL, AllowedOrigins
from ui.card_entry.request import CardPageSetup, CardProcessor
from ui.card_entry.words import page_words
from ui.child_windows.placement import Placement

KEY = "pk_live_" + "d" * 24


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with stripe_stand_in() as made:
        yield made


@pytest.fixture
def setup(stand_in: StandIn) -> CardPageSetup:
    return CardPageSetup(
        processor=CardProcessor(
            kind="live",
            name="Stripe",
            publishable_key=KEY,
            script_url=stand_in.script_url,
            origins=(stand_in.origin,),
        ),
        words=page_words(practice=False),
    )


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> Iterator[RawChild]:
    monkeypatch.setattr(
        raw_child,
        "child_command",
        lambda _name: [sys.executable, "-m", "tests.ui.card_entry.live_child"],
    )
    made = RawChild()
    yield made
    made.close()


def open_line(setup: CardPageSetup) -> dict[str, Any]:
    return {
        "type": "open",
        "request": request_message(request_for(setup)),
        "placement": Placement(x=10, y=10, width=468, height=380).message(),
    }


def test_a_card_becomes_a_token_with_its_billing_details(
    live: RawChild, stand_in: StandIn, setup: CardPageSetup
) -> None:
    live.wait_for("started")
    live.send(open_line(setup))
    live.wait_for("focused")
    live.send({"type": "type_named_card", "name": "visa_approved"})
    closed = live.wait_for("closed")
    assert (closed["payment_method"], closed["brand"], closed["last4"]) == (
        "pm_stand_in_1",
        "visa",
        "4242",
    )
    ((authorization, body),) = stand_in.made
    assert authorization == f"Bearer {KEY}"
    assert (body["type"], body["count"]) == ("card", 16)
    assert body["billing_details"] == {
        "name": "Marguerite Holloway",
        "address": {
            "line1": "214 Alder Court, Flat 3",
            "city": "Redlands",
            "state": "CA",
            "postal_code": "92373",
            "country": "US",
        },
    }
    assert stand_in.visits == [], "nothing but the processor's origins is reached"


def test_a_test_key_never_opens_a_live_page(live: RawChild, setup: CardPageSetup) -> None:
    live.wait_for("started")
    processor = replace(setup.processor, publishable_key="pk_test_" + "d" * 24)
    live.send(open_line(replace(setup, processor=processor)))
    assert live.wait_for("closed")["error"] == "processor_unreachable"


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        (LIVE_SCRIPT, True),
        ("https://js.stripe.com/v3/elements-inner-card.html", True),
        ("https://b.js.stripe.com/x", True),
        ("https://api.stripe.com/v1/payment_methods", True),
        ("https://m.stripe.com/6", False),
        ("https://js.stripe.com.example.com/v3/", False),
        ("http://js.stripe.com/v3/", False),
        ("https://example.com/", False),
    ],
)
def test_what_the_live_page_may_reach(url: str, allowed: bool) -> None:
    assert AllowedOrigins(LIVE_ORIGINS).allow(url) is allowed


def test_the_page_is_of_a_secure_origin_of_our_own() -> None:
    assert PAGE_URL.startswith(f"{CARD_PAGE_ORIGIN}/")
    assert CARD_PAGE_ORIGIN.startswith("https://")
